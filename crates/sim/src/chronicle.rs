//! Everything that is made from events: the hash, the counts, what became of each item, the guarantees, the feed.
//! All of it is part of the world's state, and none of it has a say in what happens.

use cloud::time::SimTime;

use crate::backlogs::Backlogs;
use crate::digest::Digest;
use crate::event::{Event, EventKind};
use crate::feed::Feed;
use crate::guarantee::Guarantee;
use crate::items::Items;
use crate::sketch::PartId;
use crate::tallies::Tallies;
use crate::watch::Watch;

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Chronicle {
    /// The events of the last step.
    pub(crate) events: Vec<Event>,
    /// The queues whose backlog was worked off in the last step.
    pub(crate) emptied: Vec<PartId>,
    sequence: u64,
    pub(crate) digest: Digest,
    pub(crate) items: Items,
    pub(crate) tallies: Tallies,
    pub(crate) watch: Watch,
    pub(crate) feed: Feed,
    backlogs: Backlogs,
}

impl Chronicle {
    pub(crate) fn new(guarantees: &[Guarantee]) -> Self {
        Self {
            events: Vec::new(),
            emptied: Vec::new(),
            backlogs: Backlogs::default(),
            sequence: 0,
            digest: Digest::default(),
            items: Items::default(),
            tallies: Tallies::default(),
            watch: Watch::new(guarantees),
            feed: Feed::default(),
        }
    }

    /// Forgets what the last step did.
    pub(crate) fn begin_step(&mut self) {
        self.events.clear();
        self.emptied.clear();
    }

    pub(crate) fn add(&mut self, at: SimTime, kind: EventKind) {
        let event = Event {
            at,
            sequence: self.sequence,
            kind,
        };
        self.sequence += 1;
        self.digest.add(&event);
        self.tallies.apply(at, &kind);
        let consequence = self.items.apply(&kind);
        self.watch.apply(at, &kind, consequence, &self.items);
        self.emptied.extend(self.backlogs.apply(&kind));
        self.feed.add(&event);
        self.events.push(event);
    }
}
