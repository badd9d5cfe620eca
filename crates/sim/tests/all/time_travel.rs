//! Going back and forth in a run, and changing its past.

use cloud::time::{SimDuration, SimTime};
use sim::{EventKind, Fault, Input, InputKind, MarkKind, Metric, PartId, Progress, Queue, Run, Selection};

use crate::story::{Plan, at, item, millis, producer, queue, workers};

const SHOP: PartId = PartId(1);
const ORDERS: PartId = PartId(2);
const PACKERS: PartId = PartId(3);

fn shop() -> Plan {
    let mut plan = Plan::new(&[sim::Guarantee::OldestUnder(SimDuration::from_secs(20))]);
    let shop = plan.producer(producer(20, 2_000));
    let orders = plan.queue(Queue {
        visibility_timeout: 60,
        ..queue()
    });
    let packers = plan.workers(workers(4, millis(250)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan
}

fn run_of(plan: &Plan) -> Run {
    Run::new(plan.sketch.clone(), plan.seed, plan.log.clone())
}

#[test]
fn a_slice_that_is_too_short_says_so() {
    let mut run = run_of(&shop());
    assert_eq!(run.advance(at(10), 10), Progress::MoreToDo);
    assert!(run.now() < at(10));
    while run.advance(at(10), 10) == Progress::MoreToDo {}
    assert_eq!((run.now(), run.furthest()), (at(10), at(10)));
}

#[test]
fn a_step_that_does_much_uses_up_a_slice() {
    let mut plan = shop();
    let send = InputKind::Send {
        producer: SHOP,
        count: 10_000,
    };
    plan.log = vec![
        Input {
            at: at(1),
            kind: send
        };
        20
    ];
    let mut run = run_of(&plan);
    while run.world().inputs_applied() == 0 {
        assert_eq!(run.advance(at(1), 500), Progress::MoreToDo);
    }
    assert_eq!(run.world().inputs_applied(), 1);
}

/// Bodies that are all the same are one; others are weighed, and the larger they are the sooner.
#[test]
fn large_bodies_take_room() {
    let waiting = |body: &str, pad_to| {
        let mut plan = shop();
        let large = sim::Producer {
            body: body.into(),
            pad_to,
            ..producer(100, 1_000_000)
        };
        plan.sketch.parts.insert(SHOP, sim::Part::Producer(large));
        let mut run = run_of(&plan).with_room_for(4 << 20);
        let progress = run.seek_now(at(10));
        (progress, run.world().messages_in_queues())
    };
    assert_eq!(waiting("order", 200 << 10).0, Progress::Reached);
    assert_eq!(waiting("order {n}", 0).0, Progress::Reached);
    for bytes in [200 << 10, 20 << 10] {
        let (progress, messages) = waiting("order {n}", bytes);
        let fit = (4 << 20) / u64::from(bytes);
        assert_eq!(progress, Progress::Full);
        assert!(
            (fit / 2..fit + 10).contains(&messages),
            "{messages} of {bytes} bytes"
        );
    }
}

/// What waits already stays as large as it is when the next ones become larger, and what has gone takes no room.
#[test]
fn only_the_bodies_that_are_there_take_room() {
    let mut plan = shop();
    let small = producer(100, 300);
    let large = sim::Producer {
        pad_to: 200 << 10,
        ..producer(5, 1_000)
    };
    plan.sketch.parts.insert(SHOP, sim::Part::Producer(small));
    plan.fault(at(0), Fault::Stop { part: PACKERS });
    plan.edit(
        at(4),
        sim::Edit::PutPart {
            id: SHOP,
            part: sim::Part::Producer(large),
        },
    );
    let mut stuck = run_of(&plan).with_room_for(4 << 20);
    assert_eq!(stuck.seek_now(at(60)), Progress::Full);
    assert!((310..325).contains(&stuck.world().messages_in_queues()));
    plan.fault(at(5), Fault::Start { part: PACKERS });
    plan.edit(
        at(5),
        sim::Edit::PutPart {
            id: PACKERS,
            part: sim::Part::Workers(workers(50, millis(50))),
        },
    );
    let mut flowing = run_of(&plan).with_room_for(4 << 20);
    assert_eq!(flowing.seek_now(at(60)), Progress::Reached);
}

#[test]
fn a_world_that_has_no_more_room_stops_and_can_be_changed_at_an_earlier_moment() {
    let mut plan = shop();
    plan.sketch
        .parts
        .insert(SHOP, sim::Part::Producer(producer(1_000, 1_000_000)));
    let mut run = run_of(&plan).with_room_for(1 << 20);
    assert_eq!(run.seek_now(at(900)), Progress::Full);
    let (full_at, full) = (run.now(), run.hash());
    assert!(run.is_full() && at(5) < full_at && full_at < at(60), "{full_at}");
    assert_eq!(
        run.advance(at(900), 10),
        Progress::Full,
        "playing on does nothing"
    );
    assert_eq!(run.step_forward(None), None);
    assert_eq!((run.now(), run.hash()), (full_at, full));

    run.seek_now(at(3));
    assert!(!run.is_full());
    while run.advance(at(900), 100) == Progress::MoreToDo {}
    assert_eq!(
        (run.now(), run.hash()),
        (full_at, full),
        "at the same step, in slices"
    );
    run.step_back(None);
    assert!(run.step_forward(None).is_some());

    let kind = InputKind::Fault(Fault::Stop { part: SHOP });
    run.replace(plan.sketch.clone(), plan.seed, vec![Input { at: at(4), kind }]);
    assert_eq!(run.seek_now(at(900)), Progress::Reached);
    run.replace(plan.sketch.clone(), 2, Vec::new());
    assert_eq!(run.seek_now(at(900)), Progress::Full, "the limit stays");
}

#[test]
fn much_sent_by_hand_at_once_is_noticed() {
    let mut plan = shop();
    let kind = InputKind::Send {
        producer: SHOP,
        count: 10_000,
    };
    plan.log = vec![Input { at: at(1), kind }; 50];
    let mut run = run_of(&plan).with_room_for(8 << 20);
    assert_eq!(run.seek_now(at(900)), Progress::Full);
    assert!(run.world().inputs_applied() < 10);
}

#[test]
fn at_one_instant_inputs_come_first() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 10));
    let orders = plan.queue(queue());
    plan.link(shop, orders);
    plan.fault(at(3), Fault::Stop { part: shop });
    let mut run = run_of(&plan);
    run.seek_now(at(20));
    assert_eq!(
        run.world().items_made(shop),
        2,
        "the third is due at the instant of the stop"
    );
    let applied = run.marks().find(|mark| mark.kind == MarkKind::Input { index: 0 });
    assert_eq!(applied.map(|mark| mark.at), Some(at(3)));
}

#[test]
fn any_instant_of_a_long_run_can_be_gone_to() {
    let mut plan = shop();
    plan.sketch
        .parts
        .insert(SHOP, sim::Part::Producer(producer(50, 15_000)));
    for (seconds, percent) in [(40, 400), (80, 20)] {
        plan.fault(
            at(seconds),
            Fault::Pace {
                part: PACKERS,
                percent,
            },
        );
    }
    let identity = |run: &Run| (run.now(), run.hash(), run.world().state_digest());
    let mut run = run_of(&plan);
    let times = (1..=100).map(|number| SimTime::from_millis(number * 2_971));
    let straight: Vec<_> = times
        .map(|time| {
            run.advance(time, u64::MAX);
            identity(&run)
        })
        .collect();
    assert!(run.world().steps() > 100_000, "long enough for many checkpoints");
    // 37 and 100 have no common divisor: every instant is visited once, in no order.
    for visit in 0..100 {
        let expected = straight[visit * 37 % 100];
        run.seek_now(expected.0);
        assert_eq!(identity(&run), expected);
    }
}

#[test]
fn the_future_stays_known_after_going_back() {
    let mut run = run_of(&shop());
    run.seek_now(at(100));
    let whole: Vec<_> = series(&run, Metric::ApproximateNumberOfMessagesVisible);
    run.seek_now(at(10));
    assert_eq!((run.now(), run.furthest()), (at(10), at(100)));
    assert_eq!(series(&run, Metric::ApproximateNumberOfMessagesVisible), whole);
    assert_eq!(whole.len(), 1_001);
}

fn series(run: &Run, metric: Metric) -> Vec<(SimTime, u64)> {
    run.series(ORDERS, metric)
        .expect("it is charted")
        .points()
        .collect()
}

#[test]
fn charts_show_what_was_there() {
    let mut run = run_of(&shop());
    run.seek_now(at(50));
    let sent = series(&run, Metric::NumberOfMessagesSent);
    assert_eq!(
        sent.iter().map(|(_, sent)| sent).sum::<u64>(),
        999,
        "the thousandth is on its way"
    );
    let visible = series(&run, Metric::ApproximateNumberOfMessagesVisible);
    for (time, value) in visible.into_iter().step_by(50) {
        run.seek_now(time);
        assert_eq!(
            Some(value),
            run.world()
                .metric(ORDERS, Metric::ApproximateNumberOfMessagesVisible),
            "{time}"
        );
    }
}

#[test]
fn a_long_run_has_no_more_points_than_a_short_one() {
    let mut run = run_of(&shop());
    run.seek_now(at(100_000));
    let points = series(&run, Metric::NumberOfMessagesDeleted);
    assert!((1_000..2_048).contains(&points.len()), "{} points", points.len());
    assert_eq!(points.iter().map(|(_, deleted)| deleted).sum::<u64>(), 2_000);
    assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn a_fault_put_into_the_past_changes_what_came_after_it_only() {
    let plan = shop();
    let mut run = run_of(&plan);
    run.seek_now(at(100));
    let kind = InputKind::Fault(Fault::Stop { part: PACKERS });
    run.replace(plan.sketch.clone(), plan.seed, vec![Input { at: at(40), kind }]);
    assert!(run.now() < at(40) && run.furthest() < at(40));
    run.advance(at(100), u64::MAX);
    assert!(run.world().is_stopped(PACKERS));
    assert!(
        run.marks()
            .any(|mark| mark.kind == MarkKind::Input { index: 0 } && mark.at == at(40))
    );
    run.replace(plan.sketch.clone(), plan.seed, Vec::new());
    run.advance(at(100), u64::MAX);
    let mut never = run_of(&plan);
    never.seek_now(at(100));
    assert_eq!(
        (run.hash(), run.world().state_digest()),
        (never.hash(), never.world().state_digest())
    );
}

#[test]
fn charts_forget_what_came_after_a_change_and_nothing_before_it() {
    let plan = shop();
    let mut run = run_of(&plan);
    run.seek_now(at(20));
    run.seek_now(at(10));
    let kind = InputKind::Fault(Fault::Stop { part: PACKERS });
    let log = vec![Input {
        at: at(10) + millis(1),
        kind,
    }];
    run.replace(plan.sketch.clone(), plan.seed, log.clone());
    assert_eq!(
        (run.now(), series(&run, Metric::NumberOfMessagesSent).len()),
        (at(10), 101)
    );
    run.advance(at(20), u64::MAX);
    let mut never = Run::new(plan.sketch.clone(), plan.seed, log);
    never.seek_now(at(20));
    let metric = Metric::ApproximateNumberOfMessagesVisible;
    assert_eq!(series(&run, metric), series(&never, metric));
}

#[test]
fn another_seed_is_another_run() {
    let mut plan = shop();
    let sim::Part::Workers(packers) = &mut plan.sketch.parts.get_mut(&PACKERS).expect("they are there")
    else {
        panic!("they are workers")
    };
    packers.processing = sim::DurationLaw::Exponential { mean: millis(250) };
    let mut run = run_of(&plan);
    run.seek_now(at(50));
    let before = run.hash();
    run.replace(plan.sketch.clone(), 2, Vec::new());
    assert_eq!(run.now(), SimTime::ZERO);
    run.seek_now(at(50));
    assert_ne!(run.hash(), before);
}

#[test]
fn steps_can_follow_one_part_one_link_or_one_item() {
    let mut run = run_of(&shop());
    for of in [
        Selection::Part(PACKERS),
        Selection::Link(sim::LinkId(2)),
        Selection::Item(item(SHOP, 7)),
    ] {
        run.seek_now(at(0));
        let mut way = Vec::new();
        for _ in 0..5 {
            let event = run.step_forward(Some(of)).expect("there are more");
            assert!(of.has(&event), "{event:?} is not about {of:?}");
            way.push((event, run.world().state_digest()));
        }
        while way.len() > 1 {
            way.pop();
            let event = run.step_back(Some(of));
            let expected = way.last().map(|(event, digest)| (Some(*event), *digest));
            assert_eq!(Some((event, run.world().state_digest())), expected, "{of:?}");
        }
    }
}

#[test]
fn before_the_first_step_there_is_the_beginning() {
    let mut run = run_of(&shop());
    run.step_forward(None);
    run.step_back(None);
    assert_eq!((run.world().steps(), run.now()), (0, SimTime::ZERO));
    run.step_back(None);
    assert_eq!(run.world().steps(), 0);
}

#[test]
fn a_world_with_nothing_to_do_has_no_next_step() {
    let mut run = Run::new(sim::Sketch::default(), 1, Vec::new());
    assert_eq!(run.step_forward(None), None);
    run.seek_now(at(1_000_000));
    assert_eq!(run.now(), at(1_000_000));
}

#[test]
fn a_biography_tells_the_whole_life_of_an_item() {
    let mut run = run_of(&shop());
    run.seek_now(at(300));
    let life: Vec<_> = run
        .biography(item(SHOP, 1_500), 100)
        .into_iter()
        .map(|episode| episode.event.kind)
        .collect();
    let tells = |wanted: fn(&EventKind) -> bool| life.iter().filter(|kind| wanted(kind)).count();
    assert!(matches!(life[0], EventKind::Produced { .. }));
    assert_eq!(tells(|kind| matches!(kind, EventKind::Sent { .. })), 1);
    assert_eq!(tells(|kind| matches!(kind, EventKind::Accepted { .. })), 1);
    assert_eq!(tells(|kind| matches!(kind, EventKind::WorkFinished { .. })), 1);
    assert!(matches!(life.last(), Some(EventKind::Deleted { .. })));
    assert_eq!(run.biography(item(SHOP, 1_500), 2).len(), 2);
    assert_eq!(run.biography(item(SHOP, 5_000), 100), []);
}

#[test]
fn the_timeline_marks_when_a_backlog_was_worked_off_and_a_guarantee_broken() {
    let mut run = run_of(&shop());
    run.seek_now(at(300));
    let marks: Vec<_> = run.marks().map(|mark| mark.kind).collect();
    assert!(marks.contains(&MarkKind::Emptied { queue: ORDERS }), "{marks:?}");
    assert!(
        marks
            .iter()
            .any(|kind| matches!(kind, MarkKind::Violation { .. })),
        "{marks:?}"
    );
    run.seek_now(at(1));
    assert_eq!(
        run.marks().map(|mark| mark.kind).collect::<Vec<_>>(),
        marks,
        "also after going back"
    );
}

#[test]
fn an_input_at_the_present_comes_after_all_that_was_shown() {
    let plan = shop();
    let stop = |at| Input {
        at,
        kind: InputKind::Fault(Fault::Stop { part: SHOP }),
    };
    for steps in 0..40 {
        let mut run = run_of(&plan);
        run.seek_now(at(5));
        for _ in 0..steps {
            run.step_forward(None);
        }
        let (now, shown, hash) = (run.now(), run.world().steps(), run.hash());
        let at = run.world().next_input_at();
        assert!(now <= at && at <= now + SimDuration::from_nanos(1));
        run.replace(plan.sketch.clone(), plan.seed, vec![stop(at)]);
        while run.world().steps() < shown {
            run.step_forward(None);
        }
        assert_eq!(
            (run.now(), run.hash()),
            (now, hash),
            "nothing that was shown has changed"
        );
        run.seek_now(at);
        assert_eq!(run.world().inputs_applied(), 1, "and at its time it has happened");
        assert_eq!(
            run.world().next_input_at(),
            at,
            "what follows at the same moment applies with it"
        );
    }
}
