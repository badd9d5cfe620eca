//! From the editor's types to the newest of the formats.

use std::collections::{BTreeMap, BTreeSet};

use cloud::order::Gather;
use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::SimDuration;
use sim::{
    AfterWork, Batching, CallPolicy, Concurrency, Direction, DurationLaw, Edit, Fault, Guarantee, Heartbeat,
    Input, InputKind, Link, Part, PartId, Polling, Producer, Queue, RedriveAllow, Scaling, Server, Spread,
    Way, Workers,
};

use super::call;
use super::pattern::{self, Traces};
use super::time::Nanos;
use super::v2;
use super::version::Version;
use crate::branch::{Branch, Label};
use crate::document::{Document, Note, Place};
use crate::edit::Clip;
use crate::project::{Moment, Project};

/// The version and `value` as postcard.
pub(super) fn with_version(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = vec![Version::WRITTEN];
    bytes.extend(postcard(value));
    bytes
}

/// `value` as postcard.
pub(super) fn postcard(value: &impl serde::Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("nothing in these types can fail to be written")
}

pub(super) fn moment(moment: &Moment) -> v2::Moment {
    let camera = |camera: crate::Camera| v2::Camera {
        x: camera.centre.x,
        y: camera.centre.y,
        percent: camera.percent,
    };
    v2::Moment {
        project: project(&moment.project),
        at: Nanos(moment.at.as_nanos()),
        camera: moment.camera.map(camera),
    }
}

pub(super) fn project(project: &Project) -> v2::Project {
    let document = &project.document;
    let link = |(id, settings): (&sim::LinkId, &Link)| v2::LinkEntry {
        id: id.0,
        link: link(settings),
    };
    let mut traces = Traces::default();
    v2::Project {
        title: document.title.clone(),
        seed: document.seed,
        starts: document.sketch.starts.0,
        parts: parts(document, &mut traces),
        links: document.sketch.links.iter().map(link).collect(),
        guarantees: document.sketch.guarantees.iter().map(guarantee).collect(),
        notes: document.notes.iter().map(note).collect(),
        log: before_the_log(document)
            .chain(log(&project.log, &mut traces))
            .collect(),
        branches: v2::Branches {
            here: label(&project.branches.here),
            kept: (project.branches.kept.iter())
                .map(|kept| branch(kept, &mut traces))
                .collect(),
        },
        traces: traces.written(),
    }
}

/// What stands in front of the inputs: where the queues are, and the scripts of the parts.
pub(super) fn before_the_log(document: &Document) -> impl Iterator<Item = v2::Input> {
    let scripts = scripts(&document.scripts).map(|script| v2::Input {
        at: Nanos(0),
        input: v2::InputKind::Script(script),
    });
    home(&document.sketch.home).into_iter().chain(scripts)
}

/// Where the queues are, if that must be said.
fn home(home: &sim::Home) -> Option<v2::Input> {
    let is_usual = *home == sim::Home::default();
    (!is_usual).then(|| v2::Input {
        at: Nanos(0),
        input: v2::InputKind::Home {
            account: home.account.to_string(),
            region: home.region.to_string(),
        },
    })
}

fn scripts(scripts: &BTreeMap<PartId, String>) -> impl Iterator<Item = v2::Script> {
    scripts.iter().map(|(part, text)| v2::Script {
        part: part.0,
        text: text.clone(),
    })
}

fn log(inputs: &[Input], traces: &mut Traces) -> Vec<v2::Input> {
    inputs.iter().map(|entry| input(entry, traces)).collect()
}

fn label(label: &Label) -> v2::Label {
    v2::Label {
        id: label.id.0,
        name: label.name.clone(),
        from: label.from.map(|fork| v2::Fork {
            branch: fork.parent.0,
            at: Nanos(fork.at.as_nanos()),
        }),
    }
}

fn branch(branch: &Branch, traces: &mut Traces) -> v2::Branch {
    v2::Branch {
        label: label(&branch.label),
        seed: branch.seed,
        log: log(&branch.log, traces),
        reached: Nanos(branch.reached.as_nanos()),
    }
}

pub(super) fn clip(clip: &Clip) -> v2::Clip {
    let mut traces = Traces::default();
    let entry = |(id, (settings, name, at)): (&PartId, &(Part, String, Place))| v2::PartEntry {
        id: id.0,
        name: Some(name.clone()),
        place: Some(place(*at)),
        part: Some(part(settings, &mut traces)),
    };
    v2::Clip {
        parts: clip.parts.iter().map(entry).collect(),
        links: clip.links.iter().map(link).collect(),
        notes: clip.notes.iter().map(note).collect(),
        traces: traces.written(),
        scripts: scripts(&clip.scripts).collect(),
    }
}

fn parts(document: &Document, traces: &mut Traces) -> Vec<v2::PartEntry> {
    let drawn = document.sketch.parts.keys();
    let known: BTreeSet<PartId> = drawn
        .chain(document.names.keys())
        .chain(document.places.keys())
        .copied()
        .gather();
    let mut entry = |id: PartId| v2::PartEntry {
        id: id.0,
        name: document.names.get(&id).cloned(),
        place: document.places.get(&id).copied().map(place),
        part: document
            .sketch
            .parts
            .get(&id)
            .map(|settings| part(settings, traces)),
    };
    known.into_iter().map(&mut entry).collect()
}

const fn place(place: Place) -> (i32, i32) {
    (place.x, place.y)
}

fn note(note: &Note) -> v2::Note {
    v2::Note {
        place: place(note.place),
        heading: note.heading.clone(),
        text: note.text.clone(),
    }
}

fn part(part: &Part, traces: &mut Traces) -> v2::Part {
    match part {
        Part::Producer(producer) if producer.batches == Batching::default() => {
            v2::Part::Producer(of_producer(producer, traces))
        }
        Part::Producer(producer) => v2::Part::BatchProducer(v2::BatchProducer {
            producer: of_producer(producer, traces),
            messages_per_call: producer.batches.messages,
            linger: nanos(producer.batches.linger),
        }),
        Part::Queue(queue) => match redrive_allow(&queue.redrive_allow) {
            None => v2::Part::Queue(of_queue(queue)),
            Some(redrive_allow) => v2::Part::RestrictedQueue(v2::RestrictedQueue {
                queue: of_queue(queue),
                redrive_allow,
            }),
        },
        Part::Workers(workers) => v2::Part::Workers(of_workers(workers)),
        Part::Server(server) => v2::Part::Server(of_server(server)),
    }
}

fn of_producer(producer: &Producer, traces: &mut Traces) -> v2::Producer {
    v2::Producer {
        pattern: pattern::written(&producer.pattern, traces),
        limit: producer.limit,
        spread: match producer.spread {
            Spread::InTurn => v2::Spread::InTurn,
            Spread::AtRandom => v2::Spread::AtRandom,
            Spread::ToEach => v2::Spread::ToEach,
        },
        body: producer.body.to_string(),
        pad_to: producer.pad_to,
        group: producer.group.to_string(),
        deduplication: producer.deduplication.to_string(),
        poison_every: producer.poison_every,
        calls: calls(producer.calls),
    }
}

/// Nothing where it is as it was before anybody could say it.
fn redrive_allow(allow: &RedriveAllow) -> Option<v2::RedriveAllow> {
    match allow {
        RedriveAllow::All => None,
        RedriveAllow::None => Some(v2::RedriveAllow::DenyAll),
        RedriveAllow::ByQueue(sources) => {
            let sources = sources.iter().map(|source| source.0);
            Some(v2::RedriveAllow::ByQueue(sources.collect()))
        }
    }
}

const fn of_queue(queue: &Queue) -> v2::Queue {
    v2::Queue {
        fifo: matches!(queue.kind, QueueKind::Fifo),
        delay_seconds: queue.delay_seconds,
        maximum_message_size: queue.maximum_message_size,
        message_retention_period: queue.message_retention_period,
        receive_message_wait_time_seconds: queue.receive_message_wait_time_seconds,
        visibility_timeout: queue.visibility_timeout,
        max_receive_count: queue.max_receive_count,
        content_based_deduplication: queue.content_based_deduplication,
        deduplication_scope: match queue.deduplication_scope {
            DeduplicationScope::Queue => v2::DeduplicationScope::Queue,
            DeduplicationScope::MessageGroup => v2::DeduplicationScope::MessageGroup,
        },
        fifo_throughput_limit: match queue.fifo_throughput_limit {
            FifoThroughputLimit::PerQueue => v2::FifoThroughputLimit::PerQueue,
            FifoThroughputLimit::PerMessageGroupId => v2::FifoThroughputLimit::PerMessageGroupId,
        },
        missed_deletes_per_million: queue.missed_deletes.0,
        unasked_servers_per_million: queue.unasked_servers.0,
    }
}

const fn of_workers(workers: &Workers) -> v2::Workers {
    v2::Workers {
        count: workers.count,
        polling: match workers.polling {
            Polling::Short { pause } => v2::Polling::Short { pause: nanos(pause) },
            Polling::Long { wait_time_seconds } => v2::Polling::Long { wait_time_seconds },
        },
        batch: workers.batch,
        visibility_timeout: workers.visibility_timeout,
        processing: law(workers.processing),
        failures_per_million: workers.failure.0,
        deletes: matches!(workers.after, AfterWork::Delete),
        concurrency: match workers.concurrency {
            Concurrency::OneByOne => v2::Concurrency::OneByOne,
            Concurrency::OnePerGroup => v2::Concurrency::OnePerGroup,
            Concurrency::UpTo(most) => v2::Concurrency::UpTo(most),
        },
        idempotent: workers.idempotent,
        heartbeat: match workers.heartbeat {
            Some(Heartbeat {
                interval,
                timeout,
                whole_batch,
            }) => Some(v2::Heartbeat {
                interval: nanos(interval),
                timeout,
                whole_batch,
            }),
            None => None,
        },
        crashes_per_million: workers.crash.0,
        restart: nanos(workers.restart),
        zones: workers.zones,
        scaling: match workers.scaling {
            Some(of) => Some(scaling(of)),
            None => None,
        },
        calls: calls(workers.calls),
    }
}

const fn of_server(server: &Server) -> v2::Server {
    v2::Server {
        capacity: server.capacity,
        waiting_room: server.waiting_room,
        service: law(server.service),
        restart: nanos(server.restart),
        zones: server.zones,
        calls: calls(server.calls),
    }
}

const fn scaling(scaling: Scaling) -> v2::Scaling {
    v2::Scaling {
        min: scaling.min,
        max: scaling.max,
        backlog_per_worker: scaling.backlog_per_worker,
        period: nanos(scaling.period),
        out_cooldown: nanos(scaling.out_cooldown),
        in_cooldown: nanos(scaling.in_cooldown),
        start_up: nanos(scaling.start_up),
    }
}

const fn calls(calls: CallPolicy) -> v2::Calls {
    v2::Calls {
        timeout: nanos(calls.timeout),
        attempts: calls.attempts,
        backoff: nanos(calls.backoff),
    }
}

const fn law(law: DurationLaw) -> v2::Law {
    match law {
        DurationLaw::Constant(time) => v2::Law::Constant(nanos(time)),
        DurationLaw::Uniform { min, max } => v2::Law::Uniform {
            min: nanos(min),
            max: nanos(max),
        },
        DurationLaw::Exponential { mean } => v2::Law::Exponential { mean: nanos(mean) },
    }
}

const fn nanos(duration: SimDuration) -> Nanos {
    Nanos(duration.as_nanos())
}

const fn link(link: &Link) -> v2::Link {
    v2::Link {
        from: link.from.0,
        to: link.to.0,
        forward: direction(link.forward),
        backward: direction(link.backward),
    }
}

const fn direction(direction: Direction) -> v2::Direction {
    v2::Direction {
        latency: law(direction.latency),
        losses_per_million: direction.loss.0,
    }
}

const fn guarantee(guarantee: &Guarantee) -> v2::Guarantee {
    match guarantee {
        Guarantee::NothingLost => v2::Guarantee::NothingLost,
        Guarantee::AtLeastOnce => v2::Guarantee::AtLeastOnce,
        Guarantee::AtMostOnce => v2::Guarantee::AtMostOnce,
        Guarantee::InOrderPerGroup => v2::Guarantee::InOrderPerGroup,
        Guarantee::DeadLetterQueueEmpty => v2::Guarantee::DeadLetterQueueEmpty,
        Guarantee::OldestUnder(limit) => v2::Guarantee::OldestUnder(nanos(*limit)),
    }
}

/// An input alone.
pub(super) fn single_input(of: &Input) -> v2::SingleInput {
    let mut traces = Traces::default();
    v2::SingleInput {
        input: input(of, &mut traces),
        traces: traces.written(),
    }
}

fn input(input: &Input, traces: &mut Traces) -> v2::Input {
    let kind = match &input.kind {
        InputKind::Edit(edit) => of_edit(edit, traces),
        InputKind::Fault(fault) => of_fault(*fault),
        InputKind::Send { producer, count } => v2::InputKind::Send {
            producer: producer.0,
            count: *count,
        },
        InputKind::Call { number, call } => v2::InputKind::Call(call::written(*number, call)),
        InputKind::HangUp { number } => v2::InputKind::HangUp { call: number.0 },
    };
    v2::Input {
        at: Nanos(input.at.as_nanos()),
        input: kind,
    }
}

fn of_edit(edit: &Edit, traces: &mut Traces) -> v2::InputKind {
    match edit {
        Edit::PutPart { id, part: settings } => v2::InputKind::PutPart {
            id: id.0,
            part: Box::new(part(settings, traces)),
        },
        Edit::RemovePart { id } => v2::InputKind::RemovePart { id: id.0 },
        Edit::PutLink { id, link: settings } => v2::InputKind::PutLink {
            id: id.0,
            link: link(settings),
        },
        Edit::RemoveLink { id } => v2::InputKind::RemoveLink { id: id.0 },
        Edit::Rename { id, from, to } => v2::InputKind::Rename {
            id: id.0,
            from: from.to_string(),
            to: to.to_string(),
        },
    }
}

const fn of_fault(fault: Fault) -> v2::InputKind {
    match fault {
        Fault::Stop { part } => v2::InputKind::Stop { part: part.0 },
        Fault::Start { part } => v2::InputKind::Start { part: part.0 },
        Fault::Pace { part, percent } => v2::InputKind::Pace {
            part: part.0,
            percent,
        },
        Fault::Poison { producer } => v2::InputKind::Poison { producer: producer.0 },
        Fault::Crash { part } => v2::InputKind::Crash { part: part.0 },
        Fault::CrashOne { workers } => v2::InputKind::CrashOne { workers: workers.0 },
        Fault::ZoneOut { zone } => v2::InputKind::ZoneOut { zone },
        Fault::ZoneBack { zone } => v2::InputKind::ZoneBack { zone },
        Fault::Throttle { part, rate } => v2::InputKind::Throttle {
            part: part.0,
            per_1000_seconds: match rate {
                Some(rate) => Some(rate.0),
                None => None,
            },
        },
        Fault::Impair {
            link,
            way,
            delay,
            loss,
        } => v2::InputKind::Impair {
            link: link.0,
            forward: matches!(way, Way::Forward),
            delay: nanos(delay),
            losses_per_million: loss.0,
        },
        Fault::Cut { link } => v2::InputKind::Cut { link: link.0 },
        Fault::Mend { link } => v2::InputKind::Mend { link: link.0 },
    }
}
