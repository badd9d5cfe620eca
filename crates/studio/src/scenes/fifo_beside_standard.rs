//! The same orders of four customers through a standard queue and through a FIFO queue, over wires that lose answers.

use cloud::sqs::QueueKind;
use sim::{Chance, Direction, Guarantee, Part, PartId, Pattern, Producer, Rate, Run, Workers};

use super::claim::{Claim, Measured, copies, finished, producer};
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
    until: seconds(150),
    speed: 1,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order: producer and workers of each half.
const STANDARD: (PartId, PartId) = (PartId(1), PartId(3));
const FIFO: (PartId, PartId) = (PartId(4), PartId(6));
const CUSTOMERS: u32 = 4;

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let mut measure = |(orders, billing)| {
        let made = producer(run, orders).produced;
        let finished = finished(run, billing);
        let all = finished.len() as u64 >= made;
        (copies(&finished, CUSTOMERS.into(), made), all)
    };
    let ((standard, standard_all), (fifo, fifo_all)) = (measure(STANDARD), measure(FIFO));
    let is_exact = |measured| {
        matches!(
            measured,
            Measured::Copies {
                again: 0,
                in_order: true,
                ..
            }
        )
    };
    let is_loose = matches!(
        standard,
        Measured::Copies {
            again: 1..,
            in_order: false,
            ..
        }
    );
    vec![
        Claim {
            fact: Some(FactId::Q9),
            measured: standard,
            holds: standard_all && is_loose,
        },
        Claim {
            fact: Some(FactId::Q10),
            measured: fifo,
            holds: fifo_all && is_exact(fifo),
        },
    ]
}

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
        // Sixteen at a time, four of each customer: what overtakes does so within a group.
        pattern: Pattern::Burst {
            base: Rate(400),
            count: 16,
            over: seconds(2),
            first: seconds(3),
            every: seconds(24),
        },
        limit: Some(100),
        body: "order {n} of customer {group}".into(),
        group: format!("g{{n%{CUSTOMERS}+1}}").into(),
        ..default_producer()
    };
    let orders = draft.part(producer, 64, y, Part::Producer(orders));
    let queue = draft.part(queue, 360, y, Part::Queue(default_queue(kind)));
    let crew = Workers {
        count: 6,
        processing: between(500, 2_500),
        ..default_workers()
    };
    let crew = draft.part(workers, 760, y, Part::Workers(crew));
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
