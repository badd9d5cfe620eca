//! What the control plane answers when it refuses: codes, and texts in one place (`reference/sqs.md` §8). What the data
//! plane refuses comes with its own text, but for the names that only the control plane knows.

use std::fmt;

use super::super::api::{ApiError, QueueAddress};
use super::super::error::SqsError;
use super::names::Name;

/// The errors of the control plane, by their names in the JSON protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    AccessDeniedException,
    InvalidAddress,
    InvalidAttributeName,
    InvalidAttributeValue,
    InvalidParameterValueException,
    MissingRequiredParameterException,
    OverLimit,
    QueueDeletedRecently,
    QueueDoesNotExist,
    QueueNameExists,
    ResourceNotFoundException,
}

impl Code {
    /// The name in the JSON protocol, the code in the query protocol, and the status.
    const fn names(self) -> (&'static str, &'static str, u16) {
        match self {
            Self::AccessDeniedException => ("AccessDeniedException", "AccessDenied", 403),
            Self::InvalidAddress => ("InvalidAddress", "InvalidAddress", 404),
            Self::InvalidAttributeName => ("InvalidAttributeName", "InvalidAttributeName", 400),
            Self::InvalidAttributeValue => ("InvalidAttributeValue", "InvalidAttributeValue", 400),
            Self::InvalidParameterValueException => {
                ("InvalidParameterValueException", "InvalidParameterValue", 400)
            }
            Self::MissingRequiredParameterException => {
                ("MissingRequiredParameterException", "MissingParameter", 400)
            }
            Self::OverLimit => ("OverLimit", "OverLimit", 403),
            Self::QueueDeletedRecently => (
                "QueueDeletedRecently",
                "AWS.SimpleQueueService.QueueDeletedRecently",
                400,
            ),
            Self::QueueDoesNotExist => (
                "QueueDoesNotExist",
                "AWS.SimpleQueueService.NonExistentQueue",
                400,
            ),
            Self::QueueNameExists => ("QueueNameExists", "QueueAlreadyExists", 400),
            Self::ResourceNotFoundException => {
                ("ResourceNotFoundException", "ResourceNotFoundException", 404)
            }
        }
    }

    pub(super) fn because(self, message: impl fmt::Display) -> ApiError {
        let (code, query_code, status) = self.names();
        ApiError {
            code,
            query_code,
            status,
            message: message.to_string(),
        }
    }
}

pub(super) fn missing(parameter: &str) -> ApiError {
    Code::MissingRequiredParameterException.because(format_args!(
        "The request must contain the parameter {parameter}."
    ))
}

pub(super) fn no_queue() -> ApiError {
    Code::QueueDoesNotExist.because("The specified queue does not exist.")
}

/// Unverified.
pub(super) fn no_address(url: &str) -> ApiError {
    Code::InvalidAddress.because(format_args!("The address {url} is not valid for this endpoint."))
}

pub(super) fn invalid(
    value: impl fmt::Display,
    parameter: impl fmt::Display,
    reason: impl fmt::Display,
) -> ApiError {
    Code::InvalidParameterValueException.because(format_args!(
        "Value {value} for parameter {parameter} is invalid. Reason: {reason}"
    ))
}

/// An attribute whose text is none of its form.
pub(super) fn unreadable(name: Name, reason: &str) -> ApiError {
    Code::InvalidParameterValueException.because(format_args!(
        "Invalid value for the parameter {name}. Reason: {reason}"
    ))
}

/// Where AWS does not say the value.
pub(super) fn invalid_silently(parameter: &str, reason: &str) -> ApiError {
    Code::InvalidParameterValueException.because(format_args!(
        "Value for parameter {parameter} is invalid. Reason: {reason}"
    ))
}

/// Unverified.
pub(super) fn no_name() -> ApiError {
    invalid_silently("QueueName", "Must specify a queue name.")
}

pub(super) fn invalid_name() -> ApiError {
    Code::InvalidParameterValueException
        .because("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")
}

pub(super) fn deleted_recently() -> ApiError {
    Code::QueueDeletedRecently.because(
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    )
}

/// What the data plane refuses whichever queue it is.
pub(super) fn of_request(error: &SqsError) -> ApiError {
    told(error, error.to_string())
}

/// What the data plane refuses of a queue; `handle` is the receipt handle that was given, if there was one.
pub(super) fn of_queue(error: &SqsError, address: &QueueAddress, handle: &str) -> ApiError {
    let message = match error {
        SqsError::PurgeQueueInProgress { .. } => format!(
            "Only one PurgeQueue operation on {} is allowed every 60 seconds.",
            address.name
        ),
        SqsError::ReceiptHandleIsInvalid { .. } => {
            format!("The input receipt handle \"{handle}\" is not a valid receipt handle.")
        }
        SqsError::ReceiptHandleExpired { .. } => {
            return invalid(handle, "ReceiptHandle", "The receipt handle has expired.");
        }
        SqsError::NotAvailableForVisibilityChange { .. } => {
            let reason = "Message does not exist or is not available for visibility timeout change.";
            return invalid(handle, "ReceiptHandle", reason);
        }
        other => other.to_string(),
    };
    told(error, message)
}

fn told(error: &SqsError, message: String) -> ApiError {
    ApiError {
        code: error.code(),
        query_code: error.query_code(),
        status: status(error),
        message,
    }
}

fn status(error: &SqsError) -> u16 {
    match error {
        SqsError::PurgeQueueInProgress { .. } | SqsError::OverLimit | SqsError::RequestThrottled => 403,
        SqsError::ReceiptHandleIsInvalid { .. } => 404,
        _ => 400,
    }
}
