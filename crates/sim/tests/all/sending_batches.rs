//! Producers that send batches: when a batch goes, what it costs, and what becomes of its entries.

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit};
use cloud::time::{SimDuration, SimTime};
use sim::{
    Batching, CallFailure, Cause, Chance, Direction, Edit, EventKind, Fault, Guarantee, ItemId, Operation,
    Part, PartId, Pattern, Producer, Queue, Rate, Run, Spread, Verdict,
};

use crate::story::{
    Plan, SWIFT, Story, at, fifo, item, millis, patient, producer, queue, seconds, server, workers,
};

fn batching(messages: u32, linger: SimDuration) -> Batching {
    Batching { messages, linger }
}

/// `limit` items, `per_second`, in batches.
fn batches(per_second: u64, limit: u64, batches: Batching) -> Producer {
    Producer {
        batches,
        ..producer(per_second, limit)
    }
}

fn shop(shop: Producer, orders: Queue) -> (Plan, PartId, PartId) {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(shop), plan.queue(orders));
    plan.link(shop, orders);
    (plan, shop, orders)
}

/// When each call set out, in milliseconds, and how many entries it had.
fn calls(story: &Story) -> Vec<(u64, u8)> {
    let calls = story.events.iter().filter_map(|event| match event.kind {
        EventKind::CallSent {
            operation: Operation::SendMessageBatch {
                entry: 0, entries, ..
            },
            ..
        } => Some((event.at.as_millis(), entries)),
        _ => None,
    });
    calls.collect()
}

#[test]
fn a_full_batch_is_sent_at_once_in_one_call() {
    let (plan, shop, orders) = shop(batches(10, 30, batching(10, seconds(60))), queue());
    let story = plan.run(at(10));
    assert_eq!(calls(&story), [(1_000, 10), (2_000, 10), (3_000, 10)]);
    let kept = story.queue(orders);
    assert_eq!((kept.counts.sent, kept.bill.send.calls), (30, 3));
    assert_eq!(story.world.link_figures(sim::LinkId(1)).requests, 3);
    assert_eq!(story.world.link_figures(sim::LinkId(1)).items, 30);
    let made = story.producer(shop);
    assert_eq!((made.produced, made.accepted, made.waiting), (30, 30, 0));
}

#[test]
fn a_batch_that_does_not_fill_goes_when_its_first_message_has_lingered() {
    let (plan, shop, _) = shop(batches(10, 8, batching(10, millis(250))), queue());
    let story = plan.run(SimTime::from_millis(340));
    assert_eq!((story.producer(shop).waiting, calls(&story).len()), (3, 0));
    let story = plan.run(at(10));
    assert_eq!(calls(&story), [(350, 3), (650, 3), (950, 2)]);
}

#[test]
fn without_lingering_what_is_made_at_one_instant_goes_together() {
    let (mut plan, shop, _) = shop(batches(10, 2, batching(10, SimDuration::ZERO)), queue());
    plan.send(at(5), shop, 23);
    let story = plan.run(at(10));
    assert_eq!(
        calls(&story),
        [(100, 1), (200, 1), (5_000, 10), (5_000, 10), (5_000, 3)]
    );
}

/// Ten stale entries of the agenda must not send the eleventh batch too early.
#[test]
fn each_batch_lingers_from_its_own_first_message() {
    let (plan, ..) = shop(batches(10, 31, batching(10, millis(1_500))), queue());
    let story = plan.run(at(10));
    assert_eq!(calls(&story), [(1_000, 10), (2_000, 10), (3_000, 10), (4_600, 1)]);
}

#[test]
fn one_message_per_call_is_no_batch() {
    let (plan, ..) = shop(batches(10, 5, batching(1, seconds(1))), queue());
    let story = plan.run(at(10));
    assert!(calls(&story).is_empty());
    let alone = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::CallSent {
                operation: Operation::SendMessage { .. },
                ..
            }
        )
    };
    assert_eq!(story.count(alone), 5);
}

#[test]
fn servers_are_called_for_each_item_alone() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(batches(10, 5, batching(10, seconds(1))));
    let web = plan.server(server(1, 10, millis(1)));
    plan.link(shop, web);
    let story = plan.run(at(10));
    assert_eq!((calls(&story).len(), story.server(web).served), (0, 5));
}

#[test]
fn each_target_has_batches_of_its_own() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(Producer {
        spread: Spread::InTurn,
        ..batches(10, 12, batching(3, seconds(60)))
    });
    let queues = [plan.queue(queue()), plan.queue(queue())];
    let links = queues.map(|queue| plan.link(shop, queue));
    let story = plan.run(at(10));
    for (link, queue) in links.into_iter().zip(queues) {
        assert_eq!(story.queue(queue).counts.sent, 6);
        assert_eq!(story.world.link_figures(link).requests, 2);
    }
}

#[test]
fn a_batch_is_billed_by_64_kib_of_all_its_messages_together() {
    for (bytes, requests) in [(100, 1), (6_553, 1), (6_554, 2), (104_857, 16)] {
        let shop = Producer {
            pad_to: bytes,
            ..batches(10, 10, batching(10, seconds(60)))
        };
        let (plan, _, orders) = self::shop(shop, queue());
        let bill = plan.run(at(10)).queue(orders).bill;
        assert_eq!(
            (bill.send.calls, bill.send.requests),
            (1, requests),
            "{bytes} bytes"
        );
    }
}

#[test]
fn a_batch_in_a_fair_queue_is_billed_as_one_call() {
    let shop = Producer {
        group: "g{n%2}".into(),
        ..batches(10, 20, batching(10, seconds(60)))
    };
    let (plan, _, orders) = self::shop(shop, queue());
    assert_eq!(plan.run(at(10)).queue(orders).bill.fair, 2);
}

/// SQS refuses a batch of more than 1 MiB as a whole, so a producer does not make one.
#[test]
fn a_batch_holds_no_more_than_a_mebibyte() {
    for (bytes, in_a_call) in [(104_857, 10), (104_858, 9), (300_000, 3), (1_048_576, 1)] {
        let shop = Producer {
            pad_to: bytes,
            ..batches(100, 90, batching(10, seconds(60)))
        };
        let orders = Queue {
            maximum_message_size: 1_048_576,
            ..queue()
        };
        let (plan, shop, _) = self::shop(shop, orders);
        let story = plan.run(at(10));
        let calls = calls(&story);
        assert_eq!(calls.len(), 90 / usize::from(in_a_call), "{bytes} bytes");
        assert!(
            calls.iter().all(|&(_, entries)| entries == in_a_call),
            "{calls:?}"
        );
        assert_eq!(story.producer(shop).accepted, 90);
    }
}

/// 1,022 letters and the number: from the hundredth item on it is more than 1,024 bytes.
fn ever_longer() -> (Plan, PartId, PartId) {
    let shop = Producer {
        body: format!("{}{{n}}", "x".repeat(1_022)).into(),
        ..batches(100, 104, batching(8, seconds(60)))
    };
    let orders = Queue {
        maximum_message_size: 1_024,
        ..queue()
    };
    self::shop(shop, orders)
}

#[test]
fn an_entry_that_is_refused_fails_alone() {
    let (plan, shop, orders) = ever_longer();
    let story = plan.run(at(10));
    // The last batch holds items 97 to 104.
    let made = story.producer(shop);
    assert_eq!(
        (made.accepted, made.gave_up, made.retries, made.waiting),
        (99, 5, 0, 0)
    );
    assert_eq!(story.queue(orders).counts.sent, 99);
    let failed: Vec<u64> = story
        .events
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::CallFailed {
                operation,
                failure: CallFailure::Refused,
                ..
            } => operation.item().map(ItemId::number),
            _ => None,
        })
        .collect();
    assert_eq!(failed, [100, 101, 102, 103, 104]);
    let link = story.world.link_figures(sim::LinkId(1));
    assert_eq!((link.requests, link.failed), (13, 1));
}

/// `count` items at one instant.
fn at_once(count: u32, first: SimDuration) -> Pattern {
    Pattern::Burst {
        base: Rate(0),
        count,
        over: seconds(0),
        first,
        every: seconds(0),
    }
}

/// High throughput: a partition takes 300 calls a second, and an entry for one that has had them fails alone.
#[test]
fn entries_that_are_throttled_are_sent_again_without_the_others() {
    let orders = Queue {
        deduplication_scope: DeduplicationScope::MessageGroup,
        fifo_throughput_limit: FifoThroughputLimit::PerMessageGroupId,
        ..fifo()
    };
    let mut plan = Plan::new(&[]);
    let crowd = plan.producer(Producer {
        pattern: at_once(300, seconds(1)),
        group: "g0".into(),
        ..producer(1, 300)
    });
    let shop = plan.producer(Producer {
        pattern: at_once(10, seconds(1)),
        group: "g{n%2}".into(),
        ..batches(1, 10, batching(10, seconds(60)))
    });
    let orders = plan.queue(orders);
    plan.link(crowd, orders);
    plan.link_with(
        shop,
        orders,
        Direction {
            latency: sim::DurationLaw::Constant(millis(6)),
            ..SWIFT
        },
        SWIFT,
    );
    let story = plan.run(at(30));
    let sent: Vec<(u64, u8)> = calls(&story).into_iter().collect();
    assert_eq!(sent[0], (1_000, 10));
    assert!(
        sent.len() > 1 && sent[1..].iter().all(|call| call.1 == 5),
        "{sent:?}"
    );
    let made = story.producer(shop);
    assert_eq!((made.accepted, made.retries), (10, 5 * (sent.len() as u64 - 1)));
    let stored = |group: u64| {
        let is_stored = |kind: &EventKind| match kind {
            EventKind::Sent { item, .. } => item.producer() == shop && item.number() % 2 == group,
            _ => false,
        };
        story.first(is_stored).at
    };
    assert_eq!(stored(1), SimTime::from_millis(1_006));
    assert!(stored(0) > SimTime::from_millis(1_006));
}

#[test]
fn a_batch_that_is_lost_is_lost_as_a_whole_and_sent_again_as_a_whole() {
    let lossy = Direction {
        loss: Chance::percent(50),
        ..SWIFT
    };
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (
        plan.producer(batches(100, 500, batching(10, seconds(60)))),
        plan.queue(queue()),
    );
    let link = plan.link_with(shop, orders, lossy, lossy);
    let story = plan.run(at(60));
    let (made, link) = (story.producer(shop), story.world.link_figures(link));
    assert_eq!(made.produced, made.accepted + made.gave_up);
    assert!(made.gave_up > 0 && made.gave_up % 10 == 0, "{}", made.gave_up);
    assert_eq!((made.accepted % 10, made.retries % 10), (0, 0));
    assert!(link.items_lost > 100 && link.items_lost % 10 == 0);
    assert_eq!(story.queue(orders).counts.sent % 10, 0);
    let requests_lost = story.count(|kind| matches!(kind, EventKind::RequestLost { .. }));
    assert_eq!(
        requests_lost as u64, link.items_lost,
        "it is told of each message"
    );
    assert!(link.lost < link.items_lost);
}

#[test]
fn a_throttle_counts_a_batch_once_and_refuses_it_as_a_whole() {
    let throttled = |messages| {
        let (mut plan, shop, orders) = shop(batches(100, 300, batching(messages, seconds(60))), queue());
        plan.fault(
            at(0),
            Fault::Throttle {
                part: orders,
                rate: Some(Rate::per_second(10)),
            },
        );
        plan.run(at(30)).producer(shop)
    };
    let (alone, together) = (throttled(1), throttled(10));
    assert!(alone.gave_up > 100, "{alone:?}");
    assert_eq!((together.gave_up, together.accepted), (0, 300));
}

#[test]
fn messages_of_a_group_keep_their_order_within_a_batch_and_from_batch_to_batch() {
    let mut plan = Plan::new(&[Guarantee::InOrderPerGroup]);
    let shop = plan.producer(Producer {
        group: "g{n%3}".into(),
        ..batches(100, 200, batching(10, millis(70)))
    });
    let orders = plan.queue(fifo());
    let packers = plan.workers(workers(1, millis(1)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(at(60));
    for group in 0..3 {
        let stored: Vec<u64> = story
            .events
            .iter()
            .filter_map(|event| match event.kind {
                EventKind::Sent { item, .. } if item.number() % 3 == group => Some(item.number()),
                _ => None,
            })
            .collect();
        assert!(stored.is_sorted() && stored.len() > 60, "{stored:?}");
    }
    assert_eq!(story.finished().len(), 200);
    assert_eq!(story.verdict(Guarantee::InOrderPerGroup), Verdict::Holds);
}

#[test]
fn a_deduplicated_entry_counts_as_accepted() {
    let shop = Producer {
        deduplication: "{n/2}".into(),
        ..batches(100, 100, batching(10, seconds(60)))
    };
    let (plan, shop, orders) = self::shop(shop, fifo());
    let story = plan.run(at(10));
    let counts = story.queue(orders).counts;
    assert_eq!((counts.sent, counts.deduplicated), (51, 49));
    assert_eq!(story.producer(shop).accepted, 100);
}

#[test]
fn what_waits_does_not_wait_for_an_edit_of_its_producer() {
    let before = batches(10, 100, batching(10, seconds(60)));
    let (mut plan, shop, _) = shop(before.clone(), queue());
    let after = Producer {
        batches: batching(4, seconds(60)),
        ..before
    };
    plan.edit(
        SimTime::from_millis(350),
        Edit::PutPart {
            id: shop,
            part: Part::Producer(after),
        },
    );
    let story = plan.run(SimTime::from_millis(1_250));
    assert_eq!(calls(&story), [(350, 3), (700, 4), (1_100, 4)]);
}

#[test]
fn what_waits_goes_with_its_producer() {
    let (mut plan, shop, _) = shop(batches(10, 100, batching(10, seconds(60))), queue());
    plan.edit(SimTime::from_millis(350), Edit::RemovePart { id: shop });
    let story = plan.run(at(10));
    assert_eq!(story.count(|kind| matches!(kind, EventKind::GaveUp { .. })), 3);
    assert!(calls(&story).is_empty());
}

#[test]
fn what_waits_for_a_link_that_is_gone_takes_another_to_a_queue_or_is_given_up() {
    let plan = |has_other: bool| {
        let (mut plan, shop, _) = shop(batches(10, 3, batching(10, seconds(1))), queue());
        let other = plan.queue(queue());
        plan.edit(SimTime::from_millis(350), Edit::RemoveLink { id: sim::LinkId(1) });
        if has_other {
            let link = sim::Link {
                from: shop,
                to: other,
                forward: SWIFT,
                backward: SWIFT,
            };
            plan.edit(
                SimTime::from_millis(360),
                Edit::PutLink {
                    id: sim::LinkId(9),
                    link,
                },
            );
        }
        let story = plan.run(at(10));
        (story.producer(shop).gave_up, story.queue(other).counts.sent)
    };
    assert_eq!((plan(true), plan(false)), ((0, 3), (3, 0)));
}

#[test]
fn the_life_of_a_message_tells_of_its_batch() {
    let (plan, shop, _) = shop(batches(10, 30, batching(10, seconds(60))), queue());
    let mut run = Run::new(plan.sketch.clone(), plan.seed, plan.log.clone());
    run.seek_now(at(10));
    let life = run.biography(item(shop, 13), 100);
    let kinds: Vec<&str> = life
        .iter()
        .map(|episode| match episode.event.kind {
            EventKind::Produced { .. } => "produced",
            EventKind::CallSent { .. } => "sent",
            EventKind::Sent { .. } => "stored",
            EventKind::Accepted { .. } => "accepted",
            _ => "else",
        })
        .collect();
    assert_eq!(kinds, ["produced", "sent", "stored", "accepted"]);
    let why = Cause::InBatch {
        messages: 10,
        waited: millis(700),
    };
    assert_eq!(life[1].cause, Some(why));
}

#[test]
fn an_item_that_lingers_is_still_alive() {
    let (plan, shop, _) = shop(
        Producer {
            calls: patient(),
            ..batches(1, 5_000, batching(10, seconds(60)))
        },
        queue(),
    );
    let mut run = Run::new(plan.sketch.clone(), plan.seed, plan.log.clone());
    run.seek_now(at(5_005));
    assert_eq!(run.biography(item(shop, 1), 100).len(), 4);
}
