//! Whom a statement speaks of.

use std::rc::Rc;

use super::request::Requester;
use crate::account::{AccountId, Principal as Kind};
use crate::arn::Arn;
use crate::json::Json;

/// A principal of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Principal {
    /// `*`: everybody.
    Everybody,
    /// An account: all who belong to it.
    Account(AccountId),
    /// A user of an account.
    User(AccountId, Rc<str>),
    /// A service, such as `sns.amazonaws.com`.
    Service(Rc<str>),
    /// Of a kind that nobody is here: a role, a federated user.
    Other,
}

impl Principal {
    /// Reads `"*"` or `{"AWS": …, "Service": …}`.
    pub(super) fn read_all(json: &Json) -> Option<Vec<Self>> {
        if let Some(text) = json.as_text() {
            return (&**text == "*").then(|| vec![Self::Everybody]);
        }
        let mut principals = Vec::new();
        for (kind, names) in json.as_object()? {
            for name in names.elements() {
                principals.push(Self::read(kind, name.as_text()?)?);
            }
        }
        (!principals.is_empty()).then_some(principals)
    }

    fn read(kind: &str, name: &Rc<str>) -> Option<Self> {
        match kind {
            "AWS" if &**name == "*" => Some(Self::Everybody),
            "AWS" => Self::read_arn(&account_as_arn(name)),
            "Service" => Some(Self::Service(name.clone())),
            "Federated" | "CanonicalUser" => Some(Self::Other),
            _ => None,
        }
    }

    fn read_arn(text: &str) -> Option<Self> {
        let arn = Arn::read(text).filter(|arn| matches!(arn.service, "iam" | "sts"))?;
        let account = arn.account.parse().ok()?;
        Some(match (arn.service, arn.resource) {
            ("iam", "root") => Self::Account(account),
            ("iam", resource) => match resource.strip_prefix("user/") {
                // A user's name is the last part; before it is a path.
                Some(user) => Self::User(account, user.rsplit('/').next().unwrap_or(user).into()),
                None => Self::Other,
            },
            _ => Self::Other,
        })
    }

    pub(super) fn is(&self, requester: Requester<'_>) -> bool {
        match (self, requester) {
            (Self::Everybody, _) => true,
            (Self::Account(account), Requester::Caller(caller)) => caller.account == *account,
            (Self::User(account, name), Requester::Caller(caller)) => {
                caller.account == *account && matches!(&caller.principal, Kind::User(own) if own == name)
            }
            (Self::Service(name), Requester::Service(own)) => **name == *own,
            _ => false,
        }
    }
}

/// AWS keeps the number of an account as the ARN of its root user.
pub(super) fn account_as_arn(name: &Rc<str>) -> Rc<str> {
    match name.parse::<AccountId>() {
        Ok(account) => format!("arn:aws:iam::{account}:root").into(),
        Err(_) => name.clone(),
    }
}
