//! The backlog as paths: what has been, filled; and what came next before a rewind.

use std::fmt::Write;

use cloud::time::SimTime;

use super::scale::Scale;
use crate::bridge::frame::Series;

/// The paths of a series, as values of `d`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Curve {
    pub(super) area: String,
    pub(super) past: String,
    pub(super) future: String,
}

impl Curve {
    /// The curve of `series` between the heights `top` and `base`, with the play head at `now`, where the value is `value`.
    pub(super) fn of(series: &Series, scale: Scale, now: SimTime, value: u64, top: f64, base: f64) -> Self {
        let highest = series
            .points
            .iter()
            .map(|&(_, value)| value)
            .max()
            .unwrap_or(0)
            .max(value)
            .max(1);
        let y = |value: u64| base - value as f64 / highest as f64 * (base - top);
        let x = |millis: u64| scale.x(SimTime::from_millis(millis));
        let split = series
            .points
            .partition_point(|&(millis, _)| SimTime::from_millis(millis) <= now);
        let (before, after) = series.points.split_at(split);
        let here = (scale.x(now), y(value));

        let before = before.iter().map(|&(millis, value)| (x(millis), y(value)));
        let past = line(before.chain([here]));
        let future = if after.is_empty() {
            String::new()
        } else {
            line(
                [here]
                    .into_iter()
                    .chain(after.iter().map(|&(millis, value)| (x(millis), y(value)))),
            )
        };
        let first = series
            .points
            .first()
            .map_or(here.0, |&(millis, _)| x(millis).min(here.0));
        let area = format!("{past}V{base:.1}H{first:.1}Z");
        Self { area, past, future }
    }
}

/// A line through points.
fn line(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (place, (x, y)) in points.enumerate() {
        let command = if place == 0 { 'M' } else { 'L' };
        // Writing to a string does not fail.
        let _ = write!(path, "{command}{x:.1} {y:.1}");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_play_head_parts_what_has_been_from_what_came_next() {
        let points = vec![(0, 0), (10_000, 100), (20_000, 50), (30_000, 0)];
        let series = Series {
            points,
            ..Series::default()
        };
        let scale = Scale::of(SimTime::from_secs(60), 600.0);
        let curve = Curve::of(&series, scale, SimTime::from_secs(15), 75, 20.0, 70.0);
        assert_eq!(curve.past, "M0.0 70.0L100.0 20.0L150.0 32.5");
        assert_eq!(curve.future, "M150.0 32.5L200.0 45.0L300.0 70.0");
        assert_eq!(curve.area, "M0.0 70.0L100.0 20.0L150.0 32.5V70.0H0.0Z");
    }

    #[test]
    fn without_a_rewind_there_is_no_future() {
        let curve = Curve::of(&Series::default(), Scale::default(), SimTime::ZERO, 0, 0.0, 10.0);
        assert_eq!(curve.future, "");
    }
}
