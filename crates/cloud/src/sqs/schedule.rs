//! Messages that are hidden until a moment: in flight, or delayed.
//!
//! Most timeouts of a queue are equal, and most messages are hidden in the order in which they arrived, so they come back
//! in that order: nothing is noted of them but where they begin and end. Those that were hidden again come back in the
//! order of their hiding and are in a ring. The others, whose timeout was shorter than that of one hidden before, are in
//! an ordered set. Of those by arrival nothing is done when one is deleted or changed: which is the first is found when
//! somebody asks.

use std::collections::BTreeSet;

use super::message::MessageId;
use super::record::{BY_ARRIVAL, Place, Record};
use super::ring::Ring;
use crate::time::SimTime;

/// When a message comes back, and its number. Messages that fall due together come in the order of their sending.
pub(super) type Due = (SimTime, MessageId, u64);

/// The turn of a message that is in the set.
const OUT_OF_ORDER: u64 = BY_ARRIVAL - 1;

/// No message.
const NONE: u64 = u64::MAX;

#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// Where the messages are.
    place: Place,
    /// Those that were hidden in the order of arrival have this number or a higher one; [`NONE`] if there is none.
    first_arrival: u64,
    /// The last that was, and whose number is next.
    last_arrival: (SimTime, MessageId),
    next_arrival: u64,
    in_order: Ring<Due>,
    /// Where the first of these is, or where the next will be.
    first: u64,
    /// The last that came to these.
    last: Due,
    others: BTreeSet<Due>,
}

impl Schedule {
    pub(super) fn new(place: Place) -> Self {
        Self {
            place,
            first_arrival: NONE,
            last_arrival: (SimTime::ZERO, MessageId(0)),
            next_arrival: 0,
            in_order: Ring::default(),
            first: 0,
            last: (SimTime::ZERO, MessageId(0), 0),
            others: BTreeSet::new(),
        }
    }

    /// Hides a message, which is in no schedule, until a moment. Returns its turn.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn insert(&mut self, due: Due) -> u64 {
        let (until, id, number) = due;
        // The first comparison nearly always says it all.
        let is_last = until > self.last_arrival.0 || (until, id) > self.last_arrival;
        if number < self.next_arrival || !is_last {
            return self.insert_again(until, id, number);
        }
        self.last_arrival = (until, id);
        self.next_arrival = number + 1;
        self.first_arrival = self.first_arrival.min(number);
        BY_ARRIVAL
    }

    #[inline(never)]
    fn insert_again(&mut self, until: SimTime, id: MessageId, number: u64) -> u64 {
        let due = (until, id, number);
        if due > self.last || self.first == self.in_order.end() {
            self.last = due;
            self.in_order.push(due)
        } else {
            self.others.insert(due);
            OUT_OF_ORDER
        }
    }

    /// A message is hidden no longer, or not until then.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn remove(&mut self, turn: u64, due: Due) {
        if turn != BY_ARRIVAL {
            let (until, id, number) = due;
            self.remove_again(turn, until, id, number);
        }
    }

    #[inline(never)]
    fn remove_again(&mut self, turn: u64, until: SimTime, id: MessageId, number: u64) {
        if turn == OUT_OF_ORDER {
            self.others.remove(&(until, id, number));
            return;
        }
        self.in_order.remove(turn);
        if turn == self.first {
            self.first = self.in_order.first_from(turn + 1);
        }
    }

    /// The first message from this number on that was hidden in the order of arrival, or [`NONE`].
    fn search(&self, records: &Ring<Record>, mut number: u64) -> u64 {
        while number < self.next_arrival {
            match records.get(number) {
                Some(record) if record.turn == BY_ARRIVAL && record.place() == self.place => return number,
                Some(_) => number += 1,
                None => number = records.first_from(number),
            }
        }
        NONE
    }

    /// The message that comes back first, and when.
    pub(super) fn first(&mut self, records: &Ring<Record>) -> Option<Due> {
        self.first_arrival = self.search(records, self.first_arrival);
        let arrival = (self.first_arrival != NONE).then(|| due(records, self.first_arrival));
        let in_order = self.in_order.get(self.first).copied();
        let other = self.others.first().copied();
        [arrival, in_order, other].into_iter().flatten().min()
    }

    /// The message that comes back first, if that is at this moment or before.
    pub(super) fn first_by(&mut self, now: SimTime, records: &Ring<Record>) -> Option<u64> {
        let (until, _, number) = self.first(records)?;
        (until <= now).then_some(number)
    }

    /// The messages, soonest first.
    pub(super) fn iter(&self, records: &Ring<Record>) -> impl Iterator<Item = u64> {
        let first = Some(self.search(records, self.first_arrival)).filter(|&first| first != NONE);
        let arrivals = std::iter::successors(first, |&last| {
            let next = self.search(records, last + 1);
            (next != NONE).then_some(next)
        });
        let arrivals = arrivals.map(|number| due(records, number));
        let in_order = self.in_order.iter_from(self.first);
        let in_order = in_order.map(|turn| self.in_order[turn]);
        merge(merge(arrivals, in_order), self.others.iter().copied()).map(|(.., number)| number)
    }

    pub(super) fn weight(&self) -> usize {
        self.in_order.weight() + self.others.len() * 2 * size_of::<Due>()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::new(self.place);
    }
}

fn due(records: &Ring<Record>, number: u64) -> Due {
    let record = &records[number];
    (record.visible_at, record.id(), number)
}

/// The items of both, which are in order, in order.
fn merge(one: impl Iterator<Item = Due>, other: impl Iterator<Item = Due>) -> impl Iterator<Item = Due> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(first), Some(second)) if second < first => other.next(),
        (None, _) => other.next(),
        _ => one.next(),
    })
}
