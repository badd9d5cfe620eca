//! The load grows twenty thousand times, and the sketch stays as it is.

use cloud::sqs::QueueKind;
use cloud::time::{SimDuration, SimTime};
use sim::{
    Chance, Concurrency, Direction, DurationLaw, Guarantee, Part, PartId, Pattern, Producer, Rate, Run,
    Workers,
};

use super::claim::{Claim, Measured, broken_by, producer};
use super::draft::{Draft, between, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "one-to-twenty-thousand",
    facts: &[FactId::Q2],
    title: SceneText::RampTitle,
    sentence: SceneText::RampSentence,
    try_this: SceneText::RampTry,
    project,
    until: seconds(24),
    speed: 1,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const SENSORS: PartId = PartId(1);
const MOST: u64 = 20_000;

/// Requests and answers within a region.
const NEAR: Direction = Direction {
    latency: between(2, 8),
    loss: Chance::NEVER,
};

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let end = run.now();
    let gave_up = producer(run, SENSORS).gave_up;
    let nothing_lost = !broken_by(run, Guarantee::NothingLost, SENSORS);
    let last_but_one = SimTime::ZERO + (end.since(SimTime::ZERO) - seconds(1));
    let [first, before, all] = [SimTime::from_secs(1), last_but_one, end].map(|at| {
        run.seek_now(at);
        producer(run, SENSORS).accepted
    });
    let last = all - before;
    vec![Claim {
        fact: Some(FactId::Q2),
        measured: Measured::Rates { first, last, gave_up },
        holds: nothing_lost && gave_up == 0 && last > MOST * 99 / 100 && first < MOST / 10,
    }]
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::RampTitle, 2);
    draft.note(40, 40, SceneText::RampHeading, SceneText::RampNote);
    let sensors = Producer {
        pattern: Pattern::Ramp {
            from: Rate::per_second(1),
            to: Rate::per_second(MOST),
            over: seconds(20),
        },
        body: "reading".into(),
        ..default_producer()
    };
    let sensors = draft.part("Sensors", 64, 128, Part::Producer(sensors));
    let queue = draft.part(
        "readings",
        360,
        128,
        Part::Queue(default_queue(QueueKind::Standard)),
    );
    let workers = Workers {
        count: 600,
        batch: 10,
        concurrency: Concurrency::UpTo(10),
        processing: DurationLaw::Constant(SimDuration::from_millis(100)),
        ..default_workers()
    };
    let workers = draft.part("Readers", 760, 128, Part::Workers(workers));
    draft.link_with(sensors, queue, NEAR, NEAR);
    draft.link_with(queue, workers, NEAR, NEAR);
    draft.watch(&[Guarantee::NothingLost, Guarantee::AtLeastOnce]);
    draft.done()
}
