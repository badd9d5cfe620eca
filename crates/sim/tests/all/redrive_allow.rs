//! Whose dead-letter queue a queue may be: SQS looks at it when a redrive policy is set, and not when a message moves.

use cloud::time::{SimDuration, SimTime};
use sim::wiring::{LinkKind, WiringProblem, is_denied, link_kind};
use sim::{Edit, EventKind, Link, LinkId, Part, PartId, Queue, RedriveAllow};

use crate::clients::program::Program;
use crate::story::{Plan, SWIFT, at, millis, producer, queue, seconds, workers};

/// Orders that always fail, and a queue that may be the dead-letter queue of theirs.
struct Orders {
    plan: Plan,
    orders: PartId,
    dead: PartId,
}

fn orders(allow: RedriveAllow) -> Orders {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 100));
    let orders = plan.queue(short(3));
    let mut packers = workers(1, millis(10));
    packers.failure = sim::Chance::ALWAYS;
    let packers = plan.workers(packers);
    let dead = plan.queue(allowing(allow));
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.sketch.names.insert(orders, "orders".into());
    plan.sketch.names.insert(dead, "dead".into());
    Orders { plan, orders, dead }
}

fn short(max_receive_count: u32) -> Queue {
    Queue {
        visibility_timeout: 1,
        max_receive_count,
        ..queue()
    }
}

fn allowing(redrive_allow: RedriveAllow) -> Queue {
    Queue {
        redrive_allow,
        ..queue()
    }
}

fn put(id: PartId, queue: Queue) -> Edit {
    let part = Part::Queue(queue);
    Edit::PutPart { id, part }
}

fn link(from: PartId, to: PartId) -> Link {
    Link {
        from,
        to,
        forward: SWIFT,
        backward: SWIFT,
    }
}

/// The receive counts with which messages were set aside within a time.
fn set_aside(plan: &Plan, from: SimTime, time: SimDuration) -> Vec<u32> {
    let story = plan.run(from + time);
    let events = story.events.iter().filter(|event| event.at >= from);
    let counts = events.filter_map(|event| match event.kind {
        EventKind::DeadLettered { receive_count, .. } => Some(receive_count),
        _ => None,
    });
    counts.collect()
}

#[test]
fn a_link_can_be_drawn_to_a_queue_that_allows_it() {
    let Orders {
        plan,
        orders: from,
        dead,
    } = orders(RedriveAllow::All);
    for (allow, expected) in [
        (RedriveAllow::All, Ok(LinkKind::DeadLetter)),
        (RedriveAllow::None, Err(WiringProblem::RedriveNotAllowed)),
        (RedriveAllow::ByQueue([from].into()), Ok(LinkKind::DeadLetter)),
        (
            RedriveAllow::ByQueue([dead].into()),
            Err(WiringProblem::RedriveNotAllowed),
        ),
        (
            RedriveAllow::ByQueue([].into()),
            Err(WiringProblem::RedriveNotAllowed),
        ),
    ] {
        let mut sketch = plan.sketch.clone();
        sketch.apply(&put(dead, allowing(allow.clone())));
        assert_eq!(link_kind(&sketch, from, dead), expected, "{allow:?}");
        let is_refused = expected.is_err();
        assert_eq!(is_denied(&sketch, &link(from, dead)), is_refused, "{allow:?}");
    }
}

#[test]
fn a_link_that_comes_to_a_queue_that_denies_it_does_nothing() {
    for (allow, is_used) in [
        (RedriveAllow::All, true),
        (RedriveAllow::None, false),
        (RedriveAllow::ByQueue([PartId(2)].into()), true),
        (RedriveAllow::ByQueue([PartId(4)].into()), false),
    ] {
        let Orders {
            mut plan,
            orders,
            dead,
        } = orders(allow.clone());
        let (id, link) = (LinkId(9), link(orders, dead));
        plan.edit(at(5), Edit::PutLink { id, link });
        let counts = set_aside(&plan, at(5), seconds(20));
        assert_eq!(!counts.is_empty(), is_used, "{allow:?}");
    }
}

#[test]
fn what_is_set_aside_already_goes_on_when_the_queue_denies_it_later() {
    for now in [RedriveAllow::None, RedriveAllow::ByQueue([PartId(4)].into())] {
        let Orders {
            mut plan,
            orders: from,
            dead,
        } = orders(RedriveAllow::All);
        plan.link(from, dead);
        plan.edit(at(10), put(dead, allowing(now.clone())));
        assert!(!set_aside(&plan, at(12), seconds(20)).is_empty(), "{now:?}");

        // The same at the start: whoever draws it has drawn the link first.
        let Orders {
            mut plan,
            orders: from,
            dead,
        } = orders(now.clone());
        plan.link(from, dead);
        assert!(!set_aside(&plan, at(0), seconds(20)).is_empty(), "{now:?}");
    }
}

#[test]
fn another_receive_count_is_another_redrive_policy_and_must_be_allowed() {
    let Orders {
        mut plan,
        orders: from,
        dead,
    } = orders(RedriveAllow::All);
    plan.link(from, dead);
    plan.edit(at(10), put(dead, allowing(RedriveAllow::None)));
    plan.edit(at(20), put(from, short(7)));
    plan.edit(at(60), put(dead, allowing(RedriveAllow::All)));
    let refused = set_aside(&plan, at(30), seconds(20));
    assert!(
        !refused.is_empty() && refused.iter().all(|&count| count == 3),
        "{refused:?}"
    );
    let allowed = set_aside(&plan, at(80), seconds(40));
    assert!(
        !allowed.is_empty() && allowed.iter().all(|&count| count == 7),
        "{allowed:?}"
    );
}

#[test]
fn a_link_that_is_led_to_a_queue_that_denies_it_leaves_the_old_one() {
    let Orders {
        mut plan,
        orders: from,
        dead,
    } = orders(RedriveAllow::All);
    let other = plan.queue(allowing(RedriveAllow::None));
    let id = plan.link(from, dead);
    let link = link(from, other);
    plan.edit(at(10), Edit::PutLink { id, link });
    assert!(set_aside(&plan, at(12), seconds(20)).is_empty());
}

#[test]
fn a_client_reads_what_the_drawing_allows() {
    let policy = |allow: RedriveAllow| {
        let Orders { plan, .. } = orders(allow);
        Program::new(&plan).attribute("dead", "RedriveAllowPolicy")
    };
    assert_eq!(policy(RedriveAllow::All), None, "nobody has set it");
    assert_eq!(
        policy(RedriveAllow::None).as_deref(),
        Some(r#"{"redrivePermission":"denyAll"}"#)
    );
    let by_queue =
        r#"{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:000000000000:orders"]}"#;
    assert_eq!(
        policy(RedriveAllow::ByQueue([PartId(2), PartId(77)].into())).as_deref(),
        Some(by_queue),
        "as far as they are there"
    );
}

#[test]
fn what_a_call_allows_stays_until_the_drawing_says_something_else() {
    let Orders {
        plan,
        orders: from,
        dead,
    } = orders(RedriveAllow::None);
    let mut program = Program::new(&plan);
    let policy = |program: &mut Program| program.attribute("dead", "RedriveAllowPolicy");
    let set =
        r#"{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:000000000000:later"]}"#;
    program
        .set("dead", &[("RedriveAllowPolicy", set)])
        .expect("it is set");
    let drawn = |visibility_timeout, redrive_allow| Queue {
        visibility_timeout,
        ..allowing(redrive_allow)
    };
    program.edit(put(dead, drawn(7, RedriveAllow::None)));
    assert_eq!(
        program.attribute("dead", "VisibilityTimeout").as_deref(),
        Some("7")
    );
    assert_eq!(
        policy(&mut program).as_deref(),
        Some(set),
        "another setting was edited"
    );
    program.edit(put(dead, drawn(7, RedriveAllow::ByQueue([from].into()))));
    assert_eq!(
        policy(&mut program).as_deref(),
        Some(set.replace("later", "orders").as_str())
    );
    program.edit(put(dead, drawn(7, RedriveAllow::All)));
    assert_eq!(
        policy(&mut program).as_deref(),
        Some(r#"{"redrivePermission":"allowAll"}"#)
    );
}
