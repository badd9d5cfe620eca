//! The line of a standard queue: its visible messages that have no group, in the order in which they became visible.
//!
//! Most were never hidden, and stand in the order of arrival: nothing is noted of them, they are found from the front of
//! the queue. Those that came back are in a ring, each with the number of the next arrival at that moment: by that the two
//! are merged.

use super::record::{BY_ARRIVAL, Place, Record};
use super::ring::Ring;

/// A message that came back.
#[derive(Clone, Copy, Debug)]
struct Returned {
    number: u64,
    /// Messages from this number on arrived after it came back.
    next_arrival: u64,
}

/// How far one has looked along the line: at every message before these numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cursor {
    arrivals: u64,
    returned: u64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    returned: Ring<Returned>,
    front: Cursor,
}

/// Whether it is visible since it came, in the line.
#[cfg_attr(not(small), inline(always))]
fn is_in_line(record: &Record) -> bool {
    record.turn == BY_ARRIVAL && record.place() == Place::Visible
}

impl Line {
    /// A message came back. Returns its turn.
    pub(super) fn push_back(&mut self, records: &Ring<Record>, number: u64) -> u64 {
        self.returned.push(Returned {
            number,
            next_arrival: records.end(),
        })
    }

    /// A message of this turn is no longer visible.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn remove(&mut self, number: u64, turn: u64) {
        if turn != BY_ARRIVAL {
            self.returned.remove(turn);
        } else if number == self.front.arrivals {
            self.front.arrivals += 1;
        }
    }

    /// The first message.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn first(&mut self, records: &Ring<Record>) -> Option<u64> {
        let mut front = self.front;
        let first = self.find(records, &mut front);
        self.front = front;
        first
    }

    /// The arrival that is the first in line if it is here, and visible: nobody came back before it.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn next_arrival(&self) -> Option<u64> {
        (self.front.returned == self.returned.end()).then_some(self.front.arrivals)
    }

    /// Where the line begins.
    pub(super) fn front(&self) -> Cursor {
        self.front
    }

    /// Looks at the line from here on.
    pub(super) fn look_from(&mut self, cursor: Cursor) {
        self.front = cursor;
    }

    /// Looks no more at the message that is the first from the cursor on.
    pub(super) fn pass(&mut self, number: u64) {
        self.front.pass(number);
    }

    /// The first message from the cursor on, and moves it there.
    #[cfg_attr(not(small), inline(always))]
    fn find(&self, records: &Ring<Record>, cursor: &mut Cursor) -> Option<u64> {
        while cursor.arrivals < records.end() {
            match records.get(cursor.arrivals) {
                Some(record) if is_in_line(record) => break,
                Some(_) => cursor.arrivals += 1,
                None => cursor.arrivals = records.first_from(cursor.arrivals),
            }
        }
        cursor.returned = self.returned.first_from(cursor.returned);
        if cursor.returned < self.returned.end() {
            let returned = self.returned[cursor.returned];
            if returned.next_arrival <= cursor.arrivals {
                return Some(returned.number);
            }
        }
        (cursor.arrivals < records.end()).then_some(cursor.arrivals)
    }

    /// The messages, first in line first.
    pub(super) fn iter(&self, records: &Ring<Record>) -> impl Iterator<Item = u64> {
        let mut cursor = self.front;
        std::iter::from_fn(move || {
            let number = self.find(records, &mut cursor)?;
            cursor.pass(number);
            Some(number)
        })
    }

    pub(super) fn weight(&self) -> usize {
        self.returned.weight()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Cursor {
    fn pass(&mut self, number: u64) {
        if number == self.arrivals {
            self.arrivals += 1;
        } else {
            self.returned += 1;
        }
    }
}
