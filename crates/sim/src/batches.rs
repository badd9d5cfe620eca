//! Batches: what a producer gathers for a queue, one `SendMessageBatch` for all of it, and what becomes of each entry.
//!
//! A batch is one call, with one time-out, and travels as one request. Its answer says for each entry whether it was stored.
//! The entries that were not, and may be tried again, make up the next attempt of the call.

use std::rc::Rc;

use cloud::sqs::{BatchEntry, BatchOutcome, MAX_BATCH_ENTRIES, SendMessage, Sent, SqsError};
use cloud::time::SimTime;

use crate::agenda::Task;
use crate::calls::{Answer, Caller, Load, Refusal};
use crate::event::{EventKind, Operation};
use crate::item::ItemId;
use crate::producer::ProducerState;
use crate::recipe::Recipe;
use crate::sketch::{Batching, LinkId, PartId};
use crate::slab::Key;
use crate::wiring::LinkKind;
use crate::world::World;

/// The entries of one `SendMessageBatch`, 1 to 10, all of one recipe.
#[derive(Debug)]
pub(crate) struct Batch {
    recipe: Rc<Recipe>,
    items: Vec<ItemId>,
}

/// What a producer gathers for one of its links.
#[derive(Clone, Debug)]
pub(crate) struct Gathering {
    link: LinkId,
    items: Vec<ItemId>,
    /// When they are sent even if they are few.
    due: SimTime,
    /// Whether the agenda has an entry for this link: one is enough, however many batches fill up before it comes.
    is_on_agenda: bool,
}

impl Gathering {
    pub(crate) fn items(&self) -> &[ItemId] {
        &self.items
    }
}

impl ProducerState {
    /// Whether an item waits to be sent in a batch.
    pub(crate) fn gathers(&self, item: ItemId) -> bool {
        self.gathered
            .iter()
            .any(|gathering| gathering.items.contains(&item))
    }

    fn gathering(&mut self, link: LinkId) -> Option<&mut Gathering> {
        self.gathered.iter_mut().find(|gathering| gathering.link == link)
    }
}

/// A batch of these items as each of its entries has it.
pub(crate) fn operations(items: &[ItemId]) -> impl Iterator<Item = Operation> {
    let entries = u8::try_from(items.len()).expect("at most ten");
    (0..entries)
        .zip(items)
        .map(move |(entry, &item)| Operation::SendMessageBatch { item, entry, entries })
}

impl Batch {
    pub(crate) fn items(&self) -> &[ItemId] {
        &self.items
    }

    /// As its first entry has it, which is how its call is called.
    fn operation(&self) -> Operation {
        operations(&self.items).next().expect("no batch is empty")
    }

    /// The entries of the request. Their ids are their places.
    pub(crate) fn entries(
        &self,
        message: impl Fn(&Recipe, ItemId) -> SendMessage,
    ) -> Vec<BatchEntry<SendMessage>> {
        let entries = IDS.iter().zip(&self.items);
        entries
            .map(|(&id, &item)| BatchEntry {
                id: id.into(),
                request: message(&self.recipe, item),
            })
            .collect()
    }

    /// The answer to those entries.
    pub(crate) fn answer(
        &self,
        outcome: &BatchOutcome<Sent>,
        refusal: impl Fn(&SqsError) -> Refusal,
    ) -> Answer {
        let entries = IDS.iter().zip(&self.items).map(|(id, &item)| {
            let failure = outcome.failed.iter().find(|failure| *failure.id == **id);
            (item, failure.map(|failure| refusal(&failure.error)))
        });
        Answer::Entries(entries.collect())
    }

    /// The answer where the request is refused as a whole.
    pub(crate) fn refused(&self, refusal: Refusal) -> Answer {
        Answer::Entries(self.items.iter().map(|&item| (item, Some(refusal))).collect())
    }
}

const IDS: [&str; MAX_BATCH_ENTRIES] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

impl Load {
    /// The answer of a service that refuses what it is asked.
    pub(crate) fn refused(&self, refusal: Refusal) -> Answer {
        match self {
            Self::Batch(batch) => batch.refused(refusal),
            _ => Answer::Failed(refusal),
        }
    }
}

impl World {
    /// Puts an item with those that wait for the same link, and sends them if the batch is full now.
    pub(crate) fn gather(&mut self, id: PartId, link: LinkId, item: ItemId, batching: Batching) {
        let now = self.now;
        let Some(state) = self.producers.get_mut(&id) else {
            return;
        };
        let most = (batching.messages as usize)
            .min(MAX_BATCH_ENTRIES)
            .min(state.recipe.fit_into_a_batch());
        if state.gathering(link).is_none() {
            state.gathered.push(Gathering {
                link,
                items: Vec::with_capacity(most),
                due: now,
                is_on_agenda: false,
            });
        }
        let gathering = state.gathering(link).expect("there is one now");
        if gathering.items.is_empty() {
            gathering.due = now + batching.linger;
        }
        gathering.items.push(item);
        if gathering.items.len() >= most {
            self.send_batch(id, link);
        } else if !std::mem::replace(&mut gathering.is_on_agenda, true) {
            let due = gathering.due;
            self.agenda.put(due, Task::SendBatch { producer: id, link });
        }
    }

    /// What was gathered when this was put on the agenda has waited long enough. It may have been sent meanwhile, and others
    /// may wait.
    pub(crate) fn batch_is_due(&mut self, id: PartId, link: LinkId) {
        let now = self.now;
        let Some(state) = self.producers.get_mut(&id) else {
            return;
        };
        let Some(gathering) = state.gathering(link) else {
            return;
        };
        gathering.is_on_agenda = false;
        if gathering.items.is_empty() {
            state.gathered.retain(|gathering| gathering.link != link);
        } else if gathering.due <= now {
            self.send_batch(id, link);
        } else {
            gathering.is_on_agenda = true;
            let due = gathering.due;
            self.agenda.put(due, Task::SendBatch { producer: id, link });
        }
    }

    /// What waits does not wait for what is to be made differently.
    pub(crate) fn send_all_batches(&mut self, id: PartId) {
        let links = self.producers.get(&id).map(|state| {
            let gathered = state.gathered.iter();
            gathered.map(|gathering| gathering.link).collect::<Vec<_>>()
        });
        for link in links.into_iter().flatten() {
            self.send_batch(id, link);
        }
    }

    /// By its link while that leads to a queue, or else by the first that does, as a call is tried again.
    fn send_batch(&mut self, id: PartId, link: LinkId) {
        let Some(state) = self.producers.get_mut(&id) else {
            return;
        };
        let recipe = state.recipe.clone();
        let items = match state.gathering(link) {
            Some(gathering) if !gathering.items.is_empty() => {
                let room = Vec::with_capacity(gathering.items.len());
                std::mem::replace(&mut gathering.items, room)
            }
            _ => return,
        };
        let wire = self.circuit.wires.get(&link);
        let link = match wire.filter(|wire| wire.kind == LinkKind::Send) {
            Some(_) => Some(link),
            None => self.circuit.target_like(id, LinkKind::Send),
        };
        match link {
            Some(link) => {
                let batch = Rc::new(Batch { recipe, items });
                self.call(Caller::Producer(id), link, batch.operation(), Load::Batch(batch));
            }
            None => self.give_up(&items),
        }
    }

    /// Each entry of an answer is a matter of its own.
    pub(crate) fn batch_answered(&mut self, key: Key, entries: &[(ItemId, Option<Refusal>)]) {
        self.calls.stop_waiting(key);
        for &(item, refusal) in entries {
            if refusal.is_none() {
                self.emit_often(EventKind::Accepted { item });
            }
        }
        if entries.iter().all(|(_, refusal)| refusal.is_none()) {
            self.calls.close(key);
        } else {
            self.entries_failed(key, entries);
        }
    }

    fn entries_failed(&mut self, key: Key, entries: &[(ItemId, Option<Refusal>)]) {
        let Some(call) = self.calls.get(key) else { return };
        let Load::Batch(batch) = &call.load else { return };
        let (id, link, recipe) = (call.id, call.link, batch.recipe.clone());
        let failed: Vec<(ItemId, Refusal)> = entries
            .iter()
            .filter_map(|&(item, refusal)| Some((item, refusal?)))
            .collect();
        let items: Vec<ItemId> = failed.iter().map(|(item, _)| *item).collect();
        for (operation, (_, refusal)) in operations(&items).zip(&failed) {
            self.emit(EventKind::CallFailed {
                call: id,
                link,
                operation,
                failure: refusal.failure,
            });
        }
        let (again, hopeless): (Vec<_>, Vec<_>) = failed.into_iter().partition(|(_, refusal)| refusal.again);
        let items = |failed: Vec<(ItemId, Refusal)>| failed.into_iter().map(|(item, _)| item).collect();
        let (again, hopeless): (Vec<ItemId>, Vec<ItemId>) = (items(again), items(hopeless));
        self.give_up(&hopeless);
        if !again.is_empty() && self.try_again_later(key) {
            let batch = Rc::new(Batch { recipe, items: again });
            if let Some(call) = self.calls.get_mut(key) {
                call.operation = batch.operation();
                call.load = Load::Batch(batch);
            }
        } else {
            self.calls.close(key);
            self.give_up(&again);
        }
    }

    /// Tells of a call, or of each entry of a batch.
    pub(crate) fn emit_for_entries(
        &mut self,
        operation: Operation,
        load: &Load,
        kind: impl Fn(Operation) -> EventKind,
    ) {
        match load {
            Load::Batch(batch) => {
                for operation in operations(&batch.items) {
                    self.emit(kind(operation));
                }
            }
            _ => self.emit(kind(operation)),
        }
    }
}
