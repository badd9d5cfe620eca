//! The versions of the formats: which can be read, and which is written.

use super::DecodeProblem;

/// A version that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1,
    V2,
}

impl Version {
    /// The one that is written.
    pub(super) const WRITTEN: u8 = 2;

    /// The version that calls itself `number`.
    pub(super) fn of(number: u64) -> Result<Self, DecodeProblem> {
        match number {
            0 => Err(DecodeProblem::NotOurs),
            1 => Ok(Self::V1),
            2 => Ok(Self::V2),
            version => Err(DecodeProblem::Newer { version }),
        }
    }
}
