//! One queue: what it is made of, and the few ways in which a message moves within it.
//!
//! A message is visible, in flight or delayed. It is always in `ages`; a hidden one is in a schedule; a visible one
//! of a standard queue is in `line`, to whose end it comes when it becomes visible, or if it has a group in the line of
//! its tenant (`fair`); and in a FIFO queue every message is in its group.

use std::rc::Rc;

use super::ages::Ages;
use super::attempts::Attempts;
use super::attributes::{QueueAttributes, QueueKind};
use super::counts::Counts;
use super::deduplication::Deduplication;
use super::fair::Fair;
use super::groups::Groups;
use super::list::{Linked, List};
use super::look_ahead::LookAhead;
use super::message::{Mark, MessageId, QueueId};
use super::polls::Polls;
use super::quotas::Quotas;
use super::record::{AGE, FifoLabel, History, LINE, Loose, Place, Record, Records};
use super::schedule::Schedule;
use super::slab::{NONE, Slab};
use super::throughput::Throughput;
use crate::time::SimTime;

#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub(super) id: QueueId,
    kind: QueueKind,
    attributes: QueueAttributes,
    pub(super) records: Records,
    /// FIFO: numbered like the records.
    pub(super) labels: Slab<FifoLabel>,
    /// Standard: the visible messages that have no group, next to be received first.
    pub(super) line: List<LINE>,
    pub(super) groups: Groups,
    /// Standard, once it has seen a group.
    pub(super) fair: Option<Box<Fair>>,
    /// FIFO.
    pub(super) look_ahead: LookAhead,
    pub(super) in_flight: Schedule,
    pub(super) delayed: Schedule,
    pub(super) ages: Ages,
    pub(super) deduplication: Deduplication,
    pub(super) polls: Polls,
    pub(super) counts: Counts,
    pub(super) attempts: Attempts,
    /// FIFO.
    pub(super) throughput: Option<Box<Throughput>>,
    pub(super) last_purge: Option<SimTime>,
    pub(super) quotas: Quotas,
}

impl Queue {
    pub(super) fn new(id: QueueId, kind: QueueKind, attributes: QueueAttributes, quotas: Quotas) -> Self {
        Self {
            id,
            kind,
            attributes,
            records: Records::default(),
            labels: Slab::default(),
            line: List::default(),
            groups: Groups::default(),
            fair: None,
            look_ahead: LookAhead::default(),
            in_flight: Schedule::default(),
            delayed: Schedule::default(),
            ages: Ages::default(),
            deduplication: Deduplication::default(),
            polls: Polls::default(),
            counts: Counts::default(),
            attempts: Attempts::default(),
            throughput: (kind == QueueKind::Fifo).then(Box::default),
            last_purge: None,
            quotas,
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
        indexes
            + self.attempts.weight()
            + self.in_flight.weight()
            + self.delayed.weight()
            + self.fair.as_ref().map_or(0, |fair| fair.weight())
    }

    /// Takes a message in, visible; if it was elsewhere before, with its history. The caller counts why.
    #[inline(always)]
    pub(super) fn enter(
        &mut self,
        mut record: Record,
        history: Option<History>,
        group: Option<&Rc<str>>,
        label: Option<FifoLabel>,
    ) -> u32 {
        record.group = group.map_or(NONE, |name| self.groups.join(name));
        *record.links_mut(AGE) = self.ages.end();
        *record.links_mut(LINE) = self.line.end();
        let slot = self.records.slab.insert(record);
        if let Some(history) = history {
            self.records.resume(slot, history);
        }
        self.ages.insert(&mut self.records, slot);
        self.counts.visible += 1;
        match label {
            None => {
                if group.is_some() || self.fair.is_some() {
                    self.note_arrival(slot);
                }
                if group.is_none() {
                    self.line.append(&mut self.records.slab, slot);
                } else {
                    self.join_tenants_line(slot);
                }
            }
            Some(label) => {
                let same = self.labels.insert(label);
                assert_eq!(same, slot, "labels are numbered like records");
                let in_sight = self.look_at_arrival(slot);
                self.groups.enter(&mut self.records.slab, slot, in_sight);
            }
        }
        slot
    }

    /// Hides a message, which may be hidden already, until a moment. Returns its history.
    #[inline(always)]
    pub(super) fn hide(&mut self, slot: u32, place: Place, until: SimTime) -> &mut History {
        let (record, history) = self.records.begin_history(slot);
        let (before, group, line) = (record.place(), record.group, *record.links(LINE));
        record.set_place(place);
        match before {
            Place::Visible => {
                self.counts.visible -= 1;
                match self.kind {
                    QueueKind::Standard if group == NONE => {
                        self.line.unlink(&mut self.records.slab, slot, line);
                    }
                    QueueKind::Standard => self.leave_tenants_line(slot),
                    QueueKind::Fifo => self.groups.hide(&self.records.slab, group),
                }
            }
            Place::InFlight | Place::Delayed => self.leave_schedule(before, group, history),
        }
        if place == Place::Delayed {
            self.counts.delayed += 1;
            return self.delayed.insert(&mut self.records.histories, history, until);
        }
        self.counts.in_flight += 1;
        if group != NONE && self.fair.is_some() {
            self.note_in_flight(group, true);
        }
        self.in_flight.insert(&mut self.records.histories, history, until)
    }

    /// A hidden message is visible from now on, behind all that became so before it.
    pub(super) fn show(&mut self, slot: u32, now: SimTime) {
        let (record, history) = self.records.begin_history(slot);
        let (before, group) = (record.place(), record.group);
        record.set_place(Place::Visible);
        self.leave_schedule(before, group, history);
        self.records.histories[history].visible_at = now;
        self.counts.visible += 1;
        match self.kind {
            QueueKind::Standard if group == NONE => self.line.push_back(&mut self.records.slab, slot),
            QueueKind::Standard => self.join_tenants_line(slot),
            QueueKind::Fifo => self.groups.show(&self.records.slab, group),
        }
    }

    #[inline(always)]
    fn leave_schedule(&mut self, place: Place, group: u32, history: u32) {
        let histories = &mut self.records.histories;
        if place == Place::Delayed {
            self.counts.delayed -= 1;
            self.delayed.remove(histories, history);
        } else {
            self.counts.in_flight -= 1;
            self.in_flight.remove(histories, history);
            if group != NONE && self.fair.is_some() {
                self.note_in_flight(group, false);
            }
        }
    }

    /// Takes a message out for good. The caller counts why.
    #[inline(always)]
    pub(super) fn remove(&mut self, slot: u32) -> (MessageId, Mark) {
        let record = &self.records[slot];
        let message = (record.id(), record.mark);
        self.leave(slot);
        self.records.remove(slot);
        message
    }

    /// Takes a message out to put it somewhere else. The caller counts why.
    pub(super) fn take_out(&mut self, slot: u32) -> Loose {
        self.leave(slot);
        self.records.take(slot)
    }

    /// A message leaves everything but its place in the slab.
    #[inline(always)]
    fn leave(&mut self, slot: u32) {
        let record = &self.records[slot];
        let (place, group, line, history) =
            (record.place(), record.group, *record.links(LINE), record.history);
        match place {
            Place::Visible => {
                self.counts.visible -= 1;
                match self.kind {
                    QueueKind::Standard if group == NONE => {
                        self.line.unlink(&mut self.records.slab, slot, line);
                    }
                    QueueKind::Standard => self.leave_tenants_line(slot),
                    QueueKind::Fifo => {}
                }
            }
            Place::InFlight | Place::Delayed => self.leave_schedule(place, group, history),
        }
        if self.kind == QueueKind::Standard {
            if self.fair.is_some() {
                self.note_departure(slot);
            }
            self.ages.remove(&mut self.records, slot);
        } else {
            self.leave_group(slot);
        }
        if group != NONE {
            self.groups.part(group);
        }
    }

    /// FIFO: a message leaves the order of arrival, and another may come in sight.
    fn leave_group(&mut self, slot: u32) {
        let in_sight = self.look_past(slot);
        self.ages.remove(&mut self.records, slot);
        self.groups
            .leave(&mut self.records.slab, &self.labels, &self.look_ahead, slot);
        if let Some(slot) = in_sight {
            self.groups.come_in_sight(&self.records.slab, slot);
        }
        self.labels.remove(slot);
    }
}
