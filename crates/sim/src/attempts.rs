//! How a call goes: attempts, time-outs, backoff and the end, as an AWS SDK or an HTTP client makes calls.

use cloud::time::SimDuration;

use crate::agenda::Task;
use crate::calls::{Answer, Attempt, Call, Caller, Load, Refusal};
use crate::event::{CallFailure, EventKind, Operation};
use crate::sketch::{CallPolicy, LinkId, PartId};
use crate::slab::Key;
use crate::wiring::LinkKind;
use crate::world::World;

/// No wait between two attempts is longer, unless the first one is: the limit of the AWS SDKs.
const MAX_BACKOFF: SimDuration = SimDuration::from_secs(20);
/// A time-out of nothing would fail before the request sets out.
const MIN_TIMEOUT: SimDuration = SimDuration::from_millis(1);
/// As many attempts as a policy may have.
const MAX_ATTEMPTS: u32 = 10;

impl World {
    /// Begins a call and sends its first attempt on the way.
    pub(crate) fn call(&mut self, caller: Caller, link: LinkId, operation: Operation, load: Load) -> Key {
        let waits = load.waits();
        let key = self.calls.open(caller, link, operation, load);
        self.attempt(key, caller, waits);
        key
    }

    /// Sends the next attempt of a call on the way. It waits so much longer than its caller's time-out.
    #[cfg_attr(not(small), inline(always))]
    fn attempt(&mut self, key: Key, caller: Caller, waits: SimDuration) {
        let Some(policy) = self.policy(caller) else {
            return;
        };
        let length = policy.timeout.max(MIN_TIMEOUT) + waits;
        let when = self.agenda.stamp(self.now + length);
        let Some(attempt) = self.calls.begin_attempt(key, length, when) else {
            return;
        };
        if let Operation::SendMessageBatch { .. } = attempt.operation {
            self.tell_of_entries(&attempt);
        } else {
            self.emit_often(attempt.sets_out(attempt.operation));
        }
        self.depart(&attempt, None);
    }

    #[inline(never)]
    fn tell_of_entries(&mut self, attempt: &Attempt) {
        if let Some(load) = self.calls.get(attempt.key).map(|call| call.load.clone()) {
            self.emit_for_entries(attempt.operation, &load, |operation| attempt.sets_out(operation));
        }
    }

    /// A time-out is over.
    #[inline(never)]
    pub(crate) fn time_out(&mut self) {
        if let Some(key) = self.calls.timeouts.first_call() {
            self.fail(key, CallFailure::TimedOut, true);
        }
    }

    /// An answer has come to the caller, who has waited for it.
    pub(crate) fn answered(&mut self, attempt: &Attempt, answer: Answer) {
        match answer {
            Answer::Failed(Refusal { failure, again }) => self.fail(attempt.key, failure, again),
            Answer::Entries(entries) => self.batch_answered(attempt.key, &entries),
            answer => {
                if let Some(caller) = self.calls.close(attempt.key) {
                    self.call_succeeded(attempt, caller, answer);
                }
            }
        }
    }

    fn fail(&mut self, key: Key, failure: CallFailure, again: bool) {
        self.leave_queue(key);
        self.calls.stop_waiting(key);
        let Some(call) = self.calls.get(key) else { return };
        let (id, link, operation, load) = (call.id, call.link, call.operation, call.load.clone());
        self.emit_for_entries(operation, &load, |operation| EventKind::CallFailed {
            call: id,
            link,
            operation,
            failure,
        });
        if !(again && self.try_again_later(key)) {
            self.end_in_failure(key);
        }
    }

    /// Puts another attempt on the agenda, if the call may have one.
    pub(crate) fn try_again_later(&mut self, key: Key) -> bool {
        let Some((caller, attempt)) = self.calls.get(key).map(|call| (call.caller, call.attempts)) else {
            return false;
        };
        let policy = self
            .policy(caller)
            .filter(|policy| attempt < policy.attempts.min(MAX_ATTEMPTS));
        if let Some(policy) = policy {
            let wait = self.backoff(caller, policy.backoff, attempt);
            self.agenda.put(self.now() + wait, Task::Retry { call: key });
        }
        policy.is_some()
    }

    /// Full jitter: anything up to the doubled wait.
    fn backoff(&mut self, caller: Caller, first: SimDuration, attempt: u32) -> SimDuration {
        let doubled = first * (1 << (attempt - 1).min(MAX_ATTEMPTS));
        let most = doubled.min(MAX_BACKOFF.max(first));
        match self.backoff_luck(caller) {
            Some(luck) => luck.up_to(most),
            None => most,
        }
    }

    /// The wait before the next attempt is over.
    pub(crate) fn retry(&mut self, key: Key) {
        let Some(call) = self.calls.get(key) else { return };
        let link = self.link_for(call);
        match link {
            Some(link) => {
                let (caller, waits) = (call.caller, call.load.waits());
                let items = call.items().count() as u64;
                self.chronicle.tallies.retried(caller.part(), items);
                if let Some(call) = self.calls.get_mut(key) {
                    call.link = link;
                }
                self.attempt(key, caller, waits);
            }
            None => self.end_in_failure(key),
        }
    }

    fn end_in_failure(&mut self, key: Key) {
        let Some(call) = self.calls.get(key) else { return };
        let (caller, operation, load) = (call.caller, call.operation, call.load.clone());
        self.calls.close(key);
        match load {
            Load::Batch(batch) => self.give_up(batch.items()),
            _ => self.call_ended_in_failure(key, caller, operation),
        }
    }

    /// The caller is gone or has stopped: nobody waits any more. What is on the way stays on the way.
    pub(crate) fn abandon(&mut self, key: Key) -> Option<Caller> {
        self.leave_queue(key);
        self.calls.close(key)
    }

    fn call_succeeded(&mut self, attempt: &Attempt, caller: Caller, answer: Answer) {
        match (caller, answer) {
            (Caller::Producer(_), _) => {
                if let Some(item) = attempt.operation.item() {
                    self.emit_often(EventKind::Accepted { item });
                }
            }
            (Caller::Worker { workers, worker }, Answer::Messages(messages)) => {
                self.worker_received(workers, worker, attempt.link, messages);
            }
            (Caller::Worker { workers, worker }, _) => {
                self.worker_was_answered(workers, worker, attempt.key, attempt.operation);
            }
            (Caller::Server { server, job }, _) => self.pass_on(server, job),
        }
    }

    fn call_ended_in_failure(&mut self, key: Key, caller: Caller, operation: Operation) {
        match (caller, operation) {
            (Caller::Producer(_), operation) => {
                if let Some(item) = operation.item() {
                    self.emit(EventKind::GaveUp { item });
                }
            }
            (Caller::Worker { workers, worker }, Operation::ReceiveMessage) => {
                self.worker_could_not_receive(workers, worker);
            }
            (Caller::Worker { workers, worker }, _) => {
                self.worker_was_answered(workers, worker, key, operation);
            }
            (Caller::Server { server, job }, _) => self.could_not_pass_on(server, job),
        }
    }

    /// Whether or not a delete or a heartbeat came through, the worker goes on.
    fn worker_was_answered(&mut self, workers: PartId, worker: u32, key: Key, operation: Operation) {
        match operation {
            Operation::ChangeVisibility { .. } => self.beat_ended(workers, worker, key),
            _ => self.delete_ended(workers, worker, key),
        }
    }

    /// The link for the next attempt: the same while it is there, or else the first by which the producer reaches something
    /// that takes the same.
    fn link_for(&self, call: &Call) -> Option<LinkId> {
        if self.circuit.wires.contains_key(&call.link) {
            return Some(call.link);
        }
        let Caller::Producer(producer) = call.caller else {
            return None;
        };
        let kind = match call.operation {
            Operation::Request { .. } => LinkKind::Call,
            _ => LinkKind::Send,
        };
        self.circuit.target_like(producer, kind)
    }

    fn policy(&self, caller: Caller) -> Option<CallPolicy> {
        self.call_policy(caller.part())
    }
}
