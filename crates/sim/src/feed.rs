//! The last events that are worth a line, right after seeking too: part of the world's state, so that checkpoints carry it.

use std::collections::VecDeque;

use crate::event::{Event, EventKind};

/// How many noteworthy events are kept.
const NOTEWORTHY: usize = 200;
/// How many of the others: enough to see that all is well, too few to crowd out what is not.
const ROUTINE: usize = 40;

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Feed {
    noteworthy: VecDeque<Event>,
    routine: VecDeque<Event>,
}

impl Feed {
    pub(crate) fn add(&mut self, event: &Event) {
        let (events, most) = if event.kind.is_noteworthy() {
            (&mut self.noteworthy, NOTEWORTHY)
        } else if is_worth_a_line(&event.kind) {
            (&mut self.routine, ROUTINE)
        } else {
            return;
        };
        if events.len() == most {
            events.pop_front();
        }
        events.push_back(*event);
    }

    /// In the order in which they happened.
    pub(crate) fn events(&self) -> impl DoubleEndedIterator<Item = &Event> {
        let mut events: Vec<&Event> = self.noteworthy.iter().chain(&self.routine).collect();
        events.sort_unstable_by_key(|event| event.sequence);
        events.into_iter()
    }
}

/// Requests set out and find nothing so often that they say nothing.
fn is_worth_a_line(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::CallSent { .. } | EventKind::EmptyReceive { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::ItemId;
    use crate::sketch::PartId;
    use cloud::time::SimTime;

    #[test]
    fn what_is_noteworthy_outlives_what_is_not() {
        let mut feed = Feed::default();
        let item = ItemId::new(PartId(1), 1);
        let mut add = |sequence, kind| {
            feed.add(&Event {
                at: SimTime::ZERO,
                sequence,
                kind,
            });
        };
        add(0, EventKind::GaveUp { item });
        for sequence in 1..=1_000 {
            add(sequence, EventKind::Produced { item });
        }
        let sequences: Vec<u64> = feed.events().map(|event| event.sequence).collect();
        assert_eq!((sequences.len(), sequences[0], sequences[1]), (41, 0, 961));
    }
}
