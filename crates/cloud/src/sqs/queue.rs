//! One queue: what it is made of, and the few ways in which a message moves within it.
//!
//! A message is visible, in flight or delayed. It always counts for the `ages`; a hidden one is in a schedule; a visible
//! one of a standard queue is in `line`, to whose end it comes when it becomes visible, or if it has a group in the line of
//! its tenant (`fair`); and in a FIFO queue every message is in its group.

use std::rc::Rc;

use super::agenda::Alarm;
use super::ages::Ages;
use super::attempts::Attempts;
use super::attributes::{DeduplicationScope, QueueAttributes, QueueKind, Redrive};
use super::counts::Counts;
use super::deduplication::Deduplication;
use super::fair::Fair;
use super::groups::Groups;
use super::line::Line;
use super::look_ahead::LookAhead;
use super::message::{Mark, MessageId, QueueId, SequenceNumber};
use super::polls::Polls;
use super::quotas::Quotas;
use super::record::{Age, BY_ARRIVAL, FifoLabel, Loose, Place, Record, Records};
use super::ring::Ring;
use super::schedule::{Due, Schedule};
use super::slab::NONE;
use super::throughput::Throughput;
use crate::time::{SimDuration, SimTime};

/// AWS goes on in the old scope of deduplication for a while: here for as long as it may take over attributes
/// (`reference/sqs.md` §1.2, §4).
const SCOPE_DELAY: SimDuration = SimDuration::from_secs(60);

#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub(super) id: QueueId,
    kind: QueueKind,
    attributes: QueueAttributes,
    /// The redrive policy, as long as its dead-letter queue exists: without that, messages stay here.
    pub(super) redrive: Option<Redrive>,
    pub(super) records: Records,
    /// FIFO: numbered like the records.
    pub(super) labels: Ring<FifoLabel>,
    /// Standard: the visible messages that have no group, next to be received first.
    pub(super) line: Line,
    pub(super) groups: Groups,
    /// Standard, once it has seen a group.
    pub(super) fair: Option<Box<Fair>>,
    /// FIFO.
    pub(super) look_ahead: LookAhead,
    pub(super) in_flight: Schedule,
    pub(super) delayed: Schedule,
    pub(super) ages: Ages,
    /// When somebody has to look whether something is due.
    pub(super) alarm: Alarm,
    pub(super) deduplication: Deduplication,
    /// The scope of deduplication that a change has not reached yet, and when it will.
    scope_before: Option<(DeduplicationScope, SimTime)>,
    pub(super) polls: Polls,
    pub(super) counts: Counts,
    pub(super) attempts: Attempts,
    /// FIFO.
    pub(super) throughput: Option<Box<Throughput>>,
    pub(super) last_purge: Option<SimTime>,
    pub(super) quotas: Quotas,
}

/// What is to be known of a message that leaves the place where it is.
#[derive(Clone, Copy, Debug)]
struct Left {
    place: Place,
    turn: u64,
    due: Due,
}

impl Left {
    fn of(record: &Record, number: u64) -> Self {
        Self {
            place: record.place(),
            turn: record.turn,
            due: (record.visible_at, record.id(), number),
        }
    }
}

impl Queue {
    pub(super) fn new(id: QueueId, kind: QueueKind, attributes: QueueAttributes, quotas: Quotas) -> Self {
        let (is_fifo, limit) = (kind == QueueKind::Fifo, attributes.fifo_throughput_limit);
        Self {
            id,
            kind,
            redrive: attributes.redrive,
            attributes,
            records: Records::default(),
            labels: Ring::default(),
            line: Line::default(),
            groups: Groups::default(),
            fair: None,
            look_ahead: LookAhead::default(),
            in_flight: Schedule::new(Place::InFlight),
            delayed: Schedule::new(Place::Delayed),
            ages: Ages::default(),
            alarm: Alarm::default(),
            deduplication: Deduplication::default(),
            scope_before: None,
            polls: Polls::default(),
            counts: Counts::default(),
            attempts: Attempts::default(),
            throughput: is_fifo.then(|| Box::new(Throughput::new(limit, &quotas))),
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

    /// The scope of deduplication in force.
    pub(super) fn deduplication_scope(&self, now: SimTime) -> DeduplicationScope {
        match self.scope_before {
            Some((before, until)) if now < until => before,
            _ => self.attributes.deduplication_scope,
        }
    }

    /// `has_target`: whether the dead-letter queue exists. Calls before a change of what limits them do not count after it.
    pub(super) fn replace_attributes(&mut self, now: SimTime, attributes: QueueAttributes, has_target: bool) {
        self.redrive = attributes.redrive.filter(|_| has_target);
        if attributes.deduplication_scope != self.attributes.deduplication_scope {
            self.scope_before = Some((self.deduplication_scope(now), now + SCOPE_DELAY));
        }
        let limit = self.attributes.fifo_throughput_limit;
        if let Some(throughput) = &mut self.throughput
            && attributes.fifo_throughput_limit != limit
        {
            **throughput = Throughput::new(attributes.fifo_throughput_limit, &self.quotas);
        }
        self.attributes = attributes;
        self.alarm.ring_by(now);
    }

    /// What a clone cannot share with this queue, in bytes, roughly: all that is not in pages.
    pub(super) fn weight(&self) -> usize {
        let indexes = self.deduplication.weight() + self.groups.weight() + self.ages.weight();
        indexes
            + self.records.weight()
            + self.labels.weight()
            + self.line.weight()
            + self.attempts.weight()
            + self.in_flight.weight()
            + self.delayed.weight()
            + self.fair.as_ref().map_or(0, |fair| fair.weight())
    }

    /// Takes a message in, visible. The caller counts why, and places it. In a plain queue the order of arrival is all
    /// that it needs.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn arrive(&mut self, record: Record) -> u64 {
        let arrived = record.arrived;
        let number = self.records.ring.push(record);
        self.count_age(number, arrived);
        self.counts.visible += 1;
        number
    }

    #[cfg_attr(not(small), inline(always))]
    fn count_age(&mut self, number: u64, arrived: SimTime) {
        if self.ages.insert(number) {
            self.alarm.ring_by(arrived + self.attributes.retention());
        }
    }

    /// Takes in a message that was elsewhere before, and otherwise does the same.
    pub(super) fn arrive_again(&mut self, message: Loose) -> u64 {
        let Loose { record, extras } = message;
        let (age, arrived) = (record.age(), record.arrived);
        let number = self.records.ring.push(record);
        self.records.resume(number, extras);
        match age {
            Age::InOrder => self.count_age(number, arrived),
            Age::Moved | Age::PassedOver => {
                self.ages.insert_moved(&self.records, number);
                self.alarm
                    .ring_by(self.records.sent(number) + self.attributes.retention());
            }
        }
        self.counts.visible += 1;
        number
    }

    /// Whether it is a standard queue that never saw a group. What happens in it is not to be slowed down by what happens
    /// in the others.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn is_plain(&self) -> bool {
        self.kind == QueueKind::Standard && self.fair.is_none()
    }

    /// FIFO: puts a message that came in into its group.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn enter_group(
        &mut self,
        number: u64,
        group: &Rc<str>,
        deduplication: Rc<str>,
        sequence: SequenceNumber,
    ) {
        let in_sight = self.look_at_arrival(number, sequence);
        let (group, links) = self.groups.enter(&mut self.labels, group, number, in_sight);
        let same = self.labels.push(FifoLabel {
            deduplication,
            sequence,
            group,
            links,
        });
        assert_eq!(same, number, "labels are numbered like records");
    }

    /// Standard: puts a message that came in where it belongs beside the line, if there is such a place.
    pub(super) fn enter_fairly(&mut self, number: u64, group: Option<&Rc<str>>) {
        let group = group.map_or(NONE, |name| self.groups.join(name));
        if group != NONE {
            self.records.join(number, group);
        }
        if group != NONE || self.fair.is_some() {
            self.note_arrival(number);
        }
        if group != NONE {
            self.join_tenants_line(number);
        }
    }

    /// The group of a message, or [`NONE`].
    pub(super) fn group(&self, number: u64) -> u32 {
        match self.kind {
            QueueKind::Standard => self.records.group(number),
            QueueKind::Fifo => self.labels[number].group,
        }
    }

    /// Hides a message, which may be hidden already, until a moment.
    pub(super) fn hide(&mut self, number: u64, place: Place, until: SimTime) {
        let was_visible = self.records[number].place() == Place::Visible;
        if self.fair.is_some() {
            self.note_hiding(number, place);
        }
        let left = Left::of(&self.records[number], number);
        self.leave(left);
        let record = &mut self.records.ring[number];
        record.set_place(place);
        record.visible_at = until;
        let due = (until, record.id(), number);
        self.alarm.ring_by(until);
        if place == Place::Delayed {
            self.counts.delayed += 1;
            record.turn = self.delayed.insert(due);
        } else {
            self.counts.in_flight += 1;
            record.turn = self.in_flight.insert(due);
        }
        if was_visible && self.kind == QueueKind::Fifo {
            self.groups.hide(self.labels[number].group, number);
        }
    }

    /// A hidden message is visible from now on, behind all that became so before it.
    pub(super) fn show(&mut self, number: u64, now: SimTime) {
        let group = self.group(number);
        let left = Left::of(&self.records[number], number);
        self.leave(left);
        self.counts.visible += 1;
        let record = &mut self.records.ring[number];
        record.set_place(Place::Visible);
        record.visible_at = now;
        record.turn = BY_ARRIVAL;
        if record.receives > 0 || self.kind == QueueKind::Standard {
            record.set_changed();
        }
        match self.kind {
            QueueKind::Standard if group == NONE => {
                let turn = self.line.push_back(&self.records.ring, number);
                self.records.ring[number].turn = turn;
            }
            QueueKind::Standard => {
                if left.place == Place::InFlight {
                    self.note_in_flight(group, false);
                }
                self.join_tenants_line(number);
            }
            QueueKind::Fifo => self.groups.show(&self.records.ring, group),
        }
    }

    /// Takes a message out for good. The caller counts why.
    #[inline(never)]
    pub(super) fn remove(&mut self, number: u64) -> (MessageId, Mark) {
        let Loose { record, .. } = self.take_out(number);
        (record.id(), record.mark)
    }

    /// Takes a message out to put it somewhere else. The caller counts why.
    #[inline(never)]
    pub(super) fn take_out(&mut self, number: u64) -> Loose {
        match self.kind {
            QueueKind::Standard => self.leave_tenant(number),
            QueueKind::Fifo => {
                let is_visible = self.records[number].place() == Place::Visible;
                self.leave_group(number, is_visible);
            }
        }
        let record = &self.records[number];
        let (left, age, id) = (Left::of(record, number), record.age(), record.id());
        let since = self.ages.retained_since(&self.records, number);
        let loose = self.records.take(number);
        self.leave(left);
        if age != Age::InOrder {
            self.ages.remove_other(&self.records, (since, id, number));
        }
        loose
    }

    /// Takes a message out of a queue that is plain, or of a FIFO queue but for its group, if it is in flight for the first
    /// time. Nearly all are that are deleted.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn remove_in_first_flight(&mut self, message: MessageId, number: u64) -> Option<Mark> {
        let left = self.records.ring.remove_if(number, |record| {
            let is_wanted = record.is_in_first_flight(message);
            is_wanted.then_some((record.mark, record.turn, record.visible_at))
        });
        let (mark, turn, visible_at) = left?;
        self.counts.in_flight -= 1;
        self.in_flight.remove(turn, (visible_at, message, number));
        Some(mark)
    }

    /// A message has left its place, or is about to.
    fn leave(&mut self, left: Left) {
        let Left { place, turn, due } = left;
        match place {
            Place::InFlight => {
                self.counts.in_flight -= 1;
                self.in_flight.remove(turn, due);
            }
            Place::Visible => {
                self.counts.visible -= 1;
                self.line.remove(due.2, turn);
            }
            Place::Delayed => {
                self.counts.delayed -= 1;
                self.delayed.remove(turn, due);
            }
        }
    }

    /// Standard: a message is about to leave, and with it what its tenant has of it.
    fn leave_tenant(&mut self, number: u64) {
        let group = self.records.group(number);
        self.note_departure(number);
        if group != NONE {
            self.groups.part(group);
        }
    }

    /// FIFO: a message, which was visible or not, leaves the order of its group, and another may come in sight.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn leave_group(&mut self, number: u64, was_visible: bool) {
        let in_sight = self.look_past(number);
        let place = |label: &FifoLabel| Some((label.group, label.links));
        let place = self.labels.remove_if(number, place);
        self.groups.leave(
            &self.records.ring,
            &mut self.labels,
            &self.look_ahead,
            place.expect("every message has a label"),
            was_visible,
        );
        if let Some(number) = in_sight {
            self.groups
                .come_in_sight(&self.records.ring, &self.labels, number);
        }
    }
}
