//! Rates that change with time: when the k-th item is due, in whole numbers and from k alone.
//!
//! A rate makes, each nanosecond, so many parts of an item as it has items in [`RATE_PERIOD`]; an item is made of
//! [`RATE_PERIOD`] parts. The k-th is due at the last nanosecond at which no more than k items have been made.

use cloud::time::SimDuration;

use crate::sketch::Rate;
use crate::timetable::{Schedule, Step};

/// A rate counts items in this time.
pub(crate) const RATE_PERIOD: u64 = SimDuration::from_secs(1_000).as_nanos();
/// More is not offered anywhere; a sketch that asks for more gets this.
pub(crate) const MAX_RATE: u64 = Rate::per_second(1_000_000).0;
/// A longer ramp is shortened to this: its figures would not fit.
const LONGEST_RAMP: SimDuration = SimDuration::from_secs(86_400);

fn parts_a_nanosecond(rate: Rate) -> u128 {
    rate.0.min(MAX_RATE).into()
}

fn parts_of(items: u64) -> u128 {
    u128::from(items) * u128::from(RATE_PERIOD)
}

fn after(nanos: u128) -> Option<SimDuration> {
    u64::try_from(nanos).ok().map(SimDuration::from_nanos)
}

/// When the `number`-th item (from 1) is due at a rate that goes evenly from one to another and then stays.
pub(crate) fn on_ramp(number: u64, from: Rate, to: Rate, over: SimDuration) -> Option<SimDuration> {
    let (from, to) = (parts_a_nanosecond(from), parts_a_nanosecond(to));
    let over = u128::from(over.min(LONGEST_RAMP).as_nanos());
    // Everything is doubled, so that the area under the ramp is a whole number.
    let (wanted, on_the_ramp) = (2 * parts_of(number), (from + to) * over);
    if wanted >= on_the_ramp {
        let beyond = wanted - on_the_ramp;
        return match (2 * to, beyond) {
            (_, 0) => after(over),
            (0, _) => None,
            (twice, _) => after(over + beyond / twice),
        };
    }
    // By the instant t, from·t + (to − from)·t²/2·over parts are made; times 2·over, that is whole too.
    let made_times_over = |t: u128| {
        if to >= from {
            t * (2 * from * over + (to - from) * t)
        } else {
            t * (2 * from * over - (from - to) * t)
        }
    };
    let (mut early, mut late) = (0, over);
    while late - early > 1 {
        let middle = u128::midpoint(early, late);
        if made_times_over(middle) <= wanted * over {
            early = middle;
        } else {
            late = middle;
        }
    }
    after(early)
}

/// A schedule with what has been made by the beginning of each step.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    steps: Vec<(Step, u128)>,
    every: SimDuration,
    made_each_time: u128,
}

impl Course {
    /// The course of `schedule`, which begins anew after each `every`, unless that is zero.
    pub(crate) fn of(schedule: &Schedule, every: SimDuration) -> Self {
        let (mut steps, mut made, mut before) = (Vec::<(Step, u128)>::new(), 0, None::<Step>);
        let made_until = |before: Option<Step>, until: SimDuration| {
            before.map_or(0, |step| {
                parts_a_nanosecond(step.rate) * u128::from((until - step.from).as_nanos())
            })
        };
        for &step in schedule.steps() {
            if every.is_zero() || step.from < every {
                made += made_until(before, step.from);
                steps.push((step, made));
                before = Some(step);
            }
        }
        Self {
            steps,
            every,
            made_each_time: if every.is_zero() {
                0
            } else {
                made + made_until(before, every)
            },
        }
    }

    /// When the `number`-th item (from 1) is due.
    pub(crate) fn due(&self, number: u64) -> Option<SimDuration> {
        let wanted = parts_of(number);
        let times = match self.made_each_time {
            0 => 0,
            each => (wanted - 1) / each,
        };
        let wanted = wanted - times * self.made_each_time;
        let index = self
            .steps
            .partition_point(|&(_, made)| made < wanted)
            .checked_sub(1)?;
        let (step, made) = self.steps[index];
        let within = (wanted - made).checked_div(parts_a_nanosecond(step.rate))?;
        after(times * u128::from(self.every.as_nanos()) + u128::from(step.from.as_nanos()) + within)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: SimDuration = SimDuration::from_secs(1);

    #[test]
    fn a_ramp_makes_the_area_under_it() {
        let due =
            |number| on_ramp(number, Rate(0), Rate::per_second(100), SECOND * 10).map(SimDuration::as_nanos);
        // 500 items by the end of the ramp; a quarter of them by half the time.
        assert_eq!(due(125), Some(5_000_000_000));
        assert_eq!(due(500), Some(10_000_000_000));
        assert_eq!(due(501), Some(10_010_000_000));
        assert_eq!(due(1), Some(447_213_595), "10 s × √(1/500)");
    }

    #[test]
    fn a_ramp_down_to_nothing_ends() {
        let due =
            |number| on_ramp(number, Rate::per_second(100), Rate(0), SECOND * 10).map(SimDuration::as_nanos);
        assert_eq!(due(375), Some(5_000_000_000));
        assert_eq!((due(500), due(501)), (Some(10_000_000_000), None));
        assert_eq!(on_ramp(1, Rate(0), Rate(0), SECOND), None);
    }

    #[test]
    fn a_level_ramp_is_a_constant_rate() {
        for number in [1, 2, 3, 10, 29, 30, 31, 1_000_000] {
            let level = on_ramp(number, Rate(3_000), Rate(3_000), SECOND * 10);
            assert_eq!(level.map(SimDuration::as_nanos), Some(number * 1_000_000_000 / 3));
        }
    }

    #[test]
    fn the_steepest_and_longest_ramp_is_exact() {
        let rate = Rate::per_second(1_000_000);
        let day = SECOND * 86_400;
        assert_eq!(on_ramp(43_200_000_000, Rate(0), rate, day * 2), Some(day));
        assert_eq!(on_ramp(10_800_000_000, Rate(0), rate, day), Some(SECOND * 43_200));
        assert_eq!(on_ramp(u64::MAX, Rate(0), Rate(1), day), None, "beyond all time");
    }

    fn course(steps: &[(u64, u64)], every: u64) -> Course {
        let steps = steps.iter().map(|&(from, per_second)| Step {
            from: SECOND * from,
            rate: Rate::per_second(per_second),
        });
        Course::of(&Schedule::new(steps.collect()), SECOND * every)
    }

    #[test]
    fn a_schedule_goes_through_its_steps_without_losing_a_fraction() {
        let course = course(&[(10, 3), (20, 0), (30, 1)], 0);
        let due = |number| course.due(number).map(SimDuration::as_millis);
        assert_eq!(
            (due(1), due(3), due(30)),
            (Some(10_333), Some(11_000), Some(20_000))
        );
        assert_eq!((due(31), due(32)), (Some(31_000), Some(32_000)));
    }

    #[test]
    fn a_schedule_may_end_and_may_come_again() {
        let once = course(&[(0, 2), (5, 0)], 0);
        assert_eq!((once.due(10), once.due(11)), (Some(SECOND * 5), None));
        let again = course(&[(0, 2), (5, 0), (90, 7)], 60);
        assert_eq!(
            (again.due(10), again.due(12)),
            (Some(SECOND * 5), Some(SECOND * 61))
        );
        assert_eq!(again.due(1_000_010), Some(SECOND * (60 * 100_000 + 5)));
        assert_eq!(course(&[(0, 0)], 60).due(1), None);
        assert_eq!(course(&[], 60).due(1), None);
    }

    #[test]
    fn a_fraction_that_is_left_over_is_made_in_the_next_step() {
        // Half an item in the first second; the other half takes a quarter of a second at 2 a second.
        let steps = vec![
            Step {
                from: SimDuration::ZERO,
                rate: Rate(500),
            },
            Step {
                from: SECOND,
                rate: Rate::per_second(2),
            },
        ];
        let course = Course::of(&Schedule::new(steps), SimDuration::ZERO);
        assert_eq!(course.due(1), Some(SimDuration::from_millis(1_250)));
    }
}
