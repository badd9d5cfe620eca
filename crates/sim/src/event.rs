//! What happens, as data: the hash, the guarantees, the metrics, the feed and the biographies are all made from these.

use cloud::sqs::MessageId;
use cloud::time::SimTime;

use crate::item::ItemId;
use crate::sketch::{LinkId, PartId};

/// One thing that happened. Events are totally ordered by (`at`, `sequence`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: SimTime,
    /// Its place among all events of the run, from 0.
    pub sequence: u64,
    /// What.
    pub kind: EventKind,
}

/// A call from one part to another, with all its attempts. Unique within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u64);

/// What is asked for by a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// SQS `SendMessage` with this item.
    SendMessage { item: ItemId },
    /// SQS `ReceiveMessage`
    ReceiveMessage,
    /// SQS `DeleteMessage` of this item's message.
    DeleteMessage { item: ItemId },
    /// An HTTP request carrying this item to a web server.
    Request { item: ItemId },
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallFailure {
    /// No answer within the caller's time-out.
    TimedOut,
    /// The web server answered 503: its waiting room was full.
    Unavailable,
    /// The service refused, as AWS would: its error code is shown by [`cloud::sqs::SqsError`].
    Refused,
}

/// See [`Event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The input at this place of the log was applied.
    InputApplied { index: u64 },
    /// A producer made an item.
    Produced { item: ItemId },
    /// A producer had its item accepted: by a queue, or worked off by a server.
    Accepted { item: ItemId },
    /// A producer used up its attempts; the item is lost unless an earlier attempt had arrived all the same.
    GaveUp { item: ItemId },

    /// An attempt of a call sets out.
    CallSent {
        call: CallId,
        link: LinkId,
        operation: Operation,
        attempt: u32,
    },
    /// A request was lost on a link.
    RequestLost {
        call: CallId,
        link: LinkId,
        operation: Operation,
    },
    /// An answer was lost on a link; `items` messages were in it.
    ResponseLost {
        call: CallId,
        link: LinkId,
        operation: Operation,
        items: u32,
    },
    /// An attempt failed.
    CallFailed {
        call: CallId,
        link: LinkId,
        operation: Operation,
        failure: CallFailure,
    },

    /// A queue stored a message; not receivable before `visible_at`.
    Sent {
        queue: PartId,
        message: MessageId,
        item: ItemId,
        visible_at: SimTime,
    },
    /// A FIFO queue had seen the deduplication id within five minutes and stored nothing.
    Deduplicated {
        queue: PartId,
        original: MessageId,
        item: ItemId,
    },
    /// A delay ran out.
    Arrived {
        queue: PartId,
        message: MessageId,
        item: ItemId,
    },
    /// A queue handed a message to a receiver.
    Received {
        queue: PartId,
        message: MessageId,
        item: ItemId,
        receive_count: u32,
        visible_at: SimTime,
    },
    /// A message in flight is available again.
    Returned {
        queue: PartId,
        message: MessageId,
        item: ItemId,
        receive_count: u32,
    },
    /// The visibility timeout of a message was changed.
    VisibilityChanged {
        queue: PartId,
        message: MessageId,
        item: ItemId,
        visible_at: SimTime,
    },
    /// A message was deleted.
    Deleted {
        queue: PartId,
        message: MessageId,
        item: ItemId,
    },
    /// A message reached the end of its retention.
    Expired {
        queue: PartId,
        message: MessageId,
        item: ItemId,
    },
    /// A message was purged, or went with its queue.
    Purged {
        queue: PartId,
        message: MessageId,
        item: ItemId,
    },
    /// A message moved to a dead-letter queue.
    DeadLettered {
        queue: PartId,
        message: MessageId,
        item: ItemId,
        to: PartId,
        receive_count: u32,
    },
    /// A receive was answered with nothing.
    EmptyReceive { queue: PartId },

    /// A worker began to process an item.
    WorkStarted {
        workers: PartId,
        worker: u32,
        item: ItemId,
        receive_count: u32,
    },
    /// A worker processed an item to the end.
    WorkFinished {
        workers: PartId,
        worker: u32,
        item: ItemId,
    },
    /// Processing failed.
    WorkFailed {
        workers: PartId,
        worker: u32,
        item: ItemId,
    },
    /// A stop made a worker drop an item.
    WorkDropped {
        workers: PartId,
        worker: u32,
        item: ItemId,
    },

    /// A server put a request into its waiting room.
    Queued { server: PartId, item: ItemId },
    /// A server answered 503 at once.
    TurnedAway { server: PartId, item: ItemId },
    /// A server began a request.
    ServiceStarted { server: PartId, item: ItemId },
    /// A server finished a request. `answered` is false when the caller no longer waits.
    ServiceFinished {
        server: PartId,
        item: ItemId,
        answered: bool,
    },
    /// A stop made a server drop a request.
    ServiceDropped { server: PartId, item: ItemId },
}
