//! What SQS answers when it refuses, with AWS's codes (`reference/sqs.md` §8). Variants carry parameters; the words
//! are made when somebody reads them, by `error_text`.

use std::fmt;
use std::rc::Rc;

use super::attributes::{Attribute, Redrive};
use super::message::{QueueId, ReceiptHandle};
use super::message_attributes::AttributeFault;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the numbers of the message that the variant stands for"
)]
pub enum SqsError {
    /// The queue was never there, or was deleted.
    QueueDoesNotExist,
    /// A second purge within 60 seconds.
    PurgeQueueInProgress { queue: QueueId },
    /// A short poll of a standard queue with 120,000 messages in flight.
    OverLimit,
    /// FIFO: more calls than the queue, or the group's partition, answers in a second.
    RequestThrottled,
    /// A receipt handle that this queue never gave out.
    ReceiptHandleIsInvalid { receipt: ReceiptHandle },
    /// The body has a character that XML 1.0 does not allow.
    InvalidMessageContents { character: char },
    /// A batch without entries.
    EmptyBatchRequest { operation: BatchOperation },
    /// A batch with more than ten entries.
    TooManyEntriesInBatchRequest { entries: usize },
    /// Two entries of a batch have the same id.
    BatchEntryIdsNotDistinct { id: Rc<str> },
    /// The id of an entry is empty, too long, or has other characters than letters, digits, `-` and `_`.
    InvalidBatchEntryId,
    /// The messages of a batch are larger than one may be.
    BatchRequestTooLong { bytes: u64 },
    /// An attribute that queues of this kind do not know.
    UnknownAttribute { attribute: Attribute },
    /// An attribute that only FIFO queues may set.
    AttributeOnlyOnFifo { attribute: Attribute },
    /// An attribute out of its range, or at odds with another.
    InvalidAttributeValue { attribute: Attribute },
    /// A required parameter is absent.
    MissingParameter { parameter: Parameter },
    /// An entry of a batch with an empty body, at this place from 1.
    EmptyBodyInBatch { place: usize },
    /// A number out of its range.
    OutOfRange { parameter: Number, value: i64 },
    /// A change of a visibility timeout out of its range; AWS words it differently in a batch.
    ChangeOutOfRange { value: i64, in_batch: bool },
    /// A visibility timeout that would keep the message in flight for more than 12 hours since its receive.
    TotalVisibilityTimeout { value: i64 },
    /// A message larger than the queue's `MaximumMessageSize`; AWS words it differently in a batch.
    MessageTooLong { maximum: u32, in_batch: bool },
    /// More than ten user attributes.
    TooManyMessageAttributes { attributes: usize },
    /// A user attribute that is not in order.
    InvalidMessageAttribute { name: Rc<str>, fault: AttributeFault },
    /// FIFO: a message with a delay of its own.
    DelayOnFifo { value: i64 },
    /// FIFO: a batch with a message that has no group.
    NoGroupInBatch,
    /// FIFO: neither a deduplication id nor content-based deduplication.
    NoDeduplicationId,
    /// A group or deduplication id that is empty, too long, or not alphanumeric and punctuation.
    InvalidIdentifier { parameter: Parameter, value: Rc<str> },
    /// A deduplication id for a standard queue; AWS words it differently in a batch.
    DeduplicationOnStandard { value: Rc<str>, in_batch: bool },
    /// A receive request attempt id for a standard queue.
    AttemptOnStandard { value: Rc<str> },
    /// FIFO: the receipt handle's visibility timeout is over.
    ReceiptHandleExpired { receipt: ReceiptHandle },
    /// The visibility timeout of a message that is gone.
    NotAvailableForVisibilityChange { receipt: ReceiptHandle },
    /// `maxReceiveCount` is not between 1 and 1,000.
    InvalidMaxReceiveCount { redrive: Redrive },
    /// The dead-letter queue's `RedriveAllowPolicy` does not allow this source.
    DeadLetterTargetDenies { redrive: Redrive },
    /// A `RedriveAllowPolicy` by queue that names none, or more than ten.
    InvalidRedriveSources { sources: usize },
    /// The dead-letter queue does not exist.
    DeadLetterTargetDoesNotExist { redrive: Redrive },
    /// The dead-letter queue of a FIFO queue must be FIFO, of a standard queue standard.
    DeadLetterTargetOfOtherKind { redrive: Redrive },
}

/// A parameter that is a text, by its AWS name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// `MessageBody`
    MessageBody,
    /// `MessageGroupId`
    MessageGroupId,
    /// `MessageDeduplicationId`
    MessageDeduplicationId,
    /// `ReceiveRequestAttemptId`
    ReceiveRequestAttemptId,
}

/// A parameter that is a number, by its AWS name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// `DelaySeconds`
    DelaySeconds,
    /// `MaxNumberOfMessages`
    MaxNumberOfMessages,
    /// `WaitTimeSeconds`
    WaitTimeSeconds,
    /// `VisibilityTimeout`
    VisibilityTimeout,
}

/// An operation on several messages at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchOperation {
    /// `SendMessageBatch`
    SendMessage,
    /// `DeleteMessageBatch`
    DeleteMessage,
    /// `ChangeMessageVisibilityBatch`
    ChangeMessageVisibility,
}

impl SqsError {
    /// The error's name in the JSON protocol, without the `com.amazonaws.sqs#` in front.
    pub fn code(&self) -> &'static str {
        match self {
            Self::QueueDoesNotExist => "QueueDoesNotExist",
            Self::PurgeQueueInProgress { .. } => "PurgeQueueInProgress",
            Self::OverLimit => "OverLimit",
            Self::RequestThrottled => "RequestThrottled",
            Self::ReceiptHandleIsInvalid { .. } => "ReceiptHandleIsInvalid",
            Self::InvalidMessageContents { .. } => "InvalidMessageContents",
            Self::EmptyBatchRequest { .. } => "EmptyBatchRequest",
            Self::TooManyEntriesInBatchRequest { .. } => "TooManyEntriesInBatchRequest",
            Self::BatchEntryIdsNotDistinct { .. } => "BatchEntryIdsNotDistinct",
            Self::InvalidBatchEntryId => "InvalidBatchEntryId",
            Self::BatchRequestTooLong { .. } => "BatchRequestTooLong",
            Self::UnknownAttribute { .. } | Self::AttributeOnlyOnFifo { .. } => "InvalidAttributeName",
            Self::InvalidAttributeValue { .. } => "InvalidAttributeValue",
            Self::MissingParameter { .. } => "MissingRequiredParameterException",
            Self::EmptyBodyInBatch { .. } => "EmptyValue",
            Self::OutOfRange { .. }
            | Self::ChangeOutOfRange { .. }
            | Self::TotalVisibilityTimeout { .. }
            | Self::MessageTooLong { .. }
            | Self::TooManyMessageAttributes { .. }
            | Self::InvalidMessageAttribute { .. }
            | Self::DelayOnFifo { .. }
            | Self::NoGroupInBatch
            | Self::NoDeduplicationId
            | Self::InvalidIdentifier { .. }
            | Self::DeduplicationOnStandard { .. }
            | Self::ReceiptHandleExpired { .. }
            | Self::NotAvailableForVisibilityChange { .. }
            | Self::InvalidMaxReceiveCount { .. }
            | Self::DeadLetterTargetDoesNotExist { .. }
            | Self::DeadLetterTargetDenies { .. }
            | Self::InvalidRedriveSources { .. }
            | Self::AttemptOnStandard { .. }
            | Self::DeadLetterTargetOfOtherKind { .. } => "InvalidParameterValueException",
        }
    }

    /// The error's code in the query protocol, and in a batch's `Failed`.
    pub fn query_code(&self) -> &'static str {
        match self.code() {
            "QueueDoesNotExist" => "AWS.SimpleQueueService.NonExistentQueue",
            "PurgeQueueInProgress" => "AWS.SimpleQueueService.PurgeQueueInProgress",
            "EmptyBatchRequest" => "AWS.SimpleQueueService.EmptyBatchRequest",
            "TooManyEntriesInBatchRequest" => "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            "BatchEntryIdsNotDistinct" => "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            "InvalidBatchEntryId" => "AWS.SimpleQueueService.InvalidBatchEntryId",
            "BatchRequestTooLong" => "AWS.SimpleQueueService.BatchRequestTooLong",
            "MissingRequiredParameterException" => "MissingParameter",
            "InvalidParameterValueException" => "InvalidParameterValue",
            same => same,
        }
    }
}

impl std::error::Error for SqsError {}

/// The AWS name.
impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The AWS name.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The name of the batch's entries.
impl fmt::Display for BatchOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SendMessage => "SendMessageBatchRequestEntry",
            Self::DeleteMessage => "DeleteMessageBatchRequestEntry",
            Self::ChangeMessageVisibility => "ChangeMessageVisibilityBatchRequestEntry",
        })
    }
}
