//! The attributes of a queue, by AWS's names (`reference/sqs.md` §1.2).

use std::fmt;

/// An attribute, as clients read and set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    QueueArn,
    ApproximateNumberOfMessages,
    ApproximateNumberOfMessagesNotVisible,
    ApproximateNumberOfMessagesDelayed,
    CreatedTimestamp,
    LastModifiedTimestamp,
    VisibilityTimeout,
    MaximumMessageSize,
    MessageRetentionPeriod,
    DelaySeconds,
    Policy,
    RedrivePolicy,
    RedriveAllowPolicy,
    ReceiveMessageWaitTimeSeconds,
    KmsMasterKeyId,
    KmsDataKeyReusePeriodSeconds,
    FifoQueue,
    DeduplicationScope,
    FifoThroughputLimit,
    ContentBasedDeduplication,
    SqsManagedSseEnabled,
}

impl Name {
    /// In the order in which AWS tells them.
    pub(super) const ALL: [Self; 21] = [
        Self::QueueArn,
        Self::ApproximateNumberOfMessages,
        Self::ApproximateNumberOfMessagesNotVisible,
        Self::ApproximateNumberOfMessagesDelayed,
        Self::CreatedTimestamp,
        Self::LastModifiedTimestamp,
        Self::VisibilityTimeout,
        Self::MaximumMessageSize,
        Self::MessageRetentionPeriod,
        Self::DelaySeconds,
        Self::Policy,
        Self::RedrivePolicy,
        Self::RedriveAllowPolicy,
        Self::ReceiveMessageWaitTimeSeconds,
        Self::KmsMasterKeyId,
        Self::KmsDataKeyReusePeriodSeconds,
        Self::FifoQueue,
        Self::DeduplicationScope,
        Self::FifoThroughputLimit,
        Self::ContentBasedDeduplication,
        Self::SqsManagedSseEnabled,
    ];

    /// AWS's name.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::QueueArn => "QueueArn",
            Self::ApproximateNumberOfMessages => "ApproximateNumberOfMessages",
            Self::ApproximateNumberOfMessagesNotVisible => "ApproximateNumberOfMessagesNotVisible",
            Self::ApproximateNumberOfMessagesDelayed => "ApproximateNumberOfMessagesDelayed",
            Self::CreatedTimestamp => "CreatedTimestamp",
            Self::LastModifiedTimestamp => "LastModifiedTimestamp",
            Self::VisibilityTimeout => "VisibilityTimeout",
            Self::MaximumMessageSize => "MaximumMessageSize",
            Self::MessageRetentionPeriod => "MessageRetentionPeriod",
            Self::DelaySeconds => "DelaySeconds",
            Self::Policy => "Policy",
            Self::RedrivePolicy => "RedrivePolicy",
            Self::RedriveAllowPolicy => "RedriveAllowPolicy",
            Self::ReceiveMessageWaitTimeSeconds => "ReceiveMessageWaitTimeSeconds",
            Self::KmsMasterKeyId => "KmsMasterKeyId",
            Self::KmsDataKeyReusePeriodSeconds => "KmsDataKeyReusePeriodSeconds",
            Self::FifoQueue => "FifoQueue",
            Self::DeduplicationScope => "DeduplicationScope",
            Self::FifoThroughputLimit => "FifoThroughputLimit",
            Self::ContentBasedDeduplication => "ContentBasedDeduplication",
            Self::SqsManagedSseEnabled => "SqsManagedSseEnabled",
        }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.text() == text)
    }

    /// Whether clients can set it.
    pub(super) const fn can_be_set(self) -> bool {
        !matches!(
            self,
            Self::QueueArn
                | Self::ApproximateNumberOfMessages
                | Self::ApproximateNumberOfMessagesNotVisible
                | Self::ApproximateNumberOfMessagesDelayed
                | Self::CreatedTimestamp
                | Self::LastModifiedTimestamp
        )
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
