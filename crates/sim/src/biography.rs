//! Everything that happened to one item: not recorded as it happens, but found by living that part of the run again.

use crate::event::{Event, EventKind};
use crate::item::ItemId;
use crate::run::{Run, step_with};
use crate::world::World;

/// So often it is asked whether a life is over.
const STEPS_BETWEEN_LOOKS: u64 = 1_000;

impl Run {
    /// What has happened to an item up to now, at most the first `limit` events of it. Looking changes nothing.
    pub fn biography(&self, item: ItemId, limit: usize) -> Vec<Event> {
        let unborn = |made: u64| made < item.number();
        let before_birth = self
            .checkpoints
            .last_where(|world| unborn(world.items_made(item.producer())));
        let mut world = before_birth.clone();
        let mut life = Life::default();
        let mut look_at = world.steps() + STEPS_BETWEEN_LOOKS;
        while world.steps() < self.world().steps()
            && life.events.len() < limit
            && step_with(&mut world, &self.log)
        {
            life.go_on(world.last_events(), item);
            if world.steps() >= look_at {
                if life.is_over(&world, item) {
                    break;
                }
                look_at = world.steps() + STEPS_BETWEEN_LOOKS;
            }
        }
        life.events.truncate(limit);
        life.events
    }
}

/// What is known of an item from its birth on.
#[derive(Default)]
struct Life {
    events: Vec<Event>,
    /// Copies in queues.
    copies: u32,
}

impl Life {
    fn go_on(&mut self, events: &[Event], item: ItemId) {
        for event in events.iter().filter(|event| event.kind.item() == Some(item)) {
            match event.kind {
                EventKind::Sent { .. } => self.copies += 1,
                EventKind::Deleted { .. } | EventKind::Expired { .. } | EventKind::Purged { .. } => {
                    self.copies -= 1;
                }
                _ => {}
            }
            self.events.push(*event);
        }
    }

    /// Nothing can happen any more to an item that nobody holds. In a long run that spares the rest of it.
    fn is_over(&self, world: &World, item: ItemId) -> bool {
        !self.events.is_empty() && self.copies == 0 && !world.is_held_outside_queues(item)
    }
}
