//! Why something could not be opened.

use crate::fields::FieldId;

/// See [`crate::words::Sentence::Decode`] for the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeProblem {
    /// It is something else altogether.
    NotOurs,
    /// It was made with a newer version.
    Newer {
        /// The version of its format.
        version: u64,
    },
    /// It is larger than anything that is made here.
    TooLarge,
    /// A part of it is missing or changed.
    Damaged,
    /// A file that is not well formed.
    DamagedFile {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What was expected.
        reason: String,
    },
    /// A figure is out of its range.
    OutOfRange {
        /// What figure.
        what: Figure,
        /// What it is.
        value: u64,
        /// The limit that it breaks.
        limit: u64,
    },
    /// Two of its parts contradict each other.
    Inconsistent {
        /// In what way.
        what: Contradiction,
    },
}

/// A figure is over what it may be in a file or link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    /// What figure.
    pub what: Figure,
    /// What it is.
    pub value: u64,
    /// What it may be at most.
    pub limit: u64,
}

impl From<Excess> for DecodeProblem {
    fn from(Excess { what, value, limit }: Excess) -> Self {
        Self::OutOfRange { what, value, limit }
    }
}

/// A figure of a file or link that has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is named after what it counts")]
pub enum Figure {
    Field(FieldId),
    Parts,
    Links,
    Notes,
    Guarantees,
    Inputs,
    Branches,
    Id,
    Title,
    Name,
    Heading,
    Note,
    /// The bytes of a script.
    Script,
    /// The bytes of all scripts.
    Scripts,
    Place,
    Zoom,
    Start,
    /// An instant, in nanoseconds.
    Time,
    /// The limit of a guarantee, in nanoseconds.
    Age,
    Pace,
    Zone,
    /// Requests that a throttled part takes per 1,000 seconds.
    Throttle,
    /// Added to the latency of a link, in nanoseconds.
    Delay,
    /// Added to what a link loses, in parts per million.
    Loss,
    /// Items sent by hand at once.
    Send,
    /// Items sent by hand in the whole log.
    Sends,
    /// Workers of all parts.
    Workers,
    /// Arrivals in all traces.
    Arrivals,
    /// Items a second of all producers.
    Rate,
    /// The whole of it in bytes, as it is written.
    Bytes,
}

/// How parts of a file or link contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is named after what is wrong")]
pub enum Contradiction {
    IdsOfPartsDoNotAscend,
    IdsOfLinksDoNotAscend,
    LogIsNotInOrder,
    IdsOfBranchesDoNotAscend,
    PerGroupWithoutGroupScope,
    TemplateNotUnderstood,
    NoSuchTrace,
    StepsAreNotInOrder,
    ClockTimeBeyondItsPeriod,
    FewestOverMost,
}
