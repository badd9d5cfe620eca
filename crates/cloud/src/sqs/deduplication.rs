//! The memory by which a FIFO queue refuses to store the same message twice within five minutes
//! (`reference/sqs.md` §4). It survives the delete of the message; purge clears it; a duplicate does not prolong it.

use std::collections::VecDeque;
use std::fmt::Write;
use std::rc::Rc;

use sha2::{Digest, Sha256};

use super::message::Body;
use super::request::Sent;
use crate::lookup::Lookup;
use crate::time::{SimDuration, SimTime};

/// Counted from the first send.
pub(super) const WINDOW: SimDuration = SimDuration::from_secs(5 * 60);

/// The group, where each has its own ids, and the id.
pub(super) type Key = (Option<Rc<str>>, Rc<str>);

#[derive(Clone, Debug, Default)]
pub(super) struct Deduplication {
    originals: Lookup<Key, Sent>,
    /// The same keys by the end of their window, which is the order of sending.
    ends: VecDeque<(SimTime, Key)>,
}

impl Deduplication {
    /// The first message sent under this key, if its window is still open.
    pub(super) fn original(&mut self, now: SimTime, key: &Key) -> Option<Sent> {
        while let Some((_, ended)) = self.ends.pop_front_if(|(end, _)| *end <= now) {
            self.originals.remove(&ended);
        }
        self.originals.get(key).copied()
    }

    /// Opens the window of a message that [`Self::original`] did not find.
    pub(super) fn remember(&mut self, now: SimTime, key: Key, sent: Sent) {
        self.originals.insert(key.clone(), sent);
        self.ends.push_back((now + WINDOW, key));
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The deduplication id that stands for a body: its SHA-256 in lowercase hexadecimal digits.
pub(super) fn content_id(body: &Body) -> Rc<str> {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(body.text()) {
        write!(text, "{byte:02x}").expect("a string takes every character");
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_id_is_the_sha_256_of_the_body() {
        let id = content_id(&Body::from("abc"));
        assert_eq!(
            &*id,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
