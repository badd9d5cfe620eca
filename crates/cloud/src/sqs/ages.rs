//! How long messages have been here: the end of retention, and the age of the oldest.
//!
//! Messages mostly arrive in the order in which their retention ends: those are a list. A standard dead-letter
//! queue keeps the time of sending of what is moved into it (`reference/sqs.md` §5), while the age it shows
//! counts from the move: such messages are in a list by arrival and in a set by time of sending.

use std::collections::BTreeSet;

use super::list::List;
use super::message::MessageId;
use super::record::{AGE, Age, Record};
use super::slab::Slab;
use crate::time::SimTime;

/// Received this often without a delete, a message no longer counts as the oldest of a standard queue
/// (`reference/sqs.md` §3, poison back-off).
pub(super) const RECEIVES_TO_PASS_OVER: u16 = 3;

#[derive(Clone, Debug, Default)]
pub(super) struct Ages {
    in_order: List<AGE>,
    moved: List<AGE>,
    /// All messages that are not in `in_order`, by time of sending.
    others: BTreeSet<(SimTime, MessageId, u32)>,
}

impl Ages {
    pub(super) fn insert(&mut self, records: &mut Slab<Record>, slot: u32) {
        let record = &records[slot];
        if record.age != Age::InOrder {
            self.others.insert((record.sent(), record.id, slot));
        }
        match record.age {
            Age::InOrder => self.in_order.push_back(records, slot),
            Age::Moved => self.moved.push_back(records, slot),
            Age::PassedOver => {}
        }
    }

    pub(super) fn remove(&mut self, records: &mut Slab<Record>, slot: u32) {
        let record = &records[slot];
        if record.age != Age::InOrder {
            self.others.remove(&(record.sent(), record.id, slot));
        }
        match record.age {
            Age::InOrder => self.in_order.remove(records, slot),
            Age::Moved => self.moved.remove(records, slot),
            Age::PassedOver => {}
        }
    }

    /// No longer count this message as the oldest.
    pub(super) fn pass_over(&mut self, records: &mut Slab<Record>, slot: u32) {
        self.remove(records, slot);
        records[slot].age = Age::PassedOver;
        self.insert(records, slot);
    }

    /// The first of the starts of retention periods.
    pub(super) fn next_to_expire(&self, records: &Slab<Record>) -> Option<SimTime> {
        let in_order = self.in_order.first().map(|slot| records[slot].arrived);
        match self.others.first() {
            None => in_order,
            Some(&(other, ..)) => Some(in_order.map_or(other, |one| one.min(other))),
        }
    }

    /// The message whose retention ends first.
    pub(super) fn first_to_expire(&self, records: &Slab<Record>) -> Option<u32> {
        let in_order = self
            .in_order
            .first()
            .map(|slot| (records[slot].arrived, records[slot].id, slot));
        let others = self.others.first().copied();
        in_order.into_iter().chain(others).min().map(|(_, _, slot)| slot)
    }

    /// The start of the retention period.
    pub(super) fn retained_since(&self, record: &Record) -> SimTime {
        if record.age == Age::InOrder {
            record.arrived
        } else {
            record.sent()
        }
    }

    /// When the oldest message came. If all were received too often, the oldest of those counts after all:
    /// a queue that holds messages has an age.
    pub(super) fn oldest(&self, records: &Slab<Record>) -> Option<SimTime> {
        let arrived = |slot: u32| records[slot].arrived;
        let lists = [self.in_order.first(), self.moved.first()];
        let oldest = lists.into_iter().flatten().map(arrived).min();
        oldest.or_else(|| self.others.first().map(|&(_, _, slot)| arrived(slot)))
    }

    /// The slots in the order of arrival, those passed over last.
    pub(super) fn iter(&self, records: &Slab<Record>) -> impl Iterator<Item = u32> {
        let passed_over = self.others.iter().map(|&(_, _, slot)| slot);
        self.in_order
            .iter(records)
            .chain(self.moved.iter(records))
            .chain(passed_over.filter(|&slot| records[slot].age == Age::PassedOver))
    }

    pub(super) fn weight(&self) -> usize {
        self.others.len() * 2 * size_of::<(SimTime, MessageId, u32)>()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
