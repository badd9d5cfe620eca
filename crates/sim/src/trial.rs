//! One run of a case, up to where a predicate becomes true: what the search for a failure is made of. No checkpoints, no
//! charts: a world, step by step.

use cloud::time::SimTime;

use crate::event::Event;
use crate::input::Input;
use crate::predicate::Predicate;
use crate::room::Room;
use crate::run::{step_with, work_of_last_step};
use crate::sketch::{PartId, Sketch};
use crate::world::World;

/// All that a world is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What is drawn.
    pub sketch: Sketch,
    /// The seed of chance.
    pub seed: u64,
    /// The inputs, in the order of their times.
    pub log: Vec<Input>,
}

/// Where a predicate became true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// When.
    pub at: SimTime,
    /// The event that made it so, if it was one.
    pub event: Option<Event>,
    /// How many items had been made by then.
    pub messages: u64,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    world: World,
    predicate: Predicate,
    until: SimTime,
}

/// What a slice of a trial came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tried {
    MoreToDo,
    /// It never became true by then, or the world is full.
    Nothing,
    Found(Finding),
}

impl Trial {
    pub(crate) fn new(case: &Case, predicate: Predicate, until: SimTime) -> Self {
        Self {
            world: World::new(&case.sketch, case.seed),
            predicate,
            until,
        }
    }

    /// How many steps it has taken so far.
    pub(crate) fn steps(&self) -> u64 {
        self.world.steps()
    }

    /// Goes on by about as many steps as are left, and takes them off.
    pub(crate) fn go_on(&mut self, log: &[Input], left: &mut u64) -> Tried {
        while *left > 0 {
            if !self.step(log) {
                return self.at_the_end();
            }
            *left = left.saturating_sub(work_of_last_step(&self.world));
            if self.predicate.holds(&self.world) {
                return Tried::Found(self.finding());
            }
        }
        Tried::MoreToDo
    }

    /// One step, if one is due in time and there is room.
    fn step(&mut self, log: &[Input]) -> bool {
        let world = &mut self.world;
        let input = usize::try_from(world.inputs_applied())
            .ok()
            .and_then(|next| log.get(next));
        let times = [input.map(|input| input.at.max(world.now())), world.next_step_at()];
        let due = times.into_iter().flatten().min();
        due.is_some_and(|due| due <= self.until)
            && !Room::default().is_used_up(world)
            && step_with(world, log)
    }

    /// Nothing more happens by then, but time passes, which some messages outlive.
    fn at_the_end(&mut self) -> Tried {
        if self.world.next_step_at().is_none_or(|at| at >= self.until) {
            self.world.rest_until(self.until);
        }
        if self.predicate.holds(&self.world) {
            Tried::Found(self.finding())
        } else {
            Tried::Nothing
        }
    }

    fn finding(&self) -> Finding {
        let made = |id: &PartId| self.world.items_made(*id);
        Finding {
            at: self.predicate.since(&self.world).unwrap_or(self.world.now()),
            event: self
                .predicate
                .event(&self.world)
                .or(self.world.last_events().first().copied()),
            messages: self.world.sketch().parts.keys().map(made).sum(),
        }
    }
}
