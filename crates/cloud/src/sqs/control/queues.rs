//! What clients do with a queue that is there: find it, read and set its attributes, empty it, delete it.

use std::rc::Rc;

use super::super::api::{Answer, ApiError, Call, Pairs};
use super::super::service::Sqs;
use super::access::{self, Action};
use super::attributes::Settings;
use super::create::target_of;
use super::directory::Entry;
use super::{Change, Registry, address, of_entry, pages, refusal};
use crate::account::AccountId;
use crate::time::SimTime;

impl Registry {
    /// `GetQueueUrl`. Who may not know of a queue is told that there is none.
    pub(super) fn queue_url(
        &self,
        call: &Call,
        now: SimTime,
        name: Option<&str>,
        owner: Option<&str>,
    ) -> Result<Answer, ApiError> {
        let name = name
            .filter(|name| !name.is_empty())
            .ok_or_else(refusal::no_name)?;
        let owner: Option<AccountId> = owner.map_or(Some(call.caller.account), |owner| owner.parse().ok());
        let entry = owner.and_then(|owner| self.directory.find(&call.region, owner, name));
        let entry = entry.ok_or_else(refusal::no_queue)?;
        match access::check(call, entry, Action::GetQueueUrl, self.unix_seconds(now)) {
            Err(_) if call.caller.account != entry.address.account => Err(refusal::no_queue()),
            checked => checked.map(|()| Answer::QueueUrl(entry.address.clone())),
        }
    }

    /// `ListQueues`: those of the caller's account.
    pub(super) fn list_queues(
        &self,
        call: &Call,
        prefix: Option<&str>,
        max_results: Option<i64>,
        next_token: Option<&str>,
    ) -> Result<Answer, ApiError> {
        let page = pages::Page::read(max_results, next_token)?;
        let prefix = prefix.unwrap_or_default();
        let queues = self
            .directory
            .after(&call.region, call.caller.account, page.after());
        Ok(page.answer(queues.filter(|entry| entry.address.name.starts_with(prefix))))
    }

    /// `ListDeadLetterSourceQueues`
    pub(super) fn list_sources(
        &self,
        sqs: &Sqs,
        target: &Entry,
        max_results: Option<i64>,
        next_token: Option<&str>,
    ) -> Result<Answer, ApiError> {
        let page = pages::Page::read(max_results, next_token)?;
        let address = &target.address;
        let queues = self
            .directory
            .after(&address.region, address.account, page.after());
        Ok(page.answer(queues.filter(|entry| target_of(sqs, entry.id) == Some(target.id))))
    }

    pub(super) fn delete_queue(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        entry: &Entry,
    ) -> Result<Answer, ApiError> {
        sqs.delete_queue(now, entry.id)
            .map_err(|error| of_entry(entry, &error))?;
        self.directory.remove(entry.id, now);
        self.changes.push(Change::Deleted { queue: entry.id });
        Ok(Answer::Done)
    }

    pub(super) fn read_attributes(
        &self,
        sqs: &Sqs,
        entry: &Entry,
        names: &[Rc<str>],
    ) -> Result<Answer, ApiError> {
        let attributes = sqs.attributes(entry.id).cloned().unwrap_or_default();
        Ok(Answer::Attributes(
            self.reading(sqs, entry, &attributes).pairs(names)?,
        ))
    }

    pub(super) fn set_attributes(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        entry: &Entry,
        pairs: Option<&Pairs>,
    ) -> Result<Answer, ApiError> {
        let pairs = pairs.filter(|pairs| !pairs.is_empty());
        // Unverified.
        let pairs = pairs.ok_or_else(|| refusal::missing("Attribute.Name"))?;
        let kind = address::kind_of(&entry.address.name).ok_or_else(refusal::no_queue)?;
        let settings = Settings::read(pairs, kind)?;
        let before = sqs.attributes(entry.id).cloned().unwrap_or_default();
        let (mut wanted_entry, mut attributes) = (entry.clone(), before.clone());
        settings.apply(&mut wanted_entry, &mut attributes, sqs, &self.directory)?;
        let changes = attributes != before;
        if changes {
            self.configure(sqs, now, entry.id, attributes)?;
            self.changes.push(Change::Configured { queue: entry.id });
        }
        wanted_entry.modified = now;
        self.replace(wanted_entry);
        Ok(Answer::Done)
    }

    /// Puts a changed entry in the place of the one before.
    pub(super) fn replace(&mut self, entry: Entry) {
        if let Some(own) = self.directory.entry_mut(entry.id) {
            *own = entry;
        }
    }
}
