//! How long messages have been here: the end of retention, and the age of the oldest.
//!
//! Messages mostly arrive in the order in which their retention ends: those are a list. A standard dead-letter
//! queue keeps the time of sending of what is moved into it (`reference/sqs.md` §5), while the age it shows
//! counts from the move: such messages are in a list by arrival and in a set by time of sending.

use std::collections::BTreeSet;

use super::list::{Linked, Links, List};
use super::message::MessageId;
use super::record::{AGE, Age, Records};
use crate::time::SimTime;

/// Received this often without a delete, a message no longer counts as the oldest of a standard queue
/// (`reference/sqs.md` §3, poison back-off).
pub(super) const RECEIVES_TO_PASS_OVER: u16 = 3;

/// A start of a retention period, and whose it is.
type Start = (SimTime, MessageId, u32);

#[derive(Clone, Debug)]
pub(super) struct Ages {
    in_order: List<AGE>,
    moved: List<AGE>,
    /// All messages that are not in `in_order`, by time of sending.
    others: BTreeSet<Start>,
    /// The first of the starts of retention periods, [`SimTime::MAX`] if there is none: asked after every operation.
    next: SimTime,
}

impl Default for Ages {
    fn default() -> Self {
        Self {
            in_order: List::default(),
            moved: List::default(),
            others: BTreeSet::new(),
            next: SimTime::MAX,
        }
    }
}

impl Ages {
    /// The links of a message that comes in.
    pub(super) fn end(&self) -> Links {
        self.in_order.end()
    }

    /// A message came in, with the links of [`Self::end`].
    #[inline(always)]
    pub(super) fn insert(&mut self, records: &mut Records, slot: u32) {
        let start = match records.age(slot) {
            Age::InOrder => {
                self.in_order.append(&mut records.slab, slot);
                records[slot].arrived
            }
            Age::Moved => {
                self.moved.push_back(&mut records.slab, slot);
                self.insert_other(records, slot)
            }
            Age::PassedOver => self.insert_other(records, slot),
        };
        self.next = self.next.min(start);
    }

    #[cold]
    fn insert_other(&mut self, records: &Records, slot: u32) -> SimTime {
        let sent = records.sent(slot);
        self.others.insert((sent, records[slot].id(), slot));
        sent
    }

    #[inline(always)]
    pub(super) fn remove(&mut self, records: &mut Records, slot: u32) {
        let record = &records[slot];
        let (arrived, links) = (record.arrived, *record.links(AGE));
        let start = match records.age(slot) {
            Age::InOrder => {
                self.in_order.unlink(&mut records.slab, slot, links);
                arrived
            }
            Age::Moved => {
                self.moved.unlink(&mut records.slab, slot, links);
                self.remove_other(records, slot)
            }
            Age::PassedOver => self.remove_other(records, slot),
        };
        if start == self.next {
            self.next = self.first_start(records).map_or(SimTime::MAX, |(next, ..)| next);
        }
    }

    #[cold]
    fn remove_other(&mut self, records: &Records, slot: u32) -> SimTime {
        let sent = records.sent(slot);
        self.others.remove(&(sent, records[slot].id(), slot));
        sent
    }

    /// No longer count this message as the oldest.
    pub(super) fn pass_over(&mut self, records: &mut Records, slot: u32) {
        let (_, history) = records.begin_history(slot);
        let before = std::mem::replace(&mut records.histories[history].age, Age::PassedOver);
        match before {
            Age::InOrder => {
                self.in_order.remove(&mut records.slab, slot);
                self.insert_other(records, slot);
            }
            Age::Moved => self.moved.remove(&mut records.slab, slot),
            Age::PassedOver => {}
        }
    }

    /// The first of the starts of retention periods, [`SimTime::MAX`] if there is none.
    pub(super) fn next_to_expire(&self) -> SimTime {
        self.next
    }

    /// The message whose retention ends first.
    pub(super) fn first_to_expire(&self, records: &Records) -> Option<u32> {
        self.first_start(records).map(|(_, _, slot)| slot)
    }

    #[inline(always)]
    fn first_start(&self, records: &Records) -> Option<Start> {
        let in_order = self.in_order.first().map(|slot| {
            let record = &records[slot];
            (record.arrived, record.id(), slot)
        });
        match self.others.first() {
            None => in_order,
            Some(&other) => Some(in_order.map_or(other, |one| one.min(other))),
        }
    }

    /// The start of the retention period.
    pub(super) fn retained_since(&self, records: &Records, slot: u32) -> SimTime {
        match records.age(slot) {
            Age::InOrder => records[slot].arrived,
            Age::Moved | Age::PassedOver => records.sent(slot),
        }
    }

    /// The first of those that arrived in order, and of those that were moved in.
    pub(super) fn fronts(&self) -> [Option<u32>; 2] {
        [self.in_order.first(), self.moved.first()]
    }

    /// When the oldest message came. If all were received too often, the oldest of those counts after all:
    /// a queue that holds messages has an age.
    pub(super) fn oldest(&self, records: &Records) -> Option<SimTime> {
        let arrived = |slot: u32| records[slot].arrived;
        let oldest = self.fronts().into_iter().flatten().map(arrived).min();
        oldest.or_else(|| self.others.first().map(|&(_, _, slot)| arrived(slot)))
    }

    /// The slots in the order of arrival, those passed over last.
    pub(super) fn iter(&self, records: &Records) -> impl Iterator<Item = u32> {
        let passed_over = self.others.iter().map(|&(_, _, slot)| slot);
        self.in_order
            .iter(&records.slab)
            .chain(self.moved.iter(&records.slab))
            .chain(passed_over.filter(|&slot| records.age(slot) == Age::PassedOver))
    }

    pub(super) fn weight(&self) -> usize {
        self.others.len() * 2 * size_of::<Start>()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
