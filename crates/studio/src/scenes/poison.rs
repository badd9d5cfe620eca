//! Some messages can never be processed: without a dead-letter queue they come back for as long as they are kept.

use cloud::sqs::QueueKind;
use cloud::time::SimDuration;
use sim::{DurationLaw, Guarantee, Part, PartId, Pattern, Producer, Queue, Rate, Run, Workers};

use super::Scene;
use super::claim::{Claim, Measured, queue, workers};
use super::draft::{Draft, seconds};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "poison-message",
    facts: &[],
    title: SceneText::PoisonTitle,
    sentence: SceneText::PoisonSentence,
    try_this: SceneText::PoisonTry,
    project,
    until: seconds(180),
    speed: 1,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const WITHOUT: PartId = PartId(3);
const WITH: PartId = PartId(6);
const DEAD_LETTERS: PartId = PartId(7);
const INVOICES: u64 = 60;
const POISON_EVERY: u32 = 10;
const RECEIVES: u32 = 3;

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let [without, with] = [WITHOUT, WITH].map(|id| workers(run, id));
    let moved = queue(run, DEAD_LETTERS).present();
    let poison = INVOICES / u64::from(POISON_EVERY);
    let all_others_done = [without, with].map(|side| side.finished) == [INVOICES - poison; 2];
    vec![Claim {
        fact: None,
        measured: Measured::Poison {
            without: without.failed,
            with: with.failed,
            moved,
        },
        holds: all_others_done
            && moved == poison
            && with.failed == poison * u64::from(RECEIVES)
            && without.failed > 2 * with.failed,
    }]
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::PoisonTitle, 13);
    draft.note(
        40,
        40,
        SceneText::PoisonWithoutHeading,
        SceneText::PoisonWithoutNote,
    );
    row(&mut draft, 104, ["Invoices", "invoices", "Printers"]);
    draft.note(40, 264, SceneText::PoisonWithHeading, SceneText::PoisonWithNote);
    let invoices = row(
        &mut draft,
        328,
        ["The same invoices", "same-invoices", "The same printers"],
    );
    let dead = Part::Queue(default_queue(QueueKind::Standard));
    let dead = draft.part("invoices-dead", 360, 500, dead);
    draft.link(invoices, dead);
    draft.watch(&[Guarantee::NothingLost, Guarantee::AtLeastOnce]);
    draft.done()
}

/// Gives the queue.
fn row(draft: &mut Draft, y: i32, names: [&str; 3]) -> PartId {
    let invoices = Producer {
        pattern: Pattern::Constant {
            rate: Rate::per_second(1),
        },
        limit: Some(INVOICES),
        body: "invoice {n}".into(),
        poison_every: POISON_EVERY,
        ..default_producer()
    };
    let queue = Queue {
        visibility_timeout: 10,
        max_receive_count: RECEIVES,
        ..default_queue(QueueKind::Standard)
    };
    let printers = Workers {
        count: 3,
        processing: DurationLaw::Constant(SimDuration::from_millis(1_500)),
        ..default_workers()
    };
    let invoices = draft.part(names[0], 64, y, Part::Producer(invoices));
    let queue = draft.part(names[1], 360, y, Part::Queue(queue));
    let printers = draft.part(names[2], 760, y, Part::Workers(printers));
    draft.link(invoices, queue);
    draft.link(queue, printers);
    queue
}
