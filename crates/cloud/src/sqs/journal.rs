//! What the queues share while they work: the time, the numbering, and what they have to say.

use std::rc::Rc;

use super::happening::{Happening, HappeningKind};
use super::message::{Delivery, MessageId, QueueId, SequenceNumber};
use super::record::Loose;
use super::request::PollId;
use crate::time::SimTime;

/// No more lists than this are kept for later answers.
const MOST_SPARE: usize = 256;

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
    /// Empty lists with room: many answers may be out at once.
    spare: Vec<Vec<Delivery>>,
    /// What polls that ended got and nobody has taken yet; nothing of those that got nothing.
    answers: Vec<(PollId, Vec<Delivery>)>,
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

    /// What was handed out. An empty list, with room if there is such a one, takes its place.
    #[inline]
    pub(super) fn take_list(&mut self) -> Vec<Delivery> {
        let next = self.spare.pop().unwrap_or_default();
        std::mem::replace(&mut self.answer, next)
    }

    /// A caller is done with an answer.
    #[inline]
    pub(super) fn recycle(&mut self, mut answer: Vec<Delivery>) {
        answer.clear();
        if self.answer.capacity() == 0 {
            self.answer = answer;
        } else if self.spare.len() < MOST_SPARE {
            self.spare.push(answer);
        }
    }

    /// A long poll has ended with these messages.
    pub(super) fn end_poll(&mut self, queue: QueueId, poll: PollId, deliveries: Vec<Delivery>) {
        if !deliveries.is_empty() {
            self.answers.push((poll, deliveries));
        }
        self.note(queue, HappeningKind::PollEnded { poll });
    }

    /// What a poll ended with.
    pub(super) fn take_answer(&mut self, poll: PollId) -> Vec<Delivery> {
        let place = self.answers.iter().position(|(ended, _)| *ended == poll);
        place.map_or(Vec::new(), |place| self.answers.remove(place).1)
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
