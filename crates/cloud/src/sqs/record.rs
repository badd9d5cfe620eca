//! A message as its queue keeps it: a small record, and a history once there is something to tell.

use std::rc::Rc;

use super::list::{Linked, Links};
use super::message::{Body, Mark, MessageId, QueueId, SequenceNumber};
use super::message_attributes::MessageAttributes;
use super::slab::{NONE, Slab};
use crate::time::SimTime;

/// The chain through a standard queue's visible messages, or through all messages of a FIFO group.
pub(super) const LINE: usize = 0;
/// The chain through messages in the order of arrival.
pub(super) const AGE: usize = 1;

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Visible,
    InFlight,
    Delayed,
}

/// Which list of `Ages` a message is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// Arrived in the order in which retention ends.
    InOrder,
    /// Moved into a standard dead-letter queue: keeps the time of its sending, which may be any.
    Moved,
    /// Received so often that it no longer counts as the oldest message.
    PassedOver,
}

/// What every message has. There are millions: one takes a line of the processor's cache.
#[derive(Clone, Debug)]
#[cfg_attr(target_pointer_width = "64", repr(align(64)))]
pub(super) struct Record {
    /// The place is in the two highest bits.
    id_and_place: u64,
    pub(super) mark: Mark,
    pub(super) body: Body,
    /// When it came into this queue.
    pub(super) arrived: SimTime,
    /// Its group in this queue, or [`NONE`].
    pub(super) group: u32,
    /// Where its history is, or [`NONE`].
    pub(super) history: u32,
    links: [Links; 2],
}

const _: () = assert!(
    Slab::<Record>::SLOT <= 64 && Slab::<History>::SLOT <= 64,
    "a waiting message costs at most 96 bytes besides its body"
);

const PLACE_SHIFT: u32 = 62;

impl Record {
    #[inline(always)]
    pub(super) fn new(id: MessageId, mark: Mark, body: Body, arrived: SimTime) -> Self {
        assert!(id.0 >> PLACE_SHIFT == 0, "messages are counted from 0");
        Self {
            id_and_place: id.0,
            mark,
            body,
            arrived,
            group: NONE,
            history: NONE,
            links: [Links::UNLINKED; 2],
        }
    }

    #[inline(always)]
    pub(super) fn id(&self) -> MessageId {
        MessageId(self.id_and_place & ((1 << PLACE_SHIFT) - 1))
    }

    #[inline(always)]
    pub(super) fn place(&self) -> Place {
        match self.id_and_place >> PLACE_SHIFT {
            0 => Place::Visible,
            1 => Place::InFlight,
            _ => Place::Delayed,
        }
    }

    #[inline(always)]
    pub(super) fn set_place(&mut self, place: Place) {
        let place = match place {
            Place::Visible => 0,
            Place::InFlight => 1,
            Place::Delayed => 2,
        };
        self.id_and_place = self.id().0 | place << PLACE_SHIFT;
    }
}

impl Linked for Record {
    fn links(&self, chain: usize) -> &Links {
        &self.links[chain]
    }

    fn links_mut(&mut self, chain: usize) -> &mut Links {
        &mut self.links[chain]
    }
}

/// What only messages have that were delayed, received, or moved here from another queue, or have attributes.
#[derive(Clone, Debug)]
pub(super) struct History {
    /// Whose history it is.
    pub(super) message: MessageId,
    /// Where its record is.
    pub(super) slot: u32,
    /// When it became visible, or will be again.
    pub(super) visible_at: SimTime,
    /// The last receive; meaningless before the first.
    pub(super) received: SimTime,
    /// Meaningless before the first receive.
    pub(super) first_received: SimTime,
    /// Receives in all queues.
    pub(super) receive_count: u32,
    /// Receives in this queue, as far as 65,535.
    pub(super) receives_here: u16,
    pub(super) age: Age,
    /// Deleted already, but for this copy.
    pub(super) is_left_over: bool,
    extras: Option<Rc<Extras>>,
    /// Its neighbours among messages that come back in the order in which they were hidden.
    hidden: Links,
}

/// What few messages have.
#[derive(Clone, Debug, Default)]
struct Extras {
    attributes: Option<Rc<MessageAttributes>>,
    origin: Option<Origin>,
}

/// Where a dead letter comes from.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// The queue from which it was moved last.
    source: QueueId,
    /// When it was sent, to the first queue.
    sent: SimTime,
}

impl History {
    /// Of a message that was visible since it was sent.
    fn new(record: &Record, slot: u32) -> Self {
        Self {
            message: record.id(),
            slot,
            visible_at: record.arrived,
            received: SimTime::ZERO,
            first_received: SimTime::ZERO,
            receive_count: 0,
            receives_here: 0,
            age: Age::InOrder,
            is_left_over: false,
            extras: None,
            hidden: Links::UNLINKED,
        }
    }

    pub(super) fn note_receive(&mut self, now: SimTime) {
        self.received = now;
        if self.receive_count == 0 {
            self.first_received = now;
        }
        self.receive_count = self.receive_count.saturating_add(1);
        self.receives_here = self.receives_here.saturating_add(1);
    }

    fn origin(&self) -> Option<Origin> {
        self.extras.as_ref()?.origin
    }

    /// When the message was sent: to this queue, or to the one from which it went to dead-letter queues.
    pub(super) fn sent(&self, record: &Record) -> SimTime {
        self.origin().map_or(record.arrived, |origin| origin.sent)
    }

    /// The queue from which it was moved, if it is a dead letter.
    pub(super) fn source(&self) -> Option<QueueId> {
        self.origin().map(|origin| origin.source)
    }

    pub(super) fn attributes(&self) -> Option<&Rc<MessageAttributes>> {
        self.extras.as_ref()?.attributes.as_ref()
    }
}

impl Linked for History {
    fn links(&self, _: usize) -> &Links {
        &self.hidden
    }

    fn links_mut(&mut self, _: usize) -> &mut Links {
        &mut self.hidden
    }
}

/// What only messages of FIFO queues have; kept beside the records so that standard queues do not pay for it.
#[derive(Clone, Debug)]
pub(super) struct FifoLabel {
    pub(super) deduplication: Rc<str>,
    pub(super) sequence: SequenceNumber,
}

/// A message that is in no queue.
#[derive(Clone, Debug)]
pub(super) struct Loose {
    pub(super) record: Record,
    pub(super) history: History,
}

impl Loose {
    /// The same message as it arrives in another queue, visible.
    pub(super) fn moved(self, source: QueueId, now: SimTime, age: Age) -> Self {
        let Self { mut record, history } = self;
        let extras = Extras {
            attributes: history.attributes().cloned(),
            origin: Some(Origin {
                source,
                sent: history.sent(&record),
            }),
        };
        record.arrived = now;
        record.set_place(Place::Visible);
        let history = History {
            visible_at: now,
            receives_here: 0,
            age,
            extras: Some(Rc::new(extras)),
            ..history
        };
        Self { record, history }
    }
}

/// The messages of a queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    pub(super) slab: Slab<Record>,
    pub(super) histories: Slab<History>,
}

impl Records {
    /// Gives a message that just came in the history that it had elsewhere.
    pub(super) fn resume(&mut self, slot: u32, history: History) {
        self.slab[slot].history = self.histories.insert(History { slot, ..history });
    }

    /// Gives a message its attributes.
    pub(super) fn annotate(&mut self, slot: u32, attributes: Rc<MessageAttributes>) {
        let (_, history) = self.begin_history(slot);
        let extras = Extras {
            attributes: Some(attributes),
            origin: None,
        };
        self.histories[history].extras = Some(Rc::new(extras));
    }

    pub(super) fn take(&mut self, slot: u32) -> Loose {
        let (_, history) = self.begin_history(slot);
        let mut record = self.slab.take(slot);
        record.history = NONE;
        let history = self.histories.take(history);
        Loose { record, history }
    }

    #[inline(always)]
    pub(super) fn remove(&mut self, slot: u32) {
        let history = self.slab[slot].history;
        self.slab.remove(slot);
        if history != NONE {
            self.histories.remove(history);
        }
    }

    /// The message, and where its history is, which begins now if it has none.
    #[inline(always)]
    pub(super) fn begin_history(&mut self, slot: u32) -> (&mut Record, u32) {
        let record = &mut self.slab[slot];
        if record.history == NONE {
            record.history = self.histories.insert(History::new(record, slot));
        }
        let history = record.history;
        (record, history)
    }

    #[inline(always)]
    pub(super) fn history(&self, slot: u32) -> Option<&History> {
        let history = self.slab[slot].history;
        (history != NONE).then(|| &self.histories[history])
    }

    #[inline(always)]
    pub(super) fn age(&self, slot: u32) -> Age {
        match self.history(slot) {
            Some(history) => history.age,
            None => Age::InOrder,
        }
    }

    pub(super) fn sent(&self, slot: u32) -> SimTime {
        let record = &self.slab[slot];
        let sent = |history: &History| history.sent(record);
        self.history(slot).map_or(record.arrived, sent)
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl std::ops::Index<u32> for Records {
    type Output = Record;
    #[inline]
    fn index(&self, slot: u32) -> &Record {
        &self.slab[slot]
    }
}
