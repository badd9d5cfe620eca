//! Everything that is made from events: the hash, the counts, what became of each item, the guarantees, the feed.
//! All of it is part of the world's state, and none of it has a say in what happens.

use cloud::time::SimTime;

use crate::digest::Digest;
use crate::event::{Event, EventKind};
use crate::feed::Feed;
use crate::guarantee::Guarantee;
use crate::items::Items;
use crate::tallies::Tallies;
use crate::watch::Watch;

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Chronicle {
    /// The events of the last step.
    pub(crate) events: Vec<Event>,
    sequence: u64,
    pub(crate) digest: Digest,
    pub(crate) items: Items,
    pub(crate) tallies: Tallies,
    pub(crate) watch: Watch,
    pub(crate) feed: Feed,
}

impl Chronicle {
    pub(crate) fn new(guarantees: &[Guarantee]) -> Self {
        Self {
            events: Vec::new(),
            sequence: 0,
            digest: Digest::default(),
            items: Items::default(),
            tallies: Tallies::default(),
            watch: Watch::new(guarantees),
            feed: Feed::default(),
        }
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
        self.feed.add(&event);
        self.events.push(event);
    }
}
