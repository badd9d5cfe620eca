//! What a receiver does with a message: delete it, or change how long it stays hidden.

use super::attributes::{MAXIMUM_VISIBILITY_TIMEOUT, QueueKind};
use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::Journal;
use super::message::ReceiptHandle;
use super::queue::Queue;
use super::record::{Place, Record};
use super::validate;
use crate::time::SimDuration;

impl Queue {
    /// Deletes a message, and succeeds if it is gone already. A standard queue takes any handle that it ever gave
    /// out for the message; a FIFO queue refuses one whose visibility timeout is over (`reference/sqs.md` §3, §4).
    pub(super) fn delete(&mut self, journal: &mut Journal, receipt: ReceiptHandle) -> Result<(), SqsError> {
        if let Some(slot) = self.find(journal, receipt)? {
            self.is_current(slot, receipt)?;
            let Record {
                id: message, mark, ..
            } = self.remove(slot);
            self.counts.deleted += 1;
            journal.note(self.id, HappeningKind::Deleted { message, mark });
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
    ) -> Result<(), SqsError> {
        let timeout = validate::visibility_timeout(seconds)?;
        let Some(slot) = self.find(journal, receipt)? else {
            return Err(SqsError::NotAvailableForVisibilityChange { receipt });
        };
        self.is_current(slot, receipt)?;
        if self.records[slot].place != Place::InFlight {
            return Ok(());
        }
        if timeout.is_zero() {
            self.give_back(journal, slot);
            return Ok(());
        }
        let Record {
            id: message,
            mark,
            received,
            ..
        } = self.records[slot];
        let visible_at = journal.now + timeout;
        if visible_at.since(received) > SimDuration::from_secs(MAXIMUM_VISIBILITY_TIMEOUT.into()) {
            return Err(SqsError::TotalVisibilityTimeout { value: seconds });
        }
        self.shift(slot, Place::InFlight, visible_at);
        journal.note(
            self.id,
            HappeningKind::VisibilityChanged {
                message,
                mark,
                visible_at,
            },
        );
        Ok(())
    }

    /// A message in flight is available again, behind all that became available before it: SQS promises no order in
    /// a standard queue, and a message at the back cannot starve those that were never tried.
    pub(super) fn give_back(&mut self, journal: &mut Journal, slot: u32) {
        self.shift(slot, Place::Visible, journal.now);
        let Record {
            id: message,
            mark,
            receive_count,
            ..
        } = self.records[slot];
        journal.note(
            self.id,
            HappeningKind::Returned {
                message,
                mark,
                receive_count,
            },
        );
    }

    /// Where the message of a handle is; nowhere if it has left the queue. A circle of dead-letter queues can bring
    /// it back, but not the handles of its earlier stay.
    fn find(&self, journal: &Journal, receipt: ReceiptHandle) -> Result<Option<u32>, SqsError> {
        let ReceiptHandle {
            queue,
            message,
            slot,
            receive,
        } = receipt;
        let record = self.records.get(slot).filter(|record| record.id == message);
        let was_given_out = record.is_none_or(|record| receive <= record.receive_count);
        if queue != self.id || !journal.knows(message) || receive == 0 || !was_given_out {
            return Err(SqsError::ReceiptHandleIsInvalid { receipt });
        }
        let of_this_stay =
            |record: &&Record| receive > record.receive_count - u32::from(record.receives_here);
        Ok(record.filter(of_this_stay).map(|_| slot))
    }

    /// FIFO: only the handle of the receive that still lasts is good.
    fn is_current(&self, slot: u32, receipt: ReceiptHandle) -> Result<(), SqsError> {
        let record = &self.records[slot];
        let lasts = record.place == Place::InFlight && record.receive_count == receipt.receive;
        if lasts || self.kind() == QueueKind::Standard {
            Ok(())
        } else {
            Err(SqsError::ReceiptHandleExpired { receipt })
        }
    }
}
