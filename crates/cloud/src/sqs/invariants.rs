//! What must always hold inside a queue, for tests.

use std::collections::BTreeSet;

use super::attributes::QueueKind;
use super::list::List;
use super::queue::Queue;
use super::record::Place;

impl Queue {
    pub(super) fn check_invariants(&self) {
        let present: Vec<u32> = self.ages.iter(&self.records).collect();
        let count = |place| {
            present
                .iter()
                .filter(|&&slot| self.records[slot].place == place)
                .count() as u64
        };
        let counts = &self.counts;
        assert_eq!(count(Place::Visible), counts.visible, "{} visible", self.id);
        assert_eq!(count(Place::InFlight), counts.in_flight, "{} in flight", self.id);
        assert_eq!(count(Place::Delayed), counts.delayed, "{} delayed", self.id);
        assert_eq!(
            present.len(),
            present.iter().collect::<BTreeSet<_>>().len(),
            "{} ages",
            self.id
        );
        assert!(
            counts.is_conserved(),
            "{} loses or invents messages: {counts:?}",
            self.id
        );
        for (schedule, place) in [
            (&self.in_flight, Place::InFlight),
            (&self.delayed, Place::Delayed),
        ] {
            let slots: Vec<u32> = schedule.iter(&self.records).collect();
            assert!(
                slots.iter().all(|&slot| self.records[slot].place == place),
                "{} {place:?}",
                self.id
            );
            assert_eq!(slots.len() as u64, count(place), "{} {place:?}", self.id);
            assert!(
                slots.is_sorted_by_key(|&slot| self.records[slot].visible_at),
                "{} {place:?}",
                self.id
            );
        }
        match self.kind() {
            QueueKind::Standard => {
                let line: Vec<u32> = self.line.iter(&self.records).collect();
                assert!(
                    line.iter()
                        .all(|&slot| self.records[slot].place == Place::Visible),
                    "{}",
                    self.id
                );
                assert_eq!(line.len() as u64, counts.visible, "{} line", self.id);
            }
            QueueKind::Fifo => {
                assert_eq!(self.line, List::default(), "{} is FIFO and has no line", self.id);
                self.groups.check_invariants(&self.records);
                let visible = self
                    .groups
                    .deliverable(&self.records)
                    .chain(self.groups.blocked(&self.records));
                assert_eq!(visible.count() as u64, counts.visible, "{} groups", self.id);
                let free = self.groups.deliverable(&self.records).next().is_some();
                assert_eq!(
                    free,
                    self.groups.next(&self.records, None).is_some(),
                    "{} groups",
                    self.id
                );
            }
        }
    }
}
