//! The back end goes down for forty seconds; bookings keep being accepted, and none is lost.

use cloud::sqs::QueueKind;
use cloud::time::SimTime;
use sim::{Fault, Guarantee, Input, InputKind, Part, PartId, Pattern, Producer, Rate, Run, Workers};

use super::claim::{Claim, Measured, broken_by, producer, workers};
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
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const SITE: PartId = PartId(1);
const BACK_END: PartId = PartId(3);
const DOWN_FROM: SimTime = SimTime::from_secs(20);
const DOWN_UNTIL: SimTime = SimTime::from_secs(60);

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let end = run.now();
    let (made, processed) = (producer(run, SITE), workers(run, BACK_END).finished);
    let nothing_lost = !broken_by(run, Guarantee::NothingLost, SITE);
    let mut so_far = |at| {
        run.seek_now(at);
        (producer(run, SITE).accepted, workers(run, BACK_END).finished)
    };
    let (before, after) = (so_far(DOWN_FROM), so_far(DOWN_UNTIL));
    run.seek_now(end);
    let meanwhile = Measured::AcceptedMeanwhile {
        accepted: after.0 - before.0,
        processed: after.1 - before.1,
    };
    let went_on = after.0 - before.0 >= 30 && after.1 == before.1;
    let in_the_end = Measured::Processed {
        processed,
        of: made.produced,
        gave_up: made.gave_up,
    };
    vec![
        Claim {
            fact: Some(FactId::C4),
            measured: in_the_end,
            holds: went_on && nothing_lost && made.gave_up == 0 && processed >= made.produced,
        },
        Claim {
            fact: Some(FactId::Q12),
            measured: meanwhile,
            holds: went_on,
        },
    ]
}

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
    let site = draft.part("Booking site", 64, 128, Part::Producer(site));
    let queue = draft.part(
        "cancellations",
        360,
        128,
        Part::Queue(default_queue(QueueKind::Standard)),
    );
    let back_end = draft.part(
        "Back end",
        760,
        128,
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
