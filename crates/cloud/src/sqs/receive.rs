//! Messages go out: to a receiver, or to the dead-letter queue when they were received too often.

use super::ages::RECEIVES_TO_PASS_OVER;
use super::attributes::{QueueKind, Redrive};
use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::{DeadLetter, Journal};
use super::message::{Delivery, ReceiptHandle};
use super::polls::{Poll, Terms};
use super::queue::Queue;
use super::record::Place;
use super::request::{ReceiveMessage, ReceiveOutcome};
use super::servers::Passed;
use super::validate;
use crate::time::{SimDuration, SimTime};

impl Queue {
    /// `redrive` is the queue's redrive policy, if its dead-letter queue exists.
    pub(super) fn receive(
        &mut self,
        journal: &mut Journal,
        request: &ReceiveMessage,
        redrive: Option<Redrive>,
    ) -> Result<ReceiveOutcome, SqsError> {
        let (terms, wait) = validate::receive(self.kind(), self.attributes(), request)?;
        if let Some(id) = &terms.attempt
            && let Some(deliveries) = self.repeat(journal, id, self.timeout(&terms))
        {
            return Ok(ReceiveOutcome::Messages(deliveries));
        }
        if self.is_full() && wait.is_zero() && self.kind() == QueueKind::Standard {
            return Err(SqsError::OverLimit);
        }
        let deliveries = self.take(journal, &terms, redrive);
        if !deliveries.is_empty() {
            return Ok(ReceiveOutcome::Messages(deliveries));
        }
        if !wait.is_zero() {
            self.polls.push(request.poll, terms, journal.now + wait);
            return Ok(ReceiveOutcome::Waiting);
        }
        self.note_empty_receive(journal);
        Ok(ReceiveOutcome::Messages(deliveries))
    }

    /// Answers long polls while there is something to give.
    pub(super) fn answer_polls(&mut self, journal: &mut Journal, redrive: Option<Redrive>) {
        while self.counts.visible > 0
            && let Some(Poll { id, terms, .. }) = self.polls.first().cloned()
        {
            let deliveries = self.take(journal, &terms, redrive);
            if deliveries.is_empty() {
                journal.spare = deliveries;
                return;
            }
            self.polls.pop_first();
            journal.note(self.id, HappeningKind::PollEnded { poll: id, deliveries });
        }
    }

    /// Answers a long poll with nothing.
    pub(super) fn end_poll(&mut self, journal: &mut Journal, poll: Poll) {
        self.note_empty_receive(journal);
        journal.note(
            self.id,
            HappeningKind::PollEnded {
                poll: poll.id,
                deliveries: Vec::new(),
            },
        );
    }

    fn note_empty_receive(&mut self, journal: &mut Journal) {
        self.counts.empty_receives += 1;
        journal.note(self.id, HappeningKind::EmptyReceive);
    }

    /// Hands out messages, and sets those aside that were received too often.
    #[inline(always)]
    fn take(&mut self, journal: &mut Journal, terms: &Terms, redrive: Option<Redrive>) -> Vec<Delivery> {
        let timeout = self.timeout(terms);
        let mut deliveries = std::mem::take(&mut journal.spare);
        deliveries.reserve_exact(terms.limit.min(self.counts.visible as usize));
        let mut last = None;
        let mut passed = Passed::default();
        while deliveries.len() < terms.limit && !self.is_full() {
            let Some(slot) = self.next(journal.now, last) else {
                break;
            };
            match self.finds(terms, slot, &mut passed) {
                Some(true) => {}
                Some(false) => continue,
                None => break,
            }
            match redrive {
                Some(redrive) if self.is_dead(slot, redrive) => self.set_aside(journal, slot, redrive),
                _ => {
                    deliveries.push(self.deliver(journal, slot, timeout));
                    last = Some(slot);
                }
            }
        }
        self.put_back(passed);
        if let Some(id) = &terms.attempt
            && !deliveries.is_empty()
        {
            let receipts = deliveries.iter().map(|delivery| delivery.receipt).collect();
            self.attempts
                .remember(journal.now, id.clone(), journal.now + timeout, receipts);
        }
        deliveries
    }

    fn timeout(&self, terms: &Terms) -> SimDuration {
        let own = SimDuration::from_secs(self.attributes().visibility_timeout.into());
        terms.visibility_timeout.unwrap_or(own)
    }

    /// Whether as many messages are in flight as may be (`reference/sqs.md` §1.3).
    fn is_full(&self) -> bool {
        self.counts.in_flight
            >= match self.kind() {
                QueueKind::Standard => self.quotas.in_flight_standard,
                QueueKind::Fifo => self.quotas.in_flight_fifo,
            }
    }

    /// The next message to hand out, after `last` in the same receive.
    #[inline(always)]
    fn next(&self, now: SimTime, last: Option<u32>) -> Option<u32> {
        match self.kind() {
            QueueKind::Standard => match &self.fair {
                None => self.line.first(),
                Some(fair) => self.next_fairly(fair, now),
            },
            QueueKind::Fifo => self
                .groups
                .next(&self.records.slab, &self.labels, &self.look_ahead, last),
        }
    }

    /// Receives are counted from the message's arrival in this queue, although the count that AWS shows goes on in
    /// the dead-letter queue: otherwise a chain of queues with equal limits would hand nothing out after the first.
    fn is_dead(&self, slot: u32, redrive: Redrive) -> bool {
        self.records
            .history(slot)
            .is_some_and(|history| u32::from(history.receives_here) >= redrive.max_receive_count)
    }

    fn set_aside(&mut self, journal: &mut Journal, slot: u32, redrive: Redrive) {
        let group = self.groups.name(self.records[slot].group);
        let message = self.take_out(slot);
        self.counts.moved_out += 1;
        let to = redrive.dead_letter_target;
        journal.note(
            self.id,
            HappeningKind::DeadLettered {
                message: message.record.id(),
                mark: message.record.mark,
                to,
                receive_count: message.history.receive_count,
            },
        );
        journal.dead_letters.push(DeadLetter {
            from: self.id,
            to,
            message,
            group,
        });
    }

    #[inline(always)]
    fn deliver(&mut self, journal: &mut Journal, slot: u32, timeout: SimDuration) -> Delivery {
        let now = journal.now;
        let visible_at = now + timeout;
        let history = self.hide(slot, Place::InFlight, visible_at);
        history.note_receive(now);
        let is_poison = history.receives_here >= RECEIVES_TO_PASS_OVER;
        self.counts.redelivered += u64::from(history.is_left_over);
        self.counts.received += 1;
        if is_poison && self.kind() == QueueKind::Standard {
            self.ages.pass_over(&mut self.records, slot);
            self.note_passed_over(slot);
        }
        let delivery = self.delivery(slot);
        journal.note(
            self.id,
            HappeningKind::Received {
                message: delivery.message,
                mark: delivery.mark,
                receive_count: delivery.receive_count,
                visible_at,
            },
        );
        delivery
    }

    /// What the receiver gets of a message that is in flight now.
    #[inline(always)]
    pub(super) fn delivery(&self, slot: u32) -> Delivery {
        let record = &self.records[slot];
        let history = &self.records.histories[record.history];
        let label = (self.kind() == QueueKind::Fifo).then(|| &self.labels[slot]);
        Delivery {
            message: record.id(),
            receipt: ReceiptHandle {
                queue: self.id,
                message: record.id(),
                slot,
                receive: history.receive_count,
            },
            body: record.body.clone(),
            mark: record.mark,
            receive_count: history.receive_count,
            sent: history.sent(record),
            first_received: history.first_received,
            group: self.groups.name(record.group),
            deduplication: label.map(|label| label.deduplication.clone()),
            sequence: label.map(|label| label.sequence),
            dead_letter_source: history.source(),
            attributes: history.attributes().cloned(),
        }
    }
}
