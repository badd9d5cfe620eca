//! What a decoded project may not be: too large, out of range, contradictory, or too costly to run.

use std::collections::BTreeMap;

use cloud::time::{SimDuration, SimTime};
use sim::{Chance, Edit, Fault, Guarantee, Input, InputKind, Link, Part, PartId, Pattern, Rate, ZONES};

use super::{Contradiction, DecodeProblem, Excess, Figure, v2};
use crate::LAST_INSTANT;
use crate::branch::{BranchId, Branches, Label, MAX_BRANCHES};
use crate::document::{Camera, Note, Place};
use crate::edit::{
    Clip, MAX_ID, MAX_NAME, MAX_NOTE, MAX_PLACE, MAX_SCRIPT, MAX_SCRIPTS, MAX_SEND, MAX_STARTS, MAX_TITLE,
};
use crate::fields::{self, OutOfRange};
use crate::project::Project;

pub(crate) const MAX_PARTS: usize = 2_000;
pub(super) const MAX_LINKS: usize = 5_000;
/// The most inputs of a log.
pub const MAX_INPUTS: usize = 20_000;
pub(super) const MAX_NOTES: usize = 1_000;
pub(super) const MAX_GUARANTEES: usize = 100;
/// Workers in all parts together, at any time.
const MAX_WORKERS: u64 = 200_000;
/// Items a second from all producers together, at any time.
const MAX_RATE: u64 = 10_000_000;
/// Items sent by hand in the whole log.
const MAX_SENT: u64 = 1_000_000;

type Checked = Result<(), DecodeProblem>;
pub(super) type Bounded = Result<(), Excess>;

pub(super) fn at_most(what: Figure, value: impl TryInto<u64>, limit: impl TryInto<u64>) -> Checked {
    Ok(bounded(what, value, limit)?)
}

pub(super) fn bounded(what: Figure, value: impl TryInto<u64>, limit: impl TryInto<u64>) -> Bounded {
    let value = value.try_into().unwrap_or(u64::MAX);
    within(what, value, limit.try_into().unwrap_or(u64::MAX))
}

const fn within(what: Figure, value: u64, limit: u64) -> Bounded {
    if value <= limit {
        Ok(())
    } else {
        Err(Excess { what, value, limit })
    }
}

fn in_range(what: Figure, value: u64, least: u64, most: u64) -> Checked {
    let limit = if value < least { least } else { most };
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(DecodeProblem::OutOfRange { what, value, limit })
    }
}

const fn inconsistent(what: Contradiction) -> DecodeProblem {
    DecodeProblem::Inconsistent { what }
}

pub(super) fn counts(project: &v2::Project) -> Bounded {
    bounded(Figure::Parts, project.parts.len(), MAX_PARTS)?;
    bounded(Figure::Links, project.links.len(), MAX_LINKS)?;
    bounded(Figure::Notes, project.notes.len(), MAX_NOTES)?;
    bounded(Figure::Guarantees, project.guarantees.len(), MAX_GUARANTEES)?;
    bounded(Figure::Branches, project.branches.kept.len(), MAX_BRANCHES - 1)?;
    let logs = project.branches.kept.iter().map(|branch| &branch.log);
    logs.chain([&project.log])
        .try_for_each(|log| bounded(Figure::Inputs, log.len(), MAX_INPUTS))
}

pub(super) fn clip_counts(clip: &v2::Clip) -> Checked {
    at_most(Figure::Parts, clip.parts.len(), MAX_PARTS)?;
    at_most(Figure::Links, clip.links.len(), MAX_LINKS)?;
    at_most(Figure::Notes, clip.notes.len(), MAX_NOTES)
}

/// Ids come in ascending order, so that there is one way to write a project and no id comes twice.
pub(super) fn ascending(broken: Contradiction, last: &mut Option<u32>, id: u32) -> Checked {
    at_most(Figure::Id, id, MAX_ID)?;
    if last.is_some_and(|last| last >= id) {
        return Err(inconsistent(broken));
    }
    *last = Some(id);
    Ok(())
}

pub(super) fn camera(camera: Camera) -> Checked {
    place(camera.centre)?;
    if (10..=400).contains(&camera.percent) {
        return Ok(());
    }
    Err(DecodeProblem::OutOfRange {
        what: Figure::Zoom,
        value: camera.percent.into(),
        limit: 400,
    })
}

pub(super) fn time(at: SimTime) -> Checked {
    at_most(Figure::Time, at.as_nanos(), LAST_INSTANT.as_nanos())
}

pub(super) fn project(project: &Project) -> Checked {
    let document = &project.document;
    text(Figure::Title, &document.title, MAX_TITLE)?;
    at_most(Figure::Start, document.sketch.starts.0, MAX_STARTS)?;
    document
        .names
        .values()
        .try_for_each(|name| text(Figure::Name, name, MAX_NAME))?;
    document.places.values().try_for_each(|at| place(*at))?;
    document.notes.iter().try_for_each(note)?;
    document.sketch.parts.values().try_for_each(part)?;
    document.sketch.links.values().try_for_each(link)?;
    document.sketch.guarantees.iter().try_for_each(guarantee)?;
    log(&project.log)?;
    branches(&project.branches)
}

/// An empty script is none.
pub(super) fn scripts(scripts: &BTreeMap<PartId, String>) -> Checked {
    for script in scripts.values() {
        in_range(Figure::Script, script.len() as u64, 1, MAX_SCRIPT as u64)?;
    }
    let bytes: usize = scripts.values().map(String::len).sum();
    at_most(Figure::Scripts, bytes, MAX_SCRIPTS)
}

fn log(log: &[Input]) -> Checked {
    log.iter().try_for_each(input)?;
    if !log.is_sorted_by_key(|input| input.at) {
        return Err(inconsistent(Contradiction::LogIsNotInOrder));
    }
    Ok(())
}

/// Each has an id of its own, and leaves one with a smaller id: so they come from each other in no circle.
fn branches(branches: &Branches) -> Checked {
    for branch in &branches.kept {
        log(&branch.log)?;
        time(branch.reached)?;
    }
    let ids = branches.kept.iter().map(|branch| branch.label.id);
    let is_own = |id: BranchId| id != branches.here.id;
    if !(ids.clone().is_sorted_by(|one, next| one < next) && ids.clone().all(is_own)) {
        return Err(inconsistent(Contradiction::IdsOfBranchesDoNotAscend));
    }
    branches.labels().into_iter().try_for_each(label)
}

fn label(label: &Label) -> Checked {
    at_most(Figure::Id, label.id.0, MAX_ID)?;
    text(Figure::Name, &label.name, MAX_NAME)?;
    let Some(fork) = label.from else { return Ok(()) };
    time(fork.at)?;
    if fork.parent >= label.id {
        return Err(inconsistent(Contradiction::IdsOfBranchesDoNotAscend));
    }
    Ok(())
}

pub(super) fn clip(clip: &Clip) -> Checked {
    for (id, (settings, name, at)) in &clip.parts {
        at_most(Figure::Id, id.0, MAX_ID)?;
        text(Figure::Name, name, MAX_NAME)?;
        place(*at)?;
        part(settings)?;
    }
    clip.links.iter().try_for_each(link)?;
    clip.notes.iter().try_for_each(note)?;
    Ok(Cost::of(clip.parts.values().map(|(part, ..)| part)).bearable()?)
}

fn text(what: Figure, text: &str, limit: usize) -> Checked {
    at_most(what, text.chars().count(), limit)
}

fn place(at: Place) -> Checked {
    at_most(
        Figure::Place,
        at.x.unsigned_abs().max(at.y.unsigned_abs()),
        MAX_PLACE,
    )
}

fn note(note: &Note) -> Checked {
    place(note.place)?;
    text(Figure::Heading, &note.heading, MAX_TITLE)?;
    text(Figure::Note, &note.text, MAX_NOTE)
}

fn part(part: &Part) -> Checked {
    fields::check_part(part).map_err(out_of_range)?;
    fields::contradiction(part).map_or(Ok(()), |what| Err(inconsistent(what)))
}

fn link(link: &Link) -> Checked {
    at_most(Figure::Id, link.from.0, MAX_ID)?;
    at_most(Figure::Id, link.to.0, MAX_ID)?;
    fields::check_link(link).map_err(out_of_range)
}

const fn out_of_range(problem: OutOfRange) -> DecodeProblem {
    DecodeProblem::OutOfRange {
        what: Figure::Field(problem.field),
        value: problem.value,
        limit: problem.limit,
    }
}

fn guarantee(guarantee: &Guarantee) -> Checked {
    let Guarantee::OldestUnder(limit) = guarantee else {
        return Ok(());
    };
    at_most(
        Figure::Age,
        limit.as_nanos(),
        SimDuration::from_secs(14 * 86_400).as_nanos(),
    )
}

fn input(input: &Input) -> Checked {
    time(input.at)?;
    match &input.kind {
        InputKind::Edit(Edit::PutPart { id, part: settings }) => {
            at_most(Figure::Id, id.0, MAX_ID)?;
            part(settings)
        }
        InputKind::Edit(Edit::PutLink { id, link: settings }) => {
            at_most(Figure::Id, id.0, MAX_ID)?;
            link(settings)
        }
        InputKind::Edit(Edit::RemovePart { id }) => at_most(Figure::Id, id.0, MAX_ID),
        InputKind::Edit(Edit::RemoveLink { id }) => at_most(Figure::Id, id.0, MAX_ID),
        InputKind::Edit(Edit::Rename { id, from, to }) => {
            at_most(Figure::Id, id.0, MAX_ID)?;
            text(Figure::Name, from, MAX_NAME)?;
            text(Figure::Name, to, MAX_NAME)
        }
        InputKind::Fault(Fault::Pace { percent, .. }) => {
            in_range(Figure::Pace, (*percent).into(), 1, 100_000)
        }
        InputKind::Fault(Fault::ZoneOut { zone } | Fault::ZoneBack { zone }) => {
            at_most(Figure::Zone, *zone, ZONES - 1)
        }
        InputKind::Fault(Fault::Throttle { rate: Some(rate), .. }) => {
            in_range(Figure::Throttle, rate.0, 1, Rate::per_second(1_000_000).0)
        }
        InputKind::Fault(Fault::Impair { delay, loss, .. }) => {
            let hour = SimDuration::from_secs(3_600);
            at_most(Figure::Delay, delay.as_nanos(), hour.as_nanos())?;
            at_most(Figure::Loss, loss.0, Chance::ALWAYS.0)
        }
        InputKind::Fault(_) => Ok(()),
        InputKind::Send { count, .. } => at_most(Figure::Send, *count, MAX_SEND),
        // Whatever a client says, the service checks.
        InputKind::Call { .. } | InputKind::HangUp { .. } => Ok(()),
    }
}

/// What a drawing asks of the machine that runs it.
#[derive(Clone, Copy, Default)]
struct Cost {
    parts: u64,
    workers: u64,
    items_per_second: u64,
}

/// The cost is known beforehand: the log is walked, and every drawing on the way must be bearable.
pub(super) fn cost(project: &Project) -> Bounded {
    let kept = project.branches.kept.iter().map(|branch| &branch.log);
    kept.chain([&project.log])
        .try_for_each(|log| cost_of(project, log))
}

fn cost_of(project: &Project, log: &[Input]) -> Bounded {
    let mut parts = project.document.sketch.parts.clone();
    let mut cost = Cost::of(parts.values());
    cost.bearable()?;
    let mut sent = 0;
    for input in log {
        let (gone, come) = match &input.kind {
            InputKind::Send { count, .. } => {
                sent += u64::from(*count);
                bounded(Figure::Sends, sent, MAX_SENT)?;
                continue;
            }
            InputKind::Edit(Edit::PutPart { id, part }) => (parts.insert(*id, part.clone()), Some(part)),
            InputKind::Edit(Edit::RemovePart { id }) => (parts.remove(id), None),
            _ => continue,
        };
        cost = cost.less(Cost::of(gone.iter())).plus(Cost::of(come.into_iter()));
        cost.bearable()?;
    }
    Ok(())
}

impl Cost {
    fn of<'a>(parts: impl Iterator<Item = &'a Part>) -> Self {
        parts.map(Self::of_one).fold(Self::default(), Self::plus)
    }

    fn of_one(part: &Part) -> Self {
        let one = Self {
            parts: 1,
            ..Self::default()
        };
        match part {
            Part::Workers(workers) => Self {
                workers: workers
                    .scaling
                    .map_or(workers.count, |scaling| scaling.max.max(workers.count))
                    .into(),
                ..one
            },
            Part::Producer(producer) => Self {
                items_per_second: peak(&producer.pattern),
                ..one
            },
            Part::Queue(_) | Part::Server(_) => one,
        }
    }

    const fn plus(self, more: Self) -> Self {
        Self {
            parts: self.parts + more.parts,
            workers: self.workers + more.workers,
            items_per_second: self.items_per_second + more.items_per_second,
        }
    }

    const fn less(self, gone: Self) -> Self {
        Self {
            parts: self.parts - gone.parts,
            workers: self.workers - gone.workers,
            items_per_second: self.items_per_second - gone.items_per_second,
        }
    }

    fn bearable(self) -> Bounded {
        bounded(Figure::Parts, self.parts, MAX_PARTS)?;
        bounded(Figure::Workers, self.workers, MAX_WORKERS)?;
        bounded(Figure::Rate, self.items_per_second, MAX_RATE)
    }
}

/// The most items a second that a pattern makes, rounded up; a burst counts as spread over the time until the next.
fn peak(pattern: &Pattern) -> u64 {
    let per_second = |rate: Rate| rate.0.div_ceil(1_000);
    let spread = |count: u64, over: SimDuration, every: SimDuration| {
        let second = SimDuration::from_secs(1);
        // A burst that lasts until the next one is shortened to that.
        let interval = if every.is_zero() { over.max(second) } else { every };
        count
            .saturating_mul(second.as_nanos())
            .div_ceil(interval.as_nanos())
    };
    match *pattern {
        Pattern::Constant { rate } | Pattern::Poisson { rate } => per_second(rate),
        Pattern::Burst {
            base,
            count,
            over,
            every,
            ..
        } => per_second(base) + spread(count.into(), over, every),
        Pattern::ClockTime {
            base,
            count,
            over,
            period,
            ..
        } => per_second(base) + spread(count.into(), over, period.length()),
        Pattern::Ramp { from, to, .. } => per_second(from.max(to)),
        Pattern::Schedule { ref schedule, .. } => {
            let rates = schedule.steps().iter().map(|step| step.rate);
            per_second(rates.max().unwrap_or_default())
        }
        Pattern::Trace { ref trace, every } => {
            let arrivals = trace.arrivals();
            let last = arrivals.last().copied().unwrap_or_default();
            let every = if every.is_zero() { every } else { every.max(last) };
            spread(arrivals.len() as u64, last, every)
        }
        Pattern::ByHand => 0,
    }
}
