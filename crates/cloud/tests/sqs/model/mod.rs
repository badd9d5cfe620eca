//! SQS again, as simply as it can be written: a queue is a `Vec` of messages in the order of arrival, and every
//! question is answered by looking at all of them. Requests are taken to be valid; their checks are tested elsewhere.

mod limits;
mod queue;
mod receive;

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::sqs::*;
use cloud::time::SimTime;

pub(crate) use queue::Place;
use queue::{FirstSend, Message, Queue, seconds};

#[derive(Clone, Default)]
pub(crate) struct Model {
    now: SimTime,
    pub(crate) queues: Vec<Option<Queue>>,
    pub(crate) happenings: Vec<Happening>,
    /// Of the polls that ended, in turn.
    pub(crate) answers: Vec<Vec<Delivery>>,
    quotas: Quotas,
    messages: u64,
    sequences: u64,
    moving: Vec<(QueueId, Message)>,
}

impl Model {
    pub(crate) fn with_quotas(quotas: Quotas) -> Self {
        Self {
            quotas,
            ..Self::default()
        }
    }

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
            messages: Vec::new(),
            turns: Vec::new(),
            polls: Vec::new(),
            first_sends: Vec::new(),
            scopes: vec![(SimTime::ZERO, attributes.deduplication_scope)],
            attributes,
            last_purge: None,
            shows: 0,
            quotas: self.quotas,
            last_arrivals: BTreeMap::new(),
            saw_a_group: false,
            calls: Vec::new(),
            attempts: Vec::new(),
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
        let before = self.queue(id).attributes.redrive;
        if let Some(redrive) = new.redrive.filter(|_| new.redrive != before) {
            match self
                .queues
                .get(redrive.dead_letter_target.0 as usize)
                .and_then(Option::as_ref)
            {
                None => return Err(SqsError::DeadLetterTargetDoesNotExist { redrive }),
                Some(other) if other.kind != kind => {
                    return Err(SqsError::DeadLetterTargetOfOtherKind { redrive });
                }
                Some(other) => match &other.attributes.redrive_allow {
                    RedriveAllowPolicy::ByQueue(sources) if sources.contains(&id) => {}
                    RedriveAllowPolicy::AllowAll => {}
                    _ => return Err(SqsError::DeadLetterTargetDenies { redrive }),
                },
            }
        }
        let queue = self.queue(id);
        let delay_changes = queue.is_fifo() && queue.attributes.delay_seconds != new.delay_seconds;
        if queue.attributes.fifo_throughput_limit != new.fifo_throughput_limit {
            queue.calls.clear();
        }
        if queue.attributes.deduplication_scope != new.deduplication_scope {
            queue.scopes.push((now, new.deduplication_scope));
        }
        queue.attributes = new.clone();
        queue.update_turns();
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
        self.queue(id).attempts.clear();
        self.queue(id).last_arrivals.clear();
        self.queue(id).saw_a_group = false;
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
        self.queue(id).admit(now, "send")?;
        self.queue(id)
            .admit_group(now, "send", request.group.clone(), &mut Vec::new())?;
        let sent = self.store(id, request);
        self.settle(id);
        Ok(sent)
    }

    pub(crate) fn send_batch(
        &mut self,
        now: SimTime,
        id: QueueId,
        batch: Vec<SendMessage>,
    ) -> Result<Vec<Result<Sent, SqsError>>, SqsError> {
        self.begin(now, id)?;
        self.queue(id).admit(now, "send")?;
        let mut counted = Vec::new();
        let sent = batch.into_iter().map(|request| {
            let group = request.group.clone();
            self.queue(id).admit_group(now, "send", group, &mut counted)?;
            Ok(self.store(id, request))
        });
        let sent = sent.collect();
        self.settle(id);
        Ok(sent)
    }

    fn store(&mut self, id: QueueId, request: SendMessage) -> Sent {
        let now = self.now;
        let queue = self.queue(id);
        let fifo = queue.is_fifo();
        // A change holds a minute later; one that is replaced before, never.
        let mut in_force = queue.scopes[0].1;
        for (place, &(wanted, scope)) in queue.scopes.iter().enumerate().skip(1) {
            let replaced = queue.scopes.get(place + 1).map_or(now, |(next, _)| *next);
            if replaced >= wanted + seconds(60) {
                in_force = scope;
            }
        }
        let by_group = in_force == DeduplicationScope::MessageGroup;
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
            is_left_over: false,
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
        queue.push(record);
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
}
