//! The hash of a run: a running digest over its events, the same in the browser and on the command line.
//!
//! Each event is written as [`WORDS`] words: the time, an explicit tag with the part or link, and up to four fields. The tags
//! and the places of the fields are part of what a hash means: they are only ever added to.
//!
//! Two words at a time are brought into the state by one multiplication to twice the width, whose halves are added without
//! carry: every bit of either word reaches every bit of the state. It is what wyhash and foldhash do, written out here because
//! neither promises the same value from one version to the next. A hash tells runs apart; it does not withstand somebody who
//! looks for two runs with the same one. SipHash would, and took a fifth of a run's time.

use std::fmt;
use std::hash::Hasher;

use cloud::time::SimTime;
use siphasher::sip::SipHasher13;

use crate::client_event::{ClientEvent, ClientOperation, ClientOutcome};
use crate::event::{CallFailure, EventKind, Operation};
use crate::item::ItemId;
use crate::product::product;

/// What a run came to. Written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunHash(pub u64);

impl fmt::Display for RunHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// How an event is written.
const WORDS: usize = 6;

/// The first digits of the fraction of pi, which have no pattern: one for each pair of words and one for the beginning.
const PI: [u64; 4] = [
    0x243f_6a88_85a3_08d3,
    0x1319_8a2e_0370_7344,
    0xa409_3822_299f_31d0,
    0x082e_fa98_ec4e_6c89,
];

/// The digest of the events so far.
#[derive(Clone, Debug)]
pub(crate) struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(PI[3])
    }
}

impl Digest {
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn add(&mut self, at: SimTime, kind: &EventKind) {
        self.write(words(at, kind));
    }

    #[cfg_attr(not(small), inline(always))]
    fn write(&mut self, words: [u64; WORDS]) {
        for (pair, number) in words.chunks_exact(2).zip(PI) {
            self.0 = fold(self.0 ^ pair[0], number ^ pair[1]);
        }
    }

    pub(crate) fn hash(&self) -> RunHash {
        RunHash(fold(self.0 ^ PI[0], PI[3]))
    }
}

/// Both halves of the product.
fn fold(one: u64, other: u64) -> u64 {
    let (lower, upper) = product(one, other);
    lower ^ upper
}

/// A digest of any text: for the full state of a world, in tests.
pub(crate) fn digest_text(text: &str) -> RunHash {
    let mut hasher = SipHasher13::new_with_keys(0, 0);
    hasher.write(text.as_bytes());
    RunHash(hasher.finish())
}

/// The sequence number is not written: it is the count of the events.
#[cfg_attr(not(small), inline(always))]
fn words(at: SimTime, kind: &EventKind) -> [u64; WORDS] {
    let (tag, id, [first, second, third, fourth]) = fields(kind);
    [
        at.as_nanos(),
        tag | u64::from(id) << 32,
        first,
        second,
        third,
        fourth,
    ]
}

/// The tag, the part or link, and the rest.
#[cfg_attr(not(small), inline(always))]
fn fields(kind: &EventKind) -> (u64, u32, [u64; 4]) {
    match *kind {
        EventKind::InputApplied { index } => (1, 0, [index, 0, 0, 0]),
        EventKind::Produced { item } => (2, 0, of(item)),
        EventKind::Accepted { item } => (3, 0, of(item)),
        EventKind::GaveUp { item } => (4, 0, of(item)),
        EventKind::Poisoned { item } => (5, 0, of(item)),
        EventKind::CallSent { .. }
        | EventKind::RequestLost { .. }
        | EventKind::ResponseLost { .. }
        | EventKind::DeliveryLost { .. }
        | EventKind::CallFailed { .. } => of_call(kind),
        EventKind::WorkStarted {
            workers,
            worker,
            item,
            receive_count,
        } => (
            40,
            workers.0,
            [item.as_u64(), worker.into(), receive_count.into(), 0],
        ),
        EventKind::WorkFinished {
            workers,
            worker,
            item,
        } => (41, workers.0, [item.as_u64(), worker.into(), 0, 0]),
        EventKind::WorkFailed {
            workers,
            worker,
            item,
        } => (42, workers.0, [item.as_u64(), worker.into(), 0, 0]),
        EventKind::WorkDropped {
            workers,
            worker,
            item,
        } => (43, workers.0, [item.as_u64(), worker.into(), 0, 0]),
        EventKind::WorkSkipped {
            workers,
            worker,
            item,
        } => (44, workers.0, [item.as_u64(), worker.into(), 0, 0]),
        EventKind::WorkPoisoned {
            workers,
            worker,
            item,
        } => (45, workers.0, [item.as_u64(), worker.into(), 0, 0]),
        EventKind::WorkerCrashed { workers, worker } => (46, workers.0, [worker.into(), 0, 0, 0]),
        EventKind::WorkerStarted { workers, worker } => (47, workers.0, [worker.into(), 0, 0, 0]),
        EventKind::ScaledTo {
            workers,
            from,
            to,
            backlog,
        } => (48, workers.0, [from.into(), to.into(), backlog, 0]),
        EventKind::Queued { server, item } => (50, server.0, of(item)),
        EventKind::TurnedAway { server, item } => (51, server.0, of(item)),
        EventKind::ServiceStarted { server, item } => (52, server.0, of(item)),
        EventKind::ServiceFinished {
            server,
            item,
            answered,
        } => (53, server.0, [item.as_u64(), answered.into(), 0, 0]),
        EventKind::ServiceDropped { server, item } => (54, server.0, of(item)),
        EventKind::ServiceFailed { server, item } => (55, server.0, of(item)),
        EventKind::ServerCrashed { server } => (56, server.0, [0; 4]),
        EventKind::ServerStarted { server } => (57, server.0, [0; 4]),
        EventKind::Client(event) => of_client(event),
        _ => of_queue(kind),
    }
}

fn of(item: ItemId) -> [u64; 4] {
    [item.as_u64(), 0, 0, 0]
}

#[cfg_attr(not(small), inline(always))]
fn of_call(kind: &EventKind) -> (u64, u32, [u64; 4]) {
    let with = |operation, detail: u64| {
        let (tag, item) = of_operation(operation);
        [tag, item, detail]
    };
    let (tag, link, call, [second, third, fourth]) = match *kind {
        EventKind::CallSent {
            call,
            link,
            operation,
            attempt,
        } => (10, link, call, with(operation, attempt.into())),
        EventKind::RequestLost {
            call,
            link,
            operation,
        } => (11, link, call, with(operation, 0)),
        EventKind::ResponseLost {
            call,
            link,
            operation,
            items,
        } => (12, link, call, with(operation, items.into())),
        EventKind::CallFailed {
            call,
            link,
            operation,
            failure,
        } => (13, link, call, with(operation, of_failure(failure))),
        EventKind::DeliveryLost { call, link, item } => (14, link, call, [item.as_u64(), 0, 0]),
        other => unreachable!("{other:?} is not about a call"),
    };
    (tag, link.0, [call.0, second, third, fourth])
}

fn of_operation(operation: Operation) -> (u64, u64) {
    match operation {
        Operation::SendMessage { item } => (1, item.as_u64()),
        Operation::ReceiveMessage => (2, 0),
        Operation::DeleteMessage { item } => (3, item.as_u64()),
        Operation::Request { item } => (4, item.as_u64()),
        Operation::ChangeVisibility { item } => (5, item.as_u64()),
        Operation::SendMessageBatch { item, entry, entries } => (
            6 | u64::from(entry) << 8 | u64::from(entries) << 16,
            item.as_u64(),
        ),
    }
}

fn of_failure(failure: CallFailure) -> u64 {
    match failure {
        CallFailure::TimedOut => 1,
        CallFailure::Unavailable => 2,
        CallFailure::Refused => 3,
        CallFailure::ServerError => 4,
        CallFailure::BadGateway => 5,
        CallFailure::Throttled => 6,
    }
}

fn of_client(event: ClientEvent) -> (u64, u32, [u64; 4]) {
    use ClientEvent as E;
    match event {
        E::Called {
            call,
            operation,
            queue,
            digest,
        } => {
            let queue = queue.map_or(0, |queue| u64::from(queue.0) + 1);
            (60, 0, [call.0, of_client_operation(operation), queue, digest])
        }
        E::Answered {
            call,
            outcome: ClientOutcome::Done { messages, failed },
        } => (61, 0, [call.0, messages.into(), failed.into(), 0]),
        E::Answered {
            call,
            outcome: ClientOutcome::Refused { code },
        } => (62, 0, [call.0, digest_text(code).0, 0, 0]),
        E::HungUp { call } => (63, 0, [call.0, 0, 0, 0]),
        E::Taken { call, item } => (64, 0, [call.0, item.as_u64(), 0, 0]),
        E::Finished { queue, item } => (65, queue.0, of(item)),
        E::QueueCreated { queue } => (66, queue.0, [0; 4]),
        E::QueueConfigured { queue } => (67, queue.0, [0; 4]),
        E::QueueDeleted { queue } => (68, queue.0, [0; 4]),
    }
}

fn of_client_operation(operation: ClientOperation) -> u64 {
    match operation {
        ClientOperation::CreateQueue => 1,
        ClientOperation::GetQueueUrl => 2,
        ClientOperation::ListQueues => 3,
        ClientOperation::ListDeadLetterSourceQueues => 4,
        ClientOperation::ListMessageMoveTasks => 5,
        ClientOperation::StartMessageMoveTask => 6,
        ClientOperation::CancelMessageMoveTask => 7,
        ClientOperation::DeleteQueue => 8,
        ClientOperation::PurgeQueue => 9,
        ClientOperation::GetQueueAttributes => 10,
        ClientOperation::SetQueueAttributes => 11,
        ClientOperation::AddPermission => 12,
        ClientOperation::RemovePermission => 13,
        ClientOperation::TagQueue => 14,
        ClientOperation::UntagQueue => 15,
        ClientOperation::ListQueueTags => 16,
        ClientOperation::SendMessage => 17,
        ClientOperation::SendMessageBatch => 18,
        ClientOperation::ReceiveMessage => 19,
        ClientOperation::DeleteMessage => 20,
        ClientOperation::DeleteMessageBatch => 21,
        ClientOperation::ChangeMessageVisibility => 22,
        ClientOperation::ChangeMessageVisibilityBatch => 23,
    }
}

#[cfg_attr(not(small), inline(always))]
fn of_queue(kind: &EventKind) -> (u64, u32, [u64; 4]) {
    let (tag, queue, message, item, [third, fourth]) = match *kind {
        EventKind::Sent {
            queue,
            message,
            item,
            visible_at,
        } => (20, queue, message, item, [visible_at.as_nanos(), 0]),
        EventKind::Deduplicated {
            queue,
            original,
            item,
        } => (21, queue, original, item, [0, 0]),
        EventKind::Arrived { queue, message, item } => (22, queue, message, item, [0, 0]),
        EventKind::Received {
            queue,
            message,
            item,
            receive_count,
            visible_at,
        } => (
            23,
            queue,
            message,
            item,
            [visible_at.as_nanos(), receive_count.into()],
        ),
        EventKind::Returned {
            queue,
            message,
            item,
            receive_count,
        } => (24, queue, message, item, [receive_count.into(), 0]),
        EventKind::VisibilityChanged {
            queue,
            message,
            item,
            visible_at,
        } => (25, queue, message, item, [visible_at.as_nanos(), 0]),
        EventKind::Deleted { queue, message, item } => (26, queue, message, item, [0, 0]),
        EventKind::Expired { queue, message, item } => (27, queue, message, item, [0, 0]),
        EventKind::Purged { queue, message, item } => (28, queue, message, item, [0, 0]),
        EventKind::DeadLettered {
            queue,
            message,
            item,
            to,
            receive_count,
        } => (29, queue, message, item, [to.0.into(), receive_count.into()]),
        EventKind::Moved {
            queue,
            message,
            item,
            to,
            new,
            visible_at,
        } => {
            let when_and_where = fold(visible_at.as_nanos() ^ PI[0], u64::from(to.0) ^ PI[1]);
            (33, queue, message, item, [new.0, when_and_where])
        }
        EventKind::EmptyReceive { queue } => return (30, queue.0, [0, 0, 0, 0]),
        EventKind::DelayChanged {
            queue,
            message,
            item,
            visible_at,
        } => (31, queue, message, item, [visible_at.as_nanos(), 0]),
        EventKind::CopyLeft { queue, message, item } => (32, queue, message, item, [0, 0]),
        other => unreachable!("{other:?} is not about a queue"),
    };
    (tag, queue.0, [message.0, item.as_u64(), third, fourth])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::PartId;

    fn hash_of(kinds: &[EventKind]) -> RunHash {
        let mut digest = Digest::default();
        for kind in kinds {
            digest.add(SimTime::from_secs(1), kind);
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
    fn every_bit_of_every_word_reaches_every_bit_of_the_hash() {
        let hash_of = |words: [u64; WORDS]| {
            let mut digest = Digest::default();
            digest.write(words);
            digest.hash().0
        };
        let before = hash_of([7; WORDS]);
        for (word, bit) in (0..WORDS).flat_map(|word| (0..u64::BITS).map(move |bit| (word, bit))) {
            let mut words = [7; WORDS];
            words[word] ^= 1 << bit;
            let changed = (hash_of(words) ^ before).count_ones();
            assert!(
                (12..=52).contains(&changed),
                "bit {bit} of word {word} changes {changed} bits"
            );
        }
    }

    #[test]
    fn a_hash_is_written_with_sixteen_digits() {
        assert_eq!(RunHash(0xbeef).to_string(), "000000000000beef");
    }
}
