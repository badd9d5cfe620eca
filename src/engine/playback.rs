//! Whether the world runs and how fast: a small state machine that is told the time, and what a button does to it.

use cloud::time::{SimDuration, SimTime};

/// A gap between two animation frames counts as no more than this, so that a page that was hidden or busy goes on from
/// where it was and never catches up in a burst.
const GAP_MILLIS_MAX: f64 = 100.0;

/// At full speed the worker decides how far it comes; this much in one frame is plenty to look at.
const FULL_SPEED_STEP: SimDuration = SimDuration::from_secs(3_600);

/// Simulated time for one unit of real time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Speed {
    Hundredth,
    Tenth,
    #[default]
    Real,
    Tenfold,
    Sixtyfold,
    /// An hour in a second.
    Hourly,
    /// A day in a second.
    Daily,
    /// As fast as the worker can.
    Full,
}

impl Speed {
    /// From the slowest to the fastest.
    pub(crate) const ALL: [Self; 8] = [
        Self::Hundredth,
        Self::Tenth,
        Self::Real,
        Self::Tenfold,
        Self::Sixtyfold,
        Self::Hourly,
        Self::Daily,
        Self::Full,
    ];

    /// The next slower or faster one, if there is one.
    pub(crate) fn neighbour(self, faster: bool) -> Self {
        let place = Self::ALL.iter().position(|&speed| speed == self).unwrap_or(0);
        let next = if faster {
            place + 1
        } else {
            place.saturating_sub(1)
        };
        Self::ALL.get(next).copied().unwrap_or(self)
    }

    /// The fastest one that is not faster than so many times the clock.
    pub(crate) fn at_most(times: u32) -> Self {
        match times {
            0..10 => Self::Real,
            10..60 => Self::Tenfold,
            60..3_600 => Self::Sixtyfold,
            3_600..86_400 => Self::Hourly,
            86_400.. => Self::Daily,
        }
    }

    /// How far the world goes in `millis` of real time.
    fn span(self, millis: f64) -> SimDuration {
        let times = match self {
            Self::Hundredth => 0.01,
            Self::Tenth => 0.1,
            Self::Real => 1.0,
            Self::Tenfold => 10.0,
            Self::Sixtyfold => 60.0,
            Self::Hourly => 3_600.0,
            Self::Daily => 86_400.0,
            Self::Full => return FULL_SPEED_STEP,
        };
        SimDuration::from_nanos((millis * times * 1e6) as u64)
    }
}

/// What the buttons show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Playback {
    pub(crate) playing: bool,
    pub(crate) speed: Speed,
    /// The worker needs more than a moment to get where it was sent.
    pub(crate) computing: bool,
}

/// What can be done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    Play,
    Pause,
    Toggle,
    SetSpeed(Speed),
    Slower,
    Faster,
}

impl Playback {
    /// What becomes of it.
    pub(crate) fn after(self, control: Control) -> Self {
        match control {
            Control::Play => Self {
                playing: true,
                ..self
            },
            Control::Pause => Self {
                playing: false,
                ..self
            },
            Control::Toggle => Self {
                playing: !self.playing,
                ..self
            },
            Control::SetSpeed(speed) => Self { speed, ..self },
            Control::Slower => Self {
                speed: self.speed.neighbour(false),
                ..self
            },
            Control::Faster => Self {
                speed: self.speed.neighbour(true),
                ..self
            },
        }
    }
}

/// Turns animation frames into instants to go to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    /// When the world was last sent on, in milliseconds of the page.
    last: Option<f64>,
}

impl Pace {
    /// Where to go from `now`, at a frame at `millis`. The first frame after a rest only starts the watch.
    pub(crate) fn target(&mut self, now: SimTime, speed: Speed, millis: f64) -> Option<SimTime> {
        let gap = millis - self.last.replace(millis)?;
        (gap > 0.0).then(|| now + speed.span(gap.min(GAP_MILLIS_MAX)))
    }

    /// The world rests.
    pub(crate) fn rest(&mut self) {
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_goes_on_by_its_gap_times_the_speed() {
        let mut pace = Pace::default();
        let now = SimTime::from_secs(5);
        assert_eq!(
            pace.target(now, Speed::Tenfold, 1_000.0),
            None,
            "the first frame has no gap"
        );
        assert_eq!(
            pace.target(now, Speed::Tenfold, 1_016.0),
            Some(now + SimDuration::from_millis(160))
        );
        assert_eq!(
            pace.target(now, Speed::Tenth, 1_032.0),
            Some(now + SimDuration::from_micros(1_600))
        );
        assert_eq!(
            pace.target(now, Speed::Tenth, 1_032.0),
            None,
            "no time has passed"
        );
    }

    #[test]
    fn a_hidden_page_does_not_catch_up_in_a_burst() {
        let mut pace = Pace::default();
        pace.target(SimTime::ZERO, Speed::Real, 0.0);
        let target = pace.target(SimTime::ZERO, Speed::Real, 3_600_000.0);
        assert_eq!(target, Some(SimTime::from_millis(100)));
    }

    #[test]
    fn a_rest_forgets_the_gap() {
        let mut pace = Pace::default();
        pace.target(SimTime::ZERO, Speed::Real, 0.0);
        pace.rest();
        assert_eq!(pace.target(SimTime::ZERO, Speed::Real, 50.0), None);
    }

    #[test]
    fn slower_and_faster_stop_at_the_ends() {
        let mut playback = Playback::default();
        for _ in 0..10 {
            playback = playback.after(Control::Faster);
        }
        assert_eq!(playback.speed, Speed::Full);
        for _ in 0..10 {
            playback = playback.after(Control::Slower);
        }
        assert_eq!(playback.speed, Speed::Hundredth);
        assert!(!playback.playing, "the speed does not start the world");
    }

    #[test]
    fn toggling_twice_changes_nothing() {
        let start = Playback::default();
        let once = start.after(Control::Toggle);
        assert!(once.playing);
        assert_eq!(once.after(Control::Toggle), start);
    }
}
