//! A look at what a queue holds. Looking changes nothing.

use std::rc::Rc;

use super::attributes::QueueKind;
use super::message::{Body, Mark, MessageId, QueueId, SequenceNumber};
use super::queue::Queue;
use super::record::Place;
use crate::time::SimTime;

/// A message in a queue, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// `MessageId`
    pub message: MessageId,
    /// The sender's mark.
    pub mark: Mark,
    /// `Body`
    pub body: Body,
    /// Where it is.
    pub state: MessageState,
    /// `ApproximateReceiveCount` so far.
    pub receive_count: u32,
    /// `SentTimestamp`
    pub sent: SimTime,
    /// When it will expire.
    pub expires: SimTime,
    /// `MessageGroupId`
    pub group: Option<Rc<str>>,
    /// `SequenceNumber` (FIFO)
    pub sequence: Option<SequenceNumber>,
    /// `DeadLetterQueueSourceArn`, as the queue's id.
    pub dead_letter_source: Option<QueueId>,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields that carry the name of their type")]
pub enum MessageState {
    /// A receive can get it.
    Visible { since: SimTime },
    /// FIFO: visible, but an earlier message of its group is in flight or delayed, or too many are before it.
    Blocked { since: SimTime },
    /// Handed to a receiver.
    InFlight { until: SimTime },
    /// Not yet receivable.
    Delayed { until: SimTime },
}

impl Queue {
    /// Visible messages, next to be received first; those blocked by their group last.
    pub(super) fn view_line(&self) -> impl Iterator<Item = MessageView> {
        let fifo = self.kind() == QueueKind::Fifo;
        let line = (!fifo).then(|| self.standard_line());
        let deliverable = fifo.then(|| {
            self.groups
                .deliverable(&self.records.ring, &self.labels, &self.look_ahead)
        });
        let blocked = fifo.then(|| {
            self.groups
                .blocked(&self.records.ring, &self.labels, &self.look_ahead)
        });
        let free = line
            .into_iter()
            .flatten()
            .chain(deliverable.into_iter().flatten());
        let free = free.map(|number| self.view(number, false));
        free.chain(
            blocked
                .into_iter()
                .flatten()
                .map(|number| self.view(number, true)),
        )
    }

    /// Messages in flight, soonest back first.
    pub(super) fn view_in_flight(&self) -> impl Iterator<Item = MessageView> {
        self.in_flight
            .iter(&self.records.ring)
            .map(|number| self.view(number, false))
    }

    /// How many groups have a message in flight.
    pub(super) fn groups_in_flight(&self) -> u64 {
        let in_flight = self.in_flight.iter(&self.records.ring);
        let mut groups: Vec<u32> = in_flight.map(|number| self.group(number)).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.len() as u64
    }

    /// Delayed messages, soonest to arrive first.
    pub(super) fn view_delayed(&self) -> impl Iterator<Item = MessageView> {
        self.delayed
            .iter(&self.records.ring)
            .map(|number| self.view(number, false))
    }

    fn view(&self, number: u64, is_blocked: bool) -> MessageView {
        let record = &self.records[number];
        let at = record.visible_at;
        MessageView {
            message: record.id(),
            mark: record.mark,
            body: record.body.clone(),
            state: match record.place() {
                Place::Visible if is_blocked => MessageState::Blocked { since: at },
                Place::Visible => MessageState::Visible { since: at },
                Place::InFlight => MessageState::InFlight { until: at },
                Place::Delayed => MessageState::Delayed { until: at },
            },
            receive_count: self.records.receive_count(number),
            sent: self.records.sent(number),
            expires: self.ages.retained_since(&self.records, number) + self.attributes().retention(),
            group: self.groups.name(self.group(number)),
            sequence: self.labels.get(number).map(|label| label.sequence),
            dead_letter_source: self.records.source(number),
        }
    }
}
