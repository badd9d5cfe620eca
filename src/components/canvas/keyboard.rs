//! The keyboard on the canvas, the focus that moves over its cards, and the system's clipboard.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use studio::Place;
use studio::format::file;
use studio::words::{Page, Sentence};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, FocusEvent, KeyboardEvent};

use super::keys::{self, Press};
use super::pointer::Pointers;
use crate::browser::page::document;
use crate::focus;
use crate::state::{Command, Desk, Hand, SelectionAction, Target, Thing};

/// See the module.
pub(crate) struct Keyboard {
    desk: Desk,
    pointers: Rc<Pointers>,
    /// What on the canvas has the focus.
    focus: Cell<Option<Target>>,
}

impl Keyboard {
    pub(crate) fn new(desk: Desk, pointers: Rc<Pointers>) -> Self {
        Self {
            desk,
            pointers,
            focus: Cell::default(),
        }
    }

    pub(crate) fn down(&self, event: &KeyboardEvent) {
        if event.key() == " " {
            return self.space(event);
        }
        if let Hand::Wiring(wiring) = self.desk.hand()
            && wiring.sticky
            && self.choose_target(event)
        {
            return event.prevent_default();
        }
        if event.key() == "Enter"
            && let Some(kind) = self.desk.shell().armed
        {
            event.prevent_default();
            return self.desk.place_in_middle(kind);
        }
        if let Some(command) = command(event, self.desk.shell().single_keys) {
            event.prevent_default();
            event.stop_propagation();
            self.mean_what_has_focus(event);
            self.desk.perform(command);
        }
    }

    /// A key is about what has the focus, also where the focus came by other ways than the keyboard.
    fn mean_what_has_focus(&self, event: &KeyboardEvent) {
        if let Target::Thing(thing) = Target::of(event.target())
            && !self.desk.selected().contains(thing)
        {
            self.desk.select_only(thing);
        }
    }

    pub(crate) fn up(&self, event: &KeyboardEvent) {
        if event.key() == " " && self.pointers.release_space() {
            self.desk.perform(Command::PlayOrPause);
        }
    }

    /// On a card, Space selects; on the canvas, holding it pans and a tap plays.
    fn space(&self, event: &KeyboardEvent) {
        event.prevent_default();
        match Target::of(event.target()) {
            Target::Thing(thing) => self.desk.select(SelectionAction::Toggle(thing)),
            _ => self.pointers.hold_space(),
        }
    }

    /// What a key does while a wire looks for its end. Returns whether it did anything.
    fn choose_target(&self, event: &KeyboardEvent) -> bool {
        let key = event.key();
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        match command(event, false) {
            Some(Command::Nudge { way, .. }) => self.desk.aim_further(way),
            Some(Command::Inspect) => self.desk.drop_wire(),
            _ if key.chars().count() == 1 => self.desk.aim_at_name(&key),
            _ => return false,
        }
        true
    }

    /// The keyboard's focus came to something on the canvas: it is what the keys mean from now on.
    pub(crate) fn focused(&self, event: &FocusEvent) {
        let Some(element) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        self.focus.set(Some(Target::of(event.target())));
        let by_keyboard = element.matches(":focus-visible").unwrap_or(false);
        if !by_keyboard || self.desk.hand() != Hand::Free {
            return;
        }
        if let Target::Thing(thing) = Target::of(event.target()) {
            self.desk.select_only(thing);
            self.reveal(thing);
        }
    }

    /// The focus went elsewhere on the page, and not merely away.
    pub(crate) fn left(&self, event: &FocusEvent) {
        if event.related_target().is_some() {
            self.focus.set(None);
        }
    }

    /// Gives the focus back to what had it, if drawing the canvas again took it away.
    pub(crate) fn keep_focus(&self) {
        let Some(target) = self.focus.get() else { return };
        if !nothing_has_focus() {
            return;
        }
        match target {
            Target::Thing(Thing::Part(part)) => focus::at(&format!("[data-part='{}']", part.0)),
            Target::Thing(Thing::Link(link)) => focus::at(&format!("[data-link='{}']", link.0)),
            _ => {}
        }
        if nothing_has_focus() {
            focus::at("#canvas");
        }
    }

    fn reveal(&self, thing: Thing) {
        let selection = crate::state::Selected::only(thing).0;
        if let Some(rect) = self.desk.extent(Some(&selection)) {
            self.desk.camera().reveal(rect);
        }
    }
}

/// What a key asks for.
pub(crate) fn command(event: &KeyboardEvent, single_keys: bool) -> Option<Command> {
    let (key, code) = (event.key(), event.code());
    let press = Press {
        key: &key,
        code: &code,
        modifier: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    };
    keys::command(press, single_keys)
}

/// Listens to the system's copy, cut and paste. They act when the canvas has the focus, or nothing has.
pub(crate) fn clipboard_listeners(desk: &Desk) -> Vec<EventListener> {
    let Some(document) = document() else {
        return Vec::new();
    };
    let listen = |name: &'static str, act: fn(&Desk, &ClipboardEvent)| {
        let desk = desk.clone();
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&document, name, options, move |event| {
            if let Some(event) = event.dyn_ref::<ClipboardEvent>()
                && canvas_has_focus()
            {
                act(&desk, event);
            }
        })
    };
    vec![
        listen("copy", |desk, event| {
            put_on_clipboard(desk, event);
        }),
        listen("cut", |desk, event| {
            if put_on_clipboard(desk, event) {
                desk.perform(Command::Delete);
            }
        }),
        listen("paste", paste),
    ]
}

fn nothing_has_focus() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_none_or(|active| active.tag_name() == "BODY")
}

fn canvas_has_focus() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_none_or(|active| {
        active.tag_name() == "BODY" || active.closest(".canvas-ground").ok().flatten().is_some()
    })
}

fn put_on_clipboard(desk: &Desk, event: &ClipboardEvent) -> bool {
    let selection = desk.selection();
    let Some(data) = event.clipboard_data().filter(|_| !selection.is_empty()) else {
        return false;
    };
    event.prevent_default();
    let clip = studio::edit::copy(&desk.project(), desk.now(), &selection);
    data.set_data("text/plain", &file::clip_to_text(&clip)).is_ok()
}

/// Puts what the clipboard holds where the pointer is.
fn paste(desk: &Desk, event: &ClipboardEvent) {
    let Some(text) = event
        .clipboard_data()
        .and_then(|data| data.get_data("text/plain").ok())
    else {
        return;
    };
    event.prevent_default();
    let Ok(clip) = file::clip_from_text(&text) else {
        return desk.notify(Page::PasteUnread, true);
    };
    let places = clip
        .parts
        .values()
        .map(|(_, _, place)| *place)
        .chain(clip.notes.iter().map(|note| note.place));
    let Some(corner) = places.reduce(|a, b| Place {
        x: a.x.min(b.x),
        y: a.y.min(b.y),
    }) else {
        return;
    };
    let at = desk.pointer();
    let grid = desk.grid();
    let to = |value: f64, from: i32| (value as i32 - from) / grid * grid;
    let by = Place {
        x: to(at.x, corner.x),
        y: to(at.y, corner.y),
    };
    let Some(pasted) = desk.edit_for(|editor, now| editor.paste(now, &clip, by)) else {
        return;
    };
    desk.announce(Sentence::Pasted {
        parts: pasted.parts.len() as u64,
    });
    desk.select(SelectionAction::These(pasted));
}
