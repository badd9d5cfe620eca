//! Everything that happened to one item, and why: not recorded as it happens, but found by living that part of the run again.

use crate::cause::Episode;
use crate::event::Event;
use crate::item::ItemId;
use crate::past::Past;
use crate::run::{Run, step_with, work_of_last_step};
use crate::world::World;

/// So often it is asked whether a life is over.
const STEPS_BETWEEN_LOOKS: u64 = 1_000;

/// The search for a life, in slices. It is for one run, which is not changed before the end; it may be sent elsewhere.
#[derive(Clone, Debug)]
pub struct Biographer {
    item: ItemId,
    limit: usize,
    world: World,
    /// The life is told up to this step.
    until: u64,
    look_at: u64,
    life: Life,
}

impl Biographer {
    /// What has happened to an item up to where `run` is, at most the first `limit` events of it. Looking changes nothing.
    pub fn new(run: &Run, item: ItemId, limit: usize) -> Self {
        let unborn = |made: u64| made < item.number();
        let before_birth = run
            .checkpoints
            .last_where(|world| unborn(world.items_made(item.producer())));
        Self {
            item,
            limit,
            until: run.world().steps(),
            look_at: before_birth.steps() + STEPS_BETWEEN_LOOKS,
            world: before_birth.clone(),
            life: Life::default(),
        }
    }

    /// Goes on by about as many steps. All that happened, if that was the end.
    pub fn go_on(&mut self, run: &Run, max_steps: u64) -> Option<Vec<Episode>> {
        let mut left = max_steps;
        while left > 0 {
            if !self.step(run) {
                let mut episodes = std::mem::take(&mut self.life.episodes);
                episodes.truncate(self.limit);
                return Some(episodes);
            }
            left = left.saturating_sub(work_of_last_step(&self.world));
        }
        None
    }

    /// One step, unless there is no more to be known.
    fn step(&mut self, run: &Run) -> bool {
        let world = &mut self.world;
        if world.steps() >= self.until || self.life.episodes.len() >= self.limit {
            return false;
        }
        if world.steps() >= self.look_at {
            if self.life.is_over(world, self.item) {
                return false;
            }
            self.look_at = world.steps() + STEPS_BETWEEN_LOOKS;
        }
        if !step_with(world, &run.log) {
            return false;
        }
        self.life.go_on(world, self.item);
        true
    }
}

impl Run {
    /// [`Biographer`] in one go.
    pub fn biography(&self, item: ItemId, limit: usize) -> Vec<Episode> {
        let mut biographer = Biographer::new(self, item, limit);
        loop {
            if let Some(episodes) = biographer.go_on(self, u64::MAX) {
                return episodes;
            }
        }
    }
}

/// What is known of an item from its birth on.
#[derive(Clone, Debug, Default)]
struct Life {
    episodes: Vec<Episode>,
    past: Past,
}

impl Life {
    /// Tells what the last step of `world` did to the item. What one event says explains the next one, of the same step too.
    fn go_on(&mut self, world: &World, item: ItemId) {
        let concerned = |event: &&Event| event.kind.item() == Some(item);
        for event in world.last_events().iter().filter(concerned) {
            let cause = self.past.cause(event, world);
            self.past.note(event);
            self.episodes.push(Episode { event: *event, cause });
        }
    }

    /// Nothing can happen any more to an item that nobody holds. In a long run that spares the rest of it.
    fn is_over(&self, world: &World, item: ItemId) -> bool {
        !self.episodes.is_empty() && !self.past.is_in_a_queue() && !world.is_held_outside_queues(item)
    }
}
