//! A message as its queue keeps it.

use super::list::{Linked, Links};
use super::message::{Body, Mark, MessageId, QueueId, SequenceNumber};
use super::message_attributes::MessageAttributes;
use super::request::SendMessage;
use super::slab::NONE;
use crate::time::SimTime;
use std::rc::Rc;

/// The chain through a standard queue's visible messages, or through all messages of a FIFO group.
pub(super) const LINE: usize = 0;
/// The chain through messages that come back in the order in which they were hidden.
pub(super) const HIDDEN: usize = 1;
/// The chain through messages in the order of arrival.
pub(super) const AGE: usize = 2;

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Visible,
    InFlight,
    Delayed,
}

/// Which list of `Ages` a message is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// Arrived in the order in which retention ends.
    InOrder,
    /// Moved into a standard dead-letter queue: keeps the time of its sending, which may be any.
    Moved,
    /// Received so often that it no longer counts as the oldest message.
    PassedOver,
}

/// What few messages have, kept apart so that the others do not pay for it.
#[derive(Clone, Debug, Default)]
struct Extras {
    attributes: Option<Rc<MessageAttributes>>,
    origin: Option<Origin>,
}

/// Where a dead letter comes from.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// The queue from which it was moved last.
    source: QueueId,
    /// When it was sent, to the first queue.
    sent: SimTime,
}

/// 112 bytes, of which 16 are the body's: small, for there are millions.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) id: MessageId,
    pub(super) mark: Mark,
    pub(super) body: Body,
    extras: Option<Rc<Extras>>,
    /// When it came into this queue.
    pub(super) arrived: SimTime,
    /// When it became visible, or will be again.
    pub(super) visible_at: SimTime,
    /// The last receive; meaningless before the first.
    pub(super) received: SimTime,
    /// Meaningless before the first receive.
    pub(super) first_received: SimTime,
    /// Receives in all queues.
    pub(super) receive_count: u32,
    /// Receives in this queue, as far as 65,535.
    pub(super) receives_here: u16,
    pub(super) place: Place,
    pub(super) age: Age,
    /// Its group in this queue, or [`NONE`].
    pub(super) group: u32,
    links: [Links; 3],
}

#[cfg(target_pointer_width = "64")]
const _: () = assert!(
    size_of::<Record>() <= 112,
    "a waiting message costs at most 96 bytes besides its body"
);

impl Record {
    /// A message that was never received.
    pub(super) fn new(id: MessageId, request: &SendMessage, now: SimTime) -> Self {
        let with_attributes = |attributes: &Rc<MessageAttributes>| Extras {
            attributes: Some(attributes.clone()),
            origin: None,
        };
        Self {
            id,
            mark: request.mark,
            body: request.body.clone(),
            extras: request.attributes.as_ref().map(with_attributes).map(Rc::new),
            arrived: now,
            visible_at: now,
            received: SimTime::ZERO,
            first_received: SimTime::ZERO,
            receive_count: 0,
            receives_here: 0,
            place: Place::Visible,
            age: Age::InOrder,
            group: NONE,
            links: [Links::UNLINKED; 3],
        }
    }

    /// The same message as it arrives in another queue.
    pub(super) fn moved(self, source: QueueId, now: SimTime) -> Self {
        let extras = Extras {
            attributes: self.attributes().cloned(),
            origin: Some(Origin {
                source,
                sent: self.sent(),
            }),
        };
        Self {
            extras: Some(Rc::new(extras)),
            arrived: now,
            visible_at: now,
            receives_here: 0,
            place: Place::Visible,
            age: Age::InOrder,
            group: NONE,
            links: [Links::UNLINKED; 3],
            ..self
        }
    }

    fn origin(&self) -> Option<Origin> {
        self.extras.as_ref()?.origin
    }

    /// When it was sent: to this queue, or to the one from which it went to dead-letter queues.
    pub(super) fn sent(&self) -> SimTime {
        self.origin().map_or(self.arrived, |origin| origin.sent)
    }

    /// The queue from which it was moved, if it is a dead letter.
    pub(super) fn source(&self) -> Option<QueueId> {
        self.origin().map(|origin| origin.source)
    }

    pub(super) fn attributes(&self) -> Option<&Rc<MessageAttributes>> {
        self.extras.as_ref()?.attributes.as_ref()
    }
}

impl Linked for Record {
    fn links(&self, chain: usize) -> &Links {
        &self.links[chain]
    }

    fn links_mut(&mut self, chain: usize) -> &mut Links {
        &mut self.links[chain]
    }
}

/// What only messages of FIFO queues have; kept beside the records so that standard queues do not pay for it.
#[derive(Clone, Debug)]
pub(super) struct FifoLabel {
    pub(super) deduplication: Rc<str>,
    pub(super) sequence: SequenceNumber,
}
