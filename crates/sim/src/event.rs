//! What happens, as data: the hash, the guarantees, the metrics, the feed and the biographies are all made from these.

use cloud::sqs::MessageId;
use cloud::time::SimTime;

use crate::client_event::ClientEvent;
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

/// What is asked for by a call. Its kind takes a whole word, for what is copied with every call is copied by words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Operation {
    /// SQS `SendMessage` with this item.
    SendMessage { item: ItemId },
    /// SQS `SendMessageBatch`, as one of its entries has it: what happens to a batch is told once for each entry that it
    /// happens to, and `entry` counts these from 0 up to `entries`.
    SendMessageBatch { item: ItemId, entry: u8, entries: u8 },
    /// SQS `ReceiveMessage`
    ReceiveMessage,
    /// SQS `DeleteMessage` of this item's message.
    DeleteMessage { item: ItemId },
    /// SQS `ChangeMessageVisibility` of this item's message.
    ChangeVisibility { item: ItemId },
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
    /// The web server answered 500: it failed on the request.
    ServerError,
    /// The web server answered 502: a part that it had to call failed.
    BadGateway,
    /// The service takes fewer requests a second: SQS answers `RequestThrottled`, a web server 429.
    Throttled,
    /// The service refused, as AWS would: its error code is shown by [`cloud::sqs::SqsError`].
    Refused,
}

/// See [`Event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum EventKind {
    /// The input at this place of the log was applied.
    InputApplied { index: u64 },
    /// A producer made an item.
    Produced { item: ItemId },
    /// The item that a producer has just made is poison: work on it always fails.
    Poisoned { item: ItemId },
    /// A producer had its item accepted: by a queue, or worked off by a server.
    Accepted { item: ItemId },
    /// A producer used up its attempts; the item is lost unless an earlier attempt had arrived all the same.
    GaveUp { item: ItemId },

    /// An attempt of a call sets out. (Of a batch, this and what follows upon it is told of each entry.)
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
    /// A message was in an answer that was lost: it is in flight, and nobody has it.
    DeliveryLost {
        call: CallId,
        link: LinkId,
        item: ItemId,
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
    /// The delay of a message that is still delayed was changed, with that of its queue.
    DelayChanged {
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
    /// A delete missed a copy of a message, which goes on as if nobody had deleted it.
    CopyLeft {
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
    /// A move task took a message out of a dead-letter queue; it is a new one in the other queue.
    Moved {
        queue: PartId,
        message: MessageId,
        item: ItemId,
        to: PartId,
        new: MessageId,
        visible_at: SimTime,
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
    /// Processing failed, as it always does: the item is poison.
    WorkPoisoned {
        workers: PartId,
        worker: u32,
        item: ItemId,
    },
    /// An idempotent worker found that its group has worked the item off already, and does not do it again.
    WorkSkipped {
        workers: PartId,
        worker: u32,
        item: ItemId,
    },
    /// A worker dropped an item with the end of its process.
    WorkDropped {
        workers: PartId,
        worker: u32,
        item: ItemId,
    },
    /// A worker's process died.
    WorkerCrashed { workers: PartId, worker: u32 },
    /// A worker's process that was not there runs.
    WorkerStarted { workers: PartId, worker: u32 },
    /// Auto Scaling wants another number of workers for this backlog.
    ScaledTo {
        workers: PartId,
        from: u32,
        to: u32,
        backlog: u64,
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
    /// A server failed on a request, or on a call that it had to make for it.
    ServiceFailed { server: PartId, item: ItemId },
    /// A server dropped a request with the end of its process.
    ServiceDropped { server: PartId, item: ItemId },
    /// A server's process died.
    ServerCrashed { server: PartId },
    /// A server's process that had died runs again.
    ServerStarted { server: PartId },

    /// A program from outside did something, or had something done.
    Client(ClientEvent),
}

impl EventKind {
    /// The item it is about, if it is about one.
    #[cfg_attr(not(small), inline(always))]
    pub fn item(&self) -> Option<ItemId> {
        match *self {
            Self::InputApplied { .. }
            | Self::EmptyReceive { .. }
            | Self::WorkerCrashed { .. }
            | Self::WorkerStarted { .. }
            | Self::ScaledTo { .. }
            | Self::ServerCrashed { .. }
            | Self::ServerStarted { .. } => None,
            Self::CallSent { operation, .. }
            | Self::RequestLost { operation, .. }
            | Self::ResponseLost { operation, .. }
            | Self::CallFailed { operation, .. } => operation.item(),
            Self::Produced { item }
            | Self::Poisoned { item }
            | Self::Accepted { item }
            | Self::GaveUp { item }
            | Self::DeliveryLost { item, .. }
            | Self::Sent { item, .. }
            | Self::Deduplicated { item, .. }
            | Self::Arrived { item, .. }
            | Self::Received { item, .. }
            | Self::Returned { item, .. }
            | Self::VisibilityChanged { item, .. }
            | Self::DelayChanged { item, .. }
            | Self::Deleted { item, .. }
            | Self::CopyLeft { item, .. }
            | Self::Expired { item, .. }
            | Self::Purged { item, .. }
            | Self::DeadLettered { item, .. }
            | Self::Moved { item, .. }
            | Self::WorkStarted { item, .. }
            | Self::WorkFinished { item, .. }
            | Self::WorkFailed { item, .. }
            | Self::WorkPoisoned { item, .. }
            | Self::WorkSkipped { item, .. }
            | Self::WorkDropped { item, .. }
            | Self::Queued { item, .. }
            | Self::TurnedAway { item, .. }
            | Self::ServiceStarted { item, .. }
            | Self::ServiceFinished { item, .. }
            | Self::ServiceFailed { item, .. }
            | Self::ServiceDropped { item, .. } => Some(item),
            Self::Client(event) => event.item(),
        }
    }

    /// The part at which it happened, if it happened at one. What a producer does with an item happens at the producer.
    #[cfg_attr(not(small), inline(always))]
    pub fn part(&self) -> Option<PartId> {
        match *self {
            Self::InputApplied { .. }
            | Self::CallSent { .. }
            | Self::RequestLost { .. }
            | Self::ResponseLost { .. }
            | Self::DeliveryLost { .. }
            | Self::CallFailed { .. } => None,
            Self::Produced { item }
            | Self::Poisoned { item }
            | Self::Accepted { item }
            | Self::GaveUp { item } => Some(item.producer()),
            Self::Sent { queue, .. }
            | Self::Deduplicated { queue, .. }
            | Self::Arrived { queue, .. }
            | Self::Received { queue, .. }
            | Self::Returned { queue, .. }
            | Self::VisibilityChanged { queue, .. }
            | Self::DelayChanged { queue, .. }
            | Self::Deleted { queue, .. }
            | Self::CopyLeft { queue, .. }
            | Self::Expired { queue, .. }
            | Self::Purged { queue, .. }
            | Self::DeadLettered { queue, .. }
            | Self::Moved { queue, .. }
            | Self::EmptyReceive { queue } => Some(queue),
            Self::WorkStarted { workers, .. }
            | Self::WorkFinished { workers, .. }
            | Self::WorkFailed { workers, .. }
            | Self::WorkPoisoned { workers, .. }
            | Self::WorkSkipped { workers, .. }
            | Self::WorkDropped { workers, .. }
            | Self::WorkerCrashed { workers, .. }
            | Self::WorkerStarted { workers, .. }
            | Self::ScaledTo { workers, .. } => Some(workers),
            Self::Queued { server, .. }
            | Self::TurnedAway { server, .. }
            | Self::ServiceStarted { server, .. }
            | Self::ServiceFinished { server, .. }
            | Self::ServiceFailed { server, .. }
            | Self::ServiceDropped { server, .. }
            | Self::ServerCrashed { server }
            | Self::ServerStarted { server } => Some(server),
            Self::Client(event) => event.part(),
        }
    }

    /// The link on which it happened, if it happened on one.
    pub fn link(&self) -> Option<LinkId> {
        match *self {
            Self::CallSent { link, .. }
            | Self::RequestLost { link, .. }
            | Self::ResponseLost { link, .. }
            | Self::DeliveryLost { link, .. }
            | Self::CallFailed { link, .. } => Some(link),
            _ => None,
        }
    }

    /// Whether it is out of the ordinary, or somebody's doing: something that a list of the last events must not lose
    /// among the many that only say that all is well.
    #[cfg_attr(not(small), inline(always))]
    pub fn is_noteworthy(&self) -> bool {
        match self {
            Self::InputApplied { .. }
            | Self::Poisoned { .. }
            | Self::GaveUp { .. }
            | Self::RequestLost { .. }
            | Self::ResponseLost { .. }
            | Self::DeliveryLost { .. }
            | Self::CallFailed { .. }
            | Self::Deduplicated { .. }
            | Self::Returned { .. }
            | Self::CopyLeft { .. }
            | Self::Expired { .. }
            | Self::Purged { .. }
            | Self::DeadLettered { .. }
            | Self::Moved { .. }
            | Self::WorkFailed { .. }
            | Self::WorkPoisoned { .. }
            | Self::WorkSkipped { .. }
            | Self::WorkDropped { .. }
            | Self::WorkerCrashed { .. }
            | Self::WorkerStarted { .. }
            | Self::ScaledTo { .. }
            | Self::TurnedAway { .. }
            | Self::ServiceFailed { .. }
            | Self::ServiceDropped { .. }
            | Self::ServerCrashed { .. }
            | Self::ServerStarted { .. } => true,
            Self::ServiceFinished { answered, .. } => !answered,
            Self::Client(event) => event.is_noteworthy(),
            Self::Produced { .. }
            | Self::Accepted { .. }
            | Self::CallSent { .. }
            | Self::Sent { .. }
            | Self::Arrived { .. }
            | Self::Received { .. }
            | Self::VisibilityChanged { .. }
            | Self::DelayChanged { .. }
            | Self::Deleted { .. }
            | Self::EmptyReceive { .. }
            | Self::WorkStarted { .. }
            | Self::WorkFinished { .. }
            | Self::Queued { .. }
            | Self::ServiceStarted { .. } => false,
        }
    }
}

impl Operation {
    /// The item that it carries or names.
    #[cfg_attr(not(small), inline(always))]
    pub fn item(self) -> Option<ItemId> {
        match self {
            Self::SendMessage { item }
            | Self::SendMessageBatch { item, .. }
            | Self::DeleteMessage { item }
            | Self::ChangeVisibility { item }
            | Self::Request { item } => Some(item),
            Self::ReceiveMessage => None,
        }
    }

    /// Whether it hands an item over, so that the request travels with the arrow of its link.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn hands_over(self) -> bool {
        matches!(
            self,
            Self::SendMessage { .. } | Self::SendMessageBatch { .. } | Self::Request { .. }
        )
    }

    /// Whether this tells of a call, rather than of one more entry of a batch that has been told of already.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn is_first_entry(self) -> bool {
        !matches!(self, Self::SendMessageBatch { entry: 1.., .. })
    }
}
