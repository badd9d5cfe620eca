//! Calls from one part to another that are under way, and the time-outs of their attempts.

use std::rc::Rc;

use cloud::order::by_number;
use cloud::sqs::{Delivery, ReceiptHandle};
use cloud::time::SimDuration;

use crate::agenda::When;
use crate::batches::Batch;
use crate::event::{CallFailure, CallId, Operation};
use crate::item::ItemId;
use crate::recipe::Recipe;
use crate::sketch::{LinkId, PartId};
use crate::slab::{Key, Slab};

/// Who waits for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    Producer(PartId),
    Worker {
        workers: PartId,
        worker: u32,
    },
    /// A server, for one of the requests in work.
    Server {
        server: PartId,
        job: Key,
    },
}

impl Caller {
    pub(crate) fn part(self) -> PartId {
        match self {
            Self::Producer(part) | Self::Worker { workers: part, .. } | Self::Server { server: part, .. } => {
                part
            }
        }
    }
}

/// What a request carries besides its operation.
#[derive(Clone, Debug)]
pub(crate) enum Load {
    Item(Rc<Recipe>),
    Batch(Rc<Batch>),
    Receive {
        max: u32,
        wait_time_seconds: u32,
        visibility_timeout: Option<u32>,
    },
    Receipt(ReceiptHandle),
    Visibility {
        receipt: ReceiptHandle,
        timeout: u32,
    },
}

/// What comes back.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Done,
    Messages(Vec<Delivery>),
    /// To a batch: each entry, and why it was refused, if it was.
    Entries(Vec<(ItemId, Option<Refusal>)>),
    Failed(Refusal),
}

/// Why a service did not do what it was asked to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal {
    pub(crate) failure: CallFailure,
    /// Whether a client tries again upon it.
    pub(crate) again: bool,
}

/// Names one attempt of a call: an answer to an earlier attempt finds nobody who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) key: Key,
    pub(crate) call: CallId,
    pub(crate) number: u32,
    pub(crate) link: LinkId,
    pub(crate) operation: Operation,
}

/// A call that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) id: CallId,
    pub(crate) caller: Caller,
    pub(crate) link: LinkId,
    pub(crate) operation: Operation,
    pub(crate) load: Load,
    /// From 1 once the first attempt has set out.
    pub(crate) attempt: u32,
    /// The time-out of the attempt under way; none between two attempts.
    deadline: Option<Deadline>,
    /// The long poll by which the attempt waits at its queue.
    pub(crate) poll: Option<Key>,
}

/// What is left of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    pub(crate) caller: Caller,
    pub(crate) link: LinkId,
    pub(crate) operation: Operation,
}

/// A place in a list of time-outs of equal length.
#[derive(Clone, Copy, Debug)]
struct Deadline {
    when: When,
    list: usize,
    previous: Key,
    next: Key,
}

/// Time-outs of one length end in the order in which they began: a list, linked through the calls, from which an answered
/// call is taken out at once. So the agenda never fills with time-outs that no longer matter.
#[derive(Clone, Debug)]
struct Timeouts {
    length: SimDuration,
    first: Key,
    last: Key,
    due: When,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Calls {
    calls: Slab<Call>,
    timeouts: Vec<Timeouts>,
    /// The earliest of all lists.
    first_due: When,
    made: u64,
}

impl Default for Calls {
    fn default() -> Self {
        Self {
            calls: Slab::default(),
            timeouts: Vec::new(),
            first_due: When::NEVER,
            made: 0,
        }
    }
}

impl Calls {
    pub(crate) fn get(&self, key: Key) -> Option<&Call> {
        self.calls.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut Call> {
        self.calls.get_mut(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.calls.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().map(|(_, call)| call)
    }

    /// Those that satisfy a condition, in the order in which they were made: which place of the slab a call has depends on
    /// what else is going on in the world.
    pub(crate) fn keys_where(&self, wanted: impl Fn(&Call) -> bool) -> Vec<Key> {
        by_number(self.calls.keys_where(wanted), |key| {
            self.get(*key).map_or(0, |call| call.id.0)
        })
    }

    /// Whether somebody still waits for the answer to this attempt.
    pub(crate) fn is_awaited(&self, attempt: &Attempt) -> bool {
        self.get(attempt.key)
            .is_some_and(|call| call.deadline.is_some() && call.attempt == attempt.number)
    }

    /// The next time-out.
    #[inline]
    pub(crate) fn first_due(&self) -> When {
        self.first_due
    }

    pub(crate) fn open(&mut self, caller: Caller, link: LinkId, operation: Operation, load: Load) -> Key {
        self.made += 1;
        let id = CallId(self.made);
        let call = Call {
            id,
            caller,
            link,
            operation,
            load,
            attempt: 0,
            deadline: None,
            poll: None,
        };
        self.calls.insert(call)
    }

    /// The next attempt of a call, and what it carries.
    pub(crate) fn begin_attempt(&mut self, key: Key) -> Option<(Attempt, Load)> {
        let call = self.calls.get_mut(key)?;
        call.attempt += 1;
        let attempt = Attempt {
            key,
            call: call.id,
            number: call.attempt,
            link: call.link,
            operation: call.operation,
        };
        Some((attempt, call.load.clone()))
    }

    pub(crate) fn close(&mut self, key: Key) -> Option<Ended> {
        self.stop_waiting(key);
        let call = self.calls.get(key)?;
        let ended = Ended {
            caller: call.caller,
            link: call.link,
            operation: call.operation,
        };
        self.calls.forget(key);
        Some(ended)
    }

    pub(crate) fn wait(&mut self, key: Key, length: SimDuration, when: When) {
        let list = self.list_of(length);
        let previous = self.timeouts[list].last;
        if let Some(Some(last)) = self.calls.get_mut(previous).map(|call| &mut call.deadline) {
            last.next = key;
        } else {
            self.timeouts[list].first = key;
            self.timeouts[list].due = when;
            self.first_due = self.first_due.min(when);
        }
        self.timeouts[list].last = key;
        if let Some(call) = self.calls.get_mut(key) {
            call.deadline = Some(Deadline {
                when,
                list,
                previous,
                next: Key::NONE,
            });
        }
    }

    /// A list that is empty is used again for another length: there are never more lists than lengths in use at once, however
    /// often a time-out is edited.
    fn list_of(&mut self, length: SimDuration) -> usize {
        let lists = &mut self.timeouts;
        let found = lists.iter().position(|list| list.length == length);
        let found = found.or_else(|| lists.iter().position(|list| list.due == When::NEVER));
        let index = found.unwrap_or(lists.len());
        if index == lists.len() {
            lists.push(Timeouts {
                length,
                first: Key::NONE,
                last: Key::NONE,
                due: When::NEVER,
            });
        }
        lists[index].length = length;
        index
    }

    pub(crate) fn stop_waiting(&mut self, key: Key) {
        let Some(gone) = self.calls.get_mut(key).and_then(|call| call.deadline.take()) else {
            return;
        };
        match self.deadline_mut(gone.previous) {
            Some(previous) => previous.next = gone.next,
            None => self.timeouts[gone.list].first = gone.next,
        }
        let next = self.deadline_mut(gone.next).map(|next| {
            next.previous = gone.previous;
            next.when
        });
        if next.is_none() {
            self.timeouts[gone.list].last = gone.previous;
        }
        if gone.previous == Key::NONE {
            self.timeouts[gone.list].due = next.unwrap_or(When::NEVER);
            let due = self.timeouts.iter().map(|list| list.due);
            self.first_due = due.min().unwrap_or(When::NEVER);
        }
    }

    fn deadline_mut(&mut self, key: Key) -> Option<&mut Deadline> {
        self.calls.get_mut(key)?.deadline.as_mut()
    }

    /// The call whose time-out is `when`.
    pub(crate) fn due(&self, when: When) -> Option<Key> {
        let mut lists = self.timeouts.iter();
        let list = lists.find(|list| list.due == when && when != When::NEVER)?;
        Some(list.first)
    }
}

impl Load {
    /// How much longer than its time-out a client waits: as long as it has asked the queue to.
    pub(crate) fn waits(&self) -> SimDuration {
        match self {
            Self::Receive {
                wait_time_seconds, ..
            } => SimDuration::from_secs((*wait_time_seconds).into()),
            Self::Item(_) | Self::Batch(_) | Self::Receipt(_) | Self::Visibility { .. } => SimDuration::ZERO,
        }
    }
}

impl Call {
    /// The items that it carries or names.
    pub(crate) fn items(&self) -> impl Iterator<Item = ItemId> {
        let (batch, item) = match &self.load {
            Load::Batch(batch) => (batch.items(), None),
            _ => (&[][..], self.operation.item()),
        };
        batch.iter().copied().chain(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Agenda;
    use cloud::time::SimTime;

    fn open(calls: &mut Calls) -> Key {
        let receipt = ReceiptHandle {
            queue: cloud::sqs::QueueId(0),
            message: cloud::sqs::MessageId(0),
            number: 0,
            receive: 1,
        };
        let operation = Operation::DeleteMessage {
            item: ItemId::new(PartId(1), 1),
        };
        let caller = Caller::Producer(PartId(1));
        calls.open(caller, LinkId(1), operation, Load::Receipt(receipt))
    }

    /// Calls that were opened, and the agenda that stamps their time-outs.
    fn waiting(lengths: &[u64]) -> (Calls, Agenda, Vec<Key>) {
        let (mut calls, mut agenda) = (Calls::default(), Agenda::default());
        let keys = lengths.iter().map(|&seconds| {
            let key = open(&mut calls);
            let length = SimDuration::from_secs(seconds);
            let when = agenda.stamp(SimTime::ZERO + length);
            calls.wait(key, length, when);
            key
        });
        let keys = keys.collect();
        (calls, agenda, keys)
    }

    fn order(mut calls: Calls) -> Vec<Key> {
        std::iter::from_fn(|| {
            let key = calls.due(calls.first_due())?;
            calls.close(key);
            Some(key)
        })
        .collect()
    }

    #[test]
    fn time_outs_end_in_the_order_of_time_and_then_of_beginning() {
        let (calls, _, keys) = waiting(&[5, 2, 5, 2, 9]);
        assert_eq!(order(calls), [keys[1], keys[3], keys[0], keys[2], keys[4]]);
    }

    #[test]
    fn lists_of_time_outs_are_used_again() {
        let (mut calls, mut agenda, keys) = waiting(&[5]);
        calls.close(keys[0]);
        for seconds in 1..100 {
            let length = SimDuration::from_secs(seconds);
            let key = open(&mut calls);
            calls.wait(key, length, agenda.stamp(SimTime::ZERO + length));
            assert_eq!((order(calls.clone()), calls.timeouts.len()), (vec![key], 1));
            calls.close(key);
        }
    }

    #[test]
    fn an_answered_call_leaves_its_list_wherever_it_stands() {
        for gone in 0..3 {
            let (mut calls, _, mut keys) = waiting(&[5, 5, 5]);
            calls.close(keys.remove(gone));
            assert_eq!(order(calls), keys);
        }
    }
}
