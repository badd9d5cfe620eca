//! Auto Scaling: target tracking on the backlog per worker, cooldowns, start-up, and leaving without dropping anything.

use cloud::time::SimTime;
use sim::{Edit, EventKind, Fault, Part, PartId, Scaling, WorkerState, Workers};

use crate::story::{Plan, Story, at, millis, producer, queue, seconds, workers};

/// Looks every ten seconds, at 10, 20, 30 and so on; one worker for every ten messages.
const SCALING: Scaling = Scaling {
    min: 1,
    max: 20,
    backlog_per_worker: 10,
    period: cloud::time::SimDuration::from_secs(10),
    out_cooldown: cloud::time::SimDuration::ZERO,
    in_cooldown: cloud::time::SimDuration::ZERO,
    start_up: cloud::time::SimDuration::ZERO,
};

fn scaled(scaling: Scaling) -> Workers {
    Workers {
        scaling: Some(scaling),
        ..workers(1, seconds(5))
    }
}

/// A hundred messages at once at half a second.
fn backlog(crew: Workers) -> (Plan, PartId) {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(200, 100));
    let orders = plan.queue(queue());
    let packers = plan.workers(crew);
    plan.link(shop, orders);
    plan.link(orders, packers);
    (plan, packers)
}

/// When it was scaled from how many to how many, for which backlog.
fn decisions(story: &Story) -> Vec<(u64, u32, u32, u64)> {
    let decisions = story.events.iter().filter_map(|event| match event.kind {
        EventKind::ScaledTo {
            from, to, backlog, ..
        } => Some((event.at.as_secs(), from, to, backlog)),
        _ => None,
    });
    decisions.collect()
}

#[test]
fn a_worker_is_wanted_for_every_so_many_visible_messages() {
    let (plan, packers) = backlog(scaled(SCALING));
    let story = plan.run(at(11));
    assert_eq!(decisions(&story), [(10, 1, 10, 98)], "two are taken by then");
    assert_eq!(story.workers(packers).count, 10);
    assert_eq!(story.workers(packers).busy, 10);
}

#[test]
fn the_limits_hold_whatever_the_backlog() {
    let limited = Scaling {
        min: 2,
        max: 5,
        ..SCALING
    };
    let (plan, packers) = backlog(scaled(limited));
    assert_eq!(plan.run(at(1)).workers(packers).wanted, 2);
    assert_eq!(plan.run(at(11)).workers(packers).wanted, 5);
    let story = plan.run(at(600));
    assert_eq!(story.workers(packers).finished, 100);
    assert_eq!(
        (story.workers(packers).wanted, story.workers(packers).count),
        (2, 2)
    );
}

#[test]
fn the_first_look_is_after_one_period_and_then_every_period() {
    let quick = Scaling {
        period: seconds(3),
        ..SCALING
    };
    let story = backlog(scaled(quick)).0.run(at(60));
    assert!(decisions(&story).iter().all(|(second, ..)| second % 3 == 0));
    assert_eq!(decisions(&story)[0].0, 3);
}

#[test]
fn nothing_more_is_added_within_the_cooldown() {
    let growing = |out_cooldown| {
        let mut plan = Plan::new(&[]);
        let shop = plan.producer(producer(5, 10_000));
        let orders = plan.queue(queue());
        let packers = plan.workers(Workers {
            scaling: Some(Scaling {
                out_cooldown,
                ..SCALING
            }),
            ..workers(1, seconds(100))
        });
        plan.link(shop, orders);
        plan.link(orders, packers);
        decisions(&plan.run(at(65)))
            .iter()
            .map(|(second, ..)| *second)
            .collect::<Vec<_>>()
    };
    assert_eq!(growing(seconds(0)), [10, 20, 30, 40, 50], "until there are 20");
    assert_eq!(growing(seconds(25)), [10, 40]);
}

#[test]
fn nobody_is_taken_away_within_the_cooldown_after_scaling_out_or_in() {
    let scaling = Scaling {
        in_cooldown: seconds(60),
        ..SCALING
    };
    let story = backlog(scaled(scaling)).0.run(at(600));
    let decisions = decisions(&story);
    assert_eq!(decisions[0].0, 10);
    assert!(decisions[1].1 > decisions[1].2, "the second is scaling in");
    assert!(
        decisions.windows(2).all(|pair| pair[1].0 >= pair[0].0 + 60),
        "{decisions:?}"
    );
}

#[test]
fn a_new_worker_counts_at_once_and_polls_after_its_start_up() {
    let slow = Scaling {
        start_up: seconds(7),
        ..SCALING
    };
    let (plan, packers) = backlog(scaled(slow));
    let story = plan.run(at(16));
    let figures = story.workers(packers);
    assert_eq!(
        (figures.wanted, figures.count, figures.starting, figures.busy),
        (10, 10, 9, 1)
    );
    let last = story.world.workers(packers).last().map(|view| view.doing);
    assert_eq!(last, Some(WorkerState::Starting { until: at(17) }));
    let story = plan.run(SimTime::from_millis(17_100));
    assert_eq!(story.workers(packers).busy, 10);
    assert_eq!(
        story.count(|kind| matches!(kind, EventKind::WorkerStarted { .. })),
        9
    );
}

#[test]
fn a_worker_that_is_one_too_many_finishes_what_it_holds() {
    let (plan, packers) = backlog(Workers {
        processing: sim::DurationLaw::Constant(seconds(15)),
        ..scaled(SCALING)
    });
    let story = plan.run(at(600));
    assert!(decisions(&story).iter().any(|(_, from, to, _)| to < from));
    assert_eq!(story.workers(packers).dropped, 0);
    assert_eq!(story.workers(packers).finished, 100);
}

#[test]
fn the_backlog_of_all_its_queues_counts() {
    let mut plan = Plan::new(&[]);
    let packers = plan.workers(Workers {
        scaling: Some(SCALING),
        ..workers(1, seconds(100))
    });
    for _ in 0..2 {
        let shop = plan.producer(producer(100, 40));
        let orders = plan.queue(queue());
        plan.link(shop, orders);
        plan.link(orders, packers);
    }
    assert_eq!(decisions(&plan.run(at(11))), [(10, 1, 8, 79)]);
}

#[test]
fn a_group_that_is_stopped_is_not_scaled() {
    let (mut plan, packers) = backlog(scaled(SCALING));
    plan.fault(at(5), Fault::Stop { part: packers });
    plan.fault(at(25), Fault::Start { part: packers });
    assert_eq!(
        decisions(&plan.run(at(31))).first().map(|(second, ..)| *second),
        Some(30)
    );
}

#[test]
fn without_auto_scaling_the_count_holds_again() {
    let (mut plan, packers) = backlog(scaled(SCALING));
    plan.edit(
        at(15),
        Edit::PutPart {
            id: packers,
            part: Part::Workers(workers(3, millis(100))),
        },
    );
    let story = plan.run(at(60));
    assert_eq!(
        (story.workers(packers).wanted, story.workers(packers).count),
        (3, 3)
    );
    assert_eq!(decisions(&story).len(), 1);
}
