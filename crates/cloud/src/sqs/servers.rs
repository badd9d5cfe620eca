//! The servers of a standard queue (`reference/sqs.md` §3): a short poll asks some of them.
//!
//! SQS keeps messages on many servers. A short poll asks some, so that it may get fewer messages than it asks for, or
//! none, while others hold some; a long poll asks all. Here a queue has eight, and its messages lie evenly on them: of those
//! that a poll comes across in line the first is on the first server, and so on in turn. The caller draws for each poll
//! which servers it asks: there is no chance in this crate, and no need to remember which message is where. A short poll
//! looks at no more than eight times as many messages as it may get, so that it does not depend on the backlog.

use super::line::Cursor;
use super::polls::Terms;
use super::queue::Queue;
use super::slab::NONE;

/// Some of the servers of a standard queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Servers(u8);

impl Servers {
    /// How many there are.
    pub const COUNT: u32 = 8;
    /// All of them.
    pub const ALL: Self = Self(u8::MAX);

    /// Those whose bit is set.
    pub const fn of_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// A set bit for each.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether the `place`-th message that a poll comes across, from 0, is on one of these.
    const fn hold(self, place: usize) -> bool {
        self.0 >> (place % Self::COUNT as usize) & 1 == 1
    }
}

/// What a short poll has come across.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// How many messages.
    looked_at: usize,
    /// Where the line began, once it has passed a message there on a server that it does not ask.
    line: Option<Cursor>,
    /// Such messages in the lines of tenants.
    of_tenants: Vec<u64>,
}

impl Queue {
    /// Whether a poll on these terms finds the message; if not, that is out of its way until [`Self::put_back`].
    /// `None` when it looks no further.
    pub(super) fn finds(&mut self, terms: &Terms, number: u64, passed: &mut Passed) -> Option<bool> {
        if terms.servers == Servers::ALL {
            return Some(true);
        }
        if passed.looked_at == terms.limit * Servers::COUNT as usize {
            return None;
        }
        passed.looked_at += 1;
        if terms.servers.hold(passed.looked_at - 1) {
            return Some(true);
        }
        if self.records.group(number) == NONE {
            passed.line.get_or_insert(self.line.front());
            self.line.pass(number);
        } else {
            self.leave_tenants_line(number);
            passed.of_tenants.push(number);
        }
        Some(false)
    }

    /// The messages that were passed are where they were.
    pub(super) fn put_back(&mut self, passed: Passed) {
        if let Some(front) = passed.line {
            self.line.look_from(front);
        }
        for number in passed.of_tenants {
            self.return_to_tenants_line(number);
        }
    }
}
