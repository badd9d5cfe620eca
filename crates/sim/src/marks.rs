//! Noteworthy instants of a run, for the timeline.

use std::collections::BTreeSet;

use cloud::order::Gather;
use cloud::time::SimTime;

use crate::event::EventKind;
use crate::guarantee::{Guarantee, Verdict};
use crate::sketch::PartId;
use crate::world::World;

/// No more marks of one kind than this: a timeline has no room for more.
const MOST_OF_A_KIND: usize = 64;

/// An instant on the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: SimTime,
    /// What.
    pub kind: MarkKind,
}

/// See [`Mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum MarkKind {
    /// The input at this place of the log was applied.
    Input { index: u64 },
    /// A guarantee was broken for the first time.
    Violation { guarantee: Guarantee },
    /// The first message came to a dead-letter queue.
    FirstDeadLetter { queue: PartId },
    /// A queue that had a backlog was worked off: nothing visible, in flight or delayed.
    Emptied { queue: PartId },
}

/// The marks of a whole run, the future after a rewind included.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Each with the step that made it.
    marks: Vec<(u64, Mark)>,
    /// The steps up to this one have been looked at.
    seen: u64,
    dead_lettered: BTreeSet<PartId>,
}

impl Marks {
    pub(crate) fn iter(&self) -> impl Iterator<Item = Mark> {
        self.marks.iter().map(|(_, mark)| *mark)
    }

    /// Looks at what the last step of the world did, unless it has been here before.
    #[inline]
    pub(crate) fn see(&mut self, world: &World) {
        if world.steps() <= self.seen {
            return;
        }
        self.seen = world.steps();
        if world.is_noted() {
            self.note(world);
        }
    }

    #[inline(never)]
    fn note(&mut self, world: &World) {
        for event in world.last_events() {
            match event.kind {
                EventKind::InputApplied { index } => self.mark(world, MarkKind::Input { index }),
                EventKind::DeadLettered { to, .. } if self.dead_lettered.insert(to) => {
                    self.mark(world, MarkKind::FirstDeadLetter { queue: to });
                }
                _ => {}
            }
        }
        for &queue in world.emptied() {
            self.mark(world, MarkKind::Emptied { queue });
        }
    }

    fn mark(&mut self, world: &World, kind: MarkKind) {
        let alike =
            |(_, mark): &&(u64, Mark)| std::mem::discriminant(&mark.kind) == std::mem::discriminant(&kind);
        if self.marks.iter().filter(alike).count() < MOST_OF_A_KIND {
            self.marks.push((
                world.steps(),
                Mark {
                    at: world.now(),
                    kind,
                },
            ));
        }
    }

    /// The past is the same up to the point that `world` has come to, and will be another after it.
    pub(crate) fn forget_after(&mut self, world: &World) {
        self.marks.retain(|(step, _)| *step <= world.steps());
        self.seen = self.seen.min(world.steps());
        let dead_lettered = self.iter().filter_map(|mark| match mark.kind {
            MarkKind::FirstDeadLetter { queue } => Some(queue),
            _ => None,
        });
        self.dead_lettered = dead_lettered.gather();
    }
}

/// The first violations, as the world keeps them.
pub(crate) fn violations(world: &World) -> impl Iterator<Item = Mark> {
    world.verdicts().filter_map(|(guarantee, verdict)| match verdict {
        Verdict::Holds => None,
        Verdict::Broken(violation) => Some(Mark {
            at: violation.at,
            kind: MarkKind::Violation { guarantee },
        }),
    })
}
