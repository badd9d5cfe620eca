//! What a receiver does with a message: delete it, or change how long it stays hidden.

use super::attributes::{MAXIMUM_VISIBILITY_TIMEOUT, QueueKind};
use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::Journal;
use super::message::{Mark, MessageId, ReceiptHandle};
use super::queue::Queue;
use super::record::Place;
use super::throughput::{Action, Touched};
use super::validate;
use crate::time::{SimDuration, SimTime};

impl Queue {
    /// Deletes a message, and succeeds if it is gone already. A standard queue takes any handle that it ever gave
    /// out for the message; a FIFO queue refuses one whose visibility timeout is over (`reference/sqs.md` §3, §4).
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn delete(
        &mut self,
        journal: &mut Journal,
        receipt: ReceiptHandle,
        touched: Option<&mut Touched>,
    ) -> Result<(), SqsError> {
        if self.fair.is_none()
            && !self.has_partitions()
            && receipt.queue == self.id
            && receipt.receive == 1
            && let Some(mark) = self.remove_in_first_flight(receipt.message, receipt.number)
        {
            if self.kind() == QueueKind::Fifo {
                self.leave_group(receipt.number, false);
            }
            self.note_deleted(journal, receipt.message, mark);
            self.counts.delete_calls += 1;
            return Ok(());
        }
        self.delete_by_rules(journal, receipt, touched)
    }

    /// Does what [`Self::delete`] does, whatever the queue and the message are.
    #[inline(never)]
    fn delete_by_rules(
        &mut self,
        journal: &mut Journal,
        receipt: ReceiptHandle,
        touched: Option<&mut Touched>,
    ) -> Result<(), SqsError> {
        if let Some(number) = self.find(journal, receipt)? {
            self.is_current(receipt)?;
            if self.has_partitions() {
                let group = self.groups.name(self.group(number));
                self.admit_group(journal.now, Action::Delete, group.as_deref(), touched)?;
            }
            let (message, mark) = self.remove(number);
            self.note_deleted(journal, message, mark);
        }
        self.counts.delete_calls += 1;
        Ok(())
    }

    #[cfg_attr(not(small), inline(always))]
    fn note_deleted(&mut self, journal: &mut Journal, message: MessageId, mark: Mark) {
        self.counts.deleted += 1;
        journal.note(self.id, HappeningKind::Deleted { message, mark });
    }

    /// Deletes a message of a standard queue but for one copy, on a server that does not hear of it
    /// (`reference/sqs.md` §3): it goes on as if nobody had deleted it.
    pub(super) fn delete_but_a_copy(
        &mut self,
        journal: &mut Journal,
        receipt: ReceiptHandle,
    ) -> Result<(), SqsError> {
        if let Some(number) = self.find(journal, receipt)? {
            let record = &mut self.records.ring[number];
            record.set_left_over();
            let (message, mark) = (record.id(), record.mark);
            journal.note(self.id, HappeningKind::CopyLeft { message, mark });
        }
        self.counts.delete_calls += 1;
        Ok(())
    }

    /// Hides a message for `seconds` from now. Changing one whose timeout is over succeeds in a standard queue and
    /// changes nothing.
    pub(super) fn change_visibility(
        &mut self,
        journal: &mut Journal,
        receipt: ReceiptHandle,
        seconds: i64,
        in_batch: bool,
    ) -> Result<(), SqsError> {
        let timeout = validate::changed_visibility_timeout(seconds, in_batch)?;
        let Some(number) = self.find(journal, receipt)? else {
            return Err(SqsError::NotAvailableForVisibilityChange { receipt });
        };
        self.is_current(receipt)?;
        let record = &self.records[number];
        if record.place() != Place::InFlight {
            return Ok(());
        }
        if timeout.is_zero() {
            self.give_back(journal, number);
            return Ok(());
        }
        let visible_at = journal.now + timeout;
        if visible_at.since(record.received) > SimDuration::from_secs(MAXIMUM_VISIBILITY_TIMEOUT.into()) {
            return Err(SqsError::TotalVisibilityTimeout { value: seconds });
        }
        self.hide_until(journal, number, visible_at);
        Ok(())
    }

    /// A message in flight stays so until another moment.
    pub(super) fn hide_until(&mut self, journal: &mut Journal, number: u64, visible_at: SimTime) {
        self.hide(number, Place::InFlight, visible_at);
        let record = &self.records[number];
        let (message, mark) = (record.id(), record.mark);
        journal.note(
            self.id,
            HappeningKind::VisibilityChanged {
                message,
                mark,
                visible_at,
            },
        );
    }

    /// Until when the receive of this handle hides its message; nothing if it no longer does.
    pub(super) fn hidden_by(&self, receipt: ReceiptHandle) -> Option<SimTime> {
        let record = self.records.ring.get(receipt.number)?;
        if record.id() != receipt.message || record.place() != Place::InFlight {
            return None;
        }
        (self.records.receive_count(receipt.number) == receipt.receive).then_some(record.visible_at)
    }

    /// A message in flight is available again, behind all that became available before it: SQS promises no order in
    /// a standard queue, and a message at the back cannot starve those that were never tried.
    pub(super) fn give_back(&mut self, journal: &mut Journal, number: u64) {
        self.show(number, journal.now);
        let record = &self.records[number];
        journal.note(
            self.id,
            HappeningKind::Returned {
                message: record.id(),
                mark: record.mark,
                receive_count: self.records.receive_count(number),
            },
        );
    }

    /// Where the message of a handle is; nowhere if it has left the queue. A circle of dead-letter queues can bring
    /// it back, but not the handles of its earlier stay.
    fn find(&self, journal: &Journal, receipt: ReceiptHandle) -> Result<Option<u64>, SqsError> {
        let ReceiptHandle {
            queue,
            message,
            number,
            receive,
        } = receipt;
        if queue != self.id || !journal.knows(message) || receive == 0 {
            return Err(SqsError::ReceiptHandleIsInvalid { receipt });
        }
        let Some(record) = self.records.ring.get(number) else {
            return Ok(None);
        };
        if record.id() != message {
            return Ok(None);
        }
        let receives = self.records.receive_count(number);
        if receive > receives {
            return Err(SqsError::ReceiptHandleIsInvalid { receipt });
        }
        let is_of_this_stay = receive > receives - record.receives;
        Ok(is_of_this_stay.then_some(number))
    }

    /// FIFO: only the handle of the receive that still lasts is good.
    fn is_current(&self, receipt: ReceiptHandle) -> Result<(), SqsError> {
        if self.kind() == QueueKind::Standard || self.hidden_by(receipt).is_some() {
            Ok(())
        } else {
            Err(SqsError::ReceiptHandleExpired { receipt })
        }
    }
}
