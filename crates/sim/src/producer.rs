//! Producers: items by a pattern, each handed over in a call of its own or in a batch (`batches.rs`), with as many calls open
//! at once as it takes.

use std::ops::Range;
use std::rc::Rc;

use crate::agenda::Task;
use crate::batches::Gathering;
use crate::calls::{Call, Caller, Load, Plain};
use crate::chance::{Luck, Purpose};
use crate::event::{EventKind, Operation};
use crate::item::ItemId;
use crate::pattern::Clock;
use crate::recipe::Recipe;
use crate::sketch::{Batching, LinkId, PartId, Producer, Spread};
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
    /// How often the pattern has made something, for the limit.
    made: u64,
    pub(crate) recipe: Rc<Recipe>,
    /// Whether somebody has seen to it that the next item is poison.
    next_is_poison: bool,
    /// What waits to be sent in batches.
    pub(crate) gathered: Vec<Gathering>,
    arrivals: Luck,
    targets: Luck,
    pub(crate) backoff: Luck,
}

impl World {
    pub(crate) fn add_producer(&mut self, id: PartId, producer: &Producer) {
        let recipe = Rc::new(Recipe::of(id, producer, self.seed));
        let state = ProducerState {
            clock: Clock::new(producer.pattern.clone(), self.now, self.sketch.starts),
            schedule: 0,
            made: 0,
            recipe: recipe.clone(),
            next_is_poison: false,
            gathered: Vec::new(),
            arrivals: Luck::new(self.seed, Purpose::Arrivals(id)),
            targets: Luck::new(self.seed, Purpose::Target(id)),
            backoff: Luck::new(self.seed, Purpose::Backoff(id)),
        };
        self.producers.insert(id, state);
        self.chronicle.items.make_by(id, recipe);
        self.schedule_item(id);
    }

    /// A new pattern starts anew from now. A new limit counts what the pattern has made already.
    pub(crate) fn change_producer(&mut self, id: PartId, before: &Producer, after: &Producer) {
        let (now, seed, starts) = (self.now, self.seed, self.sketch.starts);
        if before.batches != after.batches || is_made_differently(before, after) {
            self.send_all_batches(id);
        }
        let Some(state) = self.producers.get_mut(&id) else {
            return;
        };
        if is_made_differently(before, after) {
            state.recipe = Rc::new(Recipe::of(id, after, seed));
            self.chronicle.items.make_by(id, state.recipe.clone());
        }
        let was_done = before.limit.is_some_and(|limit| state.made >= limit);
        let new_pattern = *state.clock.pattern() != after.pattern;
        if new_pattern {
            state.made = 0;
        }
        if new_pattern || was_done {
            state.clock = Clock::new(after.pattern.clone(), now, starts);
            state.schedule += 1;
        }
        if new_pattern || was_done {
            self.schedule_item(id);
        }
    }

    /// Its open calls end with it, and what they were to hand over is given up.
    pub(crate) fn remove_producer(&mut self, id: PartId) {
        for key in self.calls.keys_where(|call| call.caller == Caller::Producer(id)) {
            let items: Vec<ItemId> = self.calls.get(key).into_iter().flat_map(Call::items).collect();
            self.abandon(key);
            self.give_up(&items);
        }
        if let Some(state) = self.producers.remove(&id) {
            for gathering in state.gathered {
                self.give_up(gathering.items());
            }
        }
    }

    pub(crate) fn give_up(&mut self, items: &[ItemId]) {
        for &item in items {
            self.emit(EventKind::GaveUp { item });
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
        if self.make_items(id)
            && let Some(state) = self.producers.get_mut(&id)
        {
            state.made += 1;
        }
        self.schedule_item(id);
    }

    pub(crate) fn produce_by_hand(&mut self, id: PartId, count: u32) {
        for _ in 0..count.min(MAX_BY_HAND) {
            self.make_items(id);
        }
    }

    pub(crate) fn poison_next(&mut self, id: PartId) {
        if let Some(state) = self.producers.get_mut(&id) {
            state.next_is_poison = true;
        }
    }

    /// Makes an item for each target that is to get one now. False if nothing was made.
    fn make_items(&mut self, id: PartId) -> bool {
        if self.is_stopped(id) {
            return false;
        }
        let chosen = self.chosen_targets(id);
        for target in chosen.clone() {
            self.make_item(id, self.circuit.targets(id)[target]);
        }
        !chosen.is_empty()
    }

    /// Which of the producer's targets get an item now, by their places in the list.
    fn chosen_targets(&mut self, id: PartId) -> Range<usize> {
        let targets = self.circuit.targets(id).len();
        if targets <= 1 {
            return 0..targets;
        }
        let (Some(spread), Some(state)) = (
            self.sketched_producer(id).map(|producer| producer.spread),
            self.producers.get_mut(&id),
        ) else {
            return 0..0;
        };
        let one = match spread {
            Spread::ToEach => return 0..targets,
            Spread::InTurn => self.chronicle.items.made(id) % targets as u64,
            Spread::AtRandom => state.targets.below(targets as u64),
        };
        let one = usize::try_from(one).expect("a place in the list of targets");
        one..one + 1
    }

    fn make_item(&mut self, id: PartId, link: LinkId) {
        let Some(state) = self.producers.get_mut(&id) else {
            return;
        };
        let item = self.chronicle.items.next(id);
        let is_poison = std::mem::take(&mut state.next_is_poison) || state.recipe.is_poison(item);
        let operation = self.operation_on(link, item).expect("a target takes items");
        self.emit_often(EventKind::Produced { item });
        if is_poison {
            self.emit(EventKind::Poisoned { item });
        }
        match self.batching(id, operation) {
            Some(batching) => self.gather(id, link, item, batching),
            None => {
                self.call(Caller::Producer(id), link, operation, Load::Plain(Plain::Item));
            }
        }
    }

    /// How a producer makes batches of such operations, if it does.
    fn batching(&self, id: PartId, operation: Operation) -> Option<Batching> {
        let batches = self.sketched_producer(id)?.batches;
        let is_batched = batches.messages > 1 && matches!(operation, Operation::SendMessage { .. });
        is_batched.then_some(batches)
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

/// Whether the items look different from now on.
fn is_made_differently(before: &Producer, after: &Producer) -> bool {
    let look = |producer: &Producer| {
        let Producer {
            body,
            pad_to,
            group,
            deduplication,
            poison_every,
            ..
        } = producer.clone();
        (body, pad_to, group, deduplication, poison_every)
    };
    look(before) != look(after)
}
