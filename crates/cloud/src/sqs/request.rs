//! The operations' parameters and results, with the numbers as a caller may send them: unchecked, in whole seconds.

use std::rc::Rc;

use super::error::SqsError;
use super::message::{Body, Delivery, Mark, MessageId, ReceiptHandle, SequenceNumber};
use super::message_attributes::MessageAttributes;
use super::servers::Servers;

/// The most entries a batch may have.
pub const MAX_BATCH_ENTRIES: usize = 10;
/// The most bytes the messages of a batch may have together.
pub const MAX_BATCH_BYTES: u64 = 1_048_576;

/// `SendMessage`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendMessage {
    /// `MessageBody`
    pub body: Body,
    /// Carried along for the caller.
    pub mark: Mark,
    /// `DelaySeconds`, 0 to 900; the queue's own if absent.
    pub delay_seconds: Option<i64>,
    /// `MessageGroupId`, required by FIFO queues.
    pub group: Option<Rc<str>>,
    /// `MessageDeduplicationId`, FIFO only.
    pub deduplication: Option<Rc<str>>,
    /// `MessageAttributes` and `MessageSystemAttributes`
    pub attributes: Option<Rc<MessageAttributes>>,
}

impl SendMessage {
    /// A message with nothing but a body.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            mark: Mark(0),
            delay_seconds: None,
            group: None,
            deduplication: None,
            attributes: None,
        }
    }

    /// What counts against `MaximumMessageSize`, in bytes: the body and the user attributes.
    pub fn size(&self) -> u64 {
        let attributes = self.attributes.as_ref().map_or(0, |attributes| attributes.len());
        self.body.len() as u64 + attributes as u64
    }
}

/// What `SendMessage` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// `MessageId`; of the first copy where this one was a duplicate.
    pub message: MessageId,
    /// `SequenceNumber` (FIFO)
    pub sequence: Option<SequenceNumber>,
}

/// The caller's name for a receive that may have to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PollId(pub u64);

/// `ReceiveMessage`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiveMessage {
    /// Comes back in [`super::HappeningKind::PollEnded`] if the receive has to wait.
    pub poll: PollId,
    /// `MaxNumberOfMessages`, 1 to 10; 1 if absent.
    pub max_number_of_messages: Option<i64>,
    /// `WaitTimeSeconds`, 0 to 20; the queue's own if absent.
    pub wait_time_seconds: Option<i64>,
    /// `VisibilityTimeout` in seconds, 0 to 43,200; the queue's own if absent.
    pub visibility_timeout: Option<i64>,
    /// Standard: the servers that a short poll asks. A long poll asks all.
    pub servers: Servers,
    /// `ReceiveRequestAttemptId`, FIFO only: 1 to 128 letters, digits and punctuation.
    pub attempt: Option<Rc<str>>,
}

impl ReceiveMessage {
    /// A receive with nothing but the queue's own settings.
    pub fn new(poll: PollId) -> Self {
        Self {
            poll,
            max_number_of_messages: None,
            wait_time_seconds: None,
            visibility_timeout: None,
            servers: Servers::ALL,
            attempt: None,
        }
    }
}

/// What `ReceiveMessage` answers at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiveOutcome {
    /// The answer; empty when there was nothing to give.
    Messages(Vec<Delivery>),
    /// A long poll: [`super::HappeningKind::PollEnded`] tells when there is an answer.
    Waiting,
}

/// `ChangeMessageVisibility`, as a batch's entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeVisibility {
    /// `ReceiptHandle`
    pub receipt: ReceiptHandle,
    /// `VisibilityTimeout` in seconds from now, 0 to 43,200.
    pub visibility_timeout: i64,
}

/// One entry of a batch request, under its caller-given `Id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchEntry<T> {
    /// `Id`: 1 to 80 letters, digits, hyphens and underscores, unlike its neighbours.
    pub id: Rc<str>,
    /// What is asked.
    pub request: T,
}

/// One entry of a batch answer's `Failed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchFailure {
    /// `Id`
    pub id: Rc<str>,
    /// Why.
    pub error: SqsError,
}

/// What a batch answers when the request as a whole is well formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchOutcome<T> {
    /// `Successful`, in the order of the request.
    pub successful: Vec<(Rc<str>, T)>,
    /// `Failed`, in the order of the request.
    pub failed: Vec<BatchFailure>,
}
