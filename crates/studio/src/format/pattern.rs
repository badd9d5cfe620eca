//! The patterns of producers, both ways. A trace may be long and stand in many entries of the log, so all traces of a
//! project are in one list, each once.

use cloud::time::SimDuration;
use sim::{Pattern, Period, Rate, Schedule, Step, Trace};

use super::time::Nanos;
use super::{Contradiction, DecodeProblem, Figure, check, v2};
use crate::fields::MAX_ARRIVALS;

/// Arrivals in all traces together.
pub(super) const MOST_ARRIVALS: usize = 2 * MAX_ARRIVALS;

/// The traces that are being written, each once.
#[derive(Default)]
pub(super) struct Traces(Vec<Trace>);

impl Traces {
    fn number(&mut self, trace: &Trace) -> u32 {
        let place = self.0.iter().position(|known| known == trace);
        let place = place.unwrap_or_else(|| {
            self.0.push(trace.clone());
            self.0.len() - 1
        });
        u32::try_from(place).expect("there are fewer traces than parts")
    }

    /// Each as the gaps between its arrivals: small numbers, which cannot be out of order.
    pub(super) fn written(self) -> Vec<Vec<Nanos>> {
        self.0.iter().map(|trace| gaps(trace.arrivals())).collect()
    }
}

fn gaps(arrivals: &[SimDuration]) -> Vec<Nanos> {
    let before = std::iter::once(&SimDuration::ZERO).chain(arrivals);
    let gap = |(&at, &before): (&SimDuration, &SimDuration)| Nanos((at - before).as_nanos());
    arrivals.iter().zip(before).map(gap).collect()
}

/// The traces as they were written.
pub(super) fn traces(written: &[Vec<Nanos>]) -> Result<Vec<Trace>, DecodeProblem> {
    bearable(written)?;
    let trace = |gaps: &Vec<Nanos>| {
        let mut at = SimDuration::ZERO;
        let arrivals = gaps.iter().map(|gap| {
            at = SimDuration::from_nanos(at.as_nanos().saturating_add(gap.0));
            at
        });
        Trace::new(arrivals.collect())
    };
    Ok(written.iter().map(trace).collect())
}

/// Whether so many arrivals can be held.
pub(super) fn bearable(traces: &[Vec<Nanos>]) -> check::Bounded {
    let arrivals = traces.iter().map(Vec::len).sum::<usize>();
    check::bounded(Figure::Arrivals, arrivals, MOST_ARRIVALS)
}

pub(super) fn written(pattern: &Pattern, traces: &mut Traces) -> v2::Pattern {
    match *pattern {
        Pattern::Constant { rate } => v2::Pattern::Constant {
            per_1000_seconds: rate.0,
        },
        Pattern::Poisson { rate } => v2::Pattern::Poisson {
            per_1000_seconds: rate.0,
        },
        Pattern::Burst {
            base,
            count,
            over,
            first,
            every,
        } => v2::Pattern::Burst {
            per_1000_seconds: base.0,
            count,
            over: nanos(over),
            first: nanos(first),
            every: nanos(every),
        },
        Pattern::Ramp { from, to, over } => v2::Pattern::Ramp {
            from_per_1000_seconds: from.0,
            to_per_1000_seconds: to.0,
            over: nanos(over),
        },
        Pattern::Schedule { ref schedule, every } => v2::Pattern::Schedule {
            steps: schedule.steps().iter().map(step).collect(),
            every: nanos(every),
        },
        Pattern::Trace { ref trace, every } => v2::Pattern::Trace {
            trace: traces.number(trace),
            every: nanos(every),
        },
        Pattern::ClockTime {
            base,
            count,
            over,
            period,
            at,
        } => v2::Pattern::ClockTime {
            per_1000_seconds: base.0,
            count,
            over: nanos(over),
            period: match period {
                Period::Minute => v2::Period::Minute,
                Period::Hour => v2::Period::Hour,
                Period::Day => v2::Period::Day,
            },
            at: nanos(at),
        },
        Pattern::ByHand => v2::Pattern::ByHand,
    }
}

fn step(step: &Step) -> v2::Step {
    v2::Step {
        from: nanos(step.from),
        per_1000_seconds: step.rate.0,
    }
}

pub(super) fn read(pattern: &v2::Pattern, traces: &[Trace]) -> Result<Pattern, DecodeProblem> {
    Ok(match *pattern {
        v2::Pattern::Constant { per_1000_seconds } => Pattern::Constant {
            rate: Rate(per_1000_seconds),
        },
        v2::Pattern::Poisson { per_1000_seconds } => Pattern::Poisson {
            rate: Rate(per_1000_seconds),
        },
        v2::Pattern::Burst {
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
        v2::Pattern::Ramp {
            from_per_1000_seconds,
            to_per_1000_seconds,
            over,
        } => Pattern::Ramp {
            from: Rate(from_per_1000_seconds),
            to: Rate(to_per_1000_seconds),
            over: duration(over),
        },
        v2::Pattern::Schedule { ref steps, every } => Pattern::Schedule {
            schedule: schedule(steps)?,
            every: duration(every),
        },
        v2::Pattern::Trace { trace, every } => {
            let known = usize::try_from(trace).ok().and_then(|place| traces.get(place));
            let what = Contradiction::NoSuchTrace;
            Pattern::Trace {
                trace: known.ok_or(DecodeProblem::Inconsistent { what })?.clone(),
                every: duration(every),
            }
        }
        v2::Pattern::ClockTime {
            per_1000_seconds,
            count,
            over,
            ref period,
            at,
        } => Pattern::ClockTime {
            base: Rate(per_1000_seconds),
            count,
            over: duration(over),
            period: match period {
                v2::Period::Minute => Period::Minute,
                v2::Period::Hour => Period::Hour,
                v2::Period::Day => Period::Day,
            },
            at: duration(at),
        },
        v2::Pattern::ByHand => Pattern::ByHand,
    })
}

fn schedule(steps: &[v2::Step]) -> Result<Schedule, DecodeProblem> {
    if !steps.is_sorted_by_key(|step| step.from.0) {
        let what = Contradiction::StepsAreNotInOrder;
        return Err(DecodeProblem::Inconsistent { what });
    }
    let step = |step: &v2::Step| Step {
        from: duration(step.from),
        rate: Rate(step.per_1000_seconds),
    };
    Ok(Schedule::new(steps.iter().map(step).collect()))
}

const fn nanos(duration: SimDuration) -> Nanos {
    Nanos(duration.as_nanos())
}

const fn duration(nanos: Nanos) -> SimDuration {
    SimDuration::from_nanos(nanos.0)
}
