//! How a queue's messages are encrypted at rest, which nobody can see but in its attributes (`reference/sqs.md` §1.2, §7).

use std::rc::Rc;

use super::super::api::ApiError;
use super::refusal::Code;

/// `KmsDataKeyReusePeriodSeconds` where nobody sets it.
const DEFAULT_REUSE_PERIOD: u32 = 300;

/// `KmsMasterKeyId`, `KmsDataKeyReusePeriodSeconds` and `SqsManagedSseEnabled`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Encryption {
    kind: Kind,
    /// Seconds; shown only with a key of KMS.
    reuse_period: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Off,
    /// SSE-SQS, the default.
    Sqs,
    /// SSE-KMS: a key's id, ARN or alias.
    Kms(Rc<str>),
}

/// What a request says of it; what it does not name stays.
#[derive(Clone, Debug, Default)]
pub(super) struct EncryptionSettings {
    /// An empty one takes the key away.
    pub(super) key: Option<Rc<str>>,
    pub(super) reuse_period: Option<u32>,
    pub(super) managed: Option<bool>,
}

impl Default for Encryption {
    fn default() -> Self {
        Self {
            kind: Kind::Sqs,
            reuse_period: DEFAULT_REUSE_PERIOD,
        }
    }
}

impl Encryption {
    /// A queue has one kind of encryption. A key of KMS replaces SSE-SQS, which does not come back when the key is taken
    /// away; and SSE-SQS replaces a key.
    pub(super) fn with(&self, settings: &EncryptionSettings) -> Result<Self, ApiError> {
        let given = settings.key.as_ref().filter(|key| !key.is_empty());
        let key = match (&settings.key, &self.kind) {
            (Some(_), _) => given,
            (None, Kind::Kms(key)) if settings.managed != Some(true) => Some(key),
            (None, _) => None,
        };
        let kind = match (key, settings.managed) {
            (Some(_), Some(true)) => {
                return Err(Code::InvalidAttributeName.because(
                    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE \
                     or SQS SSE.",
                ));
            }
            (Some(key), _) => Kind::Kms(key.clone()),
            (None, Some(true)) => Kind::Sqs,
            (None, Some(false)) => Kind::Off,
            (None, None) if self.kind == Kind::Sqs => Kind::Sqs,
            (None, None) => Kind::Off,
        };
        Ok(Self {
            kind,
            reuse_period: settings.reuse_period.unwrap_or(self.reuse_period),
        })
    }

    /// `KmsMasterKeyId`
    pub(super) fn key(&self) -> Option<&Rc<str>> {
        match &self.kind {
            Kind::Kms(key) => Some(key),
            _ => None,
        }
    }

    /// `KmsDataKeyReusePeriodSeconds`
    pub(super) fn reuse_period(&self) -> Option<u32> {
        self.key().map(|_| self.reuse_period)
    }

    /// `SqsManagedSseEnabled`
    pub(super) fn is_managed(&self) -> bool {
        self.kind == Kind::Sqs
    }
}
