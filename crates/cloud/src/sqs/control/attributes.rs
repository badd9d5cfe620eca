//! What a client sets of a queue: texts, checked, and laid over what is there (`reference/sqs.md` §1.2).

use std::rc::Rc;
use std::str::FromStr;

use super::super::api::{ApiError, Pairs};
use super::super::attributes::{DeduplicationScope, FifoThroughputLimit, QueueAttributes, QueueKind};
use super::super::service::Sqs;
use super::directory::{Directory, Entry};
use super::encryption::EncryptionSettings;
use super::names::Name;
use super::policy_limits::{Excess, excess};
use super::redrive::{AllowText, RedriveText};
use super::refusal::Code;
use crate::policy::Policy;

const REUSE_PERIOD: std::ops::RangeInclusive<u32> = 60..=86_400;

/// What a request sets. What it does not name stays as it is; of what can be removed, an empty text removes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    /// In the order given.
    pub(super) names: Vec<Name>,
    delay_seconds: Option<u32>,
    maximum_message_size: Option<u32>,
    message_retention_period: Option<u32>,
    receive_message_wait_time_seconds: Option<u32>,
    visibility_timeout: Option<u32>,
    content_based_deduplication: Option<bool>,
    deduplication_scope: Option<DeduplicationScope>,
    fifo_throughput_limit: Option<FifoThroughputLimit>,
    policy: Option<Option<Rc<Policy>>>,
    redrive: Option<Option<RedriveText>>,
    redrive_allow: Option<Option<AllowText>>,
    encryption: EncryptionSettings,
}

impl Settings {
    /// Names are looked at first, then values, each in the order given. `kind` is that of the queue, or that which a new
    /// one is to have.
    pub(super) fn read(pairs: &Pairs, kind: QueueKind) -> Result<Self, ApiError> {
        let mut settings = Self::default();
        for (name, _) in pairs {
            let known = Name::read(name).filter(|name| name.can_be_set());
            let name = known.ok_or_else(|| unknown(name))?;
            if kind == QueueKind::Standard {
                no_fifo_attribute(name)?;
            }
            settings.names.push(name);
        }
        for (place, (_, value)) in pairs.iter().enumerate() {
            settings.set(settings.names[place], value)?;
        }
        Ok(settings)
    }

    fn set(&mut self, name: Name, value: &Rc<str>) -> Result<(), ApiError> {
        let is_removed = value.is_empty();
        match name {
            Name::VisibilityTimeout => self.visibility_timeout = Some(read(name, value)?),
            Name::MaximumMessageSize => self.maximum_message_size = Some(read(name, value)?),
            Name::MessageRetentionPeriod => self.message_retention_period = Some(read(name, value)?),
            Name::DelaySeconds => self.delay_seconds = Some(read(name, value)?),
            Name::ReceiveMessageWaitTimeSeconds => {
                self.receive_message_wait_time_seconds = Some(read(name, value)?);
            }
            Name::Policy if is_removed => self.policy = Some(None),
            Name::Policy => self.policy = Some(Some(read_policy(value)?)),
            Name::RedrivePolicy if is_removed => self.redrive = Some(None),
            Name::RedrivePolicy => self.redrive = Some(Some(RedriveText::read(value)?)),
            Name::RedriveAllowPolicy if is_removed => self.redrive_allow = Some(None),
            Name::RedriveAllowPolicy => self.redrive_allow = Some(Some(AllowText::read(value)?)),
            Name::KmsMasterKeyId => self.encryption.key = Some(value.clone()),
            Name::KmsDataKeyReusePeriodSeconds => {
                let seconds = read(name, value)?;
                let valid = REUSE_PERIOD.contains(&seconds);
                self.encryption.reuse_period = Some(valid.then_some(seconds).ok_or_else(|| invalid(name))?);
            }
            Name::SqsManagedSseEnabled => self.encryption.managed = Some(read_bool(name, value)?),
            Name::FifoQueue => {
                if !value.eq_ignore_ascii_case("true") {
                    return Err(Code::InvalidAttributeValue.because(
                        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
                    ));
                }
            }
            Name::DeduplicationScope => {
                self.deduplication_scope = Some(match &**value {
                    "queue" => DeduplicationScope::Queue,
                    "messageGroup" => DeduplicationScope::MessageGroup,
                    _ => return Err(invalid(name)),
                });
            }
            Name::FifoThroughputLimit => {
                self.fifo_throughput_limit = Some(match &**value {
                    "perQueue" => FifoThroughputLimit::PerQueue,
                    "perMessageGroupId" => FifoThroughputLimit::PerMessageGroupId,
                    _ => return Err(invalid(name)),
                });
            }
            Name::ContentBasedDeduplication => {
                self.content_based_deduplication = Some(read_bool(name, value)?);
            }
            Name::QueueArn
            | Name::ApproximateNumberOfMessages
            | Name::ApproximateNumberOfMessagesNotVisible
            | Name::ApproximateNumberOfMessagesDelayed
            | Name::CreatedTimestamp
            | Name::LastModifiedTimestamp => return Err(unknown(name.text())),
        }
        Ok(())
    }

    /// Lays them over what a queue has. What the data plane checks is left to it.
    pub(super) fn apply(
        &self,
        entry: &mut Entry,
        attributes: &mut QueueAttributes,
        sqs: &Sqs,
        directory: &Directory,
    ) -> Result<(), ApiError> {
        replace(&mut attributes.delay_seconds, self.delay_seconds);
        replace(&mut attributes.maximum_message_size, self.maximum_message_size);
        replace(
            &mut attributes.message_retention_period,
            self.message_retention_period,
        );
        replace(
            &mut attributes.receive_message_wait_time_seconds,
            self.receive_message_wait_time_seconds,
        );
        replace(&mut attributes.visibility_timeout, self.visibility_timeout);
        replace(
            &mut attributes.content_based_deduplication,
            self.content_based_deduplication,
        );
        replace(&mut attributes.deduplication_scope, self.deduplication_scope);
        replace(&mut attributes.fifo_throughput_limit, self.fifo_throughput_limit);
        replace(&mut entry.policy, self.policy.clone());
        entry.encryption = entry.encryption.with(&self.encryption)?;
        if let Some(redrive) = &self.redrive {
            let redrive = redrive.as_ref();
            let redrive = redrive.map(|redrive| redrive.of(&entry.address, sqs, directory));
            attributes.redrive = redrive.transpose()?;
        }
        if let Some(allow) = &self.redrive_allow {
            let resolved = allow.as_ref().unwrap_or(&AllowText::All).resolve(directory);
            attributes.redrive_allow = resolved.clone();
            entry.redrive_allow = allow.clone().map(|allow| (allow, resolved));
        }
        Ok(())
    }
}

fn replace<T>(own: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *own = new;
    }
}

/// Digits alone.
fn read<T: FromStr>(name: Name, value: &str) -> Result<T, ApiError> {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| value.parse().ok()).flatten();
    number.ok_or_else(|| invalid(name))
}

fn read_bool(name: Name, value: &str) -> Result<bool, ApiError> {
    [false, true]
        .into_iter()
        .find(|known| value.eq_ignore_ascii_case(if *known { "true" } else { "false" }))
        .ok_or_else(|| invalid(name))
}

/// A policy within the limits.
fn read_policy(text: &str) -> Result<Rc<Policy>, ApiError> {
    let policy = Policy::read(text).map_err(|_| invalid(Name::Policy))?;
    match excess(&policy, text.len()) {
        None => Ok(Rc::new(policy)),
        // Unverified.
        Some(Excess {
            of: "Statements",
            count,
            most,
        }) => Err(Code::InvalidAttributeValue.because(format_args!(
            "{count} statements were found in the submitted policy, max allowed is {most}"
        ))),
        Some(_) => Err(invalid(Name::Policy)),
    }
}

fn no_fifo_attribute(name: Name) -> Result<(), ApiError> {
    match name {
        Name::FifoQueue | Name::ContentBasedDeduplication => Err(unknown(name.text())),
        Name::DeduplicationScope | Name::FifoThroughputLimit => Err(Code::InvalidAttributeName.because(
            format_args!("You can specify the {name} only when FifoQueue is set to true."),
        )),
        _ => Ok(()),
    }
}

pub(super) fn unknown(name: &str) -> ApiError {
    Code::InvalidAttributeName.because(format_args!("Unknown Attribute {name}."))
}

/// Unverified.
fn invalid(name: Name) -> ApiError {
    Code::InvalidAttributeValue.because(format_args!("Invalid value for the parameter {name}."))
}
