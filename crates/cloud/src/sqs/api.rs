//! The operations of Amazon SQS as a client calls them: with names, URLs and texts, nothing checked but the form that
//! the protocol demands (a number is a number, a list a list). Required members may be absent: the service says so.
//!
//! The data plane below ([`super::Sqs`]) knows queues by id and receipts by their parts; the registry brings the two
//! together, evaluates policies and keeps what only the control plane knows.

use std::rc::Rc;

use super::message::{Delivery, MessageId, SequenceNumber};
use super::message_attributes::MessageAttributes;
use crate::account::{AccountId, Caller, Region};
use crate::time::SimTime;

/// A call of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who asks.
    pub caller: Caller,
    /// The region whose endpoint is asked.
    pub region: Region,
    /// What is asked.
    pub operation: Operation,
}

/// Names and values, in the order given.
pub type Pairs = Vec<(Rc<str>, Rc<str>)>;

/// What is asked. Fields carry AWS's names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the operations and members of the API, by their names"
)]
pub enum Operation {
    CreateQueue {
        queue_name: Option<Rc<str>>,
        attributes: Pairs,
        tags: Pairs,
    },
    GetQueueUrl {
        queue_name: Option<Rc<str>>,
        queue_owner_aws_account_id: Option<Rc<str>>,
    },
    ListQueues {
        queue_name_prefix: Option<Rc<str>>,
        max_results: Option<i64>,
        next_token: Option<Rc<str>>,
    },
    ListDeadLetterSourceQueues {
        queue_url: Option<Rc<str>>,
        max_results: Option<i64>,
        next_token: Option<Rc<str>>,
    },
    ListMessageMoveTasks {
        source_arn: Option<Rc<str>>,
        max_results: Option<i64>,
    },
    StartMessageMoveTask {
        source_arn: Option<Rc<str>>,
        destination_arn: Option<Rc<str>>,
        max_number_of_messages_per_second: Option<i64>,
    },
    CancelMessageMoveTask {
        task_handle: Option<Rc<str>>,
    },
    /// An operation on the queue of this URL.
    OnQueue {
        queue_url: Option<Rc<str>>,
        operation: QueueOperation,
    },
}

/// See [`Operation::OnQueue`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the operations and members of the API, by their names"
)]
pub enum QueueOperation {
    DeleteQueue,
    PurgeQueue,
    GetQueueAttributes {
        attribute_names: Vec<Rc<str>>,
    },
    SetQueueAttributes {
        attributes: Option<Pairs>,
    },
    AddPermission {
        label: Option<Rc<str>>,
        aws_account_ids: Vec<Rc<str>>,
        actions: Vec<Rc<str>>,
    },
    RemovePermission {
        label: Option<Rc<str>>,
    },
    TagQueue {
        tags: Option<Pairs>,
    },
    UntagQueue {
        tag_keys: Vec<Rc<str>>,
    },
    ListQueueTags,
    SendMessage(MessageRequest),
    SendMessageBatch {
        entries: Vec<Entry<MessageRequest>>,
    },
    ReceiveMessage {
        max_number_of_messages: Option<i64>,
        visibility_timeout: Option<i64>,
        wait_time_seconds: Option<i64>,
        /// What `MessageSystemAttributeNames` and `AttributeNames` select is for the codec to show.
        receive_request_attempt_id: Option<Rc<str>>,
    },
    DeleteMessage(ReceiptRequest),
    DeleteMessageBatch {
        entries: Vec<Entry<ReceiptRequest>>,
    },
    ChangeMessageVisibility(VisibilityRequest),
    ChangeMessageVisibilityBatch {
        entries: Vec<Entry<VisibilityRequest>>,
    },
}

/// An entry of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    /// `Id`
    pub id: Option<Rc<str>>,
    /// What is asked.
    pub request: T,
}

/// `SendMessage`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the members of the API, by their names")]
pub struct MessageRequest {
    pub message_body: Option<Rc<str>>,
    pub delay_seconds: Option<i64>,
    /// `MessageAttributes`, and `AWSTraceHeader` of `MessageSystemAttributes`.
    pub attributes: Option<Rc<MessageAttributes>>,
    pub message_deduplication_id: Option<Rc<str>>,
    pub message_group_id: Option<Rc<str>>,
}

impl MessageRequest {
    /// What is counted and billed of it, in bytes: the body and the user attributes.
    pub fn size(&self) -> u64 {
        let body = self.message_body.as_ref().map_or(0, |body| body.len());
        let attributes = self.attributes.as_ref().map_or(0, |attributes| attributes.len());
        body as u64 + attributes as u64
    }
}

/// `DeleteMessage`
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the members of the API, by their names")]
pub struct ReceiptRequest {
    pub receipt_handle: Option<Rc<str>>,
}

/// `ChangeMessageVisibility`
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the members of the API, by their names")]
pub struct VisibilityRequest {
    pub receipt_handle: Option<Rc<str>>,
    pub visibility_timeout: Option<i64>,
}

/// A queue as a client knows it: the path of its URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueueAddress {
    /// Whose it is.
    pub account: AccountId,
    /// In which region.
    pub region: Region,
    /// 1 to 80 letters, digits, `-` and `_`; that of a FIFO queue ends in `.fifo`, which counts.
    pub name: Rc<str>,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the operations and members of the API, by their names"
)]
pub enum Answer {
    /// The operation has no output.
    Done,
    /// `QueueUrl`
    QueueUrl(QueueAddress),
    /// `QueueUrls` (or `queueUrls`), and more if there is a token.
    QueueUrls {
        queues: Vec<QueueAddress>,
        next_token: Option<Rc<str>>,
    },
    /// `Attributes`, in AWS's order; the values are texts on the wire.
    Attributes(Pairs),
    /// `Tags`
    Tags(Pairs),
    Sent(SentMessage),
    SentBatch(BatchAnswer<SentMessage>),
    /// `Messages`
    Messages(Vec<Received>),
    /// Of `DeleteMessageBatch` and `ChangeMessageVisibilityBatch`.
    Batch(BatchAnswer<()>),
    /// `TaskHandle`
    TaskHandle(Rc<str>),
    /// `ApproximateNumberOfMessagesMoved`
    Moved(u64),
    /// `Results`, the newest first.
    MoveTasks(Vec<MoveTask>),
}

/// What `SendMessage` answers. The digests are for the codec to compute, from the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the members of the API, by their names")]
pub struct SentMessage {
    pub message_id: MessageId,
    pub sequence_number: Option<SequenceNumber>,
}

/// What a batch answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchAnswer<T> {
    /// `Successful`, in the order of the request: the place of the entry in it, and its result.
    pub successful: Vec<(usize, T)>,
    /// `Failed`, in the order of the request.
    pub failed: Vec<(usize, ApiError)>,
}

/// A received message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What the data plane handed out.
    pub delivery: Delivery,
    /// `SenderId`
    pub sender_id: Rc<str>,
    /// `DeadLetterQueueSourceArn`
    pub dead_letter_queue_source: Option<QueueAddress>,
}

/// An entry of `ListMessageMoveTasks`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the members of the API, by their names")]
pub struct MoveTask {
    /// Only while it runs.
    pub task_handle: Option<Rc<str>>,
    pub status: MoveTaskStatus,
    pub source_arn: Rc<str>,
    pub destination_arn: Option<Rc<str>>,
    pub max_number_of_messages_per_second: Option<u32>,
    pub approximate_number_of_messages_moved: u64,
    pub approximate_number_of_messages_to_move: Option<u64>,
    /// An error's query code.
    pub failure_reason: Option<Rc<str>>,
    pub started: SimTime,
}

/// `Status`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "AWS's words")]
pub enum MoveTaskStatus {
    Running,
    Completed,
    Cancelling,
    Cancelled,
    Failed,
}

/// A refusal, ready to be told to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The error's name in the JSON protocol, without the `com.amazonaws.sqs#` in front.
    pub code: &'static str,
    /// The error's code in the query protocol, and in a batch's `Failed`.
    pub query_code: &'static str,
    /// HTTP status: 400, 403, 404 or 500.
    pub status: u16,
    /// `message`
    pub message: String,
}
