//! What the queues share while they work: the time, the numbering, and what they have to say.

use std::rc::Rc;

use super::happening::{Happening, HappeningKind};
use super::message::{Delivery, MessageId, QueueId, SequenceNumber};
use super::record::Loose;
use crate::time::SimTime;

#[derive(Clone, Debug, Default)]
pub(super) struct Journal {
    /// The time of the operation or of the deadline that is worked on.
    pub(super) now: SimTime,
    /// What happened and was not yet taken.
    pub(super) happenings: Vec<Happening>,
    /// Messages on their way to the dead-letter queue of the queue that is worked on. Empty between operations.
    pub(super) dead_letters: Vec<DeadLetter>,
    /// What is handed out by the receive that is worked on. Empty between operations, but with room for the next.
    pub(super) answer: Vec<Delivery>,
    messages: u64,
    sequences: u64,
}

/// A message that has left its queue for the dead-letter queue.
#[derive(Clone, Debug)]
pub(super) struct DeadLetter {
    pub(super) from: QueueId,
    pub(super) to: QueueId,
    pub(super) message: Loose,
    pub(super) group: Option<Rc<str>>,
}

impl Journal {
    pub(super) fn turn_to(&mut self, now: SimTime) {
        assert!(now >= self.now, "time runs backwards, from {} to {now}", self.now);
        self.now = now;
    }

    #[cfg_attr(not(small), inline(always))]
    pub(super) fn note(&mut self, queue: QueueId, kind: HappeningKind) {
        self.happenings.push(Happening {
            at: self.now,
            queue,
            kind,
        });
    }

    pub(super) fn next_message(&mut self) -> MessageId {
        self.messages += 1;
        MessageId(self.messages - 1)
    }

    /// Whether a message of this id was ever sent.
    pub(super) fn knows(&self, message: MessageId) -> bool {
        message.0 < self.messages
    }

    pub(super) fn next_sequence(&mut self) -> SequenceNumber {
        self.sequences += 1;
        SequenceNumber(self.sequences)
    }
}
