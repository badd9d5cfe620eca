//! What clients do with messages: the data plane does it, here are handles and senders as texts.

use std::rc::Rc;

use super::super::api::{
    Answer, ApiError, MessageRequest, QueueOperation, ReceiptRequest, Received, SentMessage,
};
use super::super::attributes::QueueKind;
use super::super::ids::Ids;
use super::super::message::{Delivery, QueueId, ReceiptHandle};
use super::super::request::{ReceiveMessage, ReceiveOutcome, SendMessage};
use super::super::servers::Servers;
use super::super::service::Sqs;
use super::directory::Entry;
use super::{Context, Registry, of_entry, refusal};
use crate::account::Caller;
use crate::time::SimTime;

/// A queue about to be used.
pub(super) struct Messages<'a> {
    pub(super) ids: Ids,
    pub(super) sqs: &'a mut Sqs,
    pub(super) now: SimTime,
    pub(super) entry: &'a Entry,
}

impl Messages<'_> {
    pub(super) fn send(
        self,
        _caller: &Caller,
        request: &MessageRequest,
        context: Context<'_>,
    ) -> Result<Answer, ApiError> {
        let body = request
            .message_body
            .clone()
            .ok_or_else(|| refusal::missing("MessageBody"))?;
        let message = SendMessage {
            mark: context.host.mark(request),
            delay_seconds: request.delay_seconds,
            group: request.message_group_id.clone(),
            deduplication: request.message_deduplication_id.clone(),
            attributes: request.attributes.clone(),
            ..SendMessage::new(body)
        };
        let sent = self
            .sqs
            .send(self.now, self.entry.id, message)
            .map_err(|error| of_entry(self.entry, &error))?;
        Ok(Answer::Sent(SentMessage {
            message_id: sent.message,
            sequence_number: sent.sequence,
        }))
    }

    /// What is handed out, or nothing if the receive waits.
    pub(super) fn receive(
        self,
        operation: &QueueOperation,
        context: Context<'_>,
    ) -> Result<Option<Vec<Delivery>>, ApiError> {
        let QueueOperation::ReceiveMessage {
            max_number_of_messages,
            visibility_timeout,
            wait_time_seconds,
            receive_request_attempt_id,
        } = operation
        else {
            unreachable!("asked for with a receive alone")
        };
        let id = self.entry.id;
        let attributes = self.sqs.attributes(id);
        let its_own = attributes.map_or(0, |attributes| {
            attributes.receive_message_wait_time_seconds.into()
        });
        let is_short = wait_time_seconds.unwrap_or(its_own) == 0;
        let asks_some = is_short && self.sqs.kind(id) == Some(QueueKind::Standard);
        let request = ReceiveMessage {
            poll: context.poll,
            max_number_of_messages: *max_number_of_messages,
            wait_time_seconds: *wait_time_seconds,
            visibility_timeout: *visibility_timeout,
            servers: if asks_some {
                context.host.servers(id)
            } else {
                Servers::ALL
            },
            attempt: receive_request_attempt_id.clone(),
        };
        let outcome = self.sqs.receive(self.now, self.entry.id, request);
        match outcome.map_err(|error| of_entry(self.entry, &error))? {
            ReceiveOutcome::Messages(deliveries) => Ok(Some(deliveries)),
            ReceiveOutcome::Waiting => Ok(None),
        }
    }

    pub(super) fn delete(self, request: &ReceiptRequest, context: Context<'_>) -> Result<Answer, ApiError> {
        let (handle, receipt) = self.receipt(request.receipt_handle.as_deref())?;
        let id = self.entry.id;
        let is_standard = self.sqs.kind(id) == Some(QueueKind::Standard);
        let deleted = if is_standard && context.host.misses_a_copy(id) {
            self.sqs.delete_but_a_copy(self.now, id, receipt)
        } else {
            self.sqs.delete(self.now, id, receipt)
        };
        deleted.map_err(|error| refusal::of_queue(&error, &self.entry.address, handle))?;
        Ok(Answer::Done)
    }

    fn receipt<'h>(&self, handle: Option<&'h str>) -> Result<(&'h str, ReceiptHandle), ApiError> {
        let handle = handle.ok_or_else(|| refusal::missing("ReceiptHandle"))?;
        let receipt = self.ids.read_receipt(handle);
        let receipt = receipt.ok_or_else(|| refusal::invalid_handle(handle))?;
        Ok((handle, receipt))
    }
}

impl Registry {
    /// What the client is told that received these from a queue.
    pub fn received(&self, queue: QueueId, deliveries: Vec<Delivery>) -> Answer {
        let owner: Rc<str> = self
            .address(queue)
            .map_or("".into(), |address| address.account.to_string().into());
        let received = |delivery: Delivery| Received {
            sender_id: owner.clone(),
            dead_letter_queue_source: delivery
                .dead_letter_source
                .and_then(|source| self.address(source).cloned()),
            delivery,
        };
        Answer::Messages(deliveries.into_iter().map(received).collect())
    }
}
