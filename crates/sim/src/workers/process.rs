//! The life of a worker's process: it crashes and is started again, or ends with its group or its zone.

use super::worker::Phase;
use crate::agenda::Task;
use crate::event::EventKind;
use crate::sketch::{PartId, ZONES};
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

    pub(crate) fn crash_all_workers(&mut self, id: PartId) {
        for worker in 0..self.members(id) {
            if self.runs(id, worker) {
                self.crash_worker(id, worker);
            }
        }
    }

    pub(crate) fn crash_one_worker(&mut self, id: PartId) {
        let mut members = 0..self.members(id);
        let at_work = members.clone().find(|&worker| {
            let state = self.worker(id, worker);
            state.is_some_and(|worker| worker.phase == Phase::Holding)
        });
        let one = at_work.or_else(|| members.find(|&worker| self.runs(id, worker)));
        if let Some(worker) = one {
            self.crash_worker(id, worker);
        }
    }

    fn members(&self, id: PartId) -> u32 {
        let members = self.pools.get(&id).map_or(0, |pool| pool.workers.len());
        u32::try_from(members).expect("at most ten thousand")
    }

    /// Whether there is a process to crash.
    fn runs(&mut self, id: PartId, worker: u32) -> bool {
        let phase = self.worker(id, worker).map(|worker| worker.phase);
        matches!(phase, Some(Phase::Receiving(_) | Phase::Pausing | Phase::Holding))
    }

    pub(super) fn is_worker_up(&self, id: PartId, worker: u32) -> bool {
        !(self.is_stopped(id) || self.zones_out.any() && self.is_in_zone_out(id, worker))
    }

    fn is_in_zone_out(&self, id: PartId, worker: u32) -> bool {
        let zones = self.sketched_workers(id).map_or(1, |workers| workers.zones);
        self.zones_out.has(worker % zones.clamp(1, ZONES))
    }

    pub(super) fn leave_zone_that_is_out(&mut self, id: PartId, worker: u32) {
        if self.zones_out.any() && self.is_in_zone_out(id, worker) {
            self.end_process(id, worker);
        }
    }

    fn end_process(&mut self, id: PartId, worker: u32) {
        let phase = self.worker(id, worker).map(|worker| worker.phase);
        if !matches!(phase, None | Some(Phase::Gone | Phase::Resting)) {
            self.drop_work(id, worker, Phase::Resting);
        }
    }

    /// A process that was not there runs.
    pub(super) fn worker_is_up(&mut self, id: PartId, worker: u32) {
        self.emit(EventKind::WorkerStarted { workers: id, worker });
        self.worker_next(id, worker);
    }

    /// Everybody drops what they hold and hangs up.
    pub(crate) fn drop_all_work(&mut self, id: PartId) {
        for worker in 0..self.members(id) {
            self.end_process(id, worker);
        }
    }
}
