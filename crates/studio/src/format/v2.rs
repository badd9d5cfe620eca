//! Version 2 of the formats: what is written. What did not change since version 1 is version 1's own type.
//!
//! The same types are written as JSON (files, clipboard) and as postcard (links, bytes), so nothing here may be left
//! out when it is empty, and the order of fields and variants is part of the format. Sketches of version 2 are out there, so
//! no field and no variant that is here changes any more. A variant may still be added at the end of an enum: whatever was
//! written before reads as it did.
//!
//! # A new field
//!
//! 1. Add a variant of [`Part`] whose content has the part as it was and what is new, and write it only where what is new is
//!    not as before. (More than a few such settings at a time are a reason for version 3.)
//! 2. `upgrade.rs` says which value version 1 meant without saying it: the one that behaves as before.
//! 3. `encode.rs` and `decode.rs` convert it to and from the editor's type, `check.rs` or `fields` hold its range.
//! 4. `docs/file-format.md` describes it, in its example too if it is in what the example shows.

use serde::{Deserialize, Serialize};

use super::list;
use super::time::Nanos;
pub(super) use super::v1::{
    Calls, Camera, DeduplicationScope, Direction, FifoThroughputLimit, Guarantee, Law, Link, LinkEntry, Note,
    Polling,
};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Moment {
    pub(super) project: Project,
    pub(super) at: Nanos,
    pub(super) camera: Option<Camera>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Project {
    pub(super) title: String,
    pub(super) seed: u64,
    pub(super) starts: u64,
    #[serde(deserialize_with = "list::of::<_, _, { list::PARTS }>")]
    pub(super) parts: Vec<PartEntry>,
    #[serde(deserialize_with = "list::of::<_, _, { list::LINKS }>")]
    pub(super) links: Vec<LinkEntry>,
    #[serde(deserialize_with = "list::of::<_, _, { list::GUARANTEES }>")]
    pub(super) guarantees: Vec<Guarantee>,
    #[serde(deserialize_with = "list::of::<_, _, { list::NOTES }>")]
    pub(super) notes: Vec<Note>,
    /// Gaps between arrivals, the first since the beginning.
    #[serde(deserialize_with = "list::of::<_, _, { list::TRACES }>")]
    pub(super) traces: Vec<Vec<Nanos>>,
    #[serde(deserialize_with = "list::of::<_, _, { list::INPUTS }>")]
    pub(super) log: Vec<Input>,
    pub(super) branches: Branches,
}

/// `here` is the branch of the log and the seed above.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Branches {
    pub(super) here: Label,
    #[serde(deserialize_with = "list::of::<_, _, { list::BRANCHES }>")]
    pub(super) kept: Vec<Branch>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) from: Option<Fork>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fork {
    pub(super) branch: u32,
    pub(super) at: Nanos,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Branch {
    pub(super) label: Label,
    pub(super) seed: u64,
    #[serde(deserialize_with = "list::of::<_, _, { list::INPUTS }>")]
    pub(super) log: Vec<Input>,
    pub(super) reached: Nanos,
}

/// `part` is absent where only the log knows the part; name and place then wait for it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartEntry {
    pub(super) id: u32,
    pub(super) name: Option<String>,
    pub(super) place: Option<(i32, i32)>,
    pub(super) part: Option<Part>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Part {
    Producer(Producer),
    Queue(Queue),
    Workers(Workers),
    Server(Server),
    BatchProducer(BatchProducer),
    RestrictedQueue(RestrictedQueue),
}

/// A producer that sends batches to queues. One that sends each message alone is a [`Producer`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct BatchProducer {
    pub(super) producer: Producer,
    pub(super) messages_per_call: u32,
    pub(super) linger: Nanos,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Producer {
    pub(super) pattern: Pattern,
    pub(super) limit: Option<u64>,
    pub(super) spread: Spread,
    pub(super) body: String,
    pub(super) pad_to: u32,
    #[serde(rename = "MessageGroupId")]
    pub(super) group: String,
    #[serde(rename = "MessageDeduplicationId")]
    pub(super) deduplication: String,
    pub(super) poison_every: u32,
    pub(super) calls: Calls,
}

/// Rates are items per 1,000 seconds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Pattern {
    Constant {
        per_1000_seconds: u64,
    },
    Poisson {
        per_1000_seconds: u64,
    },
    Burst {
        per_1000_seconds: u64,
        count: u32,
        over: Nanos,
        first: Nanos,
        every: Nanos,
    },
    Ramp {
        from_per_1000_seconds: u64,
        to_per_1000_seconds: u64,
        over: Nanos,
    },
    Schedule {
        steps: Vec<Step>,
        every: Nanos,
    },
    /// `trace` is a place in the list of traces, from 0.
    Trace {
        trace: u32,
        every: Nanos,
    },
    ClockTime {
        per_1000_seconds: u64,
        count: u32,
        over: Nanos,
        period: Period,
        at: Nanos,
    },
    ByHand,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Step {
    pub(super) from: Nanos,
    pub(super) per_1000_seconds: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Period {
    Minute,
    Hour,
    Day,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Spread {
    InTurn,
    AtRandom,
    ToEach,
}

/// A queue that is not the dead-letter queue of just any other. One that is, is a [`Queue`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RestrictedQueue {
    pub(super) queue: Queue,
    #[serde(rename = "RedriveAllowPolicy")]
    pub(super) redrive_allow: RedriveAllow,
}

/// Queues are parts.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum RedriveAllow {
    DenyAll,
    ByQueue(Vec<u32>),
}

/// AWS's own attributes have AWS's names.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Queue {
    #[serde(rename = "fifo")]
    pub(super) fifo: bool,
    pub(super) delay_seconds: u32,
    pub(super) maximum_message_size: u32,
    pub(super) message_retention_period: u32,
    pub(super) receive_message_wait_time_seconds: u32,
    pub(super) visibility_timeout: u32,
    #[serde(rename = "maxReceiveCount")]
    pub(super) max_receive_count: u32,
    pub(super) content_based_deduplication: bool,
    pub(super) deduplication_scope: DeduplicationScope,
    pub(super) fifo_throughput_limit: FifoThroughputLimit,
    #[serde(rename = "missedDeletesPerMillion")]
    pub(super) missed_deletes_per_million: u32,
    #[serde(rename = "unaskedServersPerMillion")]
    pub(super) unasked_servers_per_million: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Workers {
    pub(super) count: u32,
    pub(super) polling: Polling,
    #[serde(rename = "MaxNumberOfMessages")]
    pub(super) batch: u32,
    #[serde(rename = "VisibilityTimeout")]
    pub(super) visibility_timeout: Option<u32>,
    pub(super) processing: Law,
    pub(super) failures_per_million: u32,
    pub(super) deletes: bool,
    pub(super) concurrency: Concurrency,
    pub(super) idempotent: bool,
    pub(super) heartbeat: Option<Heartbeat>,
    pub(super) crashes_per_million: u32,
    pub(super) restart: Nanos,
    pub(super) zones: u32,
    pub(super) scaling: Option<Scaling>,
    pub(super) calls: Calls,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Scaling {
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) backlog_per_worker: u32,
    pub(super) period: Nanos,
    pub(super) out_cooldown: Nanos,
    pub(super) in_cooldown: Nanos,
    pub(super) start_up: Nanos,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Concurrency {
    OneByOne,
    OnePerGroup,
    UpTo(u32),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Heartbeat {
    pub(super) interval: Nanos,
    #[serde(rename = "VisibilityTimeout")]
    pub(super) timeout: u32,
    pub(super) whole_batch: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Server {
    pub(super) capacity: u32,
    pub(super) waiting_room: u32,
    pub(super) service: Law,
    pub(super) restart: Nanos,
    pub(super) zones: u32,
    pub(super) calls: Calls,
}

/// An input on its way alone, with the traces that it replays.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SingleInput {
    pub(super) input: Input,
    pub(super) traces: Vec<Vec<Nanos>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Input {
    pub(super) at: Nanos,
    pub(super) input: InputKind,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum InputKind {
    PutPart {
        id: u32,
        /// Elsewhere, so that an input is small: a few bytes can be a great many of them.
        part: Box<Part>,
    },
    RemovePart {
        id: u32,
    },
    PutLink {
        id: u32,
        link: Link,
    },
    RemoveLink {
        id: u32,
    },
    Stop {
        part: u32,
    },
    Start {
        part: u32,
    },
    Pace {
        part: u32,
        percent: u32,
    },
    Cut {
        link: u32,
    },
    Mend {
        link: u32,
    },
    Send {
        producer: u32,
        count: u32,
    },
    Poison {
        producer: u32,
    },
    Crash {
        part: u32,
    },
    CrashOne {
        workers: u32,
    },
    ZoneOut {
        zone: u32,
    },
    ZoneBack {
        zone: u32,
    },
    Throttle {
        part: u32,
        per_1000_seconds: Option<u64>,
    },
    Impair {
        link: u32,
        forward: bool,
        delay: Nanos,
        losses_per_million: u32,
    },
    Rename {
        id: u32,
        from: String,
        to: String,
    },
    /// No input, but where programs from outside find the queues: in front of the log, and only where it is not as with
    /// everybody.
    Home {
        account: String,
        region: String,
    },
    Call(super::call::Written),
    HangUp {
        call: u64,
    },
    /// No input, but the script of a part: in front of the log, behind [`Self::Home`], in the order of the parts.
    Script(Script),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    pub(super) part: u32,
    pub(super) text: String,
}

/// What the clipboard holds, which is always JSON: what came later may be absent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clip {
    #[serde(deserialize_with = "list::of::<_, _, { list::PARTS }>")]
    pub(super) parts: Vec<PartEntry>,
    #[serde(deserialize_with = "list::of::<_, _, { list::LINKS }>")]
    pub(super) links: Vec<Link>,
    #[serde(deserialize_with = "list::of::<_, _, { list::NOTES }>")]
    pub(super) notes: Vec<Note>,
    #[serde(deserialize_with = "list::of::<_, _, { list::TRACES }>")]
    pub(super) traces: Vec<Vec<Nanos>>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "list::of::<_, _, { list::PARTS }>"
    )]
    pub(super) scripts: Vec<Script>,
}
