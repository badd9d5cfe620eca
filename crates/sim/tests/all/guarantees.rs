//! Guarantees: each seeded fault breaks its own, a healthy design breaks none.

use cloud::time::{SimDuration, SimTime};
use sim::{
    AfterWork, CallPolicy, Chance, Direction, DurationLaw, Guarantee, PartId, Pattern, Producer, Queue, Rate,
    Verdict, Violation, Workers,
};

use crate::story::{Plan, SWIFT, Story, at, fifo, item, millis, producer, queue, seconds, server, workers};

const ALL: [Guarantee; 6] = [
    Guarantee::NothingLost,
    Guarantee::AtLeastOnce,
    Guarantee::AtMostOnce,
    Guarantee::InOrderPerGroup,
    Guarantee::DeadLetterQueueEmpty,
    Guarantee::OldestUnder(SimDuration::from_secs(60)),
];

const SHOP: PartId = PartId(1);

/// Producer, queue, workers and a dead-letter queue.
fn design(shop: Producer, orders: Queue, packers: Workers) -> Plan {
    let mut plan = Plan::new(&ALL);
    let shop = plan.producer(shop);
    let (kind, dead) = (
        orders.kind,
        Queue {
            kind: orders.kind,
            ..queue()
        },
    );
    assert_eq!(kind, dead.kind);
    let orders = plan.queue(orders);
    let packers = plan.workers(packers);
    let dead = plan.queue(dead);
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.link(orders, dead);
    plan
}

fn broken(story: &Story) -> Vec<Guarantee> {
    let broken = story
        .world
        .verdicts()
        .filter(|(_, verdict)| *verdict != Verdict::Holds);
    broken.map(|(guarantee, _)| guarantee).collect()
}

#[test]
fn a_healthy_design_breaks_none_whatever_the_seed() {
    for seed in 0..200 {
        let pattern = Pattern::Poisson {
            rate: Rate::per_second(5),
        };
        let shop = Producer {
            pattern,
            group: "g{n%4}".into(),
            ..producer(1, 60)
        };
        let uneven = DurationLaw::Exponential { mean: millis(50) };
        let mut plan = design(
            shop,
            fifo(),
            Workers {
                processing: uneven,
                ..workers(6, millis(0))
            },
        );
        plan.seed = seed;
        let story = plan.run(at(60));
        assert_eq!(story.finished().len(), 60);
        assert_eq!(broken(&story), [], "seed {seed}");
    }
}

#[test]
fn a_visibility_timeout_shorter_than_the_work_breaks_at_most_once() {
    let orders = Queue {
        visibility_timeout: 2,
        max_receive_count: 100,
        ..queue()
    };
    let story = design(producer(1, 1), orders, workers(2, seconds(3))).run(at(60));
    assert_eq!(broken(&story), [Guarantee::AtMostOnce]);
}

#[test]
fn a_forgetful_worker_breaks_at_most_once() {
    let forgetful = Workers {
        after: AfterWork::Forget,
        ..workers(1, millis(10))
    };
    let orders = Queue {
        visibility_timeout: 5,
        max_receive_count: 100,
        ..queue()
    };
    let story = design(producer(1, 1), orders, forgetful).run(at(30));
    assert_eq!(broken(&story), [Guarantee::AtMostOnce]);
}

#[test]
fn a_poison_message_breaks_the_empty_dead_letter_queue() {
    let failing = Workers {
        failure: Chance::ALWAYS,
        ..workers(1, millis(10))
    };
    let orders = Queue {
        visibility_timeout: 1,
        ..queue()
    };
    let story = design(producer(1, 1), orders, failing).run(at(30));
    assert_eq!(broken(&story), [Guarantee::DeadLetterQueueEmpty]);
}

#[test]
fn uneven_work_on_a_standard_queue_breaks_the_order_and_names_both() {
    let uneven = DurationLaw::Uniform {
        min: millis(10),
        max: millis(900),
    };
    let plan = design(
        producer(20, 40),
        queue(),
        Workers {
            processing: uneven,
            ..workers(8, millis(0))
        },
    );
    let story = plan.run(at(60));
    assert_eq!(broken(&story), [Guarantee::InOrderPerGroup]);
    let Verdict::Broken(Violation {
        item: late,
        other: Some(early),
        at,
    }) = story.verdict(Guarantee::InOrderPerGroup)
    else {
        panic!("it is broken, by two items")
    };
    assert!(early.number() > late.number());
    let finished = story.finished();
    let place = |item: sim::ItemId| finished.iter().position(|number| *number == item.number());
    assert!(place(early) < place(late));
    assert!(at > SimTime::ZERO);
}

#[test]
fn an_expired_message_was_lost_and_never_processed() {
    let orders = Queue {
        message_retention_period: 60,
        ..queue()
    };
    let story = design(producer(1, 1), orders, workers(0, millis(10))).run(at(90));
    assert_eq!(
        broken(&story),
        [Guarantee::NothingLost, Guarantee::AtLeastOnce, ALL[5]]
    );
    let expected = Violation {
        at: SimTime::from_millis(61_005),
        item: item(SHOP, 1),
        other: None,
    };
    assert_eq!(story.verdict(Guarantee::NothingLost), Verdict::Broken(expected));
}

#[test]
fn what_never_arrived_and_was_given_up_is_lost() {
    let mut plan = design(producer(1, 1), queue(), workers(1, millis(10)));
    let deaf = Direction {
        loss: Chance::ALWAYS,
        ..SWIFT
    };
    plan.sketch
        .links
        .get_mut(&sim::LinkId(1))
        .expect("it is there")
        .forward = deaf;
    assert_eq!(broken(&plan.run(at(60))), [Guarantee::NothingLost]);
}

#[test]
fn what_was_given_up_but_had_arrived_is_not_lost_but_processed_more_than_once() {
    let mut plan = design(producer(1, 1), queue(), workers(1, millis(10)));
    let deaf = Direction {
        loss: Chance::ALWAYS,
        ..SWIFT
    };
    plan.sketch
        .links
        .get_mut(&sim::LinkId(1))
        .expect("it is there")
        .backward = deaf;
    let story = plan.run(at(60));
    assert_eq!(story.producer(SHOP).gave_up, 1);
    assert_eq!(
        broken(&story),
        [Guarantee::AtMostOnce],
        "a standard queue stored every attempt"
    );
}

#[test]
fn what_a_stopped_server_drops_is_lost_once_nobody_tries_again() {
    // The request is dropped at 3 s; its caller gives up at 6 s, or has done so at 2 s.
    for timeout in [seconds(5), seconds(1)] {
        let mut plan = Plan::new(&ALL);
        let calls = CallPolicy {
            timeout,
            attempts: 1,
            backoff: millis(0),
        };
        let shop = plan.producer(Producer {
            calls,
            ..producer(1, 1)
        });
        let site = plan.server(server(1, 0, seconds(10)));
        plan.link(shop, site);
        plan.fault(at(3), sim::Fault::Stop { part: site });
        assert_eq!(broken(&plan.run(at(60))), [Guarantee::NothingLost], "{timeout}");
    }
}

#[test]
fn what_a_server_has_taken_in_is_not_lost_when_its_caller_gives_up() {
    let mut plan = Plan::new(&ALL);
    let calls = CallPolicy {
        timeout: seconds(1),
        attempts: 1,
        backoff: millis(0),
    };
    let shop = plan.producer(Producer {
        calls,
        ..producer(1, 1)
    });
    let site = plan.server(server(1, 0, seconds(10)));
    plan.link(shop, site);
    let story = plan.run(at(60));
    assert_eq!((story.producer(SHOP).gave_up, story.server(site).late), (1, 1));
    assert_eq!(broken(&story), []);
}

#[test]
fn a_message_is_too_old_at_the_very_instant_and_not_before() {
    let oldest = Guarantee::OldestUnder(seconds(60));
    let plan = design(producer(1, 1), queue(), workers(0, millis(10)));
    let sent = SimTime::from_millis(1_005);
    let just_before = sent + seconds(60).saturating_sub_nano();
    assert_eq!(plan.run(just_before).verdict(oldest), Verdict::Holds);
    let expected = Verdict::Broken(Violation {
        at: sent + seconds(60),
        item: item(SHOP, 1),
        other: None,
    });
    assert_eq!(plan.run(sent + seconds(60)).verdict(oldest), expected);
    assert_eq!(
        plan.run(at(500)).verdict(oldest),
        expected,
        "it stays broken at that instant"
    );
}

#[test]
fn a_message_that_was_too_old_and_left_is_remembered() {
    let oldest = Guarantee::OldestUnder(seconds(60));
    let mut plan = design(producer(1, 1), queue(), workers(1, millis(10)));
    plan.fault(at(0), sim::Fault::Stop { part: PartId(3) });
    plan.fault(at(100), sim::Fault::Start { part: PartId(3) });
    let story = plan.run(at(200));
    assert_eq!(story.finished(), [1]);
    let expected = Violation {
        at: SimTime::from_millis(61_005),
        item: item(SHOP, 1),
        other: None,
    };
    assert_eq!(story.verdict(oldest), Verdict::Broken(expected));
}

#[test]
fn what_lies_in_a_dead_letter_queue_may_get_old() {
    let failing = Workers {
        failure: Chance::ALWAYS,
        ..workers(1, millis(10))
    };
    let orders = Queue {
        visibility_timeout: 1,
        ..queue()
    };
    let story = design(producer(1, 1), orders, failing).run(at(600));
    assert_eq!(broken(&story), [Guarantee::DeadLetterQueueEmpty]);
}

#[test]
fn watching_changes_nothing() {
    let mut plan = design(producer(5, 50), queue(), workers(2, millis(100)));
    let watched = plan.run(at(60));
    plan.sketch.guarantees.clear();
    assert_eq!(plan.run(at(60)).events, watched.events);
}

trait JustBefore {
    fn saturating_sub_nano(self) -> Self;
}

impl JustBefore for SimDuration {
    fn saturating_sub_nano(self) -> Self {
        self - Self::from_nanos(1)
    }
}
