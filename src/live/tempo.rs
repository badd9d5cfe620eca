//! How often what is told.

/// A pace at which something follows the frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Beat {
    /// Every frame: what moves, and the clock.
    Frame,
    /// At most ten times a second, and whenever the world rests: figures that are read.
    #[default]
    Figures,
    /// At most once a second, and whenever the world rests: what assistive technology reads.
    Slow,
}

impl Beat {
    pub(super) const ALL: [Self; 3] = [Self::Frame, Self::Figures, Self::Slow];

    /// The least time between two beats, in milliseconds.
    fn gap(self, calm: bool) -> f64 {
        match self {
            Self::Frame | Self::Figures if calm => 1_000.0,
            Self::Frame => 0.0,
            Self::Figures => 100.0,
            Self::Slow => 1_000.0,
        }
    }
}

/// Decides which beats are due.
#[derive(Debug, Default)]
pub(crate) struct Tempo {
    /// By [`Beat`]: when it was last told.
    told: [Option<f64>; Beat::ALL.len()],
    /// By [`Beat`]: whether a frame has come since.
    stale: [bool; Beat::ALL.len()],
    /// What moves must be drawn again although nothing moved: the camera did.
    redraw: bool,
}

impl Tempo {
    /// A new frame is there.
    pub(crate) fn renew(&mut self) {
        self.stale = [true; Beat::ALL.len()];
    }

    /// The latest frame must be drawn again, at once.
    pub(crate) fn redraw(&mut self) {
        self.redraw = true;
    }

    /// Whether somebody has yet to hear of the latest frame.
    pub(crate) fn is_behind(&self) -> bool {
        self.redraw || self.stale.contains(&true)
    }

    /// The beats due at `millis`. A world at rest is shown exactly; a `calm` page changes once a second.
    pub(crate) fn due(&mut self, millis: f64, resting: bool, calm: bool) -> Vec<Beat> {
        let mut due = Vec::new();
        for (place, beat) in Beat::ALL.into_iter().enumerate() {
            let waited = self.told[place].is_none_or(|told| millis - told >= beat.gap(calm));
            if self.stale[place] && (resting || waited) {
                self.told[place] = Some(millis);
                self.stale[place] = false;
                due.push(beat);
            } else if self.redraw && beat == Beat::Frame {
                due.push(beat);
            }
        }
        self.redraw = false;
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often each beat is told in two seconds of 60 frames each.
    fn counts(calm: bool) -> [usize; 3] {
        let mut tempo = Tempo::default();
        let mut counts = [0; 3];
        for frame in 0..120 {
            tempo.renew();
            for beat in tempo.due(f64::from(frame) * 1_000.0 / 60.0, false, calm) {
                counts[Beat::ALL.iter().position(|&other| other == beat).unwrap()] += 1;
            }
        }
        counts
    }

    #[test]
    fn figures_change_ten_times_a_second_and_names_once() {
        let [frames, figures, slow] = counts(false);
        assert_eq!((frames, slow), (120, 2));
        assert!((17..=20).contains(&figures), "{figures}");
    }

    #[test]
    fn with_reduced_motion_nothing_changes_more_than_once_a_second() {
        assert_eq!(counts(true), [2, 2, 2]);
    }

    #[test]
    fn a_moved_camera_is_drawn_at_once() {
        let mut tempo = Tempo::default();
        tempo.renew();
        tempo.due(0.0, false, true);
        tempo.redraw();
        assert!(tempo.is_behind());
        assert_eq!(tempo.due(1.0, false, true), [Beat::Frame]);
        assert!(!tempo.is_behind());
    }

    #[test]
    fn at_rest_everybody_hears_of_the_last_frame_at_once() {
        let mut tempo = Tempo::default();
        tempo.renew();
        assert_eq!(tempo.due(0.0, false, false), Beat::ALL);
        tempo.renew();
        assert_eq!(tempo.due(10.0, false, false), [Beat::Frame]);
        assert!(tempo.is_behind());
        assert_eq!(tempo.due(20.0, true, false), [Beat::Figures, Beat::Slow]);
        assert!(!tempo.is_behind());
    }
}
