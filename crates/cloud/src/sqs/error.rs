//! What SQS answers when it refuses, with AWS's code and text (`reference/sqs.md` §8).
//!
//! Variants carry parameters; the words are made when somebody reads them. Where AWS's text names a queue or a
//! receipt handle, [`fmt::Display`] writes the engine's own name for it: whoever knows the real one matches the variant.

use std::fmt;
use std::rc::Rc;

use super::attributes::{Attribute, MAXIMUM_VISIBILITY_TIMEOUT, Redrive};
use super::message::{QueueId, ReceiptHandle};
use super::request::{MAX_BATCH_BYTES, MAX_BATCH_ENTRIES};

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
    /// A receipt handle that this queue never gave out.
    ReceiptHandleIsInvalid { receipt: ReceiptHandle },
    /// The body has a character that XML 1.0 does not allow.
    InvalidMessageContents,
    /// A batch without entries.
    EmptyBatchRequest { operation: BatchOperation },
    /// A batch with more than ten entries.
    TooManyEntriesInBatchRequest { entries: usize },
    /// Two entries of a batch have the same id.
    BatchEntryIdsNotDistinct { id: Rc<str> },
    /// The id of an entry is empty, too long, or has other characters than letters, digits, `-` and `_`.
    InvalidBatchEntryId,
    /// The bodies of a batch are larger than a message may be.
    BatchRequestTooLong { bytes: u64 },
    /// An attribute that queues of this kind do not know.
    UnknownAttribute { attribute: Attribute },
    /// An attribute that only FIFO queues may set.
    AttributeOnlyOnFifo { attribute: Attribute },
    /// An attribute out of its range, or at odds with another.
    InvalidAttributeValue { attribute: Attribute },
    /// A required parameter is absent.
    MissingParameter { parameter: Parameter },
    /// A number out of its range.
    OutOfRange { parameter: Parameter, value: i64 },
    /// A visibility timeout that would keep the message in flight for more than 12 hours since its receive.
    TotalVisibilityTimeout { value: i64 },
    /// A body larger than the queue's `MaximumMessageSize`; AWS words it differently in a batch.
    MessageTooLong { maximum: u32, in_batch: bool },
    /// FIFO: a message with a delay of its own.
    DelayOnFifo { value: i64 },
    /// FIFO: neither a deduplication id nor content-based deduplication.
    NoDeduplicationId,
    /// A group or deduplication id that is empty, too long, or not alphanumeric and punctuation.
    InvalidIdentifier { parameter: Parameter, value: Rc<str> },
    /// A deduplication id for a standard queue.
    DeduplicationOnStandard { value: Rc<str> },
    /// FIFO: the receipt handle's visibility timeout is over.
    ReceiptHandleExpired { receipt: ReceiptHandle },
    /// The visibility timeout of a message that is gone.
    NotAvailableForVisibilityChange { receipt: ReceiptHandle },
    /// `maxReceiveCount` is not between 1 and 1,000.
    InvalidMaxReceiveCount { redrive: Redrive },
    /// The dead-letter queue does not exist.
    DeadLetterTargetDoesNotExist { redrive: Redrive },
    /// The dead-letter queue of a FIFO queue must be FIFO, of a standard queue standard.
    DeadLetterTargetOfOtherKind { redrive: Redrive },
}

/// A parameter, by its AWS name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// `MessageBody`
    MessageBody,
    /// `MessageGroupId`
    MessageGroupId,
    /// `MessageDeduplicationId`
    MessageDeduplicationId,
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
            Self::ReceiptHandleIsInvalid { .. } => "ReceiptHandleIsInvalid",
            Self::InvalidMessageContents => "InvalidMessageContents",
            Self::EmptyBatchRequest { .. } => "EmptyBatchRequest",
            Self::TooManyEntriesInBatchRequest { .. } => "TooManyEntriesInBatchRequest",
            Self::BatchEntryIdsNotDistinct { .. } => "BatchEntryIdsNotDistinct",
            Self::InvalidBatchEntryId => "InvalidBatchEntryId",
            Self::BatchRequestTooLong { .. } => "BatchRequestTooLong",
            Self::UnknownAttribute { .. } | Self::AttributeOnlyOnFifo { .. } => "InvalidAttributeName",
            Self::InvalidAttributeValue { .. } => "InvalidAttributeValue",
            Self::MissingParameter { .. } => "MissingRequiredParameterException",
            Self::OutOfRange { .. }
            | Self::TotalVisibilityTimeout { .. }
            | Self::MessageTooLong { .. }
            | Self::DelayOnFifo { .. }
            | Self::NoDeduplicationId
            | Self::InvalidIdentifier { .. }
            | Self::DeduplicationOnStandard { .. }
            | Self::ReceiptHandleExpired { .. }
            | Self::NotAvailableForVisibilityChange { .. }
            | Self::InvalidMaxReceiveCount { .. }
            | Self::DeadLetterTargetDoesNotExist { .. }
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

/// AWS's message.
impl fmt::Display for SqsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueDoesNotExist => f.write_str("The specified queue does not exist."),
            Self::PurgeQueueInProgress { queue } => {
                write!(f, "Only one PurgeQueue operation on {queue} is allowed every 60 seconds.")
            }
            // The text is unverified.
            Self::OverLimit => f.write_str("The maximum number of in flight messages is reached."),
            Self::ReceiptHandleIsInvalid { receipt } => {
                write!(f, "The input receipt handle \"{receipt}\" is not a valid receipt handle.")
            }
            Self::InvalidMessageContents => f.write_str(
                "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | \
                 #xE000 to #xFFFD | #x10000 to #x10FFFF",
            ),
            Self::EmptyBatchRequest { operation } => {
                write!(f, "There should be at least one {operation} in the request.")
            }
            Self::TooManyEntriesInBatchRequest { entries } => write!(
                f,
                "Maximum number of entries per request are {MAX_BATCH_ENTRIES}. You have sent {entries}."
            ),
            Self::BatchEntryIdsNotDistinct { id } => write!(f, "Id {id} repeated."),
            Self::InvalidBatchEntryId => f.write_str(
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. \
                 It can be at most 80 letters long.",
            ),
            Self::BatchRequestTooLong { bytes } => write!(
                f,
                "Batch requests cannot be longer than {MAX_BATCH_BYTES} bytes. You have sent {bytes} bytes."
            ),
            Self::UnknownAttribute { attribute } => write!(f, "Unknown Attribute {attribute}."),
            Self::AttributeOnlyOnFifo { attribute } => {
                write!(f, "You can specify the {attribute} only when FifoQueue is set to true.")
            }
            Self::InvalidAttributeValue { attribute } => {
                write!(f, "Invalid value for the parameter {attribute}.")
            }
            Self::MissingParameter { parameter } => {
                write!(f, "The request must contain the parameter {parameter}.")
            }
            Self::MessageTooLong { maximum, in_batch: false } => write!(
                f,
                "One or more parameters are invalid. Reason: Message must be shorter than {maximum} bytes."
            ),
            Self::MessageTooLong { maximum, in_batch: true } => write!(
                f,
                "One or more parameters cannot be validated. Reason: Message must be shorter than {maximum} bytes."
            ),
            Self::NoDeduplicationId => f.write_str(
                "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided \
                 explicitly",
            ),
            _ => self.invalid_value(f),
        }
    }
}

impl SqsError {
    /// The messages of the form `Value … for parameter … is invalid. Reason: …`
    fn invalid_value(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { parameter, value } => {
                invalid(f, value, parameter)?;
                f.write_str(match parameter {
                    Parameter::MaxNumberOfMessages => "Must be between 1 and 10, if provided.",
                    Parameter::WaitTimeSeconds => "Must be >= 0 and <= 20, if provided.",
                    Parameter::DelaySeconds => "DelaySeconds must be >= 0 and <= 900.",
                    _ => "Must be between 0 and 43200, if provided.",
                })
            }
            Self::TotalVisibilityTimeout { value } => {
                invalid(f, value, &Parameter::VisibilityTimeout)?;
                write!(
                    f,
                    "Total VisibilityTimeout for the message is beyond the limit [{MAXIMUM_VISIBILITY_TIMEOUT} seconds]"
                )
            }
            Self::DelayOnFifo { value } => {
                invalid(f, value, &Parameter::DelaySeconds)?;
                f.write_str("The request include parameter that is not valid for this queue type.")
            }
            Self::InvalidIdentifier { parameter, value } => {
                invalid(f, value, parameter)?;
                write!(
                    f,
                    "{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length."
                )
            }
            Self::DeduplicationOnStandard { value } => {
                invalid(f, value, &Parameter::MessageDeduplicationId)?;
                f.write_str("The request includes a parameter that is not valid for this queue type.")
            }
            Self::ReceiptHandleExpired { receipt } => {
                invalid(f, receipt, &"ReceiptHandle")?;
                f.write_str("The receipt handle has expired.")
            }
            Self::NotAvailableForVisibilityChange { receipt } => {
                invalid(f, receipt, &"ReceiptHandle")?;
                f.write_str("Message does not exist or is not available for visibility timeout change.")
            }
            Self::InvalidMaxReceiveCount { redrive } => {
                invalid(f, redrive, &"RedrivePolicy")?;
                write!(
                    f,
                    "Invalid value for maxReceiveCount: {}, valid values are from 1 to 1000 both inclusive.",
                    redrive.max_receive_count
                )
            }
            // The reasons of the last two are unverified.
            Self::DeadLetterTargetDoesNotExist { redrive } => {
                invalid(f, redrive, &"RedrivePolicy")?;
                f.write_str("Dead letter target does not exist.")
            }
            Self::DeadLetterTargetOfOtherKind { redrive } => {
                invalid(f, redrive, &"RedrivePolicy")?;
                f.write_str("Dead-letter queue must be same type of queue as the source.")
            }
            _ => f.write_str(self.code()),
        }
    }
}

fn invalid(
    f: &mut fmt::Formatter<'_>,
    value: &dyn fmt::Display,
    parameter: &dyn fmt::Display,
) -> fmt::Result {
    write!(f, "Value {value} for parameter {parameter} is invalid. Reason: ")
}

impl std::error::Error for SqsError {}

/// The AWS name.
impl fmt::Display for Parameter {
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
