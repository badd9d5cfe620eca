//! The processes of workers: they die in the middle of the work, and run again.

use cloud::time::SimTime;
use sim::{Chance, Concurrency, EventKind, Fault, Queue, WorkerState, Workers};

use crate::story::{Plan, Story, at, producer, queue, seconds, workers};

/// Whatever is begun ends in a crash.
fn doomed(items: u64, crew: Workers) -> (Plan, sim::PartId, sim::PartId) {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(100, items));
    let orders = plan.queue(Queue {
        visibility_timeout: 20,
        ..queue()
    });
    let packers = plan.workers(Workers {
        crash: Chance::ALWAYS,
        restart: seconds(7),
        ..crew
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    (plan, orders, packers)
}

fn crashes(story: &Story) -> Vec<SimTime> {
    let crashed = story.events.iter().filter_map(|event| match event.kind {
        EventKind::WorkerCrashed { .. } => Some(event.at),
        _ => None,
    });
    crashed.collect()
}

#[test]
fn a_crash_comes_at_a_random_point_of_the_work() {
    let crew = Workers {
        restart: seconds(0),
        ..workers(20, seconds(4))
    };
    let story = doomed(20, crew).0.run(at(6));
    let began = story
        .first(|kind| matches!(kind, EventKind::WorkStarted { .. }))
        .at;
    let mut times = crashes(&story);
    assert_eq!(times.len(), 20);
    assert!(times.iter().all(|at| (began..began + seconds(5)).contains(at)));
    times.dedup();
    assert!(times.len() > 15, "not all at the same point");
}

#[test]
fn a_crash_drops_all_that_the_worker_holds_and_it_comes_back_after_its_visibility_timeout() {
    let crew = Workers {
        batch: 10,
        concurrency: Concurrency::UpTo(2),
        ..workers(1, seconds(4))
    };
    let (plan, orders, packers) = doomed(10, crew);
    let story = plan.run(at(19));
    let dropped = story.workers(packers).dropped;
    assert!(dropped > 1 && story.workers(packers).finished == 0);
    assert_eq!(
        story.count(|kind| matches!(kind, EventKind::WorkDropped { .. })) as u64,
        dropped
    );
    assert_eq!(
        story.count(|kind| matches!(kind, EventKind::Returned { .. })),
        0,
        "not before"
    );
    assert_eq!(story.queue(orders).counts.deleted, 0);
    let later = plan.run(at(50));
    assert!(later.count(|kind| matches!(kind, EventKind::Returned { .. })) as u64 >= dropped);
}

#[test]
fn a_process_that_crashed_runs_again_after_its_restart_time() {
    let (plan, _, packers) = doomed(1, workers(1, seconds(4)));
    let crashed = crashes(&plan.run(at(10)))[0];
    let story = plan.run(crashed + seconds(6));
    assert_eq!(story.workers(packers).down, 1);
    let doing = story.world.workers(packers).next().map(|view| view.doing);
    assert_eq!(
        doing,
        Some(WorkerState::Down {
            until: crashed + seconds(7)
        })
    );
    let story = plan.run(crashed + seconds(8));
    let started = story.first(|kind| matches!(kind, EventKind::WorkerStarted { .. }));
    assert_eq!(started.at, crashed + seconds(7));
    assert_eq!(story.workers(packers).polling, 1);
}

#[test]
fn work_that_was_to_crash_takes_no_effect() {
    let (plan, _, _) = doomed(5, workers(2, seconds(1)));
    assert!(plan.run(at(100)).finished().is_empty());
}

/// Three workers, two of them with a message of their own at work.
fn two_at_work() -> (Plan, sim::PartId) {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(100, 2));
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(3, seconds(60)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    (plan, packers)
}

#[test]
fn a_crash_of_one_takes_the_first_that_is_at_work() {
    let (mut plan, packers) = two_at_work();
    plan.fault(at(5), Fault::CrashOne { workers: packers });
    let story = plan.run(at(6));
    let figures = story.workers(packers);
    assert_eq!((figures.down, figures.busy, figures.dropped), (1, 1, 1));
    plan.fault(at(7), Fault::CrashOne { workers: packers });
    plan.fault(at(8), Fault::CrashOne { workers: packers });
    let figures = plan.run(at(9)).workers(packers);
    assert_eq!(
        (figures.down, figures.busy, figures.dropped),
        (3, 0, 2),
        "then the first that runs"
    );
}

#[test]
fn a_crash_of_all_takes_everybody_and_they_run_again_by_themselves() {
    let (mut plan, packers) = two_at_work();
    plan.fault(at(5), Fault::Crash { part: packers });
    let figures = plan.run(at(6)).workers(packers);
    assert_eq!((figures.down, figures.dropped), (3, 2));
    let figures = plan.run(at(16)).workers(packers);
    assert_eq!((figures.down, figures.polling), (0, 3));
}
