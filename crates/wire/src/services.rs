//! The services that are there: their tables, and what their requests are bound to.

use cloud::account::Caller;
use cloud::sqs::api;

use crate::endpoint::Origin;
use crate::shape::{Operation, Service};
use crate::sqs::{self, SQS, Shown};
use crate::sts::{self, STS};
use crate::value::Record;

/// A service.
pub(crate) struct Binding {
    pub(crate) service: &'static Service,
    /// What the members of a request mean; none, if the table has an operation that is not bound.
    pub(crate) bind: fn(&Operation, Record, &Around<'_>) -> Option<Bound>,
}

/// What a request says beside its members.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) origin: Origin,
    /// `X-Amzn-Trace-Id`
    pub(crate) trace_id: Option<&'a str>,
    /// Whether it came in the Query protocol.
    pub(crate) is_query: bool,
}

/// What a request is to its service.
pub(crate) enum Bound {
    /// A call, and what is kept of it for its answer.
    Call(api::Operation, Shown),
    /// Known without asking: the members of the answer.
    Answer(Record),
}

/// All of them. A request that says nothing of its service is for the first.
pub(crate) static SERVICES: [Binding; 2] = [
    Binding {
        service: &SQS,
        bind: sqs::bind,
    },
    Binding {
        service: &STS,
        bind: sts::bind,
    },
];
