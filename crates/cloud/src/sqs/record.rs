//! A message as its queue keeps it, and what few messages have beside that.

use std::rc::Rc;

use super::list::{Linked, Links};
use super::message::{Body, Mark, MessageId, QueueId, SequenceNumber};
use super::message_attributes::MessageAttributes;
use super::ring::Ring;
use super::slab::{NONE, Slab};
use crate::time::SimTime;

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Visible,
    InFlight,
    Delayed,
}

/// How a message counts for the age of the oldest, and from when it is retained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// Arrived in the order in which retention ends.
    InOrder,
    /// Moved into a standard dead-letter queue: keeps the time of its sending, which may be any.
    Moved,
    /// Received so often that it no longer counts as the oldest message.
    PassedOver,
}

/// The turn of a message that goes by its arrival: of a visible one of a standard queue if it was never hidden, and of a
/// hidden one if those before it were hidden before it.
pub(super) const BY_ARRIVAL: u64 = u64::MAX;

/// What every message has. There are millions.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The id, and in the highest bits place, age, whether it is left over, and whether it is not as it was sent.
    id_and_state: u64,
    pub(super) mark: Mark,
    pub(super) body: Body,
    /// When it came into this queue.
    pub(super) arrived: SimTime,
    /// When it became visible, or will be.
    pub(super) visible_at: SimTime,
    /// The last receive here; meaningless before the first.
    pub(super) received: SimTime,
    /// Its number in the schedule that it is in if it is hidden; in a standard queue, in the line that it is in if it is
    /// visible. [`BY_ARRIVAL`] where its own number says it all.
    pub(super) turn: u64,
    /// Receives in this queue.
    pub(super) receives: u32,
    /// Where its extras are, or [`NONE`].
    extras: u32,
}

const _: () = assert!(
    size_of::<Option<Record>>() <= 72,
    "a waiting message costs at most 96 bytes besides its body"
);

const PLACE: u32 = 62;
const AGE: u32 = 60;
const LEFT_OVER: u32 = 59;
/// It was visible again after a receive, or came from elsewhere, or has extras: more is to be seen to than of the others.
const CHANGED: u32 = 58;
const TWO_BITS: u64 = 0b11;

impl Record {
    /// Of a message that is visible since now.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn new(id: MessageId, mark: Mark, body: Body, now: SimTime) -> Self {
        assert!(id.0 >> CHANGED == 0, "messages are counted from 0");
        Self {
            id_and_state: id.0,
            mark,
            body,
            arrived: now,
            visible_at: now,
            received: SimTime::ZERO,
            turn: BY_ARRIVAL,
            receives: 0,
            extras: NONE,
        }
    }

    /// Visible since it was sent to this queue, with nothing but a body.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn is_as_sent(&self) -> bool {
        self.id_and_state >> CHANGED == 0
    }

    /// In flight since the first receive of this message, which was sent to this queue with nothing but a body.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn is_in_first_flight(&self, message: MessageId) -> bool {
        // What a handle says may be anything.
        self.id_and_state ^ 1 << PLACE == message.0
    }

    #[cfg_attr(not(small), inline(always))]
    pub(super) fn id(&self) -> MessageId {
        MessageId(self.id_and_state & ((1 << CHANGED) - 1))
    }

    #[cfg_attr(not(small), inline(always))]
    pub(super) fn place(&self) -> Place {
        match self.id_and_state >> PLACE {
            0 => Place::Visible,
            1 => Place::InFlight,
            _ => Place::Delayed,
        }
    }

    #[cfg_attr(not(small), inline(always))]
    pub(super) fn set_place(&mut self, place: Place) {
        let place = match place {
            Place::Visible => 0,
            Place::InFlight => 1,
            Place::Delayed => 2,
        };
        self.id_and_state = self.id_and_state & !(TWO_BITS << PLACE) | place << PLACE;
    }

    #[cfg_attr(not(small), inline(always))]
    pub(super) fn age(&self) -> Age {
        match self.id_and_state >> AGE & TWO_BITS {
            0 => Age::InOrder,
            1 => Age::Moved,
            _ => Age::PassedOver,
        }
    }

    pub(super) fn set_age(&mut self, age: Age) {
        let age = match age {
            Age::InOrder => 0,
            Age::Moved => 1,
            Age::PassedOver => 2,
        };
        self.id_and_state = self.id_and_state & !(TWO_BITS << AGE) | age << AGE;
    }

    /// Deleted already, but for this copy.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn is_left_over(&self) -> bool {
        self.id_and_state >> LEFT_OVER & 1 == 1
    }

    pub(super) fn set_left_over(&mut self) {
        self.id_and_state |= 1 << LEFT_OVER;
    }

    /// From now on it is not as it was sent.
    pub(super) fn set_changed(&mut self) {
        self.id_and_state |= 1 << CHANGED;
    }

    #[cfg_attr(not(small), inline(always))]
    pub(super) fn has_extras(&self) -> bool {
        self.extras != NONE
    }
}

/// What only messages have that were received twice, or moved here, or have attributes, or a group in a standard queue.
#[derive(Clone, Debug)]
pub(super) struct Extras {
    attributes: Option<Rc<MessageAttributes>>,
    origin: Option<Origin>,
    /// Known here once there was a second receive.
    first_received: Option<SimTime>,
    /// Receives in the queues where it was before.
    receives_before: u32,
    /// Standard: its group, or [`NONE`].
    group: u32,
}

/// Where a dead letter comes from.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// The queue from which it was moved last.
    source: QueueId,
    /// When it was sent, to the first queue.
    sent: SimTime,
}

impl Default for Extras {
    fn default() -> Self {
        Self {
            attributes: None,
            origin: None,
            first_received: None,
            receives_before: 0,
            group: NONE,
        }
    }
}

/// What only messages of FIFO queues have; kept beside the records so that standard queues do not pay for it.
#[derive(Clone, Debug)]
pub(super) struct FifoLabel {
    pub(super) deduplication: Rc<str>,
    pub(super) sequence: SequenceNumber,
    pub(super) group: u32,
    /// Its neighbours in its group.
    pub(super) links: Links,
}

impl Linked for Ring<FifoLabel> {
    #[cfg_attr(not(small), inline(always))]
    fn links(&self, element: u64) -> &Links {
        &self[element].links
    }

    #[cfg_attr(not(small), inline(always))]
    fn links_mut(&mut self, element: u64) -> &mut Links {
        &mut self[element].links
    }
}

/// A message that is in no queue.
#[derive(Clone, Debug)]
pub(super) struct Loose {
    pub(super) record: Record,
    pub(super) extras: Extras,
}

impl Loose {
    /// Receives in all queues.
    pub(super) fn receive_count(&self) -> u32 {
        self.extras.receives_before.saturating_add(self.record.receives)
    }

    /// What its sender attached to it.
    pub(super) fn into_attributes(self) -> Option<Rc<MessageAttributes>> {
        self.extras.attributes
    }

    /// The same message as it arrives in another queue, visible.
    pub(super) fn moved(self, source: QueueId, now: SimTime, age: Age) -> Self {
        let receives_before = self.receive_count();
        let Self { record, extras } = self;
        let extras = Extras {
            attributes: extras.attributes,
            origin: Some(Origin {
                source,
                sent: extras.origin.map_or(record.arrived, |origin| origin.sent),
            }),
            first_received: extras.first_received.or(Some(record.received)),
            receives_before,
            group: NONE,
        };
        let is_left_over = record.is_left_over();
        let mut record = Record::new(record.id(), record.mark, record.body, now);
        record.set_age(age);
        if is_left_over {
            record.set_left_over();
        }
        Self { record, extras }
    }
}

/// The messages of a queue, numbered in the order of arrival.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    pub(super) ring: Ring<Record>,
    extras: Slab<Extras>,
}

impl Records {
    /// Gives a message that just came in what it had elsewhere.
    pub(super) fn resume(&mut self, number: u64, extras: Extras) {
        let record = &mut self.ring[number];
        record.extras = self.extras.insert(extras);
        record.set_changed();
    }

    /// Gives a message its attributes.
    pub(super) fn annotate(&mut self, number: u64, attributes: Rc<MessageAttributes>) {
        self.extras_mut(number).attributes = Some(attributes);
    }

    /// Puts a message of a standard queue into a group.
    pub(super) fn join(&mut self, number: u64, group: u32) {
        self.extras_mut(number).group = group;
    }

    /// Takes a message out.
    pub(super) fn take(&mut self, number: u64) -> Loose {
        let mut record = self.ring.take(number);
        let extras = match std::mem::replace(&mut record.extras, NONE) {
            NONE => Extras::default(),
            place => self.extras.take(place),
        };
        Loose { record, extras }
    }

    /// The message was handed out.
    pub(super) fn note_receive(&mut self, number: u64, now: SimTime) {
        let record = &self.ring[number];
        if record.receives > 0 {
            let received = record.received;
            self.extras_mut(number).first_received.get_or_insert(received);
        }
        let record = &mut self.ring[number];
        record.received = now;
        record.receives = record.receives.saturating_add(1);
    }

    /// Receives in all queues.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn receive_count(&self, number: u64) -> u32 {
        let record = &self.ring[number];
        if record.has_extras() {
            let before = self.extras[record.extras].receives_before;
            before.saturating_add(record.receives)
        } else {
            record.receives
        }
    }

    /// Meaningless before the first receive.
    pub(super) fn first_received(&self, number: u64) -> SimTime {
        let extras = self.extras(number);
        let first = extras.and_then(|extras| extras.first_received);
        first.unwrap_or(self.ring[number].received)
    }

    /// When the message was sent: to this queue, or to the one from which it went to dead-letter queues.
    pub(super) fn sent(&self, number: u64) -> SimTime {
        let origin = self.extras(number).and_then(|extras| extras.origin);
        origin.map_or(self.ring[number].arrived, |origin| origin.sent)
    }

    /// The queue from which it was moved, if it is a dead letter.
    pub(super) fn source(&self, number: u64) -> Option<QueueId> {
        self.extras(number)?.origin.map(|origin| origin.source)
    }

    pub(super) fn attributes(&self, number: u64) -> Option<&Rc<MessageAttributes>> {
        self.extras(number)?.attributes.as_ref()
    }

    /// Standard: the group, or [`NONE`].
    pub(super) fn group(&self, number: u64) -> u32 {
        self.extras(number).map_or(NONE, |extras| extras.group)
    }

    pub(super) fn weight(&self) -> usize {
        self.ring.weight()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    #[inline]
    fn extras(&self, number: u64) -> Option<&Extras> {
        let extras = self.ring[number].extras;
        (extras != NONE).then(|| &self.extras[extras])
    }

    fn extras_mut(&mut self, number: u64) -> &mut Extras {
        let record = &mut self.ring[number];
        if record.extras == NONE {
            record.extras = self.extras.insert(Extras::default());
            record.set_changed();
        }
        &mut self.extras[record.extras]
    }
}

impl std::ops::Index<u64> for Records {
    type Output = Record;
    #[cfg_attr(not(small), inline(always))]
    fn index(&self, number: u64) -> &Record {
        &self.ring[number]
    }
}
