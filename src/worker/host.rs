//! The worker without a browser: commands in, replies out. It is told the time by a clock that it is given, and works in
//! slices, so that no command takes much longer than it may.

#[cfg(feature = "clients")]
use std::rc::Rc;

use cloud::time::SimTime;
use sim::{
    Biographer, Case, Halt, ItemId, PartId, Predicate, Progress, Run, Selection, Stepped, Stepping, Watched,
};
use studio::words::Language;
use studio::{Ending, LAST_INSTANT, Project, format};

#[cfg(feature = "clients")]
use super::asking::Asking;
#[cfg(feature = "clients")]
use super::created;
#[cfg(feature = "clients")]
use super::errands::Underway;
use super::snapshot::{self, Told};
use super::telling;
use super::vanishing::Before;
#[cfg(feature = "clients")]
use crate::bridge::errand::Report;
use crate::bridge::protocol::{Answer, Command, Garbled, Look, Order, Refusal, Reply, Ticket, decode};

/// Between two looks at the clock: about a millisecond of work.
const STEPS_PER_SLICE: u64 = 500;
/// How long a command may work that does not say so itself.
const BUDGET_MILLIS: u8 = 12;
/// A life has no more sentences than this.
const BIOGRAPHY_MAX: usize = 200;

/// See the module's description.
pub(crate) struct Host<C> {
    /// Milliseconds, from wherever.
    clock: C,
    show: Option<Show>,
    look: Look,
    told: Told,
    stops: Vec<Predicate>,
    #[cfg(feature = "clients")]
    errand: Option<Underway>,
    #[cfg(feature = "clients")]
    asking: Asking,
}

/// A project and its run.
struct Show {
    project: Project,
    run: Run,
    /// Where the run was sent and has not come to yet.
    goal: Option<Goal>,
    /// Whose life is asked for. It is told from where the run was sent to.
    asked: Option<ItemId>,
    biographer: Option<Biographer>,
    /// The way on while the world plays and there are breakpoints.
    watched: Option<Watched>,
    /// Why it was stopped, if that has not been told.
    stopped: Option<String>,
    /// As it stood before the way to the goal, if that leads on only: the frame at the goal tells what has vanished.
    before: Option<Before>,
}

enum Goal {
    Instant(SimTime),
    /// To an instant, or to the first breakpoint.
    Play(SimTime),
    /// To where the run is known to lead, and back to an instant.
    Explore {
        until: SimTime,
        then: SimTime,
    },
    Event(Box<Stepping>),
}

impl Goal {
    /// An instant, or the last one there is.
    fn instant(at: SimTime) -> Self {
        Self::Instant(at.min(LAST_INSTANT))
    }

    /// An instant of a run that is known up to another one.
    fn known(at: SimTime, explored: SimTime) -> Self {
        if explored <= at {
            return Self::instant(at);
        }
        Self::Explore {
            until: explored.min(LAST_INSTANT),
            then: at,
        }
    }
}

impl<C: Fn() -> f64> Host<C> {
    /// A worker that has nothing to show yet.
    pub(crate) fn new(clock: C) -> Self {
        let look = Look {
            dots_max: 1_000,
            chosen: None,
            language: 0,
        };
        Self {
            clock,
            show: None,
            look,
            told: Told::default(),
            stops: Vec::new(),
            #[cfg(feature = "clients")]
            errand: None,
            #[cfg(feature = "clients")]
            asking: Asking::default(),
        }
    }

    /// Carries out the command that `bytes` hold.
    pub(crate) fn answer(&mut self, bytes: &[u8]) -> Reply {
        match decode::<Command>(bytes) {
            Ok(Command { ticket, order }) => Reply {
                ticket,
                answer: self.carry_out(order),
            },
            Err(Garbled) => {
                let report = "A command does not decode.".to_owned();
                Reply {
                    ticket: Ticket::NONE,
                    answer: Answer::Crashed { report },
                }
            }
        }
    }

    fn carry_out(&mut self, order: Order) -> Answer {
        match order {
            Order::Load { project, at } => self.load(&project, at),
            Order::Update {
                project,
                at,
                explored,
            } => self.update(&project, at, explored),
            Order::SetStops { stops } => {
                self.stops = stops.into_iter().map(Into::into).collect();
                if let Some(show) = &mut self.show {
                    show.watched = None;
                }
                self.frame()
            }
            #[cfg(not(feature = "clients"))]
            Order::Errand(_) | Order::ErrandOn { .. } => Answer::Refused(Refusal::NeedsClients),
            #[cfg(feature = "clients")]
            Order::Errand(errand) => {
                let Some(show) = &self.show else {
                    return Answer::Refused(Refusal::NothingLoaded);
                };
                self.errand = Underway::of(errand, &show.project);
                self.go_on_errand(BUDGET_MILLIS)
            }
            #[cfg(feature = "clients")]
            Order::ErrandOn { budget_millis } => self.go_on_errand(budget_millis),
            Order::Look(look) => {
                self.look = look;
                self.told = Told::default();
                self.frame()
            }
            Order::Panic => panic!("the page asked for it"),
            Order::Biography { item } => {
                if let Some(show) = &mut self.show {
                    (show.asked, show.biographer) = (Some(item), None);
                }
                self.go_on(BUDGET_MILLIS)
            }
            Order::CatchUp { budget_millis } => self.go_on(budget_millis),
            Order::Add { inputs } => self.add(&inputs),
            #[cfg(feature = "clients")]
            Order::Ask { asker, question } => {
                self.asking.ask(asker, question);
                self.go_on(BUDGET_MILLIS)
            }
            #[cfg(not(feature = "clients"))]
            Order::Ask { .. } => Answer::Refused(Refusal::NeedsClients),
            movement => self.travel(&movement),
        }
    }

    fn load(&mut self, project: &[u8], at: SimTime) -> Answer {
        let project = match read(project) {
            Ok(project) => project,
            Err(refusal) => return Answer::Refused(refusal),
        };
        let run = run(&project);
        #[cfg(feature = "clients")]
        {
            self.asking = Asking::default();
        }
        self.show = Some(Show {
            project,
            run,
            goal: Some(Goal::instant(at)),
            asked: None,
            biographer: None,
            watched: None,
            stopped: None,
            before: None,
        });
        self.told = Told::default();
        self.work(BUDGET_MILLIS);
        self.frame()
    }

    fn update(&mut self, project: &[u8], at: SimTime, explored: SimTime) -> Answer {
        let Some(show) = &mut self.show else {
            return Answer::Refused(Refusal::NothingLoaded);
        };
        let project = match read(project) {
            Ok(project) => project,
            Err(refusal) => return Answer::Refused(refusal),
        };
        #[cfg(feature = "clients")]
        {
            self.asking.note(&show.project, &project);
            self.asking.forget_all_but(&project);
        }
        let at = match show.goal {
            Some(Goal::Instant(to) | Goal::Explore { then: to, .. }) => to,
            _ => at,
        };
        let Case { sketch, seed, log } = project.case();
        show.run.replace(sketch, seed, log);
        show.goal = Some(Goal::known(at, explored));
        if explored <= at {
            show.run.seek(at);
        }
        (show.watched, show.stopped) = (None, None);
        show.before = None;
        show.project = project;
        show.biographer = None;
        self.told = Told::default();
        self.work(BUDGET_MILLIS);
        self.frame()
    }

    fn add(&mut self, inputs: &[Vec<u8>]) -> Answer {
        let Some(show) = &mut self.show else {
            return Answer::Refused(Refusal::NothingLoaded);
        };
        for input in inputs {
            let Ok(input) = format::input_from_bytes(input) else {
                return Answer::Refused(Refusal::Project);
            };
            show.project.put(&input);
            show.run.add(input);
        }
        self.frame()
    }

    fn travel(&mut self, order: &Order) -> Answer {
        let Some(show) = &mut self.show else {
            return Answer::Refused(Refusal::NothingLoaded);
        };
        let mut resting = true;
        let leads_on = matches!(order, Order::Advance { .. } | Order::StepForward { .. });
        show.before = leads_on.then(|| Before::of(&show.run));
        if !matches!(order, Order::Advance { .. }) {
            show.watched = None;
        }
        match *order {
            Order::Advance { to, budget_millis } => {
                show.goal = Some(Goal::Play(to.min(LAST_INSTANT)));
                self.work(budget_millis);
                self.give_up_goal();
                resting = false;
            }
            Order::Seek { to } => {
                show.run.seek(to);
                show.goal = Some(Goal::instant(to));
                self.work(BUDGET_MILLIS);
            }
            Order::StepForward { of } => {
                let of = of.map(Selection::Part);
                show.goal = Some(Goal::Event(Box::new(Stepping::forward(of, LAST_INSTANT))));
                self.work(BUDGET_MILLIS);
            }
            Order::StepBack { of } => {
                let of = of.map(Selection::Part);
                show.goal = Some(Goal::Event(Box::new(Stepping::back(&show.run, of))));
                self.work(BUDGET_MILLIS);
            }
            _ => {}
        }
        if resting {
            self.told = Told::default();
        }
        self.frame()
    }

    /// How far it has come is as far as it was asked to come, unless that is one step too far.
    fn give_up_goal(&mut self) {
        if let Some(show) = &mut self.show
            && !show.watched.as_ref().is_some_and(Watched::is_going_back)
        {
            show.goal = None;
        }
    }

    /// Another slice of the errand.
    #[cfg(feature = "clients")]
    fn go_on_errand(&mut self, budget_millis: u8) -> Answer {
        let end = (self.clock)() + f64::from(budget_millis);
        let language = self.language();
        let Some(errand) = &mut self.errand else {
            return Answer::Report(Report::Idle);
        };
        loop {
            let report = errand.go_on(STEPS_PER_SLICE, language);
            if !report.is_under_way() {
                self.errand = None;
                return Answer::Report(report);
            }
            if (self.clock)() >= end {
                return Answer::Report(report);
            }
        }
    }

    /// Goes on with what there is to do: first the way to the goal, then the life that is asked for.
    fn go_on(&mut self, budget_millis: u8) -> Answer {
        let end = (self.clock)() + f64::from(budget_millis);
        self.work(budget_millis);
        self.told = Told::default();
        let language = self.language();
        let Some(show) = &mut self.show else {
            return Answer::Refused(Refusal::NothingLoaded);
        };
        while let (Some(item), None) = (show.asked, &show.goal) {
            let biographer = show
                .biographer
                .get_or_insert_with(|| Biographer::new(&show.run, item, BIOGRAPHY_MAX));
            if let Some(episodes) = biographer.go_on(&show.run, STEPS_PER_SLICE) {
                (show.asked, show.biographer) = (None, None);
                let life = telling::biography(item, &episodes, &show.run, &show.project, language);
                return Answer::Biography(life);
            }
            if (self.clock)() >= end {
                break;
            }
        }
        self.frame()
    }

    /// Goes towards the goal for as long as the budget allows.
    fn work(&mut self, budget_millis: u8) {
        let (language, stops) = (self.language(), &self.stops);
        let Some(show) = &mut self.show else { return };
        let end = (self.clock)() + f64::from(budget_millis);
        loop {
            #[cfg(feature = "clients")]
            if let Some(at) = (self.asking).go_on(&mut show.run, &mut show.project, show.goal.is_none()) {
                // What was put in is no part of what was watched.
                show.watched = None;
                show.goal.get_or_insert_with(|| Goal::instant(at));
            }
            let Some(goal) = &mut show.goal else { return };
            let is_there = match goal {
                Goal::Instant(at) => show.run.advance(*at, STEPS_PER_SLICE) != Progress::MoreToDo,
                Goal::Play(to) if stops.is_empty() => {
                    show.run.advance(*to, STEPS_PER_SLICE) != Progress::MoreToDo
                }
                Goal::Play(to) => {
                    let watched = show.watched.get_or_insert_with(|| Watched::new(&show.run, stops));
                    match watched.advance(&mut show.run, *to, STEPS_PER_SLICE) {
                        Halt::Progress(progress) => progress != Progress::MoreToDo,
                        Halt::Before(hit) => {
                            show.stopped = Some(telling::stopped(&hit, &show.run, &show.project, language));
                            true
                        }
                    }
                }
                Goal::Explore { until, then } => {
                    let then = *then;
                    let is_known = show.run.advance(*until, STEPS_PER_SLICE) != Progress::MoreToDo;
                    if is_known {
                        show.run.seek(then);
                        show.goal = Some(Goal::instant(then));
                    }
                    false
                }
                Goal::Event(stepping) => stepping.go_on(&mut show.run, STEPS_PER_SLICE) != Stepped::MoreToDo,
            };
            if is_there {
                show.goal = None;
            } else if (self.clock)() >= end {
                return;
            }
        }
    }

    fn frame(&mut self) -> Answer {
        let now = (self.clock)();
        let language = self.language();
        let Some(show) = &mut self.show else {
            return Answer::Refused(Refusal::NothingLoaded);
        };
        let mut frame = snapshot::of(&show.run, usize::from(self.look.dots_max));
        frame.catching_up = show.goal.is_some() || show.asked.is_some();
        #[cfg(feature = "clients")]
        {
            frame.asked = self.asking.take();
        }
        frame.input_at = show.run.world().next_input_at();
        frame.stopped = show.stopped.take_if(|_| !frame.catching_up);
        frame.ending = Ending::of(&show.run).map(Into::into);
        if !frame.catching_up
            && let Some(before) = show.before.take()
        {
            frame.vanished = before.vanished(&show.run);
        }
        // Half-way frames are not shown.
        if !frame.catching_up && self.told.is_due(now, show.run.world().steps()) {
            let queue = queue_to_draw(&show.run, self.look.chosen);
            telling::tell(&mut frame, &show.run, &show.project, queue, language);
            #[cfg(feature = "clients")]
            {
                frame.created = Some(Rc::new(created::of(show.run.world())));
            }
        }
        Answer::Frame(Box::new(frame))
    }

    fn language(&self) -> Language {
        Language::ALL
            .get(usize::from(self.look.language))
            .copied()
            .unwrap_or_default()
    }
}

/// The project that `bytes` hold, if it can be run here.
fn read(bytes: &[u8]) -> Result<Project, Refusal> {
    let project = format::from_bytes(bytes).map_err(|_| Refusal::Project)?;
    if cfg!(not(feature = "clients")) && project.is_called_from_outside() {
        return Err(Refusal::NeedsClients);
    }
    Ok(project)
}

/// The run of a project, in which somebody listens to what programs are answered.
fn run(project: &Project) -> Run {
    #[cfg_attr(not(feature = "clients"), expect(unused_mut, reason = "nobody listens"))]
    let mut run = project.run();
    #[cfg(feature = "clients")]
    run.keep_answers();
    run
}

/// The chosen queue, or the first: what was chosen may be gone, or have been one of another sketch.
fn queue_to_draw(run: &Run, chosen: Option<PartId>) -> Option<PartId> {
    let parts = &run.world().sketch().parts;
    let is_queue = |id: &PartId| matches!(parts.get(id), Some(sim::Part::Queue(_)));
    chosen
        .filter(is_queue)
        .or_else(|| parts.keys().copied().find(is_queue))
}

#[cfg(test)]
mod tests;
