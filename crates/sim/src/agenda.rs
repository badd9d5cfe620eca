//! What is going to happen, in the order of (time, sequence): ties are decided by who came first.

use cloud::time::SimTime;

use crate::radix_heap::RadixHeap;
use crate::sketch::{LinkId, PartId};
use crate::slab::Key;

/// An instant and a place among everything that was put on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub(crate) at: SimTime,
    sequence: u64,
}

impl When {
    /// After everything: nothing is due.
    pub(crate) const NEVER: Self = Self {
        at: SimTime::MAX,
        sequence: u64::MAX,
    };
}

/// Something to be done. Entries are never taken back: each one names what it is about, and is ignored when that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// A producer's pattern has an item due. `schedule` counts the patterns that the producer has had.
    Produce { producer: PartId, schedule: u32 },
    /// The first message of what a producer gathers for a link has waited long enough.
    SendBatch { producer: PartId, link: LinkId },
    /// What this attempt of a call has on its link has crossed it, or is lost on it.
    Cross { call: Key, attempt: u32 },
    /// A call has waited long enough before its next attempt.
    Retry { call: Key },
    /// A worker's pause or work is over. `turn` counts what the worker has done.
    Worker { workers: PartId, worker: u32, turn: u32 },
    /// Auto Scaling looks at the backlog of a group. `schedule` counts the settings that it has had.
    Scale { workers: PartId, schedule: u32 },
    /// A server that has crashed runs again. `crash` counts its crashes.
    Restart { server: PartId, crash: u32 },
    /// A server has finished a request.
    Serve { server: PartId, job: Key },
}

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agenda {
    /// Each with its place among everything.
    entries: RadixHeap<(u64, Task)>,
    sequence: u64,
}

impl Agenda {
    /// Puts something on the agenda, for now or later.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn put(&mut self, at: SimTime, task: Task) {
        self.sequence += 1;
        self.entries.put(at, (self.sequence, task));
    }

    /// A place in the order for something that is kept elsewhere.
    pub(crate) fn stamp(&mut self, at: SimTime) -> When {
        self.sequence += 1;
        When {
            at,
            sequence: self.sequence,
        }
    }

    /// When the first task is due, [`SimTime::MAX`] if there is none.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn first_at(&self) -> SimTime {
        self.entries.first_at().unwrap_or(SimTime::MAX)
    }

    /// The same, with its place among everything.
    #[inline]
    pub(crate) fn first(&self) -> When {
        match self.entries.first() {
            Some((at, &(sequence, _))) => When { at, sequence },
            None => When::NEVER,
        }
    }

    pub(crate) fn take(&mut self) -> Option<Task> {
        self.entries.take().map(|(_, (_, task))| task)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Everything on the agenda in its order, for the digest of the whole state.
    pub(crate) fn sorted(&self) -> Vec<(When, Task)> {
        let entries = self.entries.iter();
        let mut entries: Vec<_> = entries
            .map(|(at, (sequence, task))| (When { at, sequence }, task))
            .collect();
        entries.sort_unstable_by_key(|&(when, _)| when);
        entries
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
        let order: Vec<Task> = std::iter::from_fn(|| agenda.take()).collect();
        assert_eq!(order, [produce(9), produce(2), produce(1), produce(3)]);
    }
}
