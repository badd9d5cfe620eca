//! Calls and messages: what a program sends and receives is in the same queues as what the drawing does.

use cloud::sqs::api::Answer;
use sim::{CLIENTS, Cause, Chance, ClientEvent, EventKind, Fault, Guarantee, Producer, Queue, Rate, Verdict};

use super::program::Program;
use crate::story::{Plan, at, item, millis, producer, queue, seconds, workers};

const GUARANTEES: [Guarantee; 3] = [
    Guarantee::NothingLost,
    Guarantee::AtLeastOnce,
    Guarantee::AtMostOnce,
];

/// A drawn queue called `orders`.
pub(super) fn orders(settings: Queue, guarantees: &[Guarantee]) -> (Plan, sim::PartId) {
    let mut plan = Plan::new(guarantees);
    let queue = plan.queue(settings);
    plan.sketch.names.insert(queue, "orders".into());
    (plan, queue)
}

#[test]
fn workers_work_off_what_a_program_sends() {
    let (mut plan, queue) = orders(queue(), &GUARANTEES);
    let group = plan.workers(workers(2, millis(100)));
    plan.link(queue, group);
    let mut program = Program::new(&plan);
    for number in 0..20 {
        program.send("orders", &format!("order {number}"));
        program.wait(millis(30));
    }
    program.until(at(60));
    let Some(sim::Figures::Workers(figures)) = program.world.figures(group) else {
        panic!("the workers are there")
    };
    assert_eq!(figures.finished, 20);
    for guarantee in GUARANTEES {
        assert_eq!(program.verdict(guarantee), Verdict::Holds, "{guarantee:?}");
    }
}

#[test]
fn a_program_works_off_what_a_producer_sends() {
    let (mut plan, queue) = orders(queue(), &GUARANTEES);
    let shop = plan.producer(producer(10, 5));
    plan.link(shop, queue);
    let mut program = Program::new(&plan);
    program.until(at(10));
    let messages = program.receive("orders");
    let bodies: Vec<&str> = messages
        .iter()
        .map(|message| message.delivery.body.text())
        .collect();
    assert_eq!(bodies, ["order 1", "order 2", "order 3", "order 4", "order 5"]);
    for message in &messages {
        program.delete("orders", message);
    }
    program.until(at(400_000));
    for guarantee in GUARANTEES {
        assert_eq!(program.verdict(guarantee), Verdict::Holds, "{guarantee:?}");
    }
}

#[test]
fn a_long_poll_is_answered_when_a_message_comes() {
    let (mut plan, queue) = orders(queue(), &[]);
    let shop = plan.producer(Producer {
        pattern: sim::Pattern::Constant {
            rate: Rate(100), // one in ten seconds
        },
        ..producer(1, 1)
    });
    plan.link(shop, queue);
    let mut program = Program::new(&plan);
    let poll = program.poll("orders", 1, 20);
    assert!(program.world.has_waiting_clients());
    program.until(at(9));
    assert!(program.received(poll).is_none(), "nothing has come");
    program.until(at(11));
    assert_eq!(program.received(poll).expect("it has come").len(), 1);
    assert!(!program.world.has_waiting_clients());
}

#[test]
fn a_long_poll_ends_empty_when_its_time_is_over() {
    let (plan, _) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    let poll = program.poll("orders", 1, 20);
    program.until(at(19));
    assert!(program.received(poll).is_none());
    program.until(at(20));
    assert_eq!(program.received(poll).expect("the time is over").len(), 0);
}

#[test]
fn a_long_poll_gets_what_another_program_sends() {
    let (plan, _) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    let (first, second) = (program.poll("orders", 1, 20), program.poll("orders", 1, 20));
    program.wait(seconds(1));
    program.send("orders", "order");
    let answered = [first, second].map(|poll| program.received(poll).map(|messages| messages.len()));
    assert_eq!(answered, [Some(1), None], "the one that has waited longer");
}

#[test]
fn who_hangs_up_takes_no_message() {
    let (plan, queue) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    let poll = program.poll("orders", 1, 20);
    program.wait(seconds(1));
    program.hang_up(poll);
    program.hang_up(poll);
    program.send("orders", "order");
    program.until(at(30));
    assert!(program.answer(poll).is_none());
    assert_eq!(program.world.queue_line(queue).count(), 1);
}

#[test]
fn a_throttled_queue_refuses_calls() {
    let (plan, queue) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    program.fault(Fault::Throttle {
        part: queue,
        rate: Some(Rate::per_second(2)),
    });
    let codes: Vec<Option<&str>> = (0..4)
        .map(|_| {
            let told = program.try_send("orders", "order", None);
            told.err().map(|error| error.code)
        })
        .collect();
    let throttled = Some("RequestThrottled");
    assert_eq!(codes, [None, None, throttled, throttled]);
}

#[test]
fn a_short_poll_of_a_program_leaves_out_servers_too() {
    let some_servers = Queue {
        unasked_servers: Chance::percent(60),
        ..queue()
    };
    let (plan, queue) = orders(some_servers, &[]);
    let mut program = Program::new(&plan);
    for _ in 0..10 {
        program.send("orders", "order");
    }
    let first = program.receive("orders").len();
    assert!(first < 10, "{first} of 10 at once");
    for _ in 0..50 {
        program.receive("orders");
    }
    assert_eq!(program.world.in_flight(queue).count(), 10);
}

#[test]
fn a_delete_of_a_program_misses_copies_too() {
    let forgetful = Queue {
        missed_deletes: Chance::ALWAYS,
        ..queue()
    };
    let (plan, _) = orders(forgetful, &[Guarantee::AtMostOnce]);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    let message = program.receive("orders").remove(0);
    program.delete("orders", &message);
    assert_eq!(program.verdict(Guarantee::AtMostOnce), Verdict::Holds);
    program.wait(seconds(31));
    let again = program.receive("orders").remove(0);
    assert_eq!(again.delivery.message, message.delivery.message);
    program.delete("orders", &again);
    assert!(matches!(
        program.verdict(Guarantee::AtMostOnce),
        Verdict::Broken(_)
    ));
}

#[test]
fn calls_are_billed_to_their_queue() {
    let (plan, queue) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    program.send("orders", &"x".repeat(200_000));
    let messages = program.receive("orders");
    program.delete("orders", &messages[0]);
    program
        .change_visibility("orders", &messages[1], 60)
        .expect("it is changed");
    let Some(sim::Figures::Queue(figures)) = program.world.figures(queue) else {
        panic!("the queue is there")
    };
    let bill = figures.bill;
    assert_eq!((bill.send.calls, bill.send.requests), (2, 1 + 4));
    assert_eq!((bill.receive.calls, bill.receive.requests), (1, 4));
    assert_eq!((bill.delete.calls, bill.change_visibility.calls), (1, 1));
}

#[test]
fn the_life_of_what_a_program_sends_is_told() {
    let (plan, _) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    program.wait(seconds(1));
    program.receive("orders");
    program.wait(seconds(40));
    let message = program.receive("orders").remove(0);
    program.delete("orders", &message);
    let mut run = program.run();
    run.seek_now(at(100));
    let life = run.biography(item(CLIENTS, 1), 100);
    let told: Vec<(&str, Option<Cause>)> = life
        .iter()
        .map(|episode| (name(&episode.event.kind), episode.cause))
        .collect();
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        kinds,
        [
            "sent", "received", "taken", "returned", "received", "taken", "finished", "deleted"
        ]
    );
    assert_eq!(told[0].1, Some(Cause::Client));
    assert!(matches!(
        told[3].1,
        Some(Cause::VisibilityRanOut {
            holder: sim::Holder::Client,
            ..
        })
    ));
    assert_eq!(told[7].1, Some(Cause::Client));
}

fn name(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Sent { .. } => "sent",
        EventKind::Received { .. } => "received",
        EventKind::Returned { .. } => "returned",
        EventKind::Deleted { .. } => "deleted",
        EventKind::Client(ClientEvent::Taken { .. }) => "taken",
        EventKind::Client(ClientEvent::Finished { .. }) => "finished",
        _ => "something else",
    }
}

#[test]
fn what_is_refused_leaves_no_message() {
    let (plan, queue) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    program
        .try_send("orders", &"x".repeat(300_000), None)
        .expect_err("too long");
    program.send("orders", "order");
    assert_eq!(program.world.queue_line(queue).count(), 1);
    assert!(matches!(
        program.try_send("invoices", "x", None),
        Err(error) if error.code == "QueueDoesNotExist"
    ));
    assert!(matches!(
        program.create("new", &[]),
        Ok(Answer::QueueUrl(address)) if &*address.name == "new"
    ));
}
