//! From the editor's types to version 1 of the formats.

use std::collections::BTreeSet;

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::SimDuration;
use sim::{
    AfterWork, CallPolicy, Direction, DurationLaw, Edit, Fault, Guarantee, Input, InputKind, Link, Part,
    PartId, Pattern, Polling, Producer, Queue, Server, Workers,
};

use super::time::Nanos;
use super::v1;
use crate::document::{Document, Note, Place};
use crate::edit::Clip;
use crate::project::{Moment, Project};

/// The version of the formats that is written.
pub(super) const VERSION: u8 = 1;

/// The version and `value` as postcard.
pub(super) fn with_version(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend(postcard(value));
    bytes
}

/// `value` as postcard.
pub(super) fn postcard(value: &impl serde::Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("nothing in these types can fail to be written")
}

pub(super) fn moment(moment: &Moment) -> v1::Moment {
    let camera = |camera: crate::Camera| v1::Camera {
        x: camera.centre.x,
        y: camera.centre.y,
        percent: camera.percent,
    };
    v1::Moment {
        project: project(&moment.project),
        at: Nanos(moment.at.as_nanos()),
        camera: moment.camera.map(camera),
    }
}

pub(super) fn project(project: &Project) -> v1::Project {
    let document = &project.document;
    let link = |(id, settings): (&sim::LinkId, &Link)| v1::LinkEntry {
        id: id.0,
        link: link(settings),
    };
    v1::Project {
        title: document.title.clone(),
        seed: document.seed,
        starts: document.sketch.starts.0,
        parts: parts(document),
        links: document.sketch.links.iter().map(link).collect(),
        guarantees: document.sketch.guarantees.iter().map(guarantee).collect(),
        notes: document.notes.iter().map(note).collect(),
        log: project.log.iter().map(input).collect(),
    }
}

pub(super) fn clip(clip: &Clip) -> v1::Clip {
    let entry = |(id, (settings, name, at)): (&PartId, &(Part, String, Place))| v1::PartEntry {
        id: id.0,
        name: Some(name.clone()),
        place: Some(place(*at)),
        part: Some(part(settings)),
    };
    v1::Clip {
        parts: clip.parts.iter().map(entry).collect(),
        links: clip.links.iter().map(link).collect(),
        notes: clip.notes.iter().map(note).collect(),
    }
}

fn parts(document: &Document) -> Vec<v1::PartEntry> {
    let drawn = document.sketch.parts.keys();
    let known: BTreeSet<PartId> = drawn
        .chain(document.names.keys())
        .chain(document.places.keys())
        .copied()
        .collect();
    let entry = |id: PartId| v1::PartEntry {
        id: id.0,
        name: document.names.get(&id).cloned(),
        place: document.places.get(&id).copied().map(place),
        part: document.sketch.parts.get(&id).map(part),
    };
    known.into_iter().map(entry).collect()
}

const fn place(place: Place) -> (i32, i32) {
    (place.x, place.y)
}

fn note(note: &Note) -> v1::Note {
    v1::Note {
        place: place(note.place),
        heading: note.heading.clone(),
        text: note.text.clone(),
    }
}

fn part(part: &Part) -> v1::Part {
    match part {
        Part::Producer(producer) => v1::Part::Producer(of_producer(producer)),
        Part::Queue(queue) => v1::Part::Queue(of_queue(queue)),
        Part::Workers(workers) => v1::Part::Workers(of_workers(workers)),
        Part::Server(server) => v1::Part::Server(of_server(server)),
    }
}

fn of_producer(producer: &Producer) -> v1::Producer {
    v1::Producer {
        pattern: pattern(producer.pattern),
        limit: producer.limit,
        body: producer.body.to_string(),
        groups: producer.groups,
        calls: calls(producer.calls),
    }
}

const fn pattern(pattern: Pattern) -> v1::Pattern {
    match pattern {
        Pattern::Constant { rate } => v1::Pattern::Constant {
            per_1000_seconds: rate.0,
        },
        Pattern::Poisson { rate } => v1::Pattern::Poisson {
            per_1000_seconds: rate.0,
        },
        Pattern::Burst {
            base,
            count,
            over,
            first,
            every,
        } => v1::Pattern::Burst {
            per_1000_seconds: base.0,
            count,
            over: nanos(over),
            first: nanos(first),
            every: nanos(every),
        },
        Pattern::ByHand => v1::Pattern::ByHand,
    }
}

const fn of_queue(queue: &Queue) -> v1::Queue {
    v1::Queue {
        fifo: matches!(queue.kind, QueueKind::Fifo),
        delay_seconds: queue.delay_seconds,
        maximum_message_size: queue.maximum_message_size,
        message_retention_period: queue.message_retention_period,
        receive_message_wait_time_seconds: queue.receive_message_wait_time_seconds,
        visibility_timeout: queue.visibility_timeout,
        max_receive_count: queue.max_receive_count,
        content_based_deduplication: queue.content_based_deduplication,
        deduplication_scope: match queue.deduplication_scope {
            DeduplicationScope::Queue => v1::DeduplicationScope::Queue,
            DeduplicationScope::MessageGroup => v1::DeduplicationScope::MessageGroup,
        },
        fifo_throughput_limit: match queue.fifo_throughput_limit {
            FifoThroughputLimit::PerQueue => v1::FifoThroughputLimit::PerQueue,
            FifoThroughputLimit::PerMessageGroupId => v1::FifoThroughputLimit::PerMessageGroupId,
        },
    }
}

const fn of_workers(workers: &Workers) -> v1::Workers {
    v1::Workers {
        count: workers.count,
        polling: match workers.polling {
            Polling::Short { pause } => v1::Polling::Short { pause: nanos(pause) },
            Polling::Long { wait_time_seconds } => v1::Polling::Long { wait_time_seconds },
        },
        batch: workers.batch,
        visibility_timeout: workers.visibility_timeout,
        processing: law(workers.processing),
        failures_per_million: workers.failure.0,
        deletes: matches!(workers.after, AfterWork::Delete),
        calls: calls(workers.calls),
    }
}

const fn of_server(server: &Server) -> v1::Server {
    v1::Server {
        capacity: server.capacity,
        waiting_room: server.waiting_room,
        service: law(server.service),
    }
}

const fn calls(calls: CallPolicy) -> v1::Calls {
    v1::Calls {
        timeout: nanos(calls.timeout),
        attempts: calls.attempts,
        backoff: nanos(calls.backoff),
    }
}

const fn law(law: DurationLaw) -> v1::Law {
    match law {
        DurationLaw::Constant(time) => v1::Law::Constant(nanos(time)),
        DurationLaw::Uniform { min, max } => v1::Law::Uniform {
            min: nanos(min),
            max: nanos(max),
        },
        DurationLaw::Exponential { mean } => v1::Law::Exponential { mean: nanos(mean) },
    }
}

const fn nanos(duration: SimDuration) -> Nanos {
    Nanos(duration.as_nanos())
}

const fn link(link: &Link) -> v1::Link {
    v1::Link {
        from: link.from.0,
        to: link.to.0,
        forward: direction(link.forward),
        backward: direction(link.backward),
    }
}

const fn direction(direction: Direction) -> v1::Direction {
    v1::Direction {
        latency: law(direction.latency),
        losses_per_million: direction.loss.0,
    }
}

const fn guarantee(guarantee: &Guarantee) -> v1::Guarantee {
    match guarantee {
        Guarantee::NothingLost => v1::Guarantee::NothingLost,
        Guarantee::AtLeastOnce => v1::Guarantee::AtLeastOnce,
        Guarantee::AtMostOnce => v1::Guarantee::AtMostOnce,
        Guarantee::InOrderPerGroup => v1::Guarantee::InOrderPerGroup,
        Guarantee::DeadLetterQueueEmpty => v1::Guarantee::DeadLetterQueueEmpty,
        Guarantee::OldestUnder(limit) => v1::Guarantee::OldestUnder(nanos(*limit)),
    }
}

fn input(input: &Input) -> v1::Input {
    let kind = match &input.kind {
        InputKind::Edit(edit) => of_edit(edit),
        InputKind::Fault(fault) => of_fault(*fault),
        InputKind::Send { producer, count } => v1::InputKind::Send {
            producer: producer.0,
            count: *count,
        },
    };
    v1::Input {
        at: Nanos(input.at.as_nanos()),
        input: kind,
    }
}

fn of_edit(edit: &Edit) -> v1::InputKind {
    match edit {
        Edit::PutPart { id, part: settings } => v1::InputKind::PutPart {
            id: id.0,
            part: part(settings),
        },
        Edit::RemovePart { id } => v1::InputKind::RemovePart { id: id.0 },
        Edit::PutLink { id, link: settings } => v1::InputKind::PutLink {
            id: id.0,
            link: link(settings),
        },
        Edit::RemoveLink { id } => v1::InputKind::RemoveLink { id: id.0 },
    }
}

const fn of_fault(fault: Fault) -> v1::InputKind {
    match fault {
        Fault::Stop { part } => v1::InputKind::Stop { part: part.0 },
        Fault::Start { part } => v1::InputKind::Start { part: part.0 },
        Fault::Pace { part, percent } => v1::InputKind::Pace {
            part: part.0,
            percent,
        },
        Fault::Cut { link } => v1::InputKind::Cut { link: link.0 },
        Fault::Mend { link } => v1::InputKind::Mend { link: link.0 },
    }
}
