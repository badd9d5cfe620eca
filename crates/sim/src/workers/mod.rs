//! Workers: each one polls, works on what it got, deletes each message that it has worked off, and polls again.
//!
//! `worker.rs` is one worker and what it has in its hand. It asks (`receive.rs`), works (`work.rs`), keeps what it works on
//! from coming back (`heartbeat.rs`), and its process may end in the middle of it (`process.rs`). How many there are is said
//! by the sketch, or decided by Auto Scaling (`scaling.rs`). Here is how they come and go, and what a worker turns to next.

mod heartbeat;
mod process;
mod receive;
mod scaling;
mod view;
mod work;
mod worker;

use crate::chance::{Luck, Purpose};
use crate::sketch::{PartId, Workers};
use crate::slab::Key;
use crate::world::World;

use scaling::Scaled;
pub use view::{WorkerState, WorkerView};
use work::Effects;
use worker::{Awaited, Held, Phase, Worker};

/// As many workers as a group may have.
const MAX_WORKERS: u32 = 10_000;

/// What the members of a group of workers are doing.
#[derive(Clone, Debug)]
pub(crate) struct WorkerPool {
    workers: Vec<Worker>,
    effects: Effects,
    scaled: Option<Scaled>,
    /// How often Auto Scaling was set.
    schedules: u32,
    work: Luck,
    failure: Luck,
    crash: Luck,
    pub(crate) backoff: Luck,
}

impl WorkerPool {
    /// How many bytes what they remember takes, roughly.
    pub(crate) fn weight(&self) -> usize {
        self.effects.weight()
    }

    fn wanted(&self, settings: &Workers) -> u32 {
        let scaled = self.scaled.as_ref();
        scaled
            .map_or(settings.count, |scaled| scaled.wanted)
            .min(MAX_WORKERS)
    }
}

impl World {
    pub(crate) fn add_workers(&mut self, id: PartId) {
        let luck = |purpose| Luck::new(self.seed, purpose);
        let pool = WorkerPool {
            workers: Vec::new(),
            effects: Effects::default(),
            scaled: None,
            schedules: 0,
            work: luck(Purpose::Work(id)),
            failure: luck(Purpose::Failure(id)),
            crash: luck(Purpose::Crash(id)),
            backoff: luck(Purpose::Backoff(id)),
        };
        self.pools.insert(id, pool);
        self.begin_scaling(id);
    }

    pub(crate) fn remove_workers(&mut self, id: PartId) {
        self.drop_all_work(id);
        self.pools.remove(&id);
    }

    /// As many workers as are wanted: who has nothing to do looks for work; who is one too many and only waits leaves; whose
    /// zone is out drops everything.
    pub(crate) fn adjust_pool(&mut self, id: PartId) {
        let count = self.wanted_workers(id);
        let Some(pool) = self.pools.get_mut(&id) else {
            return;
        };
        if pool.workers.len() < count as usize {
            pool.workers.resize_with(count as usize, Worker::new);
        }
        let present = u32::try_from(pool.workers.len()).expect("at most ten thousand");
        for worker in 0..present {
            self.leave_zone_that_is_out(id, worker);
            match self.worker(id, worker).map(|worker| worker.phase) {
                Some(Phase::Resting | Phase::Gone) => self.worker_next(id, worker),
                Some(Phase::Pausing | Phase::Down { .. } | Phase::Starting { .. }) if worker >= count => {
                    self.worker_next(id, worker);
                }
                Some(Phase::Receiving(call)) if worker >= count && self.waits_at_queue(call) => {
                    self.abandon(call);
                    self.worker_next(id, worker);
                }
                _ => {}
            }
        }
    }

    fn waits_at_queue(&self, call: Key) -> bool {
        self.calls.get(call).is_some_and(|call| call.poll.is_some())
    }

    pub(crate) fn wanted_workers(&self, id: PartId) -> u32 {
        let (settings, pool) = (self.sketched_workers(id), self.pools.get(&id));
        settings
            .zip(pool)
            .map_or(0, |(settings, pool)| pool.wanted(settings))
    }

    #[cfg_attr(not(small), inline(always))]
    fn worker(&mut self, id: PartId, worker: u32) -> Option<&mut Worker> {
        self.pools.get_mut(&id)?.workers.get_mut(worker as usize)
    }

    #[cfg_attr(not(small), inline(always))]
    fn held(&mut self, id: PartId, worker: u32, index: usize) -> Option<&mut Held> {
        self.worker(id, worker)?.hand.get_mut(index)
    }

    fn enter(&mut self, id: PartId, worker: u32, phase: Phase) -> u32 {
        self.worker(id, worker).map_or(0, |worker| worker.enter(phase))
    }

    /// What a worker does when it has done something: the next messages it holds, else the next receive.
    pub(crate) fn worker_next(&mut self, id: PartId, worker: u32) {
        let Some(concurrency) = self.sketched_workers(id).map(|workers| workers.concurrency) else {
            return;
        };
        while let Some(state) = self.worker(id, worker)
            && !state.hand.is_empty()
        {
            let Some(index) = state.next_to_begin(concurrency) else {
                return;
            };
            self.take_up(id, worker, index);
        }
        self.look_for_work(id, worker);
    }

    /// Something that a worker has waited for is over.
    pub(crate) fn worker_woke(&mut self, id: PartId, worker: u32, turn: u32) {
        let Some(state) = self.worker(id, worker) else {
            return;
        };
        match (state.awaited(turn), state.phase) {
            (Some(Awaited::Phase), Phase::Pausing) => self.worker_next(id, worker),
            (Some(Awaited::Phase), Phase::Down { .. } | Phase::Starting { .. }) => {
                self.worker_is_up(id, worker);
            }
            (Some(Awaited::Work { index }), _) => self.work_ended(id, worker, index),
            (Some(Awaited::Beat { index }), _) => self.beat(id, worker, index),
            (Some(Awaited::Phase) | None, _) => {}
        }
    }
}
