//! What workers are doing, as it is shown.

use cloud::time::SimTime;

use super::WorkerPool;
use super::worker::{Held, Phase, Stage, Worker};
use crate::item::ItemId;

/// What one worker is doing, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerView {
    /// What it is doing.
    pub doing: WorkerState,
    /// Messages it holds, those in work included.
    pub held: u32,
}

/// See [`WorkerView`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerState {
    /// It is stopped, its zone is out, or it has no queue to poll.
    Resting,
    /// It has asked a queue for messages.
    Receiving,
    /// It waits before it asks again.
    Pausing,
    /// It works on an item; on several at once, this is the one that it received first.
    Working {
        /// The item.
        item: ItemId,
        /// When it began.
        since: SimTime,
        /// When it will be done, if its process lives.
        until: SimTime,
    },
    /// It works on nothing and has asked a queue to delete the message of an item.
    Deleting {
        /// The item.
        item: ItemId,
    },
    /// Its process has crashed and will run again.
    Down {
        /// When it runs again.
        until: SimTime,
    },
    /// Auto Scaling has added it.
    Starting {
        /// When it is ready.
        until: SimTime,
    },
}

/// How many workers are doing what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PoolCounts {
    pub(crate) present: u32,
    pub(crate) working: u32,
    pub(crate) deleting: u32,
    pub(crate) receiving: u32,
    pub(crate) pausing: u32,
    pub(crate) down: u32,
    pub(crate) starting: u32,
    pub(crate) held: u64,
    /// Messages that are held only until they are deleted.
    pub(crate) settled: u64,
}

impl Worker {
    fn view(&self) -> Option<WorkerView> {
        Some(WorkerView {
            doing: self.state()?,
            held: u32::try_from(self.hand.len()).expect("at most ten"),
        })
    }

    fn state(&self) -> Option<WorkerState> {
        Some(match self.phase {
            Phase::Gone => return None,
            Phase::Resting => WorkerState::Resting,
            Phase::Receiving(_) => WorkerState::Receiving,
            Phase::Pausing => WorkerState::Pausing,
            Phase::Down { until } => WorkerState::Down { until },
            Phase::Starting { until } => WorkerState::Starting { until },
            Phase::Holding => self.work().unwrap_or(WorkerState::Resting),
        })
    }

    /// Work before deletion.
    fn work(&self) -> Option<WorkerState> {
        let working = self.hand.iter().find_map(|held| match held.stage {
            Stage::Working { since, until, .. } => Some(WorkerState::Working {
                item: held.item,
                since,
                until,
            }),
            Stage::Waiting | Stage::Deleting(_) => None,
        });
        let deleting = || self.hand.iter().find(|held| held.is_settled());
        working.or_else(|| deleting().map(|held| WorkerState::Deleting { item: held.item }))
    }
}

impl WorkerPool {
    /// Whether a worker holds a message of this item.
    pub(crate) fn holds(&self, item: ItemId) -> bool {
        self.held().any(|held| held.item == item)
    }

    /// Whether a worker has asked for a message of this item to be deleted.
    pub(crate) fn deletes(&self, item: ItemId) -> bool {
        self.held().any(|held| held.item == item && held.is_settled())
    }

    fn held(&self) -> impl Iterator<Item = &Held> {
        self.workers.iter().flat_map(|worker| &worker.hand)
    }

    /// The workers that have not left, by number.
    pub(crate) fn views(&self) -> impl Iterator<Item = WorkerView> {
        self.workers.iter().filter_map(Worker::view)
    }

    /// Counted by looking at each: asked a few times per frame, and never in the course of events.
    pub(crate) fn counts(&self) -> PoolCounts {
        let mut counts = PoolCounts::default();
        for worker in &self.workers {
            let Some(view) = worker.view() else { continue };
            counts.present += 1;
            counts.held += u64::from(view.held);
            counts.settled += worker.hand.iter().filter(|held| held.is_settled()).count() as u64;
            match view.doing {
                WorkerState::Resting => {}
                WorkerState::Receiving => counts.receiving += 1,
                WorkerState::Pausing => counts.pausing += 1,
                WorkerState::Working { .. } => counts.working += 1,
                WorkerState::Deleting { .. } => counts.deleting += 1,
                WorkerState::Down { .. } => counts.down += 1,
                WorkerState::Starting { .. } => counts.starting += 1,
            }
        }
        counts
    }
}
