//! The queues: each queue of the sketch is a queue of SQS, and what SQS says is happening becomes events of the world.

use cloud::order::by_number;
use cloud::sqs::{
    Counts, Happening, HappeningKind, MessageView, PollId, QueueId, QueueKind, ReceiptHandle, ReceiveMessage,
    ReceiveOutcome, SendMessage, Servers, Sqs, SqsError,
};
use cloud::time::SimTime;

use crate::batches::Batch;
use crate::bill::Bill;
use crate::calls::{Answer, Attempt, Call, Poll, Refusal};
use crate::chance::{Luck, Purpose};
use crate::event::{CallFailure, EventKind, Operation};
use crate::item::ItemId;
use crate::recipe::Recipe;
use crate::sketch::{Chance, Part, PartId, Queue};
use crate::slab::Key;
use crate::table::Table;
use crate::world::World;

/// A million messages may fall due at one instant, but a step must not take long: nothing can be stopped within one.
const DUE_IN_A_STEP: usize = 1_000;

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Queues {
    pub(crate) service: Sqs,
    /// When the service has work to do, [`SimTime::MAX`] if it has none. Within a step it may have been a moment ago and be later
    /// now: that is found out before anybody goes by it.
    due: SimTime,
    /// The list in which the service tells what happened. Empty between drains.
    happenings: Vec<Happening>,
    ids: Table<PartId, QueueId>,
    parts: Table<QueueId, PartId>,
    luck: Table<PartId, QueueLuck>,
    /// How many receives have come.
    receives: u64,
    /// Those of queues that are gone, too.
    bills: Table<QueueId, (QueueKind, Bill)>,
    created: Table<QueueId, SimTime>,
}

/// What a standard queue leaves to chance.
#[derive(Clone, Debug)]
struct QueueLuck {
    servers: Luck,
    copies: Luck,
}

impl QueueLuck {
    fn new(seed: u64, part: PartId) -> Self {
        Self {
            servers: Luck::new(seed, Purpose::Servers(part)),
            copies: Luck::new(seed, Purpose::Copies(part)),
        }
    }

    /// Those that a short poll asks: each but with this chance, and one at least.
    fn servers(&mut self, left_out: Chance) -> Servers {
        if left_out == Chance::NEVER {
            return Servers::ALL;
        }
        let asked = (0..Servers::COUNT).filter(|_| !self.servers.strikes(left_out));
        match asked.fold(0, |bits, server| bits | 1 << server) {
            0 => Servers::of_bits(1 << self.servers.below(Servers::COUNT.into())),
            bits => Servers::of_bits(bits),
        }
    }
}

impl Queues {
    pub(crate) fn new() -> Self {
        Self {
            service: Sqs::default(),
            due: SimTime::MAX,
            happenings: Vec::new(),
            ids: Table::default(),
            parts: Table::default(),
            luck: Table::default(),
            receives: 0,
            bills: Table::default(),
            created: Table::default(),
        }
    }

    /// Takes what the service did, and notes before when it has no work to do.
    pub(crate) fn take_happenings(&mut self, list: &mut Vec<Happening>) {
        self.service.take_happenings(list);
        self.due = self.service.idle_until();
    }

    /// Finds out when the service has work to do.
    pub(crate) fn find_due(&mut self) {
        self.due = self.service.next_deadline().unwrap_or(SimTime::MAX);
    }

    /// When the service has work to do, [`SimTime::MAX`] if it has none; or earlier, if that was not found out since it was
    /// asked for something.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn due(&self) -> SimTime {
        self.due
    }

    pub(crate) fn id(&self, part: PartId) -> Option<QueueId> {
        self.ids.get(&part).copied()
    }

    /// The part that a queue is. Every queue of the service is or was one.
    pub(crate) fn part(&self, queue: QueueId) -> PartId {
        *self
            .parts
            .get(&queue)
            .expect("the service has no queue but those of the sketch")
    }

    /// The service has a new queue, which is this part.
    pub(crate) fn enlist(&mut self, part: PartId, id: QueueId, kind: QueueKind, seed: u64, now: SimTime) {
        self.ids.insert(part, id);
        self.parts.insert(id, part);
        self.bills.insert(id, (kind, Bill::default()));
        self.luck.insert(part, QueueLuck::new(seed, part));
        self.created.insert(id, now);
    }

    /// The part's queue is gone, or is about to go. What is told of it is still told of the part.
    pub(crate) fn delist(&mut self, part: PartId) -> Option<QueueId> {
        self.luck.remove(&part);
        self.ids.remove(&part)
    }

    /// When a queue was created.
    #[cfg(feature = "clients")]
    pub(crate) fn created(&self, queue: QueueId) -> SimTime {
        self.created.get(&queue).copied().unwrap_or_default()
    }

    pub(crate) fn bill(&self, queue: QueueId) -> Bill {
        self.bills
            .get(&queue)
            .map_or_else(Bill::default, |(_, bill)| *bill)
    }

    pub(crate) fn bill_of_all(&self, kind: QueueKind) -> Bill {
        let mut sum = Bill::default();
        for (_, bill) in self.bills.values().filter(|(of, _)| *of == kind) {
            sum += *bill;
        }
        sum
    }

    /// `item` as a message to this queue.
    fn message(&self, queue: QueueId, recipe: &Recipe, item: ItemId) -> SendMessage {
        let content_based = self
            .service
            .attributes(queue)
            .is_some_and(|attributes| attributes.content_based_deduplication);
        let kind = self.service.kind(queue).unwrap_or(QueueKind::Standard);
        recipe.message(item, kind, content_based)
    }

    pub(crate) fn bill_mut(&mut self, queue: QueueId) -> (QueueKind, &mut Bill) {
        let (kind, bill) = self.bills.get_mut(&queue).expect("every queue has a bill");
        (*kind, bill)
    }

    pub(crate) fn counts(&self, part: PartId) -> Option<Counts> {
        self.id(part).map(|id| self.service.counts(id))
    }

    pub(crate) fn parts(&self) -> impl Iterator<Item = PartId> {
        self.ids.keys()
    }

    pub(crate) fn line(&self, part: PartId) -> impl Iterator<Item = MessageView> {
        self.id(part).into_iter().flat_map(|id| self.service.line(id))
    }

    pub(crate) fn in_flight(&self, part: PartId) -> impl Iterator<Item = MessageView> {
        self.id(part)
            .into_iter()
            .flat_map(|id| self.service.in_flight(id))
    }

    pub(crate) fn delayed(&self, part: PartId) -> impl Iterator<Item = MessageView> {
        self.id(part).into_iter().flat_map(|id| self.service.delayed(id))
    }
}

impl World {
    pub(crate) fn add_queue(&mut self, part: PartId, queue: &Queue) {
        let attributes = crate::configure::attributes(queue, None);
        let created = self.queues.service.create_queue(self.now, queue.kind, attributes);
        let id = created.expect("attributes are brought into AWS's ranges");
        self.queues.enlist(part, id, queue.kind, self.seed, self.now);
        #[cfg(feature = "clients")]
        self.introduce_queue(part);
        self.drain();
    }

    pub(crate) fn remove_queue(&mut self, part: PartId) {
        let Some(id) = self.queues.delist(part) else {
            return;
        };
        #[cfg(feature = "clients")]
        self.release_queue(id);
        let waits_here = |call: &Call| call.poll.is_some_and(|poll| poll.queue == id);
        let waiting = self.calls.keys_where(waits_here);
        let number = |key: &Key| self.calls.get(*key).and_then(|call| call.poll);
        for key in by_number(waiting, |key| number(key).map_or(0, |poll| poll.number)) {
            self.give_up_receiving(key);
        }
        let deleted = self.queues.service.delete_queue(self.now, id);
        deleted.expect("a queue of the sketch exists until it is deleted here");
        self.drain();
    }

    /// `SendMessage` has come.
    pub(crate) fn store(&mut self, part: PartId, attempt: &Attempt) {
        let (Some(id), Operation::SendMessage { item }) = (self.queues.id(part), attempt.operation) else {
            return self.answer(attempt, refused(&SqsError::QueueDoesNotExist));
        };
        let recipe = self.chronicle.items.recipe(item);
        let recipe = recipe.expect("every item of a producer has a recipe");
        let message = self.queues.message(id, recipe, item);
        let (kind, bill) = self.queues.bill_mut(id);
        bill.sent(kind, &message);
        let sent = self.queues.service.send(self.now, id, message);
        self.drain();
        let answer = sent.map_or_else(|error| refused(&error), |_| Answer::Done);
        self.answer(attempt, answer);
    }

    /// `SendMessageBatch` has come: one call, and an answer for each of its entries.
    pub(crate) fn store_batch(&mut self, part: PartId, attempt: &Attempt, batch: &Batch) {
        let Some(id) = self.queues.id(part) else {
            let refusal = refusal(&SqsError::QueueDoesNotExist);
            return self.answer(attempt, batch.refused(refusal));
        };
        let entries = batch.entries(|recipe, item| self.queues.message(id, recipe, item));
        let (kind, bill) = self.queues.bill_mut(id);
        bill.sent_batch(kind, entries.iter().map(|entry| &entry.request));
        let sent = self.queues.service.send_batch(self.now, id, entries);
        self.drain();
        let answer = match sent {
            Ok(outcome) => batch.answer(&outcome, refusal),
            Err(error) => batch.refused(refusal(&error)),
        };
        self.answer(attempt, answer);
    }

    /// `ReceiveMessage` has come. A caller who has hung up meanwhile gets what is there all the same, and nobody has it then;
    /// but the queue does not wait for more, for it finds the connection closed.
    pub(crate) fn receive(
        &mut self,
        part: PartId,
        attempt: &Attempt,
        max: u32,
        wait_time_seconds: u32,
        visibility_timeout: Option<u32>,
    ) {
        let Some(id) = self.queues.id(part) else {
            return self.answer(attempt, refused(&SqsError::QueueDoesNotExist));
        };
        self.queues.bill_mut(id).1.received();
        let servers = self.servers_asked(part, wait_time_seconds);
        self.queues.receives += 1;
        let call = self.calls.awaited(attempt);
        let wait_time_seconds = if call.is_some() { wait_time_seconds } else { 0 };
        if let Some(call) = call {
            // Known before the service is asked: its happenings may already tell of the poll.
            call.poll = Some(Poll {
                number: self.queues.receives,
                queue: id,
            });
        }
        let request = ReceiveMessage {
            poll: PollId(attempt.key.as_u64()),
            max_number_of_messages: Some(max.into()),
            wait_time_seconds: Some(wait_time_seconds.into()),
            visibility_timeout: visibility_timeout.map(i64::from),
            servers,
            attempt: None,
        };
        let outcome = self.queues.service.receive(self.now, id, request);
        self.drain();
        match outcome {
            Ok(ReceiveOutcome::Waiting) => {}
            Ok(ReceiveOutcome::Messages(messages)) => {
                self.answer_receive(id, attempt, Answer::Messages(messages));
            }
            Err(error) => self.answer_receive(id, attempt, refused(&error)),
        }
    }

    /// Which servers of a standard queue a poll asks; a long one asks all.
    pub(crate) fn servers_asked(&mut self, part: PartId, wait_time_seconds: u32) -> Servers {
        if wait_time_seconds > 0 {
            return Servers::ALL;
        }
        match (self.parts.get(&part), self.queues.luck.get_mut(&part)) {
            (Some(Part::Queue(queue)), Some(luck)) if is_standard(queue) => {
                luck.servers(queue.unasked_servers)
            }
            _ => Servers::ALL,
        }
    }

    fn poll_ended(&mut self, id: PollId) {
        let messages = self.queues.service.take_answer(id);
        let key = Key::from_u64(id.0);
        let call = self.calls.get(key);
        let waits = call.and_then(|call| Some((call.attempt(key), call.poll?.queue)));
        let Some((attempt, queue)) = waits else {
            #[cfg(feature = "clients")]
            self.client_poll_ended(id, messages);
            return;
        };
        self.answer_receive(queue, &attempt, Answer::Messages(messages));
    }

    fn answer_receive(&mut self, queue: QueueId, attempt: &Attempt, answer: Answer) {
        if let Answer::Messages(messages) = &answer {
            let (kind, bill) = self.queues.bill_mut(queue);
            bill.answered(kind, messages.iter());
        }
        if let Some(call) = self.calls.awaited(attempt) {
            call.poll = None;
        }
        self.answer(attempt, answer);
    }

    /// The caller hangs up: its long poll, if it is in one, ends without an answer.
    pub(crate) fn leave_queue(&mut self, key: Key) {
        let Some(poll) = self.calls.get_mut(key).and_then(|call| call.poll.take()) else {
            return;
        };
        let name = PollId(key.as_u64());
        self.queues.service.cancel_poll(self.now, poll.queue, name);
        self.drain();
    }

    /// `DeleteMessage` has come.
    pub(crate) fn delete(&mut self, part: PartId, attempt: &Attempt, receipt: ReceiptHandle) {
        let Some(id) = self.queues.id(part) else {
            return self.answer(attempt, refused(&SqsError::QueueDoesNotExist));
        };
        self.queues.bill_mut(id).1.delete.add(1);
        let misses_a_copy = self.misses_a_copy(part);
        let service = &mut self.queues.service;
        let deleted = if misses_a_copy {
            service.delete_but_a_copy(self.now, id, receipt)
        } else {
            service.delete(self.now, id, receipt)
        };
        self.drain();
        let answer = deleted.map_or_else(|error| refused(&error), |()| Answer::Done);
        self.answer(attempt, answer);
    }

    /// Whether a delete from a queue misses a copy.
    pub(crate) fn misses_a_copy(&mut self, part: PartId) -> bool {
        match (self.parts.get(&part), self.queues.luck.get_mut(&part)) {
            (Some(Part::Queue(queue)), Some(luck)) if is_standard(queue) => {
                luck.copies.strikes(queue.missed_deletes)
            }
            _ => false,
        }
    }

    /// `ChangeMessageVisibility` has come.
    pub(crate) fn change_visibility(
        &mut self,
        part: PartId,
        attempt: &Attempt,
        receipt: ReceiptHandle,
        visibility_timeout: u32,
    ) {
        let Some(id) = self.queues.id(part) else {
            return self.answer(attempt, refused(&SqsError::QueueDoesNotExist));
        };
        self.queues.bill_mut(id).1.change_visibility.add(1);
        let service = &mut self.queues.service;
        let changed = service.change_visibility(self.now, id, receipt, visibility_timeout.into());
        self.drain();
        let answer = changed.map_or_else(|error| refused(&error), |()| Answer::Done);
        self.answer(attempt, answer);
    }

    /// The service does what has fallen due, as much of it as a step may do.
    #[inline(never)]
    pub(crate) fn advance_service(&mut self) {
        self.queues.service.advance_some(self.now, DUE_IN_A_STEP);
        self.drain();
    }

    /// One mutation, one drain: what the service did becomes events, and long polls that ended are answered.
    pub(crate) fn drain(&mut self) {
        let mut happenings = std::mem::take(&mut self.queues.happenings);
        self.queues.take_happenings(&mut happenings);
        for happening in happenings.drain(..) {
            self.tell(happening);
        }
        self.queues.happenings = happenings;
    }

    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn tell(&mut self, happening: Happening) {
        let queue = self.queues.part(happening.queue);
        let kind = match happening.kind {
            HappeningKind::PollEnded { poll } => return self.poll_ended(poll),
            HappeningKind::Sent {
                message,
                mark,
                visible_at,
            } => {
                return self.emit_often(EventKind::Sent {
                    queue,
                    message,
                    item: mark.into(),
                    visible_at,
                });
            }
            HappeningKind::Deduplicated { original, mark } => EventKind::Deduplicated {
                queue,
                original,
                item: mark.into(),
            },
            HappeningKind::Arrived { message, mark } => EventKind::Arrived {
                queue,
                message,
                item: mark.into(),
            },
            HappeningKind::Received {
                message,
                mark,
                receive_count,
                visible_at,
            } => {
                return self.emit_often(EventKind::Received {
                    queue,
                    message,
                    item: mark.into(),
                    receive_count,
                    visible_at,
                });
            }
            HappeningKind::Returned {
                message,
                mark,
                receive_count,
            } => EventKind::Returned {
                queue,
                message,
                item: mark.into(),
                receive_count,
            },
            HappeningKind::VisibilityChanged {
                message,
                mark,
                visible_at,
            } => EventKind::VisibilityChanged {
                queue,
                message,
                item: mark.into(),
                visible_at,
            },
            HappeningKind::DelayChanged {
                message,
                mark,
                visible_at,
            } => EventKind::DelayChanged {
                queue,
                message,
                item: mark.into(),
                visible_at,
            },
            HappeningKind::Deleted { message, mark } => {
                return self.emit_often(EventKind::Deleted {
                    queue,
                    message,
                    item: mark.into(),
                });
            }
            HappeningKind::CopyLeft { message, mark } => EventKind::CopyLeft {
                queue,
                message,
                item: mark.into(),
            },
            HappeningKind::Expired { message, mark } => EventKind::Expired {
                queue,
                message,
                item: mark.into(),
            },
            HappeningKind::Purged { message, mark } => EventKind::Purged {
                queue,
                message,
                item: mark.into(),
            },
            HappeningKind::DeadLettered {
                message,
                mark,
                to,
                receive_count,
            } => {
                let to = self.queues.part(to);
                EventKind::DeadLettered {
                    queue,
                    message,
                    item: mark.into(),
                    to,
                    receive_count,
                }
            }
            HappeningKind::Moved {
                message,
                mark,
                to,
                new,
                visible_at,
            } => EventKind::Moved {
                queue,
                message,
                item: mark.into(),
                to: self.queues.part(to),
                new,
                visible_at,
            },
            HappeningKind::EmptyReceive => EventKind::EmptyReceive { queue },
        };
        self.emit(kind);
    }
}

fn is_standard(queue: &Queue) -> bool {
    queue.kind == QueueKind::Standard
}

/// What AWS refuses is refused for good, but for the errors that pass by themselves.
fn refusal(error: &SqsError) -> Refusal {
    Refusal {
        failure: CallFailure::Refused,
        again: matches!(error, SqsError::OverLimit | SqsError::RequestThrottled),
    }
}

fn refused(error: &SqsError) -> Answer {
    Answer::Failed(refusal(error))
}
