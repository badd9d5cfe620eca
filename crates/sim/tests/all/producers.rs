//! Producers: patterns, limits, retries.

use cloud::time::SimTime;
use std::collections::{BTreeMap, BTreeSet};

use sim::{Chance, Direction, Edit, EventKind, Operation, Part, PartId, Pattern, Producer, Spread};

use crate::story::{Plan, SWIFT, Story, at, fifo, millis, producer, queue, seconds, server, workers};

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

/// A producer of 100 items with three queues as targets, after the run.
fn shared_out(spread: Spread) -> (Story, [PartId; 3]) {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(Producer {
        spread,
        ..producer(10, 100)
    });
    let queues = [(); 3].map(|()| plan.queue(queue()));
    for queue in queues {
        plan.link(shop, queue);
    }
    let story = plan.run(at(60));
    assert_eq!(story.producer(shop).produced, story.producer(shop).accepted);
    (story, queues)
}

fn sent(story: &Story, queues: [PartId; 3]) -> [u64; 3] {
    queues.map(|queue| story.queue(queue).counts.sent)
}

#[test]
fn several_targets_get_items_in_turn() {
    let (story, queues) = shared_out(Spread::InTurn);
    assert_eq!(sent(&story, queues), [34, 33, 33]);
    for (place, queue) in queues.into_iter().enumerate() {
        let first = story.first(|kind| matches!(kind, EventKind::Sent { queue: of, .. } if *of == queue));
        let number = first.kind.item().expect("a sent item").number();
        assert_eq!(number, place as u64 + 1, "the order of the links");
    }
}

#[test]
fn several_targets_get_items_at_random() {
    let (story, queues) = shared_out(Spread::AtRandom);
    let counts = sent(&story, queues);
    assert_eq!(counts.iter().sum::<u64>(), 100);
    assert!(counts.iter().all(|count| (20..=46).contains(count)), "{counts:?}");
    assert_ne!(counts, [34, 33, 33]);
}

#[test]
fn several_targets_get_an_item_each() {
    let (story, queues) = shared_out(Spread::ToEach);
    assert_eq!(
        sent(&story, queues),
        [100, 100, 100],
        "the limit counts how often, not how many"
    );
    let produced = story.events.iter().filter_map(|event| match event.kind {
        EventKind::Produced { item } => Some(item),
        _ => None,
    });
    let items: BTreeSet<_> = produced.collect();
    assert_eq!(items.len(), 300, "each is an item of its own");
}

#[test]
fn one_target_draws_no_chance() {
    let hash = |spread| {
        let mut plan = Plan::new(&[]);
        let shop = plan.producer(Producer {
            spread,
            ..producer(10, 100)
        });
        let orders = plan.queue(queue());
        plan.link(shop, orders);
        plan.run(at(60)).world.hash()
    };
    assert_eq!(hash(Spread::InTurn), hash(Spread::AtRandom));
    assert_eq!(hash(Spread::InTurn), hash(Spread::ToEach));
}

#[test]
fn a_retry_stays_with_its_target() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 100));
    let lossy = Direction {
        loss: Chance::percent(40),
        ..SWIFT
    };
    let (orders, front) = (plan.queue(queue()), plan.server(server(10, 10, millis(5))));
    plan.link_with(shop, orders, lossy, SWIFT);
    plan.link_with(shop, front, lossy, SWIFT);
    let story = plan.run(at(60));
    let mut targets = BTreeMap::new();
    let mut retries = 0;
    for event in &story.events {
        if let EventKind::CallSent {
            link,
            operation,
            attempt,
            ..
        } = event.kind
            && let Operation::SendMessage { item } | Operation::Request { item } = operation
        {
            assert_eq!(*targets.entry(item).or_insert(link), link);
            retries += u32::from(attempt > 1);
        }
    }
    assert!(retries > 30, "{retries}");
}

/// The same id for two items: the second is not stored, and its producer is told that all is well.
#[test]
fn items_with_the_same_deduplication_id_are_stored_once() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(Producer {
        group: "all".into(),
        deduplication: "{n/2}".into(),
        ..producer(10, 100)
    });
    let orders = plan.queue(fifo());
    plan.link(shop, orders);
    let story = plan.run(at(60));
    let counts = story.queue(orders).counts;
    assert_eq!(
        (counts.sent, counts.deduplicated),
        (51, 49),
        "1, then 2 and 3, … then 100"
    );
    assert_eq!(story.producer(shop).accepted, 100);
}

#[test]
fn every_so_manieth_item_is_poison_and_never_worked_off() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(Producer {
        poison_every: 7,
        ..producer(10, 20)
    });
    let orders = plan.queue(sim::Queue {
        visibility_timeout: 1,
        ..queue()
    });
    let packers = plan.workers(workers(3, millis(20)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(at(60));
    let poisoned: BTreeSet<u64> = (story.events.iter())
        .filter(|event| matches!(event.kind, EventKind::Poisoned { .. }))
        .filter_map(|event| Some(event.kind.item()?.number()))
        .collect();
    assert_eq!(poisoned, [7, 14].into());
    let mut finished = story.finished();
    finished.sort_unstable();
    assert_eq!(
        finished,
        (1..=20).filter(|number| number % 7 > 0).collect::<Vec<_>>()
    );
}
