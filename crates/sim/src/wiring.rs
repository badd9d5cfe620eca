//! Which links make sense, and what they mean.

use std::collections::{BTreeMap, BTreeSet};

use cloud::sqs::QueueKind;

use crate::sketch::{Link, Part, PartId, Sketch};

/// What a link means, by what it joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Producer or server to queue: `SendMessage`.
    Send,
    /// Queue to workers: the workers poll the queue.
    Poll,
    /// Producer or server to server: a synchronous call.
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
    /// A server reaches workers only through a queue.
    ServerToWorkers,
    /// A producer reaches workers only through a queue.
    ProducerToWorkers,
    /// A queue does not push to a server.
    QueueToServer,
    /// Servers would call each other round in a circle: each would keep a place for an answer that needs another place.
    CallCircle,
    /// A queue has one dead-letter queue.
    SecondDeadLetterQueue,
    /// A dead-letter queue must be of the same kind: `from` as given, `to` as found.
    DeadLetterKind { from: QueueKind, to: QueueKind },
    /// Dead-letter queues would lead round in a circle.
    DeadLetterCircle,
    /// The `RedriveAllowPolicy` of the dead-letter queue does not allow this source.
    RedriveNotAllowed,
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
        LinkKind::Call if calls_reach(sketch, to, from) => Err(WiringProblem::CallCircle),
        LinkKind::DeadLetter if leads_to_a_queue(sketch, from) => Err(WiringProblem::SecondDeadLetterQueue),
        LinkKind::DeadLetter if dead_letters_reach(sketch, to, from) => Err(WiringProblem::DeadLetterCircle),
        LinkKind::DeadLetter if !allows(target, from) => Err(WiringProblem::RedriveNotAllowed),
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
        (Part::Producer(_) | Part::Server(_), Part::Queue(_)) => Ok(LinkKind::Send),
        (Part::Producer(_) | Part::Server(_), Part::Server(_)) => Ok(LinkKind::Call),
        (Part::Server(_), Part::Workers(_)) => Err(WiringProblem::ServerToWorkers),
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

/// Whether a link leads to a dead-letter queue that does not allow it. What was set before goes on, but SQS takes no other redrive
/// policy.
pub fn is_denied(sketch: &Sketch, link: &Link) -> bool {
    let (source, target) = (sketch.parts.get(&link.from), sketch.parts.get(&link.to));
    let ends = source.zip(target);
    ends.is_some_and(|(source, target)| {
        kind_between(source, target) == Ok(LinkKind::DeadLetter) && !allows(target, link.from)
    })
}

fn allows(target: &Part, source: PartId) -> bool {
    match target {
        Part::Queue(queue) => queue.redrive_allow.allows(source),
        _ => true,
    }
}

/// Whether following calls from `start` comes to `goal`.
fn calls_reach(sketch: &Sketch, start: PartId, goal: PartId) -> bool {
    let is_server = |part: PartId| matches!(sketch.parts.get(&part), Some(Part::Server(_)));
    let calls = sketch.links.values();
    let calls = calls.filter(|link| is_server(link.from) && is_server(link.to));
    let mut called: BTreeMap<PartId, Vec<PartId>> = BTreeMap::new();
    for link in calls {
        called.entry(link.from).or_default().push(link.to);
    }
    reaches(&called, start, goal)
}

/// Whether a way along these steps leads from `start` to `goal`.
pub(crate) fn reaches(steps: &BTreeMap<PartId, Vec<PartId>>, start: PartId, goal: PartId) -> bool {
    let (mut seen, mut ahead) = (BTreeSet::new(), vec![start]);
    while let Some(at) = ahead.pop() {
        if at == goal {
            return true;
        }
        if seen.insert(at) {
            ahead.extend(steps.get(&at).into_iter().flatten());
        }
    }
    false
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
