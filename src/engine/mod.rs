//! The engine as the page knows it: a handle on the world in the worker. Cheap to clone, given down by context.
//!
//! The page drives: at each animation frame, if the world plays and the last command is answered, it is sent on by the
//! time that passed. At rest there are no animation frames.

mod client;
mod inner;
mod mailbox;
pub(crate) mod playback;
mod recovery;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use cloud::time::SimTime;
use gloo_events::EventListener;
use sim::{Input, ItemId, PartId, Predicate};
use studio::{Moment, Project};
use yew::prelude::*;

use self::client::{Client, Kind};
use self::mailbox::Mailbox;
use self::playback::{Control, Pace, Playback};
use self::recovery::Recovery;
use crate::bridge::ask::{Asker, Question, Said};
use crate::bridge::errand::{Errand, Report};
use crate::bridge::frame::Ending;
use crate::bridge::protocol::{Biography, Look, Order, Refusal};
use crate::browser::animation::FrameLoop;
use crate::browser::media::Media;
use crate::live::{Listeners, Live, Subscription, Tempo};

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
    /// A breakpoint has paused it, and why.
    Stopped(String),
    /// Other breakpoints are set.
    Stops(Rc<Vec<Predicate>>),
    /// How far the errand has come.
    Report(Rc<Report>),
    /// What somebody who asked is told.
    Told(Asker, Rc<Said>),
    /// Inputs that were put into the run for somebody who asked, or for a program that goes on asking. The log is to have them.
    Called(Rc<Vec<Input>>),
    /// The commands that do what was done by hand.
    DoneByHand(Rc<Vec<String>>),
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
    /// The page is a mirror of a world elsewhere, which has come so far.
    mirrored: Cell<Option<SimTime>>,
    /// Which worker is wanted.
    kind: Cell<Kind>,
    /// The project as the worker has it, to start another worker with.
    project: RefCell<Project>,
    /// Who waits for an answer, and who asked last.
    askers: RefCell<BTreeSet<Asker>>,
    last_asker: Cell<Asker>,
    look: Cell<Look>,
    /// Where a playing world stops.
    stops: RefCell<Rc<Vec<Predicate>>>,
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

/// The breakpoints that are set.
#[hook]
pub(crate) fn use_stops() -> Rc<Vec<Predicate>> {
    let engine = use_engine();
    let stops = use_state_eq(|| engine.stops());
    let shown = stops.setter();
    use_effect_with(engine, move |engine| {
        shown.set(engine.stops());
        let subscription = engine.on_news(move |news| {
            if let News::Stops(stops) = news {
                shown.set(Rc::clone(stops));
            }
        });
        move || drop(subscription)
    });
    Rc::clone(&stops)
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
        self.0.mirrored.set(None);
        self.0.load(moment.project.clone(), moment.at);
    }

    /// The project was edited: it is shown at `at`, and its run is known up to `explored`.
    pub(crate) fn update(&self, project: &Project, at: SimTime, explored: SimTime) {
        // Another world, which may fare better.
        self.0.recovery.set(Recovery::default());
        self.0.mirrored.set(None);
        if self.0.client.borrow().is_none() || self.0.needs_other_worker(project) {
            return self.0.load(project.clone(), at);
        }
        *self.0.project.borrow_mut() = project.clone();
        self.0.order(Order::Update {
            project: project_bytes(project),
            at,
            explored,
        });
    }

    /// Asks the services of the sketch something; what is told is [`News::Told`]. The first who asks has the worker with
    /// clients loaded.
    pub(crate) fn ask(&self, question: Question) -> Asker {
        let asker = Asker(self.0.last_asker.get().0.wrapping_add(1));
        self.0.last_asker.set(asker);
        self.0.load_clients();
        self.0.askers.borrow_mut().insert(asker);
        self.0.order(Order::Ask { asker, question });
        asker
    }

    /// Tells more to what somebody asked.
    pub(crate) fn tell_more(&self, asker: Asker, question: Question) {
        if self.0.askers.borrow().contains(&asker) {
            self.0.order(Order::Ask { asker, question });
        }
    }

    /// The page is a mirror of a world elsewhere that has come so far, and plays no further; or it is none any more.
    pub(crate) fn mirror(&self, now: Option<SimTime>) {
        self.0.mirrored.set(now);
        if now.is_some() {
            self.0.load_clients();
            self.0.frames.wake();
        }
    }

    /// Whether the page is a mirror of a world elsewhere: until something is changed here.
    pub(crate) fn is_mirror(&self) -> bool {
        self.0.mirrored.get().is_some()
    }

    /// Inputs that come from elsewhere, in a project that has them.
    pub(crate) fn add(&self, inputs: &[Input], project: &Project) {
        *self.0.project.borrow_mut() = project.clone();
        let inputs = inputs.iter().map(studio::format::input_to_bytes).collect();
        self.0.order(Order::Add { inputs });
    }

    /// What was put into the run is now in this project, too.
    pub(crate) fn note_called(&self, project: &Project) {
        *self.0.project.borrow_mut() = project.clone();
        self.0
            .mailbox
            .borrow_mut()
            .renew_update(|| project_bytes(project));
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

    /// Pauses and goes one event on or back, of a part only if one is given.
    pub(crate) fn step(&self, forward: bool, of: Option<PartId>) {
        self.control(Control::Pause);
        self.0.order(if forward {
            Order::StepForward { of }
        } else {
            Order::StepBack { of }
        });
    }

    /// Moves the play head to the latest instant that the run has been to.
    pub(crate) fn go_live_end(&self) {
        self.seek(self.0.live.frame().furthest);
    }

    /// Sets a breakpoint, or takes it away.
    pub(crate) fn toggle_stop(&self, stop: Predicate) {
        let mut stops = self.stops().to_vec();
        match stops.iter().position(|set| *set == stop) {
            Some(place) => drop(stops.remove(place)),
            None => stops.push(stop),
        }
        self.set_stops(stops);
    }

    /// These are the breakpoints from now on.
    pub(crate) fn set_stops(&self, stops: Vec<Predicate>) {
        let stops = Rc::new(stops);
        *self.0.stops.borrow_mut() = Rc::clone(&stops);
        self.0.order(self.0.stops_order());
        self.0.news.tell(&News::Stops(stops));
    }

    /// Sends the worker to find something out; what it reports is [`News::Report`]. The world rests meanwhile.
    pub(crate) fn errand(&self, errand: Errand) {
        if errand != Errand::Nothing {
            self.control(Control::Pause);
            self.0.load_clients();
        }
        self.0.order(Order::Errand(errand));
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

    /// Where the play head is or, on the way to where it was sent, will be: a page that is left before it is there opens there.
    pub(crate) fn destination(&self) -> SimTime {
        self.0.mailbox.borrow().goal().unwrap_or_else(|| self.now())
    }

    /// The latest instant that the run of the project as it stands has been to.
    pub(crate) fn furthest(&self) -> SimTime {
        if self.0.mailbox.borrow().is_updating() {
            self.input_at()
        } else {
            self.0.live.frame().furthest
        }
    }

    /// Whether the play head is, or is about to be, where the run has been before: what happens there is a replay.
    pub(crate) fn is_in_past(&self) -> bool {
        let mailbox = self.0.mailbox.borrow();
        let frame = self.0.live.frame();
        !mailbox.is_updating() && mailbox.sought().unwrap_or(frame.now) < frame.furthest
    }

    /// When something that is done now applies.
    pub(crate) fn input_at(&self) -> SimTime {
        let frame = self.0.live.frame();
        frame.input_at.max(frame.now)
    }

    /// The breakpoints that are set; components use [`use_stops`].
    pub(crate) fn stops(&self) -> Rc<Vec<Predicate>> {
        Rc::clone(&self.0.stops.borrow())
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

fn project_bytes(project: &Project) -> Vec<u8> {
    studio::format::to_bytes(project)
}
