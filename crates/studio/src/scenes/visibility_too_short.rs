//! Work takes eight seconds, the queue hides a message for five: it is handed out, and processed, a second time.

use cloud::sqs::QueueKind;
use sim::{DurationLaw, Guarantee, Part, PartId, Pattern, Producer, Queue, Rate, Run, Workers};

use super::claim::{Claim, Measured, broken_by, producer, workers};
use super::draft::{Draft, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "visibility-too-short",
    facts: &[FactId::Q5],
    title: SceneText::VisibilityTitle,
    sentence: SceneText::VisibilitySentence,
    try_this: SceneText::VisibilityTry,
    project,
    until: seconds(90),
    speed: 1,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const ORDERS: PartId = PartId(1);
const INVOICING: PartId = PartId(3);

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let (made, work) = (producer(run, ORDERS).produced, workers(run, INVOICING));
    let twice = broken_by(run, Guarantee::AtMostOnce, ORDERS);
    let none_lost =
        !broken_by(run, Guarantee::AtLeastOnce, ORDERS) && !broken_by(run, Guarantee::NothingLost, ORDERS);
    let measured = Measured::CameBack {
        received: work.taken,
        processed: work.finished,
        of: made,
    };
    vec![Claim {
        fact: Some(FactId::Q5),
        measured,
        holds: twice && none_lost && work.taken > made,
    }]
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::VisibilityTitle, 5);
    draft.note(40, 40, SceneText::VisibilityHeading, SceneText::VisibilityNote);
    let orders = Producer {
        pattern: Pattern::Constant { rate: Rate(400) },
        limit: Some(20),
        body: "order {n}".into(),
        ..default_producer()
    };
    let orders = draft.part("Orders", 64, 128, Part::Producer(orders));
    let queue = Queue {
        visibility_timeout: 5,
        ..default_queue(QueueKind::Standard)
    };
    let queue = draft.part("orders", 360, 128, Part::Queue(queue));
    let workers = Workers {
        count: 8,
        processing: DurationLaw::Constant(seconds(8)),
        ..default_workers()
    };
    let workers = draft.part("Invoicing", 760, 128, Part::Workers(workers));
    draft.link(orders, queue);
    draft.link(queue, workers);
    draft.watch(&[
        Guarantee::AtMostOnce,
        Guarantee::AtLeastOnce,
        Guarantee::NothingLost,
    ]);
    draft.done()
}
