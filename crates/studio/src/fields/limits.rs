//! What a figure may be: AWS's ranges for AWS's parameters, ours for our own. Decoders check against the same table.

use std::ops::RangeInclusive;

use cloud::sqs::MAX_REDRIVE_SOURCES;
use sim::template::TemplateKind;
use sim::{DurationLaw, Link, Part};

use crate::amount::{Amount, Unit};
use crate::fields::id::{FieldId, Law};
use crate::fields::lines::{MAX_ARRIVALS, MAX_OFFSET, MAX_RATE, MAX_STEPS};
use crate::fields::slot::{self, Slot};

const MILLI: u64 = 1_000_000;
const HOUR: u64 = 3_600_000 * MILLI;
const DAY: u64 = 24 * HOUR;

/// How many characters a template may have.
pub(super) const fn characters(kind: TemplateKind) -> RangeInclusive<usize> {
    match kind {
        TemplateKind::Body => 1..=1_024,
        // As many as AWS takes in an id.
        TemplateKind::Group | TemplateKind::Deduplication => 0..=128,
    }
}

/// The range of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The least it may be.
    pub min: Amount,
    /// The most it may be.
    pub max: Amount,
}

/// The range of `field`, if it is a figure.
pub const fn limits(field: FieldId) -> Option<Limits> {
    let (unit, min, max) = match field {
        FieldId::Rate => (Unit::Rate, 1, 1_000_000_000),
        FieldId::BurstBase | FieldId::RampFrom | FieldId::RampTo => (Unit::Rate, 0, 1_000_000_000),
        FieldId::BurstCount => (Unit::Count, 1, 1_000_000),
        FieldId::BurstOver | FieldId::RampOver => (Unit::Nanos, 0, DAY),
        FieldId::ClockAt => (Unit::Nanos, 0, DAY - 1_000 * MILLI),
        FieldId::BurstFirst | FieldId::BurstEvery | FieldId::ScheduleEvery | FieldId::TraceEvery => {
            (Unit::Nanos, 0, 30 * DAY)
        }
        FieldId::Limit => (Unit::Count, 0, 1_000_000_000),
        FieldId::PadTo => (Unit::Bytes, 0, 1_048_576),
        FieldId::PoisonEvery => (Unit::Count, 0, 1_000_000),
        FieldId::Count | FieldId::MinWorkers | FieldId::MaxWorkers => (Unit::Count, 0, 10_000),
        FieldId::BacklogPerWorker => (Unit::Count, 1, 1_000_000),
        FieldId::Period => (Unit::Nanos, 1_000 * MILLI, HOUR),
        FieldId::OutCooldown | FieldId::InCooldown | FieldId::StartUp => (Unit::Nanos, 0, DAY),
        FieldId::Zones => (Unit::Count, 1, sim::ZONES as u64),
        FieldId::Pause => (Unit::Nanos, 10 * MILLI, HOUR),
        FieldId::WaitTimeSeconds => (Unit::Seconds, 1, 20),
        FieldId::MaxNumberOfMessages | FieldId::AtOnce | FieldId::MessagesPerCall => (Unit::Count, 1, 10),
        FieldId::Linger => (Unit::Nanos, 0, 60_000 * MILLI),
        FieldId::HeartbeatInterval => (Unit::Nanos, 100 * MILLI, 12 * HOUR),
        FieldId::Restart => (Unit::Nanos, 0, DAY),
        FieldId::VisibilityTimeout | FieldId::ReceiveVisibilityTimeout | FieldId::HeartbeatTimeout => {
            (Unit::Seconds, 0, 43_200)
        }
        FieldId::Failure
        | FieldId::Crash
        | FieldId::MissedDeletes
        | FieldId::UnaskedServers
        | FieldId::Loss(_) => (Unit::Chance, 0, 1_000_000),
        FieldId::Capacity => (Unit::Count, 1, 10_000),
        FieldId::WaitingRoom => (Unit::Count, 0, 1_000_000),
        FieldId::Timeout => (Unit::Nanos, MILLI, HOUR),
        FieldId::Attempts => (Unit::Count, 1, 10),
        FieldId::Backoff => (Unit::Nanos, 0, HOUR),
        FieldId::DelaySeconds => (Unit::Seconds, 0, 900),
        FieldId::MaximumMessageSize => (Unit::Bytes, 1_024, 1_048_576),
        FieldId::MessageRetentionPeriod => (Unit::Seconds, 60, 1_209_600),
        FieldId::ReceiveMessageWaitTimeSeconds => (Unit::Seconds, 0, 20),
        FieldId::MaxReceiveCount => (Unit::Count, 1, 1_000),
        FieldId::Time(Law::Latency(_))
        | FieldId::TimeMin(Law::Latency(_))
        | FieldId::TimeMax(Law::Latency(_)) => (Unit::Nanos, 0, HOUR),
        FieldId::Time(_) | FieldId::TimeMin(_) | FieldId::TimeMax(_) => (Unit::Nanos, 0, 12 * HOUR),
        FieldId::Pattern
        | FieldId::Schedule
        | FieldId::Trace
        | FieldId::ClockPeriod
        | FieldId::Spread
        | FieldId::Body
        | FieldId::Group
        | FieldId::Deduplication
        | FieldId::Polling
        | FieldId::After
        | FieldId::Concurrency
        | FieldId::Idempotent
        | FieldId::Heartbeat
        | FieldId::Scaling
        | FieldId::ContentBasedDeduplication
        | FieldId::DeduplicationScope
        | FieldId::FifoThroughputLimit
        | FieldId::RedriveAllowPolicy
        | FieldId::SourceQueues
        | FieldId::Law(_) => return None,
    };
    Some(Limits {
        min: Amount { value: min, unit },
        max: Amount { value: max, unit },
    })
}

/// A figure that is out of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    /// Which.
    pub field: FieldId,
    /// What it is.
    pub value: u64,
    /// What it may be at most, or must be at least.
    pub limit: u64,
}

/// Checks every setting of `part`.
///
/// # Errors
/// The first figure that is out of its range.
pub fn check_part(part: &Part) -> Result<(), OutOfRange> {
    let mut part = part.clone();
    FieldId::all()
        .into_iter()
        .try_for_each(|field| check(field, slot::of_part(&mut part, field)))
}

/// Checks every setting of `link`.
///
/// # Errors
/// The first figure that is out of its range.
pub fn check_link(link: &Link) -> Result<(), OutOfRange> {
    let mut link = *link;
    FieldId::all()
        .into_iter()
        .try_for_each(|field| check(field, slot::of_link(&mut link, field)))
}

fn at_most(field: FieldId, value: u64, limit: u64) -> Result<(), OutOfRange> {
    if value > limit {
        return Err(OutOfRange { field, value, limit });
    }
    Ok(())
}

fn check(field: FieldId, slot: Option<Slot<'_>>) -> Result<(), OutOfRange> {
    let value = match slot {
        Some(Slot::Template(kind, text)) => {
            let (length, allowed) = (text.chars().count(), characters(kind));
            return if allowed.contains(&length) {
                Ok(())
            } else {
                Err(OutOfRange {
                    field,
                    value: length as u64,
                    limit: *allowed.end() as u64,
                })
            };
        }
        Some(Slot::Schedule(schedule)) => {
            let steps = schedule.steps();
            at_most(field, steps.len() as u64, MAX_STEPS as u64)?;
            return steps.iter().try_for_each(|step| {
                at_most(field, step.from.as_nanos(), MAX_OFFSET.as_nanos())?;
                at_most(field, step.rate.0, MAX_RATE.0)
            });
        }
        Some(Slot::Sources(sources)) => {
            return at_most(field, sources.len() as u64, MAX_REDRIVE_SOURCES as u64);
        }
        Some(Slot::Trace(trace)) => {
            let arrivals = trace.arrivals();
            at_most(field, arrivals.len() as u64, MAX_ARRIVALS as u64)?;
            let last = arrivals.last().copied().unwrap_or_default();
            return at_most(field, last.as_nanos(), MAX_OFFSET.as_nanos());
        }
        Some(Slot::Law(law)) => match *law {
            DurationLaw::Uniform { min, max } if min > max => {
                return Err(OutOfRange {
                    field,
                    value: min.as_nanos(),
                    limit: max.as_nanos(),
                });
            }
            _ => None,
        },
        Some(slot) => slot.figure(),
        None => None,
    };
    match (value, limits(field)) {
        (Some(value), Some(limits)) if value < limits.min.value => Err(OutOfRange {
            field,
            value,
            limit: limits.min.value,
        }),
        (Some(value), Some(limits)) if value > limits.max.value => Err(OutOfRange {
            field,
            value,
            limit: limits.max.value,
        }),
        _ => Ok(()),
    }
}
