//! What is kept of a request to write its answer.

use std::rc::Rc;

use cloud::sqs::MessageAttributes;
use cloud::sqs::api::MessageRequest;

use super::selection::Selection;
use crate::digest;
use crate::value::Record;

/// What of a request its answer needs.
#[derive(Clone, Debug, Default)]
pub(crate) enum Shown {
    /// Nothing.
    #[default]
    Nothing,
    /// A message, for its digests.
    Sent(SentParts),
    /// The ids and messages of a batch, in its order.
    SentBatch(Vec<(Rc<str>, SentParts)>),
    /// The ids of a batch, in its order.
    Batch(Vec<Rc<str>>),
    /// Which attributes a receiver wants to see.
    Received(Selection),
}

/// What was sent, shared with the call.
#[derive(Clone, Debug)]
pub(crate) struct SentParts {
    body: Rc<str>,
    attributes: Option<Rc<MessageAttributes>>,
    /// Whether the trace header came as an attribute, and not as a header of the request, of which there is no digest.
    has_system_attributes: bool,
}

impl SentParts {
    pub(super) fn of(request: &MessageRequest, has_system_attributes: bool) -> Self {
        Self {
            body: request.message_body.clone().unwrap_or_default(),
            attributes: request.attributes.clone(),
            has_system_attributes,
        }
    }

    /// The digests, as members.
    pub(super) fn add_digests(&self, record: Record) -> Record {
        let attributes = self.attributes.as_deref();
        let user = attributes.and_then(|attributes| digest::of_attributes(&attributes.user));
        let system = attributes
            .and_then(|attributes| attributes.trace_header.as_deref())
            .filter(|_| self.has_system_attributes)
            .map(digest::of_trace_header);
        record
            .with("MD5OfMessageBody", Some(digest::of_body(&self.body)))
            .with("MD5OfMessageAttributes", user)
            .with("MD5OfMessageSystemAttributes", system)
    }
}
