//! What a client reads of a queue's attributes: all that is set, in the texts that AWS gives back.

use std::rc::Rc;

use super::super::api::{ApiError, Pairs};
use super::super::attributes::{DeduplicationScope, FifoThroughputLimit, QueueAttributes, QueueKind};
use super::super::service::Sqs;
use super::attributes::unknown;
use super::directory::{Directory, Entry};
use super::names::Name;
use super::redrive::redrive_text;
use crate::time::SimTime;

/// A queue, to be read.
pub(super) struct Reading<'a> {
    pub(super) entry: &'a Entry,
    pub(super) attributes: &'a QueueAttributes,
    pub(super) sqs: &'a Sqs,
    pub(super) directory: &'a Directory,
    /// What t = 0 is, in milliseconds since 1970.
    pub(super) start_unix_millis: u64,
}

impl Reading<'_> {
    /// The attributes of these names, or of `All`; nothing of what is not set.
    pub(super) fn pairs(&self, names: &[Rc<str>]) -> Result<Pairs, ApiError> {
        let mut wanted = [false; Name::ALL.len()];
        for name in names {
            match Name::ALL.iter().position(|known| known.text() == &**name) {
                Some(place) => wanted[place] = true,
                None if &**name == "All" => wanted = [true; Name::ALL.len()],
                None => return Err(unknown(name)),
            }
        }
        let wanted = Name::ALL.into_iter().zip(wanted).filter(|(_, wanted)| *wanted);
        let pair = |(name, _): (Name, bool)| Some((name.text().into(), self.value(name)?));
        Ok(wanted.filter_map(pair).collect())
    }

    /// The value of an attribute, if it is set.
    pub(super) fn value(&self, name: Name) -> Option<Rc<str>> {
        let Self {
            entry,
            attributes,
            sqs,
            directory,
            ..
        } = self;
        let number = |number: u32| number.to_string();
        let count = |count: u64| count.to_string();
        let text = match name {
            Name::QueueArn => return Some(entry.arn.clone()),
            Name::ApproximateNumberOfMessages => count(sqs.counts(entry.id).visible),
            Name::ApproximateNumberOfMessagesNotVisible => count(sqs.counts(entry.id).in_flight),
            Name::ApproximateNumberOfMessagesDelayed => count(sqs.counts(entry.id).delayed),
            Name::CreatedTimestamp => self.seconds(entry.created),
            Name::LastModifiedTimestamp => self.seconds(entry.modified),
            Name::VisibilityTimeout => number(attributes.visibility_timeout),
            Name::MaximumMessageSize => number(attributes.maximum_message_size),
            Name::MessageRetentionPeriod => number(attributes.message_retention_period),
            Name::DelaySeconds => number(attributes.delay_seconds),
            Name::Policy => entry.policy.as_ref()?.to_string(),
            Name::RedrivePolicy => return redrive_text(attributes.redrive?, directory),
            Name::RedriveAllowPolicy => {
                return entry.redrive_allow_text(&attributes.redrive_allow, directory);
            }
            Name::ReceiveMessageWaitTimeSeconds => number(attributes.receive_message_wait_time_seconds),
            Name::KmsMasterKeyId => return entry.encryption.key().cloned(),
            Name::KmsDataKeyReusePeriodSeconds => number(entry.encryption.reuse_period()?),
            Name::SqsManagedSseEnabled => entry.encryption.is_managed().to_string(),
            Name::FifoQueue
            | Name::DeduplicationScope
            | Name::FifoThroughputLimit
            | Name::ContentBasedDeduplication => return self.fifo_value(name),
        };
        Some(text.into())
    }

    /// Standard queues have none of these.
    fn fifo_value(&self, name: Name) -> Option<Rc<str>> {
        if entry_kind(self.entry) == QueueKind::Standard {
            return None;
        }
        let text = match name {
            Name::FifoQueue => "true",
            Name::DeduplicationScope => match self.attributes.deduplication_scope {
                DeduplicationScope::Queue => "queue",
                DeduplicationScope::MessageGroup => "messageGroup",
            },
            Name::FifoThroughputLimit => match self.attributes.fifo_throughput_limit {
                FifoThroughputLimit::PerQueue => "perQueue",
                FifoThroughputLimit::PerMessageGroupId => "perMessageGroupId",
            },
            _ if self.attributes.content_based_deduplication => "true",
            _ => "false",
        };
        Some(text.into())
    }

    /// Seconds since 1970.
    fn seconds(&self, at: SimTime) -> String {
        super::unix_seconds(self.start_unix_millis, at).to_string()
    }
}

fn entry_kind(entry: &Entry) -> QueueKind {
    super::address::kind_of(&entry.address.name).unwrap_or(QueueKind::Standard)
}
