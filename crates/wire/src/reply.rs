//! What an answer becomes.

use cloud::sqs::api::{Answer, ApiError};

use crate::endpoint::{Base, Origin};
use crate::failure::{self, Format};
use crate::http::Response;
use crate::protocol::{json, tree, xml};
use crate::shape::{Operation, Service};
use crate::sqs::{self, SQS, Shown};
use crate::value::Record;

/// What is kept of a request until its answer is there: its protocol, its id, and what of the answer it asked for.
#[derive(Clone, Debug)]
pub struct ReplyContext {
    pub(crate) request_id: String,
    pub(crate) format: Format,
    pub(crate) operation: &'static Operation,
    pub(crate) shown: Shown,
    pub(crate) base: Base,
    pub(crate) origin: Origin,
}

impl ReplyContext {
    /// The response to the request.
    pub fn respond(&self, answer: Result<Answer, ApiError>) -> Response {
        match answer {
            Ok(answer) => {
                let record = sqs::record(answer, self.operation, &self.shown, &self.base, self.origin);
                success(&SQS, self.operation, self.format, &record, &self.request_id)
            }
            Err(error) => {
                failure::of_service(error, self.format).respond(&SQS, self.format, &self.request_id)
            }
        }
    }
}

/// The response of an operation that went well.
pub(crate) fn success(
    service: &Service,
    operation: &Operation,
    format: Format,
    result: &Record,
    request_id: &str,
) -> Response {
    let body = match format {
        Format::Json if operation.output.is_none() => Vec::new(),
        Format::Json => json::encode(result),
        Format::Xml => xml::encode(service, operation, result, request_id),
        Format::Tree => tree::encode(operation, result, request_id),
    };
    Response::new(200, format, request_id, body)
}
