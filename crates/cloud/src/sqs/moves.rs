//! Messages are moved on, as message move tasks do it (`reference/sqs.md` §5.1): each leaves its queue and is a new message in
//! another, with a new id, sent now, never received, and retained from now on. Chosen here: the delay of the queue to which it
//! comes applies to it as to any new message; in a FIFO queue it is never a duplicate.

use std::rc::Rc;

use super::attributes::QueueKind;
use super::happening::HappeningKind;
use super::journal::Journal;
use super::message::{MessageId, QueueId};
use super::queue::Queue;
use super::record::{Loose, Place, Record};
use super::service::Sqs;
use crate::time::SimTime;

/// Why a message cannot be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveRefused {
    /// The queue from which, or the one to which it is to be moved, is not there.
    QueueDoesNotExist,
    /// It is to go back to the queue from which it came as a dead letter, and came from none.
    NoSource,
}

impl Sqs {
    /// Moves the message that would be received next to another queue of the same kind, or back to that from which it came
    /// as a dead letter. There is none if no message can be received now. `deduplication` makes the deduplication id of the
    /// new message in a FIFO queue.
    pub fn move_message(
        &mut self,
        now: SimTime,
        from: QueueId,
        to: Option<QueueId>,
        deduplication: impl FnOnce(MessageId) -> Rc<str>,
    ) -> Result<Option<MessageId>, MoveRefused> {
        let next = self.operate(now, from, |queue, journal| Ok(queue.next_to_move(journal.now)));
        let Some((number, source)) = next.map_err(|_| MoveRefused::QueueDoesNotExist)? else {
            return Ok(None);
        };
        let to = to.or(source).ok_or(MoveRefused::NoSource)?;
        if self.kind(to).is_none() {
            return Err(MoveRefused::QueueDoesNotExist);
        }
        let taken = self.operate(now, from, |queue, _| {
            let group = queue.groups.name(queue.group(number));
            queue.counts.moved_out += 1;
            Ok((queue.take_out(number), group))
        });
        let moved = taken.and_then(|(message, group)| {
            self.operate(now, to, |queue, journal| {
                Ok(queue.take_in_anew(journal, from, message, group.as_ref(), deduplication))
            })
        });
        moved.map(Some).map_err(|_| MoveRefused::QueueDoesNotExist)
    }
}

impl Queue {
    /// The number of the message that would be received next, and the queue from which it came.
    fn next_to_move(&mut self, now: SimTime) -> Option<(u64, Option<QueueId>)> {
        let number = self.next(now)?;
        Some((number, self.records.source(number)))
    }

    fn take_in_anew(
        &mut self,
        journal: &mut Journal,
        from: QueueId,
        before: Loose,
        group: Option<&Rc<str>>,
        deduplication: impl FnOnce(MessageId) -> Rc<str>,
    ) -> MessageId {
        let id = journal.next_message();
        let Record { mark, ref body, .. } = before.record;
        let number = self.arrive(Record::new(id, mark, body.clone(), journal.now));
        match self.kind() {
            QueueKind::Standard => self.enter_fairly(number, group),
            QueueKind::Fifo => {
                let group = group.expect("a message of a FIFO queue has a group");
                self.enter_group(number, group, deduplication(id), journal.next_sequence());
            }
        }
        let message = before.record.id();
        if let Some(attributes) = before.into_attributes() {
            self.records.annotate(number, attributes);
        }
        let delay = self.attributes().delay();
        let visible_at = journal.now + delay;
        if !delay.is_zero() {
            self.hide(number, Place::Delayed, visible_at);
        }
        self.counts.moved_in += 1;
        let kind = HappeningKind::Moved {
            message,
            mark,
            to: self.id,
            new: id,
            visible_at,
        };
        journal.note(from, kind);
        id
    }
}
