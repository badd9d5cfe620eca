//! Settings that are one of a few.

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit};
use cloud::time::SimDuration;
use sim::{
    AfterWork, Concurrency, DurationLaw, Heartbeat, Pattern, Period, Polling, Rate, RedriveAllow, Scaling,
    Schedule, Spread, Step, Trace,
};

use crate::fields::id::FieldId;
use crate::fields::limits::limits;
use crate::fields::slot::Slot;
use crate::words::Choice;

impl Choice {
    /// What stands for it in [`crate::fields::set`].
    pub const fn key(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Poisson => "poisson",
            Self::Burst => "burst",
            Self::Ramp => "ramp",
            Self::Schedule => "schedule",
            Self::Trace => "trace",
            Self::ClockTime => "clock-time",
            Self::ByHand => "by-hand",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Uniform => "uniform",
            Self::Exponential => "exponential",
            Self::ShortPolling => "short",
            Self::LongPolling => "long",
            Self::InTurn => "inTurn",
            Self::AtRandom => "atRandom",
            Self::ToEach => "toEach",
            Self::Delete => "delete",
            Self::Forget => "forget",
            Self::OneByOne => "one-by-one",
            Self::OnePerGroup => "one-per-group",
            Self::UpTo => "up-to",
            Self::NoHeartbeat => "none",
            Self::InWork => "in-work",
            Self::WholeBatch => "whole-batch",
            Self::FixedCount => "fixed",
            Self::TargetTracking => "target-tracking",
            Self::Queue => "queue",
            Self::MessageGroup => "messageGroup",
            Self::PerQueue => "perQueue",
            Self::PerMessageGroupId => "perMessageGroupId",
            Self::AllowAll => "allowAll",
            Self::DenyAll => "denyAll",
            Self::ByQueue => "byQueue",
        }
    }
}

/// What can be picked for `slot`, and what is.
pub(crate) fn choices(slot: &Slot<'_>) -> Option<(&'static [Choice], Choice)> {
    Some(match slot {
        Slot::Pattern(pattern) => (
            &[
                Choice::Constant,
                Choice::Poisson,
                Choice::Burst,
                Choice::ClockTime,
                Choice::Ramp,
                Choice::Schedule,
                Choice::Trace,
                Choice::ByHand,
            ],
            match pattern {
                Pattern::Constant { .. } => Choice::Constant,
                Pattern::Poisson { .. } => Choice::Poisson,
                Pattern::Burst { .. } => Choice::Burst,
                Pattern::Ramp { .. } => Choice::Ramp,
                Pattern::Schedule { .. } => Choice::Schedule,
                Pattern::Trace { .. } => Choice::Trace,
                Pattern::ClockTime { .. } => Choice::ClockTime,
                Pattern::ByHand => Choice::ByHand,
            },
        ),
        Slot::Period(period) => (
            &[Choice::Minute, Choice::Hour, Choice::Day],
            match period {
                Period::Minute => Choice::Minute,
                Period::Hour => Choice::Hour,
                Period::Day => Choice::Day,
            },
        ),
        Slot::Law(law) => (
            &[Choice::Constant, Choice::Uniform, Choice::Exponential],
            match law {
                DurationLaw::Constant(_) => Choice::Constant,
                DurationLaw::Uniform { .. } => Choice::Uniform,
                DurationLaw::Exponential { .. } => Choice::Exponential,
            },
        ),
        Slot::Polling(polling) => (
            &[Choice::ShortPolling, Choice::LongPolling],
            match polling {
                Polling::Short { .. } => Choice::ShortPolling,
                Polling::Long { .. } => Choice::LongPolling,
            },
        ),
        Slot::Spread(spread) => (
            &[Choice::InTurn, Choice::AtRandom, Choice::ToEach],
            match spread {
                Spread::InTurn => Choice::InTurn,
                Spread::AtRandom => Choice::AtRandom,
                Spread::ToEach => Choice::ToEach,
            },
        ),
        Slot::After(after) => (
            &[Choice::Delete, Choice::Forget],
            match after {
                AfterWork::Delete => Choice::Delete,
                AfterWork::Forget => Choice::Forget,
            },
        ),
        Slot::Concurrency(concurrency) => (
            &[Choice::OneByOne, Choice::OnePerGroup, Choice::UpTo],
            match concurrency {
                Concurrency::OneByOne => Choice::OneByOne,
                Concurrency::OnePerGroup => Choice::OnePerGroup,
                Concurrency::UpTo(_) => Choice::UpTo,
            },
        ),
        Slot::Scaling(scaling) => (
            &[Choice::FixedCount, Choice::TargetTracking],
            match scaling {
                None => Choice::FixedCount,
                Some(_) => Choice::TargetTracking,
            },
        ),
        Slot::Heartbeat(heartbeat) => (
            &[Choice::NoHeartbeat, Choice::InWork, Choice::WholeBatch],
            match heartbeat {
                None => Choice::NoHeartbeat,
                Some(heartbeat) if heartbeat.whole_batch => Choice::WholeBatch,
                Some(_) => Choice::InWork,
            },
        ),
        Slot::Scope(scope) => (
            &[Choice::Queue, Choice::MessageGroup],
            match scope {
                DeduplicationScope::Queue => Choice::Queue,
                DeduplicationScope::MessageGroup => Choice::MessageGroup,
            },
        ),
        Slot::Throughput(limit) => (
            &[Choice::PerQueue, Choice::PerMessageGroupId],
            match limit {
                FifoThroughputLimit::PerQueue => Choice::PerQueue,
                FifoThroughputLimit::PerMessageGroupId => Choice::PerMessageGroupId,
            },
        ),
        Slot::RedriveAllow(allow) => (
            &[Choice::AllowAll, Choice::DenyAll, Choice::ByQueue],
            match allow {
                RedriveAllow::All => Choice::AllowAll,
                RedriveAllow::None => Choice::DenyAll,
                RedriveAllow::ByQueue(_) => Choice::ByQueue,
            },
        ),
        _ => return None,
    })
}

/// Picks `choice` for `field`, one of [`choices`]. What both kinds know is kept: a rate stays the rate, a mean stays the
/// mean as far as the limits allow.
pub(crate) fn pick(slot: Slot<'_>, field: FieldId, choice: Choice) {
    match slot {
        Slot::Pattern(pattern) => *pattern = pattern_as(pattern, choice),
        Slot::Law(law) => *law = within(law_as(*law, choice), field),
        Slot::Polling(polling) => {
            *polling = match (*polling, choice) {
                (Polling::Long { .. }, Choice::ShortPolling) => Polling::Short {
                    pause: SimDuration::from_secs(1),
                },
                (Polling::Short { .. }, Choice::LongPolling) => Polling::Long {
                    wait_time_seconds: 20,
                },
                (polling, _) => polling,
            }
        }
        Slot::Period(period) => {
            *period = match choice {
                Choice::Minute => Period::Minute,
                Choice::Day => Period::Day,
                _ => Period::Hour,
            }
        }
        Slot::Spread(spread) => {
            *spread = match choice {
                Choice::AtRandom => Spread::AtRandom,
                Choice::ToEach => Spread::ToEach,
                _ => Spread::InTurn,
            }
        }
        Slot::After(after) => {
            *after = if choice == Choice::Forget {
                AfterWork::Forget
            } else {
                AfterWork::Delete
            }
        }
        Slot::Concurrency(concurrency) => {
            *concurrency = match (choice, *concurrency) {
                (Choice::OnePerGroup, _) => Concurrency::OnePerGroup,
                (Choice::UpTo, up_to @ Concurrency::UpTo(_)) => up_to,
                (Choice::UpTo, _) => Concurrency::UpTo(10),
                _ => Concurrency::OneByOne,
            }
        }
        Slot::Scaling(scaling) => {
            *scaling = if choice == Choice::TargetTracking {
                scaling.or(Some(default_scaling()))
            } else {
                None
            }
        }
        Slot::Heartbeat(heartbeat) => *heartbeat = heartbeat_as(*heartbeat, choice),
        Slot::Scope(scope) => {
            *scope = if choice == Choice::MessageGroup {
                DeduplicationScope::MessageGroup
            } else {
                DeduplicationScope::Queue
            }
        }
        Slot::Throughput(limit) => {
            *limit = if choice == Choice::PerMessageGroupId {
                FifoThroughputLimit::PerMessageGroupId
            } else {
                FifoThroughputLimit::PerQueue
            }
        }
        Slot::RedriveAllow(allow) => {
            *allow = match (choice, &*allow) {
                (Choice::ByQueue, RedriveAllow::ByQueue(sources)) => RedriveAllow::ByQueue(sources.clone()),
                (Choice::ByQueue, _) => RedriveAllow::ByQueue([].into()),
                (Choice::DenyAll, _) => RedriveAllow::None,
                _ => RedriveAllow::All,
            }
        }
        _ => {}
    }
}

/// What CloudWatch and Auto Scaling offer, but for the target, which depends on the work.
const fn default_scaling() -> Scaling {
    Scaling {
        min: 1,
        max: 10,
        backlog_per_worker: 10,
        period: SimDuration::from_secs(60),
        out_cooldown: SimDuration::from_secs(60),
        in_cooldown: SimDuration::from_secs(300),
        start_up: SimDuration::from_secs(30),
    }
}

fn heartbeat_as(heartbeat: Option<Heartbeat>, choice: Choice) -> Option<Heartbeat> {
    if choice == Choice::NoHeartbeat {
        return None;
    }
    let heartbeat = heartbeat.unwrap_or(Heartbeat {
        interval: SimDuration::from_secs(10),
        timeout: 30,
        whole_batch: false,
    });
    Some(Heartbeat {
        whole_batch: choice == Choice::WholeBatch,
        ..heartbeat
    })
}

fn pattern_as(pattern: &Pattern, choice: Choice) -> Pattern {
    let same = |pattern: &Pattern| choices(&Slot::Pattern(&mut pattern.clone())).map(|(_, picked)| picked);
    if same(pattern) == Some(choice) {
        return pattern.clone();
    }
    let seconds = SimDuration::from_secs;
    let rate = rate_of(pattern);
    let steady = rate.max(Rate(1));
    let (count, over) = match *pattern {
        Pattern::Burst { count, over, .. } | Pattern::ClockTime { count, over, .. } => (count, over),
        _ => (100, seconds(10)),
    };
    match choice {
        Choice::Constant => Pattern::Constant { rate: steady },
        Choice::Poisson => Pattern::Poisson { rate: steady },
        Choice::Burst => Pattern::Burst {
            base: rate,
            count,
            over,
            first: seconds(10),
            every: seconds(60),
        },
        Choice::ClockTime => Pattern::ClockTime {
            base: rate,
            count,
            over,
            period: Period::Hour,
            at: SimDuration::ZERO,
        },
        Choice::Ramp => Pattern::Ramp {
            from: Rate(0),
            to: steady,
            over: seconds(60),
        },
        Choice::Schedule => {
            let steps = [(0, rate), (60, Rate(0))].map(|(from, rate)| Step {
                from: seconds(from),
                rate,
            });
            Pattern::Schedule {
                schedule: Schedule::new(steps.to_vec()),
                every: seconds(120),
            }
        }
        Choice::Trace => Pattern::Trace {
            trace: Trace::new((0..10).map(seconds).collect()),
            every: seconds(60),
        },
        _ => Pattern::ByHand,
    }
}

/// The rate that another pattern begins with.
fn rate_of(pattern: &Pattern) -> Rate {
    match pattern {
        Pattern::Constant { rate }
        | Pattern::Poisson { rate }
        | Pattern::Burst { base: rate, .. }
        | Pattern::ClockTime { base: rate, .. }
        | Pattern::Ramp { to: rate, .. } => *rate,
        Pattern::Schedule { schedule, .. } => schedule.steps().first().map_or(Rate(0), |step| step.rate),
        Pattern::Trace { .. } | Pattern::ByHand => Rate::per_second(2),
    }
}

/// `law` with its figures within the limits of the fields that show them.
fn within(law: DurationLaw, field: FieldId) -> DurationLaw {
    let FieldId::Law(of) = field else { return law };
    let clamp = |time: SimDuration, field| {
        let limits = limits(field).expect("a time is a figure");
        SimDuration::from_nanos(time.as_nanos().clamp(limits.min.value, limits.max.value))
    };
    match law {
        DurationLaw::Constant(time) => DurationLaw::Constant(clamp(time, FieldId::Time(of))),
        DurationLaw::Exponential { mean } => DurationLaw::Exponential {
            mean: clamp(mean, FieldId::Time(of)),
        },
        DurationLaw::Uniform { min, max } => DurationLaw::Uniform {
            min: clamp(min, FieldId::TimeMin(of)),
            max: clamp(max, FieldId::TimeMax(of)),
        },
    }
}

fn law_as(law: DurationLaw, choice: Choice) -> DurationLaw {
    let mean = match law {
        DurationLaw::Constant(time) | DurationLaw::Exponential { mean: time } => time,
        DurationLaw::Uniform { min, max } => SimDuration::from_nanos((min + max).as_nanos() / 2),
    };
    match (choice, law) {
        (Choice::Uniform, uniform @ DurationLaw::Uniform { .. }) => uniform,
        (Choice::Uniform, _) => {
            let half = SimDuration::from_nanos(mean.as_nanos() / 2);
            DurationLaw::Uniform {
                min: half,
                max: mean + half,
            }
        }
        (Choice::Exponential, _) => DurationLaw::Exponential { mean },
        _ => DurationLaw::Constant(mean),
    }
}
