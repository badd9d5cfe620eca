//! Work on a message, and what follows upon it.

use std::collections::BTreeMap;

use super::worker::{Phase, Stage};
use crate::agenda::Task;
use crate::bits::Bits;
use crate::calls::{Caller, Load, Plain};
use crate::event::{EventKind, Operation};
use crate::item::ItemId;
use crate::sketch::{AfterWork, Part, PartId};
use crate::slab::Key;
use crate::world::{World, at_pace};

/// The items whose work has taken effect: what idempotent workers share, so that each effect comes once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    items: BTreeMap<PartId, Bits>,
}

impl Effects {
    fn has(&self, item: ItemId) -> bool {
        let items = self.items.get(&item.producer());
        items.is_some_and(|items| items.has(item.number()))
    }

    fn put(&mut self, item: ItemId) {
        self.items.entry(item.producer()).or_default().put(item.number());
    }

    /// How many bytes they take, roughly.
    pub(super) fn weight(&self) -> usize {
        self.items.values().map(Bits::weight).sum()
    }
}

impl World {
    /// Turns to a message in a worker's hand: work takes so long, unless the process dies after a part of that. An idempotent
    /// worker skips what the group has worked off.
    #[inline(never)]
    pub(super) fn take_up(&mut self, id: PartId, worker: u32, index: usize) {
        let (since, pace) = (self.now, self.pace(id));
        let (Some(Part::Workers(settings)), Some(pool)) = (self.parts.get(&id), self.pools.get_mut(&id))
        else {
            return;
        };
        let Some(state) = pool.workers.get_mut(worker as usize) else {
            return;
        };
        let Some(held) = state.hand.get(index) else { return };
        let (item, receive_count) = (held.item, held.receive_count);
        if settings.idempotent && pool.effects.has(item) {
            return self.skip(id, worker, index, item);
        }
        let work = pool.work.duration(settings.processing);
        let dies = pool.crash.strikes(settings.crash);
        let lasts = if dies { pool.crash.up_to(work) } else { work };
        let turn = state.number();
        let held = &mut state.hand[index];
        held.work = turn;
        held.stage = Stage::Working {
            since,
            until: since + at_pace(pace, work),
            dies,
        };
        let beats = settings.heartbeat.filter(|_| held.beat == 0);
        let task = Task::Worker {
            workers: id,
            worker,
            turn,
        };
        self.agenda.put(since + at_pace(pace, lasts), task);
        self.emit_often(EventKind::WorkStarted {
            workers: id,
            worker,
            item,
            receive_count,
        });
        if let Some(heartbeat) = beats {
            self.schedule_beat(id, worker, index, heartbeat);
        }
    }

    fn skip(&mut self, id: PartId, worker: u32, index: usize, item: ItemId) {
        self.emit(EventKind::WorkSkipped {
            workers: id,
            worker,
            item,
        });
        self.settle(id, worker, index);
    }

    /// The work on a message has come to its end, or the process to its own.
    pub(super) fn work_ended(&mut self, id: PartId, worker: u32, index: usize) {
        match self.held(id, worker, index).map(|held| (held.stage, held.item)) {
            Some((Stage::Working { dies: true, .. }, _)) => self.crash_worker(id, worker),
            Some((Stage::Working { dies: false, .. }, item)) => {
                self.finish_work(id, worker, index, item);
                self.worker_next(id, worker);
            }
            Some((Stage::Waiting | Stage::Deleting(_), _)) | None => {}
        }
    }

    fn finish_work(&mut self, id: PartId, worker: u32, index: usize, item: ItemId) {
        let settings = self.sketched_workers(id);
        let settings = settings.map(|workers| (workers.failure, workers.idempotent));
        let (Some((failure, idempotent)), Some(pool)) = (settings, self.pools.get_mut(&id)) else {
            return;
        };
        if self.chronicle.items.is_poison(item) {
            self.emit(EventKind::WorkPoisoned {
                workers: id,
                worker,
                item,
            });
            self.let_go(id, worker, index);
        } else if pool.failure.strikes(failure) {
            self.emit(EventKind::WorkFailed {
                workers: id,
                worker,
                item,
            });
            self.let_go(id, worker, index);
        } else if idempotent && pool.effects.has(item) {
            // Another worker had the same item in work and was done first.
            self.skip(id, worker, index, item);
        } else {
            if idempotent {
                pool.effects.put(item);
            }
            self.emit_often(EventKind::WorkFinished {
                workers: id,
                worker,
                item,
            });
            self.settle(id, worker, index);
        }
    }

    /// A message needs no work any more: it is deleted, as far as the workers do that.
    fn settle(&mut self, id: PartId, worker: u32, index: usize) {
        match self.sketched_workers(id).map(|workers| workers.after) {
            Some(AfterWork::Delete) => self.delete_message(id, worker, index),
            Some(AfterWork::Forget) | None => self.let_go(id, worker, index),
        }
    }

    fn delete_message(&mut self, id: PartId, worker: u32, index: usize) {
        let Some(state) = self.worker(id, worker) else {
            return;
        };
        let link = state.link;
        let Some(held) = state.hand.get_mut(index) else {
            return;
        };
        let (operation, load) = (
            Operation::DeleteMessage { item: held.item },
            Load::Plain(Plain::Receipt(held.receipt)),
        );
        held.beat = 0;
        if let Some(heartbeat) = held.beating.take() {
            self.abandon(heartbeat);
        }
        let call = self.call(Caller::Worker { workers: id, worker }, link, operation, load);
        if let Some(held) = self.held(id, worker, index) {
            held.stage = Stage::Deleting(call);
        }
    }

    /// A delete was answered, or came to nothing after all its attempts.
    pub(crate) fn delete_ended(&mut self, id: PartId, worker: u32, call: Key) {
        let index = self.worker(id, worker).and_then(|worker| worker.deleting(call));
        if let Some(index) = index {
            self.let_go(id, worker, index);
            self.worker_next(id, worker);
        }
    }

    /// A worker is done with a message, whatever became of it.
    fn let_go(&mut self, id: PartId, worker: u32, index: usize) {
        let Some(worker) = self.worker(id, worker) else {
            return;
        };
        if let Some(heartbeat) = worker.hand.remove(index).beating {
            self.abandon(heartbeat);
        }
    }

    /// A process ends: what the worker holds is dropped, and what it has asked for is of no more use to anybody.
    /// The number of the phase that follows.
    pub(super) fn drop_work(&mut self, id: PartId, worker: u32, phase: Phase) -> u32 {
        let Some(state) = self.worker(id, worker) else {
            return 0;
        };
        let (calls, hand) = (
            state.open_calls().collect::<Vec<_>>(),
            std::mem::take(&mut state.hand),
        );
        let turn = state.enter(phase);
        for call in calls {
            self.abandon(call);
        }
        for held in hand.iter().filter(|held| !held.is_settled()) {
            self.emit(EventKind::WorkDropped {
                workers: id,
                worker,
                item: held.item,
            });
        }
        turn
    }
}
