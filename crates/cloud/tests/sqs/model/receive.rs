//! What receivers do: receive, delete, change the visibility; and what follows from it for dead letters and polls.

use cloud::sqs::*;
use cloud::time::SimTime;

use super::Model;
use super::limits::Attempt;
use super::queue::{Place, Poll, seconds};

impl Model {
    pub(crate) fn receive(
        &mut self,
        now: SimTime,
        id: QueueId,
        mut request: ReceiveMessage,
    ) -> Result<ReceiveOutcome, SqsError> {
        self.begin(now, id)?;
        self.queue(id).admit(now, "receive")?;
        if let Some(deliveries) = self.repeat(id, &request) {
            self.settle(id);
            return Ok(ReceiveOutcome::Messages(deliveries));
        }
        let wait = self.queue(id).wait(&request);
        if wait > 0 {
            request.servers = Servers::ALL;
        }
        if wait == 0 && self.queue(id).is_full() && !self.queue(id).is_fifo() {
            return Err(SqsError::OverLimit);
        }
        let deliveries = self.take(id, &request);
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
    pub(super) fn settle(&mut self, id: QueueId) {
        while let Some(poll) = self.queue(id).polls.first().map(|poll| poll.request.clone()) {
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
            self.queue(to).push(message);
            let last = self.queue(to).messages.len() - 1;
            self.queue(to).show(last, now);
        }
        self.expire(to);
        self.settle(to);
    }

    pub(super) fn end_poll(&mut self, id: QueueId, poll: &Poll, deliveries: Vec<Delivery>) {
        if deliveries.is_empty() {
            self.note(id, HappeningKind::EmptyReceive);
        }
        self.note(
            id,
            HappeningKind::PollEnded {
                poll: poll.request.poll,
            },
        );
        self.answers.push(deliveries);
    }

    pub(super) fn take(&mut self, id: QueueId, request: &ReceiveMessage) -> Vec<Delivery> {
        let now = self.now;
        let max = request.max_number_of_messages.unwrap_or(1) as usize;
        let redrive = self.queue(id).attributes.redrive;
        let redrive = redrive.filter(|redrive| self.queues[redrive.dead_letter_target.0 as usize].is_some());
        let mut deliveries = Vec::new();
        let mut last = None;
        let mut passed = Vec::new();
        let mut looked_at = 0;
        while deliveries.len() < max
            && !self.queue(id).is_full()
            && let Some(message) = self.queue(id).next(now, last, &passed)
        {
            if !self.queue(id).is_fifo() && request.servers != Servers::ALL {
                if looked_at == 8 * max {
                    break;
                }
                looked_at += 1;
                if request.servers.bits() >> ((looked_at - 1) % 8) & 1 == 0 {
                    passed.push(message);
                    continue;
                }
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
                _ => {
                    deliveries.push(self.deliver(id, index, request));
                    last = Some(message);
                }
            }
        }
        if let Some(id_of_attempt) = request.attempt.clone().filter(|_| !deliveries.is_empty()) {
            let attempt = Attempt {
                at: self.now,
                id: id_of_attempt,
                until: self.now + self.queue(id).timeout(request),
                receipts: deliveries.iter().map(|delivery| delivery.receipt).collect(),
            };
            self.queue(id).attempts.push(attempt);
        }
        deliveries
    }

    /// Gives the answer to an earlier receive under the same id again.
    pub(super) fn repeat(&mut self, id: QueueId, request: &ReceiveMessage) -> Option<Vec<Delivery>> {
        let now = self.now;
        let name = request.attempt.as_ref()?;
        let attempt = self.queue(id).repeatable(now, name)?;
        let visible_at = now + self.queue(id).timeout(request);
        let last = self.queue(id).attempts.iter().rposition(|one| one.id == *name)?;
        self.queue(id).attempts[last].until = visible_at;
        let mut deliveries = Vec::new();
        for receipt in attempt.receipts {
            let index = self.queue(id).index(receipt.message)?;
            let message = &mut self.queue(id).messages[index];
            message.at = visible_at;
            let (message, mark) = (message.clone(), message.request.mark);
            self.note(
                id,
                HappeningKind::VisibilityChanged {
                    message: message.id,
                    mark,
                    visible_at,
                },
            );
            deliveries.push(message.delivery(id));
        }
        Some(deliveries)
    }

    pub(super) fn deliver(&mut self, id: QueueId, index: usize, request: &ReceiveMessage) -> Delivery {
        let now = self.now;
        let queue = self.queue(id);
        let until = now + queue.timeout(request);
        let message = &mut queue.messages[index];
        (message.place, message.at, message.received) = (Place::InFlight, until, now);
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
        message.delivery(id)
    }

    /// The message of a handle, if it is still in the queue; FIFO takes no handle but that of the receive that lasts.
    pub(super) fn find(&mut self, id: QueueId, receipt: ReceiptHandle) -> Result<Option<usize>, SqsError> {
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
        self.queue(id).admit(now, "delete")?;
        if let Some(index) = self.find(id, receipt)? {
            let group = self.queue(id).messages[index].request.group.clone();
            self.queue(id)
                .admit_group(now, "delete", group, &mut Vec::new())?;
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

    pub(crate) fn delete_but_a_copy(
        &mut self,
        now: SimTime,
        id: QueueId,
        receipt: ReceiptHandle,
    ) -> Result<(), SqsError> {
        self.begin(now, id)?;
        if self.queue(id).is_fifo() {
            return self.delete(now, id, receipt);
        }
        if let Some(index) = self.find(id, receipt)? {
            let copy = &mut self.queue(id).messages[index];
            copy.is_left_over = true;
            let (message, mark) = (copy.id, copy.request.mark);
            self.note(id, HappeningKind::CopyLeft { message, mark });
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
