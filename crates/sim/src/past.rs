//! What is known of an item at a point of its life: what came before, as far as it explains what comes next.

use std::collections::BTreeMap;

use cloud::sqs::{MessageId, MessageState};
use cloud::time::SimTime;

use crate::calls::Caller;
use crate::cause::{Holder, Setback, WorkerName, setback};
use crate::client_event::ClientEvent;
use crate::event::{CallFailure, CallId, Event, EventKind};
use crate::item::ItemId;
use crate::sketch::{AfterWork, PartId};
use crate::workers::WorkerState;
use crate::world::World;

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    /// Its copies in queues.
    pub(crate) copies: BTreeMap<MessageId, Stored>,
    pub(crate) first_stored: Option<SimTime>,
    pub(crate) last_received: Option<SimTime>,
    /// Who has had it since it was received last.
    pub(crate) hold: Hold,
    /// Who is at work on it, and since when.
    pub(crate) at_work: BTreeMap<WorkerName, SimTime>,
    /// The calls about it whose last attempt has failed.
    pub(crate) calls: BTreeMap<CallId, Failure>,
    pub(crate) made: Option<SimTime>,
    pub(crate) first_attempt: Option<SimTime>,
    /// The call by which its producer hands it over, and the attempts of that.
    handover: Option<CallId>,
    pub(crate) attempts: u32,
    pub(crate) last_failure: Option<Failure>,
    /// The last loss on a link that no time-out has told of yet.
    pub(crate) lost_on_the_way: Option<Failure>,
    /// Since when it has been in the waiting room of a server, and in work there.
    pub(crate) queued: BTreeMap<PartId, SimTime>,
    pub(crate) served: BTreeMap<PartId, SimTime>,
}

/// A message in a queue that carries the item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stored {
    pub(crate) sent: SimTime,
    /// Since when it can be received.
    pub(crate) available: SimTime,
    pub(crate) received: Option<SimTime>,
    /// When its visibility timeout was set last.
    pub(crate) hidden: Option<SimTime>,
}

/// What became of an attempt, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure {
    pub(crate) at: SimTime,
    pub(crate) setback: Setback,
}

/// What whoever received it last has done with it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Hold {
    #[default]
    Nothing,
    AnswerLost,
    Finished(WorkerName),
    CopyLeft,
    /// A client has it.
    Client,
    Failed(WorkerName),
    Dropped(WorkerName),
}

impl Past {
    /// Whether a queue has a copy of it.
    pub(crate) fn is_in_a_queue(&self) -> bool {
        !self.copies.is_empty()
    }

    /// What became of the attempt of `call` that fails now.
    pub(crate) fn setback(&self, call: CallId, failure: CallFailure) -> Setback {
        let lost = self.calls.get(&call).map(|lost| lost.setback);
        setback(lost, failure)
    }

    /// Takes note of what has happened to the item.
    pub(crate) fn note(&mut self, event: &Event) {
        use EventKind as E;
        let at = event.at;
        match event.kind {
            E::Produced { .. } => self.made = Some(at),
            E::CallSent { call, operation, .. } => {
                self.calls.remove(&call);
                // Further calls are those of servers that pass it on.
                if operation.hands_over() && *self.handover.get_or_insert(call) == call {
                    self.first_attempt.get_or_insert(at);
                    self.attempts += 1;
                }
            }
            E::RequestLost { call, .. } => self.lost(call, at, Setback::RequestLost),
            E::ResponseLost { call, .. } => self.lost(call, at, Setback::AnswerLost),
            E::CallFailed { call, failure, .. } => {
                let setback = self.setback(call, failure);
                let failure = Failure { at, setback };
                self.calls.insert(call, failure);
                self.last_failure = Some(failure);
            }
            E::Sent {
                message, visible_at, ..
            } => {
                let copy = Stored {
                    sent: at,
                    available: visible_at,
                    received: None,
                    hidden: None,
                };
                self.copies.insert(message, copy);
                self.first_stored.get_or_insert(at);
            }
            E::Moved {
                message,
                new,
                visible_at,
                ..
            } => {
                let copy = Stored {
                    sent: at,
                    available: visible_at,
                    received: None,
                    hidden: None,
                };
                self.copies.remove(&message);
                self.copies.insert(new, copy);
            }
            E::Arrived { message, .. } | E::Returned { message, .. } => self.available(message, at),
            E::DeadLettered { message, .. } => self.available(message, at),
            E::Received { message, .. } => {
                if let Some(copy) = self.copies.get_mut(&message) {
                    (copy.received, copy.hidden) = (Some(at), Some(at));
                }
                self.last_received = Some(at);
                self.hold = Hold::Nothing;
            }
            E::DeliveryLost { .. } => self.hold = Hold::AnswerLost,
            E::CopyLeft { .. } => self.hold = Hold::CopyLeft,
            E::Deleted { message, .. } | E::Expired { message, .. } | E::Purged { message, .. } => {
                self.copies.remove(&message);
            }
            E::WorkStarted { workers, worker, .. } => {
                self.at_work.insert(WorkerName { workers, worker }, at);
            }
            E::WorkFinished { workers, worker, .. } => self.let_go(workers, worker, Hold::Finished),
            E::WorkSkipped { workers, worker, .. } => self.let_go(workers, worker, Hold::Finished),
            E::WorkFailed { workers, worker, .. } | E::WorkPoisoned { workers, worker, .. } => {
                self.let_go(workers, worker, Hold::Failed);
            }
            E::WorkDropped { workers, worker, .. } => self.let_go(workers, worker, Hold::Dropped),
            E::Queued { server, .. } => {
                self.queued.insert(server, at);
            }
            E::ServiceStarted { server, .. } => {
                self.served.insert(server, at);
            }
            E::ServiceFinished { server, .. }
            | E::ServiceFailed { server, .. }
            | E::ServiceDropped { server, .. } => {
                self.queued.remove(&server);
            }
            E::VisibilityChanged { message, .. } => {
                if let Some(copy) = self.copies.get_mut(&message) {
                    copy.hidden = Some(at);
                }
            }
            E::Client(ClientEvent::Taken { .. }) => self.hold = Hold::Client,
            E::Client(_)
            | E::InputApplied { .. }
            | E::EmptyReceive { .. }
            | E::Poisoned { .. }
            | E::WorkerCrashed { .. }
            | E::WorkerStarted { .. }
            | E::ScaledTo { .. }
            | E::ServerCrashed { .. }
            | E::ServerStarted { .. }
            | E::Accepted { .. }
            | E::GaveUp { .. }
            | E::Deduplicated { .. }
            | E::DelayChanged { .. }
            | E::TurnedAway { .. } => {}
        }
    }

    fn lost(&mut self, call: CallId, at: SimTime, setback: Setback) {
        let failure = Failure { at, setback };
        self.calls.insert(call, failure);
        self.lost_on_the_way = Some(failure);
    }

    fn available(&mut self, message: MessageId, at: SimTime) {
        if let Some(copy) = self.copies.get_mut(&message) {
            copy.available = at;
        }
    }

    fn let_go(&mut self, workers: PartId, worker: u32, hold: fn(WorkerName) -> Hold) {
        let name = WorkerName { workers, worker };
        self.at_work.remove(&name);
        self.hold = hold(name);
    }

    /// Who has it while the timeout of the receive at `received` runs out.
    pub(crate) fn holder(&self, received: SimTime, item: ItemId, now: SimTime, world: &World) -> Holder {
        let at_work = self.at_work.iter().find(|(_, since)| **since >= received);
        if let Some((&by, _)) = at_work {
            let left = world.done_with(by.workers, item).map(|until| until.since(now));
            return Holder::AtWork { by, left };
        }
        match self.hold {
            Hold::Finished(by) if world.forgets(by.workers) => Holder::Forgot { by },
            Hold::Finished(by) => Holder::NotYetDeleted { by },
            Hold::CopyLeft => Holder::MissedByDelete,
            Hold::Client => Holder::Client,
            Hold::Failed(by) => Holder::Failed { by },
            Hold::Dropped(by) => Holder::Dropped { by },
            Hold::AnswerLost => Holder::AnswerLost,
            Hold::Nothing if world.is_held_outside_queues(item) => Holder::NotBegun,
            Hold::Nothing => Holder::Nobody,
        }
    }
}

impl World {
    /// Whose receive the last step has answered with a message of `item`.
    pub(crate) fn receiver_of(&self, item: ItemId) -> Option<WorkerName> {
        match self.awaits_answer_with(item)? {
            Caller::Worker { workers, worker } => Some(WorkerName { workers, worker }),
            Caller::Producer(_) | Caller::Server { .. } => None,
        }
    }

    /// Since when the message that is next in line of a queue has been receivable.
    pub(crate) fn offers_since(&self, queue: PartId) -> Option<SimTime> {
        match self.queue_line(queue).next()?.state {
            MessageState::Visible { since } | MessageState::Blocked { since } => Some(since),
            MessageState::InFlight { .. } | MessageState::Delayed { .. } => None,
        }
    }

    /// When a worker of the group will be done with an item that is in work.
    fn done_with(&self, workers: PartId, wanted: ItemId) -> Option<SimTime> {
        self.workers(workers).find_map(|worker| match worker.doing {
            WorkerState::Working { item, until, .. } if item == wanted => Some(until),
            _ => None,
        })
    }

    fn forgets(&self, workers: PartId) -> bool {
        self.sketched_workers(workers)
            .is_some_and(|workers| workers.after == AfterWork::Forget)
    }
}
