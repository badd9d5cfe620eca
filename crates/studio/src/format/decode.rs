//! From the newest of the formats to the editor's types. Whatever is not right is an error, never a panic.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::{SimDuration, SimTime};
use serde::de::DeserializeOwned;
use sim::{
    AfterWork, Batching, CallPolicy, Chance, Concurrency, Direction, DurationLaw, Edit, Fault, Guarantee,
    Heartbeat, Home, Input, InputKind, Link, LinkId, Part, PartId, Polling, Producer, Queue, Rate,
    RedriveAllow, Scaling, Server, Sketch, Spread, Trace, UtcSeconds, Way, Workers,
};

use super::call;
use super::pattern;
use super::time::Nanos;
use super::version::Version;
use super::{Contradiction, DecodeProblem, Figure, check, v2};
use crate::branch::{Branch, BranchId, Branches, Fork, Label};
use crate::document::{Camera, Document, Note, Place};
use crate::edit::{Clip, MAX_ID};
use crate::project::{Moment, Project};

/// The most bytes that anything may have after inflating.
pub const MAX_DECODED: usize = 2 << 20;

/// All of `bytes`, which begin with their version, as what is `New` today and was `Old` in version 1.
pub(super) fn with_version<Old, New>(bytes: &[u8]) -> Result<New, DecodeProblem>
where
    Old: DeserializeOwned + Into<New>,
    New: DeserializeOwned,
{
    match bytes {
        [] => Err(DecodeProblem::Damaged),
        _ if bytes.len() > MAX_DECODED => Err(DecodeProblem::TooLarge),
        [version, rest @ ..] => of_version::<Old, New>(Version::of((*version).into())?, rest),
    }
}

/// All of `bytes`, which are of `version`, as what is `New` today and was `Old` in version 1.
pub(super) fn of_version<Old, New>(version: Version, bytes: &[u8]) -> Result<New, DecodeProblem>
where
    Old: DeserializeOwned + Into<New>,
    New: DeserializeOwned,
{
    match version {
        Version::V1 => postcard::<Old>(bytes).map(Into::into),
        Version::V2 => postcard(bytes),
    }
}

/// All of `bytes` as one value.
fn postcard<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeProblem> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) | Err(_) => Err(DecodeProblem::Damaged),
    }
}

/// A moment from elsewhere.
pub(super) fn moment(moment: v2::Moment) -> Result<Moment, DecodeProblem> {
    moment_with(moment, project)
}

/// A moment that the editor made: wherever it was looking.
pub(super) fn own_moment(mut moment: v2::Moment) -> Result<Moment, DecodeProblem> {
    let camera = moment
        .camera
        .take()
        .filter(|camera| check::camera(looking(camera)).is_ok());
    moment_with(v2::Moment { camera, ..moment }, own_project)
}

fn moment_with(
    moment: v2::Moment,
    project: fn(v2::Project) -> Result<Project, DecodeProblem>,
) -> Result<Moment, DecodeProblem> {
    let camera = moment.camera.as_ref().map(looking);
    camera.map_or(Ok(()), check::camera)?;
    let at = time(moment.at);
    check::time(at)?;
    Ok(Moment {
        project: project(moment.project)?,
        at,
        camera,
    })
}

const fn looking(camera: &v2::Camera) -> Camera {
    let centre = Place {
        x: camera.x,
        y: camera.y,
    };
    Camera {
        centre,
        percent: camera.percent,
    }
}

/// A project from elsewhere: it must also be bearable to run.
pub(super) fn project(project: v2::Project) -> Result<Project, DecodeProblem> {
    check::counts(&project)?;
    let project = own_project(project)?;
    check::cost(&project)?;
    Ok(project)
}

/// A project that the editor made: as costly as its maker wants it.
pub(super) fn own_project(mut project: v2::Project) -> Result<Project, DecodeProblem> {
    let home = home(&mut project.log)?;
    let scripts = scripts_before(&mut project.log)?;
    let mut document = Document {
        title: project.title,
        seed: project.seed,
        sketch: Sketch {
            starts: UtcSeconds(project.starts),
            home,
            links: links(project.links)?,
            guarantees: project.guarantees.into_iter().map(guarantee).collect(),
            ..Sketch::default()
        },
        notes: project.notes.into_iter().map(note).collect(),
        scripts: Rc::new(scripts),
        ..Document::default()
    };
    let traces = pattern::traces(&project.traces)?;
    let mut last = None;
    for entry in project.parts {
        let id = PartId(entry.id);
        check::ascending(Contradiction::IdsOfPartsDoNotAscend, &mut last, entry.id)?;
        document.names.extend(entry.name.map(|name| (id, name)));
        document.places.extend(entry.place.map(|at| (id, place(at))));
        if let Some(settings) = entry.part {
            document.sketch.parts.insert(id, part(settings, &traces)?);
        }
    }
    let project = Project {
        document: Rc::new(document),
        log: log(project.log, &traces)?,
        branches: Rc::new(branches(project.branches, &traces)?),
    };
    check::project(&project)?;
    Ok(project)
}

/// Where the queues are, which stands in front of the log if it is said.
fn home(log: &mut Vec<v2::Input>) -> Result<Home, DecodeProblem> {
    let Some(v2::InputKind::Home { account, region }) = log.first().map(|input| &input.input) else {
        return Ok(Home::default());
    };
    let account = account.parse().map_err(|_| DecodeProblem::Damaged)?;
    let region = region.parse().map_err(|_| DecodeProblem::Damaged)?;
    log.remove(0);
    Ok(Home { account, region })
}

/// The scripts of the parts, which stand in front of the log.
fn scripts_before(log: &mut Vec<v2::Input>) -> Result<BTreeMap<PartId, String>, DecodeProblem> {
    let is_script = |input: &v2::Input| matches!(input.input, v2::InputKind::Script(_));
    let count = log.iter().take_while(|input| is_script(input)).count();
    scripts(log.drain(..count).filter_map(|input| match input.input {
        v2::InputKind::Script(script) => Some(script),
        _ => None,
    }))
}

fn scripts(entries: impl Iterator<Item = v2::Script>) -> Result<BTreeMap<PartId, String>, DecodeProblem> {
    let mut last = None;
    let mut scripts = BTreeMap::new();
    for v2::Script { part, text } in entries {
        check::ascending(Contradiction::IdsOfPartsDoNotAscend, &mut last, part)?;
        scripts.insert(PartId(part), text);
    }
    check::scripts(&scripts)?;
    Ok(scripts)
}

fn log(inputs: Vec<v2::Input>, traces: &[Trace]) -> Result<Rc<Vec<Input>>, DecodeProblem> {
    let inputs = inputs.into_iter().map(|entry| input(entry, traces));
    inputs.collect::<Result<_, _>>().map(Rc::new)
}

fn branches(branches: v2::Branches, traces: &[Trace]) -> Result<Branches, DecodeProblem> {
    let kept = branches.kept.into_iter().map(|kept| branch(kept, traces));
    Ok(Branches {
        here: label(branches.here),
        kept: kept.collect::<Result<_, _>>()?,
    })
}

fn label(label: v2::Label) -> Label {
    Label {
        id: BranchId(label.id),
        name: label.name,
        from: label.from.map(|fork| Fork {
            parent: BranchId(fork.branch),
            at: time(fork.at),
        }),
    }
}

fn branch(branch: v2::Branch, traces: &[Trace]) -> Result<Branch, DecodeProblem> {
    Ok(Branch {
        label: label(branch.label),
        seed: branch.seed,
        log: log(branch.log, traces)?,
        reached: time(branch.reached),
    })
}

pub(super) fn clip(clip: v2::Clip) -> Result<Clip, DecodeProblem> {
    check::clip_counts(&clip)?;
    let traces = pattern::traces(&clip.traces)?;
    let mut parts = BTreeMap::new();
    for entry in clip.parts {
        let Some(settings) = entry.part else {
            return Err(DecodeProblem::Damaged);
        };
        let at = place(entry.place.unwrap_or_default());
        parts.insert(
            PartId(entry.id),
            (part(settings, &traces)?, entry.name.unwrap_or_default(), at),
        );
    }
    let clip = Clip {
        parts,
        links: clip.links.iter().map(link).collect(),
        notes: clip.notes.into_iter().map(note).collect(),
        scripts: scripts(clip.scripts.into_iter())?,
    };
    check::clip(&clip)?;
    Ok(clip)
}

fn links(entries: Vec<v2::LinkEntry>) -> Result<BTreeMap<LinkId, Link>, DecodeProblem> {
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

fn note(note: v2::Note) -> Note {
    Note {
        place: place(note.place),
        heading: note.heading,
        text: note.text,
    }
}

fn part(part: v2::Part, traces: &[Trace]) -> Result<Part, DecodeProblem> {
    Ok(match part {
        v2::Part::Producer(producer) => Part::Producer(of_producer(producer, traces)?),
        v2::Part::BatchProducer(settings) => Part::Producer(Producer {
            batches: Batching {
                messages: settings.messages_per_call,
                linger: duration(settings.linger),
            },
            ..of_producer(settings.producer, traces)?
        }),
        v2::Part::Queue(queue) => Part::Queue(of_queue(&queue)),
        v2::Part::RestrictedQueue(settings) => Part::Queue(Queue {
            redrive_allow: match settings.redrive_allow {
                v2::RedriveAllow::DenyAll => RedriveAllow::None,
                v2::RedriveAllow::ByQueue(sources) => {
                    let sources = sources.into_iter().map(|source| {
                        check::at_most(Figure::Id, source, MAX_ID)?;
                        Ok(PartId(source))
                    });
                    RedriveAllow::ByQueue(sources.collect::<Result<_, DecodeProblem>>()?)
                }
            },
            ..of_queue(&settings.queue)
        }),
        v2::Part::Workers(workers) => Part::Workers(of_workers(&workers)),
        v2::Part::Server(server) => Part::Server(Server {
            capacity: server.capacity,
            waiting_room: server.waiting_room,
            service: law(&server.service),
            restart: duration(server.restart),
            zones: server.zones,
            calls: calls(&server.calls),
        }),
    })
}

fn of_producer(producer: v2::Producer, traces: &[Trace]) -> Result<Producer, DecodeProblem> {
    Ok(Producer {
        pattern: pattern::read(&producer.pattern, traces)?,
        limit: producer.limit,
        spread: match producer.spread {
            v2::Spread::InTurn => Spread::InTurn,
            v2::Spread::AtRandom => Spread::AtRandom,
            v2::Spread::ToEach => Spread::ToEach,
        },
        body: producer.body.into(),
        pad_to: producer.pad_to,
        group: producer.group.into(),
        deduplication: producer.deduplication.into(),
        poison_every: producer.poison_every,
        batches: Batching::default(),
        calls: calls(&producer.calls),
    })
}

const fn of_queue(queue: &v2::Queue) -> Queue {
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
        redrive_allow: RedriveAllow::All,
        content_based_deduplication: queue.content_based_deduplication,
        deduplication_scope: match queue.deduplication_scope {
            v2::DeduplicationScope::Queue => DeduplicationScope::Queue,
            v2::DeduplicationScope::MessageGroup => DeduplicationScope::MessageGroup,
        },
        fifo_throughput_limit: match queue.fifo_throughput_limit {
            v2::FifoThroughputLimit::PerQueue => FifoThroughputLimit::PerQueue,
            v2::FifoThroughputLimit::PerMessageGroupId => FifoThroughputLimit::PerMessageGroupId,
        },
        missed_deletes: Chance(queue.missed_deletes_per_million),
        unasked_servers: Chance(queue.unasked_servers_per_million),
    }
}

const fn of_workers(workers: &v2::Workers) -> Workers {
    Workers {
        count: workers.count,
        polling: match workers.polling {
            v2::Polling::Short { pause } => Polling::Short {
                pause: duration(pause),
            },
            v2::Polling::Long { wait_time_seconds } => Polling::Long { wait_time_seconds },
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
        concurrency: match workers.concurrency {
            v2::Concurrency::OneByOne => Concurrency::OneByOne,
            v2::Concurrency::OnePerGroup => Concurrency::OnePerGroup,
            v2::Concurrency::UpTo(most) => Concurrency::UpTo(most),
        },
        idempotent: workers.idempotent,
        heartbeat: match workers.heartbeat {
            Some(v2::Heartbeat {
                interval,
                timeout,
                whole_batch,
            }) => Some(Heartbeat {
                interval: duration(interval),
                timeout,
                whole_batch,
            }),
            None => None,
        },
        crash: Chance(workers.crashes_per_million),
        restart: duration(workers.restart),
        zones: workers.zones,
        scaling: match &workers.scaling {
            Some(of) => Some(scaling(of)),
            None => None,
        },
        calls: calls(&workers.calls),
    }
}

const fn scaling(scaling: &v2::Scaling) -> Scaling {
    Scaling {
        min: scaling.min,
        max: scaling.max,
        backlog_per_worker: scaling.backlog_per_worker,
        period: duration(scaling.period),
        out_cooldown: duration(scaling.out_cooldown),
        in_cooldown: duration(scaling.in_cooldown),
        start_up: duration(scaling.start_up),
    }
}

const fn calls(calls: &v2::Calls) -> CallPolicy {
    CallPolicy {
        timeout: duration(calls.timeout),
        attempts: calls.attempts,
        backoff: duration(calls.backoff),
    }
}

const fn law(law: &v2::Law) -> DurationLaw {
    match *law {
        v2::Law::Constant(time) => DurationLaw::Constant(duration(time)),
        v2::Law::Uniform { min, max } => DurationLaw::Uniform {
            min: duration(min),
            max: duration(max),
        },
        v2::Law::Exponential { mean } => DurationLaw::Exponential { mean: duration(mean) },
    }
}

const fn duration(nanos: Nanos) -> SimDuration {
    SimDuration::from_nanos(nanos.0)
}

const fn time(nanos: Nanos) -> SimTime {
    SimTime::from_nanos(nanos.0)
}

const fn link(link: &v2::Link) -> Link {
    Link {
        from: PartId(link.from),
        to: PartId(link.to),
        forward: direction(&link.forward),
        backward: direction(&link.backward),
    }
}

const fn direction(direction: &v2::Direction) -> Direction {
    Direction {
        latency: law(&direction.latency),
        loss: Chance(direction.losses_per_million),
    }
}

fn guarantee(guarantee: v2::Guarantee) -> Guarantee {
    match guarantee {
        v2::Guarantee::NothingLost => Guarantee::NothingLost,
        v2::Guarantee::AtLeastOnce => Guarantee::AtLeastOnce,
        v2::Guarantee::AtMostOnce => Guarantee::AtMostOnce,
        v2::Guarantee::InOrderPerGroup => Guarantee::InOrderPerGroup,
        v2::Guarantee::DeadLetterQueueEmpty => Guarantee::DeadLetterQueueEmpty,
        v2::Guarantee::OldestUnder(limit) => Guarantee::OldestUnder(duration(limit)),
    }
}

/// An input alone.
pub(super) fn single_input(written: v2::SingleInput) -> Result<Input, DecodeProblem> {
    input(written.input, &pattern::traces(&written.traces)?)
}

fn input(input: v2::Input, traces: &[Trace]) -> Result<Input, DecodeProblem> {
    use v2::InputKind as V;
    let kind = match input.input {
        V::PutPart { id, part: settings } => InputKind::Edit(Edit::PutPart {
            id: PartId(id),
            part: part(*settings, traces)?,
        }),
        V::RemovePart { id } => InputKind::Edit(Edit::RemovePart { id: PartId(id) }),
        V::PutLink { id, link: settings } => InputKind::Edit(Edit::PutLink {
            id: LinkId(id),
            link: link(&settings),
        }),
        V::RemoveLink { id } => InputKind::Edit(Edit::RemoveLink { id: LinkId(id) }),
        V::Rename { id, from, to } => InputKind::Edit(Edit::Rename {
            id: PartId(id),
            from: from.into(),
            to: to.into(),
        }),
        V::Home { .. } | V::Script(_) => return Err(DecodeProblem::Damaged),
        V::Call(written) => {
            let (number, call) = call::read(written)?;
            InputKind::Call { number, call }
        }
        V::HangUp { call } => InputKind::HangUp {
            number: sim::CallNumber(call),
        },
        V::Stop { part } => InputKind::Fault(Fault::Stop { part: PartId(part) }),
        V::Start { part } => InputKind::Fault(Fault::Start { part: PartId(part) }),
        V::Pace { part, percent } => InputKind::Fault(Fault::Pace {
            part: PartId(part),
            percent,
        }),
        V::Poison { producer } => InputKind::Fault(Fault::Poison {
            producer: PartId(producer),
        }),
        V::Crash { part } => InputKind::Fault(Fault::Crash { part: PartId(part) }),
        V::CrashOne { workers } => InputKind::Fault(Fault::CrashOne {
            workers: PartId(workers),
        }),
        V::ZoneOut { zone } => InputKind::Fault(Fault::ZoneOut { zone }),
        V::ZoneBack { zone } => InputKind::Fault(Fault::ZoneBack { zone }),
        V::Throttle {
            part,
            per_1000_seconds,
        } => InputKind::Fault(Fault::Throttle {
            part: PartId(part),
            rate: per_1000_seconds.map(Rate),
        }),
        V::Impair {
            link,
            forward,
            delay,
            losses_per_million,
        } => InputKind::Fault(Fault::Impair {
            link: LinkId(link),
            way: if forward { Way::Forward } else { Way::Backward },
            delay: duration(delay),
            loss: Chance(losses_per_million),
        }),
        V::Cut { link } => InputKind::Fault(Fault::Cut { link: LinkId(link) }),
        V::Mend { link } => InputKind::Fault(Fault::Mend { link: LinkId(link) }),
        V::Send { producer, count } => InputKind::Send {
            producer: PartId(producer),
            count,
        },
    };
    Ok(Input {
        at: time(input.at),
        kind,
    })
}
