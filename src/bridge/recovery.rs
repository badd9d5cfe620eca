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

/// Counts the losses since the last frame. The world is deterministic: what was lost on the way to an instant is lost
/// there again, so each further try is more modest.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Recovery {
    losses: u32,
}

impl Recovery {
    /// A frame has come.
    pub(crate) fn alive(&mut self) {
        self.losses = 0;
    }

    /// The worker is lost; the last frame was at `last`.
    pub(crate) fn lost(&mut self, last: SimTime) -> Rescue {
        self.losses += 1;
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

    #[test]
    fn the_world_comes_back_where_it_was_then_at_the_start_then_not() {
        let mut recovery = Recovery::default();
        let last = SimTime::from_secs(90);
        assert_eq!(recovery.lost(last), Rescue::Restart { at: last });
        assert_eq!(recovery.lost(last), Rescue::Restart { at: SimTime::ZERO });
        assert_eq!(recovery.lost(last), Rescue::GiveUp);
        recovery.alive();
        assert_eq!(recovery.lost(last), Rescue::Restart { at: last });
    }
}
