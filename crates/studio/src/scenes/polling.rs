//! Two pairs of workers wait for the same rare orders: one asks again and again, the other keeps its question open.

use cloud::sqs::QueueKind;
use sim::{DurationLaw, Guarantee, Part, PartId, Pattern, Polling, Producer, Rate, Run, Workers};

use super::Scene;
use super::claim::{Claim, Measured, queue, workers};
use super::draft::{Draft, seconds};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "short-and-long-polling",
    facts: &[],
    title: SceneText::PollingTitle,
    sentence: SceneText::PollingSentence,
    try_this: SceneText::PollingTry,
    project,
    until: seconds(300),
    speed: 10,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const SHORT_QUEUE: PartId = PartId(2);
const SHORT_WORKERS: PartId = PartId(3);
const LONG_QUEUE: PartId = PartId(5);
const LONG_WORKERS: PartId = PartId(6);
const ORDERS: u64 = 50;

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let [short, long] = [SHORT_QUEUE, LONG_QUEUE].map(|id| queue(run, id).empty_receives);
    let all_done = [SHORT_WORKERS, LONG_WORKERS].map(|id| workers(run, id).finished) == [ORDERS; 2];
    vec![Claim {
        fact: None,
        measured: Measured::EmptyReceives {
            short,
            long,
            of: ORDERS,
        },
        holds: all_done && short > 5 * long,
    }]
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::PollingTitle, 21);
    draft.note(
        40,
        40,
        SceneText::PollingShortHeading,
        SceneText::PollingShortNote,
    );
    let short = Polling::Short { pause: seconds(1) };
    row(
        &mut draft,
        104,
        ["Orders", "asked-often", "Impatient workers"],
        short,
    );
    draft.note(40, 264, SceneText::PollingLongHeading, SceneText::PollingLongNote);
    let long = Polling::Long {
        wait_time_seconds: 20,
    };
    row(
        &mut draft,
        328,
        ["The same orders", "asked-once", "Patient workers"],
        long,
    );
    draft.watch(&[Guarantee::NothingLost, Guarantee::AtLeastOnce]);
    draft.done()
}

fn row(draft: &mut Draft, y: i32, names: [&str; 3], polling: Polling) {
    let orders = Producer {
        pattern: Pattern::Constant { rate: Rate(200) },
        limit: Some(ORDERS),
        body: "order {n}".into(),
        ..default_producer()
    };
    let workers = Workers {
        polling,
        processing: DurationLaw::Constant(seconds(1)),
        ..default_workers()
    };
    let orders = draft.part(names[0], 64, y, Part::Producer(orders));
    let queue = draft.part(names[1], 360, y, Part::Queue(default_queue(QueueKind::Standard)));
    let workers = draft.part(names[2], 760, y, Part::Workers(workers));
    draft.link(orders, queue);
    draft.link(queue, workers);
}
