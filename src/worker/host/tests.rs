//! The host without a worker.

use std::cell::Cell;
use std::rc::Rc;

use cloud::time::SimDuration;
use studio::scenes::SCENES;

use super::*;
use crate::bridge::errand::{Errand, Report};
use crate::bridge::frame::{self, Frame};
use crate::bridge::protocol::{Biography, encode};

/// A host with a clock that goes on by a millisecond whenever it is looked at.
fn host() -> Host<impl Fn() -> f64> {
    let millis = Cell::new(0.0);
    Host::new(move || {
        millis.set(millis.get() + 1.0);
        millis.get()
    })
}

fn ask<C: Fn() -> f64>(host: &mut Host<C>, order: Order) -> Answer {
    let ticket = Ticket(7);
    let reply = host.answer(&encode(&Command { ticket, order }));
    assert_eq!(reply.ticket, ticket);
    reply.answer
}

fn frame<C: Fn() -> f64>(host: &mut Host<C>, order: Order) -> Frame {
    match ask(host, order) {
        Answer::Frame(frame) => *frame,
        other => panic!("{other:?} instead of a frame"),
    }
}

/// Asks, and then for as many slices as it takes.
fn settled<C: Fn() -> f64>(host: &mut Host<C>, order: Order) -> Frame {
    let mut last = frame(host, order);
    while last.catching_up {
        last = frame(host, Order::CatchUp { budget_millis: 3 });
    }
    last
}

fn project() -> Project {
    (SCENES[0].project)()
}

fn load(at: SimTime) -> Order {
    Order::Load {
        project: format::to_bytes(&project()),
        at,
    }
}

fn update(project: &Project, at: SimTime) -> Order {
    Order::Update {
        project: format::to_bytes(project),
        at,
        explored: SimTime::ZERO,
    }
}

fn straight(to: SimTime) -> u64 {
    let project = project();
    let mut run = Run::new(
        project.document.sketch.clone(),
        project.document.seed,
        project.log.to_vec(),
    );
    run.seek_now(to);
    run.hash().0
}

#[test]
fn slices_lead_where_one_go_leads() {
    let (mut host, end) = (host(), SimTime::from_secs(60));
    let loaded = settled(&mut host, load(SimTime::ZERO));
    assert_eq!(loaded.now, SimTime::ZERO);
    let mut frame_now = loaded;
    let mut frames = 0;
    while frame_now.now < end {
        let to = (frame_now.now + SimDuration::from_millis(160)).min(end);
        frame_now = frame(&mut host, Order::Advance { to, budget_millis: 1 });
        assert!(!frame_now.catching_up, "however far it comes");
        frames += 1;
    }
    assert_eq!(frame_now.hash, straight(end), "after {frames} frames");
}

#[test]
fn there_and_back_is_the_same_moment() {
    let mut host = host();
    let (early, late) = (SimTime::from_secs(12), SimTime::from_secs(80));
    assert_eq!(settled(&mut host, load(late)).hash, straight(late));
    let back = settled(&mut host, Order::Seek { to: early });
    assert_eq!(
        (back.now, back.hash, back.furthest),
        (early, straight(early), late)
    );
    assert_eq!(settled(&mut host, Order::Seek { to: late }).hash, straight(late));
}

#[test]
fn an_update_stays_where_it_is_in_time() {
    let (mut host, at) = (host(), SimTime::from_secs(30));
    let before = settled(&mut host, load(at));
    let mut project = project();
    let same = settled(&mut host, update(&project, at));
    assert_eq!((same.now, same.hash), (at, before.hash), "nothing has changed");
    let producer = *project.document.sketch.parts.keys().next().unwrap();
    project.log = Rc::new(vec![sim::Input {
        at,
        kind: sim::InputKind::Send { producer, count: 3 },
    }]);
    let changed = settled(&mut host, update(&project, at));
    assert_eq!(changed.now, at);
    assert_ne!(changed.hash, before.hash);
}

#[test]
fn what_cannot_be_carried_out_is_refused_and_changes_nothing() {
    let mut host = host();
    assert_eq!(
        ask(&mut host, Order::StepBack { of: None }),
        Answer::Refused(Refusal::NothingLoaded)
    );
    let before = settled(&mut host, load(SimTime::from_secs(5)));
    let garbage = vec![1, 2, 3];
    let refused = ask(
        &mut host,
        Order::Load {
            project: garbage.clone(),
            at: SimTime::ZERO,
        },
    );
    assert_eq!(refused, Answer::Refused(Refusal::Project));
    assert_eq!(
        ask(
            &mut host,
            Order::Update {
                project: garbage,
                at: SimTime::ZERO,
                explored: SimTime::ZERO,
            }
        ),
        Answer::Refused(Refusal::Project)
    );
    assert_eq!(
        frame(&mut host, Order::CatchUp { budget_millis: 1 }).hash,
        before.hash
    );
    assert!(matches!(host.answer(&[9, 9, 9]).answer, Answer::Crashed { .. }));
}

#[test]
fn the_curve_is_that_of_a_queue_whatever_was_chosen_before() {
    let mut host = host();
    let project = project();
    let drawn = |host: &mut _, chosen| {
        let look = Look {
            dots_max: 10,
            chosen,
            language: 0,
        };
        ask(host, Order::Look(look));
        let frame = settled(host, load(SimTime::ZERO));
        frame.series.and_then(|series| series.part)
    };
    let first = drawn(&mut host, None).expect("there is a queue");
    for (&id, part) in &project.document.sketch.parts {
        let expected = if matches!(part, sim::Part::Queue(_)) {
            id
        } else {
            first
        };
        assert_eq!(drawn(&mut host, Some(id)), Some(expected));
    }
    assert_eq!(drawn(&mut host, Some(PartId(999))), Some(first));
}

#[test]
fn however_few_dots_are_shown_they_stand_for_all_messages() {
    let mut host = host();
    settled(&mut host, load(SimTime::ZERO));
    let mut most = 0;
    for (dots_max, seconds) in (0..40).zip(8..) {
        let look = Look {
            dots_max: dots_max * 3,
            chosen: None,
            language: 0,
        };
        ask(&mut host, Order::Look(look));
        let frame = settled(
            &mut host,
            Order::Seek {
                to: SimTime::from_millis(seconds * 900),
            },
        );
        let carrying = frame.dots.iter().filter(|dot| dot.state.carries_messages());
        assert_eq!(
            carrying.map(|dot| u64::from(dot.weight)).sum::<u64>(),
            frame.messages_in_transit
        );
        most = most.max(frame.messages_in_transit);
    }
    assert!(most > 20, "there was something to thin: {most}");
}

#[test]
fn sentences_come_seldom_and_a_resting_world_is_told_in_full() {
    let mut host = host();
    settled(&mut host, load(SimTime::from_secs(12)));
    let mut told = 0;
    let mut now = SimTime::from_secs(12);
    for _ in 0..60 {
        now += SimDuration::from_millis(16);
        told += u32::from(
            frame(
                &mut host,
                Order::Advance {
                    to: now,
                    budget_millis: 12,
                },
            )
            .feed
            .is_some(),
        );
    }
    assert!((1..=5).contains(&told), "{told} of 60 frames in about 0.2 s");
    let resting = frame(&mut host, Order::CatchUp { budget_millis: 12 });
    assert!(resting.feed.is_some_and(|feed| !feed.is_empty()));
    assert!(resting.series.is_some_and(|series| series.points.len() > 100));
}

#[test]
fn a_step_shows_one_event_and_back_takes_it_back() {
    let mut host = host();
    let before = settled(&mut host, load(SimTime::from_secs(12)));
    let first = settled(&mut host, Order::StepForward { of: None });
    let second = settled(&mut host, Order::StepForward { of: None });
    assert!(first.steps > before.steps && second.steps > first.steps);
    assert_eq!(settled(&mut host, Order::StepBack { of: None }).hash, first.hash);
}

#[test]
fn no_step_and_no_life_works_for_longer_than_it_may() {
    let mut host = host();
    settled(&mut host, load(SimTime::from_secs(120)));
    let producer = *project().document.sketch.parts.keys().next().unwrap();
    let item = sim::ItemId::new(producer, 1);
    for order in [Order::StepBack { of: None }, Order::Biography { item }] {
        let mut answer = ask(&mut host, order);
        let mut slices = 0;
        loop {
            let before = (host.clock)();
            answer = match answer {
                Answer::Frame(frame) if frame.catching_up => {
                    ask(&mut host, Order::CatchUp { budget_millis: 2 })
                }
                _ => break,
            };
            assert!((host.clock)() - before < 8.0, "each look at the clock is a slice");
            slices += 1;
        }
        assert!(slices < 10_000);
    }
    assert!(!frame(&mut host, Order::CatchUp { budget_millis: 2 }).catching_up);
}

#[test]
fn a_life_is_told_in_order_even_if_the_drawing_changes_meanwhile() {
    let mut host = host();
    settled(&mut host, load(SimTime::from_secs(60)));
    let producer = *project().document.sketch.parts.keys().next().unwrap();
    let item = sim::ItemId::new(producer, 1);
    let mut answer = ask(&mut host, Order::Biography { item });
    let same = update(&project(), SimTime::from_secs(60));
    if matches!(answer, Answer::Frame(_)) {
        answer = ask(&mut host, same);
    }
    while let Answer::Frame(frame) = answer {
        assert!(frame.catching_up);
        answer = ask(&mut host, Order::CatchUp { budget_millis: 3 });
    }
    let Answer::Biography(Biography { entries, name, .. }) = answer else {
        panic!("no biography");
    };
    assert!(!entries.is_empty() && entries.is_sorted_by_key(|entry| entry.at));
    assert!(name.starts_with("m-0001"), "{name}");
}

#[test]
fn a_full_world_stops_with_a_reason_and_going_back_and_changing_it_works() {
    let mut host = host();
    settled(&mut host, load(SimTime::ZERO));
    let show = host.show.as_mut().unwrap();
    show.run = show.project.run().with_room_for(80 << 10);
    let late = SimTime::from_secs(600);
    let full = settled(&mut host, Order::Seek { to: late });
    assert!(
        matches!(full.ending, Some(frame::Ending::Full { messages }) if messages > 0),
        "{:?} at {}",
        full.ending,
        full.now
    );
    let on = Order::Advance {
        to: late,
        budget_millis: 1,
    };
    assert_eq!(frame(&mut host, on).hash, full.hash, "playing on does nothing");
    let early = SimTime::from_secs(2);
    let back = settled(&mut host, Order::Seek { to: early });
    assert_eq!((back.now, back.ending), (early, None));
    let mut project = project();
    let stop = |&part: &PartId| sim::Input {
        at: early,
        kind: sim::InputKind::Fault(sim::Fault::Stop { part }),
    };
    project.log = Rc::new(project.document.sketch.parts.keys().map(stop).collect());
    settled(&mut host, update(&project, early));
    let on = settled(&mut host, Order::Seek { to: late });
    assert_eq!((on.now, on.ending), (late, None));
}

#[test]
fn the_last_instant_is_the_same_as_for_what_is_shared() {
    let mut host = host();
    let project = Project::default();
    let empty = Order::Load {
        project: format::to_bytes(&project),
        at: SimTime::ZERO,
    };
    settled(&mut host, empty);
    let end = settled(&mut host, Order::Seek { to: SimTime::MAX });
    assert_eq!(
        (end.now, end.ending),
        (LAST_INSTANT, Some(frame::Ending::LastInstant))
    );
    let moment = studio::Moment {
        project,
        at: end.now,
        camera: None,
    };
    assert!(format::moment_from_bytes(&format::moment_to_bytes(&moment)).is_ok());
}

#[test]
fn the_test_hook_makes_the_world_panic() {
    let result = std::panic::catch_unwind(|| ask(&mut host(), Order::Panic));
    assert!(result.is_err());
}

#[test]
fn playing_stops_before_a_breakpoint_says_why_and_goes_on_past_it() {
    let mut host = host();
    let scene = studio::scenes::by_id("visibility-too-short").unwrap();
    let load = Order::Load {
        project: format::to_bytes(&(scene.project)()),
        at: SimTime::ZERO,
    };
    settled(&mut host, load);
    let broken = sim::Predicate::Broken(sim::Guarantee::AtMostOnce);
    let stops = vec![broken.into()];
    settled(&mut host, Order::SetStops { stops });
    let play = |host: &mut Host<_>| {
        let mut last = frame(host, Order::CatchUp { budget_millis: 1 });
        while last.now < SimTime::from_secs(60) {
            let to = (last.now + SimDuration::from_secs(1)).min(SimTime::from_secs(60));
            last = settled(host, Order::Advance { to, budget_millis: 1 });
            if last.stopped.is_some() {
                break;
            }
        }
        last
    };
    let stopped = play(&mut host);
    let why = stopped.stopped.expect("it stops");
    assert!(
        why.starts_with("Stopped before “at most once” is broken. Next: "),
        "{why}"
    );
    let is_broken = |frame: &Frame| {
        frame
            .verdicts
            .iter()
            .any(|verdict| *verdict != frame::Verdict::Holds)
    };
    assert!(!stopped.verdicts.is_empty());
    assert_eq!(stopped.verdicts[0], frame::Verdict::Holds);
    let on = settled(&mut host, Order::StepForward { of: None });
    assert!(is_broken(&on));
    assert_eq!(on.now, stopped.now);
    let end = play(&mut host);
    assert_eq!((end.now, end.stopped), (SimTime::from_secs(60), None));
    let mut straight = (scene.project)().run();
    straight.seek_now(end.now);
    assert_eq!(end.hash, straight.hash().0);
}

#[test]
fn a_run_that_is_known_further_than_it_is_shown_is_computed_to_there() {
    let mut host = host();
    settled(&mut host, load(SimTime::from_secs(5)));
    let mut other = project();
    let kind = sim::InputKind::Fault(sim::Fault::Stop { part: PartId(1) });
    other.log = Rc::new(vec![sim::Input {
        at: SimTime::from_secs(3),
        kind,
    }]);
    let (at, explored) = (SimTime::from_secs(5), SimTime::from_secs(50));
    let project = format::to_bytes(&other);
    let shown = settled(
        &mut host,
        Order::Update {
            project,
            at,
            explored,
        },
    );
    assert_eq!((shown.now, shown.furthest), (at, explored));
    let mut run = other.run();
    run.seek_now(at);
    assert_eq!(shown.hash, run.hash().0);
}

#[test]
fn errands_are_reported_in_slices_and_can_be_called_off() {
    let mut host = host();
    let scene = studio::scenes::by_id("visibility-too-short").unwrap();
    let load = Order::Load {
        project: format::to_bytes(&(scene.project)()),
        at: SimTime::ZERO,
    };
    settled(&mut host, load);
    let search = |guarantee: sim::Guarantee| Errand::Search {
        promise: guarantee.into(),
        until: SimTime::from_secs(60),
        seeds: 200,
    };
    let mut answer = ask(&mut host, Order::Errand(search(sim::Guarantee::AtMostOnce)));
    let found = loop {
        match answer {
            Answer::Report(Report::Found(found)) => break found,
            Answer::Report(report) => assert!(report.is_under_way(), "{report:?}"),
            other => panic!("{other:?}"),
        }
        answer = ask(&mut host, Order::ErrandOn { budget_millis: 2 });
    };
    assert!(found.messages <= 2, "{found:?}");
    let mut run = format::from_bytes(&found.smallest).unwrap().run();
    run.seek_now(found.shown);
    assert!(run.verdicts().any(|(_, verdict)| verdict != sim::Verdict::Holds));

    // Nothing is ever lost here: there is a lot to do until that is known.
    let answer = ask(&mut host, Order::Errand(search(sim::Guarantee::NothingLost)));
    assert!(
        matches!(answer, Answer::Report(Report::Tried { .. })),
        "{answer:?}"
    );
    let answer = ask(&mut host, Order::ErrandOn { budget_millis: 2 });
    assert!(
        matches!(answer, Answer::Report(Report::Tried { .. })),
        "{answer:?}"
    );
    let idle = Answer::Report(Report::Idle);
    assert_eq!(ask(&mut host, Order::Errand(Errand::Nothing)), idle);
    assert_eq!(ask(&mut host, Order::ErrandOn { budget_millis: 2 }), idle);
}

#[test]
fn a_comparison_tells_what_differs() {
    let mut host = host();
    settled(&mut host, load(SimTime::ZERO));
    let mut other = project();
    let kind = sim::InputKind::Fault(sim::Fault::Stop { part: PartId(1) });
    other.log = Rc::new(vec![sim::Input {
        at: SimTime::from_secs(3),
        kind,
    }]);
    let compare = Errand::Compare {
        project: format::to_bytes(&other),
        at: SimTime::from_secs(30),
    };
    let mut answer = ask(&mut host, Order::Errand(compare));
    while matches!(answer, Answer::Report(Report::Comparing)) {
        answer = ask(&mut host, Order::ErrandOn { budget_millis: 2 });
    }
    let Answer::Report(Report::Compared(rows)) = answer else {
        panic!("{answer:?}");
    };
    assert!(rows.iter().any(|row| row.here != row.there), "{rows:?}");
}
