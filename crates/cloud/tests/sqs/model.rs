//! SQS again, as simply as it can be written: a queue is a `Vec` of messages in the order of arrival, and every
//! question is answered by looking at all of them. Requests are taken to be valid; their checks are tested elsewhere.

use std::rc::Rc;

use cloud::sqs::*;
use cloud::time::{SimDuration, SimTime};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Visible,
    InFlight,
    Delayed,
}

#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) id: MessageId,
    request: SendMessage,
    deduplication: Option<Rc<str>>,
    sequence: Option<SequenceNumber>,
    sent: SimTime,
    arrived: SimTime,
    first_received: SimTime,
    received: SimTime,
    receive_count: u32,
    receives_here: u32,
    source: Option<QueueId>,
    pub(crate) place: Place,
    /// Hidden until then, or visible since.
    pub(crate) at: SimTime,
    /// The order in which messages became visible.
    shown: u64,
}

/// What deduplication remembers.
#[derive(Clone)]
struct FirstSend {
    at: SimTime,
    scope: Option<Rc<str>>,
    key: Rc<str>,
    sent: Sent,
}

#[derive(Clone)]
struct Poll {
    request: ReceiveMessage,
    deadline: SimTime,
}

#[derive(Clone)]
pub(crate) struct Queue {
    id: QueueId,
    kind: QueueKind,
    attributes: QueueAttributes,
    pub(crate) messages: Vec<Message>,
    /// FIFO: the groups that can be served, next first.
    turns: Vec<Rc<str>>,
    polls: Vec<Poll>,
    first_sends: Vec<FirstSend>,
    last_purge: Option<SimTime>,
    shows: u64,
}

#[derive(Clone, Default)]
pub(crate) struct Model {
    now: SimTime,
    pub(crate) queues: Vec<Option<Queue>>,
    pub(crate) happenings: Vec<Happening>,
    messages: u64,
    sequences: u64,
    moving: Vec<(QueueId, Message)>,
}

fn seconds(seconds: impl Into<i64>) -> SimDuration {
    SimDuration::from_secs(seconds.into().unsigned_abs())
}

impl Queue {
    fn is_fifo(&self) -> bool {
        self.kind == QueueKind::Fifo
    }

    fn group(&self, name: &Rc<str>) -> Vec<&Message> {
        self.messages
            .iter()
            .filter(|message| message.request.group.as_ref() == Some(name))
            .collect()
    }

    /// After each change of a message: groups whose first message is visible have a turn.
    fn update_turns(&mut self) {
        let ready = |queue: &Self, name: &Rc<str>| {
            queue
                .group(name)
                .first()
                .is_some_and(|message| message.place == Place::Visible)
        };
        let mut turns = std::mem::take(&mut self.turns);
        turns.retain(|name| ready(self, name));
        for name in self
            .messages
            .iter()
            .filter_map(|message| message.request.group.clone())
        {
            if ready(self, &name) && !turns.contains(&name) {
                turns.push(name);
            }
        }
        self.turns = turns;
    }

    /// Visible messages in the order of delivery.
    pub(crate) fn line(&self) -> Vec<MessageId> {
        if self.is_fifo() {
            let free = |name| {
                self.group(name)
                    .into_iter()
                    .take_while(|message| message.place == Place::Visible)
                    .map(|message| message.id)
            };
            return self.turns.iter().flat_map(free).collect();
        }
        let mut line: Vec<&Message> = self
            .messages
            .iter()
            .filter(|message| message.place == Place::Visible)
            .collect();
        line.sort_by_key(|message| message.shown);
        line.into_iter().map(|message| message.id).collect()
    }

    fn show(&mut self, index: usize, now: SimTime) {
        self.shows += 1;
        let message = &mut self.messages[index];
        (message.place, message.at, message.shown) = (Place::Visible, now, self.shows);
        self.update_turns();
    }

    fn index(&self, id: MessageId) -> Option<usize> {
        self.messages.iter().position(|message| message.id == id)
    }

    fn remove(&mut self, id: MessageId) -> Message {
        let message = self.messages.remove(self.index(id).expect("it is here"));
        self.update_turns();
        message
    }

    /// When retention ends.
    pub(crate) fn end(&self, message: &Message) -> SimTime {
        let since = if self.is_fifo() {
            message.arrived
        } else {
            message.sent
        };
        since + seconds(self.attributes.message_retention_period)
    }

    fn deadline(&self) -> Option<SimTime> {
        let ends = self.messages.iter().map(|message| self.end(message));
        let hidden = self
            .messages
            .iter()
            .filter(|message| message.place != Place::Visible)
            .map(|message| message.at);
        ends.chain(hidden)
            .chain(self.polls.iter().map(|poll| poll.deadline))
            .min()
    }

    pub(crate) fn oldest(&self) -> Option<SimTime> {
        let counts = |message: &&Message| self.is_fifo() || message.receives_here < 3;
        let oldest = self
            .messages
            .iter()
            .filter(counts)
            .map(|message| message.arrived)
            .min();
        oldest.or_else(|| {
            self.messages
                .iter()
                .min_by_key(|message| (message.sent, message.id))
                .map(|one| one.arrived)
        })
    }

    pub(crate) fn hidden(&self, place: Place) -> Vec<(SimTime, MessageId)> {
        let mut hidden: Vec<_> = self
            .messages
            .iter()
            .filter(|message| message.place == place)
            .collect();
        hidden.sort_by_key(|message| (message.at, message.id));
        hidden
            .into_iter()
            .map(|message| (message.at, message.id))
            .collect()
    }
}

impl Model {
    pub(crate) fn deadline(&self) -> Option<SimTime> {
        let deadline = self.queues.iter().flatten().filter_map(Queue::deadline).min();
        deadline.map(|deadline| deadline.max(self.now))
    }

    pub(crate) fn advance(&mut self, now: SimTime) {
        while let Some(due) = self.queues.iter().flatten().filter_map(Queue::deadline).min()
            && due <= now
        {
            self.now = self.now.max(due);
            let id = self
                .queues
                .iter()
                .flatten()
                .find(|queue| queue.deadline() == Some(due))
                .expect("found before")
                .id;
            self.do_due_work(id);
        }
        self.now = now;
    }

    fn do_due_work(&mut self, id: QueueId) {
        let now = self.now;
        self.expire(id);
        for place in [Place::Delayed, Place::InFlight] {
            for (_, message) in self
                .queue(id)
                .hidden(place)
                .into_iter()
                .filter(|(at, _)| *at <= now)
            {
                self.give_back(id, message);
            }
        }
        self.settle(id);
        self.queue(id).polls.sort_by_key(|poll| poll.request.poll);
        let mut due: Vec<_> = self
            .queue(id)
            .polls
            .extract_if(.., |poll| poll.deadline <= now)
            .collect();
        due.sort_by_key(|poll| (poll.deadline, poll.request.poll));
        for poll in due {
            self.end_poll(id, &poll, Vec::new());
        }
    }

    fn expire(&mut self, id: QueueId) {
        let now = self.now;
        let queue = self.queue(id);
        let mut expired: Vec<_> = queue
            .messages
            .iter()
            .filter(|message| queue.end(message) <= now)
            .collect();
        expired.sort_by_key(|message| {
            (
                queue.end(message),
                if queue.is_fifo() { MessageId(0) } else { message.id },
            )
        });
        for message in expired.into_iter().map(|message| message.id).collect::<Vec<_>>() {
            let mark = self.queue(id).remove(message).request.mark;
            self.note(id, HappeningKind::Expired { message, mark });
        }
    }

    fn give_back(&mut self, id: QueueId, message: MessageId) {
        let now = self.now;
        let queue = self.queue(id);
        let index = queue.index(message).expect("it is here");
        let (mark, receive_count) = (
            queue.messages[index].request.mark,
            queue.messages[index].receive_count,
        );
        let was_delayed = queue.messages[index].place == Place::Delayed;
        queue.show(index, now);
        let returned = HappeningKind::Returned {
            message,
            mark,
            receive_count,
        };
        self.note(
            id,
            if was_delayed {
                HappeningKind::Arrived { message, mark }
            } else {
                returned
            },
        );
    }

    fn note(&mut self, queue: QueueId, kind: HappeningKind) {
        self.happenings.push(Happening {
            at: self.now,
            queue,
            kind,
        });
    }

    fn queue(&mut self, id: QueueId) -> &mut Queue {
        self.queues[id.0 as usize].as_mut().expect("it exists")
    }

    fn begin(&mut self, now: SimTime, id: QueueId) -> Result<(), SqsError> {
        self.advance(now);
        self.queues
            .get(id.0 as usize)
            .and_then(Option::as_ref)
            .map(|_| ())
            .ok_or(SqsError::QueueDoesNotExist)
    }

    pub(crate) fn create_queue(&mut self, kind: QueueKind, attributes: QueueAttributes) {
        let id = QueueId(self.queues.len() as u32);
        self.queues.push(Some(Queue {
            id,
            kind,
            attributes,
            messages: Vec::new(),
            turns: Vec::new(),
            polls: Vec::new(),
            first_sends: Vec::new(),
            last_purge: None,
            shows: 0,
        }));
    }

    pub(crate) fn set_attributes(
        &mut self,
        now: SimTime,
        id: QueueId,
        new: QueueAttributes,
    ) -> Result<(), SqsError> {
        self.begin(now, id)?;
        let kind = self.queue(id).kind;
        if let Some(redrive) = new.redrive {
            match self
                .queues
                .get(redrive.dead_letter_target.0 as usize)
                .and_then(Option::as_ref)
            {
                None => return Err(SqsError::DeadLetterTargetDoesNotExist { redrive }),
                Some(other) if other.kind != kind => {
                    return Err(SqsError::DeadLetterTargetOfOtherKind { redrive });
                }
                Some(_) => {}
            }
        }
        let queue = self.queue(id);
        let delay_changes = queue.is_fifo() && queue.attributes.delay_seconds != new.delay_seconds;
        queue.attributes = new;
        for (_, message) in self
            .queue(id)
            .hidden(Place::Delayed)
            .into_iter()
            .filter(|_| delay_changes)
        {
            let queue = self.queue(id);
            let index = queue.index(message).expect("it is here");
            let visible_at = queue.messages[index].arrived + seconds(new.delay_seconds);
            queue.messages[index].at = visible_at;
            let mark = queue.messages[index].request.mark;
            self.note(
                id,
                HappeningKind::DelayChanged {
                    message,
                    mark,
                    visible_at,
                },
            );
        }
        self.settle(id);
        self.advance(now);
        Ok(())
    }

    pub(crate) fn delete_queue(&mut self, now: SimTime, id: QueueId) -> Result<(), SqsError> {
        self.begin(now, id)?;
        self.empty(id);
        for poll in std::mem::take(&mut self.queue(id).polls) {
            self.end_poll(id, &poll, Vec::new());
        }
        self.queues[id.0 as usize] = None;
        Ok(())
    }

    pub(crate) fn purge(&mut self, now: SimTime, id: QueueId) -> Result<(), SqsError> {
        self.begin(now, id)?;
        if self
            .queue(id)
            .last_purge
            .is_some_and(|last| now.since(last) < seconds(60))
        {
            return Err(SqsError::PurgeQueueInProgress { queue: id });
        }
        self.queue(id).last_purge = Some(now);
        self.empty(id);
        Ok(())
    }

    fn empty(&mut self, id: QueueId) {
        self.queue(id).first_sends.clear();
        self.queue(id).turns.clear();
        let mut messages = std::mem::take(&mut self.queue(id).messages);
        messages.sort_by_key(|message| message.id);
        for message in messages {
            self.note(
                id,
                HappeningKind::Purged {
                    message: message.id,
                    mark: message.request.mark,
                },
            );
        }
    }

    pub(crate) fn send(&mut self, now: SimTime, id: QueueId, request: SendMessage) -> Result<Sent, SqsError> {
        self.begin(now, id)?;
        let sent = self.store(id, request);
        self.settle(id);
        Ok(sent)
    }

    pub(crate) fn send_batch(
        &mut self,
        now: SimTime,
        id: QueueId,
        batch: Vec<SendMessage>,
    ) -> Result<Vec<Sent>, SqsError> {
        self.begin(now, id)?;
        let sent = batch.into_iter().map(|request| self.store(id, request)).collect();
        self.settle(id);
        Ok(sent)
    }

    fn store(&mut self, id: QueueId, request: SendMessage) -> Sent {
        let now = self.now;
        let queue = self.queue(id);
        let fifo = queue.is_fifo();
        let by_group = queue.attributes.deduplication_scope == DeduplicationScope::MessageGroup;
        let scope = request.group.clone().filter(|_| by_group);
        let content: Rc<str> = format!("content of {}", request.body.text()).into();
        let key = request.deduplication.clone().unwrap_or(content);
        let own_delay = request.delay_seconds.filter(|_| !fifo);
        let delay = seconds(own_delay.unwrap_or(queue.attributes.delay_seconds.into()));
        queue.first_sends.retain(|first| now < first.at + seconds(300));
        let original = queue
            .first_sends
            .iter()
            .find(|first| fifo && first.scope == scope && first.key == key);
        if let Some(&FirstSend { sent, .. }) = original {
            self.note(
                id,
                HappeningKind::Deduplicated {
                    original: sent.message,
                    mark: request.mark,
                },
            );
            return sent;
        }
        self.messages += 1;
        self.sequences += u64::from(fifo);
        let sent = Sent {
            message: MessageId(self.messages - 1),
            sequence: fifo.then_some(SequenceNumber(self.sequences)),
        };
        let (message, mark, visible_at) = (sent.message, request.mark, now + delay);
        let record = Message {
            id: message,
            deduplication: fifo.then(|| request.deduplication.clone()).flatten(),
            request,
            sequence: sent.sequence,
            sent: now,
            arrived: now,
            first_received: now,
            received: now,
            receive_count: 0,
            receives_here: 0,
            source: None,
            place: Place::Delayed,
            at: visible_at,
            shown: 0,
        };
        let queue = self.queue(id);
        queue.first_sends.push(FirstSend {
            at: now,
            scope,
            key,
            sent,
        });
        queue.messages.push(record);
        if delay.is_zero() {
            queue.show(queue.messages.len() - 1, now);
        }
        self.note(
            id,
            HappeningKind::Sent {
                message,
                mark,
                visible_at,
            },
        );
        sent
    }

    pub(crate) fn receive(
        &mut self,
        now: SimTime,
        id: QueueId,
        request: ReceiveMessage,
    ) -> Result<ReceiveOutcome, SqsError> {
        self.begin(now, id)?;
        let deliveries = self.take(id, &request);
        let wait = request
            .wait_time_seconds
            .unwrap_or(self.queue(id).attributes.receive_message_wait_time_seconds.into());
        let waits = deliveries.is_empty() && wait > 0;
        if waits {
            self.queue(id).polls.push(Poll {
                request,
                deadline: now + seconds(wait),
            });
        } else if deliveries.is_empty() {
            self.note(id, HappeningKind::EmptyReceive);
        }
        self.settle(id);
        Ok(if waits {
            ReceiveOutcome::Waiting
        } else {
            ReceiveOutcome::Messages(deliveries)
        })
    }

    pub(crate) fn cancel_poll(&mut self, now: SimTime, id: QueueId, poll: PollId) {
        if self.begin(now, id).is_ok() {
            self.queue(id)
                .polls
                .retain(|waiting| waiting.request.poll != poll);
        }
    }

    /// Answers polls, and then those on the dead-letter queue to which that moved something, and so on.
    fn settle(&mut self, id: QueueId) {
        while let Some(poll) = self.queue(id).polls.first().map(|poll| poll.request) {
            let deliveries = self.take(id, &poll);
            if deliveries.is_empty() {
                break;
            }
            let poll = self.queue(id).polls.remove(0);
            self.end_poll(id, &poll, deliveries);
        }
        let Some(&(to, _)) = self.moving.first() else {
            return;
        };
        for (to, mut message) in std::mem::take(&mut self.moving) {
            let now = self.now;
            if self.queue(to).is_fifo() {
                self.sequences += 1;
                message.sequence = Some(SequenceNumber(self.sequences));
                message.deduplication = Some(message.id.to_string().into());
            }
            (message.arrived, message.receives_here, message.source) = (now, 0, Some(id));
            self.queue(to).messages.push(message);
            let last = self.queue(to).messages.len() - 1;
            self.queue(to).show(last, now);
        }
        self.expire(to);
        self.settle(to);
    }

    fn end_poll(&mut self, id: QueueId, poll: &Poll, deliveries: Vec<Delivery>) {
        if deliveries.is_empty() {
            self.note(id, HappeningKind::EmptyReceive);
        }
        self.note(
            id,
            HappeningKind::PollEnded {
                poll: poll.request.poll,
                deliveries,
            },
        );
    }

    fn take(&mut self, id: QueueId, request: &ReceiveMessage) -> Vec<Delivery> {
        let max = request.max_number_of_messages.unwrap_or(1) as usize;
        let redrive = self.queue(id).attributes.redrive;
        let redrive = redrive.filter(|redrive| self.queues[redrive.dead_letter_target.0 as usize].is_some());
        let mut deliveries = Vec::new();
        for message in self.queue(id).line() {
            if deliveries.len() == max {
                break;
            }
            let index = self.queue(id).index(message).expect("it is here");
            let here = self.queue(id).messages[index].receives_here;
            match redrive {
                Some(redrive) if here >= redrive.max_receive_count => {
                    let record = self.queue(id).remove(message);
                    let (mark, receive_count, to) = (
                        record.request.mark,
                        record.receive_count,
                        redrive.dead_letter_target,
                    );
                    self.note(
                        id,
                        HappeningKind::DeadLettered {
                            message,
                            mark,
                            to,
                            receive_count,
                        },
                    );
                    self.moving.push((to, record));
                }
                _ => deliveries.push(self.deliver(id, index, request)),
            }
        }
        deliveries
    }

    fn deliver(&mut self, id: QueueId, index: usize, request: &ReceiveMessage) -> Delivery {
        let now = self.now;
        let queue = self.queue(id);
        let timeout = request
            .visibility_timeout
            .unwrap_or(queue.attributes.visibility_timeout.into());
        let message = &mut queue.messages[index];
        (message.place, message.at, message.received) = (Place::InFlight, now + seconds(timeout), now);
        if message.receive_count == 0 {
            message.first_received = now;
        }
        message.receive_count += 1;
        message.receives_here += 1;
        let message = message.clone();
        queue.update_turns();
        let (mark, receive_count, visible_at) = (message.request.mark, message.receive_count, message.at);
        self.note(
            id,
            HappeningKind::Received {
                message: message.id,
                mark,
                receive_count,
                visible_at,
            },
        );
        Delivery {
            message: message.id,
            receipt: ReceiptHandle {
                queue: id,
                message: message.id,
                slot: 0,
                receive: receive_count,
            },
            body: message.request.body,
            mark,
            receive_count,
            sent: message.sent,
            first_received: message.first_received,
            group: message.request.group,
            deduplication: message.deduplication,
            sequence: message.sequence,
            dead_letter_source: message.source,
            attributes: message.request.attributes,
        }
    }

    /// The message of a handle, if it is still in the queue; FIFO takes no handle but that of the receive that lasts.
    fn find(&mut self, id: QueueId, receipt: ReceiptHandle) -> Result<Option<usize>, SqsError> {
        if receipt.queue != id {
            return Err(SqsError::ReceiptHandleIsInvalid { receipt });
        }
        let queue = self.queue(id);
        let Some(index) = queue.index(receipt.message) else {
            return Ok(None);
        };
        let message = &queue.messages[index];
        if receipt.receive <= message.receive_count - message.receives_here {
            return Ok(None); // of an earlier stay, before a circle of dead-letter queues brought it back
        }
        let lasts = message.place == Place::InFlight && message.receive_count == receipt.receive;
        if lasts || !queue.is_fifo() {
            Ok(Some(index))
        } else {
            Err(SqsError::ReceiptHandleExpired { receipt })
        }
    }

    pub(crate) fn delete(
        &mut self,
        now: SimTime,
        id: QueueId,
        receipt: ReceiptHandle,
    ) -> Result<(), SqsError> {
        self.begin(now, id)?;
        if self.find(id, receipt)?.is_some() {
            let mark = self.queue(id).remove(receipt.message).request.mark;
            self.note(
                id,
                HappeningKind::Deleted {
                    message: receipt.message,
                    mark,
                },
            );
        }
        self.settle(id);
        Ok(())
    }

    pub(crate) fn change_visibility(
        &mut self,
        now: SimTime,
        id: QueueId,
        receipt: ReceiptHandle,
        value: i64,
    ) -> Result<(), SqsError> {
        self.begin(now, id)?;
        let Some(index) = self.find(id, receipt)? else {
            return Err(SqsError::NotAvailableForVisibilityChange { receipt });
        };
        let record = &mut self.queue(id).messages[index];
        let visible_at = now + seconds(value);
        if record.place != Place::InFlight {
            return Ok(());
        }
        if value == 0 {
            self.give_back(id, receipt.message);
        } else if visible_at > record.received + seconds(43_200) {
            return Err(SqsError::TotalVisibilityTimeout { value });
        } else {
            record.at = visible_at;
            let mark = record.request.mark;
            self.note(
                id,
                HappeningKind::VisibilityChanged {
                    message: receipt.message,
                    mark,
                    visible_at,
                },
            );
        }
        self.settle(id);
        Ok(())
    }
}
