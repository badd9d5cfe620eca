//! Amazon SQS: standard and FIFO queues, as `reference/sqs.md` describes them.
//!
//! [`Sqs`] holds the queues of one account and region. Ask it for an operation at a time, then drain its
//! [`Happening`]s; [`Sqs::next_deadline`] tells when [`Sqs::advance`] has work to do (a visibility timeout,
//! a delay, a retention or a long poll runs out).

mod attributes;
mod error;
mod happening;
mod message;
mod request;
mod service;

pub use attributes::{Attribute, DeduplicationScope, FifoThroughputLimit, QueueAttributes, QueueKind, Redrive};
pub use error::SqsError;
pub use happening::{Happening, HappeningKind};
pub use message::{Body, Delivery, Mark, MessageId, QueueId, ReceiptHandle, SequenceNumber};
pub use request::{
    BatchEntry, BatchFailure, BatchOutcome, MAX_BATCH_ENTRIES, PollId, ReceiveMessage, ReceiveOutcome, SendMessage, Sent,
};
pub use service::{Counts, MessageView, MessageState, Sqs};
