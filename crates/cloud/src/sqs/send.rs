//! Messages come in: from a sender, or from a queue of which this is the dead-letter queue.

use std::rc::Rc;

use super::attributes::{DeduplicationScope, QueueKind};
use super::deduplication::{Key, NewKey, content_id};
use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::{DeadLetter, Journal};
use super::list::Links;
use super::message::{Body, Mark, MessageId, SequenceNumber};
use super::queue::Queue;
use super::record::{Age, FifoLabel, Place, Record};
use super::request::{SendMessage, Sent};
use super::slab::NONE;
use super::throughput::{Action, Touched};
use super::validate;
use crate::time::{SimDuration, SimTime};

impl Queue {
    #[inline(always)]
    pub(super) fn send(&mut self, journal: &mut Journal, request: SendMessage) -> Result<Sent, SqsError> {
        if self.is_plain() && validate::is_only_a_body(self.attributes(), &request) {
            let SendMessage { body, mark, .. } = request;
            return Ok(self.store_plain(journal, body, mark));
        }
        self.send_by_rules(journal, request, None)
    }

    /// Stores what is nothing but a body, and is not delayed, in a queue that is plain: nearly all that ever is sent.
    #[inline(always)]
    fn store_plain(&mut self, journal: &mut Journal, body: Body, mark: Mark) -> Sent {
        let message = journal.next_message();
        self.counts.sent_bytes += body.len() as u64;
        self.arrive(Record::new(message, mark, body, journal.now));
        self.note_sent(journal, message, mark, journal.now);
        Sent {
            message,
            sequence: None,
        }
    }

    /// Does what [`Self::send`] does, whatever the queue and the message are. `touched` is given by a batch.
    #[inline(never)]
    pub(super) fn send_by_rules(
        &mut self,
        journal: &mut Journal,
        request: SendMessage,
        touched: Option<&mut Touched>,
    ) -> Result<Sent, SqsError> {
        let in_batch = touched.is_some();
        self.admit_group(journal.now, Action::Send, request.group.as_deref(), touched)?;
        validate::send(self.kind(), self.attributes(), &request, in_batch)?;
        let key = match self.kind() {
            QueueKind::Standard => None,
            QueueKind::Fifo => match self.new_key(journal, &request) {
                Ok(key) => Some(key),
                Err(original) => return Ok(original),
            },
        };
        let message = journal.next_message();
        let label = key.map(|key| self.label(journal, message, key));
        let sequence = label.as_ref().map(|label| label.sequence);
        self.store(journal, message, &request, label);
        Ok(Sent { message, sequence })
    }

    /// FIFO: a delay of 0 on the message means the queue's (`reference/sqs.md` §2).
    fn delay(&self, request: &SendMessage) -> SimDuration {
        match (self.kind(), request.delay_seconds) {
            (QueueKind::Standard, Some(seconds)) => SimDuration::from_secs(seconds.unsigned_abs()),
            _ => self.attributes().delay(),
        }
    }

    /// FIFO: under what the message is to be remembered; or the message whose like was sent within the last five minutes.
    fn new_key(&mut self, journal: &mut Journal, request: &SendMessage) -> Result<NewKey, Sent> {
        let deduplication = request
            .deduplication
            .clone()
            .unwrap_or_else(|| content_id(&request.body));
        let key: Key = match self.attributes().deduplication_scope {
            DeduplicationScope::Queue => (None, deduplication),
            DeduplicationScope::MessageGroup => (request.group.clone(), deduplication),
        };
        let sent = match self.deduplication.original(journal.now, key) {
            Ok(sent) => sent,
            Err(key) => return Ok(key),
        };
        self.counts.deduplicated += 1;
        let kind = HappeningKind::Deduplicated {
            original: sent.message,
            mark: request.mark,
        };
        journal.note(self.id, kind);
        Err(sent)
    }

    /// FIFO: numbers a message, and remembers it.
    fn label(&mut self, journal: &mut Journal, message: MessageId, key: NewKey) -> FifoLabel {
        let sequence = journal.next_sequence();
        let label = new_label(key.key.1.clone(), sequence);
        let sent = Sent {
            message,
            sequence: Some(sequence),
        };
        self.deduplication.remember(journal.now, key, sent);
        label
    }

    fn store(
        &mut self,
        journal: &mut Journal,
        message: MessageId,
        request: &SendMessage,
        label: Option<FifoLabel>,
    ) {
        let record = Record::new(message, request.mark, request.body.clone(), journal.now);
        let number = self.enter(record, request.group.as_ref(), label);
        if let Some(attributes) = &request.attributes {
            self.records.annotate(number, attributes.clone());
        }
        let delay = self.delay(request);
        let visible_at = journal.now + delay;
        if !delay.is_zero() {
            self.hide(number, Place::Delayed, visible_at);
        }
        self.counts.sent_bytes += request.size();
        self.note_sent(journal, message, request.mark, visible_at);
    }

    #[inline(always)]
    fn note_sent(&mut self, journal: &mut Journal, message: MessageId, mark: Mark, visible_at: SimTime) {
        self.counts.sent += 1;
        let kind = HappeningKind::Sent {
            message,
            mark,
            visible_at,
        };
        journal.note(self.id, kind);
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
                let id = message.record.id().to_string();
                (Age::InOrder, Some(new_label(id.into(), journal.next_sequence())))
            }
        };
        let message = message.moved(from, journal.now, age);
        self.enter_again(message, group.as_ref(), label);
        self.counts.moved_in += 1;
    }

    /// FIFO: a new delay applies also to messages that are still delayed (`reference/sqs.md` §1.2).
    pub(super) fn delay_anew(&mut self, journal: &mut Journal) {
        let delayed: Vec<u64> = self.delayed.iter(&self.records.ring).collect();
        for number in delayed {
            let record = &self.records[number];
            let (message, mark) = (record.id(), record.mark);
            let visible_at = record.arrived + self.attributes().delay();
            self.hide(number, Place::Delayed, visible_at);
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

/// Of a message that is in no group yet.
pub(super) fn new_label(deduplication: Rc<str>, sequence: SequenceNumber) -> FifoLabel {
    FifoLabel {
        deduplication,
        sequence,
        group: NONE,
        links: Links::UNLINKED,
    }
}
