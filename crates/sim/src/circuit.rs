//! What the links of a sketch mean taken together. Links that mean nothing are not in here, and do nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::sketch::{LinkId, Part, PartId, Sketch};
use crate::table::Table;
use crate::wiring::{LinkKind, kind_between, reaches};
use cloud::order::Gather;

/// A link on which something travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wire {
    pub(crate) kind: LinkKind,
    pub(crate) from: PartId,
    pub(crate) to: PartId,
}

/// See the module's text. Where a part may have one link of a kind, the one with the lowest id counts; where it may have
/// several, they come in the order of their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Circuit {
    pub(crate) wires: Table<LinkId, Wire>,
    targets: Table<PartId, Vec<LinkId>>,
    polls: Table<PartId, Vec<LinkId>>,
    /// The servers that send on.
    servers: BTreeSet<PartId>,
    /// Which servers a server calls.
    called: BTreeMap<PartId, Vec<PartId>>,
    dead_letters: BTreeMap<PartId, PartId>,
    dead_letter_queues: BTreeSet<PartId>,
}

impl Circuit {
    pub(crate) fn of(sketch: &Sketch) -> Self {
        let mut circuit = Self::default();
        let is_server = |part| matches!(sketch.parts.get(&part), Some(Part::Server(_)));
        for (&id, link) in &sketch.links {
            let (from, to) = (link.from, link.to);
            let (Some(tail), Some(head)) = (sketch.parts.get(&from), sketch.parts.get(&to)) else {
                continue;
            };
            if let (Ok(kind), true) = (kind_between(tail, head), from != to) {
                let wire = Wire { kind, from, to };
                if is_server(from) {
                    circuit.servers.insert(from);
                }
                if !(is_server(from) && is_server(to)) || circuit.add_chain(wire) {
                    circuit.add(id, wire);
                }
            }
        }
        circuit
    }

    /// A call from server to server. One that closes a circle means nothing: false.
    fn add_chain(&mut self, wire: Wire) -> bool {
        let closes_a_circle = reaches(&self.called, wire.to, wire.from);
        if !closes_a_circle {
            self.called.entry(wire.from).or_default().push(wire.to);
        }
        !closes_a_circle
    }

    fn add(&mut self, id: LinkId, wire: Wire) {
        match wire.kind {
            LinkKind::Send | LinkKind::Call => self.targets.get_or_default(wire.from).push(id),
            LinkKind::Poll => self.polls.get_or_default(wire.to).push(id),
            LinkKind::DeadLetter => {
                let queue = self.dead_letters.entry(wire.from).or_insert(wire.to);
                self.dead_letter_queues.insert(*queue);
                return;
            }
        }
        self.wires.insert(id, wire);
    }

    /// The links along which a producer or a server sends.
    pub(crate) fn targets(&self, sender: PartId) -> &[LinkId] {
        self.targets.get(&sender).map_or(&[], Vec::as_slice)
    }

    /// The first link of this kind along which a part sends.
    pub(crate) fn target_like(&self, sender: PartId, kind: LinkKind) -> Option<LinkId> {
        let mut targets = self.targets(sender).iter().copied();
        targets.find(|link| self.wires.get(link).is_some_and(|wire| wire.kind == kind))
    }

    /// The servers that are called by servers alone.
    pub(crate) fn inner_servers(&self) -> BTreeSet<PartId> {
        let calls = |wire: &&Wire| wire.kind == LinkKind::Call;
        let inner: BTreeSet<PartId> = self.called.values().flatten().copied().gather();
        let outer = self.wires.values().filter(calls);
        let outer = outer.filter(|wire| !self.called.contains_key(&wire.from));
        let outer: BTreeSet<PartId> = outer.map(|wire| wire.to).gather();
        inner.difference(&outer).copied().gather()
    }

    /// Which workers share their messages: those who poll the same queue, or one queue and its dead-letter queue, are one
    /// station, named after the part with the lowest id. Empty unless a server may send an item to several of them.
    pub(crate) fn stations(&self) -> BTreeMap<PartId, PartId> {
        let is_queue_of_a_server =
            |wire: &Wire| wire.kind == LinkKind::Send && self.servers.contains(&wire.from);
        if !self.wires.values().any(is_queue_of_a_server) {
            return BTreeMap::new();
        }
        let mut names: BTreeMap<PartId, PartId> = BTreeMap::new();
        let polls = self.wires.values().filter(|wire| wire.kind == LinkKind::Poll);
        let pairs = polls.map(|wire| (wire.from, wire.to));
        for (one, other) in pairs.chain(self.dead_letters.iter().map(|(from, to)| (*from, *to))) {
            let (one, other) = (name(&names, one), name(&names, other));
            names.insert(one.max(other), one.min(other));
        }
        let workers = self.polls.iter();
        workers
            .map(|(workers, _)| (workers, name(&names, workers)))
            .gather()
    }

    /// The links to the queues that workers poll.
    pub(crate) fn polls(&self, workers: PartId) -> &[LinkId] {
        self.polls.get(&workers).map_or(&[], Vec::as_slice)
    }

    /// The dead-letter queue of a queue.
    pub(crate) fn dead_letter_queue(&self, queue: PartId) -> Option<PartId> {
        self.dead_letters.get(&queue).copied()
    }

    /// Whether a queue is the dead-letter queue of another.
    pub(crate) fn is_dead_letter_queue(&self, queue: PartId) -> bool {
        self.dead_letter_queues.contains(&queue)
    }
}

/// What a part is called by now: names lead from part to part, each to a lower one.
fn name(names: &BTreeMap<PartId, PartId>, part: PartId) -> PartId {
    let mut name = part;
    while let Some(&lower) = names.get(&name).filter(|lower| **lower < name) {
        name = lower;
    }
    name
}
