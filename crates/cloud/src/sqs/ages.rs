//! How long messages have been here: the end of retention, and the age of the oldest.
//!
//! Messages mostly arrive in the order in which their retention ends, which is that of their numbers. A standard dead-letter
//! queue keeps the time of sending of what is moved into it (`reference/sqs.md` §5), while the age it shows counts from
//! the move: such messages are in a set by time of sending, too.

use std::collections::BTreeSet;

use super::message::MessageId;
use super::record::{Age, Records};
use crate::time::SimTime;

/// Received this often without a delete, a message no longer counts as the oldest of a standard queue
/// (`reference/sqs.md` §3, poison back-off).
pub(super) const RECEIVES_TO_PASS_OVER: u32 = 3;

/// No message.
const NONE: u64 = u64::MAX;

/// A start of a retention period, and whose it is.
pub(super) type Start = (SimTime, MessageId, u64);

#[derive(Clone, Debug)]
pub(super) struct Ages {
    /// Those that arrived in order have this number or a higher one; [`NONE`] if there is none. It is found when somebody
    /// asks which is the first: nothing is done when one leaves.
    in_order: u64,
    /// The same of those that were moved in and not passed over.
    moved: u64,
    /// All messages that did not arrive in order or were passed over, by time of sending.
    others: BTreeSet<Start>,
}

impl Default for Ages {
    fn default() -> Self {
        Self {
            in_order: NONE,
            moved: NONE,
            others: BTreeSet::new(),
        }
    }
}

impl Ages {
    /// The message of this number came in order. Returns whether its retention may be the first to end.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn insert(&mut self, number: u64) -> bool {
        let is_first = self.in_order == NONE;
        if is_first {
            self.in_order = number;
        }
        is_first
    }

    /// The message of this number was moved in.
    pub(super) fn insert_moved(&mut self, records: &Records, number: u64) {
        self.moved = self.moved.min(number);
        self.insert_other(records, number);
    }

    fn insert_other(&mut self, records: &Records, number: u64) {
        self.others
            .insert((records.sent(number), records[number].id(), number));
    }

    /// A message has left that did not arrive in order.
    pub(super) fn remove_other(&mut self, records: &Records, start: Start) {
        self.others.remove(&start);
        self.find_first(records);
    }

    /// No longer count this message as the oldest.
    pub(super) fn pass_over(&mut self, records: &mut Records, number: u64) {
        if records[number].age() == Age::InOrder {
            self.insert_other(records, number);
        }
        records.ring[number].set_age(Age::PassedOver);
        self.find_first(records);
    }

    /// Finds the first messages, so that nobody need look for them at those that are gone.
    fn find_first(&mut self, records: &Records) {
        self.in_order = first_of(Age::InOrder, records, self.in_order);
        self.moved = first_of(Age::Moved, records, self.moved);
    }

    /// The message whose retention ends first, and when that began.
    pub(super) fn first_to_expire(&mut self, records: &Records) -> Option<Start> {
        self.find_first(records);
        let in_order = records.ring.get(self.in_order);
        let in_order = in_order.map(|record| (record.arrived, record.id(), self.in_order));
        match self.others.first() {
            None => in_order,
            Some(&other) => Some(in_order.map_or(other, |one| one.min(other))),
        }
    }

    /// The start of the retention period.
    pub(super) fn retained_since(&self, records: &Records, number: u64) -> SimTime {
        match records[number].age() {
            Age::InOrder => records[number].arrived,
            Age::Moved | Age::PassedOver => records.sent(number),
        }
    }

    /// The first of those that arrived in order, and of those that were moved in.
    pub(super) fn fronts(&self, records: &Records) -> [Option<u64>; 2] {
        let fronts = [(Age::InOrder, self.in_order), (Age::Moved, self.moved)];
        fronts.map(|(age, from)| Some(first_of(age, records, from)).filter(|&front| front != NONE))
    }

    /// When the oldest message came. If all were received too often, the oldest of those counts after all:
    /// a queue that holds messages has an age.
    pub(super) fn oldest(&self, records: &Records) -> Option<SimTime> {
        let arrived = |number: u64| records[number].arrived;
        let oldest = self.fronts(records).into_iter().flatten().map(arrived).min();
        oldest.or_else(|| self.others.first().map(|&(_, _, number)| arrived(number)))
    }

    pub(super) fn weight(&self) -> usize {
        self.others.len() * 2 * size_of::<Start>()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The first message of this age from a number on, or [`NONE`].
fn first_of(age: Age, records: &Records, mut number: u64) -> u64 {
    while number < records.ring.end() {
        match records.ring.get(number) {
            Some(record) if record.age() == age => return number,
            Some(_) => number += 1,
            None => number = records.ring.first_from(number),
        }
    }
    NONE
}
