//! Why something could not be opened.

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
        /// What figure, as the file calls it.
        what: String,
        /// What it is.
        value: u64,
        /// The limit that it breaks.
        limit: u64,
    },
    /// Two of its parts contradict each other.
    Inconsistent {
        /// In what way.
        what: String,
    },
}
