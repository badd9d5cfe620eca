//! Which links make sense, and what they mean.

use crate::sketch::{Part, PartId, Sketch};
use cloud::sqs::QueueKind;

/// What a link means, by what it joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Producer to queue: `SendMessage`.
    Send,
    /// Queue to workers: the workers poll the queue.
    Poll,
    /// Producer to server: a synchronous call.
    Call,
    /// Queue to queue: the second is the first one's dead-letter queue.
    DeadLetter,
}

/// Why two parts cannot be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum WiringProblem {
    /// One of them does not exist.
    NoSuchPart,
    /// Both are the same part.
    Itself,
    /// They are linked already.
    AlreadyLinked,
    /// Nothing flows into a producer.
    IntoProducer,
    /// Workers do not send on.
    OutOfWorkers,
    /// A server answers its caller and sends nothing on.
    OutOfServer,
    /// A producer reaches workers only through a queue.
    ProducerToWorkers,
    /// A queue does not push to a server.
    QueueToServer,
    /// A queue has one dead-letter queue.
    SecondDeadLetterQueue,
    /// A dead-letter queue must be of the same kind: `from` as given, `to` as found.
    DeadLetterKind { from: QueueKind, to: QueueKind },
    /// Dead-letter queues would lead round in a circle.
    DeadLetterCircle,
}

/// What a new link from `from` to `to` would mean in `sketch`, or why it makes no sense.
///
/// # Errors
/// The first [`WiringProblem`] that applies, in the order in which they are listed.
pub fn link_kind(sketch: &Sketch, from: PartId, to: PartId) -> Result<LinkKind, WiringProblem> {
    let (Some(source), Some(target)) = (sketch.parts.get(&from), sketch.parts.get(&to)) else {
        return Err(WiringProblem::NoSuchPart);
    };
    if from == to {
        return Err(WiringProblem::Itself);
    }
    if sketch
        .links
        .values()
        .any(|link| link.from == from && link.to == to)
    {
        return Err(WiringProblem::AlreadyLinked);
    }
    let kind = kind_between(source, target)?;
    match kind {
        LinkKind::DeadLetter if leads_to_a_queue(sketch, from) => Err(WiringProblem::SecondDeadLetterQueue),
        LinkKind::DeadLetter if dead_letters_reach(sketch, to, from) => Err(WiringProblem::DeadLetterCircle),
        kind => Ok(kind),
    }
}

/// What a link between two such parts means, whatever else is linked.
///
/// # Errors
/// The problem that lies in the two parts themselves.
pub fn kind_between(from: &Part, to: &Part) -> Result<LinkKind, WiringProblem> {
    match (from, to) {
        (_, Part::Producer(_)) => Err(WiringProblem::IntoProducer),
        (Part::Workers(_), _) => Err(WiringProblem::OutOfWorkers),
        (Part::Server(_), _) => Err(WiringProblem::OutOfServer),
        (Part::Producer(_), Part::Queue(_)) => Ok(LinkKind::Send),
        (Part::Producer(_), Part::Server(_)) => Ok(LinkKind::Call),
        (Part::Producer(_), Part::Workers(_)) => Err(WiringProblem::ProducerToWorkers),
        (Part::Queue(_), Part::Workers(_)) => Ok(LinkKind::Poll),
        (Part::Queue(_), Part::Server(_)) => Err(WiringProblem::QueueToServer),
        (Part::Queue(from), Part::Queue(to)) if from.kind == to.kind => Ok(LinkKind::DeadLetter),
        (Part::Queue(from), Part::Queue(to)) => Err(WiringProblem::DeadLetterKind {
            from: from.kind,
            to: to.kind,
        }),
    }
}

fn leads_to_a_queue(sketch: &Sketch, from: PartId) -> bool {
    sketch
        .links
        .values()
        .any(|link| link.from == from && matches!(sketch.parts.get(&link.to), Some(Part::Queue(_))))
}

/// Whether following dead-letter links from `start` comes to `goal`. Every queue has at most one, so this is a walk.
fn dead_letters_reach(sketch: &Sketch, start: PartId, goal: PartId) -> bool {
    let mut at = start;
    for _ in 0..=sketch.links.len() {
        if at == goal {
            return true;
        }
        let next = sketch
            .links
            .values()
            .find(|link| link.from == at && matches!(sketch.parts.get(&link.to), Some(Part::Queue(_))));
        match next {
            Some(link) => at = link.to,
            None => return false,
        }
    }
    false
}
