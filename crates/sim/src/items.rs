//! What became of every item, in a few bits each.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use cloud::POINTER;

use crate::bits::Bits;
use crate::client_event::{CLIENTS, ClientEvent};
use crate::event::EventKind;
use crate::item::ItemId;
use crate::recipe::Recipe;
use crate::sketch::PartId;
use crate::table::Table;

/// The items of every producer there ever was: a producer that comes back goes on counting where it stopped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Items {
    /// The most bytes that an item's body shares with no other, beyond the few that every message takes.
    largest_body: usize,
    /// Those bytes of all bodies that are in queues.
    bodies: usize,
    producers: Table<PartId, Produced>,
    sent_by_clients: SentByClients,
    /// The servers that are called by servers alone. They work on what another server answers for.
    inner_servers: BTreeSet<PartId>,
    /// Which workers share their messages, where servers send one item to several queues: see [`Circuit::stations`].
    ///
    /// [`Circuit::stations`]: crate::circuit::Circuit::stations
    stations: BTreeMap<PartId, PartId>,
}

#[derive(Clone, Debug, Default)]
struct Produced {
    made: u64,
    /// Since which item there is which recipe.
    recipes: Vec<(u64, Rc<Recipe>)>,
    /// Stored by a queue.
    stored: Bits,
    /// Taken in by the server that the producer called, which has not dropped it or failed on it since.
    taken_in: Bits,
    /// Given up by their producer after they had arrived.
    given_up: Bits,
    /// Worked off at least once by workers, whichever.
    processed: Bits,
    /// The same for each station, where there are several.
    processed_at: BTreeMap<PartId, Bits>,
    /// Worked off at least once by the server that the producer called.
    served: Bits,
    /// Worked off at least once by a server that only servers call.
    passed_on: BTreeMap<PartId, Bits>,
    /// Work on them always fails.
    poison: Bits,
    /// Copies beyond the first that are in queues now: a send whose answer was lost was sent again.
    extra_copies: BTreeMap<u64, u32>,
}

/// What is known of the items of clients, which have no recipe.
#[derive(Clone, Debug, Default)]
struct SentByClients {
    /// How many messages came into queues, how many of them are there, and the bytes of all.
    messages: u64,
    present: u64,
    bytes: u64,
    /// The groups of those that are there, by number, if their order is watched.
    groups: BTreeMap<u64, GroupKey>,
}

/// Items that are to be processed in the order in which they were made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GroupKey {
    /// The producer; of what clients send, who are many, the queue that it was sent to.
    of: PartId,
    /// None: items without a group, which are in order as one.
    group: Option<Rc<str>>,
}

impl GroupKey {
    /// In bytes, roughly, on every target.
    pub(crate) const WEIGHT: usize = size_of::<u64>() + 2 * POINTER;
}

/// Where an item is worked off. On its way through a chain it is, once at each place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// At workers; at those of this station, where there are several.
    Workers(Option<PartId>),
    /// At a server that producers call, whichever.
    Server,
    /// At this server, which only servers call.
    InnerServer(PartId),
}

/// What is worth knowing of an event beyond the event itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consequence {
    None,
    /// The item's last copy has left the queues, and it was never worked off.
    LeftUnprocessed,
    /// The item was given up, and no attempt had arrived or what had arrived was dropped by a server.
    GivenUp,
    /// The item was worked off for the first time at this place.
    Processed(Place),
    /// The item was worked off once more at the same place.
    ProcessedAgain,
}

impl Items {
    /// The next item of a producer.
    pub(crate) fn next(&mut self, producer: PartId) -> ItemId {
        let items = self.producers.get_or_default(producer);
        items.made += 1;
        ItemId::new(producer, items.made)
    }

    /// How many items a producer has made.
    pub(crate) fn made(&self, producer: PartId) -> u64 {
        self.producers.get(&producer).map_or(0, |items| items.made)
    }

    /// How many bytes the largest body may take, roughly, beyond the few that every message takes.
    pub(crate) fn largest_body(&self) -> usize {
        self.largest_body
    }

    /// The same of all bodies that are in queues.
    pub(crate) fn bodies(&self) -> usize {
        self.bodies.saturating_add(self.sent_by_clients.bodies())
    }

    /// A client's item was stored, with so many bytes; in this group of the queue, if it has one and order is watched.
    #[cfg(feature = "clients")]
    pub(crate) fn sent_by_client(&mut self, item: ItemId, bytes: u64, group: Option<(PartId, Rc<str>)>) {
        let size = usize::try_from(bytes).unwrap_or(usize::MAX);
        self.largest_body = self.largest_body.max(size);
        let sent = &mut self.sent_by_clients;
        sent.messages += 1;
        sent.present += 1;
        sent.bytes += bytes;
        if let Some((of, group)) = group {
            let group = Some(group);
            sent.groups.insert(item.number(), GroupKey { of, group });
        }
    }

    /// Of an item that comes into a queue or leaves it. What clients send is weighed apart.
    fn bytes_of_body(&self, item: ItemId) -> usize {
        let recipe = self.recipe(item).filter(|_| item.producer() != CLIENTS);
        recipe.map_or(0, |recipe| bytes_of_a_body(recipe))
    }

    /// How many bytes the bits take, roughly: they stay when the items have gone. Clones share them.
    pub(crate) fn weight(&self) -> usize {
        let bits = |items: &Produced| {
            let bits = [
                &items.stored,
                &items.taken_in,
                &items.given_up,
                &items.processed,
                &items.served,
                &items.poison,
            ];
            bits.into_iter()
                .chain(items.passed_on.values())
                .chain(items.processed_at.values())
                .map(Bits::weight)
                .sum::<usize>()
        };
        let groups = self.sent_by_clients.groups.len() * 2 * (size_of::<u64>() + GroupKey::WEIGHT);
        self.producers.values().map(bits).sum::<usize>() + groups
    }

    pub(crate) fn set_stations(&mut self, stations: BTreeMap<PartId, PartId>) {
        self.stations = stations;
    }

    pub(crate) fn set_inner_servers(&mut self, servers: BTreeSet<PartId>) {
        self.inner_servers = servers;
    }

    /// Whether an item was worked off by workers at least once.
    pub(crate) fn is_processed(&self, item: ItemId) -> bool {
        let items = self.producers.get(&item.producer());
        items.is_some_and(|items| items.processed.has(item.number()))
    }

    /// Whether work on an item always fails.
    pub(crate) fn is_poison(&self, item: ItemId) -> bool {
        let items = self.producers.get(&item.producer());
        items.is_some_and(|items| items.poison.has(item.number()))
    }

    /// From the next item on, a producer's items are made by this recipe.
    pub(crate) fn make_by(&mut self, producer: PartId, recipe: Rc<Recipe>) {
        let items = self.producers.get_or_default(producer);
        let first = items.made + 1;
        self.largest_body = self.largest_body.max(bytes_of_a_body(&recipe));
        items.recipes.retain(|&(since, _)| since < first);
        items.recipes.push((first, recipe));
    }

    /// By which an item is made, unless it is one of a client.
    pub(crate) fn recipe(&self, item: ItemId) -> Option<&Rc<Recipe>> {
        let recipes = &self.producers.get(&item.producer())?.recipes;
        // Most often it is the last one.
        let mut earlier = recipes.iter().rev();
        let found = earlier.find(|(first, _)| *first <= item.number());
        found.map(|(_, recipe)| recipe)
    }

    /// The group in whose order an item is to be processed.
    pub(crate) fn group(&self, item: ItemId) -> Option<GroupKey> {
        if item.producer() == CLIENTS {
            return self.sent_by_clients.groups.get(&item.number()).cloned();
        }
        Some(GroupKey {
            of: item.producer(),
            group: self.recipe(item)?.group(item),
        })
    }

    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn apply(&mut self, kind: &EventKind) -> Consequence {
        let Some(item) = kind.item() else {
            return Consequence::None;
        };
        if self.largest_body > 0 {
            match kind {
                EventKind::Sent { .. } => {
                    self.bodies = self.bodies.saturating_add(self.bytes_of_body(item));
                }
                EventKind::Deleted { .. } | EventKind::Expired { .. } | EventKind::Purged { .. } => {
                    self.bodies = self.bodies.saturating_sub(self.bytes_of_body(item));
                }
                _ => {}
            }
        }
        let Some(items) = self.producers.get_mut(&item.producer()) else {
            return Consequence::None;
        };
        match *kind {
            EventKind::Queued { server, .. }
            | EventKind::ServiceStarted { server, .. }
            | EventKind::ServiceFailed { server, .. }
            | EventKind::ServiceDropped { server, .. }
                if self.inner_servers.contains(&server) =>
            {
                Consequence::None
            }
            EventKind::ServiceFinished { server, .. } if self.inner_servers.contains(&server) => {
                items.pass_on(server, item.number())
            }
            EventKind::Client(ClientEvent::Finished { queue, .. }) => {
                if self.stations.is_empty() {
                    processed(&mut items.processed, item.number(), Place::Workers(None))
                } else {
                    let station = self.stations.get(&queue).copied().unwrap_or(queue);
                    items.work_off(station, item.number())
                }
            }
            EventKind::WorkFinished { workers, .. } if !self.stations.is_empty() => {
                let station = self.stations.get(&workers).copied().unwrap_or(workers);
                items.work_off(station, item.number())
            }
            EventKind::Deleted { .. } | EventKind::Expired { .. } | EventKind::Purged { .. }
                if item.producer() == CLIENTS =>
            {
                self.sent_by_clients.leave(item);
                items.leave(item.number())
            }
            _ => items.apply(kind, item.number()),
        }
    }
}

impl SentByClients {
    /// The bytes of the bodies that are in queues, as if all were of the same size.
    fn bodies(&self) -> usize {
        let bytes = u128::from(self.bytes) * u128::from(self.present);
        let bytes = bytes.checked_div(self.messages.into()).unwrap_or(0);
        usize::try_from(bytes).unwrap_or(usize::MAX)
    }

    fn leave(&mut self, item: ItemId) {
        self.present -= 1;
        self.groups.remove(&item.number());
    }
}

fn bytes_of_a_body(recipe: &Recipe) -> usize {
    const FEW: usize = 64;
    recipe.own_bytes().saturating_sub(FEW)
}

impl Produced {
    #[cfg_attr(not(small), inline(always))]
    fn apply(&mut self, kind: &EventKind, number: u64) -> Consequence {
        match kind {
            EventKind::Sent { .. } => {
                if self.stored.put(number) {
                    *self.extra_copies.entry(number).or_default() += 1;
                }
                Consequence::None
            }
            EventKind::Queued { .. } | EventKind::ServiceStarted { .. } => {
                self.taken_in.put(number);
                Consequence::None
            }
            EventKind::Deleted { .. } | EventKind::Expired { .. } | EventKind::Purged { .. } => {
                self.leave(number)
            }
            EventKind::GaveUp { .. } if !self.has_arrived(number) => Consequence::GivenUp,
            EventKind::GaveUp { .. } => {
                self.given_up.put(number);
                Consequence::None
            }
            EventKind::ServiceFailed { .. } | EventKind::ServiceDropped { .. } => {
                self.leave_unfinished(number)
            }
            EventKind::Poisoned { .. } => {
                self.poison.put(number);
                Consequence::None
            }
            EventKind::WorkFinished { .. } => processed(&mut self.processed, number, Place::Workers(None)),
            EventKind::ServiceFinished { .. } => processed(&mut self.served, number, Place::Server),
            _ => Consequence::None,
        }
    }

    fn work_off(&mut self, station: PartId, number: u64) -> Consequence {
        self.processed.put(number);
        let at_station = self.processed_at.entry(station).or_default();
        processed(at_station, number, Place::Workers(Some(station)))
    }

    fn pass_on(&mut self, server: PartId, number: u64) -> Consequence {
        let passed_on = self.passed_on.entry(server).or_default();
        processed(passed_on, number, Place::InnerServer(server))
    }

    fn has_arrived(&self, number: u64) -> bool {
        self.stored.has(number) || self.taken_in.has(number)
    }

    /// A server has stopped or failed. The producer may try again, unless it has given up already.
    fn leave_unfinished(&mut self, number: u64) -> Consequence {
        if self.served.has(number) {
            return Consequence::None;
        }
        self.taken_in.take_out(number);
        if self.given_up.has(number) && !self.stored.has(number) {
            Consequence::GivenUp
        } else {
            Consequence::None
        }
    }

    #[inline]
    fn leave(&mut self, number: u64) -> Consequence {
        if let Some(copies) = self.extra_copies.get_mut(&number) {
            *copies -= 1;
            if *copies == 0 {
                self.extra_copies.remove(&number);
            }
            return Consequence::None;
        }
        if self.processed.has(number) {
            Consequence::None
        } else {
            Consequence::LeftUnprocessed
        }
    }
}

fn processed(items: &mut Bits, number: u64, place: Place) -> Consequence {
    if items.put(number) {
        Consequence::ProcessedAgain
    } else {
        Consequence::Processed(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::Producer;

    fn made_by(group: &str) -> Rc<Recipe> {
        let producer = Producer {
            group: group.into(),
            ..crate::recipe::tests::producer("order", "")
        };
        Rc::new(Recipe::of(PartId(1), &producer, 7))
    }

    #[test]
    fn groups_hold_from_the_item_after_the_edit() {
        let mut items = Items::default();
        let producer = PartId(1);
        items.make_by(producer, made_by("g{n%2}"));
        let early: Vec<ItemId> = (0..4).map(|_| items.next(producer)).collect();
        items.make_by(producer, made_by("h{n%3}"));
        let late = items.next(producer);
        assert_eq!(items.group(early[0]), items.group(early[2]));
        assert_ne!(items.group(early[0]), items.group(early[1]));
        assert_ne!(items.group(late), items.group(early[0]));
    }

    /// The queue knows groups by their ids alone, and an edit that leaves the id leaves the group.
    #[test]
    fn the_same_id_is_the_same_group() {
        let mut items = Items::default();
        let producer = PartId(1);
        items.make_by(producer, made_by("all"));
        let early = items.next(producer);
        items.make_by(producer, made_by("all"));
        let late = items.next(producer);
        assert_eq!(items.group(late), items.group(early));
    }
}
