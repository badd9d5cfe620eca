//! What clients do with messages: the data plane does it, here are handles and senders as texts.

use std::rc::Rc;

use super::super::api::{
    Answer, ApiError, Entry as ApiEntry, MessageRequest, QueueOperation, ReceiptRequest, Received,
    SentMessage, VisibilityRequest,
};
use super::super::attributes::QueueKind;
use super::super::error::{BatchOperation, SqsError};
use super::super::ids::Ids;
use super::super::message::{Delivery, MessageId, QueueId, ReceiptHandle};
use super::super::message_attributes::MessageAttributes;
use super::super::request::{ChangeVisibility, PollId, ReceiveMessage, ReceiveOutcome, SendMessage, Sent};
use super::super::servers::Servers;
use super::super::service::Sqs;
use super::directory::Entry;
use super::senders::Senders;
use super::{Host, Registry, batches, refusal};
use crate::account::Caller;
use crate::time::SimTime;

/// A queue about to be used, by whom.
pub(super) struct Messages<'a> {
    pub(super) ids: Ids,
    pub(super) senders: &'a mut Senders,
    pub(super) sqs: &'a mut Sqs,
    pub(super) now: SimTime,
    pub(super) entry: &'a Entry,
    pub(super) caller: &'a Caller,
    pub(super) poll: PollId,
    pub(super) host: &'a mut dyn Host,
}

impl Messages<'_> {
    pub(super) fn send(&mut self, request: &MessageRequest) -> Result<Answer, ApiError> {
        if request.message_body.is_none() {
            return Err(refusal::missing("MessageBody"));
        }
        let message = self.message(request);
        let sent = self.sqs.send(self.now, self.entry.id, message);
        Ok(Answer::Sent(told(
            sent.map_err(|error| self.refused(&error, ""))?,
        )))
    }

    pub(super) fn send_batch(&mut self, entries: &[ApiEntry<MessageRequest>]) -> Result<Answer, ApiError> {
        let messages = batches::to_entries(entries, |request| self.message(request));
        let outcome = self.sqs.send_batch(self.now, self.entry.id, messages);
        let outcome = outcome.map_err(|error| self.refused(&error, ""))?;
        let address = &self.entry.address;
        let operation = BatchOperation::SendMessage;
        let answer = batches::answer(operation, entries, outcome, address, told);
        Ok(Answer::SentBatch(answer))
    }

    fn message(&mut self, request: &MessageRequest) -> SendMessage {
        let sender = self.senders.of(self.ids, self.caller, &self.entry.address);
        SendMessage {
            mark: self.host.mark(request),
            delay_seconds: request.delay_seconds,
            group: request.message_group_id.clone(),
            deduplication: request.message_deduplication_id.clone(),
            attributes: match (sender, &request.attributes) {
                (None, Some(attributes)) if attributes.sender.is_some() => Some(Rc::new(MessageAttributes {
                    sender: None,
                    ..(**attributes).clone()
                })),
                (None, attributes) => attributes.clone(),
                (Some(sender), None) => Some(sender.clone()),
                (Some(sender), Some(attributes)) => Some(Rc::new(MessageAttributes {
                    sender: sender.sender.clone(),
                    ..(**attributes).clone()
                })),
            },
            ..SendMessage::new(request.message_body.clone().unwrap_or_default())
        }
    }

    /// What is handed out, or nothing if the receive waits.
    pub(super) fn receive(&mut self, operation: &QueueOperation) -> Result<Option<Vec<Delivery>>, ApiError> {
        let QueueOperation::ReceiveMessage {
            max_number_of_messages,
            visibility_timeout,
            wait_time_seconds,
            receive_request_attempt_id,
        } = operation
        else {
            unreachable!("asked for with a receive alone")
        };
        let request = ReceiveMessage {
            poll: self.poll,
            max_number_of_messages: *max_number_of_messages,
            wait_time_seconds: *wait_time_seconds,
            visibility_timeout: *visibility_timeout,
            servers: self.servers(*wait_time_seconds),
            attempt: receive_request_attempt_id.clone(),
        };
        let outcome = self.sqs.receive(self.now, self.entry.id, request);
        match outcome.map_err(|error| self.refused(&error, ""))? {
            ReceiveOutcome::Messages(deliveries) => Ok(Some(deliveries)),
            ReceiveOutcome::Waiting => Ok(None),
        }
    }

    /// A short poll of a standard queue asks some servers.
    fn servers(&mut self, wait_time_seconds: Option<i64>) -> Servers {
        let id = self.entry.id;
        let attributes = self.sqs.attributes(id);
        let its_own = attributes.map_or(0, |attributes| {
            attributes.receive_message_wait_time_seconds.into()
        });
        let is_short = wait_time_seconds.unwrap_or(its_own) == 0;
        if is_short && self.sqs.kind(id) == Some(QueueKind::Standard) {
            self.host.servers(id)
        } else {
            Servers::ALL
        }
    }

    pub(super) fn delete(&mut self, request: &ReceiptRequest) -> Result<Answer, ApiError> {
        let (handle, receipt) = self.receipt(request.receipt_handle.as_deref())?;
        let id = self.entry.id;
        let is_standard = self.sqs.kind(id) == Some(QueueKind::Standard);
        let deleted = if is_standard && self.host.misses_a_copy(id) {
            self.sqs.delete_but_a_copy(self.now, id, receipt)
        } else {
            self.sqs.delete(self.now, id, receipt)
        };
        deleted.map_err(|error| self.refused(&error, handle))?;
        Ok(Answer::Done)
    }

    pub(super) fn delete_batch(&mut self, entries: &[ApiEntry<ReceiptRequest>]) -> Result<Answer, ApiError> {
        let receipts = batches::to_entries(entries, |request| self.read(request.receipt_handle.as_deref()));
        let outcome = self.sqs.delete_batch(self.now, self.entry.id, receipts);
        let outcome = outcome.map_err(|error| self.refused(&error, ""))?;
        let address = &self.entry.address;
        let operation = BatchOperation::DeleteMessage;
        let answer = batches::answer(operation, entries, outcome, address, |()| ());
        Ok(Answer::Batch(answer))
    }

    pub(super) fn change_visibility(&mut self, request: &VisibilityRequest) -> Result<Answer, ApiError> {
        let (handle, receipt) = self.receipt(request.receipt_handle.as_deref())?;
        let timeout = request.visibility_timeout;
        let timeout = timeout.ok_or_else(|| refusal::missing("VisibilityTimeout"))?;
        let changed = self
            .sqs
            .change_visibility(self.now, self.entry.id, receipt, timeout);
        changed.map_err(|error| self.refused(&error, handle))?;
        Ok(Answer::Done)
    }

    pub(super) fn change_visibility_batch(
        &mut self,
        entries: &[ApiEntry<VisibilityRequest>],
    ) -> Result<Answer, ApiError> {
        let changes = batches::to_entries(entries, |request| ChangeVisibility {
            receipt: self.read(request.receipt_handle.as_deref()),
            // One that is absent is refused like one that is out of its range.
            visibility_timeout: request.visibility_timeout.unwrap_or(-1),
        });
        let outcome = self.sqs.change_visibility_batch(self.now, self.entry.id, changes);
        let outcome = outcome.map_err(|error| self.refused(&error, ""))?;
        let address = &self.entry.address;
        let operation = BatchOperation::ChangeMessageVisibility;
        let answer = batches::answer(operation, entries, outcome, address, |()| ());
        Ok(Answer::Batch(answer))
    }

    fn receipt<'h>(&self, handle: Option<&'h str>) -> Result<(&'h str, ReceiptHandle), ApiError> {
        let given = handle.filter(|handle| !handle.is_empty());
        let given = given.ok_or_else(|| refusal::missing("ReceiptHandle"))?;
        Ok((given, self.read(handle)))
    }

    /// A text that is no receipt handle becomes one that was never given out: no message was ever received for the
    /// noughth time. So the data plane refuses it when its turn among the checks has come.
    fn read(&self, handle: Option<&str>) -> ReceiptHandle {
        let receipt = handle.and_then(|handle| self.ids.read_receipt(handle));
        receipt.unwrap_or(ReceiptHandle {
            queue: self.entry.id,
            message: MessageId(0),
            number: 0,
            receive: 0,
        })
    }

    fn refused(&self, error: &SqsError, handle: &str) -> ApiError {
        refusal::of_queue(error, &self.entry.address, handle)
    }
}

fn told(sent: Sent) -> SentMessage {
    SentMessage {
        message_id: sent.message,
        sequence_number: sent.sequence,
    }
}

impl Registry {
    /// What the client is told that received these from a queue.
    pub fn received(&self, queue: QueueId, deliveries: Vec<Delivery>) -> Answer {
        let owner = self.address(queue).map(|address| address.account.to_string());
        let owner: Rc<str> = owner.unwrap_or_default().into();
        let received = |mut delivery: Delivery| {
            let sender = delivery
                .attributes
                .as_ref()
                .and_then(|attributes| attributes.sender.clone());
            let source = delivery.dead_letter_source;
            if source.is_some() && delivery.deduplication.is_some() {
                // That of a dead letter is the message's id, which the data plane writes in its own way.
                delivery.deduplication = Some(self.ids.message(delivery.message).into());
            }
            Received {
                sender_id: sender.unwrap_or_else(|| owner.clone()),
                dead_letter_queue_source: source.and_then(|source| self.address(source).cloned()),
                delivery,
            }
        };
        Answer::Messages(deliveries.into_iter().map(received).collect())
    }
}
