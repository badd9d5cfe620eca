//! How clients speak to AWS: HTTP requests become calls of [`cloud`]'s services, and their answers become responses.
//!
//! Nothing here opens a socket or reads a clock: a host hands in the bytes of a request and gets the bytes of a
//! response, at once where the protocol decides, otherwise when the service has answered.
//!
//! [`accept`] finds out who calls (`signature`), which service and which operation is meant (`accept`), and reads the
//! members by the service's table ([`shape`]) with the codec of the protocol (`protocol`) into a [`Value`]. What an
//! operation's members mean to the service is said once for each, in the folder of the service ([`sqs`]); `services` lists
//! them.
//! [`ReplyContext`] goes the same way back.

mod accept;
pub mod cli;
mod digest;
mod endpoint;
mod failure;
mod http;
mod protocol;
mod reply;
mod services;
pub mod shape;
mod signature;
pub mod sqs;
pub mod sts;
mod value;

use cloud::sqs::api::QueueAddress;

pub use accept::{Accepted, accept, refuse_long_body};
pub use endpoint::{Endpoint, Origin, QueueUrls};
pub use http::{Request, Response};
pub use reply::ReplyContext;
pub use shape::Shape;
pub use value::{Record, Value};

/// The URL that AWS gives a queue.
pub fn queue_url(queue: &QueueAddress) -> String {
    endpoint::Base::Amazon.url(queue)
}
