//! What must always hold inside a queue, for tests.

use std::collections::BTreeSet;

use super::attributes::QueueKind;
use super::list::List;
use super::queue::Queue;
use super::record::{History, Place};
use crate::time::SimTime;

impl Queue {
    pub(super) fn check_invariants(&self) {
        let present: Vec<u32> = self.ages.iter(&self.records).collect();
        let count = |place| {
            present
                .iter()
                .filter(|&&slot| self.records[slot].place() == place)
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
        let since = present
            .iter()
            .map(|&slot| self.ages.retained_since(&self.records, slot));
        let next = since.min().unwrap_or(SimTime::MAX);
        assert_eq!(self.ages.next_to_expire(), next, "{} ages", self.id);
        assert!(
            counts.is_conserved(),
            "{} loses or invents messages: {counts:?}",
            self.id
        );
        for (schedule, place) in [
            (&self.in_flight, Place::InFlight),
            (&self.delayed, Place::Delayed),
        ] {
            let histories: Vec<&History> = schedule
                .iter(&self.records.histories)
                .map(|history| &self.records.histories[history])
                .collect();
            let is_right = |history: &&History| {
                let record = &self.records[history.slot];
                (record.id(), record.place()) == (history.message, place)
            };
            assert!(histories.iter().all(is_right), "{} {place:?}", self.id);
            assert_eq!(histories.len() as u64, count(place), "{} {place:?}", self.id);
            assert!(
                histories.is_sorted_by_key(|history| history.visible_at),
                "{} {place:?}",
                self.id
            );
            let next = histories.first().map_or(SimTime::MAX, |first| first.visible_at);
            assert_eq!(schedule.next(), next, "{} {place:?}", self.id);
        }
        match self.kind() {
            QueueKind::Standard => {
                let line: Vec<u32> = self.standard_line().collect();
                assert!(
                    line.iter()
                        .all(|&slot| self.records[slot].place() == Place::Visible),
                    "{}",
                    self.id
                );
                assert_eq!(line.len() as u64, counts.visible, "{} line", self.id);
                self.check_tenants();
            }
            QueueKind::Fifo => {
                assert_eq!(self.line, List::default(), "{} is FIFO and has no line", self.id);
                self.check_look_ahead();
                self.groups.check_invariants(
                    &self.records.slab,
                    &self.labels,
                    &self.look_ahead,
                    present.iter().copied(),
                );
                let visible = self
                    .groups
                    .deliverable(&self.records.slab, &self.labels, &self.look_ahead)
                    .chain(
                        self.groups
                            .blocked(&self.records.slab, &self.labels, &self.look_ahead),
                    );
                assert_eq!(visible.count() as u64, counts.visible, "{} groups", self.id);
                let free = self
                    .groups
                    .deliverable(&self.records.slab, &self.labels, &self.look_ahead)
                    .next()
                    .is_some();
                assert_eq!(
                    free,
                    self.groups
                        .next(&self.records.slab, &self.labels, &self.look_ahead, None)
                        .is_some(),
                    "{} groups",
                    self.id
                );
            }
        }
    }
}
