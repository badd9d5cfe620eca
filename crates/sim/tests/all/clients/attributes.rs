//! What calls set and what the drawing says: each changes what it is about, and neither takes back what the other has said.

use cloud::sqs::api::{Operation, QueueOperation};
use sim::{Edit, Figures, Guarantee, LinkId, Part, PartId, Queue, Verdict};

use super::messages::orders;
use super::program::Program;
use crate::story::{Plan, SWIFT, millis, producer, queue, seconds, workers};

const TO_DEAD: &str =
    r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":2}"#;

fn put(part: PartId, queue: Queue) -> Edit {
    Edit::PutPart {
        id: part,
        part: Part::Queue(queue),
    }
}

fn settings(program: &Program, part: PartId) -> Queue {
    match program.world.sketch().parts.get(&part) {
        Some(Part::Queue(queue)) => queue.clone(),
        other => panic!("no queue: {other:?}"),
    }
}

#[test]
fn an_edit_of_one_setting_keeps_what_calls_have_set_of_others() {
    let (plan, part) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    program
        .set("orders", &[("VisibilityTimeout", "77"), ("DelaySeconds", "5")])
        .expect("they are set");
    assert_eq!(settings(&program, part).visibility_timeout, 77);
    // The drawing knows of its own delay alone, and somebody changes the retention.
    program.edit(put(
        part,
        Queue {
            message_retention_period: 600,
            ..queue()
        },
    ));
    let now = settings(&program, part);
    assert_eq!(
        (
            now.visibility_timeout,
            now.delay_seconds,
            now.message_retention_period
        ),
        (77, 5, 600)
    );
    assert_eq!(
        program.attribute("orders", "VisibilityTimeout").as_deref(),
        Some("77")
    );
    assert_eq!(
        program.attribute("orders", "MessageRetentionPeriod").as_deref(),
        Some("600")
    );
    // What is edited after a call holds.
    program.edit(put(
        part,
        Queue {
            message_retention_period: 600,
            visibility_timeout: 40,
            ..queue()
        },
    ));
    assert_eq!(
        program.attribute("orders", "VisibilityTimeout").as_deref(),
        Some("40")
    );
    assert_eq!(program.attribute("orders", "DelaySeconds").as_deref(), Some("5"));
}

#[test]
fn an_edit_elsewhere_keeps_all_that_calls_have_set() {
    let (mut plan, part) = orders(queue(), &[]);
    let shop = plan.producer(producer(1, 1));
    let mut program = Program::new(&plan);
    program
        .set(
            "orders",
            &[
                ("VisibilityTimeout", "77"),
                ("RedriveAllowPolicy", r#"{"redrivePermission":"denyAll"}"#),
            ],
        )
        .expect("they are set");
    let before = program.attribute("orders", "RedriveAllowPolicy");
    program.edit(Edit::RemovePart { id: shop });
    assert_eq!(settings(&program, part).visibility_timeout, 77);
    assert_eq!(
        program.attribute("orders", "VisibilityTimeout").as_deref(),
        Some("77")
    );
    assert_eq!(program.attribute("orders", "RedriveAllowPolicy"), before);
}

#[test]
fn a_redrive_policy_is_a_link_to_a_dead_letter_queue() {
    let (plan, part) = orders(queue(), &[Guarantee::DeadLetterQueueEmpty]);
    let mut program = Program::new(&plan);
    program.create("dead", &[]).expect("it is created");
    program
        .set("orders", &[("RedrivePolicy", TO_DEAD)])
        .expect("it is set");
    assert_eq!(settings(&program, part).max_receive_count, 2);
    program.send("orders", "order");
    for _ in 0..3 {
        program.receive("orders");
        program.wait(seconds(31));
    }
    let Verdict::Broken(_) = program.verdict(Guarantee::DeadLetterQueueEmpty) else {
        panic!("the message was set aside")
    };
    assert_eq!(program.receive("dead").len(), 1);
    let dead = *program
        .world
        .sketch()
        .parts
        .keys()
        .next_back()
        .expect("there are two");
    let Some(Figures::Queue(figures)) = program.world.figures(dead) else {
        panic!("it is a queue")
    };
    assert!(figures.is_dead_letter_queue);
}

#[test]
fn a_drawn_link_gives_way_to_a_call_and_a_call_to_a_link_that_is_drawn_later() {
    let (mut plan, source) = orders(queue(), &[]);
    let first = plan.queue(queue());
    let second = plan.queue(queue());
    plan.sketch.names.insert(second, "dead".into());
    let drawn = plan.link(source, first);
    let mut program = Program::new(&plan);
    let target = |program: &mut Program| {
        let policy = program.attribute("orders", "RedrivePolicy").unwrap_or_default();
        let target = policy
            .split_once("000000000000:")
            .map(|(_, rest)| rest.to_owned());
        target.and_then(|rest| rest.split('"').next().map(str::to_owned))
    };
    assert_eq!(target(&mut program).as_deref(), Some("queue-2"));
    program
        .set("orders", &[("RedrivePolicy", TO_DEAD)])
        .expect("it is set");
    assert_eq!(target(&mut program).as_deref(), Some("dead"));
    // The drawing still shows the old link: what is set of it means nothing.
    let link = plan.sketch.links[&drawn];
    program.edit(Edit::PutLink { id: drawn, link });
    assert_eq!(target(&mut program).as_deref(), Some("dead"));
    program.edit(Edit::RemoveLink { id: drawn });
    assert_eq!(target(&mut program).as_deref(), Some("dead"));
    program.edit(Edit::PutLink { id: LinkId(8), link });
    assert_eq!(target(&mut program).as_deref(), Some("queue-2"));
}

#[test]
fn a_queue_that_a_call_deletes_is_gone_until_it_is_drawn_anew() {
    let (mut plan, part) = orders(queue(), &[]);
    let (shop, group) = (
        plan.producer(producer(5, 100)),
        plan.workers(workers(1, millis(100))),
    );
    plan.link(shop, part);
    plan.link(part, group);
    let mut program = Program::new(&plan);
    program.wait(seconds(2));
    program
        .on("orders", QueueOperation::DeleteQueue)
        .expect("it is deleted");
    program.wait(seconds(2));
    assert!(!program.world.sketch().parts.contains_key(&part));
    program.try_send("orders", "order", None).expect_err("it is gone");
    // Somebody sets something of what the drawing still shows.
    program.edit(put(
        part,
        Queue {
            delay_seconds: 1,
            ..queue()
        },
    ));
    program.try_send("orders", "order", None).expect_err("it is gone");
    program.edit(Edit::RemovePart { id: part });
    program.edit(put(part, queue()));
    program.send("orders", "order");
    program.wait(seconds(5));
}

#[test]
fn a_dead_letter_queue_that_denies_is_not_used_by_the_drawing_either() {
    let (mut plan, source) = orders(queue(), &[]);
    let dead = plan.queue(queue());
    plan.sketch.names.insert(dead, "dead".into());
    let mut program = Program::new(&plan);
    program
        .set(
            "dead",
            &[("RedriveAllowPolicy", r#"{"redrivePermission":"denyAll"}"#)],
        )
        .expect("it is set");
    program.edit(Edit::PutLink {
        id: LinkId(5),
        link: sim::Link {
            from: source,
            to: dead,
            forward: SWIFT,
            backward: SWIFT,
        },
    });
    assert_eq!(program.attribute("orders", "RedrivePolicy"), None);
    program.edit(put(
        source,
        Queue {
            visibility_timeout: 3,
            ..queue()
        },
    ));
    assert_eq!(
        program.attribute("orders", "VisibilityTimeout").as_deref(),
        Some("3")
    );
}

#[test]
fn a_queue_of_calls_alone_is_configured_and_deleted() {
    let mut program = Program::new(&Plan::new(&[]));
    program
        .create("orders", &[("VisibilityTimeout", "7")])
        .expect("it is created");
    let part = *program.world.sketch().parts.keys().next().expect("there is one");
    assert_eq!(settings(&program, part).visibility_timeout, 7);
    program
        .set("orders", &[("VisibilityTimeout", "8")])
        .expect("it is set");
    assert_eq!(settings(&program, part).visibility_timeout, 8);
    let poll = program.poll("orders", 1, 20);
    program
        .on("orders", QueueOperation::DeleteQueue)
        .expect("it is deleted");
    assert!(program.answer(poll).is_some(), "nobody waits for ever");
    assert!(program.world.sketch().parts.is_empty());
}

#[test]
fn a_move_task_brings_dead_letters_back_while_time_goes_on() {
    let (plan, _) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    program.create("dead", &[]).expect("it is created");
    program
        .set("orders", &[("RedrivePolicy", TO_DEAD)])
        .expect("it is set");
    for _ in 0..5 {
        program.send("orders", "order");
    }
    for _ in 0..3 {
        program.receive("orders");
        program.wait(seconds(31));
    }
    assert_eq!(
        program
            .attribute("dead", "ApproximateNumberOfMessages")
            .as_deref(),
        Some("5")
    );
    program
        .call(Operation::StartMessageMoveTask {
            source_arn: Some("arn:aws:sqs:us-east-1:000000000000:dead".into()),
            destination_arn: None,
            max_number_of_messages_per_second: Some(1),
        })
        .expect("it is started");
    program.wait(seconds(2));
    let left = program.world.sketch().parts.keys().next_back().copied();
    let left = program.world.queue_line(left.expect("there are two")).count();
    assert!(
        (1..5).contains(&left),
        "{left} are left, after two seconds at one a second"
    );
    program.wait(seconds(10));
    let messages = program.receive("orders");
    assert_eq!(messages.len(), 5);
    let mut run = program.run();
    run.seek_now(program.world.now());
    assert_eq!(run.hash(), program.world.hash());
}
