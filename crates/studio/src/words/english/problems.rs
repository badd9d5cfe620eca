//! English: why something cannot be done, and what can be done instead.

use std::borrow::Cow;

use cloud::sqs::QueueKind;
use sim::wiring::WiringProblem;

use super::numbers::{long, number};
use crate::fields::{FieldProblem, Trouble};
use crate::format::DecodeProblem;

pub(super) fn wiring(problem: WiringProblem) -> Cow<'static, str> {
    match problem {
        WiringProblem::NoSuchPart => "This part is no longer there.".into(),
        WiringProblem::Itself => "A part cannot be connected to itself.".into(),
        WiringProblem::AlreadyLinked => "These two are connected already.".into(),
        WiringProblem::IntoProducer => {
            "Nothing flows into a producer: it makes messages, it takes none.".into()
        }
        WiringProblem::OutOfWorkers => {
            "Workers send nothing on: they process a message and delete it.".into()
        }
        WiringProblem::OutOfServer => "A web server answers its caller and sends nothing on.".into(),
        WiringProblem::ProducerToWorkers => {
            "Workers poll, they cannot be called: put a queue between, or call a web server.".into()
        }
        WiringProblem::QueueToServer => "SQS does not push: workers have to poll the queue.".into(),
        WiringProblem::SecondTarget => "A producer sends to one target. Delete the other wire first.".into(),
        WiringProblem::SecondDeadLetterQueue => {
            "A queue has one dead-letter queue. Delete the other wire first.".into()
        }
        WiringProblem::DeadLetterKind { from, to } => format!(
            "The dead-letter queue of a {} queue must be {} too, not {}.",
            kind(from),
            kind(from),
            kind(to)
        )
        .into(),
        WiringProblem::DeadLetterCircle => "Dead-letter queues must not lead round in a circle.".into(),
    }
}

pub(super) const fn kind(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::Standard => "standard",
        QueueKind::Fifo => "FIFO",
    }
}

pub(super) fn field(problem: &FieldProblem) -> String {
    let trouble = match &problem.trouble {
        Trouble::Over { value, limit } => format!("{} is over the limit of {}.", long(*value), long(*limit)),
        Trouble::Under { value, limit } => {
            format!("{} is under the minimum of {}.", long(*value), long(*limit))
        }
        Trouble::NotRead { typed, example } => {
            format!("“{typed}” is not understood here. Type it like {example}.")
        }
        Trouble::TooLong { characters, limit } => {
            format!(
                "{} characters are over the limit of {}.",
                number(*characters),
                number(*limit)
            )
        }
        Trouble::Empty => "This cannot be empty.".into(),
        Trouble::NeedsGroupScope => "perMessageGroupId needs DeduplicationScope = messageGroup.".into(),
        Trouble::NotHere => "This part has no such setting.".into(),
    };
    if problem.kept.is_empty() {
        trouble
    } else {
        format!("{trouble} Kept: {}.", problem.kept)
    }
}

pub(super) fn decode(problem: &DecodeProblem) -> Cow<'static, str> {
    match problem {
        DecodeProblem::NotOurs => "This is not a sketch made with Decouple.".into(),
        DecodeProblem::Newer { version } => {
            format!("This was made with a newer version of Decouple (format {version}). Reload the page and try again.").into()
        }
        DecodeProblem::TooLarge => "This is larger than any sketch can be, so it was not opened.".into(),
        DecodeProblem::Damaged => "This is damaged: a part of it is missing or changed. It was not opened.".into(),
        DecodeProblem::DamagedFile { line, column, reason } => {
            format!("This file is damaged at line {line}, column {column}: {reason}. It was not opened.").into()
        }
        DecodeProblem::OutOfRange { what, value, limit } => {
            format!("{what} is {}, beyond the limit of {}. It was not opened.", number(*value), number(*limit)).into()
        }
        DecodeProblem::Inconsistent { what } => format!("This contradicts itself: {what}. It was not opened.").into(),
    }
}
