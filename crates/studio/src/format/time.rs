//! Durations and instants: a number of nanoseconds in links, a text such as `1m30s` or `400ms` in files.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::amount::Unit;

/// Nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nanos(pub(super) u64);

/// In the largest unit that keeps it a whole number or, from a second on, as `cloud` writes it.
impl fmt::Display for Nanos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            nanos @ 1..1_000_000_000 if nanos.is_multiple_of(1_000_000) => {
                write!(f, "{}ms", nanos / 1_000_000)
            }
            nanos @ 1..1_000_000_000 if nanos.is_multiple_of(1_000) => write!(f, "{}us", nanos / 1_000),
            nanos @ 1..1_000_000_000 => write!(f, "{nanos}ns"),
            nanos => cloud::time::SimDuration::from_nanos(nanos).fmt(f),
        }
    }
}

impl Serialize for Nanos {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Nanos {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Written)
        } else {
            u64::deserialize(deserializer).map(Nanos)
        }
    }
}

struct Written;

impl Visitor<'_> for Written {
    type Value = Nanos;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a duration such as \"400ms\" or \"1m30s\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Nanos, E> {
        Unit::Nanos
            .parse(text)
            .map(Nanos)
            .ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}
