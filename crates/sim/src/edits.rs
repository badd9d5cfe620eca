//! Edits and faults: what people do to a world while it runs. What an edit does not touch goes on as if nothing had happened.

use crate::circuit::Circuit;
use crate::input::{Edit, Fault};
use crate::sketch::{LinkId, Part, PartId};
use crate::world::World;
use cloud::order::Gather;

/// The slowest pace, in percent of the time that work takes as configured.
const SLOWEST: u32 = 100_000;

impl World {
    pub(crate) fn edit(&mut self, edit: &Edit) {
        #[cfg(feature = "clients")]
        if self.clients.is_some() {
            if let Some(edit) = self.edit_after_calls(edit) {
                self.change(&edit);
            }
            return;
        }
        self.change(edit);
    }

    fn change(&mut self, edit: &Edit) {
        match edit {
            Edit::PutPart { id, part } => self.put_part(*id, part),
            Edit::RemovePart { id } => {
                let gone = self.parts.get(id).cloned();
                self.redraw(edit);
                self.rewire();
                if let Some(part) = gone {
                    self.remove_part(*id, &part);
                }
            }
            Edit::PutLink { .. } | Edit::RemoveLink { .. } => {
                self.redraw(edit);
                self.rewire();
            }
            Edit::Rename { .. } => {
                self.redraw(edit);
                #[cfg(feature = "clients")]
                self.rename_queue(edit);
            }
        }
    }

    fn put_part(&mut self, id: PartId, part: &Part) {
        let before = self.parts.get(&id).cloned();
        let edit = Edit::PutPart {
            id,
            part: part.clone(),
        };
        self.redraw(&edit);
        let same = before.as_ref().filter(|before| is_same_kind(before, part));
        match (&before, same) {
            (_, Some(before)) => self.change_part(id, before, part),
            (None, None) => self.add_part(id, part),
            (Some(before), None) => {
                self.remove_part(id, before);
                self.add_part(id, part);
            }
        }
        self.allow_redrive(id, same, part);
        self.rewire();
    }

    pub(crate) fn add_part(&mut self, id: PartId, part: &Part) {
        self.chronicle.tallies.keep_place(id);
        match part {
            Part::Producer(producer) => self.add_producer(id, producer),
            Part::Queue(queue) => self.add_queue(id, queue),
            Part::Workers(_) => self.add_workers(id),
            Part::Server(_) => self.add_server(id),
        }
    }

    fn change_part(&mut self, id: PartId, before: &Part, after: &Part) {
        match (before, after) {
            (Part::Producer(before), Part::Producer(after)) => self.change_producer(id, before, after),
            (_, Part::Server(_)) => self.adjust_places(id),
            (Part::Workers(before), Part::Workers(after)) => {
                if before.scaling != after.scaling {
                    self.begin_scaling(id);
                }
                if before.count != after.count {
                    self.set_wanted_workers(id, after.count);
                }
            }
            // Queues are configured, and pools of workers adjusted, whenever the wiring is looked at.
            _ => {}
        }
    }

    fn remove_part(&mut self, id: PartId, part: &Part) {
        match part {
            Part::Producer(_) => self.remove_producer(id),
            Part::Queue(_) => self.remove_queue(id),
            Part::Workers(_) => self.remove_workers(id),
            Part::Server(_) => self.remove_server(id),
        }
        self.stopped.remove(&id);
        self.paces.remove(&id);
        self.throttles.remove(&id);
    }

    /// Finds out what the links mean now, and brings everything that follows from that up to date.
    pub(crate) fn rewire(&mut self) {
        let circuit = Circuit::of(self.sketch());
        let before = std::mem::replace(&mut self.circuit, circuit);
        let is_new = |id: &LinkId| self.circuit.wires.get(id) != before.wires.get(id);
        let gone: Vec<LinkId> = before.wires.keys().filter(is_new).collect();
        let new: Vec<LinkId> = self.circuit.wires.keys().filter(is_new).collect();
        self.network.configure(&self.sketch.links);
        for link in gone {
            self.disconnect(link);
        }
        for link in new {
            if let Some(settings) = self.sketch.links.get(&link) {
                self.network.connect(self.seed, link, settings);
            }
        }
        let dead_letter_queues = self
            .queues
            .parts()
            .filter(|id| self.circuit.is_dead_letter_queue(*id));
        let dead_letter_queues = dead_letter_queues.gather();
        self.chronicle
            .items
            .set_inner_servers(self.circuit.inner_servers());
        self.chronicle.items.set_stations(self.circuit.stations());
        self.chronicle
            .watch
            .set_dead_letter_queues(self.now, dead_letter_queues);
        self.configure_queues();
        for workers in self.pools.keys().collect::<Vec<_>>() {
            self.adjust_pool(workers);
        }
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        match fault {
            Fault::Stop { part } => self.stop(part),
            Fault::Start { part } => self.start(part),
            Fault::Pace { part, percent } => {
                if matches!(self.parts.get(&part), Some(Part::Workers(_) | Part::Server(_))) {
                    self.paces.insert(part, percent.clamp(1, SLOWEST));
                }
            }
            Fault::Crash { part } => {
                self.crash_all_workers(part);
                self.crash_server(part);
            }
            Fault::CrashOne { workers } => self.crash_one_worker(workers),
            Fault::ZoneOut { zone } => self.set_zone(zone, true),
            Fault::ZoneBack { zone } => self.set_zone(zone, false),
            Fault::Poison { producer } => self.poison_next(producer),
            Fault::Throttle { part, rate } => self.set_throttle(part, rate),
            Fault::Impair {
                link,
                way,
                delay,
                loss,
            } => self.network.impair(link, way, delay, loss),
            Fault::Cut { link } => self.cut(link),
            Fault::Mend { link } => self.network.mend(link),
        }
    }

    fn stop(&mut self, part: PartId) {
        if !matches!(self.parts.get(&part), None | Some(Part::Queue(_))) && self.stopped.insert(part) {
            self.drop_all_work(part);
            self.drop_all_requests(part);
        }
    }

    fn start(&mut self, part: PartId) {
        if self.stopped.remove(&part) {
            self.adjust_pool(part);
        }
    }
}

/// Whether one may become the other while it runs. A queue of the other kind is a new queue.
fn is_same_kind(one: &Part, other: &Part) -> bool {
    match (one, other) {
        (Part::Queue(one), Part::Queue(other)) => one.kind == other.kind,
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}
