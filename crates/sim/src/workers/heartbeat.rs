//! Heartbeats: `ChangeMessageVisibility` for a message that is worked on, so that it does not come back meanwhile. A worker
//! goes on working and goes on asking, whatever is answered: it is SQS that knows whether the message is still its own.

use cloud::time::SimDuration;

use super::worker::Stage;
use crate::agenda::Task;
use crate::calls::{Caller, Load, Plain};
use crate::event::Operation;
use crate::sketch::{Heartbeat, PartId};
use crate::slab::Key;
use crate::world::World;

/// Nobody asks more often, so that heartbeats do not hold up time.
const MIN_INTERVAL: SimDuration = SimDuration::from_millis(100);

impl World {
    /// A worker has received messages, and may keep them all from now on.
    pub(super) fn keep_whole_batch(&mut self, id: PartId, worker: u32) {
        let Some(heartbeat) = self.heartbeat(id).filter(|heartbeat| heartbeat.whole_batch) else {
            return;
        };
        let held = self.worker(id, worker).map_or(0, |worker| worker.hand.len());
        for index in 0..held {
            self.schedule_beat(id, worker, index, heartbeat);
        }
    }

    fn heartbeat(&self, id: PartId) -> Option<Heartbeat> {
        self.sketched_workers(id)?.heartbeat
    }

    /// The next heartbeat for a message, while it is worked on or from the time of its receive.
    #[inline(never)]
    pub(super) fn schedule_beat(&mut self, id: PartId, worker: u32, index: usize, heartbeat: Heartbeat) {
        let Some(state) = self.worker(id, worker) else {
            return;
        };
        let turn = state.number();
        state.hand[index].beat = turn;
        let task = Task::Worker {
            workers: id,
            worker,
            turn,
        };
        self.agenda
            .put(self.now + heartbeat.interval.max(MIN_INTERVAL), task);
    }

    /// It is time for a heartbeat. One that still waits for its answer stands for this one too.
    pub(super) fn beat(&mut self, id: PartId, worker: u32, index: usize) {
        let link = self.worker(id, worker).map(|worker| worker.link);
        let (Some(link), Some(held)) = (link, self.held(id, worker, index)) else {
            return;
        };
        held.beat = 0;
        let (item, receipt, is_open) = (held.item, held.receipt, held.beating.is_some());
        let is_worked_on = matches!(held.stage, Stage::Working { .. });
        let heartbeat = self
            .heartbeat(id)
            .filter(|heartbeat| is_worked_on || heartbeat.whole_batch);
        let Some(heartbeat) = heartbeat else { return };
        if !is_open {
            let load = Load::Plain(Plain::Visibility {
                receipt,
                timeout: heartbeat.timeout.min(43_200),
            });
            let caller = Caller::Worker { workers: id, worker };
            let call = self.call(caller, link, Operation::ChangeVisibility { item }, load);
            if let Some(held) = self.held(id, worker, index) {
                held.beating = Some(call);
            }
        }
        self.schedule_beat(id, worker, index, heartbeat);
    }

    /// A heartbeat was answered, or came to nothing after all its attempts.
    pub(crate) fn beat_ended(&mut self, id: PartId, worker: u32, call: Key) {
        if let Some(worker) = self.worker(id, worker) {
            let mut beating = worker.hand.iter_mut().filter(|held| held.beating == Some(call));
            if let Some(held) = beating.next() {
                held.beating = None;
            }
        }
    }
}
