//! The figures of a whole run over time, in bounded memory: the world is looked at every so often, and when there are too many
//! looks, every other one is forgotten and the world is looked at half as often.
//!
//! A look is an instant, not a summary of what came before it. That is why a run whose past is changed can simply forget
//! the looks after the change.

use std::collections::BTreeMap;

use cloud::time::{SimDuration, SimTime};

use crate::metrics::Metric;
use crate::sketch::PartId;
use crate::world::World;

/// So often the world is looked at to begin with.
const SHORTEST: SimDuration = SimDuration::from_millis(100);
/// As many looks are kept at most.
const MOST: u64 = 2_048;

/// A metric of a part over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    counts: bool,
    interval: SimDuration,
    /// The number of the first look at this part: parts may come later.
    first: u64,
    values: Vec<u64>,
}

impl Series {
    /// From one point to the next.
    pub fn interval(&self) -> SimDuration {
        self.interval
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no point yet.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The points: what was there at that instant, or, of a metric that counts, how many there were since the point before.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = (SimTime, u64)> {
        self.values.iter().enumerate().map(|(index, &value)| {
            let before = match index.checked_sub(1) {
                Some(before) if self.counts => self.values[before],
                Some(_) | None => 0,
            };
            (
                SimTime::ZERO + self.interval * (self.first + index as u64),
                value - before,
            )
        })
    }

    fn thin_out(&mut self) {
        let first_kept = usize::from(self.first % 2 == 1);
        self.first = self.first.div_ceil(2);
        self.values = self.values.iter().skip(first_kept).step_by(2).copied().collect();
        self.interval = self.interval * 2;
    }
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Charts {
    interval: SimDuration,
    /// How many looks there were.
    looks: u64,
    next_look: SimTime,
    series: BTreeMap<(PartId, Metric), Series>,
}

impl Default for Charts {
    fn default() -> Self {
        Self {
            interval: SHORTEST,
            looks: 0,
            next_look: SimTime::ZERO,
            series: BTreeMap::new(),
        }
    }
}

impl Charts {
    pub(crate) fn get(&self, part: PartId, metric: Metric) -> Option<&Series> {
        self.series.get(&(part, metric))
    }

    /// When the world is to be looked at next.
    pub(crate) fn next_look(&self) -> SimTime {
        self.next_look
    }

    fn plan(&mut self) {
        self.next_look = SimTime::ZERO + self.interval * self.looks;
    }

    /// Looks at a world in which everything up to the time of the look has happened, and nothing after.
    #[inline(never)]
    pub(crate) fn look(&mut self, world: &World) {
        for &part in world.sketch().parts.keys() {
            for (metric, value) in world.metrics(part) {
                let new = || Series {
                    counts: metric.is_count(),
                    interval: self.interval,
                    first: self.looks,
                    values: Vec::new(),
                };
                let series = self.series.entry((part, metric)).or_insert_with(new);
                // A part that was away for a while had nothing.
                let missed = self.looks - series.first - series.values.len() as u64;
                let last = if series.counts {
                    series.values.last().copied().unwrap_or(0)
                } else {
                    0
                };
                series.values.extend((0..missed).map(|_| last));
                series
                    .values
                    .push(value.max(if series.counts { last } else { 0 }));
            }
        }
        self.looks += 1;
        if self.looks == MOST {
            self.thin_out();
        }
        self.plan();
    }

    fn thin_out(&mut self) {
        self.interval = self.interval * 2;
        self.looks = self.looks.div_ceil(2);
        self.series.values_mut().for_each(Series::thin_out);
    }

    /// Forgets the looks at `time` and after it.
    pub(crate) fn forget_from(&mut self, time: SimTime) {
        self.looks = self.looks.min(time.as_nanos().div_ceil(self.interval.as_nanos()));
        let looks = self.looks;
        self.series.retain(|_, series| {
            let kept = usize::try_from(looks.saturating_sub(series.first)).expect("fewer than are in memory");
            series.values.truncate(kept);
            kept > 0
        });
        self.plan();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(counts: bool, first: u64, values: &[u64]) -> Series {
        Series {
            counts,
            interval: SimDuration::from_secs(1),
            first,
            values: values.to_vec(),
        }
    }

    fn points(series: &Series) -> Vec<(u64, u64)> {
        series.points().map(|(at, value)| (at.as_secs(), value)).collect()
    }

    #[test]
    fn a_count_is_shown_as_how_many_since_the_point_before() {
        assert_eq!(points(&series(true, 2, &[4, 4, 7])), [(2, 4), (3, 0), (4, 3)]);
        assert_eq!(points(&series(false, 2, &[4, 4, 7])), [(2, 4), (3, 4), (4, 7)]);
    }

    #[test]
    fn thinning_out_keeps_the_looks_at_even_places() {
        for first in [2, 3] {
            let mut thinned = series(false, first, &[10, 11, 12, 13, 14]);
            let before = points(&thinned);
            thinned.thin_out();
            let kept: Vec<_> = before.into_iter().filter(|(at, _)| at % 2 == 0).collect();
            assert_eq!(points(&thinned), kept, "first look at {first}");
        }
    }
}
