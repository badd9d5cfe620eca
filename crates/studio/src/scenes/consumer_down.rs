//! The back end goes down for forty seconds; bookings keep being accepted, and none is lost.

use cloud::sqs::QueueKind;
use cloud::time::SimTime;
use sim::{Fault, Guarantee, Input, InputKind, Part, PartId, Pattern, Producer, Rate, Workers};

use super::draft::{Draft, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "consumer-down",
    facts: &[FactId::C4, FactId::Q12],
    title: SceneText::DownTitle,
    sentence: SceneText::DownSentence,
    try_this: SceneText::DownTry,
    project,
    until: seconds(150),
    speed: 1,
};

const BACK_END: PartId = PartId(3);
const DOWN_FROM: SimTime = SimTime::from_secs(20);
const DOWN_UNTIL: SimTime = SimTime::from_secs(60);

fn project() -> Project {
    let mut draft = Draft::new(SceneText::DownTitle, 12);
    draft.note(40, 40, SceneText::DownHeading, SceneText::DownNote);
    let site = Producer {
        pattern: Pattern::Constant {
            rate: Rate::per_second(1),
        },
        limit: Some(90),
        body: "cancellation {n}".into(),
        ..default_producer()
    };
    let site = draft.part("Booking site", 64, 154, Part::Producer(site));
    let queue = draft.part(
        "cancellations",
        360,
        128,
        Part::Queue(default_queue(QueueKind::Standard)),
    );
    let back_end = draft.part(
        "Back end",
        760,
        152,
        Part::Workers(Workers {
            count: 6,
            ..default_workers()
        }),
    );
    let failed = draft.part(
        "cancellations-failed",
        360,
        300,
        Part::Queue(default_queue(QueueKind::Standard)),
    );
    draft.link(site, queue);
    draft.link(queue, back_end);
    draft.link(queue, failed);
    draft.watch(&[
        Guarantee::NothingLost,
        Guarantee::AtLeastOnce,
        Guarantee::OldestUnder(seconds(30)),
    ]);
    draft.input(Input {
        at: DOWN_FROM,
        kind: InputKind::Fault(Fault::Stop { part: BACK_END }),
    });
    draft.input(Input {
        at: DOWN_UNTIL,
        kind: InputKind::Fault(Fault::Start { part: BACK_END }),
    });
    draft.done()
}
