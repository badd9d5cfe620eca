//! Heartbeats: a message that takes longer than its visibility timeout stays with its worker as long as the worker says so.

use cloud::time::SimTime;
use sim::{
    Cargo, Chance, Direction, EventKind, Fault, Guarantee, Heartbeat, Operation, Part, Queue, Verdict,
    Workers,
};

use crate::story::{Plan, SWIFT, Story, at, fifo, millis, producer, queue, seconds, workers};

const EVERY_TWO_SECONDS: Heartbeat = Heartbeat {
    interval: cloud::time::SimDuration::from_secs(2),
    timeout: 5,
    whole_batch: false,
};

/// Work of `work` seconds under a visibility timeout of five.
fn long_work(queue: Queue, crew: Workers, items: u64) -> (Plan, sim::PartId) {
    let mut plan = Plan::new(&[Guarantee::AtMostOnce]);
    let shop = plan.producer(producer(100, items));
    let orders = plan.queue(Queue {
        visibility_timeout: 5,
        ..queue
    });
    let packers = plan.workers(crew);
    plan.link(shop, orders);
    plan.link(orders, packers);
    (plan, orders)
}

fn beats(story: &Story) -> Vec<SimTime> {
    let sent = story.events.iter().filter_map(|event| match event.kind {
        EventKind::CallSent {
            operation: Operation::ChangeVisibility { .. },
            ..
        } => Some(event.at),
        _ => None,
    });
    sent.collect()
}

fn refused(story: &Story) -> usize {
    story.count(|kind| {
        matches!(
            kind,
            EventKind::CallFailed {
                operation: Operation::ChangeVisibility { .. },
                failure: sim::CallFailure::Refused,
                ..
            }
        )
    })
}

#[test]
fn a_heartbeat_keeps_a_message_that_takes_longer_than_its_visibility_timeout() {
    let slow = workers(2, seconds(12));
    let (plan, _) = long_work(queue(), slow, 1);
    let story = plan.run(at(60));
    assert_ne!(
        story.verdict(Guarantee::AtMostOnce),
        Verdict::Holds,
        "without heartbeats it comes back"
    );

    let (plan, orders) = long_work(
        queue(),
        Workers {
            heartbeat: Some(EVERY_TWO_SECONDS),
            ..slow
        },
        1,
    );
    let story = plan.run(at(60));
    assert_eq!(story.verdict(Guarantee::AtMostOnce), Verdict::Holds);
    assert_eq!(story.finished(), [1]);
    assert_eq!(story.queue(orders).counts.deleted, 1);
}

#[test]
fn heartbeats_come_at_their_interval_from_the_beginning_of_the_work_and_end_with_it() {
    let crew = Workers {
        heartbeat: Some(EVERY_TWO_SECONDS),
        ..workers(1, seconds(7))
    };
    let story = long_work(queue(), crew, 1).0.run(at(60));
    let began = story
        .first(|kind| matches!(kind, EventKind::WorkStarted { .. }))
        .at;
    assert_eq!(beats(&story), [2, 4, 6].map(|after| began + seconds(after)));
    let hidden = story.events.iter().filter_map(|event| match event.kind {
        EventKind::VisibilityChanged { visible_at, .. } => Some(visible_at.since(event.at)),
        _ => None,
    });
    assert_eq!(
        hidden.collect::<Vec<_>>(),
        [seconds(5); 3],
        "the timeout counts from each heartbeat"
    );
}

#[test]
fn only_a_heartbeat_for_the_whole_batch_keeps_the_messages_that_wait_in_it() {
    let crew = |whole_batch| Workers {
        batch: 3,
        heartbeat: Some(Heartbeat {
            whole_batch,
            ..EVERY_TWO_SECONDS
        }),
        ..workers(1, seconds(4))
    };
    let returned = |whole_batch| {
        let (mut plan, _) = long_work(queue(), crew(whole_batch), 3);
        let packers = sim::PartId(3);
        plan.fault(at(0), Fault::Stop { part: packers });
        plan.fault(at(2), Fault::Start { part: packers });
        plan.run(at(14))
            .count(|kind| matches!(kind, EventKind::Returned { .. }))
    };
    assert_eq!(returned(true), 0);
    assert_eq!(returned(false), 2);
}

#[test]
fn a_lost_heartbeat_keeps_nothing() {
    let crew = Workers {
        heartbeat: Some(EVERY_TWO_SECONDS),
        ..workers(1, seconds(12))
    };
    let (mut plan, _) = long_work(queue(), crew, 1);
    let link = sim::LinkId(2);
    plan.fault(at(1), Fault::Cut { link });
    plan.fault(at(9), Fault::Mend { link });
    let returned = plan
        .run(at(9))
        .first(|kind| matches!(kind, EventKind::Returned { .. }))
        .at;
    assert!(returned < at(6), "{returned}");
}

#[test]
fn a_heartbeat_after_the_visibility_timeout_is_refused_by_a_fifo_queue() {
    let crew = Workers {
        heartbeat: Some(Heartbeat {
            interval: seconds(6),
            ..EVERY_TWO_SECONDS
        }),
        ..workers(1, seconds(8))
    };
    let story = long_work(fifo(), crew, 1).0.run(at(9));
    assert_eq!((beats(&story).len(), refused(&story)), (1, 1));
}

#[test]
fn no_heartbeat_keeps_a_message_for_more_than_twelve_hours_since_its_receive() {
    let crew = Workers {
        heartbeat: Some(Heartbeat {
            interval: seconds(3_600),
            timeout: 7_200,
            whole_batch: false,
        }),
        visibility_timeout: Some(7_200),
        ..workers(1, seconds(14 * 3_600))
    };
    let story = long_work(queue(), crew, 1).0.run(at(13 * 3_600));
    assert_eq!(
        refused(&story),
        1,
        "of {} heartbeats, the one at eleven hours",
        beats(&story).len()
    );
    let returned = story.first(|kind| matches!(kind, EventKind::Returned { .. }));
    assert!(returned.at <= at(12 * 3_600 + 2), "{}", returned.at);
}

#[test]
fn a_heartbeat_is_a_request_on_the_wire() {
    let crew = Workers {
        heartbeat: Some(EVERY_TWO_SECONDS),
        ..workers(1, seconds(7))
    };
    let slow = Direction {
        latency: sim::DurationLaw::Constant(millis(500)),
        loss: Chance::NEVER,
    };
    let (mut plan, _) = long_work(queue(), crew, 1);
    plan.sketch.links.remove(&sim::LinkId(2));
    let link = plan.link_with(sim::PartId(2), sim::PartId(3), SWIFT, slow);
    let began = plan
        .run(at(9))
        .first(|kind| matches!(kind, EventKind::WorkStarted { .. }))
        .at;
    let story = plan.run(began + seconds(2) + millis(100));
    let cargo: Vec<Cargo> = story
        .world
        .transits()
        .filter(|transit| transit.link == link)
        .map(|transit| transit.cargo)
        .collect();
    assert!(matches!(cargo[..], [Cargo::ChangeVisibility(_)]), "{cargo:?}");
}

#[test]
fn heartbeats_follow_an_edit() {
    let crew = Workers {
        heartbeat: Some(EVERY_TWO_SECONDS),
        ..workers(1, seconds(12))
    };
    let (mut plan, _) = long_work(queue(), crew, 1);
    let without = Workers {
        heartbeat: None,
        ..crew
    };
    plan.edit(
        at(3),
        sim::Edit::PutPart {
            id: sim::PartId(3),
            part: Part::Workers(without),
        },
    );
    assert_eq!(beats(&plan.run(at(12))).len(), 1);
}
