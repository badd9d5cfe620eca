//! `AddPermission` and `RemovePermission`: statements of the queue's policy (`reference/sqs.md` §7).

use std::rc::Rc;

use super::super::api::{Answer, ApiError};
use super::Registry;
use super::directory::Entry;
use super::policy_limits::{Excess, excess};
use super::refusal::{self, Code};
use crate::account::AccountId;
use crate::json::Json;
use crate::policy::{Policy, Statement};
use crate::time::SimTime;

const VERSION: &str = "2008-10-17";
const LABEL_LENGTH: usize = 80;

/// What can be allowed to others in this way. A batch goes with the action of its entries.
const FOR_OTHERS: [&str; 7] = [
    "*",
    "SendMessage",
    "ReceiveMessage",
    "DeleteMessage",
    "ChangeMessageVisibility",
    "GetQueueAttributes",
    "GetQueueUrl",
];
/// What the owner alone may do.
const FOR_THE_OWNER: [&str; 10] = [
    "AddPermission",
    "CreateQueue",
    "DeleteQueue",
    "ListQueues",
    "ListQueueTags",
    "PurgeQueue",
    "RemovePermission",
    "SetQueueAttributes",
    "TagQueue",
    "UntagQueue",
];

impl Registry {
    /// `AddPermission`. What is there already is not added again.
    pub(super) fn add_permission(
        &mut self,
        entry: &Entry,
        now: SimTime,
        label: Option<&str>,
        accounts: &[Rc<str>],
        actions: &[Rc<str>],
    ) -> Result<Answer, ApiError> {
        let label = checked_label(label)?;
        check_accounts(accounts)?;
        check_actions(actions)?;
        let mut policy = match &entry.policy {
            Some(policy) => (**policy).clone(),
            None => Policy::new(VERSION, &format!("{}/SQSDefaultPolicy", entry.arn)),
        };
        let texts = |texts: &[Rc<str>], prefix: &str| {
            let texts = texts.iter().map(|text| Json::text(&format!("{prefix}{text}")));
            Json::List(texts.collect())
        };
        let statement = Json::object([
            ("Sid", Json::text(label)),
            ("Effect", Json::text("Allow")),
            ("Principal", Json::object([("AWS", texts(accounts, ""))])),
            ("Action", texts(actions, "SQS:")),
            ("Resource", Json::text(&entry.arn)),
        ]);
        let same = |statement: &&Statement| statement.sid() == Some(label);
        let there = policy.statements().iter().find(same).cloned();
        policy
            .add(&statement)
            .expect("checked accounts and actions make a statement");
        if there.is_some() && there.as_ref() == policy.statements().last() {
            return Ok(Answer::Done);
        }
        if there.is_some() {
            return Err(refusal::invalid(label, "Label", "Already exists."));
        }
        // As long as it is when it is read back.
        match excess(&policy, policy.to_string().len()) {
            Some(excess) => Err(too_many(excess)),
            None => {
                self.set_policy(entry, now, Some(policy));
                Ok(Answer::Done)
            }
        }
    }

    /// `RemovePermission`. A policy without statements is none.
    pub(super) fn remove_permission(
        &mut self,
        entry: &Entry,
        now: SimTime,
        label: Option<&str>,
    ) -> Result<Answer, ApiError> {
        let label = label.ok_or_else(|| refusal::missing("Label"))?;
        let mut policy = entry.policy.as_deref().cloned();
        if !policy.as_mut().is_some_and(|policy| policy.remove(label)) {
            return Err(refusal::invalid(label, "Label", "can't find label."));
        }
        self.set_policy(
            entry,
            now,
            policy.filter(|policy| !policy.statements().is_empty()),
        );
        Ok(Answer::Done)
    }

    fn set_policy(&mut self, entry: &Entry, now: SimTime, policy: Option<Policy>) {
        self.replace(Entry {
            policy: policy.map(Rc::new),
            modified: now,
            ..entry.clone()
        });
    }
}

fn checked_label(label: Option<&str>) -> Result<&str, ApiError> {
    let label = label.ok_or_else(|| refusal::missing("Label"))?;
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=LABEL_LENGTH).contains(&label.len()) && label.bytes().all(valid) {
        return Ok(label);
    }
    // Unverified.
    let reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
    Err(refusal::invalid(label, "Label", reason))
}

fn check_accounts(accounts: &[Rc<str>]) -> Result<(), ApiError> {
    let is_account = |account: &Rc<str>| account.parse::<AccountId>().is_ok();
    match accounts.iter().find(|account| !is_account(account)) {
        Some(wrong) => Err(refusal::invalid(
            wrong,
            "PrincipalId",
            "Unable to verify principal.",
        )),
        // Unverified.
        None if accounts.is_empty() => Err(refusal::missing("PrincipalId")),
        None => Ok(()),
    }
}

fn check_actions(actions: &[Rc<str>]) -> Result<(), ApiError> {
    if actions.is_empty() {
        return Err(refusal::missing("Actions"));
    }
    match actions.iter().find(|action| !FOR_OTHERS.contains(&&***action)) {
        None => Ok(()),
        Some(action) => {
            let reason = if FOR_THE_OWNER.contains(&&**action) {
                "Only the queue owner is allowed to invoke this action."
            } else {
                "Please refer to the appropriate WSDL for a list of valid actions."
            };
            let value = format!("SQS:{action}");
            Err(refusal::invalid(value, "ActionName", reason))
        }
    }
}

/// The text is unverified.
fn too_many(Excess { of, count, most }: Excess) -> ApiError {
    Code::OverLimit.because(format_args!(
        "{count} {of} were found, maximum allowed is {most}."
    ))
}
