//! Two senders, one queue, and workers that share what is in it: more of them when there is more, fewer when there is less.

use std::collections::BTreeSet;

use cloud::sqs::QueueKind;
use cloud::time::SimDuration;
use sim::{
    Chance, Direction, DurationLaw, EventKind, Guarantee, Part, PartId, Pattern, Producer, Rate, Run,
    Scaling, Schedule, Step, Workers,
};

use super::claim::{Claim, Measured, broken_by, producer, replay, workers};
use super::draft::{Draft, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "workers-share-and-scale",
    facts: &[FactId::C5, FactId::Q7, FactId::Q8],
    title: SceneText::ScalingTitle,
    sentence: SceneText::ScalingSentence,
    try_this: SceneText::ScalingTry,
    project,
    until: seconds(MINUTES as u64 * 60),
    speed: 1,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const WEB: PartId = PartId(1);
const APP: PartId = PartId(2);
const WORKERS: PartId = PartId(4);
/// Requests and answers are quick, and can still be seen.
const NEAR: Direction = Direction {
    latency: DurationLaw::Constant(SimDuration::from_millis(200)),
    loss: Chance::NEVER,
};
const FEWEST: u32 = 4;
const MINUTES: usize = 6;

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let finally = workers(run, WORKERS).count.into();
    let [web, app] = [WEB, APP].map(|id| producer(run, id));
    let untouched = web.gave_up + app.gave_up == 0;
    let Work {
        by,
        in_minute,
        most_workers,
    } = work(run);
    let processed = in_minute.iter().sum();
    let (first, most) = (in_minute[0], in_minute.iter().copied().max().unwrap_or_default());
    let once_each = processed == web.produced + app.produced
        && [WEB, APP]
            .iter()
            .all(|&id| !broken_by(run, Guarantee::AtMostOnce, id));
    let from = u64::from(FEWEST);
    vec![
        Claim {
            fact: Some(FactId::C5),
            measured: Measured::Scaled {
                from,
                most: most_workers,
                finally,
            },
            holds: untouched && most_workers > 5 * from && finally == from,
        },
        Claim {
            fact: Some(FactId::Q7),
            measured: Measured::Shared {
                processed,
                workers: by,
                first,
                most,
            },
            holds: once_each && by > 5 && 2 * most > 3 * first,
        },
        Claim {
            fact: Some(FactId::Q8),
            measured: Measured::Senders {
                one: web.accepted,
                other: app.accepted,
                processed,
            },
            holds: web.accepted > 0 && app.accepted > 0 && processed == web.accepted + app.accepted,
        },
    ]
}

/// Who did how much when.
#[derive(Default)]
struct Work {
    /// So many different workers.
    by: u64,
    in_minute: [u64; MINUTES],
    most_workers: u64,
}

fn work(run: &mut Run) -> Work {
    let (mut work, mut who) = (Work::default(), BTreeSet::new());
    replay(run, |event| match event.kind {
        EventKind::WorkFinished { worker, .. } => {
            who.insert(worker);
            let minute = usize::try_from(event.at.as_secs() / 60).unwrap_or(usize::MAX);
            if let Some(count) = work.in_minute.get_mut(minute) {
                *count += 1;
            }
        }
        EventKind::ScaledTo { to, .. } => work.most_workers = work.most_workers.max(to.into()),
        _ => {}
    });
    work.by = who.len() as u64;
    work
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::ScalingTitle, 8);
    draft.note(40, 40, SceneText::ScalingHeading, SceneText::ScalingNote);
    let web = draft.part("Web site", 64, 112, Part::Producer(sender(Rate::per_second(1))));
    let app = draft.part("Mobile app", 64, 236, Part::Producer(sender(Rate(500))));
    let queue = draft.part(
        "orders",
        380,
        148,
        Part::Queue(default_queue(QueueKind::Standard)),
    );
    let packers = Workers {
        count: FEWEST,
        processing: DurationLaw::Constant(seconds(1)),
        scaling: Some(Scaling {
            min: FEWEST,
            max: 40,
            backlog_per_worker: 10,
            period: seconds(10),
            out_cooldown: seconds(10),
            in_cooldown: seconds(30),
            start_up: seconds(5),
        }),
        ..default_workers()
    };
    let packers = draft.part("Packers", 780, 172, Part::Workers(packers));
    for (from, to) in [(web, queue), (app, queue), (queue, packers)] {
        draft.link_with(from, to, NEAR, NEAR);
    }
    draft.watch(&[
        Guarantee::NothingLost,
        Guarantee::AtLeastOnce,
        Guarantee::AtMostOnce,
        Guarantee::OldestUnder(seconds(120)),
    ]);
    draft.done()
}

/// So many orders as a rule, and for a minute eight a second.
fn sender(usual: Rate) -> Producer {
    let step = |from, rate| Step {
        from: seconds(from),
        rate,
    };
    let schedule = Schedule::new(vec![
        step(0, usual),
        step(30, Rate::per_second(8)),
        step(90, usual),
        step(240, Rate(0)),
    ]);
    Producer {
        pattern: Pattern::Schedule {
            schedule,
            every: SimDuration::ZERO,
        },
        body: "order {n}".into(),
        ..default_producer()
    }
}
