//! Everything that happened to one item: not recorded as it happens, but found by living that part of the run again.

use crate::event::Event;
use crate::item::ItemId;
use crate::run::{Run, step_with};

impl Run {
    /// What has happened to an item up to now, at most the first `limit` events of it. Looking changes nothing.
    pub fn biography(&self, item: ItemId, limit: usize) -> Vec<Event> {
        let unborn = |made: u64| made < item.number();
        let before_birth = self
            .checkpoints
            .last_where(|world| unborn(world.items_made(item.producer())));
        let mut world = before_birth.clone();
        let mut events = Vec::new();
        while world.steps() < self.world().steps() && events.len() < limit && step_with(&mut world, &self.log)
        {
            events.extend(
                world
                    .last_events()
                    .iter()
                    .filter(|event| event.kind.item() == Some(item)),
            );
        }
        events.truncate(limit);
        events
    }
}
