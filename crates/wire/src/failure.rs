//! What is answered when a request is refused, by the protocol or by the service.

use cloud::sqs::api::ApiError;

use crate::http::Response;
use crate::protocol::{Malformed, json, tree, xml};
use crate::shape::Service;

/// Where AWS's framework says so itself, before the service is asked.
const FRAMEWORK: &str = "com.amazon.coral.service";

/// How a response is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// JSON, for requests in JSON.
    Json,
    /// XML, for requests in the Query protocol.
    Xml,
    /// JSON, for requests in the Query protocol that accept it.
    Tree,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Who refuses.
    by: By,
    /// In JSON.
    name: &'static str,
    /// In the Query protocol.
    query_code: &'static str,
    status: u16,
    message: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Framework,
    Service,
}

impl Failure {
    /// A refusal that both protocols name alike, but for the `Exception` at the end in JSON.
    const fn by_framework(name: &'static str, query_code: &'static str, status: u16) -> Self {
        Self {
            by: By::Framework,
            name,
            query_code,
            status,
            message: None,
        }
    }

    fn saying(self, message: impl Into<String>) -> Self {
        Self {
            message: Some(message.into()),
            ..self
        }
    }

    /// An operation that the service does not have. JSON has no text for it.
    pub(crate) fn unknown_operation(service: &Service, name: &str, format: Format) -> Self {
        let failure = Self::by_framework("UnknownOperationException", "InvalidAction", 400);
        match format {
            Format::Json => failure,
            Format::Xml | Format::Tree => {
                failure.saying(service.unknown_action.message(name, service.version))
            }
        }
    }

    /// A request in the Query protocol that names no operation.
    pub(crate) fn missing_action() -> Self {
        Self::by_framework("UnknownOperationException", "MissingAction", 400)
            .saying("The request is missing an action or a required parameter.")
    }

    /// A body that cannot be read.
    pub(crate) fn malformed(mistake: Malformed) -> Self {
        Self {
            message: mistake.message(),
            ..Self::by_framework("SerializationException", "MalformedInput", 400)
        }
    }

    /// No signature, where one is demanded.
    pub(crate) fn no_authorization() -> Self {
        let name = "MissingAuthenticationTokenException";
        Self::by_framework(name, "MissingAuthenticationToken", 403)
            .saying("Request is missing Authentication Token")
    }

    /// A body that is longer than the host takes.
    pub(crate) fn too_large(most: usize) -> Self {
        Self::by_framework("RequestEntityTooLargeException", "RequestEntityTooLarge", 413)
            .saying(format!("Request size exceeded {most} bytes"))
    }

    /// The response to it.
    pub(crate) fn respond(&self, service: &Service, format: Format, request_id: &str) -> Response {
        let kind = if self.status < 500 { "Sender" } else { "Receiver" };
        let message = self.message.as_deref().unwrap_or_default();
        let body = match format {
            Format::Json => self.in_json(service),
            Format::Xml => xml::encode_error(service, kind, self.query_code, message, request_id),
            Format::Tree => tree::encode_error(kind, self.query_code, message, request_id),
        };
        let mut response = Response::new(self.status, format, request_id, body);
        if format == Format::Json && self.by == By::Service {
            let value = format!("{};{kind}", self.query_code);
            response.headers.push(("x-amzn-query-error", value));
        }
        response
    }

    fn in_json(&self, service: &Service) -> Vec<u8> {
        let (namespace, key) = match self.by {
            By::Framework => (FRAMEWORK, "Message"),
            By::Service => (service.json_namespace, "message"),
        };
        let mut body = format!("{{\"__type\":\"{namespace}#{}\"", self.name).into_bytes();
        if let Some(message) = &self.message {
            body.extend_from_slice(format!(",\"{key}\":").as_bytes());
            json::write_text(message, &mut body);
        }
        body.push(b'}');
        body
    }
}

/// `GET` on an endpoint without an operation, whichever format is accepted.
pub(crate) fn nothing_asked(request_id: &str) -> Response {
    let body = b"<UnknownOperationException/>\n".to_vec();
    Response::new(404, Format::Xml, request_id, body)
}

/// What the service refuses. One text differs between the protocols.
pub(crate) fn of_service(error: ApiError, format: Format) -> Failure {
    let message = match (error.code, format) {
        ("QueueDoesNotExist", Format::Xml | Format::Tree) => {
            "The specified queue does not exist for this wsdl version.".to_owned()
        }
        _ => error.message,
    };
    Failure {
        by: By::Service,
        name: error.code,
        query_code: error.query_code,
        status: error.status,
        message: Some(message),
    }
}
