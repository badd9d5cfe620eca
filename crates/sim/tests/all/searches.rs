//! The search over seeds for a run that fails, and making that run small.

use cloud::time::SimTime;
use sim::{
    Case, Chance, DurationLaw, Fault, Guarantee, InputKind, ItemId, Part, PartId, Predicate, Queue, Run,
    Search, Searched, Stage, Verdict, Wanted, Workers,
};

use crate::story::{Plan, at, millis, producer, queue, seconds, workers};

const SHOP: PartId = PartId(1);
const PACKERS: PartId = PartId(3);

/// Work takes up to so long, and the queue hides a message for ten seconds.
fn shop(longest: u64) -> Case {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(2, 40));
    let orders = plan.queue(Queue {
        visibility_timeout: 10,
        ..queue()
    });
    let packers = plan.workers(Workers {
        processing: DurationLaw::Uniform {
            min: seconds(1),
            max: seconds(longest),
        },
        ..workers(30, millis(1))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    // Things that have nothing to do with it.
    plan.fault(
        at(30),
        Fault::Pace {
            part: PACKERS,
            percent: 100,
        },
    );
    plan.send(at(40), SHOP, 3);
    Case {
        sketch: plan.sketch,
        seed: 1,
        log: plan.log,
    }
}

fn wanted(guarantee: Guarantee, until: SimTime, seeds: u64) -> Wanted {
    Wanted {
        predicate: Predicate::Broken(guarantee),
        until,
        seeds,
    }
}

fn searched(case: Case, wanted: Wanted, slice: u64) -> (Searched, Vec<Stage>) {
    let mut search = Search::new(case, wanted);
    let mut stages = Vec::new();
    loop {
        match search.go_on(slice) {
            Searched::MoreToDo(stage) => stages.push(stage),
            end => return (end, stages),
        }
    }
}

#[test]
fn a_failure_is_found_and_shrunk_to_what_shows_it() {
    let until = at(60);
    let wanted = wanted(Guarantee::AtMostOnce, until, 200);
    // Hardly any work takes longer than ten seconds.
    let (end, stages) = searched(shop(10), Wanted { seeds: 3, ..wanted }, 500);
    assert_eq!(end, Searched::Nothing);
    assert!(
        stages
            .iter()
            .any(|stage| matches!(stage, Stage::Seeds { tried } if *tried > 0)),
        "{stages:?}"
    );

    let (end, _) = searched(shop(11), wanted, u64::MAX);
    let Searched::Found(failure) = end else {
        panic!("{end:?}")
    };
    assert!(
        failure.shown.messages <= 2 && failure.shown.at <= until,
        "{failure:?}"
    );
    assert_eq!(failure.smallest.log, [], "the inputs have nothing to do with it");
    let Some(Part::Workers(packers)) = failure.smallest.sketch.parts.get(&PACKERS) else {
        panic!("they are still there");
    };
    assert_eq!(packers.count, 2, "one that is late and one that gets it again");

    // Both are what they say, in a run like any other.
    for (case, finding) in [
        (
            Case {
                seed: failure.seed,
                ..shop(11)
            },
            failure.found,
        ),
        (failure.smallest.clone(), failure.shown),
    ] {
        let mut sketch = case.sketch;
        sketch.guarantees = vec![Guarantee::AtMostOnce];
        let mut run = Run::new(sketch, case.seed, case.log);
        run.seek_now(finding.at);
        let Some((_, Verdict::Broken(violation))) = run.verdicts().next() else {
            panic!("it is broken at {}", finding.at);
        };
        assert_eq!(violation.at, finding.at);
        assert_eq!(
            finding.event.and_then(|event| event.kind.item()),
            Some(violation.item)
        );
    }
}

#[test]
fn slices_find_what_one_go_finds() {
    let wanted = wanted(Guarantee::AtMostOnce, at(60), 200);
    let (straight, _) = searched(shop(11), wanted, u64::MAX);
    let (sliced, stages) = searched(shop(11), wanted, 700);
    assert_eq!(sliced, straight);
    assert!(
        stages
            .iter()
            .any(|stage| matches!(stage, Stage::Shrinking { .. }))
    );
}

#[test]
fn a_message_that_only_waits_is_found_too() {
    let oldest = Guarantee::OldestUnder(seconds(20));
    let mut case = shop(2);
    case.log = Vec::new();
    case.sketch.parts.remove(&PACKERS);
    let (end, _) = searched(case, wanted(oldest, at(60), 1), 1_000);
    let Searched::Found(failure) = end else {
        panic!("{end:?}")
    };
    assert_eq!(failure.shown.messages, 1);
    assert_eq!(failure.shown.at, at(20) + millis(505));
}

#[test]
fn what_somebody_sent_by_hand_is_kept_if_it_is_what_fails() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 0));
    let orders = plan.queue(queue());
    let failing = plan.workers(Workers {
        failure: Chance::ALWAYS,
        ..workers(3, seconds(1))
    });
    let aside = plan.queue(queue());
    for (from, to) in [(shop, orders), (orders, failing), (orders, aside)] {
        plan.link(from, to);
    }
    plan.send(at(5), SHOP, 40);
    plan.send(at(90), SHOP, 40);
    let case = Case {
        sketch: plan.sketch,
        seed: 1,
        log: plan.log,
    };
    let (end, _) = searched(
        case,
        wanted(Guarantee::DeadLetterQueueEmpty, at(300), 1),
        u64::MAX,
    );
    let Searched::Found(failure) = end else {
        panic!("{end:?}")
    };
    let kinds: Vec<_> = failure.smallest.log.iter().map(|input| &input.kind).collect();
    assert_eq!(
        kinds,
        [&InputKind::Send {
            producer: SHOP,
            count: 1
        }]
    );
    let item = failure.shown.event.and_then(|event| event.kind.item());
    assert_eq!(item, Some(ItemId::new(SHOP, 1)));
}
