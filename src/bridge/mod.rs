//! The bridge between the page and its worker: what they say to each other, and who drives whom.

mod client;
pub(crate) mod engine;
pub(crate) mod errand;
pub(crate) mod frame;
mod mailbox;
pub(crate) mod playback;
pub(crate) mod protocol;
mod recovery;
pub(crate) mod stops;
pub(crate) mod vanished;
