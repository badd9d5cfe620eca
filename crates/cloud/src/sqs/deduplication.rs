//! The memory by which a FIFO queue refuses to store the same message twice within five minutes
//! (`reference/sqs.md` §4). It survives the delete of the message; purge clears it; a duplicate does not prolong it.

use std::fmt::Write;
use std::hash::{Hash as _, Hasher};
use std::rc::Rc;

use rustc_hash::FxHasher;
use sha2::{Digest, Sha256};

use super::index::{Hash, Index};
use super::message::Body;
use super::request::Sent;
use super::ring::Ring;
use crate::time::{SimDuration, SimTime};

/// Counted from the first send.
const WINDOW: SimDuration = SimDuration::from_secs(5 * 60);

/// The group, where each has its own ids, and the id.
pub(super) type Key = (Option<Rc<str>>, Rc<str>);

/// A message that was sent within the window.
#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    hash: Hash,
    sent: Sent,
    end: SimTime,
}

/// A key under which nothing was sent within the window.
#[derive(Debug)]
pub(super) struct NewKey {
    pub(super) key: Key,
    hash: Hash,
}

/// What was sent within the window. There may be a million, so that the entries are in a ring, which is cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Deduplication {
    /// In the order of sending, which is that of the ends of their windows.
    entries: Ring<Entry>,
    /// The first of them, or the number of the next.
    first: u64,
    /// By the lower digits of their numbers.
    index: Index,
}

impl Deduplication {
    /// The first message sent under this key, if its window is still open.
    pub(super) fn original(&mut self, now: SimTime, key: Key) -> Result<Sent, NewKey> {
        while self.first < self.entries.end() && self.entries[self.first].end <= now {
            self.forget_first();
        }
        let hash = hash(&key);
        let entry = |digits: u32| &self.entries[self.entries.widen(digits)];
        match self.index.find(hash, |digits| entry(digits).key == key) {
            Some(digits) => Ok(entry(digits).sent),
            None => Err(NewKey { key, hash }),
        }
    }

    /// Opens the window of a message.
    pub(super) fn remember(&mut self, now: SimTime, key: NewKey, sent: Sent) {
        let NewKey { key, hash } = key;
        let number = self.entries.push(Entry {
            key,
            hash,
            sent,
            end: now + WINDOW,
        });
        self.index.insert(hash, Ring::<Entry>::digits(number));
    }

    fn forget_first(&mut self) {
        let hash = self.entries[self.first].hash;
        self.index.remove(hash, Ring::<Entry>::digits(self.first));
        self.entries.remove(self.first);
        self.first += 1;
    }

    pub(super) fn weight(&self) -> usize {
        self.index.weight() + self.entries.weight()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// No result depends on it. Unit tests make it poor, so that keys meet.
fn hash(key: &Key) -> Hash {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    if cfg!(test) {
        hasher.finish() as Hash % 4
    } else {
        hasher.finish() as Hash
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
    use super::super::message::MessageId;
    use super::*;

    #[test]
    fn the_content_id_is_the_sha_256_of_the_body() {
        let id = content_id(&Body::from("abc"));
        assert_eq!(
            &*id,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn keys_of_the_same_hash_are_told_apart_and_forgotten_in_turn() {
        let mut memory = Deduplication::default();
        let key = |number: u64| (None, Rc::from(number.to_string()));
        let sent = |number| Sent {
            message: MessageId(number),
            sequence: None,
        };
        for number in 0..100 {
            let now = SimTime::from_secs(number);
            let new = memory
                .original(now, key(number))
                .expect_err("it was not sent yet");
            memory.remember(now, new, sent(number));
        }
        for now in 299..410 {
            for number in 0..100 {
                let remembered = (now < number + 300).then(|| sent(number));
                assert_eq!(
                    memory.original(SimTime::from_secs(now), key(number)).ok(),
                    remembered,
                    "{number} at {now}"
                );
            }
        }
        assert_eq!(memory.index.len(), 0);
    }
}
