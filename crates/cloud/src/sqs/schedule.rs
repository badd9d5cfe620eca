//! Messages that are hidden until a moment: in flight, or delayed.
//!
//! Most timeouts of a queue are equal, so messages mostly come back in the order in which they were hidden: those
//! are in a ring. The others, whose timeout was shorter than that of one hidden before, are in an ordered set.
//! Nothing is ever stale: a message that is deleted or changed leaves at once.

use std::collections::BTreeSet;

use super::message::MessageId;
use super::ring::Ring;
use crate::time::SimTime;

/// When a message comes back, and its number. Messages that fall due together come in the order of their sending.
pub(super) type Due = (SimTime, MessageId, u64);

/// The turn of a message that is in the set.
const OUT_OF_ORDER: u64 = u64::MAX;

#[derive(Clone, Debug)]
pub(super) struct Schedule {
    in_order: Ring<Due>,
    /// Where the first of these is, or where the next will be.
    first: u64,
    /// The last that came to these.
    last: Due,
    others: BTreeSet<Due>,
    /// When the first message comes back, [`SimTime::MAX`] if there is none: asked after every operation.
    next: SimTime,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            in_order: Ring::default(),
            first: 0,
            last: (SimTime::ZERO, MessageId(0), 0),
            others: BTreeSet::new(),
            next: SimTime::MAX,
        }
    }
}

impl Schedule {
    /// Hides a message, which is in no schedule, until a moment. Returns its turn.
    #[inline(always)]
    pub(super) fn insert(&mut self, due: Due) -> u64 {
        self.next = self.next.min(due.0);
        if due > self.last || self.first == self.in_order.end() {
            self.last = due;
            self.in_order.push(due)
        } else {
            self.insert_other(due)
        }
    }

    #[cold]
    #[inline(never)]
    fn insert_other(&mut self, due: Due) -> u64 {
        self.others.insert(due);
        OUT_OF_ORDER
    }

    #[inline(always)]
    pub(super) fn remove(&mut self, turn: u64, due: Due) {
        if turn == OUT_OF_ORDER {
            self.others.remove(&due);
        } else {
            self.in_order.remove(turn);
            if turn == self.first {
                self.first = self.in_order.first_from(turn + 1);
            }
        }
        if due.0 == self.next {
            self.next = self.first_due().map_or(SimTime::MAX, |(next, ..)| next);
        }
    }

    /// When the first message comes back, [`SimTime::MAX`] if there is none.
    #[inline(always)]
    pub(super) fn next(&self) -> SimTime {
        self.next
    }

    /// The message that comes back first.
    pub(super) fn first(&self) -> Option<u64> {
        self.first_due().map(|(_, _, number)| number)
    }

    #[inline(always)]
    fn first_due(&self) -> Option<Due> {
        let in_order = if self.first == self.in_order.end() {
            None
        } else {
            self.in_order.get(self.first).copied()
        };
        match self.others.first() {
            None => in_order,
            Some(&other) => Some(in_order.map_or(other, |one| one.min(other))),
        }
    }

    /// The messages, soonest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> {
        let in_order = self.in_order.iter_from(self.first);
        let mut in_order = in_order.map(|turn| self.in_order[turn]).peekable();
        let mut others = self.others.iter().copied().peekable();
        std::iter::from_fn(move || {
            let other_first = match (in_order.peek(), others.peek()) {
                (Some(one), Some(other)) => other < one,
                (one, _) => one.is_none(),
            };
            let next = if other_first {
                others.next()
            } else {
                in_order.next()
            };
            next.map(|(_, _, number)| number)
        })
    }

    pub(super) fn weight(&self) -> usize {
        self.in_order.weight() + self.others.len() * 2 * size_of::<Due>()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
