//! What is going to happen, in the order of (time, sequence): ties are decided by who came first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use cloud::time::SimTime;

use crate::sketch::PartId;
use crate::slab::Key;

/// An instant and a place among everything that was put on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub(crate) at: SimTime,
    sequence: u64,
}

impl When {
    /// The order as one number, which is compared in one go: the agenda does little else.
    fn rank(self) -> u128 {
        u128::from(self.at.as_nanos()) << u64::BITS | u128::from(self.sequence)
    }
}

/// Something to be done. Entries are never taken back: each one names what it is about, and is ignored when that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// A producer's pattern has an item due. `schedule` counts the patterns that the producer has had.
    Produce { producer: PartId, schedule: u32 },
    /// Something has crossed a link, or is lost on it.
    Cross { crossing: Key },
    /// A call has waited long enough before its next attempt.
    Retry { call: Key },
    /// A worker's pause or work is over. `turn` counts what the worker has done.
    Worker { workers: PartId, worker: u32, turn: u32 },
    /// A server has finished a request.
    Serve { server: PartId, job: Key },
}

/// The greatest entry is the first one due: a heap gives out its greatest.
#[derive(Clone, Copy, Debug)]
struct Entry {
    when: When,
    task: Task,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.when == other.when
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        other.when.rank().cmp(&self.when.rank())
    }
}

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agenda {
    entries: BinaryHeap<Entry>,
    sequence: u64,
}

impl Agenda {
    pub(crate) fn put(&mut self, at: SimTime, task: Task) {
        let when = self.stamp(at);
        self.entries.push(Entry { when, task });
    }

    /// A place in the order for something that is kept elsewhere.
    pub(crate) fn stamp(&mut self, at: SimTime) -> When {
        self.sequence += 1;
        When {
            at,
            sequence: self.sequence,
        }
    }

    pub(crate) fn first(&self) -> Option<When> {
        self.entries.peek().map(|entry| entry.when)
    }

    pub(crate) fn take(&mut self) -> Option<(When, Task)> {
        self.entries.pop().map(|Entry { when, task }| (when, task))
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Everything on the agenda in its order, for the digest of the whole state.
    pub(crate) fn sorted(&self) -> Vec<(When, Task)> {
        let mut entries = self.entries.clone().into_sorted_vec();
        entries.reverse();
        entries
            .into_iter()
            .map(|Entry { when, task }| (when, task))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_first_and_among_equals_the_one_put_first() {
        let mut agenda = Agenda::default();
        let produce = |id| Task::Produce {
            producer: PartId(id),
            schedule: 0,
        };
        for (seconds, id) in [(2, 1), (1, 9), (1, 2), (3, 3)] {
            agenda.put(SimTime::from_secs(seconds), produce(id));
        }
        let order: Vec<Task> = std::iter::from_fn(|| agenda.take())
            .map(|(_, task)| task)
            .collect();
        assert_eq!(order, [produce(9), produce(2), produce(1), produce(3)]);
    }
}
