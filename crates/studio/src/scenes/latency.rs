//! Within a region a message is published and received in milliseconds.

use std::collections::BTreeMap;

use cloud::sqs::QueueKind;
use cloud::time::SimDuration;
use sim::{
    Chance, Direction, DurationLaw, EventKind, Guarantee, Operation, Part, Pattern, Producer, Rate, Run,
    Workers,
};

use super::claim::{Claim, Measured, percentile, replay};
use super::draft::{Draft, between, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "latency",
    facts: &[FactId::Q6],
    title: SceneText::LatencyTitle,
    sentence: SceneText::LatencySentence,
    try_this: SceneText::LatencyTry,
    project,
    until: seconds(60),
    speed: 1,
    is_long: false,
};

const TEN_MILLISECONDS: SimDuration = SimDuration::from_millis(10);
const CLICKS: u64 = 1_000;

/// Requests and answers within a region.
const NEAR: Direction = Direction {
    latency: between(1, 4),
    loss: Chance::NEVER,
};

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let Times { publish, receive } = times(run);
    let all = [publish.len(), receive.len()] == [CLICKS as usize; 2];
    let (publish, receive) = (percentile(publish, 99), percentile(receive, 99));
    vec![Claim {
        fact: Some(FactId::Q6),
        measured: Measured::Latency { publish, receive },
        holds: all && publish < TEN_MILLISECONDS && receive < TEN_MILLISECONDS,
    }]
}

/// How long it took each message
#[derive(Default)]
struct Times {
    /// from the sender's request to the answer,
    publish: Vec<SimDuration>,
    /// and from its place in the queue into a worker's hands.
    receive: Vec<SimDuration>,
}

fn times(run: &mut Run) -> Times {
    let mut times = Times::default();
    let (mut requested, mut stored) = (BTreeMap::new(), BTreeMap::new());
    replay(run, |event| match event.kind {
        EventKind::CallSent {
            operation: Operation::SendMessage { item },
            ..
        } => {
            requested.insert(item, event.at);
        }
        EventKind::Accepted { item } => {
            times
                .publish
                .extend(requested.get(&item).map(|&at| event.at.since(at)));
        }
        EventKind::Sent { item, .. } => {
            stored.insert(item, event.at);
        }
        EventKind::WorkStarted { item, .. } => {
            times
                .receive
                .extend(stored.get(&item).map(|&at| event.at.since(at)));
        }
        _ => {}
    });
    times
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::LatencyTitle, 6);
    draft.note(40, 40, SceneText::LatencyHeading, SceneText::LatencyNote);
    let clicks = Producer {
        pattern: Pattern::Poisson {
            rate: Rate::per_second(20),
        },
        limit: Some(CLICKS),
        body: "click {n}".into(),
        ..default_producer()
    };
    let clicks = draft.part("Clicks", 64, 128, Part::Producer(clicks));
    let queue = draft.part(
        "clicks",
        360,
        128,
        Part::Queue(default_queue(QueueKind::Standard)),
    );
    let workers = Workers {
        count: 12,
        processing: DurationLaw::Constant(SimDuration::from_millis(20)),
        ..default_workers()
    };
    let workers = draft.part("Counters", 760, 128, Part::Workers(workers));
    draft.link_with(clicks, queue, NEAR, NEAR);
    draft.link_with(queue, workers, NEAR, NEAR);
    draft.watch(&[
        Guarantee::NothingLost,
        Guarantee::AtLeastOnce,
        Guarantee::OldestUnder(seconds(1)),
    ]);
    draft.done()
}
