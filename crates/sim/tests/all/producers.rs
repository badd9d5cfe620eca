//! Producers: patterns, limits, retries.

use cloud::time::SimTime;
use sim::{Chance, Direction, Edit, EventKind, Part, Pattern};

use crate::story::{Plan, SWIFT, at, millis, producer, queue, seconds, workers};

#[test]
fn every_item_is_accepted_worked_off_and_deleted() {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(producer(10, 100)), plan.queue(queue()));
    let packers = plan.workers(workers(3, millis(200)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(at(60));
    let (made, kept, done) = (story.producer(shop), story.queue(orders), story.workers(packers));
    assert_eq!(
        (made.produced, made.accepted, made.gave_up, made.waiting),
        (100, 100, 0, 0)
    );
    assert_eq!(
        (kept.counts.sent, kept.counts.deleted, kept.counts.visible),
        (100, 100, 0)
    );
    assert_eq!((done.finished, done.failed, done.held), (100, 0, 0));
    let first = story.first(|kind| matches!(kind, EventKind::Produced { .. }));
    assert_eq!(first.at, SimTime::from_millis(100));
}

#[test]
fn a_producer_that_leads_nowhere_makes_nothing() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 100));
    assert_eq!(plan.run(at(60)).producer(shop).produced, 0);
}

#[test]
fn sends_by_hand_come_on_top_of_the_limit() {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(producer(10, 5)), plan.queue(queue()));
    plan.link(shop, orders);
    plan.send(at(3), shop, 4);
    assert_eq!(plan.run(at(10)).queue(orders).counts.sent, 9);
}

#[test]
fn a_new_pattern_starts_anew_and_touches_nothing_else() {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(producer(1, 10)), plan.queue(queue()));
    let (other, others) = (plan.producer(producer(7, 1_000)), plan.queue(queue()));
    plan.link(shop, orders);
    plan.link(other, others);
    let before = plan.run(at(20)).queue(others).counts;
    let (first, every) = (seconds(1), seconds(0));
    let pattern = Pattern::Burst {
        base: sim::Rate(0),
        count: 5,
        over: seconds(0),
        first,
        every,
    };
    let mut changed = producer(1, 100);
    changed.pattern = pattern;
    plan.edit(
        at(4),
        Edit::PutPart {
            id: shop,
            part: Part::Producer(changed),
        },
    );
    let story = plan.run(at(20));
    // Three by the old pattern: the input comes before the item that is due at the same instant.
    assert_eq!(story.producer(shop).produced, 3 + 5);
    assert_eq!(story.queue(others).counts, before);
}

#[test]
fn what_is_lost_on_the_way_is_sent_again_until_the_attempts_are_used_up() {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(producer(10, 200)), plan.queue(queue()));
    plan.link_with(
        shop,
        orders,
        Direction {
            loss: Chance::percent(50),
            ..SWIFT
        },
        SWIFT,
    );
    let story = plan.run(at(60));
    let made = story.producer(shop);
    assert_eq!(made.produced, made.accepted + made.gave_up);
    assert!(
        (10..45).contains(&made.gave_up),
        "about 200 / 2^3 = 25 are given up, not {}",
        made.gave_up
    );
    assert_eq!(story.queue(orders).counts.sent, made.accepted);
    assert!(made.retries > 100);
}
