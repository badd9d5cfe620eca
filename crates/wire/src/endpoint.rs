//! What a host says about itself, and what becomes of a request.

use cloud::account::{AccountId, Region};

/// How a host answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The account of callers whose access key is no account's number, and of those without a signature.
    pub account: AccountId,
    /// The region of requests whose signature names none.
    pub region: Region,
    /// What the URLs of queues begin with.
    pub queue_urls: QueueUrls,
    /// Whether requests without a signature are refused, as AWS does; otherwise they are the default account's own.
    pub require_authorization: bool,
    /// The most bytes of a body; longer ones are refused with status 413.
    pub most_body_bytes: usize,
}

/// What the URLs of queues begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueUrls {
    /// The host that the request names: `http://localhost:4566/123456789012/orders`.
    Host,
    /// AWS's own: `https://sqs.us-east-1.amazonaws.com/123456789012/orders`.
    Amazon,
}
