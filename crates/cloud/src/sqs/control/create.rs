//! `CreateQueue` (`reference/sqs.md` §1.1).

use super::super::api::{Answer, ApiError, Call, Pairs, QueueAddress};
use super::super::attributes::QueueAttributes;
use super::super::message::QueueId;
use super::super::service::Sqs;
use super::directory::Entry;
use super::{Change, Registry, address, of_entry, refusal};
use crate::time::{SimDuration, SimTime};

const UNTIL_NAME_IS_FREE: SimDuration = SimDuration::from_secs(60);

impl Entry {
    pub(super) fn new(now: SimTime, id: QueueId, address: QueueAddress) -> Self {
        Self {
            id,
            address,
            created: now,
            modified: now,
        }
    }
}

impl Registry {
    pub(super) fn create_queue(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        call: &Call,
        name: Option<&str>,
        _attributes: &Pairs,
        _tags: &Pairs,
    ) -> Result<Answer, ApiError> {
        let name = name.ok_or_else(|| refusal::missing("QueueName"))?;
        let kind = address::kind_of(name).ok_or_else(refusal::invalid_name)?;
        let address = QueueAddress {
            account: call.caller.account,
            region: call.region.clone(),
            name: name.into(),
        };
        if self.directory.at(&address).is_some() {
            return Ok(Answer::QueueUrl(address));
        }
        if let Some(gone) = self.directory.gone(&address)
            && now.since(gone.at) < UNTIL_NAME_IS_FREE
        {
            return Err(refusal::deleted_recently());
        }
        let entry = Entry::new(now, QueueId(0), address.clone());
        let queue = sqs
            .create_queue(now, kind, QueueAttributes::default())
            .map_err(|error| of_entry(&entry, &error))?;
        self.directory.insert(Entry { id: queue, ..entry });
        self.changes.push(Change::Created {
            queue,
            address: address.clone(),
        });
        Ok(Answer::QueueUrl(address))
    }
}
