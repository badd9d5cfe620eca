//! Messages come in: from a sender, or from a queue of which this is the dead-letter queue.

use std::rc::Rc;

use super::attributes::{DeduplicationScope, QueueKind};
use super::deduplication::{Key, content_id};
use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::{DeadLetter, Journal};
use super::queue::Queue;
use super::record::{Age, FifoLabel, History, Loose, Place, Record};
use super::request::{SendMessage, Sent};
use super::throughput::{Action, Touched};
use super::validate;
use crate::time::SimDuration;

impl Queue {
    pub(super) fn send(
        &mut self,
        journal: &mut Journal,
        request: &SendMessage,
        in_batch: bool,
        touched: &mut Touched,
    ) -> Result<Sent, SqsError> {
        self.admit_group(journal.now, Action::Send, request.group.as_deref(), touched)?;
        validate::send(self.kind(), self.attributes(), request, in_batch)?;
        let delay = self.delay(request);
        match self.kind() {
            QueueKind::Standard => Ok(self.store(journal, request, delay, None)),
            QueueKind::Fifo => Ok(self.send_once(journal, request, delay)),
        }
    }

    /// FIFO: a delay of 0 on the message means the queue's (`reference/sqs.md` §2).
    fn delay(&self, request: &SendMessage) -> SimDuration {
        match (self.kind(), request.delay_seconds) {
            (QueueKind::Standard, Some(seconds)) => SimDuration::from_secs(seconds.unsigned_abs()),
            _ => self.attributes().delay(),
        }
    }

    /// Stores a message, unless its like was sent within the last five minutes.
    fn send_once(&mut self, journal: &mut Journal, request: &SendMessage, delay: SimDuration) -> Sent {
        let deduplication = request
            .deduplication
            .clone()
            .unwrap_or_else(|| content_id(&request.body));
        let key: Key = match self.attributes().deduplication_scope {
            DeduplicationScope::Queue => (None, deduplication.clone()),
            DeduplicationScope::MessageGroup => (request.group.clone(), deduplication.clone()),
        };
        if let Some(sent) = self.deduplication.original(journal.now, &key) {
            self.counts.deduplicated += 1;
            let kind = HappeningKind::Deduplicated {
                original: sent.message,
                mark: request.mark,
            };
            journal.note(self.id, kind);
            return sent;
        }
        let sent = self.store(journal, request, delay, Some(deduplication));
        self.deduplication.remember(journal.now, key, sent);
        sent
    }

    #[inline]
    fn store(
        &mut self,
        journal: &mut Journal,
        request: &SendMessage,
        delay: SimDuration,
        deduplication: Option<Rc<str>>,
    ) -> Sent {
        let message = journal.next_message();
        let record = Record::new(message, request.mark, request.body.clone(), journal.now);
        let loose = Loose::new(record, request.attributes.clone());
        let label = deduplication.map(|deduplication| FifoLabel {
            deduplication,
            sequence: journal.next_sequence(),
        });
        let sequence = label.as_ref().map(|label| label.sequence);
        let slot = self.enter(loose, request.group.as_ref(), label);
        let visible_at = journal.now + delay;
        if !delay.is_zero() {
            self.hide(slot, Place::Delayed, visible_at);
        }
        self.counts.sent += 1;
        self.counts.sent_bytes += request.size();
        journal.note(
            self.id,
            HappeningKind::Sent {
                message,
                mark: request.mark,
                visible_at,
            },
        );
        Sent { message, sequence }
    }

    /// Takes in a dead letter (`reference/sqs.md` §5): visible at once, for a delay hides a message before its first
    /// delivery only. A standard queue keeps the time of sending for retention, a FIFO queue starts it anew, and
    /// takes the message's id for its deduplication id.
    pub(super) fn take_in(&mut self, journal: &mut Journal, letter: DeadLetter) {
        let DeadLetter {
            from, message, group, ..
        } = letter;
        let (age, label) = match self.kind() {
            QueueKind::Standard => (Age::Moved, None),
            QueueKind::Fifo => {
                let label = FifoLabel {
                    deduplication: message.record.id().to_string().into(),
                    sequence: journal.next_sequence(),
                };
                (Age::InOrder, Some(label))
            }
        };
        let message = message.moved(from, journal.now, age);
        self.enter(message, group.as_ref(), label);
        self.counts.moved_in += 1;
    }

    /// FIFO: a new delay applies also to messages that are still delayed (`reference/sqs.md` §1.2).
    pub(super) fn delay_anew(&mut self, journal: &mut Journal) {
        let delayed: Vec<u32> = self.delayed.iter(&self.records.histories).collect();
        for history in delayed {
            let History { slot, message, .. } = self.records.histories[history];
            let record = &self.records[slot];
            let (mark, visible_at) = (record.mark, record.arrived + self.attributes().delay());
            self.hide(slot, Place::Delayed, visible_at);
            journal.note(
                self.id,
                HappeningKind::DelayChanged {
                    message,
                    mark,
                    visible_at,
                },
            );
        }
    }
}
