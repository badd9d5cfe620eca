//! Messages come in: from a sender, or from a queue of which this is the dead-letter queue.

use std::rc::Rc;

use super::attributes::{DeduplicationScope, QueueKind};
use super::deduplication::content_id;
use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::{DeadLetter, Journal};
use super::message::{Body, Mark, MessageId};
use super::message_attributes::MessageAttributes;
use super::queue::Queue;
use super::record::{Age, Place, Record};
use super::request::{SendMessage, Sent};
use super::throughput::{Action, Touched};
use super::validate;
use crate::time::{SimDuration, SimTime};

impl Queue {
    /// `touched` is given by a batch.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn send(
        &mut self,
        journal: &mut Journal,
        request: SendMessage,
        touched: Option<&mut Touched>,
    ) -> Result<Sent, SqsError> {
        if self.is_plain() && validate::is_only_a_body(self.attributes(), &request) {
            let SendMessage { body, mark, .. } = request;
            return Ok(self.store_plain(journal, body, mark));
        }
        if self.kind() == QueueKind::Fifo
            && !self.has_partitions()
            && validate::is_only_a_body_in_order(self.attributes(), &request)
        {
            return Ok(self.store_once(journal, request));
        }
        self.send_by_rules(journal, request, touched)
    }

    /// Stores what is nothing but a body, and is not delayed, in a queue that is plain: nearly all that ever is sent.
    #[cfg_attr(not(small), inline(always))]
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

    /// Does what [`Self::send`] does, whatever the queue and the message are.
    #[inline(never)]
    fn send_by_rules(
        &mut self,
        journal: &mut Journal,
        request: SendMessage,
        touched: Option<&mut Touched>,
    ) -> Result<Sent, SqsError> {
        let in_batch = touched.is_some();
        self.admit_group(journal.now, Action::Send, request.group.as_deref(), touched)?;
        validate::send(self.kind(), self.attributes(), &request, in_batch)?;
        match self.kind() {
            QueueKind::Standard => Ok(self.store(journal, request)),
            QueueKind::Fifo => Ok(self.store_once(journal, request)),
        }
    }

    /// Standard.
    fn store(&mut self, journal: &mut Journal, request: SendMessage) -> Sent {
        let message = journal.next_message();
        self.counts.sent_bytes += request.size();
        let SendMessage { body, mark, .. } = request;
        let number = self.arrive(Record::new(message, mark, body, journal.now));
        self.enter_fairly(number, request.group.as_ref());
        let delay = match request.delay_seconds {
            Some(seconds) => SimDuration::from_secs(seconds.unsigned_abs()),
            None => self.attributes().delay(),
        };
        self.finish_storing(journal, (message, mark, number), request.attributes, delay);
        Sent {
            message,
            sequence: None,
        }
    }

    /// FIFO: unless its like was sent within the last five minutes. A delay of 0 on the message means the queue's
    /// (`reference/sqs.md` §2).
    #[inline(never)]
    fn store_once(&mut self, journal: &mut Journal, request: SendMessage) -> Sent {
        let bytes = request.size();
        let SendMessage { body, mark, .. } = request;
        let group = request.group.expect("it was seen that there is one");
        let id = request.deduplication.unwrap_or_else(|| content_id(&body));
        let scope = match self.deduplication_scope(journal.now) {
            DeduplicationScope::Queue => None,
            DeduplicationScope::MessageGroup => Some(&group),
        };
        let hash = match self.deduplication.original(journal.now, scope, &id) {
            Ok(sent) => {
                self.note_deduplicated(journal, sent.message, mark);
                return sent;
            }
            Err(hash) => hash,
        };
        let (message, sequence) = (journal.next_message(), journal.next_sequence());
        self.deduplication
            .remember(journal.now, hash, scope.cloned(), id.clone(), (message, sequence));
        self.counts.sent_bytes += bytes;
        let number = self.arrive(Record::new(message, mark, body, journal.now));
        self.enter_group(number, &group, id, sequence);
        let delay = self.attributes().delay();
        self.finish_storing(journal, (message, mark, number), request.attributes, delay);
        Sent {
            message,
            sequence: Some(sequence),
        }
    }

    /// A message that was sent is here, and only what few messages have is still to be seen to.
    #[cfg_attr(not(small), inline(always))]
    fn finish_storing(
        &mut self,
        journal: &mut Journal,
        (message, mark, number): (MessageId, Mark, u64),
        attributes: Option<Rc<MessageAttributes>>,
        delay: SimDuration,
    ) {
        if let Some(attributes) = attributes {
            self.records.annotate(number, attributes);
        }
        let visible_at = journal.now + delay;
        if !delay.is_zero() {
            self.hide(number, Place::Delayed, visible_at);
        }
        self.note_sent(journal, message, mark, visible_at);
    }

    fn note_deduplicated(&mut self, journal: &mut Journal, original: MessageId, mark: Mark) {
        self.counts.deduplicated += 1;
        journal.note(self.id, HappeningKind::Deduplicated { original, mark });
    }

    #[cfg_attr(not(small), inline(always))]
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
        match self.kind() {
            QueueKind::Standard => {
                let number = self.arrive_again(message.moved(from, journal.now, Age::Moved));
                self.enter_fairly(number, group.as_ref());
            }
            QueueKind::Fifo => {
                let group = group.expect("FIFO queues have dead-letter queues of their kind");
                let id = message.record.id().to_string();
                let number = self.arrive_again(message.moved(from, journal.now, Age::InOrder));
                self.enter_group(number, &group, id.into(), journal.next_sequence());
            }
        }
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
