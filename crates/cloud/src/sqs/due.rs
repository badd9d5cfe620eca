//! Work that falls due by time. At one instant: retention ends, then delays and visibility timeouts run out, then
//! long polls are answered with what is there, and then those whose time is up end with nothing.

use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::Journal;
use super::list::List;
use super::queue::Queue;
use super::record::{Place, Record};
use crate::time::{SimDuration, SimTime};

const BETWEEN_PURGES: SimDuration = SimDuration::from_secs(60);

impl Queue {
    /// The earliest moment at which there is something to do. Asked after every operation.
    pub(super) fn next_deadline(&self) -> Option<SimTime> {
        let expiry = self.next_expiry();
        let arrival = self.delayed.next(&self.records);
        let come_back = self.in_flight.next(&self.records);
        earlier(
            earlier(expiry, arrival),
            earlier(come_back, self.polls.next_deadline()),
        )
    }

    fn next_expiry(&self) -> Option<SimTime> {
        Some(self.ages.next_to_expire(&self.records)? + self.attributes().retention())
    }

    /// Everything due but the long polls.
    pub(super) fn do_due_work(&mut self, journal: &mut Journal) {
        self.expire(journal);
        while is_due(self.delayed.next(&self.records), journal)
            && let Some(slot) = self.delayed.first(&self.records)
        {
            self.shift(slot, Place::Visible, journal.now);
            let Record {
                id: message, mark, ..
            } = self.records[slot];
            journal.note(self.id, HappeningKind::Arrived { message, mark });
        }
        while is_due(self.in_flight.next(&self.records), journal)
            && let Some(slot) = self.in_flight.first(&self.records)
        {
            self.give_back(journal, slot);
        }
    }

    /// Ends the stay of every message whose retention is over.
    pub(super) fn expire(&mut self, journal: &mut Journal) {
        while is_due(self.next_expiry(), journal)
            && let Some(slot) = self.ages.first_to_expire(&self.records)
        {
            let Record {
                id: message, mark, ..
            } = self.remove(slot);
            self.counts.expired += 1;
            journal.note(self.id, HappeningKind::Expired { message, mark });
        }
    }

    pub(super) fn end_due_polls(&mut self, journal: &mut Journal) {
        while let Some(poll) = self.polls.pop_due(journal.now) {
            self.end_poll(journal, poll);
        }
    }

    /// Deletes everything, in flight and delayed messages too, at once.
    pub(super) fn purge(&mut self, journal: &mut Journal) -> Result<(), SqsError> {
        if self
            .last_purge
            .is_some_and(|last| journal.now.since(last) < BETWEEN_PURGES)
        {
            return Err(SqsError::PurgeQueueInProgress { queue: self.id });
        }
        self.last_purge = Some(journal.now);
        self.empty(journal);
        Ok(())
    }

    /// Drops all messages, in the order of arrival, and the memory of deduplication.
    fn empty(&mut self, journal: &mut Journal) {
        for slot in self.ages.iter(&self.records) {
            let Record {
                id: message, mark, ..
            } = self.records[slot];
            journal.note(self.id, HappeningKind::Purged { message, mark });
        }
        self.counts.purged += self.counts.present();
        (self.counts.visible, self.counts.in_flight, self.counts.delayed) = (0, 0, 0);
        self.records.clear();
        self.labels.clear();
        self.line = List::default();
        self.groups.clear();
        self.in_flight.clear();
        self.delayed.clear();
        self.ages.clear();
        self.deduplication.clear();
    }

    /// The queue is no more.
    pub(super) fn close(mut self, journal: &mut Journal) {
        self.empty(journal);
        while let Some(poll) = self.polls.pop_first() {
            self.end_poll(journal, poll);
        }
    }
}

fn is_due(at: Option<SimTime>, journal: &Journal) -> bool {
    at.is_some_and(|at| at <= journal.now)
}

fn earlier(one: Option<SimTime>, other: Option<SimTime>) -> Option<SimTime> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
