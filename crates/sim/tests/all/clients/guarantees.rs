//! What guarantees know of programs: a delete is the end of the work, and what is not deleted was not worked off.

use cloud::sqs::api::QueueOperation;
use sim::{Guarantee, Queue, Verdict};

use super::messages::orders;
use super::program::Program;
use crate::story::{Plan, at, fifo, item, millis, queue, seconds, workers};

fn is_broken(program: &Program, guarantee: Guarantee) -> bool {
    matches!(program.verdict(guarantee), Verdict::Broken(_))
}

#[test]
fn what_expires_in_the_hands_of_a_program_is_lost() {
    let short_lived = Queue {
        message_retention_period: 60,
        ..queue()
    };
    let guarantees = [Guarantee::NothingLost, Guarantee::AtLeastOnce];
    let (plan, _) = orders(short_lived, &guarantees);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    program.receive("orders");
    program.until(at(59));
    assert!(!is_broken(&program, Guarantee::NothingLost));
    program.until(at(61));
    assert!(guarantees.iter().all(|guarantee| is_broken(&program, *guarantee)));
}

#[test]
fn what_a_program_deletes_twice_was_worked_off_once() {
    let (plan, _) = orders(queue(), &[Guarantee::AtMostOnce, Guarantee::NothingLost]);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    let message = program.receive("orders").remove(0);
    program.delete("orders", &message);
    program.delete("orders", &message);
    assert!(!is_broken(&program, Guarantee::AtMostOnce));
    assert!(!is_broken(&program, Guarantee::NothingLost));
}

#[test]
fn work_of_workers_and_then_of_a_program_is_work_twice() {
    let slow = workers(1, seconds(40));
    let (mut plan, queue) = orders(queue(), &[Guarantee::AtMostOnce]);
    let group = plan.workers(slow);
    plan.link(queue, group);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    // The worker takes longer than the visibility timeout, and the program comes in between.
    program.until(at(35));
    let message = program.receive("orders").remove(0);
    program.delete("orders", &message);
    assert!(!is_broken(&program, Guarantee::AtMostOnce));
    program.until(at(60));
    assert!(is_broken(&program, Guarantee::AtMostOnce));
}

#[test]
fn order_holds_within_a_group_of_a_queue() {
    let mut plan = Plan::new(&[Guarantee::InOrderPerGroup]);
    for name in ["one", "two"] {
        let queue = plan.queue(fifo());
        plan.sketch.names.insert(queue, name.into());
    }
    let mut program = Program::new(&plan);
    for (queue, group) in [
        ("one.fifo", "a"),
        ("two.fifo", "a"),
        ("one.fifo", "b"),
        ("one.fifo", "a"),
    ] {
        program.send_in_group(queue, "order", group);
    }
    // The later one of another group, then of another queue, comes first: that is as it should be.
    let mut ones = program.receive("one.fifo");
    ones.sort_by_key(|message| message.delivery.group.clone());
    let [a1, a2, b1] = &ones[..] else {
        panic!("three messages")
    };
    program.delete("one.fifo", b1);
    program.delete("one.fifo", a1);
    program.delete("one.fifo", a2);
    let two = program.receive("two.fifo").remove(0);
    program.delete("two.fifo", &two);
    assert!(!is_broken(&program, Guarantee::InOrderPerGroup));
}

#[test]
fn order_is_broken_by_a_program_that_deletes_the_later_first() {
    let (plan, _) = orders(fifo(), &[Guarantee::InOrderPerGroup]);
    let mut program = Program::new(&plan);
    program.send_in_group("orders.fifo", "first", "a");
    program.send_in_group("orders.fifo", "second", "a");
    let messages = program.receive("orders.fifo");
    program.delete("orders.fifo", &messages[1]);
    assert!(!is_broken(&program, Guarantee::InOrderPerGroup));
    program.delete("orders.fifo", &messages[0]);
    let Verdict::Broken(violation) = program.verdict(Guarantee::InOrderPerGroup) else {
        panic!("the second came first")
    };
    assert_eq!(violation.item, item(sim::CLIENTS, 1));
    assert_eq!(violation.other, Some(item(sim::CLIENTS, 2)));
}

#[test]
fn messages_without_a_group_have_no_order() {
    let (plan, _) = orders(queue(), &[Guarantee::InOrderPerGroup]);
    let mut program = Program::new(&plan);
    program.send("orders", "first");
    program.send("orders", "second");
    let messages = program.receive("orders");
    program.delete("orders", &messages[1]);
    program.delete("orders", &messages[0]);
    assert!(!is_broken(&program, Guarantee::InOrderPerGroup));
}

#[test]
fn age_counts_for_what_a_program_sends() {
    let oldest = Guarantee::OldestUnder(seconds(10));
    let (plan, _) = orders(queue(), &[oldest]);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    let message = program.receive("orders").remove(0);
    program.wait(millis(9_900));
    program.delete("orders", &message);
    program.wait(seconds(1));
    assert!(!is_broken(&program, oldest));
    program.send("orders", "order");
    program.wait(seconds(11));
    assert!(is_broken(&program, oldest));
}

#[test]
fn a_program_that_never_deletes_fills_the_dead_letter_queue() {
    let (mut plan, source) = orders(
        queue(),
        &[Guarantee::DeadLetterQueueEmpty, Guarantee::NothingLost],
    );
    let dead = plan.queue(queue());
    plan.link(source, dead);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    for _ in 0..4 {
        program.receive("orders");
        program.wait(seconds(31));
    }
    assert!(is_broken(&program, Guarantee::DeadLetterQueueEmpty));
    assert!(!is_broken(&program, Guarantee::NothingLost));
    // A drawn part without a name is found by its number.
    let letters = program.receive("queue-2");
    assert_eq!(letters.len(), 1);
    assert_eq!(
        letters[0]
            .dead_letter_queue_source
            .as_ref()
            .map(|source| &*source.name),
        Some("orders")
    );
}

#[test]
fn what_a_program_purges_is_lost() {
    let (plan, _) = orders(queue(), &[Guarantee::NothingLost]);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    program
        .on("orders", QueueOperation::PurgeQueue)
        .expect("it is purged");
    assert!(is_broken(&program, Guarantee::NothingLost));
}
