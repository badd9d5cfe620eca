//! From version 1 to version 2: what version 1 did not say is what it meant, so that whatever was drawn then behaves as
//! it did.

use super::time::Nanos;
use super::{v1, v2};

/// Nothing crashed, so it is of no importance when it ran again.
const UNUSED_RESTART: Nanos = Nanos(10_000_000_000);
/// Servers called nobody.
const UNUSED_CALLS: v2::Calls = v2::Calls {
    timeout: Nanos(5_000_000_000),
    attempts: 3,
    backoff: Nanos(200_000_000),
};

impl From<v1::Moment> for v2::Moment {
    fn from(moment: v1::Moment) -> Self {
        Self {
            project: moment.project.into(),
            at: moment.at,
            camera: moment.camera,
        }
    }
}

impl From<v1::Project> for v2::Project {
    fn from(project: v1::Project) -> Self {
        Self {
            title: project.title,
            seed: project.seed,
            starts: project.starts,
            parts: all(project.parts),
            links: project.links,
            guarantees: project.guarantees,
            notes: project.notes,
            traces: Vec::new(),
            log: all(project.log),
            branches: v2::Branches::default(),
        }
    }
}

impl From<v1::Clip> for v2::Clip {
    fn from(clip: v1::Clip) -> Self {
        Self {
            parts: all(clip.parts),
            links: clip.links,
            notes: clip.notes,
            traces: Vec::new(),
            scripts: Vec::new(),
        }
    }
}

fn all<Old, New: From<Old>>(entries: Vec<Old>) -> Vec<New> {
    entries.into_iter().map(New::from).collect()
}

impl From<v1::PartEntry> for v2::PartEntry {
    fn from(entry: v1::PartEntry) -> Self {
        Self {
            id: entry.id,
            name: entry.name,
            place: entry.place,
            part: entry.part.map(Into::into),
        }
    }
}

impl From<v1::Part> for v2::Part {
    fn from(part: v1::Part) -> Self {
        match part {
            v1::Part::Producer(producer) => Self::Producer(producer.into()),
            v1::Part::Queue(queue) => Self::Queue(queue.into()),
            v1::Part::Workers(workers) => Self::Workers(workers.into()),
            v1::Part::Server(server) => Self::Server(server.into()),
        }
    }
}

impl From<v1::Producer> for v2::Producer {
    fn from(producer: v1::Producer) -> Self {
        Self {
            pattern: producer.pattern.into(),
            limit: producer.limit,
            spread: v2::Spread::InTurn,
            body: body(&producer.body),
            pad_to: 0,
            group: group(producer.groups),
            deduplication: String::new(),
            poison_every: 0,
            calls: producer.calls,
        }
    }
}

impl From<v1::Pattern> for v2::Pattern {
    fn from(pattern: v1::Pattern) -> Self {
        use v1::Pattern as Old;
        match pattern {
            Old::Constant { per_1000_seconds } => Self::Constant { per_1000_seconds },
            Old::Poisson { per_1000_seconds } => Self::Poisson { per_1000_seconds },
            Old::Burst {
                per_1000_seconds,
                count,
                over,
                first,
                every,
            } => Self::Burst {
                per_1000_seconds,
                count,
                over,
                first,
                every,
            },
            Old::ByHand => Self::ByHand,
        }
    }
}

/// Items went round so many groups, from `g1` on.
fn group(groups: u32) -> String {
    match groups {
        0 => String::new(),
        groups => format!("g{{n%{groups}+1}}"),
    }
}

/// A body of version 1 knew `{n}` and `{group}`; whatever else is a placeholder today was text.
fn body(text: &str) -> String {
    let mut body = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (plain, brace) = rest.split_at(at);
        let was_a_placeholder = brace.starts_with("{n}") || brace.starts_with("{group}");
        let was_text = !was_a_placeholder && sim::template::is_special(brace);
        body.push_str(plain);
        body.push_str(if was_text { "{{}" } else { "{" });
        rest = &brace[1..];
    }
    body + rest
}

impl From<v1::Queue> for v2::Queue {
    fn from(queue: v1::Queue) -> Self {
        Self {
            fifo: queue.fifo,
            delay_seconds: queue.delay_seconds,
            maximum_message_size: queue.maximum_message_size,
            message_retention_period: queue.message_retention_period,
            receive_message_wait_time_seconds: queue.receive_message_wait_time_seconds,
            visibility_timeout: queue.visibility_timeout,
            max_receive_count: queue.max_receive_count,
            content_based_deduplication: queue.content_based_deduplication,
            deduplication_scope: queue.deduplication_scope,
            fifo_throughput_limit: queue.fifo_throughput_limit,
            missed_deletes_per_million: 0,
            unasked_servers_per_million: 0,
        }
    }
}

impl From<v1::Workers> for v2::Workers {
    fn from(workers: v1::Workers) -> Self {
        Self {
            count: workers.count,
            polling: workers.polling,
            batch: workers.batch,
            visibility_timeout: workers.visibility_timeout,
            processing: workers.processing,
            failures_per_million: workers.failures_per_million,
            deletes: workers.deletes,
            concurrency: v2::Concurrency::OneByOne,
            idempotent: false,
            heartbeat: None,
            crashes_per_million: 0,
            restart: UNUSED_RESTART,
            zones: 1,
            scaling: None,
            calls: workers.calls,
        }
    }
}

impl From<v1::Server> for v2::Server {
    fn from(server: v1::Server) -> Self {
        Self {
            capacity: server.capacity,
            waiting_room: server.waiting_room,
            service: server.service,
            restart: UNUSED_RESTART,
            zones: 1,
            calls: UNUSED_CALLS,
        }
    }
}

impl From<v1::Input> for v2::SingleInput {
    fn from(input: v1::Input) -> Self {
        Self {
            input: input.into(),
            traces: Vec::new(),
        }
    }
}

impl From<v1::Input> for v2::Input {
    fn from(input: v1::Input) -> Self {
        Self {
            at: input.at,
            input: input.input.into(),
        }
    }
}

impl From<v1::InputKind> for v2::InputKind {
    fn from(kind: v1::InputKind) -> Self {
        use v1::InputKind as Old;
        match kind {
            Old::PutPart { id, part } => Self::PutPart {
                id,
                part: Box::new((*part).into()),
            },
            Old::RemovePart { id } => Self::RemovePart { id },
            Old::PutLink { id, link } => Self::PutLink { id, link },
            Old::RemoveLink { id } => Self::RemoveLink { id },
            Old::Stop { part } => Self::Stop { part },
            Old::Start { part } => Self::Start { part },
            Old::Pace { part, percent } => Self::Pace { part, percent },
            Old::Cut { link } => Self::Cut { link },
            Old::Mend { link } => Self::Mend { link },
            Old::Send { producer, count } => Self::Send { producer, count },
        }
    }
}
