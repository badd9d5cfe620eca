//! What a message is, what a receiver gets of it, and the names by which both are known.

use std::fmt;
use std::rc::Rc;

use super::message_attributes::MessageAttributes;
use crate::time::SimTime;

/// A queue of this service. Never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueueId(pub u32);

impl fmt::Display for QueueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "queue-{}", self.0)
    }
}

/// A message of this service, in the order of sending. AWS shows a UUID; that text is computed when somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub u64);

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "message-{}", self.0)
    }
}

/// The caller's own mark on a message: carried along and given back, never read by the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(pub u64);

/// FIFO: larger than that of every message sent before it. Written with 20 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SequenceNumber(pub u64);

/// A message body, shared by all its copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body(Rc<str>);

impl Body {
    /// The text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Its size in bytes of UTF-8.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing in it (which SQS refuses).
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<Rc<str>> for Body {
    fn from(text: Rc<str>) -> Self {
        Self(text)
    }
}

/// Names one receive of one message; needed to delete it or to change its visibility.
/// AWS shows an opaque text; here the parts of it, so that nothing is formatted unless somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceiptHandle {
    /// The queue that handed the message out.
    pub queue: QueueId,
    /// The message.
    pub message: MessageId,
    /// Its number among those that came into the queue (a hint: checked against `message`).
    pub number: u64,
    /// Which receive of the message this was, from 1.
    pub receive: u32,
}

impl fmt::Display for ReceiptHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "receipt-{}-{}-{}-{}",
            self.queue.0, self.message.0, self.number, self.receive
        )
    }
}

/// A received message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// `MessageId`
    pub message: MessageId,
    /// `ReceiptHandle`
    pub receipt: ReceiptHandle,
    /// `Body`
    pub body: Body,
    /// The sender's mark.
    pub mark: Mark,
    /// `ApproximateReceiveCount`, this receive included.
    pub receive_count: u32,
    /// `SentTimestamp`
    pub sent: SimTime,
    /// `ApproximateFirstReceiveTimestamp`
    pub first_received: SimTime,
    /// `MessageGroupId`
    pub group: Option<Rc<str>>,
    /// `MessageDeduplicationId` (FIFO)
    pub deduplication: Option<Rc<str>>,
    /// `SequenceNumber` (FIFO)
    pub sequence: Option<SequenceNumber>,
    /// `DeadLetterQueueSourceArn`, as the queue's id.
    pub dead_letter_source: Option<QueueId>,
    /// `MessageAttributes` and `AWSTraceHeader`: all of them, whichever the receiver asked for.
    pub attributes: Option<Rc<MessageAttributes>>,
}
