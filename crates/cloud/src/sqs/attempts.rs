//! Receives that can be repeated: `ReceiveRequestAttemptId` of FIFO queues (`reference/sqs.md` §4).
//!
//! A caller that got no answer asks again under the same id, and gets the same messages with the same receipt handles,
//! hidden anew, for five minutes from the first attempt (unverified: whether a repetition prolongs them) and as long as
//! all of them are still in flight and none was deleted or had its visibility changed. Otherwise the id means nothing,
//! and the receive is one like any other, which the id then stands for.

use std::collections::VecDeque;
use std::rc::Rc;

use super::journal::Journal;
use super::message::{Delivery, ReceiptHandle};
use super::queue::Queue;
use crate::POINTER;
use crate::lookup::Lookup;
use crate::time::{SimDuration, SimTime};

const WINDOW: SimDuration = SimDuration::from_secs(5 * 60);

/// A receive that got messages.
#[derive(Clone, Debug)]
struct Attempt {
    end: SimTime,
    /// Until when its messages are hidden, if nobody has changed that.
    visible_at: SimTime,
    receipts: Rc<[ReceiptHandle]>,
}

/// The attempts of the last five minutes.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempts {
    by_id: Lookup<Rc<str>, Attempt>,
    /// In order. An id that stands for another receive meanwhile is in it twice.
    ends: VecDeque<(SimTime, Rc<str>)>,
}

impl Attempts {
    pub(super) fn remember(
        &mut self,
        now: SimTime,
        id: Rc<str>,
        visible_at: SimTime,
        receipts: Rc<[ReceiptHandle]>,
    ) {
        let end = now + WINDOW;
        let attempt = Attempt {
            end,
            visible_at,
            receipts,
        };
        self.by_id.insert(id.clone(), attempt);
        self.ends.push_back((end, id));
    }

    fn forget_ended(&mut self, now: SimTime) {
        while self.ends.front().is_some_and(|&(end, _)| end <= now) {
            let (end, id) = self.ends.pop_front().expect("there is a first one");
            if self.by_id.get(&id).is_some_and(|attempt| attempt.end == end) {
                self.by_id.remove(&id);
            }
        }
    }

    pub(super) fn weight(&self) -> usize {
        let names = self.by_id.len() + self.ends.len();
        names * 2 * (size_of::<(SimTime, SimTime)>() + 4 * POINTER)
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Queue {
    /// The answer to an earlier receive under this id, given again.
    pub(super) fn repeat(
        &mut self,
        journal: &mut Journal,
        id: &str,
        timeout: SimDuration,
    ) -> Option<Vec<Delivery>> {
        self.attempts.forget_ended(journal.now);
        let Attempt {
            visible_at, receipts, ..
        } = self.attempts.by_id.get(id)?.clone();
        let as_it_was = |receipt: &ReceiptHandle| self.hidden_by(*receipt) == Some(visible_at);
        if !receipts.iter().all(as_it_was) {
            return None;
        }
        let visible_at = journal.now + timeout;
        if let Some(attempt) = self.attempts.by_id.get_mut(id) {
            attempt.visible_at = visible_at;
        }
        let deliveries = receipts.iter().map(|receipt| {
            self.hide_until(journal, receipt.number, visible_at);
            self.delivery(receipt.number)
        });
        let deliveries: Vec<Delivery> = deliveries.collect();
        self.counts.received += deliveries.len() as u64;
        self.counts.redelivered += deliveries.len() as u64;
        Some(deliveries)
    }
}
