//! What the worker can be sent to find out beside the world that is shown, in slices, and what it reports.

use cloud::time::SimTime;
use serde::{Deserialize, Serialize};

use super::protocol::as_number;
use super::stops::Promise;

/// See the module. Another one takes the place of the one that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Errand {
    /// To stop.
    Nothing,
    /// A seed, from that of the project on, that breaks a guarantee by then, and the smallest run that does.
    Search {
        promise: Promise,
        #[serde(with = "as_number::time")]
        until: SimTime,
        seeds: u64,
    },
    /// How another project stands at an instant, beside the one that is shown.
    Compare {
        project: Vec<u8>,
        #[serde(with = "as_number::time")]
        at: SimTime,
    },
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Report {
    /// There is nothing to do.
    Idle,
    Tried {
        seeds: u64,
    },
    Shrinking {
        messages: u64,
    },
    /// No seed breaks the guarantee.
    NotFound,
    Found(Box<Found>),
    Comparing,
    Compared(Vec<Row>),
}

impl Report {
    /// Whether there is more to do.
    pub(crate) fn is_under_way(&self) -> bool {
        matches!(
            self,
            Self::Tried { .. } | Self::Shrinking { .. } | Self::Comparing
        )
    }
}

/// A seed that breaks a guarantee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    pub(crate) seed: u64,
    #[serde(with = "as_number::time")]
    pub(crate) at: SimTime,
    /// The smallest run that breaks it, as a project.
    pub(crate) smallest: Vec<u8>,
    #[serde(with = "as_number::time")]
    pub(crate) shown: SimTime,
    pub(crate) messages: u64,
    pub(crate) inputs: u64,
}

/// A line of a comparison, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) here: String,
    pub(crate) there: String,
}
