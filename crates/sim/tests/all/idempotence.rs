//! Idempotent workers: what is delivered twice takes effect once. And poison: what never takes effect.

use sim::{AfterWork, Chance, EventKind, Fault, Guarantee, Queue, Verdict, Workers};

use crate::story::{Plan, Story, at, producer, queue, seconds, workers};

/// Three workers take four seconds under a visibility timeout of two: everything is delivered again.
fn too_short(idempotent: bool) -> (Plan, sim::PartId) {
    let mut plan = Plan::new(&[Guarantee::AtMostOnce, Guarantee::NothingLost]);
    let shop = plan.producer(producer(2, 10));
    let orders = plan.queue(Queue {
        visibility_timeout: 2,
        ..queue()
    });
    let packers = plan.workers(Workers {
        idempotent,
        ..workers(3, seconds(4))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    (plan, packers)
}

fn skipped(story: &Story) -> usize {
    story.count(|kind| matches!(kind, EventKind::WorkSkipped { .. }))
}

#[test]
fn an_idempotent_group_lets_each_item_take_effect_once() {
    let (plan, _) = too_short(false);
    assert_ne!(plan.run(at(120)).verdict(Guarantee::AtMostOnce), Verdict::Holds);
    let (plan, packers) = too_short(true);
    let story = plan.run(at(120));
    assert_eq!(story.verdict(Guarantee::AtMostOnce), Verdict::Holds);
    assert_eq!(story.verdict(Guarantee::NothingLost), Verdict::Holds);
    let mut finished = story.finished();
    finished.sort_unstable();
    assert_eq!(finished, (1..=10).collect::<Vec<_>>());
    assert!(skipped(&story) > 0);
    assert_eq!(story.workers(packers).skipped, skipped(&story) as u64);
}

#[test]
fn what_was_worked_off_is_deleted_without_work() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(Queue {
        visibility_timeout: 5,
        ..queue()
    });
    let packers = plan.workers(Workers {
        idempotent: true,
        ..workers(1, seconds(1))
    });
    plan.link(shop, orders);
    let link = plan.link(orders, packers);
    // The work is done, and the delete does not come through.
    plan.fault(sim_millis(1_500), Fault::Cut { link });
    plan.fault(at(9), Fault::Mend { link });
    let story = plan.run(at(60));
    let started = story.count(|kind| matches!(kind, EventKind::WorkStarted { .. }));
    assert_eq!((started, skipped(&story)), (1, 1));
    assert_eq!(story.queue(orders).counts.deleted, 1);
}

fn sim_millis(millis: u64) -> cloud::time::SimTime {
    cloud::time::SimTime::from_millis(millis)
}

#[test]
fn one_that_forgets_to_delete_skips_again_and_again() {
    let mut plan = Plan::new(&[Guarantee::AtMostOnce]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(Queue {
        visibility_timeout: 5,
        ..queue()
    });
    let packers = plan.workers(Workers {
        idempotent: true,
        after: AfterWork::Forget,
        ..workers(1, seconds(1))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(at(30));
    assert_eq!(story.finished(), [1]);
    assert!(skipped(&story) >= 4);
    assert_eq!(story.verdict(Guarantee::AtMostOnce), Verdict::Holds);
}

#[test]
fn work_that_failed_has_taken_no_effect() {
    let mut plan = Plan::new(&[Guarantee::AtLeastOnce]);
    let shop = plan.producer(producer(5, 20));
    let orders = plan.queue(Queue {
        visibility_timeout: 3,
        max_receive_count: 1_000,
        ..queue()
    });
    let packers = plan.workers(Workers {
        idempotent: true,
        failure: Chance::percent(50),
        ..workers(2, seconds(1))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(at(300));
    assert_eq!(story.workers(packers).finished, 20);
    assert_eq!(story.verdict(Guarantee::AtLeastOnce), Verdict::Holds);
}

#[test]
fn poison_fails_every_time_and_ends_in_the_dead_letter_queue() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 5));
    let orders = plan.queue(Queue {
        visibility_timeout: 3,
        max_receive_count: 3,
        ..queue()
    });
    let failed = plan.queue(queue());
    let packers = plan.workers(workers(1, seconds(0)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.link(orders, failed);
    plan.fault(sim_millis(2_500), Fault::Poison { producer: shop });
    let story = plan.run(at(60));
    let poisoned = story.first(|kind| matches!(kind, EventKind::Poisoned { .. }));
    assert_eq!(poisoned.kind.item().map(sim::ItemId::number), Some(3));
    assert_eq!(story.finished(), [1, 2, 4, 5], "only the next item is poison");
    let failures =
        story.count(|kind| matches!(kind, EventKind::WorkPoisoned { item, .. } if item.number() == 3));
    assert_eq!(failures, 3);
    assert_eq!(story.queue(failed).counts.visible, 1);
    assert_eq!(story.workers(packers).failed, 3);
}
