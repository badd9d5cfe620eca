//! Going on until something is about to happen. A run stops with the world as it is before the step that would make a
//! predicate true, so that one step shows it. What a predicate says of a step is known only after the step: the run then goes
//! back to before it, from the nearest checkpoint.

use cloud::time::{SimDuration, SimTime};

use crate::event::Event;
use crate::guarantee::Guarantee;
use crate::predicate::Predicate;
use crate::run::{Progress, Run, step_with, work_of_last_step};
use crate::world::World;

/// Where a way with breakpoints ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// No breakpoint was hit so far.
    Progress(Progress),
    /// It is before the step that would make this true.
    Before(Hit),
}

/// A breakpoint that was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What would become true.
    pub predicate: Predicate,
    /// When.
    pub at: SimTime,
    /// What would happen then: the event that the predicate is about, or else the first of the step. Absent where nothing
    /// but the passing of time makes it true.
    pub event: Option<Event>,
}

/// A way that leads no further than to the first breakpoint. It is for one run, which is neither sent elsewhere nor changed
/// before the end of the way. Its first step is never stopped at: who plays on passes what the run stands before.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Each with whether it was so before the step that comes next.
    breakpoints: Vec<(Predicate, bool)>,
    /// This step has been passed.
    passed: Option<u64>,
    back: Option<Return>,
}

/// The way back to before the step that was one too many.
#[derive(Clone, Debug)]
struct Return {
    world: Box<World>,
    steps: u64,
    hit: Hit,
}

impl Watched {
    /// A way on from where `run` is.
    pub fn new(run: &Run, breakpoints: &[Predicate]) -> Self {
        let with_state = |&predicate: &Predicate| (predicate, predicate.holds(run.world()));
        Self {
            breakpoints: breakpoints.iter().map(with_state).collect(),
            passed: Some(run.world().steps() + 1),
            back: None,
        }
    }

    /// As [`Run::advance`], but no further than to the first breakpoint.
    pub fn advance(&mut self, run: &mut Run, until: SimTime, max_steps: u64) -> Halt {
        let mut left = max_steps;
        while left > 0 {
            if let Some(mut back) = self.back.take() {
                let Some(work) = back.step(run) else {
                    return self.arrive(run, back);
                };
                self.back = Some(back);
                left = left.saturating_sub(work);
                continue;
            }
            let next = run.next_at().filter(|&at| at <= until);
            if let Some(hit) = self.broken_by_time(run, next.unwrap_or(until)) {
                return Halt::Before(hit);
            }
            match next {
                None => return Halt::Progress(run.advance(until, left)),
                Some(_) if !run.step_by(until) => return Halt::Progress(Progress::Full),
                Some(_) => {}
            }
            left = left.saturating_sub(work_of_last_step(run.world()));
            if let Some(hit) = self.look(run.world()) {
                self.back = Some(Return::to_before(run, hit));
            }
        }
        Halt::Progress(Progress::MoreToDo)
    }

    /// It has gone one step too far, and is on its way back.
    pub fn is_going_back(&self) -> bool {
        self.back.is_some()
    }

    /// What the last step has made true.
    fn look(&mut self, world: &World) -> Option<Hit> {
        let passed = self.passed == Some(world.steps());
        let mut found = None;
        for (predicate, was_so) in &mut self.breakpoints {
            let is_so = predicate.holds(world);
            let is_news = is_so && !(predicate.is_state() && *was_so);
            *was_so = is_so;
            if is_news && !passed && found.is_none() {
                found = Some(Hit {
                    predicate: *predicate,
                    at: world.now(),
                    event: predicate.event(world).or(world.last_events().first().copied()),
                });
            }
        }
        found
    }

    /// A message that waits becomes too old without a step. The run then rests at the last instant before that.
    fn broken_by_time(&mut self, run: &mut Run, until: SimTime) -> Option<Hit> {
        for (predicate, was_so) in &mut self.breakpoints {
            let Predicate::Broken(guarantee @ Guarantee::OldestUnder(_)) = *predicate else {
                continue;
            };
            let due = run.world().too_old_at(guarantee).filter(|&at| at <= until);
            let Some(at) = due.filter(|_| !*was_so) else {
                continue;
            };
            let before = at.saturating_sub(SimDuration::from_nanos(1));
            if run.now() >= before {
                *was_so = true;
                continue;
            }
            run.rest(before);
            return Some(Hit {
                predicate: *predicate,
                at,
                event: None,
            });
        }
        None
    }

    /// Before the step that was one too many, at its time.
    fn arrive(&mut self, run: &mut Run, back: Return) -> Halt {
        let Return { mut world, hit, .. } = back;
        world.rest_until(hit.at);
        run.go_to(*world);
        let predicates: Vec<Predicate> = self.breakpoints.iter().map(|(predicate, _)| *predicate).collect();
        *self = Self::new(run, &predicates);
        Halt::Before(hit)
    }
}

impl Return {
    fn to_before(run: &Run, hit: Hit) -> Self {
        let steps = run.world().steps() - 1;
        let nearest = run.checkpoints.last_where(|world| world.steps() <= steps);
        Self {
            world: Box::new(nearest.clone()),
            steps,
            hit,
        }
    }

    /// One step, and how much it was; nothing where it ends.
    fn step(&mut self, run: &Run) -> Option<u64> {
        if self.world.steps() >= self.steps || !step_with(&mut self.world, &run.log) {
            return None;
        }
        Some(work_of_last_step(&self.world))
    }
}
