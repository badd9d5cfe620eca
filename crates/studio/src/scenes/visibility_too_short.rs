//! Work takes eight seconds, the queue hides a message for five: it is handed out, and processed, a second time.

use cloud::sqs::QueueKind;
use sim::{DurationLaw, Guarantee, Part, Pattern, Producer, Queue, Rate, Workers};

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
};

fn project() -> Project {
    let mut draft = Draft::new(SceneText::VisibilityTitle, 5);
    draft.note(40, 40, SceneText::VisibilityHeading, SceneText::VisibilityNote);
    let orders = Producer {
        pattern: Pattern::Constant { rate: Rate(400) },
        limit: Some(20),
        body: "order {n}".into(),
        ..default_producer()
    };
    let orders = draft.part("Orders", 64, 154, Part::Producer(orders));
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
    let workers = draft.part("Invoicing", 760, 152, Part::Workers(workers));
    draft.link(orders, queue);
    draft.link(queue, workers);
    draft.watch(&[
        Guarantee::AtMostOnce,
        Guarantee::AtLeastOnce,
        Guarantee::NothingLost,
    ]);
    draft.done()
}
