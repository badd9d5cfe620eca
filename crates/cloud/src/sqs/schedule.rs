//! Messages that are hidden until a moment: in flight, or delayed.
//!
//! Most timeouts of a queue are equal, so messages mostly come back in the order in which they were hidden: those
//! are a list. The others, whose timeout was shorter than that of one hidden before, are in an ordered set.
//! Nothing is ever stale: a message that is deleted or changed leaves at once.

use std::collections::BTreeSet;

use super::list::{Linked, List};
use super::message::MessageId;
use super::record::History;
use super::slab::Slab;
use crate::time::SimTime;

/// Messages that fall due together come in the order of their sending.
type Due = (SimTime, MessageId, u32);

#[derive(Clone, Debug)]
pub(super) struct Schedule {
    in_order: List<0>,
    others: BTreeSet<Due>,
    /// When the first message comes back, [`SimTime::MAX`] if there is none: asked after every operation.
    next: SimTime,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            in_order: List::default(),
            others: BTreeSet::new(),
            next: SimTime::MAX,
        }
    }
}

fn due(histories: &Slab<History>, history: u32) -> Due {
    let History {
        visible_at, message, ..
    } = histories[history];
    (visible_at, message, history)
}

impl Schedule {
    /// Hides a message, which is in no schedule, until a moment. Returns its history.
    #[inline(always)]
    pub(super) fn insert<'a>(
        &mut self,
        histories: &'a mut Slab<History>,
        history: u32,
        until: SimTime,
    ) -> &'a mut History {
        self.next = self.next.min(until);
        let is_last = self.in_order.last().is_none_or(|last| {
            let (message, last) = (histories[history].message, &histories[last]);
            (last.visible_at, last.message) < (until, message)
        });
        let links = self.in_order.end();
        if is_last {
            self.in_order.append(histories, history);
        }
        let hidden = &mut histories[history];
        hidden.visible_at = until;
        *hidden.links_mut(0) = links;
        if !is_last {
            self.others.insert((until, hidden.message, history));
        }
        hidden
    }

    #[inline(always)]
    pub(super) fn remove(&mut self, histories: &mut Slab<History>, history: u32) {
        let hidden = &histories[history];
        let (due, links) = ((hidden.visible_at, hidden.message, history), *hidden.links(0));
        if self.others.is_empty() || !self.others.remove(&due) {
            self.in_order.unlink(histories, history, links);
        }
        if due.0 == self.next {
            self.next = self.first_due(histories).map_or(SimTime::MAX, |(next, ..)| next);
        }
    }

    /// When the first message comes back, [`SimTime::MAX`] if there is none.
    pub(super) fn next(&self) -> SimTime {
        self.next
    }

    /// The history of the message that comes back first.
    pub(super) fn first(&self, histories: &Slab<History>) -> Option<u32> {
        self.first_due(histories).map(|(_, _, history)| history)
    }

    #[inline]
    fn first_due(&self, histories: &Slab<History>) -> Option<Due> {
        let in_order = self.in_order.first().map(|history| due(histories, history));
        match self.others.first() {
            None => in_order,
            Some(&other) => Some(in_order.map_or(other, |one| one.min(other))),
        }
    }

    /// The histories, soonest first.
    pub(super) fn iter(&self, histories: &Slab<History>) -> impl Iterator<Item = u32> {
        let mut in_order = self
            .in_order
            .iter(histories)
            .map(|history| due(histories, history))
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
            next.map(|(_, _, history)| history)
        })
    }

    pub(super) fn weight(&self) -> usize {
        self.others.len() * 2 * size_of::<Due>()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
