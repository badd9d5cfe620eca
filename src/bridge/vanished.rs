//! What is not there any more since the frame before, and where it went: shown for a moment, and counted for good by the
//! figures of the same frame.

use serde::{Deserialize, Serialize};
use sim::{ItemId, LinkId, PartId};

use super::protocol::as_number;

/// Some messages that vanished alike, in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Vanished {
    pub(crate) kind: Vanishing,
    pub(crate) spot: Spot,
    /// How many.
    pub(crate) weight: u64,
    /// The last of them, if it is known.
    #[serde(with = "as_number::optional_item")]
    pub(crate) item: Option<ItemId>,
}

/// How something vanished. The rarer come first: they are the last to be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Vanishing {
    /// A request or an answer was lost on a link.
    Lost,
    /// A producer used up its attempts.
    GivenUp,
    /// A server had no room.
    TurnedAway,
    /// A message reached the end of its retention.
    Expired,
    /// A queue was purged.
    Purged,
    /// A FIFO queue had seen it before.
    Deduplicated,
    /// A message went down to the dead-letter queue.
    DeadLettered,
    /// A message was done with.
    Deleted,
}

/// Where something vanished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Spot {
    Part(#[serde(with = "as_number::part")] PartId),
    Link(#[serde(with = "as_number::link")] LinkId),
}
