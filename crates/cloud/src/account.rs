//! Who calls, and where: accounts, regions, and the callers that policies speak of.

use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

const ACCOUNT_DIGITS: usize = 12;
const REGION_LENGTH: usize = 32;
const USER_LENGTH: usize = 64;

/// An AWS account: written with twelve digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

/// A text that does not name what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAName;

/// A region, such as `us-east-1`: 1 to 32 lower-case letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Rc<str>);

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Caller {
    /// The account that the caller belongs to, and that pays.
    pub account: AccountId,
    /// Whether it is the account itself, or a user in it.
    pub principal: Principal,
}

/// See [`Caller`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// The account's root user.
    Root,
    /// An IAM user of this name (1 to 64 letters, digits and `+=,.@_-`).
    User(Rc<str>),
}

impl FromStr for AccountId {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let digits = text.len() == ACCOUNT_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits {
            text.parse().map(Self).map_err(|_| NotAName)
        } else {
            Err(NotAName)
        }
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0ACCOUNT_DIGITS$}", self.0)
    }
}

impl FromStr for Region {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=REGION_LENGTH).contains(&text.len()) && text.bytes().all(valid) {
            Ok(Self(text.into()))
        } else {
            Err(NotAName)
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Principal {
    /// The user of this name.
    pub fn user(name: &str) -> Result<Self, NotAName> {
        let valid = |byte: u8| byte.is_ascii_alphanumeric() || b"+=,.@_-".contains(&byte);
        if (1..=USER_LENGTH).contains(&name.len()) && name.bytes().all(valid) {
            Ok(Self::User(name.into()))
        } else {
            Err(NotAName)
        }
    }
}

/// The ARN by which policies and `GetCallerIdentity` name the caller.
impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let account = self.account;
        match &self.principal {
            Principal::Root => write!(f, "arn:aws:iam::{account}:root"),
            Principal::User(name) => write!(f, "arn:aws:iam::{account}:user/{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_twelve_digits() {
        let account: AccountId = "000000000042".parse().expect("twelve digits");
        assert_eq!(account.to_string(), "000000000042");
        for wrong in ["", "42", "00000000004a", "0000000000042", "+00000000042"] {
            assert!(wrong.parse::<AccountId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_caller_is_known_by_its_arn() {
        let account = "111111111111".parse().expect("twelve digits");
        let root = Caller {
            account,
            principal: Principal::Root,
        };
        assert_eq!(root.to_string(), "arn:aws:iam::111111111111:root");
        let user = Caller {
            account,
            principal: Principal::user("alice").expect("a name"),
        };
        assert_eq!(user.to_string(), "arn:aws:iam::111111111111:user/alice");
        assert!(Principal::user("a b").is_err());
    }
}
