//! Keeps the work in this browser shortly after every change, and opens what is linked to or dropped on the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use studio::Project;
use studio::format::{kept, link};
use studio::words::{Keeping, Sentence};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, EventTarget, HashChangeEvent, VisibilityState};
use yew::prelude::*;

use super::slots::Slots;
use super::{Opening, address, moment, open_file};
use crate::browser::storage::LocalStorage;
use crate::browser::timer::Timer;
use crate::browser::{files, page};
use crate::engine::News;
use crate::live::Subscription;
use crate::state::{Desk, Kept, ShellAction, use_desk, use_drawing};

/// Changes that follow each other faster than this are kept together.
const QUIET_MILLIS: i32 = 300;

#[derive(Properties)]
pub(crate) struct KeeperProps {
    /// What the page began with.
    pub(crate) opening: Rc<Opening>,
}

/// There is one opening for the life of the page.
impl PartialEq for KeeperProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.opening, &other.opening)
    }
}

/// Shows nothing; see the module's description.
#[component]
pub(crate) fn Keeper(props: &KeeperProps) -> Html {
    let (desk, drawing) = (use_desk(), use_drawing());
    let watch = use_memo((), |()| Rc::new(Watch::new(desk.clone(), &props.opening)));
    use_effect_with(drawing.project.clone(), {
        let watch = Rc::clone(&watch);
        move |_| watch.save_soon()
    });
    use_effect_with((), {
        let opening = Rc::clone(&props.opening);
        move |()| {
            if let Some((text, failed)) = &opening.said {
                desk.notify(text, *failed);
            }
            let listening = watch.listen();
            move || drop(listening)
        }
    });
    Html::default()
}

struct Watch {
    desk: Desk,
    slots: Cell<Slots>,
    timer: RefCell<Option<Timer>>,
    /// What was opened and needs no keeping, because it is elsewhere.
    untouched: RefCell<Option<Project>>,
    /// The last attempt to keep failed, and that has been said.
    failing: Cell<bool>,
}

impl Watch {
    fn new(desk: Desk, opening: &Opening) -> Self {
        let linked = opening.moment.as_ref().filter(|_| opening.from_link);
        Self {
            desk,
            slots: Cell::new(opening.slots),
            timer: RefCell::default(),
            untouched: RefCell::new(linked.map(|moment| moment.project.clone())),
            failing: Cell::default(),
        }
    }

    fn save_soon(self: &Rc<Self>) {
        let watch = Rc::clone(self);
        *self.timer.borrow_mut() = Some(Timer::after(QUIET_MILLIS, move || watch.save()));
    }

    fn save(&self) {
        let moment = moment(&self.desk);
        if self.untouched.borrow().as_ref() == Some(&moment.project) {
            self.desk.put(ShellAction::Keep(Kept::InLink));
            return;
        }
        *self.untouched.borrow_mut() = None;
        address::clear();
        let mut slots = self.slots.get();
        let kept = slots.keep(&LocalStorage::open(), &kept::to_text(&moment));
        self.slots.set(slots);
        let place = if kept.is_ok() { Kept::Here } else { Kept::Nowhere };
        self.desk.put(ShellAction::Keep(place));
        if self.failing.replace(kept.is_err()) != kept.is_err() && kept.is_err() {
            self.desk.notify(Keeping::NoRoom, true);
        }
    }

    /// Work is also kept when the world comes to rest and when the page goes out of sight.
    fn listen(self: &Rc<Self>) -> (Subscription, Vec<EventListener>) {
        let watch = Rc::clone(self);
        let resting = self.desk.engine().on_news(move |news| {
            if matches!(news, News::Playback(playback) if !playback.playing && !playback.computing) {
                watch.save_soon();
            }
        });
        let (Some(window), Some(document)) = (web_sys::window(), page::document()) else {
            return (resting, Vec::new());
        };
        let listeners = vec![
            self.on(&window, "hashchange", Self::follow_link),
            self.on(&window, "pagehide", |watch, _| watch.save()),
            self.on(&document, "visibilitychange", |watch, _| {
                if page::document().is_some_and(|page| page.visibility_state() == VisibilityState::Hidden) {
                    watch.save();
                }
            }),
            self.on(&document, "dragover", |_, event| {
                if carries_files(event) {
                    event.prevent_default();
                }
            }),
            self.on(&document, "drop", Self::take_drop),
        ];
        (resting, listeners)
    }

    fn on(
        self: &Rc<Self>,
        target: &EventTarget,
        name: &'static str,
        act: impl Fn(&Rc<Self>, &Event) + 'static,
    ) -> EventListener {
        let watch = Rc::clone(self);
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(target, name, options, move |event| act(&watch, event))
    }

    /// Somebody put another link of ours into the address bar. It may be gone from there by now, cleared with what was kept.
    fn follow_link(self: &Rc<Self>, event: &Event) {
        let link = event.unchecked_ref::<HashChangeEvent>().new_url();
        if !link::is_ours(&link) {
            return;
        }
        match link::from_fragment(&link) {
            Ok(moment) => {
                *self.untouched.borrow_mut() = Some(moment.project.clone());
                self.desk.open(&moment);
                self.desk.notify(Keeping::FromLink, false);
            }
            Err(problem) => self.desk.notify(Sentence::Decode(problem), true),
        }
    }

    fn take_drop(self: &Rc<Self>, event: &Event) {
        if !carries_files(event) {
            return;
        }
        event.prevent_default();
        if let Some(file) = files::dropped(event.unchecked_ref::<DragEvent>().data_transfer()) {
            let watch = Rc::clone(self);
            files::read(file, move |text| open_file(&watch.desk, text));
        }
    }
}

fn carries_files(event: &Event) -> bool {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    data.is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}
