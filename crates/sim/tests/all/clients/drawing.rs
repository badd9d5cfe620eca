//! Drawn queues as programs know them, and queues of programs beside the drawing.

use cloud::sqs::api::{Answer, Operation};
use sim::{Edit, Figures, Part, Sketch, is_created_by_a_call};

use super::messages::orders;
use super::program::Program;
use crate::story::{Plan, at, fifo, queue, seconds};

#[test]
fn a_drawn_queue_has_the_name_that_is_drawn_made_valid() {
    let mut plan = Plan::new(&[]);
    for (settings, name) in [
        (queue(), "Order queue"),
        (queue(), "order queue!"),
        (fifo(), "Order queue"),
    ] {
        let part = plan.queue(settings);
        plan.sketch.names.insert(part, name.into());
    }
    plan.queue(queue());
    let mut program = Program::new(&plan);
    for name in ["Order-queue", "order-queue", "Order-queue.fifo", "queue-4"] {
        let told = program.call(Operation::GetQueueUrl {
            queue_name: Some(name.into()),
            queue_owner_aws_account_id: None,
        });
        assert!(
            matches!(&told, Ok(Answer::QueueUrl(address)) if &*address.name == name),
            "{name}: {told:?}"
        );
    }
}

#[test]
fn a_queue_that_is_renamed_while_it_runs_is_the_same_queue() {
    let (plan, part) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    program.wait(seconds(1));
    program.edit(Edit::Rename {
        id: part,
        from: "orders".into(),
        to: "Old orders".into(),
    });
    program
        .try_send("orders", "order", None)
        .expect_err("the name is gone");
    program.send("Old-orders", "order");
    assert_eq!(program.receive("Old-orders").len(), 2);
}

#[test]
fn a_queue_keeps_its_name_where_the_new_one_is_told_to_clients_like_the_old_one() {
    let (plan, part) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    for (from, to) in [("orders", "my queue"), ("my queue", "my-queue")] {
        let (from, to) = (from.into(), to.into());
        program.edit(Edit::Rename { id: part, from, to });
        program.send("my-queue", "order");
    }
    assert_eq!(program.receive("my-queue").len(), 2);
}

#[test]
fn names_change_without_a_new_beginning_while_nobody_calls() {
    let (plan, part) = orders(queue(), &[]);
    let mut run = sim::Run::new(plan.sketch.clone(), 1, Vec::new());
    run.seek_now(at(100));
    let mut renamed = plan.sketch.clone();
    renamed.names.insert(part, "invoices".into());
    run.replace(renamed.clone(), 1, Vec::new());
    assert_eq!(run.furthest(), at(100));
    assert_eq!(run.world().sketch().names, renamed.names);
    run.seek_now(at(0));
    assert_eq!(run.world().sketch().names, renamed.names);
}

#[test]
fn a_queue_that_is_drawn_later_has_a_name_too() {
    let (plan, _) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    program.send("orders", "order");
    program.edit(Edit::PutPart {
        id: sim::PartId(9),
        part: Part::Queue(queue()),
    });
    program.send("queue-9", "order");
    program.edit(Edit::RemovePart { id: sim::PartId(9) });
    program
        .try_send("queue-9", "order", None)
        .expect_err("the queue is gone");
}

#[test]
fn a_queue_that_a_call_creates_is_a_part_that_nobody_has_drawn() {
    let mut program = Program::new(&Plan::new(&[]));
    program.create("orders", &[]).expect("it is created");
    program.send("orders", "order");
    let parts = &program.world.sketch().parts;
    let (&id, part) = parts.first_key_value().expect("there is one");
    assert!(is_created_by_a_call(id) && matches!(part, Part::Queue(_)));
    assert_eq!(program.world.sketch().names[&id].as_ref(), "orders");
    let Some(Figures::Queue(figures)) = program.world.figures(id) else {
        panic!("it has figures")
    };
    assert_eq!((figures.counts.visible, figures.bill.send.calls), (1, 1));
    assert!(program.world.feed().any(|event| event.kind.part() == Some(id)));
}

#[test]
fn an_empty_world_begins_with_the_first_queue() {
    let mut program = Program::new(&Plan {
        sketch: Sketch::default(),
        ..Plan::new(&[])
    });
    program.try_send("orders", "order", None).expect_err("no queue");
    program.create("orders", &[]).expect("it is created");
    program.send("orders", "order");
    assert_eq!(program.receive("orders").len(), 1);
}
