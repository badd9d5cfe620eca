//! What the engine does with what comes: frames of the page, answers of the worker, and its loss.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use cloud::time::{SimDuration, SimTime};
use gloo_events::EventListener;
use sim::Input;
use studio::Project;
use yew::prelude::*;

use super::client::{Arrival, Client, Kind};
use super::playback::Playback;
use super::recovery::Rescue;
use super::{BUDGET_MILLIS, DOTS_AT_FIRST, Inner, News, PANIC_EVENT, project_bytes};
use crate::bridge::ask::{Asked, Asker, Said};
use crate::bridge::frame::Frame;
use crate::bridge::protocol::{Answer, Look, Order, Refusal, Reply};
use crate::browser::animation::{Again, FrameLoop};
use crate::browser::media::Media;
use crate::browser::page;
use crate::live::{Beat, Listeners, Live};

/// So far a mirror may be behind before it catches up in one go.
const MIRROR_LAG: SimDuration = SimDuration::from_secs(1);

impl Inner {
    pub(super) fn new(weak: &Weak<Self>) -> Self {
        let (looping, panicking) = (weak.clone(), weak.clone());
        let on_frame = move |millis| {
            looping
                .upgrade()
                .map_or(Again::No, |inner| inner.on_animation_frame(millis))
        };
        let on_panic = move |_: &Event| {
            if let Some(inner) = panicking.upgrade() {
                inner.order(Order::Panic);
            }
        };
        Self {
            live: Live::default(),
            news: Listeners::default(),
            mailbox: RefCell::default(),
            client: RefCell::default(),
            recovery: Cell::default(),
            mirrored: Cell::default(),
            kind: Cell::default(),
            project: RefCell::default(),
            askers: RefCell::default(),
            last_asker: Cell::default(),
            followed: Cell::default(),
            stops: RefCell::default(),
            look: Cell::new(Look {
                dots_max: DOTS_AT_FIRST,
                chosen: None,
                language: 0,
            }),
            playback: Cell::default(),
            pace: Cell::default(),
            tempo: RefCell::default(),
            calm: Media::watch("(prefers-reduced-motion: reduce)", Self::redrawing(weak)),
            dark: Media::watch("(prefers-color-scheme: dark)", Self::redrawing(weak)),
            frames: FrameLoop::new(on_frame),
            _panic_listener: page::document()
                .map(|document| EventListener::new(&document, PANIC_EVENT, on_panic)),
        }
    }

    fn redrawing(weak: &Weak<Self>) -> impl Fn() + 'static {
        let weak = weak.clone();
        move || {
            if let Some(inner) = weak.upgrade() {
                inner.redraw();
            }
        }
    }

    pub(super) fn redraw(&self) {
        self.tempo.borrow_mut().redraw();
        self.frames.wake();
    }

    pub(super) fn start_worker(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let arrived = move |arrival| {
            if let Some(inner) = weak.upgrade() {
                inner.on_arrival(arrival);
            }
        };
        let client = Client::start(self.kind.get(), arrived)
            .map_err(|error| self.give_up(format!("{error:?}")))
            .ok();
        *self.client.borrow_mut() = client;
    }

    pub(super) fn load(self: &Rc<Self>, project: Project, at: SimTime) {
        self.dismiss_askers(&Said::Gone);
        if self.needs_other_worker(&project) {
            self.kind.set(Kind::WithClients);
            *self.client.borrow_mut() = None;
            self.mailbox.borrow_mut().clear();
        }
        if self.client.borrow().is_none() {
            self.start_worker();
        }
        let bytes = project_bytes(&project);
        *self.project.borrow_mut() = project;
        self.order(Order::Load { project: bytes, at });
        // A worker that has nothing yet cannot look.
        self.order(Order::Look(self.look.get()));
        if !self.stops.borrow().is_empty() {
            self.order(self.stops_order());
        }
    }

    /// Whether only a worker with clients can run this, and there is another one.
    pub(super) fn needs_other_worker(&self, project: &Project) -> bool {
        let has_clients =
            (self.client.borrow().as_ref()).is_some_and(|client| client.kind() == Kind::WithClients);
        !has_clients && project.is_called_from_outside()
    }

    /// From now on with a worker that has clients, which begins where the one before was.
    pub(super) fn load_clients(self: &Rc<Self>) {
        if self.kind.replace(Kind::WithClients) == Kind::WithClients {
            return;
        }
        let at = self
            .mailbox
            .borrow()
            .goal()
            .unwrap_or_else(|| self.live.frame().now);
        let explored = self.live.frame().furthest;
        *self.client.borrow_mut() = None;
        self.mailbox.borrow_mut().clear();
        let project = self.project.borrow().clone();
        let bytes = project_bytes(&project);
        self.load(project, at);
        if explored > at {
            self.order(Order::Update {
                project: bytes,
                at,
                explored,
            });
        }
    }

    /// Nobody who has asked is told anything any more.
    fn dismiss_askers(&self, said: &Said) {
        for asker in self.askers.take() {
            self.news.tell(&News::Told(asker, Rc::new(said.clone())));
        }
    }

    pub(super) fn stops_order(&self) -> Order {
        let stops = self.stops.borrow();
        Order::SetStops {
            stops: stops.iter().copied().map(Into::into).collect(),
        }
    }

    pub(super) fn order(&self, order: Order) {
        self.mailbox.borrow_mut().put(order);
        self.send_next();
    }

    fn send_next(&self) {
        let sent = match self.client.borrow().as_ref() {
            Some(client) => self
                .mailbox
                .borrow_mut()
                .take()
                .map_or(Ok(()), |command| client.send(&command)),
            None => Ok(()),
        };
        if let Err(error) = sent {
            self.give_up(format!("{error:?}"));
        }
    }

    fn on_arrival(self: &Rc<Self>, arrival: Arrival) {
        match arrival {
            Arrival::Lost { report } => self.on_loss(report),
            Arrival::Reply(Reply {
                answer: Answer::Crashed { report },
                ..
            }) => self.on_loss(report),
            Arrival::Reply(Reply { ticket, answer }) => {
                if let Some(client) = &*self.client.borrow() {
                    client.note_answer();
                }
                if self.mailbox.borrow_mut().answered(ticket) {
                    self.on_answer(answer);
                    self.send_next();
                }
            }
        }
    }

    fn on_answer(&self, answer: Answer) {
        match answer {
            Answer::Frame(frame) => self.on_frame(*frame),
            Answer::Biography(biography) => {
                if self.playback.get().computing {
                    self.mailbox.borrow_mut().go_on(BUDGET_MILLIS);
                }
                self.news.tell(&News::Biography(Rc::new(biography)));
            }
            Answer::Report(report) => {
                if report.is_under_way() {
                    self.mailbox.borrow_mut().put(Order::ErrandOn {
                        budget_millis: BUDGET_MILLIS,
                    });
                }
                self.news.tell(&News::Report(Rc::new(report)));
            }
            Answer::Refused(refusal) => self.news.tell(&News::Refused(refusal)),
            Answer::Crashed { .. } => {}
        }
    }

    /// Half-way frames are not shown: what is seen is always an instant that somebody asked for.
    fn on_frame(&self, mut frame: Frame) {
        let (unfinished, playback) = (frame.catching_up, self.playback.get());
        let ending = frame.ending.filter(|_| !unfinished);
        let stopped = frame.stopped.take().filter(|_| playback.playing);
        let Asked {
            inputs,
            told,
            done_by_hand,
        } = frame.asked.take().map(|asked| *asked).unwrap_or_default();
        // First, for they are put into the run as it was known before.
        self.on_called(&inputs);
        let is_news = playback.playing || ending != self.live.frame().ending;
        frame.complete_from(&self.live.frame());
        if unfinished {
            self.mailbox.borrow_mut().go_on(BUDGET_MILLIS);
        } else {
            let mut recovery = self.recovery.get();
            recovery.reached(frame.now);
            self.recovery.set(recovery);
            self.mailbox.borrow_mut().arrived();
            self.live.keep(Rc::new(frame));
            self.tempo.borrow_mut().renew();
            self.frames.wake();
        }
        self.set_playback(Playback {
            playing: playback.playing && ending.is_none() && stopped.is_none(),
            computing: unfinished,
            ..playback
        });
        if let Some(ending) = ending.filter(|_| is_news) {
            // A world that comes to rest is shown in full.
            self.mailbox.borrow_mut().put(Order::CatchUp {
                budget_millis: BUDGET_MILLIS,
            });
            self.news.tell(&News::Ended(ending));
        }
        if !done_by_hand.is_empty() {
            self.news.tell(&News::DoneByHand(Rc::new(done_by_hand)));
        }
        for (asker, said) in told {
            self.tell_asker(asker, said);
        }
        if let Some(why) = stopped {
            self.mailbox.borrow_mut().put(Order::CatchUp {
                budget_millis: BUDGET_MILLIS,
            });
            self.news.tell(&News::Stopped(why));
        }
    }

    fn on_called(&self, inputs: &[Vec<u8>]) {
        let inputs: Vec<Input> = (inputs.iter())
            .filter_map(|bytes| studio::format::input_from_bytes(bytes).ok())
            .collect();
        if !inputs.is_empty() {
            self.news.tell(&News::Called(Rc::new(inputs)));
        }
    }

    fn tell_asker(&self, asker: Asker, said: Said) {
        let is_known = if said.is_last() {
            self.askers.borrow_mut().remove(&asker)
        } else {
            self.askers.borrow().contains(&asker)
        };
        if is_known {
            self.news.tell(&News::Told(asker, Rc::new(said)));
        }
    }

    fn on_animation_frame(&self, millis: f64) -> Again {
        let playback = self.playback.get();
        let mut pace = self.pace.get();
        if !playback.playing {
            pace.rest();
        } else if self.mailbox.borrow().is_idle()
            && let Some(to) = pace.target(self.live.frame().now, playback.speed, millis)
        {
            self.order(Order::Advance {
                to: self.no_further_than_mirrored(to),
                budget_millis: BUDGET_MILLIS,
            });
        }
        self.pace.set(pace);
        let due = self
            .tempo
            .borrow_mut()
            .due(millis, !playback.playing, self.calm.matches());
        for &beat in &due {
            self.live.tell(beat);
        }
        // Figures are due only once a frame has come.
        if due.contains(&Beat::Figures) {
            page::mark_ready();
        }
        if playback.playing || self.tempo.borrow().is_behind() {
            Again::Yes
        } else {
            Again::No
        }
    }

    /// A mirror goes on smoothly a little behind what it shows, and catches up when it is far behind.
    fn no_further_than_mirrored(&self, to: SimTime) -> SimTime {
        match self.mirrored.get() {
            Some(most) if most > to + MIRROR_LAG => most,
            Some(most) => to.min(most),
            None => to,
        }
    }

    pub(super) fn set_playback(&self, playback: Playback) {
        if self.playback.replace(playback) != playback {
            self.news.tell(&News::Playback(playback));
            self.frames.wake();
        }
    }

    fn on_loss(self: &Rc<Self>, report: String) {
        self.set_playback(Playback {
            playing: false,
            computing: false,
            ..self.playback.get()
        });
        let lost = self.client.borrow_mut().take();
        let never_came =
            lost.is_some_and(|client| client.kind() == Kind::WithClients && !client.has_answered());
        let aim = self.mailbox.borrow_mut().clear();
        if never_came && !self.project.borrow().is_called_from_outside() {
            // It could not be loaded: without a network, for one. All but clients goes on.
            self.kind.set(Kind::Own);
            self.dismiss_askers(&Said::Absent);
            self.news.tell(&News::Refused(Refusal::NeedsClients));
            let (project, at) = (
                self.project.borrow().clone(),
                aim.unwrap_or_else(|| self.live.frame().now),
            );
            return self.load(project, at);
        }
        let mut recovery = self.recovery.get();
        let rescue = recovery.lost(self.live.frame().now, aim);
        self.recovery.set(recovery);
        match rescue {
            Rescue::Restart { at } => {
                let project = self.project.borrow().clone();
                self.load(project, at);
                self.news.tell(&News::Recovered { at });
            }
            Rescue::GiveUp => self.give_up(report),
        }
    }

    fn give_up(&self, report: String) {
        self.news.tell(&News::GaveUp { report });
    }
}
