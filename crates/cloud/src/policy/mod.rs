//! Resource policies of IAM: who may do what with a resource, and under which conditions.
//!
//! A [`Policy`] is read once, and then [asked](Policy::decide). What the caller's own account grants its users is not part
//! of it: here, accounts grant everything.
//!
//! Left out: policy variables (`${…}`), which stand for themselves, and principals other than accounts, users and
//! services, which nobody is.

mod condition;
mod date;
mod document;
mod pattern;
mod principal;
mod request;

pub use document::{Effect, NotAPolicy, Policy, Statement};
pub use request::{Decision, Request, Requester, Source};
