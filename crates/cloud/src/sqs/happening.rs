//! What a queue did, as data. Everything that is shown, counted, checked or hashed is derived from these.

use super::message::{Mark, MessageId, QueueId};
use super::request::PollId;
use crate::time::SimTime;

/// One thing that a queue did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When: the time of the operation, or the deadline that fell due.
    pub at: SimTime,
    /// Where.
    pub queue: QueueId,
    /// What.
    pub kind: HappeningKind,
}

/// See [`Happening`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields that carry the name of their type")]
pub enum HappeningKind {
    /// A message was stored; with a delay it is not receivable before `visible_at`.
    Sent {
        message: MessageId,
        mark: Mark,
        visible_at: SimTime,
    },
    /// FIFO: a send within five minutes of `original` with the same deduplication id; nothing was stored.
    Deduplicated { original: MessageId, mark: Mark },
    /// A delay ran out.
    Arrived { message: MessageId, mark: Mark },
    /// A message was handed to a receiver and is in flight until `visible_at`.
    Received {
        message: MessageId,
        mark: Mark,
        receive_count: u32,
        visible_at: SimTime,
    },
    /// A message in flight is available again: its visibility timeout ran out or was set to zero.
    Returned {
        message: MessageId,
        mark: Mark,
        receive_count: u32,
    },
    /// The visibility timeout of a message in flight was changed.
    VisibilityChanged {
        message: MessageId,
        mark: Mark,
        visible_at: SimTime,
    },
    /// FIFO: the queue's delay was changed, and with it that of a message which is still delayed.
    DelayChanged {
        message: MessageId,
        mark: Mark,
        visible_at: SimTime,
    },
    /// A message was deleted by its receiver, in flight or (standard) already available again.
    Deleted { message: MessageId, mark: Mark },
    /// Standard: a delete succeeded, but one copy of the message is left and goes on.
    CopyLeft { message: MessageId, mark: Mark },
    /// A message reached the end of the retention period.
    Expired { message: MessageId, mark: Mark },
    /// A message was purged.
    Purged { message: MessageId, mark: Mark },
    /// A message had been received `maxReceiveCount` times and went to the dead-letter queue `to`.
    DeadLettered {
        message: MessageId,
        mark: Mark,
        to: QueueId,
        receive_count: u32,
    },
    /// A move task took a message out, which is a `new` one in the queue `to`, receivable from `visible_at` on.
    Moved {
        message: MessageId,
        mark: Mark,
        to: QueueId,
        new: MessageId,
        visible_at: SimTime,
    },
    /// A receive was answered with nothing.
    EmptyReceive,
    /// A long poll is answered: [`super::Sqs::take_answer`] gives what with.
    PollEnded { poll: PollId },
}
