//! What programs from outside do in a world: calls of a service that no part of the drawing makes.

use crate::item::ItemId;
use crate::sketch::PartId;

/// The producer of what clients send. It is not drawn, and all clients together are one.
pub const CLIENTS: PartId = PartId((1 << 24) - 1);

/// The first part that a call creates. No drawn part has such an id.
const FIRST_CREATED: u32 = 1 << 24;

/// Names a call, and with it its answer: given by whoever brings the call into the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallNumber(pub u64);

/// What a client asks for, by AWS's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the operations of the API, by their names")]
pub enum ClientOperation {
    CreateQueue,
    GetQueueUrl,
    ListQueues,
    ListDeadLetterSourceQueues,
    ListMessageMoveTasks,
    StartMessageMoveTask,
    CancelMessageMoveTask,
    DeleteQueue,
    PurgeQueue,
    GetQueueAttributes,
    SetQueueAttributes,
    AddPermission,
    RemovePermission,
    TagQueue,
    UntagQueue,
    ListQueueTags,
    SendMessage,
    SendMessageBatch,
    ReceiveMessage,
    DeleteMessage,
    DeleteMessageBatch,
    ChangeMessageVisibility,
    ChangeMessageVisibilityBatch,
}

/// How a call was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum ClientOutcome {
    /// It was done. So many messages were sent, received, deleted or changed by it, and so many entries of a batch failed.
    Done { messages: u32, failed: u32 },
    /// It was refused, with this error code.
    Refused { code: &'static str },
}

/// See the module's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum ClientEvent {
    /// A client called a service; `digest` is made from all that the call says.
    Called {
        call: CallNumber,
        operation: ClientOperation,
        queue: Option<PartId>,
        digest: u64,
    },
    /// A call was answered: at once, or a long poll when its time had come.
    Answered {
        call: CallNumber,
        outcome: ClientOutcome,
    },
    /// A client hung up before its long poll was answered.
    HungUp { call: CallNumber },
    /// A client got a message, in the answer to this call.
    Taken { call: CallNumber, item: ItemId },
    /// A client asked to delete the message that it had received: it has worked the item off.
    Finished { queue: PartId, item: ItemId },
    /// A call created a queue.
    QueueCreated { queue: PartId },
    /// A call changed what a queue is set to.
    QueueConfigured { queue: PartId },
    /// A call deleted a queue.
    QueueDeleted { queue: PartId },
}

/// The part that a queue becomes before which calls had created `number` others.
pub fn created_part(number: u32) -> PartId {
    PartId(FIRST_CREATED.saturating_add(number))
}

/// How many parts calls had created before this one, if it was created by a call.
pub fn created_number(part: PartId) -> Option<u32> {
    part.0.checked_sub(FIRST_CREATED)
}

/// Whether a part was created by a call, so that nobody has drawn it.
pub fn is_created_by_a_call(part: PartId) -> bool {
    created_number(part).is_some()
}

impl ClientEvent {
    /// The item it is about, if it is about one.
    pub fn item(&self) -> Option<ItemId> {
        match *self {
            Self::Taken { item, .. } | Self::Finished { item, .. } => Some(item),
            _ => None,
        }
    }

    /// The part at which it happened, if it happened at one.
    pub fn part(&self) -> Option<PartId> {
        match *self {
            Self::Called { queue, .. } => queue,
            Self::Finished { queue, .. }
            | Self::QueueCreated { queue }
            | Self::QueueConfigured { queue }
            | Self::QueueDeleted { queue } => Some(queue),
            Self::Answered { .. } | Self::HungUp { .. } | Self::Taken { .. } => None,
        }
    }

    /// See [`crate::EventKind::is_noteworthy`].
    pub(crate) fn is_noteworthy(&self) -> bool {
        match self {
            Self::QueueCreated { .. }
            | Self::QueueConfigured { .. }
            | Self::QueueDeleted { .. }
            | Self::Answered {
                outcome: ClientOutcome::Refused { .. },
                ..
            } => true,
            Self::Called { .. }
            | Self::Answered { .. }
            | Self::HungUp { .. }
            | Self::Taken { .. }
            | Self::Finished { .. } => false,
        }
    }
}
