//! Thin wrappers around what the browser offers. Each cleans up after itself when it is dropped.

pub(crate) mod animation;
pub(crate) mod clipboard;
pub(crate) mod files;
pub(crate) mod media;
pub(crate) mod page;
pub(crate) mod resize;
pub(crate) mod storage;
pub(crate) mod timer;
