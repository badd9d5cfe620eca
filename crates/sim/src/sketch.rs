//! The sketch: what is drawn, as far as it has a say in what happens. Names and places are the editor's.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::account::{AccountId, Region};
use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::SimDuration;

use crate::guarantee::Guarantee;
use crate::input::Edit;
use crate::timetable::{Schedule, Trace};

/// A part, for as long as the sketch exists. Never reused. Below 2²⁴ (see [`crate::ItemId`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(pub u32);

/// A link between two parts. Never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UtcSeconds(pub u64);

/// Everything that is known before the run begins, but for the seed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// The moment that t = 0 stands for.
    pub starts: UtcSeconds,
    /// What there is.
    pub parts: BTreeMap<PartId, Part>,
    /// What is connected.
    pub links: BTreeMap<LinkId, Link>,
    /// What is watched, in the order shown. Watching changes nothing in the world.
    pub guarantees: Vec<Guarantee>,
    /// Where the queues are, as programs from outside see them.
    pub home: Home,
    /// What parts are called. Programs from outside know queues by name; nothing else depends on it.
    pub names: BTreeMap<PartId, Rc<str>>,
}

/// The account and the region of all queues that are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Whose they are.
    pub account: AccountId,
    /// Where they are.
    pub region: Region,
}

/// What local endpoints use where nobody says otherwise: account 000000000000, region us-east-1.
impl Default for Home {
    fn default() -> Self {
        Self {
            account: "000000000000".parse().expect("an account"),
            region: "us-east-1".parse().expect("a region"),
        }
    }
}

/// Something that sends, keeps or works on messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Makes items and sends each one to what it is linked to.
    Producer(Producer),
    /// An SQS queue.
    Queue(Queue),
    /// Workers that poll a queue.
    Workers(Workers),
    /// A web server that is called and answers.
    Server(Server),
}

/// Makes items by a pattern and sends them along its outgoing links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Producer {
    /// When items are made.
    pub pattern: Pattern,
    /// No more than this many times by the pattern; sends by hand come on top.
    pub limit: Option<u64>,
    /// Which of its targets an item goes to.
    pub spread: Spread,
    /// The body of each item, a [`crate::template`]. 1 to 1,024 characters.
    pub body: Rc<str>,
    /// A body with fewer bytes is filled up to this many; 0 to 1,048,576.
    pub pad_to: u32,
    /// The `MessageGroupId` of each item, a [`crate::template`] of at most 128 characters. Empty: no group, and on a FIFO
    /// queue one group for all.
    pub group: Rc<str>,
    /// The `MessageDeduplicationId` of each item on FIFO queues, a [`crate::template`] of at most 128 characters. Empty: each
    /// item has an id of its own, unless the queue deduplicates by content.
    pub deduplication: Rc<str>,
    /// Every so manieth item is poison: work on it fails, however often it is tried. 0: none.
    pub poison_every: u32,
    /// How many messages go to a queue in one call.
    pub batches: Batching,
    /// How a call is made.
    pub calls: CallPolicy,
}

impl Producer {
    /// A producer with nothing but this.
    pub fn new(pattern: Pattern, body: &str, calls: CallPolicy) -> Self {
        Self {
            pattern,
            limit: None,
            spread: Spread::InTurn,
            body: body.into(),
            pad_to: 0,
            group: Rc::default(),
            deduplication: Rc::default(),
            poison_every: 0,
            batches: Batching::default(),
            calls,
        }
    }
}

/// How a producer sends batches to queues. Servers are called for each item alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batching {
    /// The most entries of a `SendMessageBatch`, 1 to 10. 1: each message goes alone, by `SendMessage`.
    pub messages: u32,
    /// How long the first message of a batch waits for others; a batch that is full goes at once. 0: what is made at one
    /// instant goes together.
    pub linger: SimDuration,
}

impl Default for Batching {
    fn default() -> Self {
        Self {
            messages: 1,
            linger: SimDuration::ZERO,
        }
    }
}

/// Which of a producer's targets an item goes to. Targets come in the order of their links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// One after the other.
    #[default]
    InTurn,
    /// Any, equally likely.
    AtRandom,
    /// Each target gets an item of its own.
    ToEach,
}

/// When a producer makes items. A pattern begins with the run, or when it is put into one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Pattern {
    /// Evenly spaced.
    Constant { rate: Rate },
    /// At random with a mean rate: exponential gaps.
    Poisson { rate: Rate },
    /// A steady `base` and, on top, `count` items spread evenly over `over`, first at `first`, then every `every`
    /// (once only if zero).
    Burst {
        base: Rate,
        count: u32,
        over: SimDuration,
        first: SimDuration,
        every: SimDuration,
    },
    /// The rate goes evenly from one to another over a time of up to a day, and stays there.
    Ramp { from: Rate, to: Rate, over: SimDuration },
    /// Rates one after the other, anew after each `every` (once only if zero).
    Schedule { schedule: Schedule, every: SimDuration },
    /// As they came once, anew after each `every` (once only if zero).
    Trace { trace: Trace, every: SimDuration },
    /// A steady `base` and, on top, `count` items spread evenly over `over`, each minute, hour or day, `at` after it has
    /// begun by the clock (UTC).
    ClockTime {
        base: Rate,
        count: u32,
        over: SimDuration,
        period: Period,
        at: SimDuration,
    },
    /// Only when somebody presses Send.
    ByHand,
}

/// What a clock begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what they are called")]
pub enum Period {
    Minute,
    Hour,
    Day,
}

impl Period {
    /// How long it is.
    pub const fn length(self) -> SimDuration {
        SimDuration::from_secs(match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        })
    }
}

/// Items per 1,000 seconds, so that 0.001 to 1,000,000 a second are whole numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(pub u64);

impl Rate {
    /// `count` a second.
    pub const fn per_second(count: u64) -> Self {
        Self(count * 1_000)
    }
}

/// How a caller treats a call that is not answered or is refused: an AWS SDK's or an HTTP client's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallPolicy {
    /// How long to wait for an answer before the attempt counts as failed.
    pub timeout: SimDuration,
    /// Attempts in all, 1 to 10.
    pub attempts: u32,
    /// Wait before the second attempt; doubles with each further one, with full jitter.
    pub backoff: SimDuration,
}

/// A probability in parts per million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chance(pub u32);

impl Chance {
    /// Certain.
    pub const ALWAYS: Self = Self(1_000_000);
    /// Impossible.
    pub const NEVER: Self = Self(0);

    /// That one of two things happens that have nothing to do with each other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let all = u64::from(Self::ALWAYS.0);
        let misses = |chance: Self| all - u64::from(chance.0).min(all);
        let either = all - misses(self) * misses(other) / all;
        Self(u32::try_from(either).expect("at most a million"))
    }

    /// `percent` in a hundred.
    pub const fn percent(percent: u32) -> Self {
        Self(percent * 10_000)
    }
}

/// An SQS queue. Its dead-letter queue is the queue that a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Standard or FIFO.
    pub kind: QueueKind,
    /// `DelaySeconds`
    pub delay_seconds: u32,
    /// `MaximumMessageSize`, bytes
    pub maximum_message_size: u32,
    /// `MessageRetentionPeriod`, seconds
    pub message_retention_period: u32,
    /// `ReceiveMessageWaitTimeSeconds`
    pub receive_message_wait_time_seconds: u32,
    /// `VisibilityTimeout`, seconds
    pub visibility_timeout: u32,
    /// `maxReceiveCount`, in force while a link leads to a dead-letter queue.
    pub max_receive_count: u32,
    /// `RedriveAllowPolicy`
    pub redrive_allow: RedriveAllow,
    /// `ContentBasedDeduplication` (FIFO)
    pub content_based_deduplication: bool,
    /// `DeduplicationScope` (FIFO)
    pub deduplication_scope: DeduplicationScope,
    /// `FifoThroughputLimit` (FIFO)
    pub fifo_throughput_limit: FifoThroughputLimit,
    /// Standard: how often a delete misses a copy of the message, which then comes back.
    pub missed_deletes: Chance,
    /// Standard: how often a short poll leaves out one of the servers, and with it the messages that are there.
    pub unasked_servers: Chance,
}

/// `RedriveAllowPolicy`: whose dead-letter queue a queue may be. As with AWS it is looked at when a redrive policy is set, which
/// is when a link is drawn, and not when a message moves: a link that was there before goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RedriveAllow {
    /// `allowAll`: of every queue of its kind.
    #[default]
    All,
    /// `denyAll`
    None,
    /// `byQueue`: of these, at most [`cloud::sqs::MAX_REDRIVE_SOURCES`], as far as they are there when it is set. If none of
    /// them is, it is [`Self::None`].
    ByQueue(Rc<[PartId]>),
}

impl RedriveAllow {
    /// Whether this queue may set messages aside there.
    pub fn allows(&self, source: PartId) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::ByQueue(sources) => sources.contains(&source),
        }
    }
}

/// A group of equal workers; each polls the linked queues, works on what it gets, and deletes it (or does not).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workers {
    /// How many, 0 to 10,000.
    pub count: u32,
    /// How they ask.
    pub polling: Polling,
    /// `MaxNumberOfMessages`, 1 to 10.
    pub batch: u32,
    /// Which messages of a batch a worker works on at the same time.
    pub concurrency: Concurrency,
    /// `VisibilityTimeout` of the receive; the queue's own if absent.
    pub visibility_timeout: Option<u32>,
    /// How long one message takes.
    pub processing: DurationLaw,
    /// How often processing fails. What failed is not deleted.
    pub failure: Chance,
    /// What a worker does with a message that it has processed.
    pub after: AfterWork,
    /// Whether the group remembers which items it has worked off, and skips an item that is delivered again.
    pub idempotent: bool,
    /// How a worker keeps a message from coming back while it works on it, if it does.
    pub heartbeat: Option<Heartbeat>,
    /// How often, in messages, a worker's process dies in the middle of the work. What it holds is then dropped.
    pub crash: Chance,
    /// How long a process that has crashed is gone before it runs again.
    pub restart: SimDuration,
    /// Over how many Availability Zones the group is spread, 1 to [`ZONES`].
    pub zones: u32,
    /// Whether Auto Scaling decides how many there are; `count` is then how many there are at first.
    pub scaling: Option<Scaling>,
    /// How its calls are made.
    pub calls: CallPolicy,
}

impl Workers {
    /// Workers that poll long and do their work one message at a time without fail, and nothing but this.
    pub fn new(count: u32, processing: DurationLaw, calls: CallPolicy) -> Self {
        Self {
            count,
            polling: Polling::Long {
                wait_time_seconds: 20,
            },
            batch: 1,
            concurrency: Concurrency::OneByOne,
            visibility_timeout: None,
            processing,
            failure: Chance::NEVER,
            after: AfterWork::Delete,
            idempotent: false,
            heartbeat: None,
            crash: Chance::NEVER,
            restart: SimDuration::from_secs(10),
            zones: 1,
            scaling: None,
            calls,
        }
    }
}

/// As many Availability Zones as there are.
pub const ZONES: u32 = 3;

/// Auto Scaling by target tracking. A worker that is one too many finishes what it holds and leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scaling {
    /// Never fewer workers than this.
    pub min: u32,
    /// Never more than this, up to 10,000.
    pub max: u32,
    /// The target: so many visible messages for each worker, at least 1.
    pub backlog_per_worker: u32,
    /// How often the backlog is looked at; CloudWatch's standard is a minute.
    pub period: SimDuration,
    /// How long after scaling out nothing more is added.
    pub out_cooldown: SimDuration,
    /// How long after scaling out or in nobody is taken away.
    pub in_cooldown: SimDuration,
    /// How long a new worker takes before it polls.
    pub start_up: SimDuration,
}

/// Which messages of one batch a worker works on at the same time. Each message is deleted on its own, as soon as it is
/// worked off, and the next receive follows when the last one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    /// One message after the other, in the order of the answer.
    OneByOne,
    /// One of each message group: the messages of a group in their order, the groups at the same time. A message without a
    /// group waits for no other.
    OnePerGroup,
    /// As many as this, 1 to 10, whatever their groups: order within a group is lost.
    UpTo(u32),
}

/// `ChangeMessageVisibility`, again and again while a message is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// Time from one call to the next, and from the beginning to the first.
    pub interval: SimDuration,
    /// `VisibilityTimeout` of the call, in seconds, 0 to 43,200.
    pub timeout: u32,
    /// Whether it also keeps the messages that wait in the worker's batch, from when they were received.
    pub whole_batch: bool,
}

/// How a worker asks for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Polling {
    /// Without `WaitTimeSeconds`, so that the queue's `ReceiveMessageWaitTimeSeconds` holds, which is 0 unless somebody sets
    /// it; and a pause after an empty answer.
    Short { pause: SimDuration },
    /// `WaitTimeSeconds` = 1 to 20.
    Long { wait_time_seconds: u32 },
}

/// What follows upon processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterWork {
    /// The message is deleted, as it should be.
    Delete,
    /// The worker forgets to: the message comes back.
    Forget,
}

/// How long something takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum DurationLaw {
    /// Always the same.
    Constant(SimDuration),
    /// Anything from `min` to `max`, equally likely.
    Uniform { min: SimDuration, max: SimDuration },
    /// Memoryless, with this mean.
    Exponential { mean: SimDuration },
}

/// A web server that is called and answers when the work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// Requests worked on at once, 1 to 10,000.
    pub capacity: u32,
    /// Requests that may wait for a free place; the next one is answered 503 at once.
    pub waiting_room: u32,
    /// How long one request takes. Work goes on even when the caller has given up, as on real servers.
    pub service: DurationLaw,
    /// How long the server is gone after a crash before it runs again.
    pub restart: SimDuration,
    /// Over how many Availability Zones its places are spread, 1 to [`ZONES`].
    pub zones: u32,
    /// How it calls the parts that it is linked to. It keeps the place of a request until the last of them has answered.
    pub calls: CallPolicy,
}

impl Server {
    /// A server with nothing but this.
    pub fn new(capacity: u32, waiting_room: u32, service: DurationLaw, calls: CallPolicy) -> Self {
        Self {
            capacity,
            waiting_room,
            service,
            restart: SimDuration::from_secs(10),
            zones: 1,
            calls,
        }
    }
}

/// A connection. It points the way the messages go: from a queue to its workers, although it is the workers who ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The tail of the arrow.
    pub from: PartId,
    /// The head of the arrow.
    pub to: PartId,
    /// What travels with the arrow: requests of a producer, answers of a queue to its workers.
    pub forward: Direction,
    /// What travels against the arrow.
    pub backward: Direction,
}

/// One direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Direction {
    /// How long anything takes to cross.
    pub latency: DurationLaw,
    /// How often it is lost.
    pub loss: Chance,
}

impl Sketch {
    /// Makes an edit. Links to parts that do not exist are allowed and do nothing.
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::PutPart { id, part } => {
                self.parts.insert(*id, part.clone());
            }
            Edit::RemovePart { id } => {
                self.parts.remove(id);
                self.links.retain(|_, link| link.from != *id && link.to != *id);
            }
            Edit::PutLink { id, link } => {
                self.links.insert(*id, *link);
            }
            Edit::RemoveLink { id } => {
                self.links.remove(id);
            }
            Edit::Rename { id, to, .. } => {
                self.names.insert(*id, to.clone());
            }
        }
    }
}
