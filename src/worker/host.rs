//! The worker without a browser: commands in, replies out. It is told the time by a clock that it is given, and works in
//! slices, so that no command takes much longer than it may.

use cloud::time::SimTime;
use sim::{PartId, Progress, Run, Selection};
use studio::words::Language;
use studio::{Project, format};

use super::snapshot::{self, Told};
use super::telling;
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
}

/// A project and its run.
struct Show {
    project: Project,
    run: Run,
    /// Where the run was sent and has not come to yet.
    goal: Option<SimTime>,
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
            Order::Update { project } => self.update(&project),
            Order::Look(look) => {
                self.look = look;
                self.told = Told::default();
                self.frame()
            }
            Order::Panic => panic!("the page asked for it"),
            Order::Biography { item } => match &self.show {
                Some(show) => {
                    let events = show.run.biography(item, BIOGRAPHY_MAX);
                    Answer::Biography(telling::biography(item, &events, &show.project, self.language()))
                }
                None => Answer::Refused(Refusal::NothingLoaded),
            },
            movement => self.travel(&movement),
        }
    }

    fn load(&mut self, project: &[u8], at: SimTime) -> Answer {
        let Ok(project) = format::from_bytes(project) else {
            return Answer::Refused(Refusal::Project);
        };
        let document = &project.document;
        let run = Run::new(document.sketch.clone(), document.seed, project.log.to_vec());
        self.show = Some(Show {
            project,
            run,
            goal: Some(at),
        });
        self.told = Told::default();
        self.work(BUDGET_MILLIS);
        self.frame()
    }

    fn update(&mut self, project: &[u8]) -> Answer {
        let Some(show) = &mut self.show else {
            return Answer::Refused(Refusal::NothingLoaded);
        };
        let Ok(project) = format::from_bytes(project) else {
            return Answer::Refused(Refusal::Project);
        };
        let at = show.goal.unwrap_or(show.run.now());
        let document = &project.document;
        show.run
            .replace(document.sketch.clone(), document.seed, project.log.to_vec());
        show.run.seek(at);
        show.goal = Some(at);
        show.project = project;
        self.told = Told::default();
        self.work(BUDGET_MILLIS);
        self.frame()
    }

    fn travel(&mut self, order: &Order) -> Answer {
        let Some(show) = &mut self.show else {
            return Answer::Refused(Refusal::NothingLoaded);
        };
        let mut resting = true;
        match *order {
            Order::Advance { to, budget_millis } => {
                show.goal = Some(to);
                self.work(budget_millis);
                // How far it comes is as far as it was asked to come.
                self.give_up_goal();
                resting = false;
            }
            Order::Seek { to } => {
                show.run.seek(to);
                show.goal = Some(to);
                self.work(BUDGET_MILLIS);
            }
            Order::CatchUp { budget_millis } => self.work(budget_millis),
            Order::StepForward { of } => {
                show.goal = None;
                show.run.step_forward(of.map(Selection::Part));
            }
            Order::StepBack => {
                show.goal = None;
                show.run.step_back(None);
            }
            _ => {}
        }
        if resting {
            self.told = Told::default();
        }
        self.frame()
    }

    fn give_up_goal(&mut self) {
        if let Some(show) = &mut self.show {
            show.goal = None;
        }
    }

    /// Goes towards the goal for as long as the budget allows.
    fn work(&mut self, budget_millis: u8) {
        let Some(show) = &mut self.show else { return };
        let Some(goal) = show.goal else { return };
        let end = (self.clock)() + f64::from(budget_millis);
        loop {
            match show.run.advance(goal, STEPS_PER_SLICE) {
                Progress::Reached => {
                    show.goal = None;
                    return;
                }
                Progress::MoreToDo if (self.clock)() >= end => return,
                Progress::MoreToDo => {}
            }
        }
    }

    fn frame(&mut self) -> Answer {
        let now = (self.clock)();
        let language = self.language();
        let Some(show) = &self.show else {
            return Answer::Refused(Refusal::NothingLoaded);
        };
        let mut frame = snapshot::of(&show.run, usize::from(self.look.dots_max));
        frame.catching_up = show.goal.is_some();
        // Half-way frames are not shown.
        if !frame.catching_up && self.told.is_due(now, show.run.world().steps()) {
            let queue = self.look.chosen.or_else(|| first_queue(&show.run));
            telling::tell(&mut frame, &show.run, &show.project, queue, language);
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

fn first_queue(run: &Run) -> Option<PartId> {
    let world = run.world();
    let queues = world
        .sketch()
        .parts
        .iter()
        .filter(|(_, part)| matches!(part, sim::Part::Queue(_)));
    queues.map(|(&id, _)| id).next()
}
