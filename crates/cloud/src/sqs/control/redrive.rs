//! `RedrivePolicy` and `RedriveAllowPolicy` as texts (`reference/sqs.md` §1.2, §5).

use std::rc::Rc;

use super::super::api::{ApiError, QueueAddress};
use super::super::attributes::{MAX_REDRIVE_SOURCES, Redrive, RedriveAllowPolicy};
use super::super::service::Sqs;
use super::address;
use super::directory::{Directory, Entry};
use super::names::Name;
use super::refusal;
use crate::arn::Arn;
use crate::json::Json;

/// The largest `maxReceiveCount`.
const MOST_RECEIVES: u32 = 1_000;

/// What a `RedrivePolicy` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RedriveText {
    /// As it was given, for refusals.
    text: Rc<str>,
    target: QueueAddress,
    max_receive_count: u32,
}

impl RedriveText {
    pub(super) fn read(text: &Rc<str>) -> Result<Self, ApiError> {
        let refused = |reason: &str| refusal::invalid(text, Name::RedrivePolicy, reason);
        let json = Json::read(text).ok().filter(|json| json.as_object().is_some());
        // Unverified.
        let json = json.ok_or_else(|| {
            refusal::unreadable(Name::RedrivePolicy, "Redrive policy is not a valid JSON map.")
        })?;
        let mandatory = |name: &str| {
            json.member(name).ok_or_else(|| {
                refused(&format!(
                    "Redrive policy does not contain mandatory attribute: {name}."
                ))
            })
        };
        let max_receive_count = mandatory("maxReceiveCount")?;
        let target = mandatory("deadLetterTargetArn")?;
        let count = match max_receive_count {
            Json::Text(text) => text.to_string(),
            other => other.to_string(),
        };
        let valid = count
            .parse()
            .ok()
            .filter(|count| (1..=MOST_RECEIVES).contains(count));
        let max_receive_count = valid.ok_or_else(|| {
            refused(&format!(
                "Invalid value for maxReceiveCount: {count}, valid values are from 1 to {MOST_RECEIVES} both inclusive."
            ))
        })?;
        if !has_only(&json, &["deadLetterTargetArn", "maxReceiveCount"]) {
            // Unverified.
            return Err(refused(
                "Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].",
            ));
        }
        let arn = target.as_text();
        let target = arn.and_then(|arn| address::read_arn(arn));
        let target = target.ok_or_else(|| {
            let of_another_service = arn
                .and_then(|arn| Arn::read(arn))
                .is_some_and(|arn| arn.service != "sqs");
            // Unverified.
            let not_a_queue = "Only SQS queues are valid resources for deadLetterTargetArn.";
            let not_an_arn = "Invalid value for deadLetterTargetArn.";
            refused(if of_another_service {
                not_a_queue
            } else {
                not_an_arn
            })
        })?;
        Ok(Self {
            text: text.clone(),
            target,
            max_receive_count,
        })
    }

    /// What it says of a queue of this account and region. Texts are unverified.
    pub(super) fn of(
        &self,
        source: &QueueAddress,
        sqs: &Sqs,
        directory: &Directory,
    ) -> Result<Redrive, ApiError> {
        let refused = |reason: &str| refusal::invalid(&self.text, Name::RedrivePolicy, reason);
        if self.target.region != source.region {
            return Err(refused(
                "Dead-letter target must be in same region as the source.",
            ));
        }
        if self.target.account != source.account {
            return Err(refused("Dead-letter target owner should be same as the source."));
        }
        let target = directory.at(&self.target);
        let target = target.ok_or_else(|| refused("Dead letter target does not exist."))?;
        let (own_kind, kind) = (address::kind_of(&source.name), sqs.kind(target.id));
        if own_kind != kind {
            return Err(refused(
                "Dead-letter queue must be same type of queue as the source.",
            ));
        }
        let in_force = sqs
            .attributes(target.id)
            .map(|attributes| &attributes.redrive_allow);
        if !in_force.is_none_or(|in_force| target.allow_policy(in_force, directory).allows(source)) {
            return Err(refused(
                "The redrive allow policy of the dead-letter queue does not allow this source queue.",
            ));
        }
        Ok(Redrive {
            dead_letter_target: target.id,
            max_receive_count: self.max_receive_count,
        })
    }
}

impl Entry {
    /// The policy in force: as a client set it, unless somebody changed it in the data plane since.
    pub(super) fn allow_policy(&self, in_force: &RedriveAllowPolicy, directory: &Directory) -> AllowText {
        match &self.redrive_allow {
            Some((set, resolved)) if resolved == in_force => set.clone(),
            _ => AllowText::from_ids(in_force, directory),
        }
    }

    /// Its text; nothing if nobody set one.
    pub(super) fn redrive_allow_text(
        &self,
        in_force: &RedriveAllowPolicy,
        directory: &Directory,
    ) -> Option<Rc<str>> {
        let is_set = self.redrive_allow.is_some() || *in_force != RedriveAllowPolicy::AllowAll;
        is_set.then(|| self.allow_policy(in_force, directory).text())
    }
}

/// The text of the redrive policy in force.
pub(super) fn redrive_text(redrive: Redrive, directory: &Directory) -> Option<Rc<str>> {
    let target = directory.address(redrive.dead_letter_target)?;
    let json = Json::object([
        ("deadLetterTargetArn", Json::text(&target.to_string())),
        ("maxReceiveCount", Json::Number(redrive.max_receive_count.into())),
    ]);
    Some(json.to_string().into())
}

/// What a `RedriveAllowPolicy` says. Its sources need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AllowText {
    All,
    None,
    ByQueue(Rc<[Rc<str>]>),
}

impl AllowText {
    /// The texts of refusals are unverified.
    pub(super) fn read(text: &Rc<str>) -> Result<Self, ApiError> {
        let refused = || {
            let reason =
                "Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.";
            refusal::unreadable(Name::RedriveAllowPolicy, reason)
        };
        let cannot = |reason: &str| {
            let reason = format!("Amazon SQS can't create the redrive allow policy. {reason}");
            refusal::invalid(text, Name::RedriveAllowPolicy, reason)
        };
        let json = Json::read(text).map_err(|_| refused())?;
        if !has_only(&json, &["redrivePermission", "sourceQueueArns"]) {
            return Err(refused());
        }
        let permission = json.member("redrivePermission").and_then(Json::as_text);
        let sources = json.member("sourceQueueArns");
        match (permission.map(|text| &**text), sources) {
            (Some("allowAll"), None) => Ok(Self::All),
            (Some("denyAll"), None) => Ok(Self::None),
            (Some("byQueue"), sources) => {
                if sources.is_some_and(|sources| !matches!(sources, Json::List(_))) {
                    return Err(refused());
                }
                let sources = sources.map_or(&[][..], Json::elements);
                let arn = |source: &Json| {
                    let arn = source.as_text().filter(|arn| address::read_arn(arn).is_some());
                    arn.cloned()
                };
                let arns: Option<Rc<[_]>> = sources.iter().map(arn).collect();
                let arns = arns.ok_or_else(refused)?;
                match arns.len() {
                    1..=MAX_REDRIVE_SOURCES => Ok(Self::ByQueue(arns)),
                    0 => Err(cannot(
                        "When you specify the byQueue permission type, you must also specify one or more \
                         sourceQueueArns values.",
                    )),
                    _ => Err(cannot(&format!(
                        "The maximum number of source queue ARNs you can specify is {MAX_REDRIVE_SOURCES}."
                    ))),
                }
            }
            (Some("allowAll" | "denyAll"), Some(_)) => Err(cannot(
                "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
            )),
            _ => Err(refused()),
        }
    }

    /// Of a policy that nobody set as a text.
    fn from_ids(policy: &RedriveAllowPolicy, directory: &Directory) -> Self {
        match policy {
            RedriveAllowPolicy::AllowAll => Self::All,
            RedriveAllowPolicy::DenyAll => Self::None,
            RedriveAllowPolicy::ByQueue(sources) => {
                let arns = sources.iter().filter_map(|source| directory.address(*source));
                Self::ByQueue(arns.map(|address| address.to_string().into()).collect())
            }
        }
    }

    /// What the data plane is to know of it: queues that are there.
    pub(super) fn resolve(&self, directory: &Directory) -> RedriveAllowPolicy {
        match self {
            Self::All => RedriveAllowPolicy::AllowAll,
            Self::None => RedriveAllowPolicy::DenyAll,
            Self::ByQueue(arns) => {
                let address = |arn: &Rc<str>| address::read_arn(arn);
                let ids = arns.iter().filter_map(address);
                let ids: Rc<[_]> = ids
                    .filter_map(|address| Some(directory.at(&address)?.id))
                    .collect();
                match ids.len() {
                    0 => RedriveAllowPolicy::DenyAll,
                    _ => RedriveAllowPolicy::ByQueue(ids),
                }
            }
        }
    }

    fn allows(&self, source: &QueueAddress) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::ByQueue(arns) => {
                let arn = source.to_string();
                arns.iter().any(|allowed| **allowed == *arn)
            }
        }
    }

    /// As AWS gives it back.
    pub(super) fn text(&self) -> Rc<str> {
        let permission = match self {
            Self::All => "allowAll",
            Self::None => "denyAll",
            Self::ByQueue(_) => "byQueue",
        };
        let permission = ("redrivePermission", Json::text(permission));
        let json = match self {
            Self::ByQueue(arns) => {
                let arns = arns.iter().cloned().map(Json::Text);
                Json::object([permission, ("sourceQueueArns", Json::List(arns.collect()))])
            }
            _ => Json::object([permission]),
        };
        json.to_string().into()
    }
}

/// Whether an object has no members but these.
fn has_only(json: &Json, names: &[&str]) -> bool {
    let members = json.as_object();
    members.is_some_and(|members| members.iter().all(|(name, _)| names.contains(&&**name)))
}
