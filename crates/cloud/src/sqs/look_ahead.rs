//! How far a FIFO queue looks (`reference/sqs.md` §1.3): a receive searches the oldest 120,000 messages, hidden ones
//! included, and what lies beyond cannot be had, although its group may be free.
//!
//! Messages leave from anywhere but arrive in order, so it is enough to know where the rest begins: that moves on by
//! one message whenever one before it leaves.

use super::message::SequenceNumber;
use super::queue::Queue;
use super::record::FifoLabel;
use super::ring::Ring;

/// No message.
const NONE: u64 = u64::MAX;

#[derive(Clone, Copy, Debug)]
pub(super) struct LookAhead {
    /// The first message that is not looked at, or [`NONE`].
    rest: u64,
    /// Its sequence number, larger than any if there is none.
    end: SequenceNumber,
}

impl Default for LookAhead {
    fn default() -> Self {
        Self {
            rest: NONE,
            end: SequenceNumber(u64::MAX),
        }
    }
}

impl LookAhead {
    /// Whether all messages are looked at.
    pub(super) fn is_unbounded(&self) -> bool {
        self.rest == NONE
    }

    pub(super) fn reaches(&self, labels: &Ring<FifoLabel>, number: u64) -> bool {
        self.is_unbounded() || labels[number].sequence < self.end
    }
}

impl Queue {
    /// A message came in, last of all. Returns whether it is looked at.
    pub(super) fn look_at_arrival(&mut self, number: u64, sequence: SequenceNumber) -> bool {
        if self.look_ahead.is_unbounded() && self.counts.present() > self.quotas.fifo_look_ahead {
            self.look_ahead = LookAhead {
                rest: number,
                end: sequence,
            };
        }
        self.look_ahead.is_unbounded()
    }

    /// A message is about to leave. Returns the one that is looked at in its stead.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn look_past(&mut self, leaving: u64) -> Option<u64> {
        if self.look_ahead.is_unbounded() {
            return None;
        }
        self.look_on(leaving)
    }

    #[inline(never)]
    fn look_on(&mut self, leaving: u64) -> Option<u64> {
        let LookAhead { rest, end } = self.look_ahead;
        if self.labels[leaving].sequence > end {
            return None;
        }
        let next = self.labels.first_from(rest + 1);
        self.look_ahead = match self.labels.get(next) {
            None => LookAhead::default(),
            Some(label) => LookAhead {
                rest: next,
                end: label.sequence,
            },
        };
        (leaving != rest).then_some(rest)
    }
}

impl Queue {
    /// Asserts that it is the right message at which the rest begins. For tests.
    pub(super) fn check_look_ahead(&self) {
        let rest = self.records.ring.iter().nth(self.quotas.fifo_look_ahead as usize);
        assert_eq!(
            self.look_ahead.rest,
            rest.unwrap_or(NONE),
            "{} looks ahead",
            self.id
        );
    }
}
