//! The hash of a run: a running digest over its events, the same in the browser and on the command line.
//!
//! Each event is written as fixed-width little-endian fields behind an explicit tag. The tags and the order of the fields
//! are part of what a hash means: they are only ever added to.

use std::fmt;
use std::hash::Hasher;

use cloud::sqs::MessageId;
use siphasher::sip::SipHasher13;

use crate::event::{CallFailure, Event, EventKind, Operation};
use crate::item::ItemId;
use crate::sketch::PartId;

/// What a run came to. Written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunHash(pub u64);

impl fmt::Display for RunHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The digest of the events so far.
#[derive(Clone, Debug)]
pub(crate) struct Digest(SipHasher13);

impl Default for Digest {
    fn default() -> Self {
        Self(SipHasher13::new_with_keys(0x0064_6563_6f75_706c, 1))
    }
}

impl Digest {
    pub(crate) fn add(&mut self, event: &Event) {
        let mut record = Record {
            bytes: [0; 64],
            length: 0,
        };
        record.event(event);
        self.0.write(&record.bytes[..record.length]);
    }

    pub(crate) fn hash(&self) -> RunHash {
        RunHash(self.0.finish())
    }
}

/// A digest of any text: for the full state of a world, in tests.
pub(crate) fn digest_text(text: &str) -> RunHash {
    let mut hasher = SipHasher13::new_with_keys(0, 0);
    hasher.write(text.as_bytes());
    RunHash(hasher.finish())
}

/// One event as bytes.
struct Record {
    bytes: [u8; 64],
    length: usize,
}

impl Record {
    fn put<const N: usize>(&mut self, field: [u8; N]) {
        self.bytes[self.length..self.length + N].copy_from_slice(&field);
        self.length += N;
    }

    fn tag(&mut self, tag: u8) -> &mut Self {
        self.put([tag]);
        self
    }

    fn u32(&mut self, field: u32) -> &mut Self {
        self.put(field.to_le_bytes());
        self
    }

    fn u64(&mut self, field: u64) -> &mut Self {
        self.put(field.to_le_bytes());
        self
    }

    fn operation(&mut self, operation: Operation) -> &mut Self {
        match operation {
            Operation::SendMessage { item } => self.tag(1).u64(item.as_u64()),
            Operation::ReceiveMessage => self.tag(2),
            Operation::DeleteMessage { item } => self.tag(3).u64(item.as_u64()),
            Operation::Request { item } => self.tag(4).u64(item.as_u64()),
        }
    }

    fn failure(&mut self, failure: CallFailure) -> &mut Self {
        self.tag(match failure {
            CallFailure::TimedOut => 1,
            CallFailure::Unavailable => 2,
            CallFailure::Refused => 3,
        })
    }

    /// The sequence number is not written: it is the count of the events.
    fn event(&mut self, event: &Event) {
        self.u64(event.at.as_nanos());
        match event.kind {
            EventKind::InputApplied { index } => self.tag(1).u64(index),
            EventKind::Produced { item } => self.tag(2).u64(item.as_u64()),
            EventKind::Accepted { item } => self.tag(3).u64(item.as_u64()),
            EventKind::GaveUp { item } => self.tag(4).u64(item.as_u64()),
            kind @ (EventKind::CallSent { .. }
            | EventKind::RequestLost { .. }
            | EventKind::ResponseLost { .. }
            | EventKind::DeliveryLost { .. }
            | EventKind::CallFailed { .. }) => self.call(kind),
            kind @ (EventKind::WorkStarted { .. }
            | EventKind::WorkFinished { .. }
            | EventKind::WorkFailed { .. }
            | EventKind::WorkDropped { .. }) => self.work(kind),
            kind @ (EventKind::Queued { .. }
            | EventKind::TurnedAway { .. }
            | EventKind::ServiceStarted { .. }
            | EventKind::ServiceFinished { .. }
            | EventKind::ServiceDropped { .. }) => self.service(kind),
            kind => self.queue(kind),
        };
    }

    fn call(&mut self, kind: EventKind) -> &mut Self {
        match kind {
            EventKind::CallSent {
                call,
                link,
                operation,
                attempt,
            } => self
                .tag(10)
                .u64(call.0)
                .u32(link.0)
                .operation(operation)
                .u32(attempt),
            EventKind::RequestLost {
                call,
                link,
                operation,
            } => self.tag(11).u64(call.0).u32(link.0).operation(operation),
            EventKind::ResponseLost {
                call,
                link,
                operation,
                items,
            } => self
                .tag(12)
                .u64(call.0)
                .u32(link.0)
                .operation(operation)
                .u32(items),
            EventKind::CallFailed {
                call,
                link,
                operation,
                failure,
            } => self
                .tag(13)
                .u64(call.0)
                .u32(link.0)
                .operation(operation)
                .failure(failure),
            EventKind::DeliveryLost { call, link, item } => {
                self.tag(14).u64(call.0).u32(link.0).u64(item.as_u64())
            }
            other => unreachable!("{other:?} is not about a call"),
        }
    }

    fn message(&mut self, tag: u8, queue: PartId, message: MessageId, item: ItemId) -> &mut Self {
        self.tag(tag).u32(queue.0).u64(message.0).u64(item.as_u64())
    }

    fn queue(&mut self, kind: EventKind) -> &mut Self {
        match kind {
            EventKind::Sent {
                queue,
                message,
                item,
                visible_at,
            } => self.message(20, queue, message, item).u64(visible_at.as_nanos()),
            EventKind::Deduplicated {
                queue,
                original,
                item,
            } => self.message(21, queue, original, item),
            EventKind::Arrived { queue, message, item } => self.message(22, queue, message, item),
            EventKind::Received {
                queue,
                message,
                item,
                receive_count,
                visible_at,
            } => self
                .message(23, queue, message, item)
                .u32(receive_count)
                .u64(visible_at.as_nanos()),
            EventKind::Returned {
                queue,
                message,
                item,
                receive_count,
            } => self.message(24, queue, message, item).u32(receive_count),
            EventKind::VisibilityChanged {
                queue,
                message,
                item,
                visible_at,
            } => self.message(25, queue, message, item).u64(visible_at.as_nanos()),
            EventKind::Deleted { queue, message, item } => self.message(26, queue, message, item),
            EventKind::Expired { queue, message, item } => self.message(27, queue, message, item),
            EventKind::Purged { queue, message, item } => self.message(28, queue, message, item),
            EventKind::DeadLettered {
                queue,
                message,
                item,
                to,
                receive_count,
            } => self
                .message(29, queue, message, item)
                .u32(to.0)
                .u32(receive_count),
            EventKind::EmptyReceive { queue } => self.tag(30).u32(queue.0),
            EventKind::DelayChanged {
                queue,
                message,
                item,
                visible_at,
            } => self.message(31, queue, message, item).u64(visible_at.as_nanos()),
            other => unreachable!("{other:?} is not about a queue"),
        }
    }

    fn work(&mut self, kind: EventKind) -> &mut Self {
        match kind {
            EventKind::WorkStarted {
                workers,
                worker,
                item,
                receive_count,
            } => self
                .tag(40)
                .u32(workers.0)
                .u32(worker)
                .u64(item.as_u64())
                .u32(receive_count),
            EventKind::WorkFinished {
                workers,
                worker,
                item,
            } => self.tag(41).u32(workers.0).u32(worker).u64(item.as_u64()),
            EventKind::WorkFailed {
                workers,
                worker,
                item,
            } => self.tag(42).u32(workers.0).u32(worker).u64(item.as_u64()),
            EventKind::WorkDropped {
                workers,
                worker,
                item,
            } => self.tag(43).u32(workers.0).u32(worker).u64(item.as_u64()),
            other => unreachable!("{other:?} is not about workers"),
        }
    }

    fn service(&mut self, kind: EventKind) -> &mut Self {
        match kind {
            EventKind::Queued { server, item } => self.tag(50).u32(server.0).u64(item.as_u64()),
            EventKind::TurnedAway { server, item } => self.tag(51).u32(server.0).u64(item.as_u64()),
            EventKind::ServiceStarted { server, item } => self.tag(52).u32(server.0).u64(item.as_u64()),
            EventKind::ServiceFinished {
                server,
                item,
                answered,
            } => self.tag(53).u32(server.0).u64(item.as_u64()).tag(answered.into()),
            EventKind::ServiceDropped { server, item } => self.tag(54).u32(server.0).u64(item.as_u64()),
            other => unreachable!("{other:?} is not about a server"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cloud::time::SimTime;

    fn hash_of(kinds: &[EventKind]) -> RunHash {
        let mut digest = Digest::default();
        for (sequence, &kind) in (0..).zip(kinds) {
            digest.add(&Event {
                at: SimTime::from_secs(1),
                sequence,
                kind,
            });
        }
        digest.hash()
    }

    #[test]
    fn the_hash_depends_on_what_happened_and_in_which_order() {
        let item = ItemId::new(PartId(1), 1);
        let (produced, accepted) = (EventKind::Produced { item }, EventKind::Accepted { item });
        assert_eq!(hash_of(&[produced, accepted]), hash_of(&[produced, accepted]));
        assert_ne!(hash_of(&[produced, accepted]), hash_of(&[accepted, produced]));
        assert_ne!(hash_of(&[produced]), hash_of(&[]));
    }

    #[test]
    fn a_hash_is_written_with_sixteen_digits() {
        assert_eq!(RunHash(0xbeef).to_string(), "000000000000beef");
    }
}
