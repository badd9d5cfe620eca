//! What a policy is asked.

use std::borrow::Cow;

use crate::account::{Caller, Principal, Region};

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub enum Requester<'a> {
    /// An account, or a user of one.
    Caller(&'a Caller),
    /// A service of AWS, such as `sns.amazonaws.com`.
    Service(&'a str),
}

/// On whose behalf a service asks.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// `aws:SourceArn`
    pub arn: &'a str,
    /// `aws:SourceAccount`
    pub account: &'a str,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Who asks.
    pub requester: Requester<'a>,
    /// The action with its service: `sqs:SendMessage`.
    pub action: &'a str,
    /// The resource's ARN.
    pub resource: &'a str,
    /// If a service asks on behalf of something.
    pub source: Option<Source<'a>>,
    /// Where it is asked: `aws:RequestedRegion`.
    pub region: &'a Region,
    /// Seconds since 1970: `aws:CurrentTime`, `aws:EpochTime`.
    pub now: i64,
}

/// What policies say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A statement allows it, and none denies it.
    Allowed,
    /// A statement denies it, whatever others allow.
    Denied,
    /// No statement speaks of it.
    NotAllowed,
}

impl Request<'_> {
    /// The value of a condition key, whose name is given in lower case. Requests are taken to come over TLS, as those of
    /// AWS's own clients do, and from nowhere in particular.
    pub(super) fn key(&self, name: &str) -> Option<Cow<'_, str>> {
        let name = name.strip_prefix("aws:")?;
        let value = match (name, self.requester) {
            ("sourcearn", _) => self.source?.arn.into(),
            ("sourceaccount", _) => self.source?.account.into(),
            ("securetransport", _) => "true".into(),
            ("currenttime" | "epochtime", _) => self.now.to_string().into(),
            ("requestedregion", _) => self.region.to_string().into(),
            ("principalarn", Requester::Caller(caller)) => caller.to_string().into(),
            ("principalaccount", Requester::Caller(caller)) => caller.account.to_string().into(),
            ("principaltype", Requester::Caller(caller)) => match caller.principal {
                Principal::Root => "Account".into(),
                Principal::User(_) => "User".into(),
            },
            ("username", Requester::Caller(caller)) => match &caller.principal {
                Principal::Root => return None,
                Principal::User(name) => Cow::Borrowed(&**name),
            },
            ("principalisawsservice", requester) => {
                let is_service = matches!(requester, Requester::Service(_));
                is_service.to_string().into()
            }
            ("principalservicename", Requester::Service(name)) => name.into(),
            _ => return None,
        };
        Some(value)
    }
}
