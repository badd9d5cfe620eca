//! How large a world may become. A backlog that nobody works off grows for ever, and memory does not.

use crate::world::World;

/// A world that takes more bytes than this, roughly, goes on no further: eleven million small messages. A page's memory ends at
/// 4 GiB, and going back may need this world, the one that is replayed, and the checkpoints.
pub const MOST_BYTES: usize = 768 << 20;

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

impl World {
    /// Whether it is weighed after this step and takes more bytes than this, roughly. With [`MOST_BYTES`], a run of it ends here:
    /// for who steps a world without a [`Run`](crate::Run).
    pub fn takes_more_than(&self, most_bytes: usize) -> bool {
        Room { most_bytes }.is_used_up(self)
    }
}

impl Room {
    pub(crate) fn is_used_up(self, world: &World) -> bool {
        is_weighed(world) && self.is_exceeded(world)
    }

    /// After how many more steps of `world` it is weighed.
    pub(crate) fn steps_left(self, world: &World) -> u64 {
        let between = steps_between(world);
        between - world.steps() % between
    }

    fn is_exceeded(self, world: &World) -> bool {
        let shared = world.chronicle.items.weight() + world.chronicle.watch.shared_weight();
        world.weight() + shared > self.most_bytes
    }
}

fn is_weighed(world: &World) -> bool {
    world.steps().is_multiple_of(steps_between(world)) || world.last_was_input()
}

fn steps_between(world: &World) -> u64 {
    let sooner = world.chronicle.items.largest_body() / BYTES_OF_A_BODY;
    (STEPS_BETWEEN / (1 + sooner as u64)).max(1)
}
