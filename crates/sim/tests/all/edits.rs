//! Edits of a running world: what they do, and that they do nothing else.

use cloud::sqs::QueueKind;
use cloud::time::SimTime;
use sim::{Edit, EventKind, Link, LinkId, Part, PartId, Queue};

use crate::story::{Plan, SWIFT, at, fifo, millis, producer, queue, seconds, workers};

struct Shop {
    plan: Plan,
    shop: PartId,
    orders: PartId,
    packers: PartId,
    polls: LinkId,
}

fn running_shop() -> Shop {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 300));
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(2, millis(300)));
    plan.link(shop, orders);
    let polls = plan.link(orders, packers);
    Shop {
        plan,
        shop,
        orders,
        packers,
        polls,
    }
}

#[test]
fn new_attributes_hold_from_the_next_receive_and_nothing_is_lost() {
    let Shop { mut plan, orders, .. } = running_shop();
    let changed = Queue {
        visibility_timeout: 77,
        ..queue()
    };
    plan.edit(
        at(5),
        Edit::PutPart {
            id: orders,
            part: Part::Queue(changed),
        },
    );
    let story = plan.run(at(120));
    assert_eq!(story.queue(orders).counts.deleted, 300);
    let timeouts = story.events.iter().filter_map(|event| match event.kind {
        EventKind::Received { visible_at, .. } => Some((event.at < at(5), visible_at.since(event.at))),
        _ => None,
    });
    for (early, timeout) in timeouts {
        assert_eq!(timeout, if early { seconds(30) } else { seconds(77) });
    }
}

#[test]
fn a_queue_of_another_kind_is_a_new_queue() {
    let Shop {
        mut plan,
        orders,
        packers,
        ..
    } = running_shop();
    plan.edit(
        at(10),
        Edit::PutPart {
            id: orders,
            part: Part::Queue(fifo()),
        },
    );
    let story = plan.run(at(200));
    assert!(story.count(|kind| matches!(kind, EventKind::Purged { .. })) > 0);
    let counts = story.queue(orders).counts;
    assert!(counts.sent < 250 && counts.deleted == counts.sent, "{counts:?}");
    assert!(
        story.workers(packers).finished > 200,
        "the same workers go on with the new queue"
    );
    assert!(matches!(
        story.world.sketch().parts[&orders],
        Part::Queue(Queue {
            kind: QueueKind::Fifo,
            ..
        })
    ));
}

#[test]
fn a_removed_queue_takes_its_messages_and_links_with_it() {
    let Shop {
        mut plan,
        shop,
        orders,
        packers,
        ..
    } = running_shop();
    plan.edit(at(10), Edit::RemovePart { id: orders });
    let story = plan.run(at(60));
    assert_eq!(story.world.figures(orders), None);
    assert_eq!(story.world.sketch().links.len(), 0);
    assert!(
        story.producer(shop).produced <= 100,
        "a producer that leads nowhere makes nothing"
    );
    assert_eq!(story.workers(packers).polling, 0);
    assert_eq!(story.world.transits().count(), 0);
}

#[test]
fn a_removed_link_lets_workers_finish_and_rest_and_a_new_one_wakes_them() {
    let Shop {
        mut plan,
        orders,
        packers,
        polls,
        ..
    } = running_shop();
    plan.edit(at(10), Edit::RemoveLink { id: polls });
    let rests = plan.run(at(20));
    assert_eq!(
        (rests.workers(packers).busy, rests.workers(packers).polling),
        (0, 0)
    );
    let link = Link {
        from: orders,
        to: packers,
        forward: SWIFT,
        backward: SWIFT,
    };
    plan.edit(at(30), Edit::PutLink { id: LinkId(9), link });
    let done = plan.run(at(150)).queue(orders).counts;
    assert!(
        done.deleted >= 298,
        "all but what was worked on when the link went: {done:?}"
    );
}

#[test]
fn a_dead_letter_queue_linked_later_is_used_from_then_on() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(Queue {
        visibility_timeout: 1,
        max_receive_count: 2,
        ..queue()
    });
    let dead = plan.queue(queue());
    let failing = sim::Workers {
        failure: sim::Chance::ALWAYS,
        ..workers(1, millis(10))
    };
    let packers = plan.workers(failing);
    plan.link(shop, orders);
    plan.link(orders, packers);
    let link = Link {
        from: orders,
        to: dead,
        forward: SWIFT,
        backward: SWIFT,
    };
    plan.edit(at(20), Edit::PutLink { id: LinkId(9), link });
    assert!(plan.run(SimTime::from_millis(19_999)).workers(packers).failed > 10);
    assert_eq!(plan.run(at(25)).queue(dead).counts.visible, 1);
}

#[test]
fn a_removed_producer_gives_up_what_is_on_its_way_and_its_successor_counts_on() {
    let Shop {
        mut plan,
        shop,
        orders,
        ..
    } = running_shop();
    let part = plan.sketch.parts[&shop].clone();
    let link = plan.sketch.links[&LinkId(1)];
    // The 50th item sets out at five seconds and is stored five milliseconds later.
    plan.edit(SimTime::from_millis(5_002), Edit::RemovePart { id: shop });
    plan.edit(at(8), Edit::PutPart { id: shop, part });
    plan.edit(at(8), Edit::PutLink { id: LinkId(8), link });
    let story = plan.run(at(60));
    assert_eq!(story.count(|kind| matches!(kind, EventKind::GaveUp { .. })), 1);
    assert_eq!(story.world.items_made(shop), 50 + 300);
    assert_eq!(
        story.queue(orders).counts.sent,
        49 + 300,
        "the new producer's items are new items"
    );
}

#[test]
fn an_edit_of_one_branch_leaves_the_other_as_it_was() {
    let Shop { mut plan, .. } = running_shop();
    let (other, others) = (plan.producer(producer(7, 200)), plan.queue(queue()));
    let staff = plan.workers(workers(3, millis(250)));
    plan.link(other, others);
    plan.link(others, staff);
    let of_the_other = |plan: &Plan| -> Vec<_> {
        let story = plan.run(at(60));
        let events = story
            .events
            .iter()
            .filter(|event| event.kind.part().is_some_and(|part| part.0 >= other.0));
        events.map(|event| (event.at, event.kind.item())).collect()
    };
    let before = of_the_other(&plan);
    plan.edit(at(3), Edit::RemovePart { id: PartId(2) });
    plan.edit(
        at(4),
        Edit::PutPart {
            id: PartId(3),
            part: Part::Workers(workers(9, millis(1))),
        },
    );
    assert_eq!(of_the_other(&plan), before);
}
