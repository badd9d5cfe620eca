//! When a producer's items are due: exact, without drift. The k-th item of a rate is due at a time that is worked out from
//! k alone, not by adding up gaps.

use cloud::time::{SimDuration, SimTime};

use crate::chance::Luck;
use crate::sketch::{Pattern, Rate};

/// More is not offered anywhere; a sketch that asks for more gets this.
const MAX_RATE: u64 = Rate::per_second(1_000_000).0;
/// A rate counts items in this time.
const RATE_PERIOD: u64 = SimDuration::from_secs(1_000).as_nanos();

/// A pattern that has begun.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    pattern: Pattern,
    origin: SimTime,
    last: SimTime,
    /// Items due so far: at the steady rate, and of the burst under way.
    steady: u64,
    in_burst: u32,
    bursts: u64,
}

impl Clock {
    pub(crate) fn new(pattern: Pattern, origin: SimTime) -> Self {
        Self {
            pattern,
            origin,
            last: origin,
            steady: 0,
            in_burst: 0,
            bursts: 0,
        }
    }

    pub(crate) fn pattern(&self) -> Pattern {
        self.pattern
    }

    /// When the next item is due; each call moves on by one item.
    pub(crate) fn next(&mut self, luck: &mut Luck) -> Option<SimTime> {
        let due = match self.pattern {
            Pattern::ByHand => None,
            Pattern::Constant { rate } => {
                let due = self.steady_due(rate);
                self.steady += 1;
                due
            }
            Pattern::Poisson { rate } => {
                let mean = RATE_PERIOD.checked_div(rate.0.min(MAX_RATE))?;
                Some(self.last + luck.exponential(SimDuration::from_nanos(mean)))
            }
            Pattern::Burst { base, .. } => self.next_of_either(base),
        };
        self.last = due.unwrap_or(self.last);
        due
    }

    fn next_of_either(&mut self, base: Rate) -> Option<SimTime> {
        let (steady, burst) = (self.steady_due(base), self.burst_due());
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

    /// The k-th item is due k / rate after the origin, k from 1.
    fn steady_due(&self, rate: Rate) -> Option<SimTime> {
        let rate = rate.0.min(MAX_RATE);
        if rate == 0 {
            return None;
        }
        let after = u128::from(self.steady + 1) * u128::from(RATE_PERIOD) / u128::from(rate);
        Some(self.origin + SimDuration::from_nanos(u64::try_from(after).unwrap_or(u64::MAX)))
    }

    /// The first item of a burst is due at its beginning. A burst that lasts until the next one is shortened to that.
    fn burst_due(&mut self) -> Option<SimTime> {
        let Pattern::Burst {
            count,
            over,
            first,
            every,
            ..
        } = self.pattern
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
        let every = shortest_interval(every, count);
        let over = if every.is_zero() { over } else { over.min(every) };
        let within = u128::from(over.as_nanos()) * u128::from(self.in_burst) / u128::from(count);
        let within = SimDuration::from_nanos(u64::try_from(within).unwrap_or(u64::MAX));
        Some(self.origin + first + every * self.bursts + within)
    }
}

/// Bursts that come again and again make no more items than a steady rate may: otherwise a long burst every nanosecond would
/// hold up time for ever.
fn shortest_interval(every: SimDuration, count: u32) -> SimDuration {
    if every.is_zero() {
        return every;
    }
    every.max(SimDuration::from_nanos(RATE_PERIOD / MAX_RATE) * u64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Purpose;
    use crate::sketch::PartId;

    fn due(pattern: Pattern, items: usize) -> Vec<SimTime> {
        let mut luck = Luck::new(1, Purpose::Arrivals(PartId(1)));
        let mut clock = Clock::new(pattern, SimTime::ZERO);
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
}
