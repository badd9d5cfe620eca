//! The engine as the page knows it: a handle on the world in the worker. Cheap to clone, given down by context.
//!
//! The page drives: at each animation frame, if the world plays and the last command is answered, it is sent on by the
//! time that passed. At rest there are no animation frames.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use cloud::time::SimTime;
use gloo_events::EventListener;
use sim::{ItemId, PartId};
use studio::{Moment, Project};
use yew::prelude::*;

use super::client::{Arrival, Client};
use super::frame::{Ending, Frame};
use super::mailbox::Mailbox;
use super::playback::{Control, Pace, Playback};
use super::protocol::{Answer, Biography, Look, Order, Refusal, Reply};
use super::recovery::{Recovery, Rescue};
use crate::browser::animation::{Again, FrameLoop};
use crate::browser::media::Media;
use crate::browser::page;
use crate::live::{Beat, Listeners, Live, Subscription, Tempo};

/// How long the worker may work on one slice: long enough to be efficient, short enough to answer at every frame.
const BUDGET_MILLIS: u8 = 12;
/// Until the painter knows how much room there is.
const DOTS_AT_FIRST: u16 = 300;
/// Tests send this event to see the page recover from a broken world.
const PANIC_EVENT: &str = "decouple:panic";

/// What the engine has to tell, besides frames.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum News {
    /// The buttons changed: playing or paused, another speed.
    Playback(Playback),
    /// The biography that was asked for.
    Biography(Rc<Biography>),
    /// The worker was lost; the world was made anew and stands at this instant.
    Recovered { at: SimTime },
    /// The worker was lost again and again with this project. It is kept; changing it is another try.
    GaveUp { report: String },
    /// The worker did not take a command.
    Refused(Refusal),
    /// The run goes no further than where it is, and is paused.
    Ended(Ending),
}

/// See the module's description.
#[derive(Clone)]
pub(crate) struct Engine(Rc<Inner>);

struct Inner {
    live: Live,
    news: Listeners<News>,
    mailbox: RefCell<Mailbox>,
    client: RefCell<Option<Client>>,
    recovery: Cell<Recovery>,
    /// The project as the worker was last given it, to start another worker with.
    project: RefCell<Vec<u8>>,
    look: Cell<Look>,
    /// The message that is pointed out while its biography is open.
    followed: Cell<Option<ItemId>>,
    playback: Cell<Playback>,
    pace: Cell<Pace>,
    tempo: RefCell<Tempo>,
    /// The person's system asks for reduced motion.
    calm: Media,
    /// The person's system asks for dark colours.
    dark: Media,
    frames: FrameLoop,
    _panic_listener: Option<EventListener>,
}

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The engine that the app gives down.
#[hook]
pub(crate) fn use_engine() -> Engine {
    use_context().expect("the app gives the engine to all its components")
}

/// What the transport's buttons show. The component is rendered again when it changes, not at every frame.
#[hook]
pub(crate) fn use_playback() -> Playback {
    let engine = use_engine();
    let playback = use_state_eq(|| engine.playback());
    let shown = playback.clone();
    use_effect_with(engine, move |engine| {
        shown.set(engine.playback());
        let subscription = engine.on_news(move |news| {
            if let News::Playback(playback) = news {
                shown.set(*playback);
            }
        });
        move || drop(subscription)
    });
    *playback
}

/// What is done with it.
impl Engine {
    /// The engine, with a worker that has no project yet.
    pub(crate) fn start() -> Self {
        let inner = Rc::new_cyclic(Inner::new);
        inner.start_worker();
        Self(inner)
    }

    /// Shows another project, paused at an instant.
    pub(crate) fn load(&self, moment: &Moment) {
        self.control(Control::Pause);
        self.0.recovery.set(Recovery::default());
        self.0.load(project_bytes(&moment.project), moment.at);
    }

    /// The project was edited; the world stays where it is in time.
    pub(crate) fn update(&self, project: &Project) {
        let project = project_bytes(project);
        *self.0.project.borrow_mut() = project.clone();
        // Another world, which may fare better.
        self.0.recovery.set(Recovery::default());
        if self.0.client.borrow().is_none() {
            self.0.load(project, self.now());
        } else {
            self.0.order(Order::Update { project });
        }
    }

    /// Presses one of the transport's buttons.
    pub(crate) fn control(&self, control: Control) {
        let before = self.0.playback.get();
        let after = before.after(control);
        self.0.set_playback(after);
        // A world that comes to rest is shown in full.
        if before.playing && !after.playing {
            self.0.order(Order::CatchUp {
                budget_millis: BUDGET_MILLIS,
            });
        }
    }

    /// Moves the play head.
    pub(crate) fn seek(&self, to: SimTime) {
        self.0.order(Order::Seek { to });
    }

    /// Pauses and goes one event on or back; on, of a part only if one is given.
    pub(crate) fn step(&self, forward: bool, of: Option<PartId>) {
        self.control(Control::Pause);
        self.0.order(if forward {
            Order::StepForward { of }
        } else {
            Order::StepBack
        });
    }

    /// Moves the play head to the latest instant that the run has been to.
    pub(crate) fn go_live_end(&self) {
        self.seek(self.0.live.frame().furthest);
    }

    /// Asks for all that happened to an item; the answer is [`News::Biography`].
    pub(crate) fn biography(&self, item: ItemId) {
        self.0.order(Order::Biography { item });
    }

    /// Puts a queue's curve on the timeline.
    pub(crate) fn look(&self, chosen: Option<PartId>) {
        self.set_look(Look {
            chosen,
            ..self.0.look.get()
        });
    }

    /// There is room for so many dots on the wires.
    pub(crate) fn make_room(&self, dots_max: u16) {
        self.set_look(Look {
            dots_max,
            ..self.0.look.get()
        });
    }

    fn set_look(&self, look: Look) {
        if self.0.look.replace(look) != look {
            self.0.order(Order::Look(look));
        }
    }

    /// Points a message out, or none.
    pub(crate) fn follow(&self, item: Option<ItemId>) {
        self.0.followed.set(item);
        self.0.redraw();
    }

    /// Draws the latest frame again, because the camera or the layout moved.
    pub(crate) fn repaint(&self) {
        self.0.redraw();
    }
}

/// What can be asked of it.
impl Engine {
    /// The latest frame and its followers.
    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    /// Where the play head is.
    pub(crate) fn now(&self) -> SimTime {
        self.0.live.frame().now
    }

    /// What the buttons show; components use [`use_playback`].
    pub(crate) fn playback(&self) -> Playback {
        self.0.playback.get()
    }

    /// The message that is pointed out.
    pub(crate) fn followed(&self) -> Option<ItemId> {
        self.0.followed.get()
    }

    /// Whether the system asks for dark colours.
    pub(crate) fn is_dark(&self) -> bool {
        self.0.dark.matches()
    }

    /// Whether the system asks for reduced motion.
    pub(crate) fn is_calm(&self) -> bool {
        self.0.calm.matches()
    }

    /// Calls `listener` with all news until the subscription is dropped.
    pub(crate) fn on_news(&self, listener: impl Fn(&News) + 'static) -> Subscription {
        self.0.news.subscribe(listener)
    }
}

impl Inner {
    fn new(weak: &Weak<Self>) -> Self {
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
            project: RefCell::default(),
            followed: Cell::default(),
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

    fn redraw(&self) {
        self.tempo.borrow_mut().redraw();
        self.frames.wake();
    }

    fn start_worker(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let arrived = move |arrival| {
            if let Some(inner) = weak.upgrade() {
                inner.on_arrival(arrival);
            }
        };
        let client = Client::start(arrived)
            .map_err(|error| self.give_up(format!("{error:?}")))
            .ok();
        *self.client.borrow_mut() = client;
    }

    fn load(self: &Rc<Self>, project: Vec<u8>, at: SimTime) {
        self.project.borrow_mut().clone_from(&project);
        if self.client.borrow().is_none() {
            self.start_worker();
        }
        self.order(Order::Load { project, at });
        // A worker that has nothing yet cannot look.
        self.order(Order::Look(self.look.get()));
    }

    fn order(&self, order: Order) {
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
            Answer::Refused(refusal) => self.news.tell(&News::Refused(refusal)),
            Answer::Crashed { .. } => {}
        }
    }

    /// Half-way frames are not shown: what is seen is always an instant that somebody asked for.
    fn on_frame(&self, mut frame: Frame) {
        let (unfinished, playback) = (frame.catching_up, self.playback.get());
        let ending = frame.ending.filter(|_| !unfinished);
        let is_news = playback.playing || ending != self.live.frame().ending;
        frame.complete_from(&self.live.frame());
        if unfinished {
            self.mailbox.borrow_mut().go_on(BUDGET_MILLIS);
        } else {
            let mut recovery = self.recovery.get();
            recovery.reached(frame.now);
            self.recovery.set(recovery);
            self.live.keep(Rc::new(frame));
            self.tempo.borrow_mut().renew();
            self.frames.wake();
        }
        self.set_playback(Playback {
            playing: playback.playing && ending.is_none(),
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
                to,
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

    fn set_playback(&self, playback: Playback) {
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
        *self.client.borrow_mut() = None;
        let aim = self.mailbox.borrow_mut().clear();
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

fn project_bytes(project: &Project) -> Vec<u8> {
    studio::format::to_bytes(project)
}
