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
    /// The first message that arrived in order, or [`NONE`].
    in_order: u64,
    /// When it arrived, [`SimTime::MAX`] if there is none.
    in_order_since: SimTime,
    /// The first message that was moved in and not passed over, or [`NONE`].
    moved: u64,
    /// All messages that did not arrive in order or were passed over, by time of sending.
    others: BTreeSet<Start>,
    /// The first of the starts of retention periods, [`SimTime::MAX`] if there is none: asked after every operation.
    next: SimTime,
}

impl Default for Ages {
    fn default() -> Self {
        Self {
            in_order: NONE,
            in_order_since: SimTime::MAX,
            moved: NONE,
            others: BTreeSet::new(),
            next: SimTime::MAX,
        }
    }
}

impl Ages {
    /// The message of this number came in order.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn insert(&mut self, arrived: SimTime, number: u64) {
        if self.in_order == NONE {
            (self.in_order, self.in_order_since) = (number, arrived);
            self.next = self.next.min(arrived);
        }
    }

    /// The message of this number was moved in.
    pub(super) fn insert_moved(&mut self, records: &Records, number: u64) {
        self.moved = self.moved.min(number);
        self.insert_other(records, number);
        self.next = self.next.min(records.sent(number));
    }

    fn insert_other(&mut self, records: &Records, number: u64) {
        self.others
            .insert((records.sent(number), records[number].id(), number));
    }

    /// A message has left.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn remove(&mut self, records: &Records, age: Age, start: Start) {
        if age != Age::InOrder {
            self.others.remove(&start);
        }
        let (since, _, number) = start;
        self.step_past(records, number);
        if since == self.next {
            let other = self.others.first().map_or(SimTime::MAX, |&(since, ..)| since);
            self.next = self.in_order_since.min(other);
        }
    }

    /// A message is neither the first that arrived in order nor the first that was moved in.
    #[cfg_attr(not(small), inline(always))]
    fn step_past(&mut self, records: &Records, number: u64) {
        if number == self.in_order {
            (self.in_order, self.in_order_since) = first_of(Age::InOrder, records, number + 1);
        }
        if number == self.moved {
            (self.moved, _) = first_of(Age::Moved, records, number + 1);
        }
    }

    /// No longer count this message as the oldest.
    pub(super) fn pass_over(&mut self, records: &mut Records, number: u64) {
        match records[number].age() {
            Age::InOrder => {
                self.step_past(records, number);
                self.insert_other(records, number);
            }
            Age::Moved => self.step_past(records, number),
            Age::PassedOver => {}
        }
        records.ring[number].set_age(Age::PassedOver);
    }

    /// The first of the starts of retention periods, [`SimTime::MAX`] if there is none.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn next_to_expire(&self) -> SimTime {
        self.next
    }

    /// The message whose retention ends first.
    pub(super) fn first_to_expire(&self, records: &Records) -> Option<u64> {
        self.first_start(records).map(|(_, _, number)| number)
    }

    fn first_start(&self, records: &Records) -> Option<Start> {
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
    pub(super) fn fronts(&self) -> [Option<u64>; 2] {
        [self.in_order, self.moved].map(|front| (front != NONE).then_some(front))
    }

    /// When the oldest message came. If all were received too often, the oldest of those counts after all:
    /// a queue that holds messages has an age.
    pub(super) fn oldest(&self, records: &Records) -> Option<SimTime> {
        let arrived = |number: u64| records[number].arrived;
        let oldest = self.fronts().into_iter().flatten().map(arrived).min();
        oldest.or_else(|| self.others.first().map(|&(_, _, number)| arrived(number)))
    }

    pub(super) fn weight(&self) -> usize {
        self.others.len() * 2 * size_of::<Start>()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The first message of this age from a number on, and when it arrived; or [`NONE`], and [`SimTime::MAX`].
#[cfg_attr(not(small), inline(always))]
fn first_of(age: Age, records: &Records, mut number: u64) -> (u64, SimTime) {
    while number < records.ring.end() {
        match records.ring.get(number) {
            Some(record) if record.age() == age => return (number, record.arrived),
            Some(_) => number += 1,
            None => number = records.ring.first_from(number),
        }
    }
    (NONE, SimTime::MAX)
}
