//! Version 1 of the formats. These types never change: what is new comes as version 2 beside them.
//!
//! The same types are written as JSON (files, clipboard) and as postcard (links, bytes), so nothing here may be left
//! out when it is empty, and the order of fields and variants is part of the format.

use serde::{Deserialize, Serialize};

use super::list;
use super::time::Nanos;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Moment {
    pub(super) project: Project,
    pub(super) at: Nanos,
    pub(super) camera: Option<Camera>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Camera {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) percent: u32,
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
    #[serde(deserialize_with = "list::of::<_, _, { list::INPUTS }>")]
    pub(super) log: Vec<Input>,
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
#[serde(deny_unknown_fields)]
pub(super) struct LinkEntry {
    pub(super) id: u32,
    pub(super) link: Link,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub(super) place: (i32, i32),
    pub(super) heading: String,
    pub(super) text: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Part {
    Producer(Producer),
    Queue(Queue),
    Workers(Workers),
    Server(Server),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Producer {
    pub(super) pattern: Pattern,
    pub(super) limit: Option<u64>,
    pub(super) body: String,
    pub(super) groups: u32,
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
    ByHand,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calls {
    pub(super) timeout: Nanos,
    pub(super) attempts: u32,
    pub(super) backoff: Nanos,
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
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum DeduplicationScope {
    Queue,
    MessageGroup,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum FifoThroughputLimit {
    PerQueue,
    PerMessageGroupId,
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
    pub(super) calls: Calls,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Polling {
    Short {
        pause: Nanos,
    },
    Long {
        #[serde(rename = "WaitTimeSeconds")]
        wait_time_seconds: u32,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Law {
    Constant(Nanos),
    Uniform { min: Nanos, max: Nanos },
    Exponential { mean: Nanos },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Server {
    pub(super) capacity: u32,
    pub(super) waiting_room: u32,
    pub(super) service: Law,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) forward: Direction,
    pub(super) backward: Direction,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Direction {
    pub(super) latency: Law,
    pub(super) losses_per_million: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Guarantee {
    NothingLost,
    AtLeastOnce,
    AtMostOnce,
    InOrderPerGroup,
    DeadLetterQueueEmpty,
    OldestUnder(Nanos),
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
    PutPart { id: u32, part: Box<Part> },
    RemovePart { id: u32 },
    PutLink { id: u32, link: Link },
    RemoveLink { id: u32 },
    Stop { part: u32 },
    Start { part: u32 },
    Pace { part: u32, percent: u32 },
    Cut { link: u32 },
    Mend { link: u32 },
    Send { producer: u32, count: u32 },
}

/// What the clipboard holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clip {
    #[serde(deserialize_with = "list::of::<_, _, { list::PARTS }>")]
    pub(super) parts: Vec<PartEntry>,
    #[serde(deserialize_with = "list::of::<_, _, { list::LINKS }>")]
    pub(super) links: Vec<Link>,
    #[serde(deserialize_with = "list::of::<_, _, { list::NOTES }>")]
    pub(super) notes: Vec<Note>,
}
