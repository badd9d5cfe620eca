//! The requests that AWS would bill: `reference/pricing.md`, "Counting rules". Counts alone; what they cost is for those to
//! say who know prices.
//!
//! Every call that reaches a queue counts, empty receives and refused calls too (the reference does not tell refused calls
//! apart); one that is lost on the way does not. A call whose payload is larger than 64 KiB counts once for each 64 KiB begun:
//! the message of a send, all messages of a batch, all messages of the answer to a receive.

use std::ops::AddAssign;

#[cfg(feature = "clients")]
use cloud::sqs::api::{MessageRequest, QueueOperation};
use cloud::sqs::{Delivery, QueueKind, SendMessage};

/// A request is billed for each so many bytes of its payload.
pub const BILLED_BYTES: u64 = 64 << 10;

/// What AWS would bill for a queue. Only grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// `SendMessage` and `SendMessageBatch`
    pub send: Billed,
    /// `ReceiveMessage`
    pub receive: Billed,
    /// `DeleteMessage`
    pub delete: Billed,
    /// `ChangeMessageVisibility`
    pub change_visibility: Billed,
    /// What else clients call: attributes, tags, permissions.
    pub other: Billed,
    /// Of all these, requests to a standard queue that carry a message with a `MessageGroupId`, there or back: those of fair
    /// queues, billed on top. (Which requests AWS means is not documented: deletes carry no message, so they are not counted.)
    pub fair: u64,
}

/// The calls of one operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Billed {
    /// Calls that reached the queue.
    pub calls: u64,
    /// What they are billed as: one each, and one for each further 64 KiB begun.
    pub requests: u64,
}

impl Bill {
    /// The requests of all operations.
    pub fn requests(&self) -> u64 {
        let operations = [
            self.send,
            self.receive,
            self.delete,
            self.change_visibility,
            self.other,
        ];
        operations.iter().map(|billed| billed.requests).sum()
    }

    pub(crate) fn sent(&mut self, kind: QueueKind, message: &SendMessage) {
        let requests = chunks(message.size());
        self.send.add(requests);
        self.count_fair(kind, message.group.is_some(), requests);
    }

    /// A batch has come: one call, whatever becomes of its entries.
    pub(crate) fn sent_batch<'a>(
        &mut self,
        kind: QueueKind,
        messages: impl Iterator<Item = &'a SendMessage> + Clone,
    ) {
        let requests = chunks(messages.clone().map(SendMessage::size).sum());
        self.send.add(requests);
        let has_group = messages.into_iter().any(|message| message.group.is_some());
        self.count_fair(kind, has_group, requests);
    }

    /// A receive has come. What its answer brings is known when it is given.
    pub(crate) fn received(&mut self) {
        self.receive.add(1);
    }

    /// A client's call has come, whatever becomes of it.
    #[cfg(feature = "clients")]
    pub(crate) fn called(&mut self, kind: QueueKind, operation: &QueueOperation) {
        let mut sent = |messages: &mut dyn Iterator<Item = &MessageRequest>| {
            let (mut bytes, mut has_group) = (0, false);
            for message in messages {
                bytes += message.size();
                has_group |= message.message_group_id.is_some();
            }
            self.send.add(chunks(bytes));
            self.count_fair(kind, has_group, chunks(bytes));
        };
        match operation {
            QueueOperation::SendMessage(request) => sent(&mut std::iter::once(request)),
            QueueOperation::SendMessageBatch { entries } => {
                sent(&mut entries.iter().map(|entry| &entry.request));
            }
            QueueOperation::ReceiveMessage { .. } => self.received(),
            QueueOperation::DeleteMessage(_) | QueueOperation::DeleteMessageBatch { .. } => {
                self.delete.add(1);
            }
            QueueOperation::ChangeMessageVisibility(_)
            | QueueOperation::ChangeMessageVisibilityBatch { .. } => self.change_visibility.add(1),
            _ => self.other.add(1),
        }
    }

    /// A receive is answered with these messages.
    pub(crate) fn answered<'a>(
        &mut self,
        kind: QueueKind,
        messages: impl Iterator<Item = &'a Delivery> + Clone,
    ) {
        let requests = chunks(messages.clone().map(payload).sum());
        self.receive.requests += requests - 1;
        let has_group = messages.into_iter().any(|message| message.group.is_some());
        self.count_fair(kind, has_group, requests);
    }

    fn count_fair(&mut self, kind: QueueKind, has_group: bool, requests: u64) {
        if has_group && kind == QueueKind::Standard {
            self.fair += requests;
        }
    }
}

impl Billed {
    pub(crate) fn add(&mut self, requests: u64) {
        self.calls += 1;
        self.requests += requests;
    }
}

impl AddAssign for Bill {
    fn add_assign(&mut self, more: Self) {
        self.send += more.send;
        self.receive += more.receive;
        self.delete += more.delete;
        self.change_visibility += more.change_visibility;
        self.other += more.other;
        self.fair += more.fair;
    }
}

impl AddAssign for Billed {
    fn add_assign(&mut self, more: Self) {
        self.calls += more.calls;
        self.requests += more.requests;
    }
}

fn chunks(bytes: u64) -> u64 {
    bytes.div_ceil(BILLED_BYTES).max(1)
}

fn payload(message: &Delivery) -> u64 {
    let attributes = message
        .attributes
        .as_ref()
        .map_or(0, |attributes| attributes.len());
    message.body.len() as u64 + attributes as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payload_is_billed_by_64_kib() {
        for (bytes, requests) in [(0, 1), (1, 1), (65_536, 1), (65_537, 2), (1_048_576, 16)] {
            assert_eq!(chunks(bytes), requests, "{bytes} bytes");
        }
    }
}
