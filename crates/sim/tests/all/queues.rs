//! Queues between producers and workers: visibility, dead letters, FIFO, delay, retention.

use cloud::sqs::QueueKind;
use cloud::time::{SimDuration, SimTime};
use sim::{
    CallPolicy, Chance, Direction, DurationLaw, EventKind, Metric, Pattern, Polling, Producer, Queue,
    Workers, World,
};

use crate::story::{Plan, SWIFT, at, fifo, item, millis, producer, queue, seconds, workers};

#[test]
fn what_is_not_deleted_in_time_comes_back() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(Queue {
        visibility_timeout: 10,
        ..queue()
    });
    let packers = plan.workers(workers(2, seconds(15)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(at(60));
    let received = story.first(|kind| matches!(kind, EventKind::Received { receive_count: 1, .. }));
    let again = story.first(|kind| matches!(kind, EventKind::Received { receive_count: 2, .. }));
    assert_eq!(
        again.at,
        received.at + seconds(10),
        "the second worker gets it as soon as it is back"
    );
    assert_eq!(story.finished(), [1, 1], "both work it off");
    assert_eq!(story.queue(orders).counts.deleted, 1);
}

#[test]
fn a_message_that_always_fails_ends_in_the_dead_letter_queue() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 5));
    let orders = plan.queue(Queue {
        visibility_timeout: 2,
        max_receive_count: 3,
        ..queue()
    });
    let dead = plan.queue(queue());
    let packers = plan.workers(Workers {
        failure: Chance::ALWAYS,
        ..workers(2, millis(100))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.link(orders, dead);
    let story = plan.run(at(60));
    assert_eq!(story.workers(packers).failed, 15, "three times each");
    let counts = story.queue(dead).counts;
    assert_eq!((counts.moved_in, counts.visible), (5, 5));
    assert!(story.queue(dead).is_dead_letter_queue && !story.queue(orders).is_dead_letter_queue);
    let moved = story
        .count(|kind| matches!(kind, EventKind::DeadLettered { to, receive_count: 3, .. } if *to == dead));
    assert_eq!(moved, 5);
}

#[test]
fn without_a_link_to_a_dead_letter_queue_it_comes_back_for_ever() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(Queue {
        visibility_timeout: 1,
        max_receive_count: 1,
        ..queue()
    });
    let packers = plan.workers(Workers {
        failure: Chance::ALWAYS,
        ..workers(1, millis(100))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    assert!(plan.run(at(60)).workers(packers).failed > 50);
}

#[test]
fn a_fifo_queue_keeps_the_order_of_each_group_among_many_workers() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(Producer {
        group: "g{n%3}".into(),
        ..producer(20, 60)
    });
    let orders = plan.queue(fifo());
    let uneven = DurationLaw::Exponential { mean: millis(100) };
    let packers = plan.workers(Workers {
        processing: uneven,
        ..workers(8, millis(0))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    let finished = plan.run(at(120)).finished();
    assert_eq!(finished.len(), 60);
    for group in 0..3 {
        let of_group: Vec<u64> = finished
            .iter()
            .copied()
            .filter(|number| number % 3 == group)
            .collect();
        assert!(of_group.is_sorted(), "group {group}: {of_group:?}");
    }
    assert!(!finished.is_sorted(), "but groups do not wait for each other");
}

#[test]
fn a_fifo_queue_takes_a_retried_send_once_where_a_standard_queue_takes_it_twice() {
    for (kept, stored) in [(queue(), 3), (fifo(), 1)] {
        let mut plan = Plan::new(&[]);
        let shop = plan.producer(producer(1, 1));
        let orders = plan.queue(kept.clone());
        let deaf = sim::Direction {
            loss: Chance::ALWAYS,
            ..crate::story::SWIFT
        };
        plan.link_with(shop, orders, crate::story::SWIFT, deaf);
        let story = plan.run(at(60));
        let counts = story.queue(orders).counts;
        assert_eq!(
            (counts.sent, counts.sent + counts.deduplicated),
            (stored, 3),
            "{:?}",
            kept.kind
        );
        assert_eq!(story.producer(shop).gave_up, 1, "no answer ever came");
    }
}

#[test]
fn a_delayed_message_arrives_late_and_an_old_one_expires() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(Queue {
        delay_seconds: 7,
        message_retention_period: 60,
        ..queue()
    });
    plan.link(shop, orders);
    let story = plan.run(at(90));
    let sent = story.first(|kind| matches!(kind, EventKind::Sent { .. })).at;
    let arrived = story.first(|kind| matches!(kind, EventKind::Arrived { .. })).at;
    let expired = story.first(|kind| matches!(kind, EventKind::Expired { .. })).at;
    assert_eq!((arrived, expired), (sent + seconds(7), sent + seconds(60)));
}

#[test]
fn a_message_too_large_is_refused_at_once() {
    let mut plan = Plan::new(&[]);
    let body = "x".repeat(1_025).as_str().into();
    let shop = plan.producer(Producer {
        body,
        ..producer(1, 1)
    });
    let orders = plan.queue(Queue {
        maximum_message_size: 1_024,
        ..queue()
    });
    plan.link(shop, orders);
    let story = plan.run(at(10));
    let made = story.producer(shop);
    assert_eq!(
        (made.gave_up, made.retries),
        (1, 0),
        "what is refused for good is not tried again"
    );
}

#[test]
fn a_queue_shows_what_it_holds_and_until_when() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(2, 6));
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(2, seconds(100)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(at(20));
    let line: Vec<u64> = story
        .world
        .queue_line(orders)
        .map(|waiting| waiting.item.number())
        .collect();
    assert_eq!(line, [3, 4, 5, 6]);
    let first = story.world.in_flight(orders).next().expect("two are in flight");
    assert_eq!((first.item, first.receive_count), (item(shop, 1), 1));
    let received = story.first(|kind| matches!(kind, EventKind::Received { .. })).at;
    assert_eq!(first.deadline(), Some(received + seconds(30)));
    assert_eq!(story.queue(orders).oldest, Some(SimTime::from_millis(505)));
}

#[test]
fn much_that_falls_due_at_one_instant_is_done_in_several_steps() {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (
        plan.producer(Producer {
            pattern: Pattern::ByHand,
            limit: None,
            ..producer(1, 1)
        }),
        plan.queue(Queue {
            message_retention_period: 60,
            ..queue()
        }),
    );
    plan.link(shop, orders);
    plan.send(at(1), shop, 5_000);
    let mut world = World::new(&plan.sketch, plan.seed);
    world.apply(&plan.log[0]);
    let (mut expired, mut most) = (0, 0);
    while world.now() < at(100) && world.next_step_at().is_some() {
        world.step();
        let events = world.last_events().iter();
        let now = events
            .filter(|event| matches!(event.kind, EventKind::Expired { .. }))
            .count();
        (expired, most) = (expired + now, most.max(now));
    }
    assert_eq!((expired, most), (5_000, 1_000));
}

#[test]
fn a_receive_that_comes_after_its_caller_hung_up_takes_messages_that_nobody_has() {
    let slow = Direction {
        latency: DurationLaw::Constant(seconds(5)),
        loss: Chance::NEVER,
    };
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(producer(1, 1)), plan.queue(queue()));
    let packers = plan.workers(Workers {
        polling: Polling::Short { pause: seconds(100) },
        calls: CallPolicy {
            timeout: seconds(3),
            attempts: 1,
            backoff: SimDuration::ZERO,
        },
        ..workers(1, millis(10))
    });
    plan.link(shop, orders);
    let link = plan.link_with(orders, packers, SWIFT, slow);
    let story = plan.run(at(10));
    let received = story.first(|kind| matches!(kind, EventKind::Received { .. }));
    let lost = story.first(|kind| matches!(kind, EventKind::DeliveryLost { .. }));
    assert_eq!((received.at, lost.kind.link()), (at(5), Some(link)));
    assert_eq!(story.queue(orders).counts.in_flight, 1);
    assert_eq!(story.workers(packers).taken, 0);
    let returned = plan.run(at(40));
    assert_eq!(
        returned.count(|kind| matches!(kind, EventKind::Returned { .. })),
        1
    );
}

#[test]
fn a_standard_queue_has_metrics_of_quiet_groups_once_a_message_has_had_a_group() {
    let fair = |group: &str| {
        let mut plan = Plan::new(&[]);
        let crowd = plan.producer(Producer {
            group: group.into(),
            ..producer(100, 100)
        });
        let orders = plan.queue(queue());
        plan.link(crowd, orders);
        let packers = plan.workers(workers(40, seconds(60)));
        plan.link(orders, packers);
        let world = plan.run(at(10)).world;
        let metrics = Metric::of_groups(QueueKind::Standard).iter();
        metrics
            .map(|&metric| world.metric(orders, metric))
            .collect::<Vec<_>>()
    };
    assert_eq!(fair(""), [None; 5]);
    // A hundred of one group, 40 of them in flight: noisy. None is of a quiet group.
    assert_eq!(fair("crowd"), [Some(1), Some(0), Some(0), Some(0), Some(0)]);
    let [noisy, visible, in_flight, delayed, age] = fair("g{n%50}")[..] else {
        panic!("five metrics")
    };
    assert_eq!(
        (noisy, visible, in_flight, delayed),
        (Some(0), Some(60), Some(40), Some(0))
    );
    assert!(age > Some(9_000), "{age:?} ms");
}

#[test]
fn a_fifo_queue_has_the_metric_of_groups_in_flight_and_a_standard_queue_has_not() {
    let groups_in_flight = |orders: Queue| {
        let mut plan = Plan::new(&[]);
        let shop = plan.producer(Producer {
            group: "g{n%3}".into(),
            ..producer(100, 100)
        });
        let orders = plan.queue(orders);
        plan.link(shop, orders);
        let packers = plan.workers(workers(5, seconds(60)));
        plan.link(orders, packers);
        let metric = Metric::ApproximateNumberOfGroupsWithInflightMessages;
        plan.run(at(10)).world.metric(orders, metric)
    };
    assert_eq!(groups_in_flight(fifo()), Some(3));
    assert_eq!(groups_in_flight(queue()), None);
}
