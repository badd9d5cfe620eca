//! Lists that are read no further than they may be long: a few bytes of a link can claim a great many entries, each of which
//! takes a hundred times their room once it is read.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use super::check::{MAX_GUARANTEES, MAX_INPUTS, MAX_LINKS, MAX_NOTES, MAX_PARTS};
use crate::branch::MAX_BRANCHES;

/// Work of earlier days may be beyond the limits, which whoever changes it keeps today. It is read up to here.
const LEEWAY: usize = 2;

pub(super) const PARTS: usize = LEEWAY * MAX_PARTS;
pub(super) const LINKS: usize = LEEWAY * MAX_LINKS;
pub(super) const NOTES: usize = LEEWAY * MAX_NOTES;
pub(super) const GUARANTEES: usize = LEEWAY * MAX_GUARANTEES;
pub(super) const INPUTS: usize = LEEWAY * MAX_INPUTS;
pub(super) const BRANCHES: usize = LEEWAY * MAX_BRANCHES;
/// Each input may put a part that replays another one.
pub(super) const TRACES: usize = LEEWAY * (MAX_PARTS + MAX_BRANCHES * MAX_INPUTS);

/// A list of at most `MOST` entries; at the next one reading ends with an error.
pub(super) fn of<'de, D, T, const MOST: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_seq(List {
        most: MOST,
        of: PhantomData,
    })
}

struct List<T> {
    most: usize,
    of: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {} entries", self.most)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element()? {
            if list.len() == self.most {
                return Err(A::Error::invalid_length(self.most + 1, &self));
            }
            list.push(entry);
        }
        Ok(list)
    }
}
