//! What a host says about itself, and what becomes of a request.

use cloud::account::{AccountId, Region};
use cloud::sqs::api::QueueAddress;
use cloud::sqs::ids::Ids;
use cloud::time::SimTime;

use crate::http::Request;

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
    /// What ids and times in answers are made of.
    pub origin: Origin,
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

/// What ids and times in answers are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// As the registry makes them.
    pub ids: Ids,
    /// The moment that the world's time 0 stands for, in milliseconds since 1970 (UTC).
    pub start_unix_millis: u64,
}

impl Origin {
    /// A moment, in milliseconds since 1970.
    pub(crate) fn unix_millis(self, time: SimTime) -> u64 {
        self.start_unix_millis + time.as_millis()
    }
}

/// What the URLs of queues begin with, in the answer to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// Scheme and authority.
    Of(String),
    /// AWS's own, by the region.
    Amazon,
}

impl Base {
    pub(crate) fn of(request: &Request<'_>, urls: QueueUrls) -> Self {
        let host = request.header("host").filter(|host| is_authority(host));
        match (urls, host) {
            (QueueUrls::Host, Some(host)) if host.ends_with(".amazonaws.com") => {
                Self::Of(format!("https://{host}"))
            }
            (QueueUrls::Host, Some(host)) => Self::Of(format!("http://{host}")),
            _ => Self::Amazon,
        }
    }

    /// The URL of a queue.
    pub(crate) fn url(&self, queue: &QueueAddress) -> String {
        let QueueAddress {
            account,
            region,
            name,
        } = queue;
        match self {
            Self::Of(base) => format!("{base}/{account}/{name}"),
            Self::Amazon => format!("https://sqs.{region}.amazonaws.com/{account}/{name}"),
        }
    }
}

/// Whether a header can stand in a URL as it is: a name or an address, and a port.
fn is_authority(host: &str) -> bool {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    !host.is_empty() && host.bytes().all(valid)
}
