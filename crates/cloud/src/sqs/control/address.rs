//! How clients name a queue: by its name, its URL, and its ARN.

use std::fmt;

use super::super::api::QueueAddress;
use super::super::attributes::QueueKind;
use crate::account::AccountId;
use crate::arn::Arn;

const NAME_LENGTH: usize = 80;
const FIFO_SUFFIX: &str = ".fifo";

/// The kind that a queue of this name has; none, if it is no name (`reference/sqs.md` §1.1).
pub(super) fn kind_of(name: &str) -> Option<QueueKind> {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let (stem, kind) = match name.strip_suffix(FIFO_SUFFIX) {
        Some(stem) => (stem, QueueKind::Fifo),
        None => (name, QueueKind::Standard),
    };
    let is_name = !stem.is_empty() && name.len() <= NAME_LENGTH && stem.bytes().all(valid);
    is_name.then_some(kind)
}

/// Why a text is no queue's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// There is nothing in it.
    Nothing,
    /// It leads to no queue.
    NoQueue,
}

/// Account and name of a queue's URL, whichever host it names: its path ends in `/ACCOUNT/NAME`. A name alone is that of a
/// queue of the caller's account, as has been seen of AWS.
pub(super) fn read_url(url: &str, caller: AccountId) -> Result<(AccountId, &str), Unread> {
    let url = url.strip_suffix('/').unwrap_or(url);
    if url.is_empty() {
        return Err(Unread::Nothing);
    }
    let Some((rest, name)) = url.rsplit_once('/') else {
        return Ok((caller, url));
    };
    let account = rest.rsplit_once('/').map_or(rest, |(_, account)| account);
    let account = account.parse().map_err(|_| Unread::NoQueue)?;
    Ok((account, name))
}

/// The queue of an ARN; none, if it is of another service or no ARN at all.
pub(super) fn read_arn(text: &str) -> Option<QueueAddress> {
    let arn = Arn::read(text).filter(|arn| arn.service == "sqs")?;
    kind_of(arn.resource)?;
    Some(QueueAddress {
        account: arn.account.parse().ok()?,
        region: arn.region.parse().ok()?,
        name: arn.resource.into(),
    })
}

/// The queue's ARN.
impl fmt::Display for QueueAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            account,
            region,
            name,
        } = self;
        write!(f, "arn:aws:sqs:{region}:{account}:{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_80_letters_digits_hyphens_and_underscores_and_fifo_its_suffix() {
        let (long, too_long) = ("q".repeat(80), "q".repeat(81));
        for name in ["q", "a-B_9", &long, "fifo"] {
            assert_eq!(kind_of(name), Some(QueueKind::Standard), "{name}");
        }
        let (long_fifo, too_long_fifo) = (
            format!("{}.fifo", "q".repeat(75)),
            format!("{}.fifo", "q".repeat(76)),
        );
        for name in ["q.fifo", &long_fifo] {
            assert_eq!(kind_of(name), Some(QueueKind::Fifo), "{name}");
        }
        for name in [
            "",
            ".fifo",
            "a.b",
            "q.FIFO",
            "q.fifo.fifo",
            "é",
            "a b",
            &too_long,
            &too_long_fifo,
        ] {
            assert_eq!(kind_of(name), None, "{name}");
        }
    }

    #[test]
    fn urls_are_read_whatever_their_host() {
        let account = "111111111111".parse().expect("twelve digits");
        let caller = "222222222222".parse().expect("twelve digits");
        for url in [
            "https://sqs.us-east-1.amazonaws.com/111111111111/q",
            "https://queue.amazonaws.com/111111111111/q",
            "http://127.0.0.1:4566/111111111111/q",
            "http://localhost/queue/us-east-1/111111111111/q/",
            "111111111111/q",
        ] {
            assert_eq!(read_url(url, caller), Ok((account, "q")), "{url}");
        }
        assert_eq!(read_url("q", caller), Ok((caller, "q")));
        assert_eq!(read_url("", caller), Err(Unread::Nothing));
        for url in [
            "/q",
            "https://host/q",
            "https://host",
            "https://host/11111111111/q",
        ] {
            assert_eq!(read_url(url, caller), Err(Unread::NoQueue), "{url}");
        }
    }

    #[test]
    fn an_arn_names_a_queue() {
        let text = "arn:aws:sqs:eu-west-1:111111111111:q.fifo";
        assert_eq!(read_arn(text).expect("a queue").to_string(), text);
        for wrong in [
            "dummy",
            "arn:aws:sns:eu-west-1:111111111111:q",
            "arn:aws:sqs:eu-west-1:1:q",
            "arn:aws:sqs::111111111111:q",
            "arn:aws:sqs:eu-west-1:111111111111:a/b",
        ] {
            assert_eq!(read_arn(wrong), None, "{wrong}");
        }
    }
}
