//! Producers: items by a pattern, each handed over in a call of its own, with as many calls open at once as it takes.

use std::rc::Rc;

use crate::agenda::Task;
use crate::calls::{Caller, Load};
use crate::chance::{Luck, Purpose};
use crate::event::{EventKind, Operation};
use crate::item::ItemId;
use crate::pattern::Clock;
use crate::recipe::Recipe;
use crate::sketch::{LinkId, PartId, Producer};
use crate::wiring::LinkKind;
use crate::world::World;

/// No more items than this by one press of Send.
const MAX_BY_HAND: u32 = 10_000;

/// What a producer knows of itself.
#[derive(Clone, Debug)]
pub(crate) struct ProducerState {
    clock: Clock,
    /// Counts the patterns so far: an entry of the agenda for an earlier one means nothing.
    schedule: u32,
    /// Items made by the pattern, for the limit.
    made: u64,
    recipe: Rc<Recipe>,
    /// Whether somebody has seen to it that the next item is poison.
    next_is_poison: bool,
    arrivals: Luck,
    pub(crate) backoff: Luck,
}

impl World {
    pub(crate) fn add_producer(&mut self, id: PartId, producer: &Producer) {
        let state = ProducerState {
            clock: Clock::new(producer.pattern, self.now),
            schedule: 0,
            made: 0,
            recipe: Rc::new(Recipe::of(producer)),
            next_is_poison: false,
            arrivals: Luck::new(self.seed, Purpose::Arrivals(id)),
            backoff: Luck::new(self.seed, Purpose::Backoff(id)),
        };
        self.producers.insert(id, state);
        self.chronicle.items.group_by(id, producer.groups);
        self.schedule_item(id);
    }

    /// A new pattern starts anew from now. A new limit counts what the pattern has made already.
    pub(crate) fn change_producer(&mut self, id: PartId, before: &Producer, after: &Producer) {
        let (now, Some(state)) = (self.now, self.producers.get_mut(&id)) else {
            return;
        };
        if before.body != after.body || before.groups != after.groups {
            state.recipe = Rc::new(Recipe::of(after));
        }
        let was_done = before.limit.is_some_and(|limit| state.made >= limit);
        let new_pattern = state.clock.pattern() != after.pattern;
        if new_pattern {
            state.made = 0;
        }
        if new_pattern || was_done {
            state.clock = Clock::new(after.pattern, now);
            state.schedule += 1;
        }
        self.chronicle.items.group_by(id, after.groups);
        if new_pattern || was_done {
            self.schedule_item(id);
        }
    }

    /// Its open calls end with it, and what they were to hand over is given up.
    pub(crate) fn remove_producer(&mut self, id: PartId) {
        self.producers.remove(&id);
        for key in self.calls.keys_where(|call| call.caller == Caller::Producer(id)) {
            if let Some(item) = self.abandon(key).and_then(|call| call.operation.item()) {
                self.emit(EventKind::GaveUp { item });
            }
        }
    }

    fn schedule_item(&mut self, id: PartId) {
        let limit = self.sketched_producer(id).and_then(|producer| producer.limit);
        let Some(state) = self.producers.get_mut(&id) else {
            return;
        };
        if limit.is_some_and(|limit| state.made >= limit) {
            return;
        }
        if let Some(at) = state.clock.next(&mut state.arrivals) {
            self.agenda.put(
                at,
                Task::Produce {
                    producer: id,
                    schedule: state.schedule,
                },
            );
        }
    }

    /// The pattern has an item due. A producer that is stopped or leads nowhere lets it pass.
    pub(crate) fn produce(&mut self, id: PartId, schedule: u32) {
        let current = self
            .producers
            .get(&id)
            .is_some_and(|state| state.schedule == schedule);
        if !current {
            return;
        }
        if self.make_item(id)
            && let Some(state) = self.producers.get_mut(&id)
        {
            state.made += 1;
        }
        self.schedule_item(id);
    }

    pub(crate) fn produce_by_hand(&mut self, id: PartId, count: u32) {
        for _ in 0..count.min(MAX_BY_HAND) {
            self.make_item(id);
        }
    }

    pub(crate) fn poison_next(&mut self, id: PartId) {
        if let Some(state) = self.producers.get_mut(&id) {
            state.next_is_poison = true;
        }
    }

    fn make_item(&mut self, id: PartId) -> bool {
        let (Some(state), Some(link)) = (self.producers.get(&id), self.circuit.target(id)) else {
            return false;
        };
        if self.is_stopped(id) {
            return false;
        }
        let load = Load::Item(state.recipe.clone());
        let item = self.chronicle.items.next(id);
        let Some(operation) = self.operation_on(link, item) else {
            return false;
        };
        self.emit(EventKind::Produced { item });
        if self.is_made_poison(id) {
            self.emit(EventKind::Poisoned { item });
        }
        self.call(Caller::Producer(id), link, operation, load);
        true
    }

    fn is_made_poison(&mut self, id: PartId) -> bool {
        let state = self.producers.get_mut(&id);
        state.is_some_and(|state| std::mem::take(&mut state.next_is_poison))
    }

    /// How an item is handed over on this link.
    pub(crate) fn operation_on(&self, link: LinkId, item: ItemId) -> Option<Operation> {
        match self.circuit.wires.get(&link)?.kind {
            LinkKind::Send => Some(Operation::SendMessage { item }),
            LinkKind::Call => Some(Operation::Request { item }),
            LinkKind::Poll | LinkKind::DeadLetter => None,
        }
    }
}
