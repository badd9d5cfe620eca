//! Properties that are watched while the world runs. Each is a predicate over events; the first event that breaks it is kept.

use cloud::time::{SimDuration, SimTime};

use crate::item::ItemId;

/// What may be promised of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guarantee {
    /// No item is given up by its sender, expires, is purged, or is deleted without having been processed.
    NothingLost,
    /// Every item that a service accepted is processed at least once before it leaves.
    AtLeastOnce,
    /// No item is processed to the end twice.
    AtMostOnce,
    /// Items of one group (without groups: of one producer) are processed in the order in which they were made.
    InOrderPerGroup,
    /// No message reaches a dead-letter queue.
    DeadLetterQueueEmpty,
    /// No message waits longer than this, in any queue that is not a dead-letter queue.
    OldestUnder(SimDuration),
}

/// Where a guarantee stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not broken so far.
    Holds,
    /// Broken; this was the first time.
    Broken(Violation),
}

/// The event that broke a guarantee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// When.
    pub at: SimTime,
    /// The item it happened to.
    pub item: ItemId,
    /// The other item involved, if there is one: the later one that was processed before it.
    pub other: Option<ItemId>,
}
