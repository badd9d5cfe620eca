//! Messages go out: to a receiver, or to the dead-letter queue when they were received too often.

use super::ages::RECEIVES_TO_PASS_OVER;
use super::attributes::{QueueKind, Redrive};
use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::{DeadLetter, Journal};
use super::message::{Delivery, QueueId, ReceiptHandle};
use super::polls::{Poll, Terms};
use super::queue::Queue;
use super::record::{BY_ARRIVAL, Place, Record};
use super::request::{ReceiveMessage, ReceiveOutcome};
use super::servers::{Passed, Servers};
use super::validate;
use crate::time::{SimDuration, SimTime};

impl Queue {
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn receive(
        &mut self,
        journal: &mut Journal,
        request: ReceiveMessage,
    ) -> Result<ReceiveOutcome, SqsError> {
        if self.fair.is_none()
            && let Some(limit) = validate::is_only_a_receive(&request)
        {
            let visible_at = journal.now + self.attributes().visibility_timeout();
            match self.kind() {
                QueueKind::Standard => self.take_first(journal, limit, visible_at),
                QueueKind::Fifo => self.take_of_groups(journal, limit, visible_at),
            }
            if !journal.answer.is_empty() {
                return Ok(ReceiveOutcome::Messages(journal.take_list()));
            }
        }
        self.receive_by_rules(journal, request)
    }

    /// Does what [`Self::receive`] does, whatever the queue is and the receive asks for.
    #[inline(never)]
    fn receive_by_rules(
        &mut self,
        journal: &mut Journal,
        request: ReceiveMessage,
    ) -> Result<ReceiveOutcome, SqsError> {
        let poll = request.poll;
        let (terms, wait) = validate::receive(self.kind(), self.attributes(), request)?;
        if let Some(id) = &terms.attempt
            && let Some(deliveries) = self.repeat(journal, id, self.timeout(&terms))
        {
            return Ok(ReceiveOutcome::Messages(deliveries));
        }
        if self.is_full() && wait.is_zero() && self.kind() == QueueKind::Standard {
            return Err(SqsError::OverLimit);
        }
        self.take(journal, &terms);
        if journal.answer.is_empty() {
            if !wait.is_zero() {
                let end = journal.now + wait;
                self.polls.push(poll, terms, end);
                self.alarm.ring_by(end);
                return Ok(ReceiveOutcome::Waiting);
            }
            self.note_empty_receive(journal);
        }
        Ok(ReceiveOutcome::Messages(journal.take_list()))
    }

    /// Answers long polls while there is something to give.
    pub(super) fn answer_polls(&mut self, journal: &mut Journal) {
        while self.counts.visible > 0
            && let Some(Poll { id, terms, .. }) = self.polls.first().cloned()
        {
            self.take(journal, &terms);
            if journal.answer.is_empty() {
                return;
            }
            self.polls.pop_first();
            let deliveries = journal.take_list();
            journal.end_poll(self.id, id, deliveries);
        }
    }

    /// Answers a long poll with nothing.
    pub(super) fn end_poll(&mut self, journal: &mut Journal, poll: Poll) {
        self.note_empty_receive(journal);
        journal.end_poll(self.id, poll.id, Vec::new());
    }

    fn note_empty_receive(&mut self, journal: &mut Journal) {
        self.counts.empty_receives += 1;
        journal.note(self.id, HappeningKind::EmptyReceive);
    }

    /// Hands out messages, and sets those aside that were received too often.
    #[inline(never)]
    fn take(&mut self, journal: &mut Journal, terms: &Terms) {
        let visible_at = journal.now + self.timeout(terms);
        if self.is_plain() && terms.servers == Servers::ALL {
            self.take_first(journal, terms.limit, visible_at);
        } else if self.kind() == QueueKind::Standard {
            self.take_by_rules(journal, terms, visible_at);
        } else {
            self.take_of_groups(journal, terms.limit, visible_at);
            self.remember_attempt(journal, terms, visible_at);
        }
    }

    /// Hands out the first in line of a plain queue.
    #[cfg_attr(not(small), inline(always))]
    fn take_first(&mut self, journal: &mut Journal, limit: usize, visible_at: SimTime) {
        while journal.answer.len() < limit && self.counts.in_flight < self.quotas.in_flight_standard {
            if let Some(number) = self.line.next_arrival()
                && self.deliver_as_sent(journal, number, visible_at, |_, _| ())
            {
                continue;
            }
            let Some(number) = self.line.first(&self.records.ring) else {
                return;
            };
            self.deliver_or_set_aside(journal, number, visible_at);
        }
    }

    /// FIFO: hands out the first of the next group, and those behind it.
    #[inline(never)]
    fn take_of_groups(&mut self, journal: &mut Journal, limit: usize, visible_at: SimTime) {
        let mut last = None;
        while journal.answer.len() < limit
            && self.counts.in_flight < self.quotas.in_flight_fifo
            && let Some(number) = self
                .groups
                .next(&self.records.ring, &self.labels, &self.look_ahead, last)
        {
            let label = |queue: &mut Self, delivery: &mut Delivery| {
                let label = &queue.labels[number];
                delivery.group = Some(queue.groups.hide(label.group, number));
                delivery.deduplication = Some(label.deduplication.clone());
                delivery.sequence = Some(label.sequence);
            };
            if self.deliver_as_sent(journal, number, visible_at, label)
                || self.deliver_or_set_aside(journal, number, visible_at)
            {
                last = Some(number);
            }
        }
    }

    /// Hands out a message, if it is here and still as it was when it was sent here, and so cannot have been received too
    /// often. Nearly all are like that. Returns whether it was.
    #[cfg_attr(not(small), inline(always))]
    fn deliver_as_sent(
        &mut self,
        journal: &mut Journal,
        number: u64,
        visible_at: SimTime,
        label: impl FnOnce(&mut Self, &mut Delivery),
    ) -> bool {
        let Some(record) = self
            .records
            .ring
            .get_mut(number)
            .filter(|record| record.is_as_sent())
        else {
            return false;
        };
        self.line.remove(number, BY_ARRIVAL);
        record.set_place(Place::InFlight);
        record.visible_at = visible_at;
        self.alarm.ring_by(visible_at);
        record.turn = self.in_flight.insert((visible_at, record.id(), number));
        record.received = journal.now;
        record.receives = 1;
        self.counts.visible -= 1;
        self.counts.in_flight += 1;
        self.counts.received += 1;
        let happening = HappeningKind::Received {
            message: record.id(),
            mark: record.mark,
            receive_count: 1,
            visible_at,
        };
        let mut delivery = first_delivery(self.id, number, record, journal.now);
        label(self, &mut delivery);
        journal.answer.push(delivery);
        journal.note(self.id, happening);
        true
    }

    /// Standard: hands out messages where more is to be heeded than the order of the line.
    #[inline(never)]
    fn take_by_rules(&mut self, journal: &mut Journal, terms: &Terms, visible_at: SimTime) {
        let mut passed = Passed::default();
        while journal.answer.len() < terms.limit && !self.is_full() {
            let Some(number) = self.next(journal.now) else {
                break;
            };
            match self.finds(terms, number, &mut passed) {
                Some(true) => {
                    self.deliver_or_set_aside(journal, number, visible_at);
                }
                Some(false) => {}
                None => break,
            }
        }
        self.put_back(passed);
    }

    fn remember_attempt(&mut self, journal: &mut Journal, terms: &Terms, visible_at: SimTime) {
        if let Some(id) = &terms.attempt
            && !journal.answer.is_empty()
        {
            let receipts = journal.answer.iter().map(|delivery| delivery.receipt).collect();
            self.attempts
                .remember(journal.now, id.clone(), visible_at, receipts);
        }
    }

    /// Returns whether the message was delivered.
    #[inline(never)]
    fn deliver_or_set_aside(&mut self, journal: &mut Journal, number: u64, visible_at: SimTime) -> bool {
        if let Some(redrive) = self.redrive
            && self.is_dead(number, redrive)
        {
            self.set_aside(journal, number, redrive);
            return false;
        }
        self.deliver(journal, number, visible_at);
        true
    }

    fn timeout(&self, terms: &Terms) -> SimDuration {
        let own = self.attributes().visibility_timeout();
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

    /// The next message to hand out.
    pub(super) fn next(&mut self, now: SimTime) -> Option<u64> {
        if self.kind() == QueueKind::Fifo {
            return self
                .groups
                .next(&self.records.ring, &self.labels, &self.look_ahead, None);
        }
        let first = self.line.first(&self.records.ring);
        match &self.fair {
            None => first,
            Some(fair) => self.next_fairly(fair, first, now),
        }
    }

    /// Receives are counted from the message's arrival in this queue, although the count that AWS shows goes on in
    /// the dead-letter queue: otherwise a chain of queues with equal limits would hand nothing out after the first.
    fn is_dead(&self, number: u64, redrive: Redrive) -> bool {
        self.records[number].receives >= redrive.max_receive_count
    }

    #[inline(never)]
    fn set_aside(&mut self, journal: &mut Journal, number: u64, redrive: Redrive) {
        let group = self.groups.name(self.group(number));
        let message = self.take_out(number);
        self.counts.moved_out += 1;
        let to = redrive.dead_letter_target;
        journal.note(
            self.id,
            HappeningKind::DeadLettered {
                message: message.record.id(),
                mark: message.record.mark,
                to,
                receive_count: message.receive_count(),
            },
        );
        journal.dead_letters.push(DeadLetter {
            from: self.id,
            to,
            message,
            group,
        });
    }

    /// A visible message goes out.
    fn deliver(&mut self, journal: &mut Journal, number: u64, visible_at: SimTime) {
        if self.fair.is_some() {
            self.note_hiding(number, Place::InFlight);
        }
        let record = &mut self.records.ring[number];
        self.line.remove(number, record.turn);
        record.set_place(Place::InFlight);
        record.visible_at = visible_at;
        self.alarm.ring_by(visible_at);
        record.turn = self.in_flight.insert((visible_at, record.id(), number));
        self.counts.visible -= 1;
        self.counts.in_flight += 1;
        self.counts.received += 1;
        self.records.note_receive(number, journal.now);
        let record = &self.records[number];
        self.counts.redelivered += u64::from(record.is_left_over());
        match self.kind() {
            QueueKind::Fifo => {
                self.groups.hide(self.labels[number].group, number);
            }
            QueueKind::Standard if record.receives >= RECEIVES_TO_PASS_OVER => {
                self.ages.pass_over(&mut self.records, number);
                self.note_passed_over(number);
            }
            QueueKind::Standard => {}
        }
        let delivery = self.delivery(number);
        let happening = HappeningKind::Received {
            message: delivery.message,
            mark: delivery.mark,
            receive_count: delivery.receive_count,
            visible_at,
        };
        journal.answer.push(delivery);
        journal.note(self.id, happening);
    }

    /// What the receiver gets of a message that is in flight now.
    pub(super) fn delivery(&self, number: u64) -> Delivery {
        let record = &self.records[number];
        let mut delivery = first_delivery(self.id, number, record, record.received);
        delivery.receive_count = self.records.receive_count(number);
        delivery.receipt.receive = delivery.receive_count;
        if record.has_extras() {
            delivery.sent = self.records.sent(number);
            delivery.first_received = self.records.first_received(number);
            delivery.dead_letter_source = self.records.source(number);
            delivery.attributes = self.records.attributes(number).cloned();
            delivery.group = self.groups.name(self.records.group(number));
        }
        if self.kind() == QueueKind::Fifo {
            let label = &self.labels[number];
            delivery.group = self.groups.name(label.group);
            delivery.deduplication = Some(label.deduplication.clone());
            delivery.sequence = Some(label.sequence);
        }
        delivery
    }
}

/// What the receiver gets of a message at its first receive, if it has nothing but a body.
#[cfg_attr(not(small), inline(always))]
fn first_delivery(queue: QueueId, number: u64, record: &Record, now: SimTime) -> Delivery {
    Delivery {
        message: record.id(),
        receipt: ReceiptHandle {
            queue,
            message: record.id(),
            number,
            receive: 1,
        },
        body: record.body.clone(),
        mark: record.mark,
        receive_count: 1,
        sent: record.arrived,
        first_received: now,
        group: None,
        deduplication: None,
        sequence: None,
        dead_letter_source: None,
        attributes: None,
    }
}
