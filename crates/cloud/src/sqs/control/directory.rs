//! Which queues there are: by name, in accounts and regions, and by the number that the data plane gave them.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::Rc;

use super::super::api::QueueAddress;
use super::super::attributes::RedriveAllowPolicy;
use super::super::message::QueueId;
use super::encryption::Encryption;
use super::redrive::AllowText;
use crate::account::{AccountId, Region};
use crate::policy::Policy;
use crate::time::SimTime;

/// What the control plane alone knows of a queue. What rules messages is read from the data plane, which others may
/// change, too.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: QueueId,
    pub(super) address: QueueAddress,
    pub(super) arn: Rc<str>,
    pub(super) created: SimTime,
    pub(super) modified: SimTime,
    pub(super) tags: BTreeMap<Rc<str>, Rc<str>>,
    pub(super) policy: Option<Rc<Policy>>,
    pub(super) encryption: Encryption,
    /// As a client set it, and what the data plane was told of it.
    pub(super) redrive_allow: Option<(AllowText, RedriveAllowPolicy)>,
}

impl Entry {
    /// A queue as it is when nobody has set anything yet.
    pub(super) fn new(now: SimTime, id: QueueId, address: QueueAddress) -> Self {
        Self {
            id,
            arn: address.to_string().into(),
            address,
            created: now,
            modified: now,
            tags: BTreeMap::new(),
            policy: None,
            encryption: Encryption::default(),
            redrive_allow: None,
        }
    }
}

type Names = BTreeMap<Rc<str>, Rc<Entry>>;

/// A queue that was deleted. Messages and redrive policies may still name it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gone {
    pub(super) id: QueueId,
    pub(super) at: SimTime,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Directory {
    names: BTreeMap<Region, BTreeMap<AccountId, Names>>,
    /// Of all queues that ever were.
    addresses: BTreeMap<QueueId, QueueAddress>,
    /// The last of each name, as long as there is no new one.
    gone: BTreeMap<QueueAddress, Gone>,
}

impl Directory {
    pub(super) fn find(&self, region: &Region, account: AccountId, name: &str) -> Option<&Rc<Entry>> {
        self.names.get(region)?.get(&account)?.get(name)
    }

    pub(super) fn at(&self, address: &QueueAddress) -> Option<&Rc<Entry>> {
        self.find(&address.region, address.account, &address.name)
    }

    /// A queue that is there.
    pub(super) fn entry(&self, id: QueueId) -> Option<&Rc<Entry>> {
        self.at(self.address(id)?).filter(|entry| entry.id == id)
    }

    /// To change; whoever holds it otherwise keeps it as it was.
    pub(super) fn entry_mut(&mut self, id: QueueId) -> Option<&mut Entry> {
        let address = self.addresses.get(&id)?;
        let names = self.names.get_mut(&address.region)?.get_mut(&address.account)?;
        let entry = names.get_mut(&address.name)?;
        (entry.id == id).then(|| Rc::make_mut(entry))
    }

    /// What a queue is called, or was called when it was there.
    pub(super) fn address(&self, id: QueueId) -> Option<&QueueAddress> {
        self.addresses.get(&id)
    }

    /// The queues of an account in a region whose names come after this one, by name.
    pub(super) fn after(
        &self,
        region: &Region,
        account: AccountId,
        name: &str,
    ) -> impl Iterator<Item = &Rc<Entry>> + use<'_> {
        let names = self.names.get(region).and_then(|accounts| accounts.get(&account));
        let after = (Bound::Excluded(Rc::from(name)), Bound::Unbounded);
        names
            .into_iter()
            .flat_map(move |names| names.range::<Rc<str>, _>(after.clone()))
            .map(|(_, entry)| entry)
    }

    pub(super) fn gone(&self, address: &QueueAddress) -> Option<Gone> {
        self.gone.get(address).copied()
    }

    pub(super) fn insert(&mut self, entry: Entry) {
        let address = &entry.address;
        self.gone.remove(address);
        self.addresses.insert(entry.id, address.clone());
        let accounts = self.names.entry(address.region.clone()).or_default();
        let names = accounts.entry(address.account).or_default();
        let name = address.name.clone();
        let before = names.insert(name, Rc::new(entry));
        assert!(before.is_none(), "a name is that of one queue");
    }

    /// Takes a queue out for good, but not its address.
    pub(super) fn remove(&mut self, id: QueueId, at: SimTime) -> Option<Rc<Entry>> {
        let entry = self.take_out(id)?;
        self.gone.insert(entry.address.clone(), Gone { id, at });
        Some(entry)
    }

    /// Takes a queue out that is to have another name.
    pub(super) fn take_out(&mut self, id: QueueId) -> Option<Rc<Entry>> {
        let QueueAddress {
            account,
            region,
            name,
        } = self.entry(id)?.address.clone();
        self.names.get_mut(&region)?.get_mut(&account)?.remove(&name)
    }
}
