//! Breakpoints as they travel to the worker: [`sim::Predicate`] in numbers.

use cloud::time::SimDuration;
use serde::{Deserialize, Serialize};
use sim::{Guarantee, LinkId, Occurrence, PartId, Predicate, Selection};

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stop {
    Broken(Promise),
    Backlog { queue: u32, messages: u64 },
    Happens { what: Sort, to: Option<Place> },
}

/// A [`Guarantee`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Promise {
    NothingLost,
    AtLeastOnce,
    AtMostOnce,
    InOrderPerGroup,
    DeadLetterQueueEmpty,
    OldestUnder { nanos: u64 },
}

/// An [`Occurrence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sort {
    Anything,
    DeadLettered,
    Expired,
    ReceivedAgain,
    Returned,
    CallFailed,
}

/// A [`Selection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Place {
    Part(u32),
    Link(u32),
    Item(u64),
}

impl From<Predicate> for Stop {
    fn from(predicate: Predicate) -> Self {
        match predicate {
            Predicate::Broken(guarantee) => Self::Broken(guarantee.into()),
            Predicate::Backlog { queue, messages } => Self::Backlog {
                queue: queue.0,
                messages,
            },
            Predicate::Happens { what, to } => Self::Happens {
                what: what.into(),
                to: to.map(Into::into),
            },
        }
    }
}

impl From<Stop> for Predicate {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Broken(promise) => Self::Broken(promise.into()),
            Stop::Backlog { queue, messages } => Self::Backlog {
                queue: PartId(queue),
                messages,
            },
            Stop::Happens { what, to } => Self::Happens {
                what: what.into(),
                to: to.map(Into::into),
            },
        }
    }
}

impl From<Guarantee> for Promise {
    fn from(guarantee: Guarantee) -> Self {
        match guarantee {
            Guarantee::NothingLost => Self::NothingLost,
            Guarantee::AtLeastOnce => Self::AtLeastOnce,
            Guarantee::AtMostOnce => Self::AtMostOnce,
            Guarantee::InOrderPerGroup => Self::InOrderPerGroup,
            Guarantee::DeadLetterQueueEmpty => Self::DeadLetterQueueEmpty,
            Guarantee::OldestUnder(limit) => Self::OldestUnder {
                nanos: limit.as_nanos(),
            },
        }
    }
}

impl From<Promise> for Guarantee {
    fn from(promise: Promise) -> Self {
        match promise {
            Promise::NothingLost => Self::NothingLost,
            Promise::AtLeastOnce => Self::AtLeastOnce,
            Promise::AtMostOnce => Self::AtMostOnce,
            Promise::InOrderPerGroup => Self::InOrderPerGroup,
            Promise::DeadLetterQueueEmpty => Self::DeadLetterQueueEmpty,
            Promise::OldestUnder { nanos } => Self::OldestUnder(SimDuration::from_nanos(nanos)),
        }
    }
}

impl From<Occurrence> for Sort {
    fn from(what: Occurrence) -> Self {
        match what {
            Occurrence::Anything => Self::Anything,
            Occurrence::DeadLettered => Self::DeadLettered,
            Occurrence::Expired => Self::Expired,
            Occurrence::ReceivedAgain => Self::ReceivedAgain,
            Occurrence::Returned => Self::Returned,
            Occurrence::CallFailed => Self::CallFailed,
        }
    }
}

impl From<Sort> for Occurrence {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Anything => Self::Anything,
            Sort::DeadLettered => Self::DeadLettered,
            Sort::Expired => Self::Expired,
            Sort::ReceivedAgain => Self::ReceivedAgain,
            Sort::Returned => Self::Returned,
            Sort::CallFailed => Self::CallFailed,
        }
    }
}

impl From<Selection> for Place {
    fn from(selection: Selection) -> Self {
        match selection {
            Selection::Part(part) => Self::Part(part.0),
            Selection::Link(link) => Self::Link(link.0),
            Selection::Item(item) => Self::Item(item.as_u64()),
        }
    }
}

impl From<Place> for Selection {
    fn from(place: Place) -> Self {
        match place {
            Place::Part(part) => Self::Part(PartId(part)),
            Place::Link(link) => Self::Link(LinkId(link)),
            Place::Item(item) => Self::Item(item.into()),
        }
    }
}
