//! Lists of queues, page by page (`reference/sqs.md` §1.1).

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::api::{Answer, ApiError};
use super::address;
use super::directory::Entry;
use super::refusal::{self, Code};

/// The most that one page has.
const LARGEST: usize = 1_000;

/// What part of a list is asked for.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The last name of the page before.
    after: Rc<str>,
    size: usize,
    /// A page has a token for the next one only if a size was asked for.
    has_token: bool,
}

impl Page {
    /// A size of 0 is none. The texts of refusals are unverified.
    pub(super) fn read(max_results: Option<i64>, next_token: Option<&str>) -> Result<Self, ApiError> {
        let size = match max_results {
            None | Some(0) => LARGEST,
            Some(value) => usize::try_from(value)
                .ok()
                .filter(|size| (1..=LARGEST).contains(size))
                .ok_or_else(|| {
                    refusal::invalid_silently(
                        "MaxResults",
                        "MaxResults must be an integer between 1 and 1000.",
                    )
                })?,
        };
        let after = match next_token {
            None => "".into(),
            Some(token) => read_token(token).ok_or_else(|| {
                Code::InvalidParameterValueException.because("Invalid or expired next token.")
            })?,
        };
        if next_token.is_some() && max_results.is_none() {
            return Err(Code::InvalidParameterValueException
                .because("MaxResults is a mandatory parameter when you provide a value for NextToken."));
        }
        Ok(Self {
            after,
            size,
            has_token: max_results.is_some_and(|size| size > 0),
        })
    }

    pub(super) fn after(&self) -> &str {
        &self.after
    }

    /// The queues of this page, of those that come after the last one.
    pub(super) fn answer<'a>(self, queues: impl Iterator<Item = &'a Rc<Entry>>) -> Answer {
        let mut queues: Vec<_> = queues
            .take(self.size + 1)
            .map(|entry| entry.address.clone())
            .collect();
        let there_are_more = queues.len() > self.size;
        queues.truncate(self.size);
        let last = queues.last().filter(|_| there_are_more && self.has_token);
        let next_token = last.map(|last| STANDARD.encode(&*last.name).into());
        Answer::QueueUrls { queues, next_token }
    }
}

/// A token is the name of the last queue.
fn read_token(token: &str) -> Option<Rc<str>> {
    let name = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
    address::kind_of(&name)?;
    Some(name.into())
}
