//! When a producer's items are due: exact, without drift. The k-th item is due at a time that is worked out from k alone,
//! not by adding up gaps; only where chance decides, each gap begins where the last one ended.

use cloud::time::{SimDuration, SimTime};

use crate::chance::Luck;
use crate::rates::{Course, MAX_RATE, RATE_PERIOD, on_ramp};
use crate::sketch::{Pattern, Rate, UtcSeconds};
use crate::timetable::Trace;

/// A pattern that has begun.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    pattern: Pattern,
    origin: SimTime,
    last: SimTime,
    /// Items due so far: all but those of bursts, and of the burst under way.
    steady: u64,
    in_burst: u32,
    bursts: u64,
    /// Worked out once for all items.
    plan: Plan,
}

/// What a pattern needs beside itself.
#[derive(Clone, Debug)]
enum Plan {
    Nothing,
    Bursts(Bursts),
    Course(Course),
}

/// `count` items spread over `over`, first at `first`, then every `every` (once only if zero).
#[derive(Clone, Copy, Debug)]
struct Bursts {
    count: u32,
    over: SimDuration,
    first: SimDuration,
    every: SimDuration,
}

impl Clock {
    /// `pattern` begins at `origin` in a world whose beginning stands for `starts`.
    pub(crate) fn new(pattern: Pattern, origin: SimTime, starts: UtcSeconds) -> Self {
        Self {
            plan: Plan::of(&pattern, origin, starts),
            pattern,
            origin,
            last: origin,
            steady: 0,
            in_burst: 0,
            bursts: 0,
        }
    }

    pub(crate) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// When the next item is due; each call moves on by one item.
    pub(crate) fn next(&mut self, luck: &mut Luck) -> Option<SimTime> {
        let due = match (&self.pattern, &self.plan) {
            (Pattern::ByHand, _) => None,
            (Pattern::Poisson { rate }, _) => {
                let mean = RATE_PERIOD.checked_div(rate.0.min(MAX_RATE))?;
                Some(self.last + luck.exponential(SimDuration::from_nanos(mean)))
            }
            (Pattern::Burst { base, .. } | Pattern::ClockTime { base, .. }, _) => self.next_of_either(*base),
            (pattern, plan) => {
                let due = steady_due(pattern, plan, self.steady + 1);
                self.steady += 1;
                due.map(|after| self.origin + after)
            }
        };
        self.last = due.unwrap_or(self.last);
        due
    }

    fn next_of_either(&mut self, base: Rate) -> Option<SimTime> {
        let steady = on_ramp(self.steady + 1, base, base, SimDuration::ZERO).map(|after| self.origin + after);
        let burst = self.burst_due();
        match (steady, burst) {
            (Some(at), other) if other.is_none_or(|other| at <= other) => {
                self.steady += 1;
                Some(at)
            }
            (_, at) => {
                self.in_burst += 1;
                at
            }
        }
    }

    /// The first item of a burst is due at its beginning. A burst that lasts until the next one is shortened to that.
    fn burst_due(&mut self) -> Option<SimTime> {
        let Plan::Bursts(Bursts {
            count,
            over,
            first,
            every,
        }) = self.plan
        else {
            return None;
        };
        if self.in_burst == count {
            self.in_burst = 0;
            self.bursts += 1;
        }
        if count == 0 || (every.is_zero() && self.bursts > 0) {
            return None;
        }
        let every = shortest_interval(every, count.into());
        let over = if every.is_zero() { over } else { over.min(every) };
        let within = u128::from(over.as_nanos()) * u128::from(self.in_burst) / u128::from(count);
        let within = SimDuration::from_nanos(u64::try_from(within).unwrap_or(u64::MAX));
        Some(self.origin + first + every * self.bursts + within)
    }
}

impl Plan {
    fn of(pattern: &Pattern, origin: SimTime, starts: UtcSeconds) -> Self {
        match pattern {
            &Pattern::Burst {
                count,
                over,
                first,
                every,
                ..
            } => Self::Bursts(Bursts {
                count,
                over,
                first,
                every,
            }),
            &Pattern::ClockTime {
                count,
                over,
                period,
                at,
                ..
            } => Self::Bursts(Bursts {
                count,
                over,
                first: until_clock_time(origin, starts, period.length(), at),
                every: period.length(),
            }),
            Pattern::Schedule { schedule, every } => Self::Course(Course::of(schedule, *every)),
            Pattern::Constant { .. }
            | Pattern::Poisson { .. }
            | Pattern::Ramp { .. }
            | Pattern::Trace { .. }
            | Pattern::ByHand => Self::Nothing,
        }
    }
}

/// How long after the origin the `number`-th item (from 1) is due.
fn steady_due(pattern: &Pattern, plan: &Plan, number: u64) -> Option<SimDuration> {
    match (pattern, plan) {
        (Pattern::Constant { rate }, _) => on_ramp(number, *rate, *rate, SimDuration::ZERO),
        (Pattern::Ramp { from, to, over }, _) => on_ramp(number, *from, *to, *over),
        (Pattern::Schedule { .. }, Plan::Course(course)) => course.due(number),
        (Pattern::Trace { trace, every }, _) => replayed(trace, *every, number),
        _ => None,
    }
}

/// A trace that lasts longer than the time after which it comes again comes again when it is over.
fn replayed(trace: &Trace, every: SimDuration, number: u64) -> Option<SimDuration> {
    let arrivals = trace.arrivals();
    let (count, last) = (arrivals.len() as u64, *arrivals.last()?);
    let (times, place) = ((number - 1) / count, (number - 1) % count);
    if times > 0 && every.is_zero() {
        return None;
    }
    let every = shortest_interval(every.max(last), count);
    let within = arrivals[usize::try_from(place).expect("a place in the list")];
    every
        .as_nanos()
        .checked_mul(times)?
        .checked_add(within.as_nanos())
        .map(SimDuration::from_nanos)
}

/// How long it is from `origin` until the clock next shows `at` within a period. Periods begin at midnight UTC and whole
/// parts of a day after it.
fn until_clock_time(
    origin: SimTime,
    starts: UtcSeconds,
    period: SimDuration,
    at: SimDuration,
) -> SimDuration {
    let period = u128::from(period.as_nanos());
    let clock = u128::from(starts.0) * 1_000_000_000 + u128::from(origin.as_nanos());
    let wait = (u128::from(at.as_nanos()) % period + period - clock % period) % period;
    SimDuration::from_nanos(u64::try_from(wait).expect("a day in nanoseconds fits 64 bits"))
}

/// Bursts that come again and again make no more items than a steady rate may: otherwise a long burst every nanosecond would
/// hold up time for ever.
fn shortest_interval(every: SimDuration, count: u64) -> SimDuration {
    if every.is_zero() {
        return every;
    }
    every.max(SimDuration::from_nanos(RATE_PERIOD / MAX_RATE) * count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Purpose;
    use crate::sketch::{PartId, Period};
    use crate::timetable::{Schedule, Step};

    /// 2026-11-20T10:20:30Z
    const STARTS: u64 = 1_795_170_030;

    fn due(pattern: Pattern, items: usize) -> Vec<SimTime> {
        let mut luck = Luck::new(1, Purpose::Arrivals(PartId(1)));
        let mut clock = Clock::new(pattern, SimTime::ZERO, UtcSeconds(STARTS));
        std::iter::from_fn(|| clock.next(&mut luck)).take(items).collect()
    }

    #[test]
    fn a_constant_rate_does_not_drift() {
        let times = due(Pattern::Constant { rate: Rate(3_000) }, 3_000_000);
        assert_eq!(times[2].as_nanos(), 1_000_000_000);
        assert_eq!(times[0].as_nanos(), 333_333_333);
        assert_eq!(times[2_999_999], SimTime::from_secs(1_000_000));
    }

    #[test]
    fn a_burst_comes_on_top_of_the_base_and_again() {
        let seconds = SimDuration::from_secs;
        let (first, every) = (seconds(10), seconds(60));
        let pattern = Pattern::Burst {
            base: Rate(100),
            count: 4,
            over: seconds(2),
            first,
            every,
        };
        let times: Vec<u64> = due(pattern, 10).iter().map(|at| at.as_millis()).collect();
        let expected = [
            10_000, 10_000, 10_500, 11_000, 11_500, 20_000, 30_000, 40_000, 50_000, 60_000,
        ];
        assert_eq!(times, expected);
    }

    #[test]
    fn a_burst_without_repetition_comes_once() {
        let (over, every) = (SimDuration::ZERO, SimDuration::ZERO);
        let first = SimDuration::from_secs(5);
        let times = due(
            Pattern::Burst {
                base: Rate(0),
                count: 3,
                over,
                first,
                every,
            },
            10,
        );
        assert_eq!(times, [SimTime::from_secs(5); 3]);
    }

    #[test]
    fn bursts_hold_up_time_no_more_than_the_highest_rate() {
        let pattern = Pattern::Burst {
            base: Rate(0),
            count: 1_000,
            over: SimDuration::from_secs(60),
            first: SimDuration::ZERO,
            every: SimDuration::from_nanos(1),
        };
        let times = due(pattern, 1_000_001);
        assert_eq!(times[1_000_000], SimTime::from_secs(1));
    }

    #[test]
    fn a_poisson_pattern_has_its_rate() {
        let times = due(
            Pattern::Poisson {
                rate: Rate::per_second(10),
            },
            10_000,
        );
        let last = times.last().expect("it goes on forever").as_secs();
        assert!(
            (970..1_030).contains(&last),
            "10,000 items at 10 a second took {last} s"
        );
    }

    #[test]
    fn no_rate_and_no_hand_make_nothing() {
        assert_eq!(due(Pattern::Constant { rate: Rate(0) }, 1), []);
        assert_eq!(due(Pattern::Poisson { rate: Rate(0) }, 1), []);
        assert_eq!(due(Pattern::ByHand, 1), []);
    }

    fn millis(pattern: Pattern, items: usize) -> Vec<u64> {
        due(pattern, items).iter().map(|at| at.as_millis()).collect()
    }

    #[test]
    fn a_ramp_stays_at_its_end() {
        let ramp = Pattern::Ramp {
            from: Rate(0),
            to: Rate::per_second(1),
            over: SimDuration::from_secs(8),
        };
        assert_eq!(millis(ramp, 6), [4_000, 5_656, 6_928, 8_000, 9_000, 10_000]);
    }

    #[test]
    fn a_schedule_comes_again() {
        let step = |from, per_second| Step {
            from: SimDuration::from_secs(from),
            rate: Rate::per_second(per_second),
        };
        let schedule = Pattern::Schedule {
            schedule: Schedule::new(vec![step(2, 0), step(0, 1)]),
            every: SimDuration::from_secs(10),
        };
        assert_eq!(millis(schedule, 5), [1_000, 2_000, 11_000, 12_000, 21_000]);
    }

    fn trace(arrivals: &[u64], every: u64) -> Pattern {
        let arrivals = arrivals.iter().map(|&second| SimDuration::from_secs(second));
        Pattern::Trace {
            trace: Trace::new(arrivals.collect()),
            every: SimDuration::from_secs(every),
        }
    }

    #[test]
    fn a_trace_is_replayed_once_or_again_and_again() {
        assert_eq!(millis(trace(&[3, 0, 3], 0), 9), [0, 3_000, 3_000]);
        assert_eq!(millis(trace(&[0, 3], 10), 5), [0, 3_000, 10_000, 13_000, 20_000]);
        assert_eq!(
            millis(trace(&[0, 3], 1), 4),
            [0, 3_000, 3_000, 6_000],
            "when it is over"
        );
        assert!(millis(trace(&[], 1), 4).is_empty());
    }

    #[test]
    fn a_trace_holds_up_time_no_more_than_the_highest_rate() {
        let times = due(trace(&[0; 1_000], 1), 1_000_001);
        assert_eq!(times[1_000], SimTime::from_secs(1));
        let fast = Pattern::Trace {
            trace: Trace::new(vec![SimDuration::ZERO; 1_000]),
            every: SimDuration::from_nanos(1),
        };
        assert_eq!(due(fast, 1_000_001)[1_000_000], SimTime::from_secs(1));
    }

    #[test]
    fn clock_times_are_those_of_utc() {
        let burst = |period, at| Pattern::ClockTime {
            base: Rate(0),
            count: 2,
            over: SimDuration::from_secs(10),
            period,
            at,
        };
        let minute = |minutes: u64| SimDuration::from_secs(60 * minutes);
        // It is 10:20:30 at the beginning.
        assert_eq!(
            millis(burst(Period::Hour, SimDuration::ZERO), 3),
            [2_370_000, 2_375_000, 5_970_000]
        );
        assert_eq!(
            millis(burst(Period::Minute, SimDuration::from_secs(30)), 3),
            [0, 5_000, 60_000]
        );
        let night = 16 * 3_600 + 9 * 60 + 30;
        assert_eq!(
            millis(burst(Period::Day, minute(150)), 3),
            [night * 1_000, night * 1_000 + 5_000, (night + 86_400) * 1_000],
            "02:30"
        );
    }

    #[test]
    fn a_pattern_that_begins_later_keeps_to_the_clock() {
        let pattern = Pattern::ClockTime {
            base: Rate(0),
            count: 1,
            over: SimDuration::ZERO,
            period: Period::Hour,
            at: SimDuration::ZERO,
        };
        let mut clock = Clock::new(pattern, SimTime::from_secs(100), UtcSeconds(STARTS));
        let mut luck = Luck::new(1, Purpose::Arrivals(PartId(1)));
        assert_eq!(clock.next(&mut luck), Some(SimTime::from_secs(2_370)));
    }
}
