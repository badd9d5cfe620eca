//! Workers: polling, batches, failure, forgetting, more and fewer of them.

use cloud::time::{SimDuration, SimTime};
use sim::{AfterWork, Edit, EventKind, Fault, Operation, Part, Polling, Queue, WorkerState, Workers};

use crate::story::{Plan, Story, at, item, millis, producer, queue, seconds, workers};

fn receives(story: &Story) -> usize {
    story.count(|kind| {
        matches!(
            kind,
            EventKind::CallSent {
                operation: Operation::ReceiveMessage,
                ..
            }
        )
    })
}

#[test]
fn a_long_poll_asks_seldom_and_a_short_one_often() {
    let mut asked = Vec::new();
    for polling in [
        Polling::Long {
            wait_time_seconds: 20,
        },
        Polling::Short { pause: seconds(1) },
    ] {
        let mut plan = Plan::new(&[]);
        let orders = plan.queue(queue());
        let packers = plan.workers(Workers {
            polling,
            ..workers(1, millis(10))
        });
        plan.link(orders, packers);
        asked.push(receives(&plan.run(at(100))));
    }
    assert_eq!(asked, [5, 100]);
}

#[test]
fn a_queue_can_have_its_receivers_wait_and_a_receiver_can_wait_for_as_long_as_it_likes() {
    let own_wait = Queue {
        receive_message_wait_time_seconds: 20,
        ..queue()
    };
    let long = |wait_time_seconds| Polling::Long { wait_time_seconds };
    for (polling, expected) in [
        (Polling::Short { pause: seconds(1) }, 5),
        (long(20), 5),
        (long(4), 25),
    ] {
        let mut plan = Plan::new(&[]);
        let orders = plan.queue(own_wait.clone());
        let packers = plan.workers(Workers {
            polling,
            ..workers(1, millis(10))
        });
        plan.link(orders, packers);
        let story = plan.run(at(100));
        assert_eq!(receives(&story), expected, "{polling:?}");
        let failed = story.count(|kind| matches!(kind, EventKind::CallFailed { .. }));
        assert_eq!(failed, 0, "a client waits as long as it lets the queue wait");
    }
}

#[test]
fn a_batch_is_worked_off_one_after_the_other() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(100, 10));
    let orders = plan.queue(queue());
    plan.link(shop, orders);
    let packers = plan.workers(Workers {
        batch: 10,
        ..workers(1, seconds(1))
    });
    plan.link(orders, packers);
    plan.fault(at(0), Fault::Stop { part: packers });
    plan.fault(at(5), Fault::Start { part: packers });
    let story = plan.run(at(8));
    assert_eq!(story.finished(), [1, 2]);
    let holds = story.workers(packers);
    assert_eq!((holds.taken, holds.held, holds.busy), (10, 8, 1));
    let view = story.world.workers(packers).next().expect("there is one");
    let WorkerState::Working {
        item: worked,
        since,
        until,
    } = view.doing
    else {
        panic!("{view:?}")
    };
    assert_eq!((worked, until), (item(shop, 3), since + seconds(1)));
}

#[test]
fn several_queues_are_polled_in_turn() {
    let mut plan = Plan::new(&[]);
    let (one, other) = (plan.queue(queue()), plan.queue(queue()));
    let polling = Polling::Short { pause: seconds(1) };
    let packers = plan.workers(Workers {
        polling,
        ..workers(1, millis(10))
    });
    let links = [plan.link(one, packers), plan.link(other, packers)];
    let story = plan.run(at(10));
    let asked = story.events.iter().filter_map(|event| match event.kind {
        EventKind::CallSent { link, .. } => Some(link),
        _ => None,
    });
    let asked: Vec<_> = asked.collect();
    assert!(asked.len() >= 9);
    assert!(
        asked
            .iter()
            .zip(links.iter().cycle())
            .all(|(asked, turn)| asked == turn)
    );
}

#[test]
fn a_worker_that_forgets_to_delete_gets_the_message_again() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(Queue {
        visibility_timeout: 10,
        ..queue()
    });
    let packers = plan.workers(Workers {
        after: AfterWork::Forget,
        ..workers(1, seconds(1))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(at(55));
    assert_eq!(story.finished().len(), 6);
    assert_eq!(story.queue(orders).counts.deleted, 0);
}

fn with_backlog(before: Workers, after: Workers, change: SimTime) -> (Plan, sim::PartId) {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(100, 400));
    let orders = plan.queue(queue());
    let packers = plan.workers(before);
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.edit(
        change,
        Edit::PutPart {
            id: packers,
            part: Part::Workers(after),
        },
    );
    (plan, packers)
}

#[test]
fn new_workers_join_at_once() {
    let (plan, packers) = with_backlog(workers(1, seconds(10)), workers(5, seconds(10)), at(20));
    assert_eq!(plan.run(SimTime::from_millis(20_100)).workers(packers).busy, 5);
}

#[test]
fn workers_that_are_too_many_finish_what_they_hold_and_leave() {
    let (plan, packers) = with_backlog(workers(5, seconds(10)), workers(2, seconds(10)), at(12));
    let story = plan.run(at(13));
    assert_eq!(story.workers(packers).count, 5, "all of them are at work");
    let story = plan.run(at(22));
    assert_eq!(story.workers(packers).count, 2);
    assert_eq!(story.workers(packers).dropped, 0);
}

#[test]
fn workers_that_are_too_many_and_only_wait_leave_at_once() {
    let mut plan = Plan::new(&[]);
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(5, seconds(10)));
    plan.link(orders, packers);
    plan.edit(
        at(1),
        Edit::PutPart {
            id: packers,
            part: Part::Workers(workers(2, seconds(10))),
        },
    );
    assert_eq!(plan.run(at(1)).workers(packers).count, 2);
}

#[test]
fn more_workers_do_more_in_the_same_time() {
    let done = |count| {
        let (plan, packers) = with_backlog(
            workers(count, seconds(1)),
            workers(count, seconds(1)),
            SimTime::ZERO,
        );
        plan.run(at(60)).workers(packers).finished
    };
    let (one, four) = (done(1), done(4));
    assert!((57..60).contains(&one), "{one} in a minute");
    assert!(
        four > 4 * one - 8 && four <= 4 * one + 4,
        "four did {four}, one did {one}"
    );
}

#[test]
fn a_worker_whose_receives_fail_goes_on_trying() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(1, SimDuration::ZERO));
    plan.link(shop, orders);
    let link = plan.link(orders, packers);
    plan.fault(at(0), Fault::Cut { link });
    plan.fault(at(600), Fault::Mend { link });
    let story = plan.run(at(700));
    assert_eq!(story.finished(), [1]);
    assert!(story.world.link_figures(link).failed >= 20);
}
