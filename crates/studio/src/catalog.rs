//! The kinds of parts that can be put on the canvas: what each is made of at first, how large its card is, and where
//! it stands in the palette.

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::SimDuration;
use sim::{
    CallPolicy, Chance, Direction, DurationLaw, Link, Part, PartId, Pattern, Producer, Queue, Rate,
    RedriveAllow, Server, Workers,
};

/// What the palette offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// Makes items and sends them.
    Producer,
    /// Polls a queue and works.
    Workers,
    /// Is called and answers.
    WebServer,
    /// SQS standard.
    SqsStandard,
    /// SQS FIFO.
    SqsFifo,
}

/// The headings of the palette; also what the colour of an icon stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// What a person writes: producers, workers, servers.
    Apps,
    /// SQS (and SNS, when it comes).
    QueuesAndTopics,
}

/// How much room a card takes on the canvas, in CSS pixels at 100 %. Multiples of 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: i32,
    /// From top to bottom.
    pub height: i32,
}

impl Family {
    /// Every family, in the order of the palette.
    pub const ALL: [Self; 2] = [Self::Apps, Self::QueuesAndTopics];

    /// Its key in the style sheet.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Apps => "apps",
            Self::QueuesAndTopics => "sqs",
        }
    }
}

impl PartKind {
    /// Every kind, in the order of the palette.
    pub const ALL: [Self; 5] = [
        Self::Producer,
        Self::Workers,
        Self::WebServer,
        Self::SqsStandard,
        Self::SqsFifo,
    ];

    /// The kind that `part` is of.
    pub const fn of(part: &Part) -> Self {
        match part {
            Part::Producer(_) => Self::Producer,
            Part::Workers(_) => Self::Workers,
            Part::Server(_) => Self::WebServer,
            Part::Queue(queue) => match queue.kind {
                QueueKind::Standard => Self::SqsStandard,
                QueueKind::Fifo => Self::SqsFifo,
            },
        }
    }

    /// Where it stands in the palette.
    pub const fn family(self) -> Family {
        match self {
            Self::Producer | Self::Workers | Self::WebServer => Family::Apps,
            Self::SqsStandard | Self::SqsFifo => Family::QueuesAndTopics,
        }
    }

    /// The key of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Workers => "workers",
            Self::WebServer => "server",
            Self::SqsStandard => "sqs-standard",
            Self::SqsFifo => "sqs-fifo",
        }
    }

    /// The size of its card.
    pub const fn size(self) -> Size {
        match self {
            Self::Producer => Size {
                width: 180,
                height: 64,
            },
            Self::Workers => Size {
                width: 188,
                height: 68,
            },
            Self::WebServer => Size {
                width: 180,
                height: 80,
            },
            Self::SqsStandard | Self::SqsFifo => Size {
                width: 272,
                height: 116,
            },
        }
    }

    /// The name of a new part of this kind, before a number is added to keep names apart. Names belong to the
    /// drawing, so they are not translated.
    pub const fn default_name(self) -> &'static str {
        match self {
            Self::Producer => "Producer",
            Self::Workers => "Workers",
            Self::WebServer => "Server",
            Self::SqsStandard => "orders",
            Self::SqsFifo => "orders.fifo",
        }
    }

    /// A new part of this kind. Queues have AWS's own defaults.
    pub fn part(self) -> Part {
        match self {
            Self::Producer => Part::Producer(default_producer()),
            Self::Workers => Part::Workers(default_workers()),
            Self::WebServer => Part::Server(default_server()),
            Self::SqsStandard => Part::Queue(default_queue(QueueKind::Standard)),
            Self::SqsFifo => Part::Queue(default_queue(QueueKind::Fifo)),
        }
    }
}

/// A new producer: two items a second.
pub fn default_producer() -> Producer {
    let pattern = Pattern::Constant {
        rate: Rate::per_second(2),
    };
    Producer::new(pattern, "item {n}", default_calls())
}

/// A new group of workers: two of them, long polling.
pub fn default_workers() -> Workers {
    let processing = DurationLaw::Constant(SimDuration::from_secs(1));
    Workers::new(2, processing, default_calls())
}

/// A new web server.
pub fn default_server() -> Server {
    let service = DurationLaw::Constant(SimDuration::from_secs(1));
    Server::new(8, 100, service, default_calls())
}

/// A new queue with AWS's defaults. AWS does not say how often a standard queue delivers twice or a short poll misses
/// messages: seldom, and now and then, here. A FIFO queue deduplicates by content, so that it works as it stands.
pub fn default_queue(kind: QueueKind) -> Queue {
    Queue {
        kind,
        delay_seconds: 0,
        maximum_message_size: 1_048_576,
        message_retention_period: 345_600,
        receive_message_wait_time_seconds: 0,
        visibility_timeout: 30,
        max_receive_count: 3,
        redrive_allow: RedriveAllow::All,
        content_based_deduplication: matches!(kind, QueueKind::Fifo),
        deduplication_scope: DeduplicationScope::Queue,
        fifo_throughput_limit: FifoThroughputLimit::PerQueue,
        missed_deletes: Chance(1),
        unasked_servers: Chance::percent(20),
    }
}

/// How a new caller treats its calls.
pub const fn default_calls() -> CallPolicy {
    CallPolicy {
        timeout: SimDuration::from_secs(5),
        attempts: 3,
        backoff: SimDuration::from_millis(200),
    }
}

/// A new link. It is slow enough to watch.
pub const fn default_link(from: PartId, to: PartId) -> Link {
    Link {
        from,
        to,
        forward: default_direction(),
        backward: default_direction(),
    }
}

/// One direction of a new link.
pub const fn default_direction() -> Direction {
    Direction {
        latency: DurationLaw::Constant(SimDuration::from_millis(400)),
        loss: Chance::NEVER,
    }
}
