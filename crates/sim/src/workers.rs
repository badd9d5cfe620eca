//! Workers: each one polls, works on what it got one message after the other, deletes each, and polls again.

use std::collections::BTreeMap;

use cloud::sqs::Delivery;
use cloud::time::{SimDuration, SimTime};

use crate::agenda::Task;
use crate::calls::{Caller, Load};
use crate::chance::{Luck, Purpose};
use crate::event::{EventKind, Operation};
use crate::item::ItemId;
use crate::queues::last_first;
use crate::sketch::{AfterWork, LinkId, Part, PartId, Polling, Workers};
use crate::slab::Key;
use crate::world::World;

/// As many workers as a group may have.
const MAX_WORKERS: u32 = 10_000;
/// A worker whose receive has failed for good waits at least this long before the next one.
const PAUSE_AFTER_FAILURE: SimDuration = SimDuration::from_millis(100);

/// What the members of a group of workers are doing.
#[derive(Clone, Debug)]
pub(crate) struct WorkerPool {
    slots: Vec<WorkerSlot>,
    work: Luck,
    failure: Luck,
    pub(crate) backoff: Luck,
}

/// One worker.
#[derive(Clone, Debug)]
struct WorkerSlot {
    doing: Doing,
    /// Counts what it has done: an entry of the agenda for something earlier means nothing.
    turn: u32,
    /// How many receives it has made: it takes its queues in turn.
    receives: u64,
    /// What it holds, the next message last, and the link from which it came.
    batch: Vec<Delivery>,
    link: LinkId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    /// Stopped, or without a queue.
    Nothing,
    Receiving(Key),
    Pausing,
    Working {
        since: SimTime,
        until: SimTime,
    },
    Deleting(Key),
    /// It is one too many, and has left.
    Gone,
}

/// What one worker is doing, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerView {
    /// What it is doing.
    pub doing: WorkerState,
    /// Messages it holds, the one in work included.
    pub held: u32,
}

/// See [`WorkerView`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerState {
    /// It is stopped, or has no queue to poll.
    Resting,
    /// It has asked a queue for messages.
    Receiving,
    /// It waits before it asks again.
    Pausing,
    /// It works on an item.
    Working {
        /// The item.
        item: ItemId,
        /// When it began.
        since: SimTime,
        /// When it will be done.
        until: SimTime,
    },
    /// It has asked a queue to delete the message of an item.
    Deleting {
        /// The item.
        item: ItemId,
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
    pub(crate) held: u64,
}

impl WorkerSlot {
    fn new() -> Self {
        Self {
            doing: Doing::Gone,
            turn: 0,
            receives: 0,
            batch: Vec::new(),
            link: LinkId(0),
        }
    }

    /// What it holds of an item that it works on or deletes.
    fn item(&self) -> Option<ItemId> {
        self.batch.last().map(|message| message.mark.into())
    }

    fn view(&self) -> Option<WorkerView> {
        let doing = match (self.doing, self.item()) {
            (Doing::Gone, _) => return None,
            (Doing::Receiving(_), _) => WorkerState::Receiving,
            (Doing::Pausing, _) => WorkerState::Pausing,
            (Doing::Working { since, until }, Some(item)) => WorkerState::Working { item, since, until },
            (Doing::Deleting(_), Some(item)) => WorkerState::Deleting { item },
            (Doing::Nothing | Doing::Working { .. } | Doing::Deleting(_), _) => WorkerState::Resting,
        };
        Some(WorkerView {
            doing,
            held: u32::try_from(self.batch.len()).expect("at most ten"),
        })
    }
}

impl WorkerPool {
    /// Whether a worker holds a message of this item.
    pub(crate) fn holds(&self, item: ItemId) -> bool {
        let mut held = self.slots.iter().flat_map(|slot| &slot.batch);
        held.any(|message| message.mark == item.into())
    }

    /// The workers that have not left, by number.
    pub(crate) fn views(&self) -> impl Iterator<Item = WorkerView> {
        self.slots.iter().filter_map(WorkerSlot::view)
    }

    /// Counted by looking at each: asked a few times per frame, and never in the course of events.
    pub(crate) fn counts(&self) -> PoolCounts {
        let mut counts = PoolCounts::default();
        for view in self.views() {
            counts.present += 1;
            counts.held += u64::from(view.held);
            match view.doing {
                WorkerState::Resting => {}
                WorkerState::Receiving => counts.receiving += 1,
                WorkerState::Pausing => counts.pausing += 1,
                WorkerState::Working { .. } => counts.working += 1,
                WorkerState::Deleting { .. } => counts.deleting += 1,
            }
        }
        counts
    }
}

impl World {
    pub(crate) fn add_workers(&mut self, id: PartId) {
        let luck = |purpose| Luck::new(self.seed, purpose);
        let pool = WorkerPool {
            slots: Vec::new(),
            work: luck(Purpose::Work(id)),
            failure: luck(Purpose::Failure(id)),
            backoff: luck(Purpose::Backoff(id)),
        };
        self.pools.insert(id, pool);
    }

    pub(crate) fn remove_workers(&mut self, id: PartId) {
        self.drop_all_work(id);
        self.pools.remove(&id);
    }

    /// As many workers as the sketch says: who has nothing to do looks for work; who is one too many and only waits leaves.
    pub(crate) fn adjust_pool(&mut self, id: PartId) {
        let count = self.wanted_workers(id);
        let Some(pool) = self.pools.get_mut(&id) else {
            return;
        };
        if pool.slots.len() < count as usize {
            pool.slots.resize_with(count as usize, WorkerSlot::new);
        }
        let present = u32::try_from(pool.slots.len()).expect("at most ten thousand");
        for worker in 0..present {
            match self.slot(id, worker).map(|slot| slot.doing) {
                Some(Doing::Nothing | Doing::Gone) => self.worker_next(id, worker),
                Some(Doing::Pausing) if worker >= count => self.worker_next(id, worker),
                Some(Doing::Receiving(call)) if worker >= count && self.waits_at_queue(call) => {
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

    fn wanted_workers(&self, id: PartId) -> u32 {
        self.sketched_workers(id)
            .map_or(0, |workers| workers.count.min(MAX_WORKERS))
    }

    fn slot(&mut self, id: PartId, worker: u32) -> Option<&mut WorkerSlot> {
        self.pools.get_mut(&id)?.slots.get_mut(worker as usize)
    }

    fn set_doing(&mut self, id: PartId, worker: u32, doing: Doing) -> u32 {
        let Some(slot) = self.slot(id, worker) else {
            return 0;
        };
        slot.doing = doing;
        slot.turn = slot.turn.wrapping_add(1);
        slot.turn
    }

    /// What a worker does when it has done something: the next message it holds, else the next receive.
    pub(crate) fn worker_next(&mut self, id: PartId, worker: u32) {
        let Some(slot) = self.slot(id, worker) else { return };
        let holds = slot.batch.last().cloned();
        match holds {
            Some(message) => self.start_work(id, worker, &message),
            None if worker >= self.wanted_workers(id) => {
                self.set_doing(id, worker, Doing::Gone);
            }
            None if self.is_stopped(id) => {
                self.set_doing(id, worker, Doing::Nothing);
            }
            None => self.ask_for_messages(id, worker),
        }
    }

    fn ask_for_messages(&mut self, id: PartId, worker: u32) {
        let receives = self.slot(id, worker).map_or(0, |slot| slot.receives);
        let links = self.circuit.polls(id);
        let turn = usize::try_from(receives % links.len().max(1) as u64).expect("less than a length");
        let (Some(&link), Some(workers)) = (links.get(turn), self.sketched_workers(id)) else {
            self.set_doing(id, worker, Doing::Nothing);
            return;
        };
        let wait_time_seconds = match workers.polling {
            Polling::Short { .. } => self.own_wait_time_of_queue(link),
            Polling::Long { wait_time_seconds } => wait_time_seconds.clamp(1, 20),
        };
        let load = Load::Receive {
            max: workers.batch.clamp(1, 10),
            wait_time_seconds,
            visibility_timeout: workers.visibility_timeout.map(|timeout| timeout.min(43_200)),
        };
        let caller = Caller::Worker { workers: id, worker };
        let call = self.call(caller, link, Operation::ReceiveMessage, load);
        self.set_doing(id, worker, Doing::Receiving(call));
        if let Some(slot) = self.slot(id, worker) {
            slot.receives = receives + 1;
        }
    }

    /// What holds for a receive that says nothing about it.
    fn own_wait_time_of_queue(&self, link: LinkId) -> u32 {
        let queue = self.circuit.wires.get(&link).map(|wire| wire.from);
        match queue.and_then(|queue| self.sketch.parts.get(&queue)) {
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
        if let Some(slot) = self.slot(id, worker) {
            slot.batch = last_first(messages);
            slot.link = link;
        }
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
        let turn = self.set_doing(id, worker, Doing::Pausing);
        self.agenda.put(
            self.now + pause,
            Task::Worker {
                workers: id,
                worker,
                turn,
            },
        );
    }

    fn start_work(&mut self, id: PartId, worker: u32, message: &Delivery) {
        let (Some(workers), Some(pool)) = (sketched(&self.sketch.parts, id), self.pools.get_mut(&id)) else {
            return;
        };
        let work = pool.work.duration(workers.processing);
        let since = self.now;
        let until = since + self.paced(id, work);
        let turn = self.set_doing(id, worker, Doing::Working { since, until });
        self.agenda.put(
            until,
            Task::Worker {
                workers: id,
                worker,
                turn,
            },
        );
        let (item, receive_count) = (message.mark.into(), message.receive_count);
        self.emit(EventKind::WorkStarted {
            workers: id,
            worker,
            item,
            receive_count,
        });
    }

    /// A worker's pause or work is over.
    pub(crate) fn worker_woke(&mut self, id: PartId, worker: u32, turn: u32) {
        let Some(slot) = self.slot(id, worker).filter(|slot| slot.turn == turn) else {
            return;
        };
        match (slot.doing, slot.item()) {
            (Doing::Pausing, _) => self.worker_next(id, worker),
            (Doing::Working { .. }, Some(item)) => self.finish_work(id, worker, item),
            _ => {}
        }
    }

    fn finish_work(&mut self, id: PartId, worker: u32, item: ItemId) {
        let (Some(&workers), Some(pool)) = (sketched(&self.sketch.parts, id), self.pools.get_mut(&id)) else {
            return;
        };
        if pool.failure.strikes(workers.failure) {
            self.emit(EventKind::WorkFailed {
                workers: id,
                worker,
                item,
            });
            self.worker_let_go(id, worker);
            return;
        }
        self.emit(EventKind::WorkFinished {
            workers: id,
            worker,
            item,
        });
        match workers.after {
            AfterWork::Delete => self.delete_message(id, worker, item),
            AfterWork::Forget => self.worker_let_go(id, worker),
        }
    }

    fn delete_message(&mut self, id: PartId, worker: u32, item: ItemId) {
        let Some(slot) = self.slot(id, worker) else { return };
        let (Some(receipt), link) = (slot.batch.last().map(|message| message.receipt), slot.link) else {
            return;
        };
        let caller = Caller::Worker { workers: id, worker };
        let call = self.call(
            caller,
            link,
            Operation::DeleteMessage { item },
            Load::Receipt(receipt),
        );
        self.set_doing(id, worker, Doing::Deleting(call));
    }

    /// The worker is done with the message it worked on, whatever became of it.
    pub(crate) fn worker_let_go(&mut self, id: PartId, worker: u32) {
        if let Some(slot) = self.slot(id, worker) {
            slot.batch.pop();
        }
        self.worker_next(id, worker);
    }

    /// Everybody drops what they hold and hangs up.
    pub(crate) fn drop_all_work(&mut self, id: PartId) {
        let Some(pool) = self.pools.get_mut(&id) else {
            return;
        };
        let slots = std::mem::take(&mut pool.slots);
        for (worker, slot) in (0..).zip(slots) {
            if let Doing::Receiving(call) | Doing::Deleting(call) = slot.doing {
                self.abandon(call);
            }
            let mut dropped = slot.batch.iter().rev();
            // What is being deleted was worked off: it is not dropped.
            if let Doing::Deleting(_) = slot.doing {
                dropped.next();
            }
            for message in dropped {
                self.emit(EventKind::WorkDropped {
                    workers: id,
                    worker,
                    item: message.mark.into(),
                });
            }
            let turn = slot.turn.wrapping_add(1);
            let idle = WorkerSlot {
                doing: Doing::Nothing,
                turn,
                batch: Vec::new(),
                ..slot
            };
            if let Some(pool) = self.pools.get_mut(&id) {
                pool.slots.push(idle);
            }
        }
    }

    /// A receive that waited at a queue that is gone: the worker turns to its other queues.
    pub(crate) fn give_up_receiving(&mut self, key: Key) {
        if let Some(Caller::Worker { workers, worker }) = self.abandon(key).map(|call| call.caller) {
            self.worker_next(workers, worker);
        }
    }
}

fn sketched(parts: &BTreeMap<PartId, Part>, id: PartId) -> Option<&Workers> {
    match parts.get(&id) {
        Some(Part::Workers(workers)) => Some(workers),
        _ => None,
    }
}
