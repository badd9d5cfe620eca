//! What to do when the worker is lost: the page still has the project and knows how far the world was.

use cloud::time::SimTime;

/// How to go on after a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rescue {
    /// A new worker with the same project at this instant.
    Restart { at: SimTime },
    /// The project can not be shown at all; it is kept, and a change to it is another try.
    GiveUp,
}

/// Counts the losses until the world has got past them. It is deterministic: what was lost on the way to an instant is lost
/// there again, so each further try is more modest.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Recovery {
    losses: u32,
    /// What was lost was lost at this instant or before.
    by: SimTime,
}

impl Recovery {
    /// A frame has come that shows this instant.
    pub(crate) fn reached(&mut self, now: SimTime) {
        if now > self.by {
            *self = Self::default();
        }
    }

    /// The worker is lost; the last frame was at `last`, and the world was on its way to `aim`, as far as that is known.
    pub(crate) fn lost(&mut self, last: SimTime, aim: Option<SimTime>) -> Rescue {
        self.losses += 1;
        self.by = self.by.max(last).max(aim.unwrap_or_default());
        match self.losses {
            1 => Rescue::Restart { at: last },
            2 => Rescue::Restart { at: SimTime::ZERO },
            _ => Rescue::GiveUp,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cloud::time::SimDuration;

    const LAST: SimTime = SimTime::from_secs(90);
    const START: Rescue = Rescue::Restart { at: SimTime::ZERO };

    #[test]
    fn the_world_comes_back_where_it_was_then_at_the_start_then_not() {
        let mut recovery = Recovery::default();
        assert_eq!(recovery.lost(LAST, None), Rescue::Restart { at: LAST });
        assert_eq!(recovery.lost(LAST, None), START);
        assert_eq!(recovery.lost(LAST, None), Rescue::GiveUp);
    }

    #[test]
    fn what_is_lost_whenever_it_comes_to_an_instant_is_given_up() {
        let mut recovery = Recovery::default();
        let aim = LAST + SimDuration::from_secs(60);
        let crash = LAST + SimDuration::from_secs(30);
        for expected in [Rescue::Restart { at: LAST }, START, Rescue::GiveUp] {
            assert_eq!(recovery.lost(LAST, Some(aim)), expected);
            // It is shown again, and goes on up to there.
            for now in [SimTime::ZERO, LAST, crash] {
                recovery.reached(now);
            }
        }
    }

    #[test]
    fn what_has_got_past_a_loss_starts_counting_anew() {
        let mut recovery = Recovery::default();
        let aim = LAST + SimDuration::from_secs(60);
        recovery.lost(LAST, Some(aim));
        recovery.reached(aim + SimDuration::from_nanos(1));
        assert_eq!(recovery.lost(aim, None), Rescue::Restart { at: aim });
        recovery.reached(LAST);
        assert_eq!(
            recovery.lost(LAST, Some(LAST)),
            START,
            "a later loss is the one to pass"
        );
    }
}
