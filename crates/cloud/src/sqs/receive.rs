//! Messages go out: to a receiver, or to the dead-letter queue when they were received too often.

use super::ages::RECEIVES_TO_PASS_OVER;
use super::attributes::{QueueKind, Redrive};
use super::error::SqsError;
use super::happening::HappeningKind;
use super::journal::{DeadLetter, Journal};
use super::message::{Delivery, QueueId, ReceiptHandle};
use super::polls::{Poll, Terms};
use super::queue::Queue;
use super::record::{Place, Record};
use super::request::{ReceiveMessage, ReceiveOutcome};
use super::servers::{Passed, Servers};
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
        let mut deliveries = std::mem::take(&mut journal.spare);
        deliveries.reserve_exact(terms.limit.min(self.counts.visible as usize));
        if self.is_plain() && terms.servers == Servers::ALL {
            let timeout = self.timeout(terms);
            while deliveries.len() < terms.limit
                && !self.is_full()
                && let Some(number) = self.line.first(&self.records.ring)
            {
                self.deliver_or_set_aside(journal, number, timeout, redrive, &mut deliveries);
            }
        } else {
            self.take_by_rules(journal, terms, redrive, &mut deliveries);
        }
        deliveries
    }

    /// Does what [`Self::take`] does where more is to be heeded than the order of the line.
    #[inline(never)]
    fn take_by_rules(
        &mut self,
        journal: &mut Journal,
        terms: &Terms,
        redrive: Option<Redrive>,
        deliveries: &mut Vec<Delivery>,
    ) {
        let timeout = self.timeout(terms);
        let mut last = None;
        let mut passed = Passed::default();
        while deliveries.len() < terms.limit && !self.is_full() {
            let Some(number) = self.next(journal.now, last) else {
                break;
            };
            match self.finds(terms, number, &mut passed) {
                Some(true) => {}
                Some(false) => continue,
                None => break,
            }
            if self.deliver_or_set_aside(journal, number, timeout, redrive, deliveries) {
                last = Some(number);
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
    }

    /// Returns whether the message was delivered.
    #[inline(always)]
    fn deliver_or_set_aside(
        &mut self,
        journal: &mut Journal,
        number: u64,
        timeout: SimDuration,
        redrive: Option<Redrive>,
        deliveries: &mut Vec<Delivery>,
    ) -> bool {
        if let Some(redrive) = redrive
            && self.is_dead(number, redrive)
        {
            self.set_aside(journal, number, redrive);
            return false;
        }
        self.deliver(journal, number, journal.now + timeout, deliveries);
        true
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
    fn next(&mut self, now: SimTime, last: Option<u64>) -> Option<u64> {
        if self.kind() == QueueKind::Fifo {
            return self
                .groups
                .next(&self.records.ring, &self.labels, &self.look_ahead, last);
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
    #[inline(always)]
    fn deliver(
        &mut self,
        journal: &mut Journal,
        number: u64,
        visible_at: SimTime,
        deliveries: &mut Vec<Delivery>,
    ) {
        if self.fair.is_some() {
            self.note_hiding(number, Place::InFlight);
        }
        let is_standard = self.kind() == QueueKind::Standard;
        let record = &mut self.records.ring[number];
        self.line.remove(number, record.turn);
        record.set_place(Place::InFlight);
        record.visible_at = visible_at;
        record.turn = self.in_flight.insert((visible_at, record.id(), number));
        self.counts.visible -= 1;
        self.counts.in_flight += 1;
        self.counts.received += 1;
        if !is_standard || record.receives > 0 || record.has_extras() {
            return self.deliver_the_rest(journal, number, deliveries);
        }
        record.received = journal.now;
        record.receives = 1;
        let happening = HappeningKind::Received {
            message: record.id(),
            mark: record.mark,
            receive_count: 1,
            visible_at,
        };
        deliveries.push(first_delivery(self.id, number, record, journal.now));
        journal.note(self.id, happening);
    }

    /// Goes on with a message that is in flight now, and is of a FIFO queue, or was received before, or has extras.
    #[inline(never)]
    fn deliver_the_rest(&mut self, journal: &mut Journal, number: u64, deliveries: &mut Vec<Delivery>) {
        self.records.note_receive(number, journal.now);
        let record = &self.records[number];
        let visible_at = record.visible_at;
        self.counts.redelivered += u64::from(record.is_left_over());
        match self.kind() {
            QueueKind::Fifo => self.groups.hide(&self.records.ring, self.labels[number].group),
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
        deliveries.push(delivery);
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
#[inline(always)]
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
