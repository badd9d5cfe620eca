//! What must always hold inside a queue, for tests.

use std::collections::BTreeSet;

use super::attributes::QueueKind;
use super::queue::Queue;
use super::record::{Place, Record};
use crate::time::SimTime;

impl Queue {
    pub(super) fn check_invariants(&self) {
        let present: Vec<u64> = self.records.ring.iter().collect();
        let count = |place| {
            present
                .iter()
                .filter(|&&number| self.records[number].place() == place)
                .count() as u64
        };
        let counts = &self.counts;
        assert_eq!(count(Place::Visible), counts.visible, "{} visible", self.id);
        assert_eq!(count(Place::InFlight), counts.in_flight, "{} in flight", self.id);
        assert_eq!(count(Place::Delayed), counts.delayed, "{} delayed", self.id);
        let since = present
            .iter()
            .map(|&number| self.ages.retained_since(&self.records, number));
        let first = self.ages.clone().first_to_expire(&self.records);
        let first = first.map(|(since, ..)| since);
        let since = since.min();
        assert_eq!(first, since, "{} ages", self.id);
        let mut deadline = since.unwrap_or(SimTime::MAX) + self.attributes().retention();
        assert!(
            counts.is_conserved(),
            "{} loses or invents messages: {counts:?}",
            self.id
        );
        for (schedule, place) in [
            (&self.in_flight, Place::InFlight),
            (&self.delayed, Place::Delayed),
        ] {
            let hidden: Vec<&Record> = schedule
                .iter(&self.records.ring)
                .map(|number| &self.records[number])
                .collect();
            let is_right = |record: &&Record| record.place() == place;
            assert!(hidden.iter().all(is_right), "{} {place:?}", self.id);
            assert_eq!(hidden.len() as u64, count(place), "{} {place:?}", self.id);
            assert!(
                hidden.is_sorted_by_key(|record| (record.visible_at, record.id())),
                "{} {place:?}",
                self.id
            );
            let first = hidden.first().map(|record| record.visible_at);
            let due = schedule.clone().first(&self.records.ring);
            assert_eq!(due.map(|(until, ..)| until), first, "{} {place:?}", self.id);
            deadline = deadline.min(first.unwrap_or(SimTime::MAX));
        }
        deadline = deadline.min(self.polls.next_deadline());
        assert!(self.alarm.at() <= deadline, "{} has a late alarm", self.id);
        match self.kind() {
            QueueKind::Standard => {
                let line: BTreeSet<u64> = self.standard_line().collect();
                let is_visible = |&number: &u64| self.records[number].place() == Place::Visible;
                assert!(line.iter().all(is_visible), "{}", self.id);
                assert_eq!(line.len() as u64, counts.visible, "{} line", self.id);
                self.check_tenants();
            }
            QueueKind::Fifo => {
                self.check_look_ahead();
                self.groups.check_invariants(
                    &self.records.ring,
                    &self.labels,
                    &self.look_ahead,
                    present.iter().copied(),
                );
                let visible = self
                    .groups
                    .deliverable(&self.records.ring, &self.labels, &self.look_ahead)
                    .chain(
                        self.groups
                            .blocked(&self.records.ring, &self.labels, &self.look_ahead),
                    );
                assert_eq!(visible.count() as u64, counts.visible, "{} groups", self.id);
                let free = self
                    .groups
                    .deliverable(&self.records.ring, &self.labels, &self.look_ahead)
                    .next()
                    .is_some();
                assert_eq!(
                    free,
                    self.groups
                        .next(&self.records.ring, &self.labels, &self.look_ahead, None)
                        .is_some(),
                    "{} groups",
                    self.id
                );
            }
        }
    }
}
