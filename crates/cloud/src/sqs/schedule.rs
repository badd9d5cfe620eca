//! Messages that are hidden until a moment: in flight, or delayed.
//!
//! Most timeouts of a queue are equal, so messages mostly come back in the order in which they were hidden: those
//! are a list. The others, whose timeout was shorter than that of one hidden before, are in an ordered set.
//! Nothing is ever stale: a message that is deleted or changed leaves at once.

use std::collections::BTreeSet;

use super::list::List;
use super::message::MessageId;
use super::record::{HIDDEN, Record};
use super::slab::Slab;
use crate::time::SimTime;

/// Messages that fall due together come in the order of their sending.
type Due = (SimTime, MessageId, u32);

#[derive(Clone, Debug, Default)]
pub(super) struct Schedule {
    in_order: List<HIDDEN>,
    others: BTreeSet<Due>,
}

fn due(records: &Slab<Record>, slot: u32) -> Due {
    let record = &records[slot];
    (record.visible_at, record.id, slot)
}

impl Schedule {
    pub(super) fn insert(&mut self, records: &mut Slab<Record>, slot: u32) {
        match self.in_order.last() {
            Some(last) if due(records, slot) < due(records, last) => {
                self.others.insert(due(records, slot));
            }
            _ => self.in_order.push_back(records, slot),
        }
    }

    /// To be called before the message's time is changed.
    pub(super) fn remove(&mut self, records: &mut Slab<Record>, slot: u32) {
        if self.others.is_empty() || !self.others.remove(&due(records, slot)) {
            self.in_order.remove(records, slot);
        }
    }

    /// When the first message comes back.
    pub(super) fn next(&self, records: &Slab<Record>) -> Option<SimTime> {
        let in_order = self.in_order.first().map(|slot| records[slot].visible_at);
        match self.others.first() {
            None => in_order,
            Some(&(other, ..)) => Some(in_order.map_or(other, |one| one.min(other))),
        }
    }

    /// The message that comes back first.
    pub(super) fn first(&self, records: &Slab<Record>) -> Option<u32> {
        let in_order = self.in_order.first().map(|slot| due(records, slot));
        let others = self.others.first().copied();
        in_order.into_iter().chain(others).min().map(|(_, _, slot)| slot)
    }

    /// The slots, soonest first.
    pub(super) fn iter(&self, records: &Slab<Record>) -> impl Iterator<Item = u32> {
        let mut in_order = self
            .in_order
            .iter(records)
            .map(|slot| due(records, slot))
            .peekable();
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
            next.map(|(_, _, slot)| slot)
        })
    }

    pub(super) fn weight(&self) -> usize {
        self.others.len() * 2 * size_of::<(SimTime, MessageId, u32)>()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
