//! The life of a worker's process: it crashes and is started again, or is stopped with its group.

use super::worker::Phase;
use crate::agenda::Task;
use crate::event::EventKind;
use crate::sketch::PartId;
use crate::world::World;

impl World {
    /// The process dies, and runs again after its restart time.
    pub(super) fn crash_worker(&mut self, id: PartId, worker: u32) {
        let Some(restart) = self.sketched_workers(id).map(|workers| workers.restart) else {
            return;
        };
        let until = self.now + restart;
        self.emit(EventKind::WorkerCrashed { workers: id, worker });
        let turn = self.drop_work(id, worker, Phase::Down { until });
        let task = Task::Worker {
            workers: id,
            worker,
            turn,
        };
        self.agenda.put(until, task);
    }

    /// A process that was down runs again.
    pub(super) fn worker_is_up(&mut self, id: PartId, worker: u32) {
        self.emit(EventKind::WorkerStarted { workers: id, worker });
        self.worker_next(id, worker);
    }

    /// Everybody drops what they hold and hangs up.
    pub(crate) fn drop_all_work(&mut self, id: PartId) {
        let workers = self.pools.get(&id).map_or(0, |pool| pool.workers.len());
        for worker in 0..u32::try_from(workers).expect("at most ten thousand") {
            if !self
                .worker(id, worker)
                .is_some_and(|worker| worker.phase == Phase::Gone)
            {
                self.drop_work(id, worker, Phase::Resting);
            }
        }
    }
}
