//! What a signature says about who calls. It is read, not verified.

use cloud::account::{AccountId, Caller, Principal, Region};

use crate::http::Request;
use crate::protocol::query::Form;

/// The longest name of a user.
const USER_LENGTH: usize = 64;

/// The parts of a signature's credential: `KEY/20261120/us-east-1/sqs/aws4_request`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credential {
    /// The access key's id.
    pub(crate) access_key: String,
    /// The region of the scope; none in signatures that hold for several, or are of an older kind.
    pub(crate) region: Option<String>,
    /// The service of the scope.
    pub(crate) service: Option<String>,
}

impl Credential {
    /// That of the `Authorization` header, or else of a presigned URL or a form signed by version 2.
    pub(crate) fn of(request: &Request<'_>, form: &Form<'_>) -> Option<Self> {
        let header = request.header("authorization").and_then(in_header);
        let scoped = header.or_else(|| form.get("X-Amz-Credential"));
        match scoped {
            Some(credential) => Self::read(credential),
            None => form.get("AWSAccessKeyId").map(|key| Self {
                access_key: key.to_owned(),
                region: None,
                service: None,
            }),
        }
    }

    /// The access key stands in front, and may have slashes; a scope for several regions names none.
    fn read(text: &str) -> Option<Self> {
        let rest = text.strip_suffix("/aws4_request")?;
        let (rest, service) = rest.rsplit_once('/')?;
        let (before, last) = rest.rsplit_once('/')?;
        let (access_key, region) = match before.rsplit_once('/') {
            Some((access_key, date)) if is_date(date) => (access_key, Some(last.to_owned())),
            _ if is_date(last) => (before, None),
            _ => return None,
        };
        Some(Self {
            access_key: access_key.to_owned(),
            region,
            service: Some(service.to_owned()),
        })
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`
fn in_header(value: &str) -> Option<&str> {
    let parts = value.strip_prefix("AWS4-")?.split([' ', ',']);
    parts
        .into_iter()
        .find_map(|part| part.strip_prefix("Credential="))
}

/// Whom an access key names: twelve digits are an account, and its root calls; anything else is a user of the default
/// account. Characters that no user's name has become `_`.
pub(crate) fn caller(access_key: &str, default: AccountId) -> Caller {
    if let Ok(account) = access_key.parse() {
        return root(account);
    }
    let valid = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c);
    let name: String = access_key
        .chars()
        .take(USER_LENGTH)
        .map(|c| if valid(c) { c } else { '_' })
        .collect();
    match Principal::user(&name) {
        Ok(principal) => Caller {
            account: default,
            principal,
        },
        Err(_) => root(default),
    }
}

/// The account itself.
pub(crate) fn root(account: AccountId) -> Caller {
    Caller {
        account,
        principal: Principal::Root,
    }
}

/// The region that a scope names, if it is one.
pub(crate) fn region(credential: Option<&Credential>) -> Option<Region> {
    credential?.region.as_deref()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(key: &str, region: Option<&str>) -> Credential {
        Credential {
            access_key: key.to_owned(),
            region: region.map(str::to_owned),
            service: Some("sqs".to_owned()),
        }
    }

    #[test]
    fn a_credential_has_a_key_a_date_a_region_and_a_service() {
        for (text, expected) in [
            (
                "test/20261120/eu-west-1/sqs/aws4_request",
                Some(credential("test", Some("eu-west-1"))),
            ),
            (
                "a/b/20261120/eu-west-1/sqs/aws4_request",
                Some(credential("a/b", Some("eu-west-1"))),
            ),
            ("test/20261120/sqs/aws4_request", Some(credential("test", None))),
            (
                "/20261120/eu-west-1/sqs/aws4_request",
                Some(credential("", Some("eu-west-1"))),
            ),
            ("test", None),
            ("test/x/eu-west-1/sqs/aws4_request", None),
            ("test/20261120/eu-west-1/sqs/aws5", None),
            ("", None),
        ] {
            assert_eq!(Credential::read(text), expected, "{text}");
        }
    }

    #[test]
    fn the_header_may_have_spaces_after_its_commas_or_not() {
        for header in [
            "AWS4-HMAC-SHA256 Credential=k/20261120/r/sqs/aws4_request, SignedHeaders=host, Signature=0",
            "AWS4-HMAC-SHA256 Credential=k/20261120/r/sqs/aws4_request,SignedHeaders=host,Signature=0",
            "AWS4-ECDSA-P256-SHA256 Credential=k/20261120/r/sqs/aws4_request",
        ] {
            assert_eq!(
                in_header(header),
                Some("k/20261120/r/sqs/aws4_request"),
                "{header}"
            );
        }
        assert_eq!(in_header("Bearer k"), None);
    }

    #[test]
    fn the_access_key_names_the_caller() {
        let default = "123456789012".parse().expect("an account");
        for (key, arn) in [
            ("111111111111", "arn:aws:iam::111111111111:root"),
            ("test", "arn:aws:iam::123456789012:user/test"),
            ("11111111111", "arn:aws:iam::123456789012:user/11111111111"),
            ("a b/ü", "arn:aws:iam::123456789012:user/a_b__"),
            ("", "arn:aws:iam::123456789012:root"),
        ] {
            assert_eq!(caller(key, default).to_string(), arn, "{key}");
        }
        let long = caller(&"x".repeat(100), default).to_string();
        assert!(long.ends_with(&format!("user/{}", "x".repeat(64))), "{long}");
    }
}
