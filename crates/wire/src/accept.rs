//! What becomes of a request.

use cloud::sqs::api::Call;

use crate::endpoint::Endpoint;
use crate::http::{Request, Response};
use crate::reply::ReplyContext;

/// What a request is.
#[derive(Debug)]
pub enum Accepted {
    /// A call; what it answers goes to [`ReplyContext::respond`].
    Call(Call, ReplyContext),
    /// Answered without asking a service.
    Answered(Response),
}

/// Reads a request. `number` is the host's own count of requests, of which the answer's request id is made.
pub fn accept(_request: &Request<'_>, _endpoint: &Endpoint, number: u64) -> Accepted {
    // No operation is bound yet.
    let body = b"<UnknownOperationException/>\n".to_vec();
    Accepted::Answered(Response::new(404, "text/xml", &number.to_string(), body))
}
