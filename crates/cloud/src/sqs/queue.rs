//! One queue: what it is made of, and the few ways in which a message moves within it.
//!
//! A message is visible, in flight or delayed. It is always in `ages`; a hidden one is in a schedule; a visible one
//! of a standard queue is in `line`, to whose end it comes when it becomes visible; and in a FIFO queue every
//! message is in its group.

use std::rc::Rc;

use super::ages::Ages;
use super::attributes::{QueueAttributes, QueueKind};
use super::counts::Counts;
use super::deduplication::Deduplication;
use super::groups::Groups;
use super::list::List;
use super::message::QueueId;
use super::polls::Polls;
use super::record::{FifoLabel, LINE, Place, Record};
use super::schedule::Schedule;
use super::slab::{NONE, Slab};
use crate::time::SimTime;

#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub(super) id: QueueId,
    kind: QueueKind,
    attributes: QueueAttributes,
    pub(super) records: Slab<Record>,
    /// FIFO: numbered like `records`.
    pub(super) labels: Slab<FifoLabel>,
    /// Standard: the visible messages, next to be received first.
    pub(super) line: List<LINE>,
    pub(super) groups: Groups,
    pub(super) in_flight: Schedule,
    pub(super) delayed: Schedule,
    pub(super) ages: Ages,
    pub(super) deduplication: Deduplication,
    pub(super) polls: Polls,
    pub(super) counts: Counts,
    pub(super) last_purge: Option<SimTime>,
}

impl Queue {
    pub(super) fn new(id: QueueId, kind: QueueKind, attributes: QueueAttributes) -> Self {
        Self {
            id,
            kind,
            attributes,
            records: Slab::default(),
            labels: Slab::default(),
            line: List::default(),
            groups: Groups::default(),
            in_flight: Schedule::default(),
            delayed: Schedule::default(),
            ages: Ages::default(),
            deduplication: Deduplication::default(),
            polls: Polls::default(),
            counts: Counts::default(),
            last_purge: None,
        }
    }

    pub(super) fn kind(&self) -> QueueKind {
        self.kind
    }

    pub(super) fn attributes(&self) -> &QueueAttributes {
        &self.attributes
    }

    pub(super) fn replace_attributes(&mut self, attributes: QueueAttributes) {
        self.attributes = attributes;
    }

    /// What a clone cannot share with this queue, in bytes, roughly: all that is not in slabs.
    pub(super) fn weight(&self) -> usize {
        let indexes = self.deduplication.weight() + self.groups.weight() + self.ages.weight();
        indexes + self.in_flight.weight() + self.delayed.weight()
    }

    fn is_fifo(&self) -> bool {
        self.kind == QueueKind::Fifo
    }

    /// Takes a message in, at the place that its record tells. The caller counts why.
    pub(super) fn enter(&mut self, mut record: Record, group: Option<&Rc<str>>, label: Option<FifoLabel>) {
        record.group = group.map_or(NONE, |name| self.groups.join(name));
        let Record { group, place, .. } = record;
        let slot = self.records.insert(record);
        self.ages.insert(&mut self.records, slot);
        self.lay(slot, place);
        if let Some(label) = label {
            let same = self.labels.insert(label);
            assert_eq!(same, slot, "labels are numbered like records");
            self.groups.enter(&mut self.records, slot);
            if place == Place::Visible {
                self.groups.show(&self.records, group);
            }
        }
    }

    /// Moves a message to another place, visible from or hidden until `at`.
    pub(super) fn shift(&mut self, slot: u32, to: Place, at: SimTime) {
        let Record {
            place: from, group, ..
        } = self.records[slot];
        self.lift(slot, from);
        let record = &mut self.records[slot];
        record.place = to;
        record.visible_at = at;
        self.lay(slot, to);
        if self.is_fifo() && from != to {
            match (from, to) {
                (Place::Visible, _) => self.groups.hide(&self.records, group),
                (_, Place::Visible) => self.groups.show(&self.records, group),
                _ => {}
            }
        }
    }

    /// Takes a message out for good. The caller counts why.
    pub(super) fn remove(&mut self, slot: u32) -> Record {
        let Record { place, group, .. } = self.records[slot];
        self.lift(slot, place);
        self.ages.remove(&mut self.records, slot);
        if self.is_fifo() {
            self.groups.leave(&mut self.records, slot);
            self.labels.remove(slot);
        }
        if group != NONE {
            self.groups.part(group);
        }
        self.records.remove(slot)
    }

    fn lay(&mut self, slot: u32, place: Place) {
        match place {
            Place::Visible => {
                self.counts.visible += 1;
                if !self.is_fifo() {
                    self.line.push_back(&mut self.records, slot);
                }
            }
            Place::InFlight => {
                self.counts.in_flight += 1;
                self.in_flight.insert(&mut self.records, slot);
            }
            Place::Delayed => {
                self.counts.delayed += 1;
                self.delayed.insert(&mut self.records, slot);
            }
        }
    }

    fn lift(&mut self, slot: u32, place: Place) {
        match place {
            Place::Visible => {
                self.counts.visible -= 1;
                if !self.is_fifo() {
                    self.line.remove(&mut self.records, slot);
                }
            }
            Place::InFlight => {
                self.counts.in_flight -= 1;
                self.in_flight.remove(&mut self.records, slot);
            }
            Place::Delayed => {
                self.counts.delayed -= 1;
                self.delayed.remove(&mut self.records, slot);
            }
        }
    }
}
