//! The memory by which a FIFO queue refuses to store the same message twice within five minutes
//! (`reference/sqs.md` §4). It survives the delete of the message; purge clears it; a duplicate does not prolong it.

use std::fmt::Write;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::FxHasher;
use sha2::{Digest, Sha256};

use super::list::{Linked, Links, List};
use super::message::Body;
use super::request::Sent;
use super::slab::{NONE, Slab};
use crate::lookup::Lookup;
use crate::time::{SimDuration, SimTime};

/// Counted from the first send.
const WINDOW: SimDuration = SimDuration::from_secs(5 * 60);

/// The group, where each has its own ids, and the id.
pub(super) type Key = (Option<Rc<str>>, Rc<str>);

/// A message that was sent within the window. There may be a million, so that the entries are in a slab, which is
/// cheap to clone, and only numbers are in the map.
#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    sent: Sent,
    end: SimTime,
    /// Another entry whose key has the same hash, or [`NONE`].
    alike: u32,
    links: Links,
}

impl Linked for Entry {
    fn links(&self, _: usize) -> &Links {
        &self.links
    }

    fn links_mut(&mut self, _: usize) -> &mut Links {
        &mut self.links
    }
}

/// What was sent within the window.
#[derive(Clone, Debug, Default)]
pub(super) struct Deduplication {
    entries: Slab<Entry>,
    /// The entries by the end of their window, which is the order of sending.
    ends: List<0>,
    /// The last entry of each hash; the others follow by `alike`.
    hashes: Lookup<u64, u32>,
}

impl Deduplication {
    /// The first message sent under this key, if its window is still open.
    pub(super) fn original(&mut self, now: SimTime, key: &Key) -> Option<Sent> {
        while let Some(first) = self.ends.first()
            && self.entries[first].end <= now
        {
            self.forget(first);
        }
        let mut entry = self.hashes.get(&hash(key)).copied().unwrap_or(NONE);
        while entry != NONE {
            let Entry {
                key: other,
                sent,
                alike,
                ..
            } = &self.entries[entry];
            if other == key {
                return Some(*sent);
            }
            entry = *alike;
        }
        None
    }

    /// Opens the window of a message that [`Self::original`] did not find.
    pub(super) fn remember(&mut self, now: SimTime, key: Key, sent: Sent) {
        let (hash, end) = (hash(&key), now + WINDOW);
        let entry = self.entries.insert(Entry {
            key,
            sent,
            end,
            alike: NONE,
            links: Links::UNLINKED,
        });
        self.ends.push_back(&mut self.entries, entry);
        if let Some(alike) = self.hashes.insert(hash, entry) {
            self.entries[entry].alike = alike;
        }
    }

    fn forget(&mut self, entry: u32) {
        self.ends.remove(&mut self.entries, entry);
        let Entry { key, alike, .. } = self.entries.take(entry);
        let hash = hash(&key);
        let last = self.hashes.remove(&hash).expect("every entry has a hash");
        if last != entry {
            self.hashes.insert(hash, last);
            let mut before = last;
            while self.entries[before].alike != entry {
                before = self.entries[before].alike;
            }
            self.entries[before].alike = alike;
        } else if alike != NONE {
            self.hashes.insert(hash, alike);
        }
    }

    pub(super) fn weight(&self) -> usize {
        self.hashes.weight()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// No result depends on it. Unit tests make it poor, so that keys meet.
fn hash(key: &Key) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    if cfg!(test) {
        hasher.finish() % 4
    } else {
        hasher.finish()
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
            assert_eq!(memory.original(now, &key(number)), None);
            memory.remember(now, key(number), sent(number));
        }
        for now in 299..410 {
            for number in 0..100 {
                let remembered = (now < number + 300).then(|| sent(number));
                assert_eq!(
                    memory.original(SimTime::from_secs(now), &key(number)),
                    remembered,
                    "{number} at {now}"
                );
            }
        }
        assert!(memory.hashes.is_empty());
    }
}
