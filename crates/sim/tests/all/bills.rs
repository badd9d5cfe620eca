//! What AWS would bill.

use cloud::sqs::QueueKind;
use sim::{Bill, Chance, Direction, PartId, Polling, Producer, Workers};

use crate::story::{Plan, SWIFT, Story, at, fifo, millis, producer, queue, workers};

fn bill(story: &Story, queue: PartId) -> Bill {
    story.queue(queue).bill
}

/// A hundred messages to one worker, unbatched.
fn unbatched(shop: Producer, polling: Polling) -> (Story, PartId) {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(shop), plan.queue(queue()));
    let packers = plan.workers(Workers {
        polling,
        ..workers(1, millis(1))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    (plan.run(at(60)), orders)
}

const LONG: Polling = Polling::Long {
    wait_time_seconds: 20,
};

#[test]
fn a_message_is_sent_received_and_deleted_in_three_requests_and_empty_receives_come_on_top() {
    let (story, orders) = unbatched(producer(10, 100), LONG);
    let (bill, empty) = (bill(&story, orders), story.queue(orders).counts.empty_receives);
    assert_eq!((bill.send.requests, bill.delete.requests), (100, 100));
    // The last receive still waits.
    assert_eq!(bill.receive.requests, 100 + empty + 1);
    assert_eq!(bill.requests(), 300 + empty + 1);
    assert_eq!((bill.change_visibility.requests, bill.fair), (0, 0));
}

#[test]
fn short_polling_is_billed_for_every_question() {
    let pause = millis(100);
    let (story, orders) = unbatched(producer(1, 10), Polling::Short { pause });
    let empty = story.queue(orders).counts.empty_receives;
    assert!(empty > 400, "{empty}");
    let asked = bill(&story, orders).receive.calls;
    assert!((10 + empty..=11 + empty).contains(&asked), "{asked}");
}

#[test]
fn a_large_message_is_billed_by_64_kib_when_sent_and_when_received() {
    let large = Producer {
        pad_to: 65_537,
        ..producer(10, 100)
    };
    let (story, orders) = unbatched(large, LONG);
    let bill = bill(&story, orders);
    assert_eq!((bill.send.calls, bill.send.requests), (100, 200));
    assert_eq!(bill.receive.requests - bill.receive.calls, 100);
    assert_eq!(bill.delete.requests, 100);
}

#[test]
fn a_receive_of_ten_is_billed_by_what_they_carry_together() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(Producer {
        pad_to: 10_000,
        ..producer(100, 10)
    });
    let orders = plan.queue(queue());
    let packers = plan.workers(Workers {
        batch: 10,
        ..workers(1, millis(1))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.fault(at(0), sim::Fault::Stop { part: packers });
    plan.fault(at(5), sim::Fault::Start { part: packers });
    let story = plan.run(at(20));
    let bill = bill(&story, orders);
    // 100,000 bytes in one answer.
    assert_eq!(story.workers(packers).finished, 10);
    assert_eq!(bill.receive.requests - bill.receive.calls, 1);
}

#[test]
fn what_is_lost_on_the_way_is_not_billed_and_what_is_sent_again_is() {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(producer(10, 200)), plan.queue(queue()));
    let lossy = Direction {
        loss: Chance::percent(30),
        ..SWIFT
    };
    let link = plan.link_with(shop, orders, lossy, lossy);
    let story = plan.run(at(60));
    let attempts = story.world.link_figures(link).requests;
    let (bill, stored) = (bill(&story, orders), story.queue(orders).counts.sent);
    assert!(
        bill.send.requests < attempts,
        "{} of {attempts}",
        bill.send.requests
    );
    assert_eq!(bill.send.requests, stored);
    assert!(stored > 200, "answers were lost, so some are there twice");
}

#[test]
fn messages_with_a_group_in_a_standard_queue_cost_extra() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(Producer {
        group: "g{n%3}".into(),
        ..producer(10, 100)
    });
    let (orders, ordered) = (plan.queue(queue()), plan.queue(fifo()));
    let packers = plan.workers(workers(1, millis(1)));
    plan.link(shop, orders);
    plan.link(shop, ordered);
    plan.link(orders, packers);
    let story = plan.run(at(60));
    assert_eq!(bill(&story, orders).fair, 50 + 50);
    assert_eq!(bill(&story, ordered).fair, 0);
}

#[test]
fn the_bill_of_a_queue_that_is_gone_is_still_to_be_paid() {
    let mut plan = Plan::new(&[]);
    let (shop, orders) = (plan.producer(producer(10, 100)), plan.queue(queue()));
    plan.link(shop, orders);
    plan.edit(at(5), sim::Edit::RemovePart { id: orders });
    let story = plan.run(at(20));
    assert_eq!(story.world.bill(QueueKind::Standard).send.requests, 49);
    assert_eq!(story.world.bill(QueueKind::Fifo), Bill::default());
}
