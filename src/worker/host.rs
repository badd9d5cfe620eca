//! The worker without a browser: commands in, replies out. It is told the time by a clock that it is given, and works in
//! slices, so that no command takes much longer than it may.

use cloud::time::SimTime;
use sim::{PartId, Progress, Run, Selection};
use studio::words::Language;
use studio::{Ending, LAST_INSTANT, Project, format};

use super::snapshot::{self, Told};
use super::telling;
use super::vanishing::Before;
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
                    Answer::Biography(telling::biography(
                        item,
                        &events,
                        &show.run,
                        &show.project,
                        self.language(),
                    ))
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
            goal: Some(at.min(LAST_INSTANT)),
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
        let before =
            matches!(order, Order::Advance { .. } | Order::StepForward { .. }).then(|| Before::of(&show.run));
        match *order {
            Order::Advance { to, budget_millis } => {
                show.goal = Some(to.min(LAST_INSTANT));
                self.work(budget_millis);
                // How far it comes is as far as it was asked to come.
                self.give_up_goal();
                resting = false;
            }
            Order::Seek { to } => {
                show.run.seek(to);
                show.goal = Some(to.min(LAST_INSTANT));
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
        let mut answer = self.frame();
        if let (Answer::Frame(frame), Some(before), Some(show)) = (&mut answer, before, &self.show) {
            frame.vanished = before.vanished(&show.run);
        }
        answer
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
                Progress::Reached | Progress::Full => {
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
        frame.ending = Ending::of(&show.run).map(Into::into);
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use cloud::time::SimDuration;
    use studio::scenes::SCENES;

    use super::*;
    use crate::bridge::frame::{self, Frame};
    use crate::bridge::protocol::{Biography, encode};

    /// A host with a clock that goes on by a millisecond whenever it is looked at.
    fn host() -> Host<impl Fn() -> f64> {
        let millis = Cell::new(0.0);
        Host::new(move || {
            millis.set(millis.get() + 1.0);
            millis.get()
        })
    }

    fn ask<C: Fn() -> f64>(host: &mut Host<C>, order: Order) -> Answer {
        let ticket = Ticket(7);
        let reply = host.answer(&encode(&Command { ticket, order }));
        assert_eq!(reply.ticket, ticket);
        reply.answer
    }

    fn frame<C: Fn() -> f64>(host: &mut Host<C>, order: Order) -> Frame {
        match ask(host, order) {
            Answer::Frame(frame) => *frame,
            other => panic!("{other:?} instead of a frame"),
        }
    }

    /// Asks, and then for as many slices as it takes.
    fn settled<C: Fn() -> f64>(host: &mut Host<C>, order: Order) -> Frame {
        let mut last = frame(host, order);
        while last.catching_up {
            last = frame(host, Order::CatchUp { budget_millis: 3 });
        }
        last
    }

    fn project() -> Project {
        (SCENES[0].project)()
    }

    fn load(at: SimTime) -> Order {
        Order::Load {
            project: format::to_bytes(&project()),
            at,
        }
    }

    fn straight(to: SimTime) -> u64 {
        let project = project();
        let mut run = Run::new(
            project.document.sketch.clone(),
            project.document.seed,
            project.log.to_vec(),
        );
        run.seek_now(to);
        run.hash().0
    }

    #[test]
    fn slices_lead_where_one_go_leads() {
        let (mut host, end) = (host(), SimTime::from_secs(60));
        let loaded = settled(&mut host, load(SimTime::ZERO));
        assert_eq!(loaded.now, SimTime::ZERO);
        let mut frame_now = loaded;
        let mut frames = 0;
        while frame_now.now < end {
            let to = (frame_now.now + SimDuration::from_millis(160)).min(end);
            frame_now = frame(&mut host, Order::Advance { to, budget_millis: 1 });
            assert!(!frame_now.catching_up, "however far it comes");
            frames += 1;
        }
        assert_eq!(frame_now.hash, straight(end), "after {frames} frames");
    }

    #[test]
    fn there_and_back_is_the_same_moment() {
        let mut host = host();
        let (early, late) = (SimTime::from_secs(12), SimTime::from_secs(80));
        assert_eq!(settled(&mut host, load(late)).hash, straight(late));
        let back = settled(&mut host, Order::Seek { to: early });
        assert_eq!(
            (back.now, back.hash, back.furthest),
            (early, straight(early), late)
        );
        assert_eq!(settled(&mut host, Order::Seek { to: late }).hash, straight(late));
    }

    #[test]
    fn an_update_stays_where_it_is_in_time() {
        let (mut host, at) = (host(), SimTime::from_secs(30));
        let before = settled(&mut host, load(at));
        let mut project = project();
        let same = settled(
            &mut host,
            Order::Update {
                project: format::to_bytes(&project),
            },
        );
        assert_eq!((same.now, same.hash), (at, before.hash), "nothing has changed");
        let producer = *project.document.sketch.parts.keys().next().unwrap();
        project.log = Rc::new(vec![sim::Input {
            at,
            kind: sim::InputKind::Send { producer, count: 3 },
        }]);
        let changed = settled(
            &mut host,
            Order::Update {
                project: format::to_bytes(&project),
            },
        );
        assert_eq!(changed.now, at);
        assert_ne!(changed.hash, before.hash);
    }

    #[test]
    fn what_cannot_be_carried_out_is_refused_and_changes_nothing() {
        let mut host = host();
        assert_eq!(
            ask(&mut host, Order::StepBack),
            Answer::Refused(Refusal::NothingLoaded)
        );
        let before = settled(&mut host, load(SimTime::from_secs(5)));
        let garbage = vec![1, 2, 3];
        let refused = ask(
            &mut host,
            Order::Load {
                project: garbage.clone(),
                at: SimTime::ZERO,
            },
        );
        assert_eq!(refused, Answer::Refused(Refusal::Project));
        assert_eq!(
            ask(&mut host, Order::Update { project: garbage }),
            Answer::Refused(Refusal::Project)
        );
        assert_eq!(
            frame(&mut host, Order::CatchUp { budget_millis: 1 }).hash,
            before.hash
        );
        assert!(matches!(host.answer(&[9, 9, 9]).answer, Answer::Crashed { .. }));
    }

    #[test]
    fn however_few_dots_are_shown_they_stand_for_all_messages() {
        let mut host = host();
        settled(&mut host, load(SimTime::ZERO));
        let mut most = 0;
        for (dots_max, seconds) in (0..40).zip(8..) {
            let look = Look {
                dots_max: dots_max * 3,
                chosen: None,
                language: 0,
            };
            ask(&mut host, Order::Look(look));
            let frame = settled(
                &mut host,
                Order::Seek {
                    to: SimTime::from_millis(seconds * 900),
                },
            );
            let carrying = frame.dots.iter().filter(|dot| dot.state.carries_messages());
            assert_eq!(
                carrying.map(|dot| u64::from(dot.weight)).sum::<u64>(),
                frame.messages_in_transit
            );
            most = most.max(frame.messages_in_transit);
        }
        assert!(most > 20, "there was something to thin: {most}");
    }

    #[test]
    fn sentences_come_seldom_and_a_resting_world_is_told_in_full() {
        let mut host = host();
        settled(&mut host, load(SimTime::from_secs(12)));
        let mut told = 0;
        let mut now = SimTime::from_secs(12);
        for _ in 0..60 {
            now += SimDuration::from_millis(16);
            told += u32::from(
                frame(
                    &mut host,
                    Order::Advance {
                        to: now,
                        budget_millis: 12,
                    },
                )
                .feed
                .is_some(),
            );
        }
        assert!((1..=5).contains(&told), "{told} of 60 frames in about 0.2 s");
        let resting = frame(&mut host, Order::CatchUp { budget_millis: 12 });
        assert!(resting.feed.is_some_and(|feed| !feed.is_empty()));
        assert!(resting.series.is_some_and(|series| series.points.len() > 100));
    }

    #[test]
    fn a_step_shows_one_event_and_back_takes_it_back() {
        let mut host = host();
        let before = settled(&mut host, load(SimTime::from_secs(12)));
        let first = frame(&mut host, Order::StepForward { of: None });
        let second = frame(&mut host, Order::StepForward { of: None });
        assert!(first.steps > before.steps && second.steps > first.steps);
        assert_eq!(frame(&mut host, Order::StepBack).hash, first.hash);
    }

    #[test]
    fn a_life_is_told_in_order() {
        let mut host = host();
        settled(&mut host, load(SimTime::from_secs(60)));
        let producer = *project().document.sketch.parts.keys().next().unwrap();
        let item = sim::ItemId::new(producer, 1);
        let Answer::Biography(Biography { entries, name, .. }) = ask(&mut host, Order::Biography { item })
        else {
            panic!("no biography");
        };
        assert!(!entries.is_empty() && entries.is_sorted_by_key(|entry| entry.at));
        assert!(name.starts_with("m-0001"), "{name}");
    }

    #[test]
    fn a_full_world_stops_with_a_reason_and_going_back_and_changing_it_works() {
        let mut host = host();
        settled(&mut host, load(SimTime::ZERO));
        let show = host.show.as_mut().unwrap();
        show.run = show.project.run().with_room_for(80 << 10);
        let late = SimTime::from_secs(600);
        let full = settled(&mut host, Order::Seek { to: late });
        assert!(
            matches!(full.ending, Some(frame::Ending::Full { messages }) if messages > 0),
            "{:?} at {}",
            full.ending,
            full.now
        );
        let on = Order::Advance {
            to: late,
            budget_millis: 1,
        };
        assert_eq!(frame(&mut host, on).hash, full.hash, "playing on does nothing");
        let early = SimTime::from_secs(2);
        let back = settled(&mut host, Order::Seek { to: early });
        assert_eq!((back.now, back.ending), (early, None));
        let mut project = project();
        let stop = |&part: &PartId| sim::Input {
            at: early,
            kind: sim::InputKind::Fault(sim::Fault::Stop { part }),
        };
        project.log = Rc::new(project.document.sketch.parts.keys().map(stop).collect());
        let project = format::to_bytes(&project);
        settled(&mut host, Order::Update { project });
        let on = settled(&mut host, Order::Seek { to: late });
        assert_eq!((on.now, on.ending), (late, None));
    }

    #[test]
    fn the_last_instant_is_the_same_as_for_what_is_shared() {
        let mut host = host();
        let project = Project::default();
        let empty = Order::Load {
            project: format::to_bytes(&project),
            at: SimTime::ZERO,
        };
        settled(&mut host, empty);
        let end = settled(&mut host, Order::Seek { to: SimTime::MAX });
        assert_eq!(
            (end.now, end.ending),
            (LAST_INSTANT, Some(frame::Ending::LastInstant))
        );
        let moment = studio::Moment {
            project,
            at: end.now,
            camera: None,
        };
        assert!(format::moment_from_bytes(&format::moment_to_bytes(&moment)).is_ok());
    }

    #[test]
    fn the_test_hook_makes_the_world_panic() {
        let result = std::panic::catch_unwind(|| ask(&mut host(), Order::Panic));
        assert!(result.is_err());
    }
}
