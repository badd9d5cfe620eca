//! The same orders of four customers through a standard queue and through a FIFO queue, over wires that lose answers.

use cloud::sqs::QueueKind;
use sim::{Chance, Direction, DurationLaw, Guarantee, Part, Pattern, Producer, Rate, Workers};

use super::draft::{Draft, between, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_direction, default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "fifo-beside-standard",
    facts: &[FactId::Q9, FactId::Q10],
    title: SceneText::FifoTitle,
    sentence: SceneText::FifoSentence,
    try_this: SceneText::FifoTry,
    project,
    until: seconds(120),
    speed: 1,
};

fn project() -> Project {
    let mut draft = Draft::new(SceneText::FifoTitle, 10);
    draft.note(
        40,
        40,
        SceneText::FifoStandardHeading,
        SceneText::FifoStandardNote,
    );
    half(
        &mut draft,
        112,
        QueueKind::Standard,
        ["Orders", "orders", "Billing"],
    );
    draft.note(40, 288, SceneText::FifoFifoHeading, SceneText::FifoFifoNote);
    half(
        &mut draft,
        360,
        QueueKind::Fifo,
        ["The same orders", "orders.fifo", "Billing, in order"],
    );
    draft.watch(&[
        Guarantee::AtMostOnce,
        Guarantee::InOrderPerGroup,
        Guarantee::NothingLost,
    ]);
    draft.done()
}

fn half(draft: &mut Draft, y: i32, kind: QueueKind, [producer, queue, workers]: [&str; 3]) {
    let orders = Producer {
        pattern: Pattern::Constant { rate: Rate(1_500) },
        limit: Some(120),
        body: "order {n} of customer {group}".into(),
        groups: 4,
        ..default_producer()
    };
    let orders = draft.part(producer, 64, y + 26, Part::Producer(orders));
    let queue = draft.part(queue, 360, y, Part::Queue(default_queue(kind)));
    let crew = Workers {
        count: 6,
        processing: DurationLaw::Constant(seconds(1)),
        ..default_workers()
    };
    let crew = draft.part(workers, 760, y + 24, Part::Workers(crew));
    // What is sent arrives in the order in which it was sent; what is received does not.
    let even = default_direction();
    let losing_answers = Direction {
        loss: Chance::percent(8),
        ..even
    };
    let jittery = Direction {
        latency: between(300, 1_200),
        loss: Chance::NEVER,
    };
    draft.link_with(orders, queue, even, losing_answers);
    draft.link_with(queue, crew, jittery, jittery);
}
