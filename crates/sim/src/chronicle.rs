//! Everything that is made from events: the hash, the counts, what became of each item, the guarantees, the feed.
//! All of it is part of the world's state, and none of it has a say in what happens.

use cloud::time::SimTime;

use crate::backlogs::Backlogs;
use crate::digest::Digest;
use crate::event::{Event, EventKind};
use crate::feed::{self, Feed};
use crate::guarantee::Guarantee;
use crate::items::Items;
use crate::sketch::PartId;
use crate::tallies::Tallies;
use crate::watch::Watch;

/// When there are more events than this, those that nobody wants to see any more are forgotten.
const MOST_EVENTS: usize = 512;

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Chronicle {
    /// The latest events, of which those from `step_begins` on are of the last step.
    events: Vec<Event>,
    step_begins: usize,
    /// The queues whose backlog was worked off in the last step.
    pub(crate) emptied: Vec<PartId>,
    /// Whether the last step has worked off a backlog or brought something to a dead-letter queue.
    is_noted: bool,
    sequence: u64,
    pub(crate) digest: Digest,
    pub(crate) items: Items,
    pub(crate) tallies: Tallies,
    pub(crate) watch: Watch,
    feed: Feed,
    backlogs: Backlogs,
}

impl Chronicle {
    pub(crate) fn new(guarantees: &[Guarantee]) -> Self {
        Self {
            events: Vec::new(),
            step_begins: 0,
            emptied: Vec::new(),
            is_noted: false,
            backlogs: Backlogs::default(),
            sequence: 0,
            digest: Digest::default(),
            items: Items::default(),
            tallies: Tallies::default(),
            watch: Watch::new(guarantees),
            feed: Feed::default(),
        }
    }

    /// What the last step did.
    pub(crate) fn last_events(&self) -> &[Event] {
        &self.events[self.step_begins..]
    }

    /// The last events that are worth a line, in the order in which they happened.
    pub(crate) fn feed(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.feed.with(&self.events)
    }

    /// Whether the last step has worked off a backlog or brought something to a dead-letter queue.
    pub(crate) fn is_noted(&self) -> bool {
        self.is_noted
    }

    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn begin_step(&mut self) {
        if self.events.len() > MOST_EVENTS {
            feed::keep_routine(&mut self.events);
        }
        self.step_begins = self.events.len();
        if std::mem::take(&mut self.is_noted) {
            self.emptied.clear();
        }
    }

    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn add(&mut self, at: SimTime, kind: EventKind) {
        self.digest.add(at, &kind);
        self.tallies.apply(at, &kind);
        if !only_counts(&kind) {
            let consequence = self.items.apply(&kind);
            self.watch.apply(at, &kind, consequence, &self.items);
            if let Some(queue) = self.backlogs.apply(&kind) {
                self.emptied.push(queue);
                self.is_noted = true;
            }
            self.is_noted |= matches!(kind, EventKind::DeadLettered { .. });
        }
        let sequence = self.sequence;
        self.sequence += 1;
        if kind.is_noteworthy() {
            self.feed.add(Event { at, sequence, kind });
        }
        self.events.push(Event { at, sequence, kind });
    }
}

/// Whether such an event changes neither what has become of an item nor what is in a queue, and is nothing out of the ordinary.
/// Most events are of this kind.
#[cfg_attr(not(small), inline(always))]
fn only_counts(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Produced { .. }
            | EventKind::Accepted { .. }
            | EventKind::CallSent { .. }
            | EventKind::Received { .. }
            | EventKind::EmptyReceive { .. }
            | EventKind::WorkStarted { .. }
    )
}
