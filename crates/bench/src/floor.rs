//! The least that sending, receiving with a visibility deadline and deleting can be: a slab, a line and a heap of
//! deadlines, and a copy of the body. It checks nothing, counts nothing and tells nobody; the deadline of a message that
//! was deleted stays in the heap until it is due.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::hint::black_box;

/// Nanoseconds for which a received message is hidden.
const VISIBILITY_TIMEOUT: u64 = 30_000_000_000;

/// A place for a message.
#[derive(Debug)]
struct Message {
    /// Which message has this place now: a receipt for an earlier one is worth nothing.
    generation: u64,
    body: Option<Box<[u8]>>,
}

/// What a receiver deletes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Receipt {
    slot: usize,
    generation: u64,
}

/// See the module's text.
#[derive(Debug, Default)]
pub struct Floor {
    messages: Vec<Message>,
    vacant: Vec<usize>,
    line: VecDeque<usize>,
    deadlines: BinaryHeap<Reverse<(u64, Receipt)>>,
    now: u64,
}

impl Floor {
    /// With so many messages waiting, and room for the deadlines of so many receives: so it does not depend on what was
    /// measured before whether the memory for them is new.
    pub fn new(waiting: usize, receives: usize, body: &[u8]) -> Self {
        let mut floor = Self {
            deadlines: BinaryHeap::with_capacity(receives),
            ..Self::default()
        };
        for _ in 0..waiting {
            floor.send(body);
        }
        floor
    }

    /// Sends, receives and deletes a message, so many times.
    pub fn lifecycles(&mut self, count: usize, body: &[u8]) {
        for _ in 0..count {
            self.now += 1_000;
            self.send(body);
            if let Some((receipt, body)) = self.receive() {
                black_box(body);
                self.delete(receipt);
            }
        }
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.messages.len() - self.vacant.len()
    }

    /// Whether there is no message.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn send(&mut self, body: &[u8]) {
        let body = Some(Box::from(body));
        let slot = match self.vacant.pop() {
            Some(slot) => {
                self.messages[slot].body = body;
                slot
            }
            None => {
                self.messages.push(Message { generation: 0, body });
                self.messages.len() - 1
            }
        };
        self.line.push_back(slot);
    }

    fn receive(&mut self) -> Option<(Receipt, &[u8])> {
        while let Some(&Reverse((deadline, receipt))) = self.deadlines.peek()
            && deadline <= self.now
        {
            self.deadlines.pop();
            if self.messages[receipt.slot].generation == receipt.generation {
                self.line.push_back(receipt.slot);
            }
        }
        let slot = self.line.pop_front()?;
        let message = &self.messages[slot];
        let receipt = Receipt {
            slot,
            generation: message.generation,
        };
        self.deadlines
            .push(Reverse((self.now + VISIBILITY_TIMEOUT, receipt)));
        Some((receipt, message.body.as_deref()?))
    }

    fn delete(&mut self, receipt: Receipt) {
        let message = &mut self.messages[receipt.slot];
        if message.generation == receipt.generation {
            message.generation += 1;
            message.body = None;
            self.vacant.push(receipt.slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_stays_as_it_is_while_messages_come_and_go() {
        let mut floor = Floor::new(10, 100, b"body");
        floor.lifecycles(100, b"body");
        assert_eq!((floor.len(), floor.line.len()), (10, 10));
    }
}
