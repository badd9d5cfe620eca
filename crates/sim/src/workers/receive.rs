//! How a worker asks for messages: its queues in turn, one answer at a time.

use cloud::sqs::Delivery;
use cloud::time::SimDuration;

use super::worker::Phase;
use crate::agenda::Task;
use crate::calls::{Caller, Load, Plain};
use crate::event::Operation;
use crate::sketch::{LinkId, Part, PartId, Polling};
use crate::slab::Key;
use crate::world::World;

/// A worker whose receive has failed for good waits at least this long before the next one.
const PAUSE_AFTER_FAILURE: SimDuration = SimDuration::from_millis(100);

impl World {
    /// A worker holds nothing: it asks the next of its queues for messages, unless it is one too many or does not run.
    #[inline(never)]
    pub(super) fn look_for_work(&mut self, id: PartId, worker: u32) {
        let is_up = self.is_worker_up(id, worker);
        let (Some(Part::Workers(settings)), Some(pool)) = (self.parts.get(&id), self.pools.get_mut(&id))
        else {
            return;
        };
        let is_wanted = worker < pool.wanted(settings);
        let Some(state) = pool.workers.get_mut(worker as usize) else {
            return;
        };
        let link = match self.circuit.polls(id) {
            [only] => Some(*only),
            links => {
                let turn = state.receives.checked_rem(links.len() as u64);
                turn.map(|turn| links[usize::try_from(turn).expect("less than a length")])
            }
        };
        let Some(link) = link.filter(|_| is_wanted && is_up) else {
            state.enter(if is_wanted { Phase::Resting } else { Phase::Gone });
            return;
        };
        state.receives += 1;
        let wait_time_seconds = match settings.polling {
            Polling::Short { .. } => self.own_wait_time_of_queue(link),
            Polling::Long { wait_time_seconds } => wait_time_seconds.clamp(1, 20),
        };
        let load = Load::Plain(Plain::Receive {
            max: settings.batch.clamp(1, 10),
            wait_time_seconds,
            visibility_timeout: settings.visibility_timeout.map(|timeout| timeout.min(43_200)),
        });
        let caller = Caller::Worker { workers: id, worker };
        let call = self.call(caller, link, Operation::ReceiveMessage, load);
        self.enter(id, worker, Phase::Receiving(call));
    }

    /// What holds for a receive that says nothing about it.
    fn own_wait_time_of_queue(&self, link: LinkId) -> u32 {
        let queue = self.circuit.wires.get(&link).map(|wire| wire.from);
        match queue.and_then(|queue| self.parts.get(&queue)) {
            Some(Part::Queue(queue)) => queue.receive_message_wait_time_seconds.min(20),
            _ => 0,
        }
    }

    /// A receive was answered.
    pub(crate) fn worker_received(&mut self, id: PartId, worker: u32, link: LinkId, messages: Vec<Delivery>) {
        if messages.is_empty() {
            match self.sketched_workers(id).map(|workers| workers.polling) {
                Some(Polling::Short { pause }) => self.pause(id, worker, pause),
                _ => self.worker_next(id, worker),
            }
            return;
        }
        self.chronicle.tallies.taken(id, messages.len());
        if let Some(worker) = self.worker(id, worker) {
            worker.take(link, &messages);
        }
        self.queues.service.recycle(messages);
        self.keep_whole_batch(id, worker);
        self.worker_next(id, worker);
    }

    /// A receive came to nothing, after all its attempts.
    pub(crate) fn worker_could_not_receive(&mut self, id: PartId, worker: u32) {
        let backoff = self
            .call_policy(id)
            .map_or(SimDuration::ZERO, |calls| calls.backoff);
        self.pause(id, worker, backoff.max(PAUSE_AFTER_FAILURE));
    }

    fn pause(&mut self, id: PartId, worker: u32, pause: SimDuration) {
        let turn = self.enter(id, worker, Phase::Pausing);
        let task = Task::Worker {
            workers: id,
            worker,
            turn,
        };
        self.agenda.put(self.now + pause, task);
    }

    /// A receive that waited at a queue that is gone: the worker turns to its other queues.
    pub(crate) fn give_up_receiving(&mut self, key: Key) {
        if let Some(Caller::Worker { workers, worker }) = self.abandon(key) {
            self.worker_next(workers, worker);
        }
    }
}
