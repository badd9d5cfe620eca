//! What a standard queue leaves to chance: which servers a short poll asks, and which delete misses a copy.

use sim::{Chance, EventKind, PartId, Polling, Queue, Workers};

use crate::story::{Plan, Story, at, fifo, millis, producer, queue, workers};

/// 1,000 items through a queue to workers that poll it.
fn thousand(orders: Queue, crew: Workers) -> (Plan, PartId) {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(100, 1_000));
    let orders = plan.queue(Queue {
        content_based_deduplication: true,
        visibility_timeout: 5,
        ..orders
    });
    let packers = plan.workers(crew);
    plan.link(shop, orders);
    plan.link(orders, packers);
    (plan, packers)
}

fn short_polls() -> Workers {
    Workers {
        polling: Polling::Short { pause: millis(100) },
        ..workers(10, millis(50))
    }
}

fn missed(story: &Story) -> usize {
    story.count(|kind| matches!(kind, EventKind::CopyLeft { .. }))
}

#[test]
fn a_message_whose_delete_misses_a_copy_comes_back_and_is_worked_on_again() {
    let orders = Queue {
        missed_deletes: Chance::percent(20),
        ..queue()
    };
    let (plan, packers) = thousand(orders, workers(10, millis(50)));
    let story = plan.run(at(120));
    let missed = missed(&story);
    assert!((200..300).contains(&missed), "{missed} of 1,250 deletes");
    assert_eq!(story.workers(packers).finished, 1_000 + missed as u64);
    assert_eq!(story.queue(PartId(2)).counts.redelivered, missed as u64);
    assert_eq!(story.queue(PartId(2)).counts.deleted, 1_000);
}

#[test]
fn no_delete_misses_a_copy_of_a_fifo_message_nor_without_a_chance() {
    let sure = Queue {
        missed_deletes: Chance::ALWAYS,
        ..fifo()
    };
    for orders in [sure, queue()] {
        let (plan, packers) = thousand(orders, workers(50, millis(50)));
        let story = plan.run(at(120));
        assert_eq!(missed(&story), 0);
        assert_eq!(story.workers(packers).finished, 1_000);
    }
}

/// Receives that got nothing while messages were visible.
fn misses(mut plan: Plan) -> usize {
    plan.send(at(60), PartId(1), 1);
    let story = plan.run(at(300));
    let mut visible = 0;
    let mut misses = 0;
    for event in &story.events {
        match event.kind {
            EventKind::Sent { .. } | EventKind::Returned { .. } => visible += 1,
            EventKind::Received { .. } => visible -= 1,
            EventKind::EmptyReceive { .. } if visible > 0 => misses += 1,
            _ => {}
        }
    }
    assert_eq!(
        story.queue(PartId(2)).counts.deleted,
        1_001,
        "nothing is missed for ever"
    );
    misses
}

#[test]
fn a_short_poll_may_find_nothing_although_there_is_something_and_a_long_poll_never() {
    let orders = Queue {
        unasked_servers: Chance::percent(80),
        ..queue()
    };
    assert!(misses(thousand(orders.clone(), short_polls()).0) > 20);
    assert_eq!(misses(thousand(orders, workers(10, millis(50))).0), 0);
    assert_eq!(
        misses(thousand(queue(), short_polls()).0),
        0,
        "all servers are asked"
    );
    let none = Queue {
        unasked_servers: Chance::ALWAYS,
        ..queue()
    };
    assert!(
        misses(thousand(none, short_polls()).0) > 20,
        "one is always asked"
    );
}
