//! Long polls that wait for a message: first come, first served.
//!
//! Most polls of a queue wait equally long, so the time of one that came first is up first: those are a list. The others, whose
//! wait was shorter than that of one before, are in ordered sets.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use super::request::PollId;
use super::servers::Servers;
use crate::time::{SimDuration, SimTime};

/// What a receive wants.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    /// At most this many messages.
    pub(super) limit: usize,
    /// Hidden for this long; the queue's own timeout at the time of the answer if absent.
    pub(super) visibility_timeout: Option<SimDuration>,
    /// Standard: those that are asked.
    pub(super) servers: Servers,
    /// FIFO: the name under which it can be repeated.
    pub(super) attempt: Option<Rc<str>>,
}

#[derive(Clone, Debug)]
pub(super) struct Poll {
    pub(super) id: PollId,
    pub(super) terms: Terms,
    deadline: SimTime,
    /// Its place in the order of arrival.
    order: u64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Polls {
    /// By order of arrival, which is that of their deadlines too.
    in_order: VecDeque<Poll>,
    /// The others by order of arrival,
    others: BTreeMap<u64, Poll>,
    /// and by deadline, then by order of arrival.
    others_due: BTreeSet<(SimTime, u64)>,
    arrivals: u64,
}

impl Polls {
    pub(super) fn push(&mut self, id: PollId, terms: Terms, deadline: SimTime) {
        self.arrivals += 1;
        let order = self.arrivals;
        let poll = Poll {
            id,
            terms,
            deadline,
            order,
        };
        if self.in_order.back().is_none_or(|last| last.deadline <= deadline) {
            self.in_order.push_back(poll);
        } else {
            self.others.insert(order, poll);
            self.others_due.insert((deadline, order));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.in_order.is_empty() && self.others.is_empty()
    }

    /// The poll that has waited longest.
    pub(super) fn first(&self) -> Option<&Poll> {
        let other = self.others.first_key_value().map(|(_, poll)| poll);
        match (self.in_order.front(), other) {
            (Some(one), Some(other)) if other.order < one.order => Some(other),
            (one, other) => one.or(other),
        }
    }

    pub(super) fn pop_first(&mut self) -> Option<Poll> {
        let order = self.first()?.order;
        self.take(order)
    }

    /// When the time of the first is up, [`SimTime::MAX`] if none waits.
    pub(super) fn next_deadline(&self) -> SimTime {
        self.first_due().map_or(SimTime::MAX, |(deadline, _)| deadline)
    }

    /// Takes out a poll whose time is up.
    pub(super) fn pop_due(&mut self, now: SimTime) -> Option<Poll> {
        let (_, order) = self.first_due().filter(|&(deadline, _)| deadline <= now)?;
        self.take(order)
    }

    fn first_due(&self) -> Option<(SimTime, u64)> {
        let one = self.in_order.front().map(|poll| (poll.deadline, poll.order));
        match self.others_due.first() {
            None => one,
            Some(&other) => Some(one.map_or(other, |one| one.min(other))),
        }
    }

    /// Takes out the first of either kind.
    fn take(&mut self, order: u64) -> Option<Poll> {
        if self.in_order.front().is_some_and(|first| first.order == order) {
            return self.in_order.pop_front();
        }
        let poll = self.others.remove(&order)?;
        self.others_due.remove(&(poll.deadline, order));
        Some(poll)
    }

    pub(super) fn cancel(&mut self, id: PollId) {
        self.in_order.retain(|poll| poll.id != id);
        let other = self.others.values().find(|poll| poll.id == id);
        if let Some(order) = other.map(|poll| poll.order) {
            self.take(order);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_they_wait_the_order_is_that_of_coming_or_of_deadlines() {
        let mut polls = Polls::default();
        let mut expected: Vec<(u64, SimTime)> = Vec::new();
        let mut taken = Vec::new();
        for number in 0..2_000_u64 {
            let deadline = SimTime::from_secs(number / 7 + number * 7_919 % 23 % 5);
            let terms = Terms {
                limit: 1,
                visibility_timeout: None,
                servers: Servers::ALL,
                attempt: None,
            };
            polls.push(PollId(number), terms, deadline);
            expected.push((number, deadline));
            let place = match number % 11 {
                0..5 => continue,
                5..7 => {
                    let place = (number * 31) as usize % expected.len();
                    polls.cancel(PollId(expected[place].0));
                    place
                }
                7..9 => {
                    taken.push(polls.pop_first().map(|poll| poll.id.0));
                    0
                }
                _ => {
                    taken.push(polls.pop_due(SimTime::MAX).map(|poll| poll.id.0));
                    let due = |place: &usize| (expected[*place].1, *place);
                    (0..expected.len()).min_by_key(due).unwrap_or_default()
                }
            };
            let gone = expected.remove(place).0;
            assert!(number % 11 < 7 || taken.last() == Some(&Some(gone)));
            let earliest = expected.iter().map(|&(_, deadline)| deadline).min();
            assert_eq!(polls.next_deadline(), earliest.unwrap_or(SimTime::MAX));
            assert_eq!(polls.is_empty(), expected.is_empty());
        }
        assert!(polls.others.len() > 10 && polls.in_order.len() > 10);
    }
}
