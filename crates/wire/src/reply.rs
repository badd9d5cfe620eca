//! What an answer becomes.

use cloud::sqs::api::{Answer, ApiError};

use crate::http::Response;

/// What ids and times in answers are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The seed of the run, as the registry has it.
    pub seed: u64,
    /// The moment that the world's time 0 stands for, in milliseconds since 1970 (UTC).
    pub start_unix_millis: u64,
}

/// What is kept of a request until its answer is there: its protocol, its id, and what of the answer it asked for.
#[derive(Debug)]
pub struct ReplyContext {
    request_id: String,
}

impl ReplyContext {
    /// The response to the request.
    pub fn respond(&self, _origin: Origin, _answer: Result<Answer, ApiError>) -> Response {
        Response::new(500, "text/xml", &self.request_id, Vec::new())
    }
}
