//! Work that falls due by time. At one instant: retention ends, then delays and visibility timeouts run out, then
//! long polls are answered with what is there, and then those whose time is up end with nothing.

use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::Journal;
use super::look_ahead::LookAhead;
use super::queue::Queue;
use super::ring::Ring;
use crate::time::{SimDuration, SimTime};

const BETWEEN_PURGES: SimDuration = SimDuration::from_secs(60);

impl Queue {
    /// The earliest moment at which there is something to do, [`SimTime::MAX`] if there is nothing. It is what the alarm
    /// rings at from now on.
    pub(super) fn next_deadline(&mut self) -> SimTime {
        let deadline = self.next_message_due().min(self.polls.next_deadline());
        self.alarm.wind(deadline)
    }

    /// The same without the long polls.
    fn next_message_due(&mut self) -> SimTime {
        let expiry = self.first_expiry().map(|(at, _)| at);
        let hidden = [&mut self.delayed, &mut self.in_flight];
        let hidden = hidden.map(|schedule| schedule.first(&self.records.ring).map(|(until, ..)| until));
        let [delayed, in_flight] = hidden;
        let deadlines = [expiry, delayed, in_flight];
        deadlines.into_iter().flatten().min().unwrap_or(SimTime::MAX)
    }

    /// When retention ends first, and for which message.
    fn first_expiry(&mut self) -> Option<(SimTime, u64)> {
        let (since, _, number) = self.ages.first_to_expire(&self.records)?;
        Some((since + self.attributes().retention(), number))
    }

    /// Everything due but the long polls, for as many messages as `left` says. Returns whether that was all.
    pub(super) fn do_due_work(&mut self, journal: &mut Journal, left: &mut usize) -> bool {
        self.expire(journal, left);
        while *left > 0
            && let Some(number) = self.delayed.first_by(journal.now, &self.records.ring)
        {
            self.show(number, journal.now);
            let record = &self.records[number];
            let (message, mark) = (record.id(), record.mark);
            journal.note(self.id, HappeningKind::Arrived { message, mark });
            *left -= 1;
        }
        while *left > 0
            && let Some(number) = self.in_flight.first_by(journal.now, &self.records.ring)
        {
            self.give_back(journal, number);
            *left -= 1;
        }
        self.next_message_due() > journal.now
    }

    /// Ends the stay of the messages whose retention is over, but of no more than `left`.
    pub(super) fn expire(&mut self, journal: &mut Journal, left: &mut usize) {
        while *left > 0
            && let Some((at, number)) = self.first_expiry()
            && at <= journal.now
        {
            let (message, mark) = self.remove(number);
            self.counts.expired += 1;
            journal.note(self.id, HappeningKind::Expired { message, mark });
            *left -= 1;
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
        for number in self.records.ring.iter() {
            let record = &self.records[number];
            let kind = HappeningKind::Purged {
                message: record.id(),
                mark: record.mark,
            };
            journal.note(self.id, kind);
        }
        self.counts.purged += self.counts.present();
        (self.counts.visible, self.counts.in_flight, self.counts.delayed) = (0, 0, 0);
        self.records.clear();
        self.labels = Ring::default();
        self.line.clear();
        self.groups.clear();
        self.fair = None;
        self.look_ahead = LookAhead::default();
        self.in_flight.clear();
        self.delayed.clear();
        self.ages.clear();
        self.deduplication.clear();
        self.attempts.clear();
    }

    /// The queue is no more.
    pub(super) fn close(mut self, journal: &mut Journal) {
        self.empty(journal);
        while let Some(poll) = self.polls.pop_first() {
            self.end_poll(journal, poll);
        }
    }
}
