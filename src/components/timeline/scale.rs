//! From simulated time to pixels and back, in steps that people know from clocks.

use cloud::time::{SimDuration, SimTime};

/// What the whole width may stand for, in seconds.
const SPANS: [u64; 20] = [
    60,
    120,
    300,
    600,
    1_200,
    1_800,
    3_600,
    7_200,
    14_400,
    21_600,
    43_200,
    86_400,
    172_800,
    345_600,
    604_800,
    1_209_600,
    2_592_000,
    7_776_000,
    31_536_000,
    315_360_000,
];
/// The steps between the times written below, in seconds.
const STEPS: [u64; 16] = [
    10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 604_800,
];
/// A time written below needs this much room.
const TICK_PIXELS: f64 = 84.0;

/// How much simulated time is spread over how many pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scale {
    pub(super) span: SimDuration,
    pub(super) width: f64,
}

impl Scale {
    /// Everything up to `furthest`, over `width` pixels.
    pub(super) fn of(furthest: SimTime, width: f64) -> Self {
        let whole = SPANS
            .into_iter()
            .find(|&span| furthest <= SimTime::from_secs(span));
        let span = whole.map_or(furthest.since(SimTime::ZERO), SimDuration::from_secs);
        Self { span, width }
    }

    /// Where an instant is.
    pub(super) fn x(self, at: SimTime) -> f64 {
        at.as_nanos() as f64 / (self.span.as_nanos() as f64).max(1.0) * self.width
    }

    /// What instant a place stands for.
    pub(super) fn at(self, x: f64) -> SimTime {
        let share = (x / self.width.max(1.0)).clamp(0.0, 1.0);
        // To the millisecond: finer than any pixel, and a time that can be read out.
        SimTime::from_millis((share * self.span.as_millis() as f64).round() as u64)
    }

    /// The instants written below, and the step between them.
    pub(super) fn ticks(self) -> (Vec<SimTime>, SimDuration) {
        let fit = (self.width / TICK_PIXELS).floor().max(1.0) as u64;
        let wanted = self.span.as_secs().div_ceil(fit);
        let step = STEPS
            .into_iter()
            .find(|&step| step >= wanted)
            .unwrap_or(wanted)
            .max(1);
        let ticks = (0..=self.span.as_secs() / step)
            .map(|tick| SimTime::from_secs(tick * step))
            .collect();
        (ticks, SimDuration::from_secs(step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_run_fits_and_the_scale_changes_seldom() {
        let span = |seconds| Scale::of(SimTime::from_secs(seconds), 1_000.0).span.as_secs();
        assert_eq!([span(0), span(60), span(61), span(3_601)], [60, 60, 120, 7_200]);
        let endless = Scale::of(SimTime::from_secs(1_000_000_000), 1_000.0);
        assert_eq!(endless.span.as_secs(), 1_000_000_000);
    }

    #[test]
    fn a_place_and_its_instant_agree() {
        let scale = Scale::of(SimTime::from_secs(250), 900.0);
        for seconds in [0, 1, 150, 299, 300] {
            let at = SimTime::from_secs(seconds);
            assert_eq!(scale.at(scale.x(at)), at);
        }
        assert_eq!(scale.at(-50.0), SimTime::ZERO);
        assert_eq!(scale.at(5_000.0), SimTime::from_secs(300));
    }

    #[test]
    fn times_do_not_run_into_each_other() {
        for seconds in [1, 61, 200, 1_000, 40_000, 100_000_000] {
            for width in [120.0, 320.0, 1_400.0] {
                let scale = Scale::of(SimTime::from_secs(seconds), width);
                let (ticks, _) = scale.ticks();
                let close = ticks
                    .windows(2)
                    .any(|pair| scale.x(pair[1]) - scale.x(pair[0]) < TICK_PIXELS - 0.01);
                assert!(!close, "{seconds} s on {width} pixels");
            }
        }
    }
}
