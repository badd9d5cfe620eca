//! `SenderId`: kept beside a message only where it is not the account that owns the queue.

use std::rc::Rc;

use super::super::api::QueueAddress;
use super::super::ids::Ids;
use super::super::message_attributes::MessageAttributes;
use crate::account::{Caller, Principal};

/// What the last sender's messages carry. Who sends mostly sends again, and then nothing is made anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Senders {
    last: Option<(Caller, Rc<MessageAttributes>)>,
}

impl Senders {
    /// What a message carries that has no attributes of its own; nothing if the owner of the queue sends it.
    pub(super) fn of(
        &mut self,
        ids: Ids,
        caller: &Caller,
        queue: &QueueAddress,
    ) -> Option<&Rc<MessageAttributes>> {
        if caller.principal == Principal::Root && caller.account == queue.account {
            return None;
        }
        if self.last.as_ref().is_none_or(|(last, _)| last != caller) {
            let attributes = MessageAttributes {
                sender: Some(ids.principal(caller).into()),
                ..MessageAttributes::default()
            };
            self.last = Some((caller.clone(), Rc::new(attributes)));
        }
        self.last.as_ref().map(|(_, attributes)| attributes)
    }
}
