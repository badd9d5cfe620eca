//! A world with a past: any instant of it can be gone to, and the log can be changed at any point.

use cloud::time::{SimDuration, SimTime};

use crate::checkpoints::Checkpoints;
#[cfg(feature = "clients")]
use crate::client_event::CallNumber;
#[cfg(feature = "clients")]
use crate::clients::Told;
use crate::digest::RunHash;
use crate::event::{Event, EventKind};
use crate::figures::LinkRate;
use crate::guarantee::{Guarantee, Verdict};
use crate::input::{Input, InputKind};
use crate::item::ItemId;
use crate::marks::{Mark, Marks, violations};
use crate::metrics::Metric;
use crate::room::Room;
use crate::series::{Charts, Series};
use crate::sketch::{LinkId, PartId, Sketch};
use crate::world::{THINGS_IN_A_STEP, World};

/// How far an [`Run::advance`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// All the way.
    Reached,
    /// The steps allowed are used up: call again.
    MoreToDo,
    /// As far as there is room for what the world holds: it goes on no further. See [`Run::is_full`].
    Full,
}

/// What steps are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Something that happens at this part.
    Part(PartId),
    /// Something that happens on this link.
    Link(LinkId),
    /// Something that happens to this item.
    Item(ItemId),
}

impl Selection {
    /// Whether an event is about what is selected.
    pub fn has(self, event: &Event) -> bool {
        match self {
            Self::Part(part) => {
                let into = matches!(event.kind, EventKind::DeadLettered { to, .. } if to == part);
                into || event.kind.part() == Some(part)
            }
            Self::Link(link) => event.kind.link() == Some(link),
            Self::Item(item) => event.kind.item() == Some(item),
        }
    }
}

/// See the module's text.
#[derive(Clone, Debug)]
pub struct Run {
    sketch: Sketch,
    seed: u64,
    pub(crate) log: Vec<Input>,
    world: World,
    pub(crate) checkpoints: Checkpoints,
    charts: Charts,
    marks: Marks,
    furthest: SimTime,
    /// The violations known at the furthest point.
    violations: Vec<Mark>,
    room: Room,
}

impl Run {
    /// A run at its beginning. The log is in the order of its times.
    pub fn new(sketch: Sketch, seed: u64, log: Vec<Input>) -> Self {
        let world = World::new(&sketch, seed);
        Self {
            checkpoints: Checkpoints::new(world.clone()),
            sketch,
            seed,
            log,
            world,
            charts: Charts::default(),
            marks: Marks::default(),
            furthest: SimTime::ZERO,
            violations: Vec::new(),
            room: Room::default(),
        }
    }

    /// The same run with another limit than [`crate::MOST_BYTES`] for what its world takes.
    #[must_use]
    pub fn with_room_for(mut self, bytes: usize) -> Self {
        self.room = Room { most_bytes: bytes };
        self
    }

    /// The world as it is at this point of the run.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Where the run is.
    pub fn now(&self) -> SimTime {
        self.world.now()
    }

    /// The hash of the run so far.
    pub fn hash(&self) -> RunHash {
        self.world.hash()
    }

    /// The inputs, past and future.
    pub fn log(&self) -> &[Input] {
        &self.log
    }

    /// How far the run has been computed since its last change.
    pub fn furthest(&self) -> SimTime {
        self.furthest
    }

    /// Goes forward until everything up to and including `until` has happened and `world().now()` is `until`, in at most
    /// `max_steps` steps, of which one that does much counts for several: a slice takes about as long as any other. However a
    /// way is cut into slices, it leads to the same world. Does not go back.
    pub fn advance(&mut self, until: SimTime, max_steps: u64) -> Progress {
        let mut left = max_steps;
        while left > 0 {
            let Some(work) = self.go_on(until, left) else {
                let is_full = self.next_at().is_some_and(|at| at <= until);
                if !is_full {
                    self.rest(until);
                }
                return if is_full {
                    Progress::Full
                } else {
                    Progress::Reached
                };
            };
            left = left.saturating_sub(work);
        }
        if self.next_at().is_some_and(|at| at <= until) {
            return Progress::MoreToDo;
        }
        self.rest(until);
        Progress::Reached
    }

    /// One step, if one is due by `until` and there is room.
    pub(crate) fn step_by(&mut self, until: SimTime) -> bool {
        self.go_on(until, 1).is_some()
    }

    /// Steps that are due by `until`, up to the next one upon which more than the world is looked at, or until they were so much
    /// work. How much they were; nothing if none is due or there is no room.
    fn go_on(&mut self, until: SimTime, most_work: u64) -> Option<u64> {
        let due = due(&self.world, &self.log).filter(|due| due.at() <= until && !self.is_full())?;
        self.look_before(due.at());
        let until = until.min(self.charts.next_look());
        let unlooked = self.checkpoints.steps_left(&self.world);
        let unlooked = unlooked.min(self.room.steps_left(&self.world));
        let work = due.take(&mut self.world, &self.log, until, most_work.min(unlooked));
        self.marks.see(&self.world);
        self.checkpoints.consider(&self.world);
        self.reached();
        Some(work)
    }

    /// Whether the world takes more memory than it may: nothing leads further from here. Going back does, and changing
    /// something there.
    pub fn is_full(&self) -> bool {
        self.room.is_used_up(&self.world)
    }

    pub(crate) fn rest(&mut self, until: SimTime) {
        if until < self.world.now() {
            return;
        }
        self.look_before(until);
        self.world.rest_until(until);
        if self.charts.next_look() == until {
            self.charts.look(&self.world);
        }
        self.reached();
    }

    /// Looks at the world for the charts at every instant for a look before `at`.
    #[inline]
    fn look_before(&mut self, at: SimTime) {
        while self.charts.next_look() < at {
            self.world.rest_until(self.charts.next_look());
            self.charts.look(&self.world);
        }
    }

    fn reached(&mut self) {
        self.furthest = self.furthest.max(self.world.now());
    }

    /// When the next step is due, inputs included.
    pub(crate) fn next_at(&self) -> Option<SimTime> {
        due(&self.world, &self.log).map(Due::at)
    }

    /// Goes to the checkpoint before `to`, or stays here if this is nearer. Advance to `to` to be there.
    pub fn seek(&mut self, to: SimTime) {
        let nearest = self.checkpoints.last_where(|world| world.now() <= to);
        let stays = self.world.now() <= to && self.world.steps() >= nearest.steps();
        if !stays {
            let world = nearest.clone();
            self.go_to(world);
        }
    }

    /// Goes to `to` in one go, if there is room for that.
    pub fn seek_now(&mut self, to: SimTime) -> Progress {
        self.seek(to);
        self.advance(to, u64::MAX)
    }

    /// Goes elsewhere in time. What was broken at the furthest point stays on the timeline.
    pub(crate) fn go_to(&mut self, world: World) {
        if self.world.now() == self.furthest {
            self.violations = violations(&self.world).collect();
        }
        self.world = world;
    }

    /// Changes what was drawn, the seed or the log. What is before the first difference stays; what is after it is
    /// forgotten, and the run goes back to before it if it was there. Advance to where it was to be there again.
    pub fn replace(&mut self, sketch: Sketch, seed: u64, log: Vec<Input>) {
        let sketch = self.take_names(sketch, &log);
        if sketch != self.sketch || seed != self.seed {
            let room = self.room;
            #[cfg(feature = "clients")]
            let keeps_answers = self.world.keeps_answers();
            *self = Self {
                room,
                ..Self::new(sketch, seed, log)
            };
            #[cfg(feature = "clients")]
            if keeps_answers {
                self.keep_answers();
            }
            return;
        }
        let Some(difference) = first_difference(&self.log, &log) else {
            return;
        };
        self.log = log;
        self.checkpoints.forget_from(difference);
        let is_beginning = self.world.steps() == 0 && self.world.now() == SimTime::ZERO;
        if self.world.now() >= difference && !is_beginning {
            self.world = self.checkpoints.newest().clone();
        }
        self.forget_from(difference);
    }

    /// Puts something in that happens now, after what has happened at this instant, and returns it. What is after it is
    /// forgotten.
    pub fn put(&mut self, kind: InputKind) -> Input {
        let at = self.world.next_input_at();
        let input = Input { at, kind };
        self.add(input.clone());
        input
    }

    /// Adds an input to the log, after those that are there of its time. What is after it is forgotten, and the run goes back to
    /// before it if it has been there.
    pub fn add(&mut self, input: Input) {
        let at = input.at;
        let place = self.log.partition_point(|before| before.at <= at);
        self.log.insert(place, input);
        self.checkpoints.forget_from(at);
        // At the very start inputs come before all else.
        let is_late = at < self.world.next_input_at() || at == SimTime::ZERO;
        if is_late && self.world.steps() > 0 {
            self.world = self.checkpoints.newest().clone();
        }
        self.forget_from(at);
    }

    /// Forgets what was seen from an instant on to which the world has not come. Of checkpoints it has none there any more.
    fn forget_from(&mut self, difference: SimTime) {
        let newest = self.checkpoints.newest();
        let known = if self.world.steps() > newest.steps() {
            &self.world
        } else {
            newest
        };
        self.furthest = known.now().max(self.world.now());
        self.charts
            .forget_from(difference.min(self.furthest + SimDuration::from_nanos(1)));
        self.marks.forget_after(known);
        self.violations.retain(|mark| mark.at <= self.furthest);
    }

    /// Names have no say in what happens while nobody calls from outside: then they change without a new beginning.
    fn take_names(&mut self, sketch: Sketch, log: &[Input]) -> Sketch {
        let is_called = is_called_from_outside(&self.log) || is_called_from_outside(log);
        if sketch.names == self.sketch.names || is_called {
            return sketch;
        }
        self.sketch.names.clone_from(&sketch.names);
        self.world.take_names(&sketch.names);
        self.checkpoints.for_each(|world| world.take_names(&sketch.names));
        sketch
    }

    /// The last events that are worth a line, up to now, in their order.
    pub fn feed(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.world.feed()
    }

    /// A metric over the whole run as far as it has been computed, what is after now included.
    pub fn series(&self, part: PartId, metric: Metric) -> Option<&Series> {
        self.charts.get(part, metric)
    }

    /// What a link has carried of late.
    pub fn link_rate(&self, link: LinkId) -> LinkRate {
        self.world.link_rate(link)
    }

    /// Where each guarantee of the sketch stands now.
    pub fn verdicts(&self) -> impl Iterator<Item = (Guarantee, Verdict)> {
        self.world.verdicts()
    }

    /// The noteworthy instants of the run as far as it has been computed, what is after now included.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        let at_the_end = self.world.now() == self.furthest;
        let now = violations(&self.world).filter(move |_| at_the_end);
        let later = self.violations.iter().copied().filter(move |_| !at_the_end);
        self.marks.iter().chain(now).chain(later)
    }
}

fn is_called_from_outside(log: &[Input]) -> bool {
    log.iter().any(|input| input.call().is_some())
}

fn next_input<'log>(world: &World, log: &'log [Input]) -> Option<&'log Input> {
    log.get(usize::try_from(world.inputs_applied()).ok()?)
}

/// What the next step of a world with a log is.
#[derive(Clone, Copy)]
enum Due {
    Input(SimTime),
    Step(SimTime),
}

impl Due {
    fn at(self) -> SimTime {
        match self {
            Self::Input(at) | Self::Step(at) => at,
        }
    }

    /// The input; or the step and those after it that come until then and before the next input, as long as they are no more
    /// work than this and nothing of note happens. How much it was.
    fn take(self, world: &mut World, log: &[Input], until: SimTime, most_work: u64) -> u64 {
        let input = next_input(world, log);
        match (self, input) {
            (Self::Input(_), Some(input)) => {
                world.apply(input);
                work_of_last_step(world)
            }
            (_, Some(input)) => {
                let before = input.at.saturating_sub(SimDuration::from_nanos(1));
                world.go_on(until.min(before), most_work)
            }
            (_, None) => world.go_on(until, most_work),
        }
    }
}

/// Answers for programs from outside.
#[cfg(feature = "clients")]
impl Run {
    /// From now on, answers to calls are kept until somebody takes them: also those that are given again where the run goes
    /// back, so whoever takes them goes by their numbers.
    pub fn keep_answers(&mut self) {
        self.world.keep_answers();
        self.checkpoints.for_each(World::keep_answers);
    }

    /// See [`World::take_answers`].
    pub fn take_answers(&mut self) -> impl Iterator<Item = (CallNumber, Told)> {
        self.world.take_answers()
    }
}

/// At one instant inputs come first.
fn due(world: &World, log: &[Input]) -> Option<Due> {
    let step = world.next_step_at();
    match next_input(world, log) {
        Some(input) if step.is_none_or(|at| input.at <= at) => Some(Due::Input(input.at.max(world.now()))),
        _ => step.map(Due::Step),
    }
}

/// Does the next step of a world with this log, if there is one.
pub(crate) fn step_with(world: &mut World, log: &[Input]) -> bool {
    let due = due(world, log);
    if let Some(due) = due {
        due.take(world, log, due.at(), 1);
    }
    due.is_some()
}

/// How many ordinary steps the last one has cost, roughly. An input may have everything looked at anew.
pub(crate) fn work_of_last_step(world: &World) -> u64 {
    let sketch = world.sketch();
    let looked_at = if world.last_was_input() {
        sketch.parts.len() + sketch.links.len()
    } else {
        0
    };
    world.work_of_last_events() + looked_at as u64 / THINGS_IN_A_STEP
}

/// The time of the first input that is not the same in both logs.
fn first_difference(one: &[Input], other: &[Input]) -> Option<SimTime> {
    let same = one
        .iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count();
    let times = [one.get(same), other.get(same)];
    times.into_iter().flatten().map(|input| input.at).min()
}
