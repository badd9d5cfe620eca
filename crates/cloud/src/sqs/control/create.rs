//! `CreateQueue` (`reference/sqs.md` §1.1).

use std::rc::Rc;

use super::super::api::{Answer, ApiError, Call, Pairs, QueueAddress};
use super::super::attributes::{QueueAttributes, QueueKind};
use super::super::message::QueueId;
use super::super::service::Sqs;
use super::super::validate;
use super::attributes::Settings;
use super::directory::Entry;
use super::names::Name;
use super::read_back::Reading;
use super::refusal::{self, Code};
use super::{Change, Registry, address, of_entry, tags};
use crate::time::{SimDuration, SimTime};

const UNTIL_NAME_IS_FREE: SimDuration = SimDuration::from_secs(60);

impl Registry {
    pub(super) fn create_queue(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        call: &Call,
        name: Option<&Rc<str>>,
        attributes: &Pairs,
        new_tags: &Pairs,
    ) -> Result<Answer, ApiError> {
        let name = name.ok_or_else(refusal::no_name)?;
        let kind = wanted_kind(attributes);
        check_name(name, kind)?;
        let settings = Settings::read(attributes, kind)?;
        let address = QueueAddress {
            account: call.caller.account,
            region: call.region.clone(),
            name: name.clone(),
        };
        if let Some(entry) = self.directory.at(&address) {
            self.is_the_same(sqs, entry, &settings)?;
            return Ok(Answer::QueueUrl(address));
        }
        if let Some(gone) = self.directory.gone(&address)
            && now.since(gone.at) < UNTIL_NAME_IS_FREE
        {
            return Err(refusal::deleted_recently());
        }
        let mut entry = Entry::new(now, QueueId(0), address.clone());
        tags::add(&mut entry, new_tags)?;
        let mut attributes = QueueAttributes::default();
        settings.apply(&mut entry, &mut attributes, sqs, &self.directory)?;
        self.add(sqs, now, kind, entry, attributes)?;
        Ok(Answer::QueueUrl(address))
    }

    /// Of a queue that is there, every attribute that is given must have the value that it has.
    fn is_the_same(&self, sqs: &Sqs, entry: &Entry, settings: &Settings) -> Result<(), ApiError> {
        let own = sqs.attributes(entry.id).cloned().unwrap_or_default();
        let (mut wanted_entry, mut wanted) = (entry.clone(), own.clone());
        settings.apply(&mut wanted_entry, &mut wanted, sqs, &self.directory)?;
        let kind = sqs.kind(entry.id).unwrap_or(QueueKind::Standard);
        validate::attributes(kind, &wanted).map_err(|error| of_entry(entry, &error))?;
        let (own, wanted) = (
            self.reading(sqs, entry, &own),
            self.reading(sqs, &wanted_entry, &wanted),
        );
        let differs = |name: &&Name| own.value(**name) != wanted.value(**name);
        match settings.names.iter().find(differs) {
            None => Ok(()),
            Some(name) => Err(Code::QueueNameExists.because(format_args!(
                "A queue already exists with the same name and a different value for attribute {name}"
            ))),
        }
    }

    /// The data plane knows the queue before it has a redrive policy, for the dead-letter queue may name it.
    fn add(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        kind: QueueKind,
        entry: Entry,
        attributes: QueueAttributes,
    ) -> Result<(), ApiError> {
        let redrive = attributes.redrive;
        let attributes = QueueAttributes {
            redrive: None,
            ..attributes
        };
        let queue = sqs
            .create_queue(now, kind, attributes.clone())
            .map_err(|error| of_entry(&entry, &error))?;
        let address = entry.address.clone();
        let before = self.directory.gone(&address);
        self.directory.insert(Entry { id: queue, ..entry });
        if redrive.is_some() {
            self.configure(
                sqs,
                now,
                queue,
                QueueAttributes {
                    redrive,
                    ..attributes
                },
            )?;
        }
        self.changes.push(Change::Created {
            queue,
            address: address.clone(),
        });
        if let Some(before) = before {
            self.take_the_place_of(sqs, now, queue, &address, before.id)?;
        }
        Ok(())
    }

    /// A dead-letter queue is named by its ARN: a new queue of the same name takes over.
    fn take_the_place_of(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        queue: QueueId,
        address: &QueueAddress,
        before: QueueId,
    ) -> Result<(), ApiError> {
        let QueueAddress { region, account, .. } = address;
        let sources: Vec<QueueId> = self
            .directory
            .after(region, *account, "")
            .map(|entry| entry.id)
            .filter(|source| target_of(sqs, *source) == Some(before))
            .collect();
        for source in sources {
            let mut attributes = sqs.attributes(source).cloned().unwrap_or_default();
            if let Some(redrive) = &mut attributes.redrive {
                redrive.dead_letter_target = queue;
            }
            self.configure(sqs, now, source, attributes)?;
            self.changes.push(Change::Configured { queue: source });
        }
        Ok(())
    }

    /// Gives a queue other attributes, which were checked. Its dead-letter queue is told first which queues those are that it
    /// allows: some may not have been there when that was set.
    pub(super) fn configure(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        queue: QueueId,
        attributes: QueueAttributes,
    ) -> Result<(), ApiError> {
        let target = attributes.redrive.map(|redrive| redrive.dead_letter_target);
        if let Some(target) = target.filter(|target| *target != queue)
            && let Some(mut of_target) = sqs.attributes(target).cloned()
            && let Some(entry) = self.directory.entry(target)
        {
            let allow = entry.allow_policy(&of_target.redrive_allow, &self.directory);
            let resolved = allow.resolve(&self.directory);
            if resolved != of_target.redrive_allow {
                of_target.redrive_allow = resolved.clone();
                set(sqs, now, entry, of_target)?;
                if let Some(entry) = self.directory.entry_mut(target) {
                    entry.redrive_allow = Some((allow, resolved));
                }
            }
        }
        match self.directory.entry(queue) {
            Some(entry) => set(sqs, now, entry, attributes),
            None => Ok(()),
        }
    }

    pub(super) fn reading<'a>(
        &'a self,
        sqs: &'a Sqs,
        entry: &'a Entry,
        attributes: &'a QueueAttributes,
    ) -> Reading<'a> {
        Reading {
            entry,
            attributes,
            sqs,
            directory: &self.directory,
            start_unix_millis: self.start_unix_millis,
        }
    }
}

/// The dead-letter queue of a queue.
pub(super) fn target_of(sqs: &Sqs, queue: QueueId) -> Option<QueueId> {
    Some(sqs.attributes(queue)?.redrive?.dead_letter_target)
}

fn set(sqs: &mut Sqs, now: SimTime, entry: &Entry, attributes: QueueAttributes) -> Result<(), ApiError> {
    sqs.set_attributes(now, entry.id, attributes)
        .map_err(|error| of_entry(entry, &error))
}

/// A queue is a FIFO queue if it is said to be one.
fn wanted_kind(attributes: &Pairs) -> QueueKind {
    let is_fifo = attributes
        .iter()
        .any(|(name, value)| &**name == Name::FifoQueue.text() && value.eq_ignore_ascii_case("true"));
    if is_fifo {
        QueueKind::Fifo
    } else {
        QueueKind::Standard
    }
}

fn check_name(name: &str, kind: QueueKind) -> Result<(), ApiError> {
    if name.is_empty() {
        // Unverified.
        return Err(Code::InvalidParameterValueException.because("Queue name cannot be empty"));
    }
    match (address::kind_of(name), kind) {
        (Some(own), kind) if own == kind => Ok(()),
        (_, QueueKind::Standard) => Err(refusal::invalid_name()),
        (_, QueueKind::Fifo) => Err(Code::InvalidParameterValueException.because(
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with \
             .fifo suffix and be 1 to 80 in length.",
        )),
    }
}
