//! What can be waited for in a run: by a breakpoint, and by the search for a failure. A predicate reads a world as its last
//! step left it and changes nothing, so that it never shows in a hash.

use cloud::time::SimTime;

use crate::event::{Event, EventKind};
use crate::figures::Figures;
use crate::guarantee::{Guarantee, Verdict};
use crate::run::Selection;
use crate::sketch::PartId;
use crate::world::World;

/// See the module's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Predicate {
    /// A guarantee that the sketch watches is broken.
    Broken(Guarantee),
    /// At least so many messages of a queue can be received.
    Backlog { queue: PartId, messages: u64 },
    /// Something of this sort happens, to or at what is selected, or anywhere.
    Happens { what: Occurrence, to: Option<Selection> },
}

/// A sort of event that is worth stopping at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// Whatever happens.
    Anything,
    /// A message moves to a dead-letter queue.
    DeadLettered,
    /// A message reaches the end of its retention.
    Expired,
    /// A message is handed out for the second time, or once more.
    ReceivedAgain,
    /// A message in flight is available again.
    Returned,
    /// An attempt of a call fails.
    CallFailed,
}

impl Occurrence {
    /// Every sort.
    pub const ALL: [Self; 6] = [
        Self::Anything,
        Self::DeadLettered,
        Self::Expired,
        Self::ReceivedAgain,
        Self::Returned,
        Self::CallFailed,
    ];

    /// Whether an event is of this sort.
    pub fn has(self, kind: &EventKind) -> bool {
        match self {
            Self::Anything => true,
            Self::DeadLettered => matches!(kind, EventKind::DeadLettered { .. }),
            Self::Expired => matches!(kind, EventKind::Expired { .. }),
            Self::ReceivedAgain => {
                matches!(kind, EventKind::Received { receive_count, .. } if *receive_count > 1)
            }
            Self::Returned => matches!(kind, EventKind::Returned { .. }),
            Self::CallFailed => matches!(kind, EventKind::CallFailed { .. }),
        }
    }
}

impl Predicate {
    /// Whether it is so, after the last step of `world` and at its time.
    pub fn holds(self, world: &World) -> bool {
        match self {
            Self::Broken(_) => self.since(world).is_some(),
            Self::Backlog { queue, messages } => match world.figures(queue) {
                Some(Figures::Queue(figures)) => figures.counts.visible >= messages,
                _ => false,
            },
            Self::Happens { .. } => self.event(world).is_some(),
        }
    }

    /// The event of the last step that it is about; nothing for what is a state.
    pub fn event(self, world: &World) -> Option<Event> {
        let Self::Happens { what, to } = self else {
            return None;
        };
        let mut events = world.last_events().iter();
        events
            .find(|event| what.has(&event.kind) && to.is_none_or(|selection| selection.has(event)))
            .copied()
    }

    /// Since when it has been so, if it is a guarantee that is broken.
    pub(crate) fn since(self, world: &World) -> Option<SimTime> {
        let Self::Broken(wanted) = self else { return None };
        world.verdicts().find_map(|(guarantee, verdict)| match verdict {
            Verdict::Broken(violation) if guarantee == wanted => Some(violation.at),
            _ => None,
        })
    }

    /// Whether it speaks of a state, which lasts, and not of an event, which is over.
    pub(crate) fn is_state(self) -> bool {
        !matches!(self, Self::Happens { .. })
    }
}
