//! English: why something cannot be done, and what can be done instead.

use std::borrow::Cow;

use cloud::sqs::QueueKind;
use sim::template::TemplateProblem;
use sim::wiring::WiringProblem;

use super::fields;
use super::numbers::{long, number};
use crate::amount::Unit;
use crate::fields::{Expected, FieldProblem, Trouble};
use crate::format::{Contradiction, DecodeProblem, Excess, Figure};

pub(super) fn wiring(problem: WiringProblem) -> Cow<'static, str> {
    match problem {
        WiringProblem::NoSuchPart => "This part is not in your drawing.".into(),
        WiringProblem::Itself => "A part cannot be connected to itself.".into(),
        WiringProblem::AlreadyLinked => "These two are connected already.".into(),
        WiringProblem::IntoProducer => {
            "Nothing flows into a producer: it makes messages, it takes none.".into()
        }
        WiringProblem::OutOfWorkers => {
            "Workers send nothing on: they process a message and delete it.".into()
        }
        WiringProblem::ServerToWorkers => {
            "Workers poll, a web server cannot call them: put a queue between, or call another server.".into()
        }
        WiringProblem::CallCircle => {
            "These servers would wait for each other in a circle, each keeping a place: put a queue between two of them."
                .into()
        }
        WiringProblem::ProducerToWorkers => {
            "Workers poll, they cannot be called: put a queue between, or call a web server.".into()
        }
        WiringProblem::QueueToServer => "SQS does not push: workers have to poll the queue.".into(),
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
        WiringProblem::RedriveNotAllowed => {
            "The RedriveAllowPolicy of the dead-letter queue does not allow this queue: name it there, or set allowAll.".into()
        }
    }
}

pub(super) const fn kind(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::Standard => "standard",
        QueueKind::Fifo => "FIFO",
    }
}

pub(super) fn field(problem: &FieldProblem) -> String {
    let trouble = trouble(&problem.trouble);
    match problem.kept {
        None => trouble,
        Some(kept) => format!("{trouble} Kept: {}.", long(kept)),
    }
}

fn trouble(of: &Trouble) -> String {
    match of {
        Trouble::Over { value, limit } => format!("{} is over the limit of {}.", long(*value), long(*limit)),
        Trouble::Under { value, limit } => {
            format!("{} is under the minimum of {}.", long(*value), long(*limit))
        }
        Trouble::NotRead { typed, expected } => {
            let example = match expected {
                Expected::Figure(unit) => example(*unit),
                Expected::Key(key) => key,
                Expected::Step => "1 min: 100/s",
                Expected::Arrival => "12.5, 2 min or 2026-11-20T10:00:12.5Z",
                Expected::Instant => "2026-11-20T10:00:12.5Z",
            };
            format!("“{typed}” is not understood here. Type it like {example}.")
        }
        Trouble::TooLong { characters, limit } => {
            format!(
                "{} characters are over the limit of {}.",
                number(*characters),
                number(*limit)
            )
        }
        Trouble::Template { problem } => template(problem),
        Trouble::Empty => "This cannot be empty.".into(),
        Trouble::NeedsGroupScope => "perMessageGroupId needs DeduplicationScope = messageGroup.".into(),
        Trouble::OnLine { line, trouble: of } => format!("Line {}: {}", number(*line), trouble(of)),
        Trouble::TooManyLines { lines, limit } => {
            format!(
                "{} lines are over the limit of {}.",
                number(*lines),
                number(*limit)
            )
        }
        Trouble::NotAfter { value, before } => {
            format!("{} does not come after {}.", long(*value), long(*before))
        }
        Trouble::NoSuchQueue { typed } => {
            format!("No queue is called “{typed}”. Type names as they stand on the canvas.")
        }
        Trouble::RedriveNotAllowed => wiring(WiringProblem::RedriveNotAllowed).into(),
        Trouble::Excess { excess: of } => excess(*of),
        Trouble::NotHere => "This part has no such setting.".into(),
    }
}

fn template(problem: &TemplateProblem) -> String {
    match problem {
        TemplateProblem::Unknown { placeholder } => format!(
            "“{placeholder}” is not understood here. Type it like {{n}}, {{n%10}}, {{n/2}}, {{n+1}}, {{random 1..5}}, \
             {{producer}} or {{group}}, and a brace as {{{{}}."
        ),
        TemplateProblem::DividesByZero { placeholder } => {
            format!("“{placeholder}” divides by zero. Divide by 1 or more.")
        }
        TemplateProblem::EmptyRange { placeholder } => {
            format!("“{placeholder}” ends before it begins. Put the smaller number first.")
        }
        TemplateProblem::GroupInGroup => "A group id cannot contain {group}. Use {n%10} or {n/10}.".into(),
        TemplateProblem::NotInAnId { character } => format!(
            "“{character}” cannot be in an id: AWS takes up to 128 letters, digits and punctuation marks, without spaces."
        ),
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
            format!("{} is {}, beyond the limit of {}. It was not opened.", figure(*what), number(*value), number(*limit)).into()
        }
        DecodeProblem::Inconsistent { what } => format!("This contradicts itself: {}. It was not opened.", contradiction(*what)).into(),
    }
}

/// What was not done, and the way out: of a log that has grown too long, only beginning anew leads.
pub(super) fn excess(Excess { what, value, limit }: Excess) -> String {
    let way_out = match what {
        Figure::Inputs | Figure::Sends | Figure::Time | Figure::Bytes => "Reset empties the log.",
        _ => "Take something away first.",
    };
    format!(
        "{} would be {}, over the limit of {}, so nothing was changed. {way_out}",
        figure(what),
        number(value),
        number(limit)
    )
}

const fn figure(figure: Figure) -> &'static str {
    match figure {
        Figure::Field(field) => fields::name(field),
        Figure::Parts => "The number of parts",
        Figure::Links => "The number of wires",
        Figure::Notes => "The number of notes",
        Figure::Guarantees => "The number of guarantees",
        Figure::Branches => "The number of branches",
        Figure::Inputs => "The length of the log",
        Figure::Id => "The id of a part or wire",
        Figure::Title => "The length of the title",
        Figure::Name => "The length of a name",
        Figure::Heading => "The length of a heading",
        Figure::Note => "The length of a note",
        Figure::Script => "The length of a script in bytes",
        Figure::Scripts => "The length of all scripts in bytes",
        Figure::Place => "The distance of something from the middle",
        Figure::Zoom => "The zoom in percent",
        Figure::Start => "The start in seconds since 1970",
        Figure::Time => "A time in nanoseconds",
        Figure::Age => "The age of a guarantee in nanoseconds",
        Figure::Throttle => "The rate that a part is throttled to, per 1,000 seconds",
        Figure::Delay => "The delay added to a wire in nanoseconds",
        Figure::Loss => "The loss added to a wire in parts per million",
        Figure::Zone => "The number of an Availability Zone",
        Figure::Pace => "The pace of a part in percent",
        Figure::Send => "The number of messages sent by hand at once",
        Figure::Sends => "The number of messages sent by hand",
        Figure::Workers => "The number of workers of all parts",
        Figure::Arrivals => "The number of arrivals in all traces",
        Figure::Rate => "The number of messages a second of all producers",
        Figure::Bytes => "The length of everything in bytes",
    }
}

const fn contradiction(contradiction: Contradiction) -> &'static str {
    match contradiction {
        Contradiction::IdsOfPartsDoNotAscend => "the ids of the parts do not ascend",
        Contradiction::IdsOfLinksDoNotAscend => "the ids of the wires do not ascend",
        Contradiction::IdsOfBranchesDoNotAscend => "its branches are not in the order of their ids",
        Contradiction::LogIsNotInOrder => "the log is not in the order of time",
        Contradiction::PerGroupWithoutGroupScope => {
            "FifoThroughputLimit is perMessageGroupId without DeduplicationScope messageGroup"
        }
        Contradiction::NoSuchTrace => "a producer replays a trace that is not there",
        Contradiction::StepsAreNotInOrder => "the steps of a schedule are not in the order of time",
        Contradiction::ClockTimeBeyondItsPeriod => {
            "a clock time is beyond the minute, hour or day that it is in"
        }
        Contradiction::FewestOverMost => "the fewest workers are more than the most",
        Contradiction::TemplateNotUnderstood => "a body or an id contains a placeholder that does not exist",
    }
}

/// What can be typed for a figure.
const fn example(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "1,000",
        Unit::Seconds => "30 s or 4 d",
        Unit::Nanos => "200 ms or 2 min",
        Unit::Bytes => "256 KiB",
        Unit::Chance | Unit::Percent => "2.5 %",
        Unit::Rate => "10/s or 30/min",
    }
}
