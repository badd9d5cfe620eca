//! Long polls that wait for a message: first come, first served.

use std::collections::{BTreeMap, BTreeSet};
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
}

#[derive(Clone, Debug, Default)]
pub(super) struct Polls {
    /// By order of arrival.
    waiting: BTreeMap<u64, Poll>,
    /// The same by deadline, then by order of arrival.
    deadlines: BTreeSet<(SimTime, u64)>,
    arrivals: u64,
}

impl Polls {
    pub(super) fn push(&mut self, id: PollId, terms: Terms, deadline: SimTime) {
        self.arrivals += 1;
        let poll = Poll { id, terms, deadline };
        self.waiting.insert(self.arrivals, poll);
        self.deadlines.insert((deadline, self.arrivals));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The poll that has waited longest.
    pub(super) fn first(&self) -> Option<&Poll> {
        self.waiting.first_key_value().map(|(_, poll)| poll)
    }

    pub(super) fn pop_first(&mut self) -> Option<Poll> {
        let (order, poll) = self.waiting.pop_first()?;
        self.deadlines.remove(&(poll.deadline, order));
        Some(poll)
    }

    /// When the time of the first is up, [`SimTime::MAX`] if none waits.
    pub(super) fn next_deadline(&self) -> SimTime {
        self.deadlines
            .first()
            .map_or(SimTime::MAX, |&(deadline, _)| deadline)
    }

    /// Takes out a poll whose time is up.
    pub(super) fn pop_due(&mut self, now: SimTime) -> Option<Poll> {
        let &(deadline, order) = self.deadlines.first().filter(|&&(deadline, _)| deadline <= now)?;
        self.deadlines.remove(&(deadline, order));
        self.waiting.remove(&order)
    }

    pub(super) fn cancel(&mut self, id: PollId) {
        let deadlines = &mut self.deadlines;
        self.waiting.retain(|&order, poll| {
            let keep = poll.id != id;
            if !keep {
                deadlines.remove(&(poll.deadline, order));
            }
            keep
        });
    }
}
