//! The attributes of a queue, their ranges and their defaults.

use std::fmt;
use std::rc::Rc;

use super::message::QueueId;
use crate::time::SimDuration;

/// `VisibilityTimeout`: 12 hours, in seconds. Also the longest that one receive may last, extensions included.
pub const MAXIMUM_VISIBILITY_TIMEOUT: u32 = 43_200;

/// Fixed for the life of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueKind {
    /// At least once, best-effort order.
    Standard,
    /// In order within a message group, deduplicated over five minutes.
    Fifo,
}

/// `DeduplicationScope`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeduplicationScope {
    /// `queue`: one space of deduplication ids.
    #[default]
    Queue,
    /// `messageGroup`: one space for each group.
    MessageGroup,
}

/// `FifoThroughputLimit`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FifoThroughputLimit {
    /// `perQueue`
    #[default]
    PerQueue,
    /// `perMessageGroupId`, only with [`DeduplicationScope::MessageGroup`].
    PerMessageGroupId,
}

/// `RedrivePolicy`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redrive {
    /// `deadLetterTargetArn`, as the queue's id.
    pub dead_letter_target: QueueId,
    /// `maxReceiveCount`, 1 to 1,000.
    pub max_receive_count: u32,
}

/// The most queues that a [`RedriveAllowPolicy::ByQueue`] may name.
pub const MAX_REDRIVE_SOURCES: usize = 10;

/// `RedriveAllowPolicy`: whose dead-letter queue this queue may be. Looked at when a source's redrive policy is set,
/// and not when a message moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RedriveAllowPolicy {
    /// `allowAll`
    #[default]
    AllowAll,
    /// `denyAll`
    DenyAll,
    /// `byQueue`, with 1 to 10 `sourceQueueArns`, as ids.
    ByQueue(Rc<[QueueId]>),
}

impl RedriveAllowPolicy {
    pub(super) fn allows(&self, source: QueueId) -> bool {
        match self {
            Self::AllowAll => true,
            Self::DenyAll => false,
            Self::ByQueue(sources) => sources.contains(&source),
        }
    }
}

/// The JSON text, with the engine's name of the queue for its ARN.
impl fmt::Display for Redrive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            dead_letter_target,
            max_receive_count,
        } = self;
        write!(
            f,
            "{{\"deadLetterTargetArn\":\"{dead_letter_target}\",\"maxReceiveCount\":{max_receive_count}}}"
        )
    }
}

/// An attribute, by its AWS name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// Seconds, 0 to 900, default 0.
    DelaySeconds,
    /// Bytes, 1,024 to 1,048,576, default 1,048,576.
    MaximumMessageSize,
    /// Seconds, 60 to 1,209,600, default 345,600 (four days).
    MessageRetentionPeriod,
    /// Seconds, 0 to 20, default 0.
    ReceiveMessageWaitTimeSeconds,
    /// Seconds, 0 to 43,200, default 30.
    VisibilityTimeout,
    /// FIFO only, default false.
    ContentBasedDeduplication,
    /// FIFO only, see [`DeduplicationScope`].
    DeduplicationScope,
    /// FIFO only, see [`FifoThroughputLimit`].
    FifoThroughputLimit,
}

/// The AWS name.
impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The attributes that rule a queue while it runs, in AWS's units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueAttributes {
    /// `DelaySeconds`
    pub delay_seconds: u32,
    /// `MaximumMessageSize`, bytes
    pub maximum_message_size: u32,
    /// `MessageRetentionPeriod`, seconds
    pub message_retention_period: u32,
    /// `ReceiveMessageWaitTimeSeconds`
    pub receive_message_wait_time_seconds: u32,
    /// `VisibilityTimeout`, seconds
    pub visibility_timeout: u32,
    /// `RedrivePolicy`
    pub redrive: Option<Redrive>,
    /// `RedriveAllowPolicy`
    pub redrive_allow: RedriveAllowPolicy,
    /// `ContentBasedDeduplication` (FIFO)
    pub content_based_deduplication: bool,
    /// `DeduplicationScope` (FIFO)
    pub deduplication_scope: DeduplicationScope,
    /// `FifoThroughputLimit` (FIFO)
    pub fifo_throughput_limit: FifoThroughputLimit,
}

/// AWS's defaults (`reference/sqs.md` §1.2).
impl Default for QueueAttributes {
    fn default() -> Self {
        Self {
            delay_seconds: 0,
            maximum_message_size: 1_048_576,
            message_retention_period: 345_600,
            receive_message_wait_time_seconds: 0,
            visibility_timeout: 30,
            redrive: None,
            redrive_allow: RedriveAllowPolicy::AllowAll,
            content_based_deduplication: false,
            deduplication_scope: DeduplicationScope::Queue,
            fifo_throughput_limit: FifoThroughputLimit::PerQueue,
        }
    }
}

impl QueueAttributes {
    pub(super) fn delay(&self) -> SimDuration {
        SimDuration::from_secs(self.delay_seconds.into())
    }

    pub(super) fn visibility_timeout(&self) -> SimDuration {
        SimDuration::from_secs(self.visibility_timeout.into())
    }

    pub(super) fn retention(&self) -> SimDuration {
        SimDuration::from_secs(self.message_retention_period.into())
    }
}
