//! The bridge between the page and its worker: what they say to each other, and who drives whom.

pub(crate) mod frame;
pub(crate) mod playback;
pub(crate) mod protocol;
