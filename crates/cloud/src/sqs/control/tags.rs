//! Tags of queues (`reference/sqs.md` §1.1). The texts of refusals are unverified.

use std::rc::Rc;

use super::super::api::{Answer, ApiError, Pairs};
use super::Registry;
use super::directory::Entry;
use super::refusal::{self, Code};

const MOST_TAGS: usize = 50;
const KEY_LENGTH: usize = 128;
const VALUE_LENGTH: usize = 256;

impl Registry {
    /// `TagQueue`
    pub(super) fn tag_queue(&mut self, entry: &Entry, tags: Option<&Pairs>) -> Result<Answer, ApiError> {
        let tags = tags.filter(|tags| !tags.is_empty());
        let tags = tags.ok_or_else(|| refusal::missing("Tags"))?;
        let mut entry = entry.clone();
        add(&mut entry, tags)?;
        self.replace(entry);
        Ok(Answer::Done)
    }

    /// `UntagQueue`. Keys that the queue does not have are passed over.
    pub(super) fn untag_queue(&mut self, entry: &Entry, keys: &[Rc<str>]) -> Result<Answer, ApiError> {
        if keys.is_empty() {
            return Err(wrong_key());
        }
        let mut entry = entry.clone();
        for key in keys {
            entry.tags.remove(key);
        }
        self.replace(entry);
        Ok(Answer::Done)
    }
}

/// `ListQueueTags`, by key.
pub(super) fn list(entry: &Entry) -> Answer {
    let pair = |(key, value): (&Rc<str>, &Rc<str>)| (key.clone(), value.clone());
    Answer::Tags(entry.tags.iter().map(pair).collect())
}

/// Adds tags, or gives those that are there other values.
pub(super) fn add(entry: &mut Entry, tags: &Pairs) -> Result<(), ApiError> {
    for (key, value) in tags {
        let length = key.chars().count();
        if !(1..=KEY_LENGTH).contains(&length) {
            return Err(wrong_key());
        }
        if value.chars().count() > VALUE_LENGTH {
            return Err(Code::InvalidParameterValueException
                .because("Tag values must be between 0 and 256 characters in length."));
        }
        if key
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
        {
            return Err(Code::InvalidParameterValueException.because("Tag keys cannot start with 'aws:'."));
        }
        entry.tags.insert(key.clone(), value.clone());
    }
    if entry.tags.len() > MOST_TAGS {
        return Err(Code::InvalidParameterValueException.because(format_args!(
            "Too many tags added for queue {}.",
            entry.address.name
        )));
    }
    Ok(())
}

fn wrong_key() -> ApiError {
    Code::InvalidParameterValueException.because("Tag keys must be between 1 and 128 characters in length.")
}
