//! The last events that are worth a line, right after seeking too: part of the world's state, so that checkpoints carry it.

use cloud::order::by_number;
use std::collections::VecDeque;

use crate::event::{Event, EventKind};

/// How many noteworthy events are kept.
const NOTEWORTHY: usize = 200;
/// How many of the others: enough to see that all is well, too few to crowd out what is not.
const ROUTINE: usize = 40;

/// See the module's text. The routine events are among the latest events, which are kept elsewhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Feed {
    noteworthy: VecDeque<Event>,
}

impl Feed {
    /// Something noteworthy has happened.
    #[inline(never)]
    pub(crate) fn add(&mut self, event: Event) {
        if self.noteworthy.len() == NOTEWORTHY {
            self.noteworthy.pop_front();
        }
        self.noteworthy.push_back(event);
    }

    /// The feed with what is routine among the latest events, in the order in which they happened.
    pub(crate) fn with<'feed>(
        &'feed self,
        latest: &'feed [Event],
    ) -> impl DoubleEndedIterator<Item = &'feed Event> {
        let events: Vec<&Event> = self.noteworthy.iter().chain(routine(latest)).collect();
        by_number(events, |event| event.sequence).into_iter()
    }
}

/// The last routine events that are worth a line, the latest first.
fn routine(latest: &[Event]) -> impl Iterator<Item = &Event> {
    latest
        .iter()
        .rev()
        .filter(|event| is_routine(&event.kind))
        .take(ROUTINE)
}

/// Forgets the events that the feed does not show.
#[cold]
pub(crate) fn keep_routine(latest: &mut Vec<Event>) {
    let places = (0..latest.len()).rev();
    let mut shown = places.filter(|&place| is_routine(&latest[place].kind));
    let first = shown.by_ref().take(ROUTINE).last();
    latest.drain(..first.unwrap_or(latest.len()));
    latest.retain(|event| is_routine(&event.kind));
}

/// Requests set out and find nothing so often that they say nothing; of what a client's call does, the queue tells.
fn is_routine(kind: &EventKind) -> bool {
    let says_nothing = matches!(
        kind,
        EventKind::CallSent { .. } | EventKind::EmptyReceive { .. } | EventKind::Client(_)
    );
    !says_nothing && !kind.is_noteworthy()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::ItemId;
    use crate::sketch::PartId;
    use cloud::time::SimTime;

    #[test]
    fn what_is_noteworthy_outlives_what_is_not() {
        let (mut feed, mut latest) = (Feed::default(), Vec::new());
        let item = ItemId::new(PartId(1), 1);
        let mut add = |sequence, kind: EventKind| {
            let event = Event {
                at: SimTime::ZERO,
                sequence,
                kind,
            };
            if kind.is_noteworthy() {
                feed.add(event);
            }
            latest.push(event);
            if latest.len() > 100 {
                keep_routine(&mut latest);
            }
        };
        add(0, EventKind::GaveUp { item });
        for sequence in 1..=1_000 {
            add(sequence, EventKind::Produced { item });
        }
        let sequences: Vec<u64> = feed.with(&latest).map(|event| event.sequence).collect();
        assert_eq!((sequences.len(), sequences[0], sequences[1]), (41, 0, 961));
    }
}
