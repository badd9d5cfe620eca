//! Calls from one part to another that are under way.
//!
//! What an attempt has on its link is kept with its call. Once nobody waits for that attempt any more, it is a stray.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::order::by_number;
use cloud::sqs::{Delivery, QueueId, ReceiptHandle};
use cloud::time::SimDuration;

use crate::agenda::When;
use crate::batches::Batch;
use crate::event::{CallFailure, CallId, EventKind, Operation};
use crate::item::ItemId;
use crate::network::{Crossing, Payload};
use crate::sketch::{LinkId, PartId};
use crate::slab::{Key, Slab};
use crate::timeouts::Timeouts;

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
    Batch(Rc<Batch>),
    /// Copied as it is, whatever it is, for every request.
    Plain(Plain),
}

/// See [`Load`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Plain {
    /// The item of the operation: its recipe is known.
    Item,
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

impl Attempt {
    /// That it sets out with this, or with this entry.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn sets_out(&self, operation: Operation) -> EventKind {
        EventKind::CallSent {
            call: self.call,
            link: self.link,
            operation,
            attempt: self.number,
        }
    }
}

/// A call that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) id: CallId,
    pub(crate) caller: Caller,
    pub(crate) link: LinkId,
    pub(crate) operation: Operation,
    pub(crate) load: Load,
    /// How many attempts have set out.
    pub(crate) attempts: u32,
    /// Whether an attempt is under way: not so between two attempts.
    waits: bool,
    /// The long poll by which the attempt waits at its queue.
    pub(crate) poll: Option<Poll>,
    /// What the attempt has on its link.
    pub(crate) crossing: Option<Crossing>,
}

/// What an attempt that nobody waits for any more has on its link.
#[derive(Clone, Debug)]
struct Stray {
    attempt: Attempt,
    /// What it carries if it is a request.
    load: Option<Load>,
    crossing: Crossing,
}

/// A receive that waits at a queue. The service knows it by the key of its call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Poll {
    /// Counts the receives in the order in which they came to their queues.
    pub(crate) number: u64,
    pub(crate) queue: QueueId,
}

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    calls: Slab<Call>,
    /// By key and number of the attempt.
    strays: BTreeMap<(u64, u32), Stray>,
    pub(crate) timeouts: Timeouts,
    made: u64,
}

impl Calls {
    pub(crate) fn get(&self, key: Key) -> Option<&Call> {
        self.calls.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut Call> {
        self.calls.get_mut(key)
    }

    /// Open calls and strays.
    pub(crate) fn len(&self) -> usize {
        self.calls.len() + self.strays.len()
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
            .is_some_and(|call| call.awaits(attempt.number))
    }

    /// The call, if somebody still waits for the answer to this attempt.
    pub(crate) fn awaited(&mut self, attempt: &Attempt) -> Option<&mut Call> {
        let call = self.calls.get_mut(attempt.key);
        call.filter(|call| call.awaits(attempt.number))
    }

    /// Everything on links, with the attempt that has it there.
    pub(crate) fn crossings(&self) -> impl Iterator<Item = (Attempt, &Crossing)> {
        let calls = self.calls.iter();
        let awaited = calls.filter_map(|(key, call)| Some((call.attempt(key), call.crossing.as_ref()?)));
        let strays = self.strays.values();
        awaited.chain(strays.map(|stray| (stray.attempt, &stray.crossing)))
    }

    /// Puts on its link what an attempt sends or gets.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn put_on_link(&mut self, attempt: &Attempt, crossing: Crossing) {
        match self.awaited(attempt) {
            Some(call) => call.crossing = Some(crossing),
            None => self.put_stray(*attempt, None, crossing),
        }
    }

    #[inline(never)]
    fn put_stray(&mut self, attempt: Attempt, load: Option<Load>, crossing: Crossing) {
        let stray = Stray {
            attempt,
            load,
            crossing,
        };
        self.strays.insert((attempt.key.as_u64(), attempt.number), stray);
    }

    /// Takes off its link what an attempt that nobody waits for has there, and tells whether it is lost.
    #[inline(never)]
    pub(crate) fn take_stray(&mut self, key: Key, number: u32) -> Option<(Attempt, Payload, bool)> {
        let Stray {
            attempt,
            load,
            crossing,
        } = self.strays.remove(&(key.as_u64(), number))?;
        let answer = crossing.answer.map(Payload::Answer);
        let payload = answer.or_else(|| load.map(Payload::Request))?;
        Some((attempt, payload, crossing.is_lost))
    }

    /// Takes off its link what an attempt has there.
    pub(crate) fn take_off_link(&mut self, attempt: &Attempt) -> Option<Payload> {
        let Some(call) = self.awaited(attempt) else {
            return Some(self.take_stray(attempt.key, attempt.number)?.1);
        };
        let answer = call.crossing.take()?.answer.map(Payload::Answer);
        Some(answer.unwrap_or_else(|| Payload::Request(call.load.clone())))
    }

    /// Whether any of them is about an item.
    pub(crate) fn are_about(&self, item: ItemId) -> bool {
        let brings = |crossing: &Crossing| crossing.brings(item);
        let is_about = |call: &Call| {
            call.items().any(|other| other == item) || call.crossing.as_ref().is_some_and(brings)
        };
        self.iter().any(is_about) || self.strays.values().any(|stray| stray.is_about(item))
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
            attempts: 0,
            waits: false,
            poll: None,
            crossing: None,
        };
        self.calls.insert(call)
    }

    /// The next attempt of a call, which waits so long, until then.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn begin_attempt(&mut self, key: Key, length: SimDuration, when: When) -> Option<Attempt> {
        let call = self.calls.get_mut(key)?;
        self.timeouts.begin(key, length, when);
        call.waits = true;
        call.attempts += 1;
        Some(call.attempt(key))
    }

    /// Ends a call, and tells whose it was.
    pub(crate) fn close(&mut self, key: Key) -> Option<Caller> {
        let caller = self.calls.get(key)?.caller;
        self.stop_waiting(key);
        self.calls.forget(key);
        Some(caller)
    }

    /// Nobody waits for the attempt under way any more.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn stop_waiting(&mut self, key: Key) {
        let Some(call) = self.calls.get_mut(key) else {
            return;
        };
        if std::mem::take(&mut call.waits) {
            self.timeouts.end(key);
            if call.crossing.is_some() {
                self.let_stray(key);
            }
        }
    }

    /// What a call has on its link goes on by itself.
    #[inline(never)]
    fn let_stray(&mut self, key: Key) {
        let Some(call) = self.calls.get_mut(key) else {
            return;
        };
        if let Some(crossing) = call.crossing.take() {
            let attempt = call.attempt(key);
            let load = crossing.answer.is_none().then(|| call.load.clone());
            self.put_stray(attempt, load, crossing);
        }
    }
}

impl Stray {
    fn is_about(&self, item: ItemId) -> bool {
        let is_entry = match (&self.load, &self.crossing.answer) {
            (Some(Load::Batch(batch)), _) => batch.items().contains(&item),
            (_, Some(Answer::Entries(entries))) => entries.iter().any(|(entry, _)| *entry == item),
            _ => false,
        };
        is_entry || self.attempt.operation.item() == Some(item) || self.crossing.brings(item)
    }
}

impl Call {
    pub(crate) fn awaits(&self, number: u32) -> bool {
        self.waits && self.attempts == number
    }

    /// The latest attempt.
    pub(crate) fn attempt(&self, key: Key) -> Attempt {
        Attempt {
            key,
            call: self.id,
            number: self.attempts,
            link: self.link,
            operation: self.operation,
        }
    }
}

impl Load {
    /// How much longer than its time-out a client waits: as long as it has asked the queue to.
    pub(crate) fn waits(&self) -> SimDuration {
        match self {
            Self::Plain(Plain::Receive {
                wait_time_seconds, ..
            }) => SimDuration::from_secs((*wait_time_seconds).into()),
            Self::Batch(_) | Self::Plain(_) => SimDuration::ZERO,
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
