//! What the page and its worker say to each other.

pub(crate) mod ask;
pub(crate) mod errand;
pub(crate) mod frame;
pub(crate) mod protocol;
pub(crate) mod stops;
pub(crate) mod vanished;
