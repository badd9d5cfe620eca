//! From what was typed to a setting.

use std::rc::Rc;

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit};
use cloud::time::SimDuration;
use sim::template::{Template, TemplateKind, TemplateProblem};
use sim::{Chance, DurationLaw, Link, Part, Pattern, Rate, Workers};

use crate::amount::{Amount, Unit};
use crate::fields::id::{FieldId, Law, Way};
use crate::fields::limits::{Limits, characters, limits};
use crate::fields::lines::{read_schedule, read_trace};
use crate::fields::pick::{choices, pick};
use crate::fields::schema;
use crate::fields::slot::{self, Slot};
use crate::fields::sources::read_sources;
use crate::format::{Contradiction, Excess};
use crate::words::Language;

/// Why a setting stays what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Which setting.
    pub field: FieldId,
    /// What is wrong with what was typed.
    pub trouble: Trouble,
    /// The figure that is kept, if there is one.
    pub kept: Option<Amount>,
}

/// See [`FieldProblem`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is one sentence; its parameters are what it tells"
)]
pub enum Trouble {
    Over {
        value: Amount,
        limit: Amount,
    },
    Under {
        value: Amount,
        limit: Amount,
    },
    NotRead {
        typed: String,
        expected: Expected,
    },
    TooLong {
        characters: u64,
        limit: u64,
    },
    Template {
        problem: TemplateProblem,
    },
    OnLine {
        line: u64,
        trouble: Box<Self>,
    },
    TooManyLines {
        lines: u64,
        limit: u64,
    },
    NotAfter {
        value: Amount,
        before: Amount,
    },
    Empty,
    NeedsGroupScope,
    NoSuchQueue {
        typed: String,
    },
    RedriveNotAllowed,
    /// In its range, but too much with everything else.
    Excess {
        excess: Excess,
    },
    NotHere,
}

/// What could have been typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A figure in this unit.
    Figure(Unit),
    /// The key of a choice, such as this one.
    Key(&'static str),
    /// A step of a schedule.
    Step,
    /// An arrival of a trace.
    Arrival,
    /// An arrival of a trace whose first one is an instant.
    Instant,
}

/// `part` with `field` set to what `typed` says. Choices are set by [`crate::words::Choice::key`], toggles by `true`
/// and `false`, figures by what people type.
///
/// # Errors
/// What is wrong with `typed`; the part then keeps its value.
pub fn set(part: &Part, field: FieldId, typed: &str) -> Result<Part, FieldProblem> {
    let mut changed = part.clone();
    let problem = match slot::of_part(&mut changed, field) {
        Some(slot) => write(slot, field, typed).err(),
        None => Some(Trouble::NotHere),
    };
    let problem = problem.or_else(|| trouble_between(&mut changed));
    let Some(trouble) = problem else {
        return Ok(changed);
    };
    Err(FieldProblem {
        field,
        trouble,
        kept: slot::of_part(&mut part.clone(), field).and_then(|slot| slot.amount(field)),
    })
}

/// `link` with `field` set to what `typed` says.
///
/// # Errors
/// What is wrong with `typed`; the link then keeps its value.
pub fn set_link(link: &Link, field: FieldId, typed: &str) -> Result<Link, FieldProblem> {
    let mut changed = *link;
    let problem = match slot::of_link(&mut changed, field) {
        Some(slot) => write(slot, field, typed).err(),
        None => Some(Trouble::NotHere),
    };
    let problem = problem.or_else(|| {
        Way::BOTH
            .into_iter()
            .find_map(|way| reversed_link(&mut changed, way))
    });
    let Some(trouble) = problem else {
        return Ok(changed);
    };
    Err(FieldProblem {
        field,
        trouble,
        kept: slot::of_link(&mut { *link }, field).and_then(|slot| slot.amount(field)),
    })
}

/// The first setting in which two states of a part differ, with the later value as it is shown.
pub fn difference(language: Language, before: &Part, after: &Part) -> Option<(FieldId, String)> {
    let (mut before, mut after) = (before.clone(), after.clone());
    FieldId::all().into_iter().find_map(|field| {
        let later = schema::told(language, &slot::of_part(&mut after, field)?, field);
        let earlier = slot::of_part(&mut before, field).map(|slot| schema::told(language, &slot, field));
        (earlier.as_ref() != Some(&later)).then_some((field, later))
    })
}

/// What a later state of a part becomes when `field` is changed from `before` to `after` in its past: it takes the
/// change, unless it had been given a value of its own. `None`: it keeps its own, and so does whatever follows.
pub fn carry_on(later: &Part, field: FieldId, before: &Part, after: &Part) -> Option<Part> {
    let read = |part: &Part| {
        slot::of_part(&mut part.clone(), field).map(|slot| schema::shown(Language::English, &slot, field))
    };
    if read(later) != read(before) {
        return None;
    }
    set(later, field, &read(after)?).ok()
}

/// The same for links.
pub fn carry_on_link(later: &Link, field: FieldId, before: &Link, after: &Link) -> Option<Link> {
    let read = |link: &Link| {
        slot::of_link(&mut { *link }, field).map(|slot| schema::shown(Language::English, &slot, field))
    };
    if read(later) != read(before) {
        return None;
    }
    set_link(later, field, &read(after)?).ok()
}

fn write(slot: Slot<'_>, field: FieldId, typed: &str) -> Result<(), Trouble> {
    if let Some((offered, _)) = choices(&slot) {
        let choice = offered.iter().find(|choice| choice.key() == typed);
        let choice = choice.ok_or_else(|| not_read(typed, Expected::Key(offered[0].key())))?;
        pick(slot, field, *choice);
        return Ok(());
    }
    match slot {
        Slot::Toggle(on) => {
            let read = typed.parse();
            *on = read.map_err(|_| not_read(typed, Expected::Key("true")))?;
        }
        Slot::Template(kind, text) => *text = template(typed, kind)?,
        Slot::Schedule(schedule) => *schedule = read_schedule(typed)?,
        Slot::Trace(trace) => *trace = read_trace(typed)?,
        Slot::Sources(sources) => *sources = read_sources(typed)?,
        slot => write_figure(slot, field, typed)?,
    }
    Ok(())
}

fn write_figure(slot: Slot<'_>, field: FieldId, typed: &str) -> Result<(), Trouble> {
    if typed.trim().is_empty() && slot.is_optional() {
        match slot {
            Slot::OptionalSmall(value) => *value = None,
            Slot::OptionalLarge(value) => *value = None,
            _ => {}
        }
        return Ok(());
    }
    let limits = limits(field).ok_or(Trouble::NotHere)?;
    let figure = read_figure(typed, limits)?;
    let small = u32::try_from(figure).unwrap_or(u32::MAX);
    match slot {
        Slot::Small(value) => *value = small,
        Slot::OptionalSmall(value) => *value = Some(small),
        Slot::OptionalLarge(value) => *value = Some(figure),
        Slot::Duration(value) => *value = SimDuration::from_nanos(figure),
        Slot::Rate(value) => *value = Rate(figure),
        Slot::Chance(value) => *value = Chance(small),
        _ => return Err(Trouble::NotHere),
    }
    Ok(())
}

fn read_figure(typed: &str, Limits { min, max }: Limits) -> Result<u64, Trouble> {
    if typed.trim().is_empty() {
        return Err(Trouble::Empty);
    }
    let value = max
        .unit
        .parse(typed)
        .ok_or_else(|| not_read(typed, Expected::Figure(max.unit)))?;
    let amount = Amount {
        value,
        unit: max.unit,
    };
    if value > max.value {
        Err(Trouble::Over {
            value: amount,
            limit: max,
        })
    } else if value < min.value {
        Err(Trouble::Under {
            value: amount,
            limit: min,
        })
    } else {
        Ok(value)
    }
}

fn template(typed: &str, kind: TemplateKind) -> Result<Rc<str>, Trouble> {
    let (length, allowed) = (typed.chars().count(), characters(kind));
    if length > *allowed.end() {
        return Err(Trouble::TooLong {
            characters: length as u64,
            limit: *allowed.end() as u64,
        });
    }
    if !allowed.contains(&length) {
        return Err(Trouble::Empty);
    }
    match Template::parse(typed, kind) {
        Ok(_) => Ok(typed.into()),
        Err(problem) => Err(Trouble::Template { problem }),
    }
}

/// What was typed, cut short so that the sentence stays one.
fn not_read(typed: &str, expected: Expected) -> Trouble {
    Trouble::NotRead {
        typed: typed.trim().chars().take(40).collect(),
        expected,
    }
}

/// What in a part cannot be, although each figure is in its range.
pub fn contradiction(part: &Part) -> Option<Contradiction> {
    match part {
        Part::Queue(queue) => {
            let per_group = queue.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId;
            (per_group && queue.deduplication_scope == DeduplicationScope::Queue)
                .then_some(Contradiction::PerGroupWithoutGroupScope)
        }
        Part::Producer(producer) => {
            let templates = [
                (&producer.body, TemplateKind::Body),
                (&producer.group, TemplateKind::Group),
                (&producer.deduplication, TemplateKind::Deduplication),
            ];
            let broken = templates
                .iter()
                .any(|(text, kind)| Template::parse(text, *kind).is_err());
            match producer.pattern {
                _ if broken => Some(Contradiction::TemplateNotUnderstood),
                Pattern::ClockTime { period, at, .. } if at >= period.length() => {
                    Some(Contradiction::ClockTimeBeyondItsPeriod)
                }
                _ => None,
            }
        }
        Part::Workers(workers) => {
            let reversed = workers.scaling.is_some_and(|scaling| scaling.min > scaling.max);
            reversed.then_some(Contradiction::FewestOverMost)
        }
        Part::Server(_) => None,
    }
}

/// What is wrong between two settings of one part.
fn trouble_between(part: &mut Part) -> Option<Trouble> {
    if contradiction(part) == Some(Contradiction::PerGroupWithoutGroupScope) {
        return Some(Trouble::NeedsGroupScope);
    }
    if let Part::Producer(producer) = &*part
        && let Pattern::ClockTime { period, at, .. } = producer.pattern
        && at >= period.length()
    {
        return Some(Trouble::Over {
            value: at.into(),
            limit: period.length().into(),
        });
    }
    if let Part::Workers(Workers {
        scaling: Some(scaling),
        ..
    }) = part
        && scaling.min > scaling.max
    {
        return Some(Trouble::Over {
            value: Amount::count(scaling.min.into()),
            limit: Amount::count(scaling.max.into()),
        });
    }
    [Law::Processing, Law::Service]
        .into_iter()
        .find_map(|law| reversed(slot::of_part(part, FieldId::Law(law))))
}

fn reversed_link(link: &mut Link, way: Way) -> Option<Trouble> {
    reversed(slot::of_link(link, FieldId::Law(Law::Latency(way))))
}

/// The least is more than the most.
fn reversed(slot: Option<Slot<'_>>) -> Option<Trouble> {
    let Some(Slot::Law(law)) = slot else { return None };
    match *law {
        DurationLaw::Uniform { min, max } if min > max => Some(Trouble::Over {
            value: min.into(),
            limit: max.into(),
        }),
        _ => None,
    }
}
