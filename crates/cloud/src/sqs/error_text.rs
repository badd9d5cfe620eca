//! What SQS says when it refuses (`reference/sqs.md` §8). Unverified texts stand below a comment that says so.
//!
//! Where AWS's text names a queue or a receipt handle, the engine's own name for it is written: whoever knows the real
//! one matches the variant.

use std::fmt;

use super::attributes::{MAX_REDRIVE_SOURCES, MAXIMUM_VISIBILITY_TIMEOUT, Redrive};
use super::error::{BatchOperation, Number, Parameter, SqsError};
use super::message::ReceiptHandle;
use super::message_attributes::{AttributeFault, MAX_MESSAGE_ATTRIBUTES};
use super::request::{MAX_BATCH_BYTES, MAX_BATCH_ENTRIES};

/// AWS's message.
impl fmt::Display for SqsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueDoesNotExist => f.write_str("The specified queue does not exist."),
            Self::PurgeQueueInProgress { queue } => {
                write!(f, "Only one PurgeQueue operation on {queue} is allowed every 60 seconds.")
            }
            Self::OverLimit => f.write_str(
                "Too many messages have been received without being deleted.\nPlease delete your received messages or \
                 let them timeout before receiving more.",
            ),
            // Unverified.
            Self::RequestThrottled => f.write_str("Request is throttled."),
            Self::ReceiptHandleIsInvalid { receipt } => {
                write!(f, "The input receipt handle \"{receipt}\" is not a valid receipt handle.")
            }
            Self::InvalidMessageContents { character } => invalid_character(f, *character, "message body"),
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
            Self::EmptyBodyInBatch { place } => {
                let operation = BatchOperation::SendMessage;
                write!(f, "No Value Found for {operation}.{place}.MessageBody.")
            }
            Self::MessageTooLong { maximum, in_batch } => {
                let are = if *in_batch { "cannot be validated" } else { "are invalid" };
                write!(
                    f,
                    "One or more parameters {are}. Reason: Message must be shorter than {maximum} bytes."
                )
            }
            Self::TooManyMessageAttributes { attributes } => write!(
                f,
                "Number of message attributes [{attributes}] exceeds the allowed maximum [{MAX_MESSAGE_ATTRIBUTES}]."
            ),
            Self::InvalidMessageAttribute { name, fault } => invalid_attribute(f, name, *fault),
            Self::NoGroupInBatch => {
                write!(f, "The request must contain the parameter {}.", Parameter::MessageGroupId)
            }
            Self::NoDeduplicationId => f.write_str(
                "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided \
                 explicitly",
            ),
            Self::OutOfRange { parameter, value } => out_of_range(f, *parameter, *value),
            // Unverified.
            Self::ChangeOutOfRange { value, in_batch } => {
                let must = if *in_batch { "VisibilityTimeout must be an integer" } else { "Must be" };
                let most = MAXIMUM_VISIBILITY_TIMEOUT;
                invalid(f, value, Number::VisibilityTimeout, format_args!("{must} between 0 and {most}."))
            }
            Self::TotalVisibilityTimeout { value } => invalid(
                f,
                value,
                Number::VisibilityTimeout,
                format_args!(
                    "Total VisibilityTimeout for the message is beyond the limit \
                     [{MAXIMUM_VISIBILITY_TIMEOUT} seconds]"
                ),
            ),
            Self::DelayOnFifo { value } => invalid(
                f,
                value,
                Number::DelaySeconds,
                "The request include parameter that is not valid for this queue type.",
            ),
            Self::InvalidIdentifier { parameter, value } => invalid(
                f,
                value,
                *parameter,
                format_args!("{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length."),
            ),
            Self::DeduplicationOnStandard { in_batch: true, .. } => {
                f.write_str("The request include parameter that is not valid for this queue type")
            }
            Self::DeduplicationOnStandard { value, in_batch: false } => invalid(
                f,
                value,
                Parameter::MessageDeduplicationId,
                "The request includes a parameter that is not valid for this queue type.",
            ),
            // Unverified.
            Self::AttemptOnStandard { value } => invalid(
                f,
                value,
                Parameter::ReceiveRequestAttemptId,
                "The request includes a parameter that is not valid for this queue type.",
            ),
            Self::ReceiptHandleExpired { receipt } => {
                invalid_receipt(f, receipt, "The receipt handle has expired.")
            }
            Self::NotAvailableForVisibilityChange { receipt } => invalid_receipt(
                f,
                receipt,
                "Message does not exist or is not available for visibility timeout change.",
            ),
            Self::InvalidMaxReceiveCount { redrive } => invalid_redrive(
                f,
                redrive,
                format_args!(
                    "Invalid value for maxReceiveCount: {}, valid values are from 1 to 1000 both inclusive.",
                    redrive.max_receive_count
                ),
            ),
            // Unverified.
            Self::InvalidRedriveSources { sources: 0 } => f.write_str(
                "Amazon SQS can't create the redrive allow policy. When you specify the byQueue permission type, \
                 you must also specify one or more sourceQueueArns values.",
            ),
            // Unverified.
            Self::InvalidRedriveSources { sources } => write!(
                f,
                "Amazon SQS can't create the redrive allow policy. You can specify up to {MAX_REDRIVE_SOURCES} \
                 sourceQueueArns values. You have specified {sources}."
            ),
            // Unverified, this and the next two.
            Self::DeadLetterTargetDenies { redrive } => invalid_redrive(
                f,
                redrive,
                "The redrive allow policy of the dead-letter queue does not allow this source queue.",
            ),
            Self::DeadLetterTargetDoesNotExist { redrive } => {
                invalid_redrive(f, redrive, "Dead letter target does not exist.")
            }
            Self::DeadLetterTargetOfOtherKind { redrive } => invalid_redrive(
                f,
                redrive,
                "Dead-letter queue must be same type of queue as the source.",
            ),
        }
    }
}

fn invalid(
    f: &mut fmt::Formatter<'_>,
    value: impl fmt::Display,
    parameter: impl fmt::Display,
    reason: impl fmt::Display,
) -> fmt::Result {
    write!(
        f,
        "Value {value} for parameter {parameter} is invalid. Reason: {reason}"
    )
}

fn invalid_receipt(f: &mut fmt::Formatter<'_>, receipt: &ReceiptHandle, reason: &str) -> fmt::Result {
    invalid(f, receipt, "ReceiptHandle", reason)
}

fn invalid_redrive(f: &mut fmt::Formatter<'_>, redrive: &Redrive, reason: impl fmt::Display) -> fmt::Result {
    invalid(f, redrive, "RedrivePolicy", reason)
}

fn out_of_range(f: &mut fmt::Formatter<'_>, parameter: Number, value: i64) -> fmt::Result {
    let reason = match parameter {
        Number::MaxNumberOfMessages => "Must be between 1 and 10, if provided.",
        Number::WaitTimeSeconds => "Must be >= 0 and <= 20, if provided.",
        Number::DelaySeconds => "DelaySeconds must be >= 0 and <= 900.",
        // Unverified.
        Number::VisibilityTimeout => "Must be >= 0 and <= 43200, if provided.",
    };
    invalid(f, value, parameter, reason)
}

/// What AWS has been seen to say of bodies. The reference has another text for it, which is unverified.
fn invalid_character(f: &mut fmt::Formatter<'_>, character: char, place: &str) -> fmt::Result {
    write!(
        f,
        "Invalid binary character '#x{:X}' was found in the {place}, the set of allowed characters is #x9 | #xA | #xD | \
         [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
        u32::from(character)
    )
}

/// Unverified but for that of a value.
fn invalid_attribute(f: &mut fmt::Formatter<'_>, name: &str, fault: AttributeFault) -> fmt::Result {
    match fault {
        AttributeFault::NameEmpty => {
            f.write_str("The request must contain non-empty message (user) attribute names.")
        }
        AttributeFault::NameLength => {
            f.write_str("Message (user) attribute name must be shorter than 256 bytes.")
        }
        AttributeFault::DataTypeLength => {
            f.write_str("Message (user) attribute type must be shorter than 256 bytes.")
        }
        AttributeFault::NameCharacters => f.write_str(
            "Message (user) attributes name can only contain upper and lower score alphanumeric characters, \
             periods, hyphens, underscores.",
        ),
        AttributeFault::NameReserved => f.write_str(
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for \
             internal use.",
        ),
        AttributeFault::NameDots => f.write_str(
            "You can't use message attribute names that begin or end with a '.', or have several in a row.",
        ),
        AttributeFault::Nothing => write!(
            f,
            "The message (user) attribute '{name}' must contain a non-empty message attribute value."
        ),
        AttributeFault::NameRepeated => write!(f, "Message (user) attribute name '{name}' already exists."),
        AttributeFault::DataType => write!(
            f,
            "The type of message (user) attribute '{name}' is invalid. You must use only the following supported \
             type prefixes: Binary, Number, String."
        ),
        AttributeFault::Value(data_type) => write!(
            f,
            "Message (user) attribute '{name}' must contain a non-empty value of type '{data_type}'."
        ),
        AttributeFault::Character(character) => {
            invalid_character(f, character, &format!("message (user) attribute '{name}'"))
        }
        AttributeFault::Number => write!(
            f,
            "Can't cast the value of message (user) attribute '{name}' to a number."
        ),
    }
}
