//! Which queue has work to do first: a tournament over the queues, whose winner is the one with the earliest alarm.

use super::message::QueueId;
use crate::time::SimTime;

/// When a queue has to be asked whether something is due: not after its first deadline, and before that if what was to be
/// done first no longer is. So a message that leaves in time, as nearly all do, changes nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alarm {
    at: SimTime,
    /// What the agenda knows.
    noted: SimTime,
}

impl Default for Alarm {
    fn default() -> Self {
        Self {
            at: SimTime::MAX,
            noted: SimTime::MAX,
        }
    }
}

impl Alarm {
    /// There is a deadline at this moment.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn ring_by(&mut self, deadline: SimTime) {
        self.at = self.at.min(deadline);
    }

    /// The first deadline is at this moment, [`SimTime::MAX`] if there is none. Returns it.
    pub(super) fn wind(&mut self, deadline: SimTime) -> SimTime {
        self.at = deadline;
        deadline
    }

    /// When it rings.
    pub(super) fn at(&self) -> SimTime {
        self.at
    }

    /// When it rings, if the agenda does not know yet, and from now on does.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn news(&mut self) -> Option<SimTime> {
        if self.at == self.noted {
            return None;
        }
        self.noted = self.at;
        Some(self.at)
    }
}

/// A complete binary tree in an array: the parent of `i` is `i / 2`, the root is 1, and the leaves are the queues.
/// Each node is the earliest alarm below it, [`SimTime::MAX`] where there is none.
#[derive(Clone, Debug)]
pub(super) struct Agenda {
    tree: Vec<SimTime>,
    /// That of the root: asked by every operation.
    earliest: SimTime,
}

impl Default for Agenda {
    fn default() -> Self {
        Self {
            tree: Vec::new(),
            earliest: SimTime::MAX,
        }
    }
}

impl Agenda {
    fn leaves(&self) -> usize {
        self.tree.len() / 2
    }

    /// Notes the alarm of a queue, if it has another now.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn note(&mut self, queue: QueueId, alarm: &mut Alarm) {
        if let Some(at) = alarm.news() {
            self.set(queue, at);
        }
    }

    /// Notes when `queue` has to be asked, [`SimTime::MAX`] if never.
    pub(super) fn set(&mut self, queue: QueueId, deadline: SimTime) {
        let mut node = self.leaves() + queue.0 as usize;
        let Some(leaf) = self.tree.get_mut(node) else {
            return self.make_room(queue, deadline);
        };
        if *leaf == deadline {
            return;
        }
        *leaf = deadline;
        let mut earliest = deadline;
        while node > 1 {
            node /= 2;
            earliest = self.tree[2 * node].min(self.tree[2 * node + 1]);
            if self.tree[node] == earliest {
                return;
            }
            self.tree[node] = earliest;
        }
        self.earliest = earliest;
    }

    /// The earliest alarm, and the queue that has it; the first queue among equals.
    pub(super) fn first(&self) -> Option<(SimTime, QueueId)> {
        let earliest = self.earliest();
        if earliest == SimTime::MAX {
            return None;
        }
        let mut node = 1;
        while node < self.leaves() {
            node *= 2;
            if self.tree[node] != earliest {
                node += 1;
            }
        }
        Some((earliest, QueueId((node - self.leaves()) as u32)))
    }

    /// The earliest alarm, [`SimTime::MAX`] if there is none.
    #[inline]
    pub(super) fn earliest(&self) -> SimTime {
        self.earliest
    }

    /// Grows until `queue` has a leaf, and notes its alarm.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self, queue: QueueId, deadline: SimTime) {
        let old = std::mem::take(&mut self.tree);
        let leaves = (queue.0 as usize + 1).next_power_of_two();
        self.tree = vec![SimTime::MAX; 2 * leaves];
        for (queue, &deadline) in old[old.len() / 2..].iter().enumerate() {
            self.set(QueueId(queue as u32), deadline);
        }
        self.set(queue, deadline);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_wins_and_the_first_among_equals() {
        let mut agenda = Agenda::default();
        let at = SimTime::from_secs;
        assert_eq!(agenda.first(), None);
        for (queue, deadline) in [(4, at(9)), (1, at(7)), (6, at(7)), (0, SimTime::MAX)] {
            agenda.set(QueueId(queue), deadline);
        }
        assert_eq!(agenda.first(), Some((SimTime::from_secs(7), QueueId(1))));
        agenda.set(QueueId(1), SimTime::MAX);
        assert_eq!(agenda.first(), Some((SimTime::from_secs(7), QueueId(6))));
        agenda.set(QueueId(6), at(10));
        assert_eq!(agenda.first(), Some((SimTime::from_secs(9), QueueId(4))));
        agenda.set(QueueId(4), SimTime::MAX);
        agenda.set(QueueId(6), SimTime::MAX);
        assert_eq!(agenda.first(), None);
    }
}
