//! How large a world may become. A backlog that nobody works off grows for ever, and memory does not.

use crate::run::last_was_input;
use crate::world::World;

/// A world that takes more bytes than this, roughly, goes on no further. A page's memory ends at 4 GiB. Going back needs up to
/// three worlds at a time (this one, the last checkpoint, the one that is replayed), and lists that grow have more room than
/// they use: a full run takes 1.7 GB, and 2.2 GB when it goes back (measured, eleven million messages).
pub const MOST_BYTES: usize = 512 << 20;

/// A world is weighed after every so many steps, which cannot add much, and after every input, which can. That depends on
/// the world alone: it is full at the same step however it got there.
const STEPS_BETWEEN: u64 = 4_096;
/// The larger the bodies, the sooner: so many bytes of a body as often again.
const BYTES_OF_A_BODY: usize = 256;

/// See the module's text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) most_bytes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            most_bytes: MOST_BYTES,
        }
    }
}

impl Room {
    pub(crate) fn is_used_up(self, world: &World) -> bool {
        let sooner = 1 + world.chronicle.items.largest_body() / BYTES_OF_A_BODY;
        let steps = (STEPS_BETWEEN / sooner as u64).max(1);
        let is_weighed = world.steps().is_multiple_of(steps) || last_was_input(world);
        let shared = || world.chronicle.items.weight() + world.chronicle.watch.shared_weight();
        is_weighed && world.weight() + shared() > self.most_bytes
    }
}
