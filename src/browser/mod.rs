//! Thin wrappers around what the browser offers. Each cleans up after itself when it is dropped.

pub(crate) mod animation;
pub(crate) mod media;
pub(crate) mod page;
