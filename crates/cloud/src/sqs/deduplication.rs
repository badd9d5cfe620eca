//! The memory by which a FIFO queue refuses to store the same message twice within five minutes
//! (`reference/sqs.md` §4). It survives the delete of the message; purge clears it; a duplicate does not prolong it.

use std::fmt::Write;
use std::rc::Rc;

use sha2::{Digest, Sha256};

use super::chains::{Chains, Hash, NONE, hash};
use super::message::{Body, MessageId, SequenceNumber};
use super::request::Sent;
use super::ring::{PAGE, Ring};
use crate::time::{SimDuration, SimTime};

/// Counted from the first send.
const WINDOW: SimDuration = SimDuration::from_secs(5 * 60);

/// A message that was sent within the window.
#[derive(Clone, Debug)]
struct Entry {
    /// Where each group has its own ids.
    group: Option<Rc<str>>,
    id: Rc<str>,
    message: MessageId,
    sequence: SequenceNumber,
    end: SimTime,
    hash: Hash,
    /// The digits of the one before it in its chain, which may be forgotten already, or [`NONE`].
    before: u32,
}

/// What was sent within the window. There may be a million, so that the entries are in a ring, which is cheap to clone.
/// The chains begin with the last sent, so that none need be cut when the first are forgotten.
#[derive(Clone, Debug)]
pub(super) struct Deduplication {
    /// In the order of sending, which is that of the ends of their windows. They are forgotten a page at a time, once the
    /// windows of all of it have ended.
    entries: Ring<Entry>,
    /// The first of them, or the number of the next.
    first: u64,
    /// When the last window of the first page ends, [`SimTime::MAX`] as long as that is not full: asked by every send.
    page_end: SimTime,
    /// Of the lower digits of their numbers.
    chains: Chains,
}

impl Default for Deduplication {
    fn default() -> Self {
        Self {
            entries: Ring::default(),
            first: 0,
            page_end: SimTime::MAX,
            chains: Chains::default(),
        }
    }
}

impl Deduplication {
    /// The first message sent under this id, if its window is still open, or else the hash by which to remember another.
    pub(super) fn original(
        &mut self,
        now: SimTime,
        group: Option<&Rc<str>>,
        id: &Rc<str>,
    ) -> Result<Sent, Hash> {
        self.forget_ended(now);
        let hash = hash(id) ^ group.map_or(0, |group| hash(group).rotate_left(16));
        let mut digits = self.chains.head(hash);
        while digits != NONE {
            let number = self.entries.widen(digits);
            if number < self.first {
                break;
            }
            let entry = &self.entries[number];
            if entry.end <= now {
                break;
            }
            if entry.hash == hash && entry.id == *id && entry.group.as_ref() == group {
                return Ok(Sent {
                    message: entry.message,
                    sequence: Some(entry.sequence),
                });
            }
            digits = entry.before;
        }
        Err(hash)
    }

    /// Opens the window of a message, whose id has this hash.
    pub(super) fn remember(
        &mut self,
        now: SimTime,
        hash: Hash,
        group: Option<Rc<str>>,
        id: Rc<str>,
        (message, sequence): (MessageId, SequenceNumber),
    ) {
        if self.chains.fit_badly(self.len()) {
            self.chain_anew();
        }
        let digits = Ring::<Entry>::digits(self.entries.end());
        let before = self.chains.replace_head(hash, digits);
        let end = now + WINDOW;
        let number = self.entries.push(Entry {
            group,
            id,
            message,
            sequence,
            end,
            hash,
            before,
        });
        if number + 1 == self.first + PAGE as u64 {
            self.page_end = end;
        }
    }

    fn forget_ended(&mut self, now: SimTime) {
        while self.page_end <= now {
            self.entries.remove_page(self.first);
            self.first += PAGE as u64;
            let last = self.entries.get(self.first + PAGE as u64 - 1);
            self.page_end = last.map_or(SimTime::MAX, |last| last.end);
        }
    }

    #[cold]
    #[inline(never)]
    fn chain_anew(&mut self) {
        self.chains.renew(self.len());
        for number in self.first..self.entries.end() {
            let entry = &mut self.entries[number];
            let digits = Ring::<Entry>::digits(number);
            entry.before = self.chains.replace_head(entry.hash, digits);
        }
    }

    fn len(&self) -> usize {
        (self.entries.end() - self.first) as usize
    }

    pub(super) fn weight(&self) -> usize {
        self.chains.weight() + self.entries.weight()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The deduplication id that stands for a body: its SHA-256 in lowercase hexadecimal digits.
#[inline(never)]
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

    #[test]
    fn ids_of_the_same_hash_are_told_apart_and_forgotten_in_turn() {
        let mut memory = Deduplication::default();
        let sent = |number| Sent {
            message: MessageId(number),
            sequence: Some(SequenceNumber(number)),
        };
        // So many that the chains are made anew, and then so few that they are again.
        for (start, count) in [(0, 1_000), (2_000, 3)] {
            for number in start..start + count {
                let (now, id) = (SimTime::from_secs(number), Rc::from(number.to_string()));
                let hash = memory.original(now, None, &id).expect_err("it was not sent yet");
                let names = (MessageId(number), SequenceNumber(number));
                memory.remember(now, hash, None, id, names);
            }
            let end = start + count;
            for now in [end, end + 100, end + 290, end + 500] {
                for number in start.max(end.saturating_sub(500))..end {
                    let remembered = (now < number + 300).then(|| sent(number));
                    let id = Rc::from(number.to_string());
                    let original = memory.original(SimTime::from_secs(now), None, &id);
                    assert_eq!(original.ok(), remembered, "{number} at {now}");
                    let other_group = memory.original(SimTime::from_secs(now), Some(&id), &id);
                    assert!(other_group.is_err(), "{number} at {now}");
                }
            }
            assert!(memory.len() < PAGE);
        }
    }
}
