//! To the next event, or to the one before the last, in slices.

use std::ops::ControlFlow;

use cloud::time::SimTime;

use crate::event::Event;
use crate::run::{Run, Selection, step_with, work_of_last_step};
use crate::world::World;

/// Stepping to the next event of something that nothing happens to ends after this many steps.
const MOST_STEPS_TO_AN_EVENT: u64 = 200_000;

/// How far a [`Stepping`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stepped {
    /// To the event; nothing if there is none on that way.
    There(Option<Event>),
    /// The steps allowed are used up: go on.
    MoreToDo,
}

/// A way to an event. It is for one run, which is neither sent elsewhere nor changed before the end of the way.
#[derive(Clone, Debug)]
pub struct Stepping {
    of: Option<Selection>,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Forward { until: SimTime, steps_left: u64 },
    Search(Search),
    Return { world: Option<World>, target: u64 },
}

/// For the last but one step that showed an event, stretch by stretch from now to the start.
#[derive(Clone, Debug)]
struct Search {
    /// Where the stretch ends.
    end: u64,
    /// A later stretch has the last step that showed an event.
    has_last: bool,
    stretch: Option<Stretch>,
}

/// From a checkpoint to the next.
#[derive(Clone, Debug)]
struct Stretch {
    world: World,
    start: u64,
    /// The last two steps that showed an event.
    showing: [Option<u64>; 2],
}

impl Stepping {
    /// To the next step that shows an event, of what is selected if something is. Ends where nothing is to happen any more
    /// until then, or for very long, and where the world is full.
    pub fn forward(of: Option<Selection>, until: SimTime) -> Self {
        let way = Way::Forward {
            until,
            steps_left: MOST_STEPS_TO_AN_EVENT,
        };
        Self { of, way }
    }

    /// Takes back the last step that showed an event (of what is selected): to the one before it, which showed the event
    /// that is found; to the beginning if there was none before it.
    pub fn back(run: &Run, of: Option<Selection>) -> Self {
        let search = Search {
            end: run.world().steps(),
            has_last: false,
            stretch: None,
        };
        Self {
            of,
            way: Way::Search(search),
        }
    }

    /// Goes on by about as many steps.
    pub fn go_on(&mut self, run: &mut Run, max_steps: u64) -> Stepped {
        let mut left = max_steps;
        while left > 0 {
            match self.step(run) {
                ControlFlow::Break(event) => return Stepped::There(event),
                ControlFlow::Continue(work) => left = left.saturating_sub(work),
            }
        }
        Stepped::MoreToDo
    }

    /// One step, and how much it was, or the end of the way.
    fn step(&mut self, run: &mut Run) -> ControlFlow<Option<Event>, u64> {
        match &mut self.way {
            Way::Forward { until, steps_left } => {
                if *steps_left == 0 || !run.step_by(*until) {
                    return ControlFlow::Break(None);
                }
                *steps_left -= 1;
                match shown(run.world(), self.of) {
                    None => ControlFlow::Continue(work_of_last_step(run.world())),
                    event => ControlFlow::Break(event),
                }
            }
            Way::Search(search) => {
                if let Some(work) = search.step(run, self.of) {
                    return ControlFlow::Continue(work);
                }
                if let Some(target) = search.next_stretch() {
                    let world = run.checkpoints.last_where(|world| world.steps() <= target);
                    let world = Some(world.clone());
                    self.way = Way::Return { world, target };
                }
                ControlFlow::Continue(1)
            }
            Way::Return { world, target } => match world {
                Some(world) if world.steps() < *target => {
                    step_with(world, &run.log);
                    ControlFlow::Continue(work_of_last_step(world))
                }
                world => {
                    if let Some(world) = world.take() {
                        run.go_to(world);
                    }
                    ControlFlow::Break(shown(run.world(), self.of))
                }
            },
        }
    }
}

impl Search {
    /// One step, and how much it was; nothing at the end of the stretch.
    fn step(&mut self, run: &Run, of: Option<Selection>) -> Option<u64> {
        let end = self.end;
        let stretch = self.stretch.get_or_insert_with(|| {
            let world = run.checkpoints.last_where(|world| world.steps() < end).clone();
            Stretch {
                start: world.steps(),
                world,
                showing: [None; 2],
            }
        });
        let world = &mut stretch.world;
        if world.steps() >= end || !step_with(world, &run.log) {
            return None;
        }
        if shown(world, of).is_some() {
            stretch.showing = [stretch.showing[1], Some(world.steps())];
        }
        Some(work_of_last_step(world))
    }

    /// At the end of a stretch: the step that was looked for, 0 if there is none; or nothing, and the stretch before is next.
    fn next_stretch(&mut self) -> Option<u64> {
        let Stretch { start, showing, .. } = self.stretch.take()?;
        self.end = start;
        let found = match (self.has_last, showing) {
            (false, [Some(step), _]) | (true, [_, Some(step)]) => Some(step),
            _ => None,
        };
        self.has_last |= showing[1].is_some();
        found.or((start == 0).then_some(0))
    }
}

impl Run {
    /// [`Stepping::forward`] in one go.
    pub fn step_forward(&mut self, of: Option<Selection>) -> Option<Event> {
        self.follow(Stepping::forward(of, SimTime::MAX))
    }

    /// [`Stepping::back`] in one go.
    pub fn step_back(&mut self, of: Option<Selection>) -> Option<Event> {
        self.follow(Stepping::back(self, of))
    }

    fn follow(&mut self, mut stepping: Stepping) -> Option<Event> {
        loop {
            if let Stepped::There(event) = stepping.go_on(self, u64::MAX) {
                return event;
            }
        }
    }
}

/// The first event of the last step that is about what is selected.
fn shown(world: &World, of: Option<Selection>) -> Option<Event> {
    let mut events = world.last_events().iter();
    events
        .find(|event| of.is_none_or(|selection| selection.has(event)))
        .copied()
}
