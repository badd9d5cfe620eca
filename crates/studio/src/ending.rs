//! Where a run ends, although its world would go on.

use cloud::time::SimTime;
use sim::Run;

/// The last instant of every run, a year after its start. Whatever is played can be saved and shared.
pub const LAST_INSTANT: SimTime = SimTime::from_secs(366 * 86_400);

/// Why a run goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its world takes more memory than it may.
    Full {
        /// So many are in its queues.
        messages: u64,
    },
    /// It has come to [`LAST_INSTANT`].
    LastInstant,
}

impl Ending {
    /// Whether and why a run goes no further from where it is now.
    pub fn of(run: &Run) -> Option<Self> {
        if run.is_full() {
            let messages = run.world().messages_in_queues();
            Some(Self::Full { messages })
        } else {
            (run.now() >= LAST_INSTANT).then_some(Self::LastInstant)
        }
    }
}
