//! Ten million messages pile up, and the queue is as quick as when it was empty.

use cloud::sqs::QueueKind;
use cloud::time::{SimDuration, SimTime};
use sim::{
    Batching, Chance, Direction, DurationLaw, EventKind, Guarantee, Operation, Part, PartId, Pattern,
    Producer, Rate, Run, Workers,
};

use super::claim::{Claim, Measured, broken_by, percentile, producer, queue};
use super::draft::{Draft, between, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "ten-million-wait",
    facts: &[FactId::Q4],
    title: SceneText::MillionsTitle,
    sentence: SceneText::MillionsSentence,
    try_this: SceneText::MillionsTry,
    project,
    until: seconds(110),
    speed: 10,
    is_long: true,
};

/// The ids that the parts get in [`project`], in its order.
const METERS: PartId = PartId(1);
const READINGS: PartId = PartId(2);
const SAMPLER: PartId = PartId(3);

const WAITING: u64 = 10_000_000;
/// What the sampler takes in the meantime, and some more.
const SAMPLED: u64 = 1_000;
/// For so long receives are watched, at first and at the end.
const WATCHED: SimDuration = seconds(20);
const TEN_MILLISECONDS: SimDuration = SimDuration::from_millis(10);

/// Requests and answers within a region.
const NEAR: Direction = Direction {
    latency: between(1, 4),
    loss: Chance::NEVER,
};

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let waiting = queue(run, READINGS).visible;
    let nothing_lost = !broken_by(run, Guarantee::NothingLost, METERS);
    let all = producer(run, METERS).accepted == WAITING + SAMPLED;
    let mut beginning = run.clone();
    // Until the first message is there, receives wait for it.
    beginning.seek_now(SimTime::from_secs(1));
    let [first, last] = [receives(beginning), receives(run.clone())];
    let enough = first.len() >= 10 && last.len() >= 10;
    let [first, last] = [first, last].map(|receives| percentile(receives, 99));
    vec![Claim {
        fact: Some(FactId::Q4),
        measured: Measured::Waiting { waiting, first, last },
        holds: waiting >= WAITING
            && all
            && nothing_lost
            && enough
            && first < TEN_MILLISECONDS
            && last < TEN_MILLISECONDS,
    }]
}

/// How long the sampler waited for each message that it asked for, from where the run is.
fn receives(mut run: Run) -> Vec<SimDuration> {
    let end = run.now() + WATCHED;
    let (mut receives, mut asked) = (Vec::new(), None);
    while run.step_forward(None).is_some_and(|event| event.at <= end) {
        for event in run.world().last_events() {
            match event.kind {
                EventKind::CallSent {
                    operation: Operation::ReceiveMessage,
                    ..
                } => asked = Some(event.at),
                EventKind::WorkStarted { workers: SAMPLER, .. } => {
                    receives.extend(asked.map(|asked| event.at.since(asked)));
                }
                _ => {}
            }
        }
    }
    receives
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::MillionsTitle, 4);
    draft.note(40, 40, SceneText::MillionsHeading, SceneText::MillionsNote);
    let meters = Producer {
        pattern: Pattern::Constant {
            rate: Rate::per_second(100_000),
        },
        limit: Some(WAITING + SAMPLED),
        body: "reading".into(),
        batches: Batching {
            messages: 10,
            linger: SimDuration::from_millis(200),
        },
        ..default_producer()
    };
    let meters = draft.part("Meters", 64, 128, Part::Producer(meters));
    let queue = draft.part(
        "readings",
        360,
        128,
        Part::Queue(default_queue(QueueKind::Standard)),
    );
    let sampler = Workers {
        count: 1,
        processing: DurationLaw::Constant(SimDuration::from_millis(500)),
        ..default_workers()
    };
    let sampler = draft.part("Sampler", 760, 128, Part::Workers(sampler));
    draft.link_with(meters, queue, NEAR, NEAR);
    draft.link_with(queue, sampler, NEAR, NEAR);
    draft.watch(&[Guarantee::NothingLost, Guarantee::AtLeastOnce]);
    draft.done()
}
