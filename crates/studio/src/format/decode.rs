//! From version 1 of the formats to the editor's types. Whatever is not right is an error, never a panic.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::{SimDuration, SimTime};
use serde::de::DeserializeOwned;
use sim::{
    AfterWork, CallPolicy, Chance, Direction, DurationLaw, Edit, Fault, Guarantee, Input, InputKind, Link,
    LinkId, Part, PartId, Pattern, Polling, Producer, Queue, Rate, Server, Sketch, UtcSeconds, Workers,
};

use super::time::Nanos;
use super::{Contradiction, DecodeProblem, check, encode, v1};
use crate::document::{Camera, Document, Note, Place};
use crate::edit::Clip;
use crate::project::{Moment, Project};

/// The most bytes that anything may have after inflating.
pub const MAX_DECODED: usize = 2 << 20;

/// What follows the version, if the version is known.
pub(super) fn without_version(bytes: &[u8]) -> Result<&[u8], DecodeProblem> {
    match bytes {
        [] => Err(DecodeProblem::Damaged),
        _ if bytes.len() > MAX_DECODED => Err(DecodeProblem::TooLarge),
        [encode::VERSION, rest @ ..] => Ok(rest),
        [0, ..] => Err(DecodeProblem::NotOurs),
        [version, ..] => Err(DecodeProblem::Newer {
            version: u64::from(*version),
        }),
    }
}

/// All of `bytes` as one value.
pub(super) fn postcard<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeProblem> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) | Err(_) => Err(DecodeProblem::Damaged),
    }
}

/// A moment from elsewhere.
pub(super) fn moment(moment: v1::Moment) -> Result<Moment, DecodeProblem> {
    moment_with(moment, project)
}

/// A moment that the editor made.
pub(super) fn own_moment(moment: v1::Moment) -> Result<Moment, DecodeProblem> {
    moment_with(moment, own_project)
}

fn moment_with(
    moment: v1::Moment,
    project: fn(v1::Project) -> Result<Project, DecodeProblem>,
) -> Result<Moment, DecodeProblem> {
    let camera = |camera: v1::Camera| Camera {
        centre: Place {
            x: camera.x,
            y: camera.y,
        },
        percent: camera.percent,
    };
    let camera = moment.camera.map(camera);
    camera.map_or(Ok(()), check::camera)?;
    let at = time(moment.at);
    check::time(at)?;
    Ok(Moment {
        project: project(moment.project)?,
        at,
        camera,
    })
}

/// A project from elsewhere: it must also be bearable to run.
pub(super) fn project(project: v1::Project) -> Result<Project, DecodeProblem> {
    check::counts(&project)?;
    let project = own_project(project)?;
    check::cost(&project)?;
    Ok(project)
}

/// A project that the editor made: as costly as its maker wants it.
pub(super) fn own_project(project: v1::Project) -> Result<Project, DecodeProblem> {
    let mut document = Document {
        title: project.title,
        seed: project.seed,
        sketch: Sketch {
            starts: UtcSeconds(project.starts),
            links: links(project.links)?,
            guarantees: project.guarantees.into_iter().map(guarantee).collect(),
            ..Sketch::default()
        },
        notes: project.notes.into_iter().map(note).collect(),
        ..Document::default()
    };
    let mut last = None;
    for entry in project.parts {
        let id = PartId(entry.id);
        check::ascending(Contradiction::IdsOfPartsDoNotAscend, &mut last, entry.id)?;
        document.names.extend(entry.name.map(|name| (id, name)));
        document.places.extend(entry.place.map(|at| (id, place(at))));
        document
            .sketch
            .parts
            .extend(entry.part.map(|settings| (id, part(settings))));
    }
    let log = project.log.into_iter().map(input).collect();
    let project = Project {
        document: Rc::new(document),
        log: Rc::new(log),
    };
    check::project(&project)?;
    Ok(project)
}

pub(super) fn clip(clip: v1::Clip) -> Result<Clip, DecodeProblem> {
    check::clip_counts(&clip)?;
    let mut parts = BTreeMap::new();
    for entry in clip.parts {
        let Some(settings) = entry.part else {
            return Err(DecodeProblem::Damaged);
        };
        let at = place(entry.place.unwrap_or_default());
        parts.insert(
            PartId(entry.id),
            (part(settings), entry.name.unwrap_or_default(), at),
        );
    }
    let clip = Clip {
        parts,
        links: clip.links.iter().map(link).collect(),
        notes: clip.notes.into_iter().map(note).collect(),
    };
    check::clip(&clip)?;
    Ok(clip)
}

fn links(entries: Vec<v1::LinkEntry>) -> Result<BTreeMap<LinkId, Link>, DecodeProblem> {
    let mut last = None;
    let mut links = BTreeMap::new();
    for entry in entries {
        check::ascending(Contradiction::IdsOfLinksDoNotAscend, &mut last, entry.id)?;
        links.insert(LinkId(entry.id), link(&entry.link));
    }
    Ok(links)
}

const fn place((x, y): (i32, i32)) -> Place {
    Place { x, y }
}

fn note(note: v1::Note) -> Note {
    Note {
        place: place(note.place),
        heading: note.heading,
        text: note.text,
    }
}

fn part(part: v1::Part) -> Part {
    match part {
        v1::Part::Producer(producer) => Part::Producer(of_producer(producer)),
        v1::Part::Queue(queue) => Part::Queue(of_queue(&queue)),
        v1::Part::Workers(workers) => Part::Workers(of_workers(&workers)),
        v1::Part::Server(server) => Part::Server(Server {
            capacity: server.capacity,
            waiting_room: server.waiting_room,
            service: law(&server.service),
        }),
    }
}

fn of_producer(producer: v1::Producer) -> Producer {
    Producer {
        pattern: pattern(&producer.pattern),
        limit: producer.limit,
        body: producer.body.into(),
        groups: producer.groups,
        calls: calls(&producer.calls),
    }
}

const fn pattern(pattern: &v1::Pattern) -> Pattern {
    match *pattern {
        v1::Pattern::Constant { per_1000_seconds } => Pattern::Constant {
            rate: Rate(per_1000_seconds),
        },
        v1::Pattern::Poisson { per_1000_seconds } => Pattern::Poisson {
            rate: Rate(per_1000_seconds),
        },
        v1::Pattern::Burst {
            per_1000_seconds,
            count,
            over,
            first,
            every,
        } => Pattern::Burst {
            base: Rate(per_1000_seconds),
            count,
            over: duration(over),
            first: duration(first),
            every: duration(every),
        },
        v1::Pattern::ByHand => Pattern::ByHand,
    }
}

const fn of_queue(queue: &v1::Queue) -> Queue {
    Queue {
        kind: if queue.fifo {
            QueueKind::Fifo
        } else {
            QueueKind::Standard
        },
        delay_seconds: queue.delay_seconds,
        maximum_message_size: queue.maximum_message_size,
        message_retention_period: queue.message_retention_period,
        receive_message_wait_time_seconds: queue.receive_message_wait_time_seconds,
        visibility_timeout: queue.visibility_timeout,
        max_receive_count: queue.max_receive_count,
        content_based_deduplication: queue.content_based_deduplication,
        deduplication_scope: match queue.deduplication_scope {
            v1::DeduplicationScope::Queue => DeduplicationScope::Queue,
            v1::DeduplicationScope::MessageGroup => DeduplicationScope::MessageGroup,
        },
        fifo_throughput_limit: match queue.fifo_throughput_limit {
            v1::FifoThroughputLimit::PerQueue => FifoThroughputLimit::PerQueue,
            v1::FifoThroughputLimit::PerMessageGroupId => FifoThroughputLimit::PerMessageGroupId,
        },
    }
}

const fn of_workers(workers: &v1::Workers) -> Workers {
    Workers {
        count: workers.count,
        polling: match workers.polling {
            v1::Polling::Short { pause } => Polling::Short {
                pause: duration(pause),
            },
            v1::Polling::Long { wait_time_seconds } => Polling::Long { wait_time_seconds },
        },
        batch: workers.batch,
        visibility_timeout: workers.visibility_timeout,
        processing: law(&workers.processing),
        failure: Chance(workers.failures_per_million),
        after: if workers.deletes {
            AfterWork::Delete
        } else {
            AfterWork::Forget
        },
        calls: calls(&workers.calls),
    }
}

const fn calls(calls: &v1::Calls) -> CallPolicy {
    CallPolicy {
        timeout: duration(calls.timeout),
        attempts: calls.attempts,
        backoff: duration(calls.backoff),
    }
}

const fn law(law: &v1::Law) -> DurationLaw {
    match *law {
        v1::Law::Constant(time) => DurationLaw::Constant(duration(time)),
        v1::Law::Uniform { min, max } => DurationLaw::Uniform {
            min: duration(min),
            max: duration(max),
        },
        v1::Law::Exponential { mean } => DurationLaw::Exponential { mean: duration(mean) },
    }
}

const fn duration(nanos: Nanos) -> SimDuration {
    SimDuration::from_nanos(nanos.0)
}

const fn time(nanos: Nanos) -> SimTime {
    SimTime::from_nanos(nanos.0)
}

const fn link(link: &v1::Link) -> Link {
    Link {
        from: PartId(link.from),
        to: PartId(link.to),
        forward: direction(&link.forward),
        backward: direction(&link.backward),
    }
}

const fn direction(direction: &v1::Direction) -> Direction {
    Direction {
        latency: law(&direction.latency),
        loss: Chance(direction.losses_per_million),
    }
}

fn guarantee(guarantee: v1::Guarantee) -> Guarantee {
    match guarantee {
        v1::Guarantee::NothingLost => Guarantee::NothingLost,
        v1::Guarantee::AtLeastOnce => Guarantee::AtLeastOnce,
        v1::Guarantee::AtMostOnce => Guarantee::AtMostOnce,
        v1::Guarantee::InOrderPerGroup => Guarantee::InOrderPerGroup,
        v1::Guarantee::DeadLetterQueueEmpty => Guarantee::DeadLetterQueueEmpty,
        v1::Guarantee::OldestUnder(limit) => Guarantee::OldestUnder(duration(limit)),
    }
}

fn input(input: v1::Input) -> Input {
    use v1::InputKind as V;
    let kind = match input.input {
        V::PutPart { id, part: settings } => InputKind::Edit(Edit::PutPart {
            id: PartId(id),
            part: part(settings),
        }),
        V::RemovePart { id } => InputKind::Edit(Edit::RemovePart { id: PartId(id) }),
        V::PutLink { id, link: settings } => InputKind::Edit(Edit::PutLink {
            id: LinkId(id),
            link: link(&settings),
        }),
        V::RemoveLink { id } => InputKind::Edit(Edit::RemoveLink { id: LinkId(id) }),
        V::Stop { part } => InputKind::Fault(Fault::Stop { part: PartId(part) }),
        V::Start { part } => InputKind::Fault(Fault::Start { part: PartId(part) }),
        V::Pace { part, percent } => InputKind::Fault(Fault::Pace {
            part: PartId(part),
            percent,
        }),
        V::Cut { link } => InputKind::Fault(Fault::Cut { link: LinkId(link) }),
        V::Mend { link } => InputKind::Fault(Fault::Mend { link: LinkId(link) }),
        V::Send { producer, count } => InputKind::Send {
            producer: PartId(producer),
            count,
        },
    };
    Input {
        at: time(input.at),
        kind,
    }
}
