//! Mouse, pen and fingers on the canvas: turns events into gestures of the hand.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::order::Gather;
use sim::{ItemId, LinkId, PartId};
use studio::Place;
use studio::edit::Selection;
use studio::words::Gesture;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent, PointerEvent, WheelEvent};

use crate::geometry::{Layout, Point, Rect, Wire};
use crate::paint;
use crate::state::{
    Command, Desk, Hand, Loose, Pinch, Press, QuickAdd, Selected, SelectionAction, ShellAction, Target,
    Thing, note_rect, snapped,
};

/// One notch of a wheel zooms by this much.
const WHEEL_ZOOM: f64 = 0.0022;
/// Lines and pages of a wheel, in pixels.
const WHEEL_LINE: f64 = 32.0;

/// See the module.
pub(crate) struct Pointers {
    desk: Desk,
    /// Fingers that are down, in CSS pixels of the view.
    fingers: RefCell<BTreeMap<i32, Point>>,
    /// Space is held; whether it was used to pan.
    space: Cell<Option<bool>>,
}

impl Pointers {
    pub(crate) fn new(desk: Desk) -> Self {
        Self {
            desk,
            fingers: RefCell::default(),
            space: Cell::default(),
        }
    }

    pub(crate) fn down(&self, event: &PointerEvent) {
        let at = self.local(event);
        self.desk.set_pointer(Some(at));
        self.desk.put(ShellAction::OfferParts(None));
        if event.pointer_type() == "touch" {
            self.fingers.borrow_mut().insert(event.pointer_id(), at);
            if self.start_pinch() {
                return;
            }
        }
        if event.button() == 1 || (event.button() == 0 && self.space.get().is_some()) {
            event.prevent_default();
            self.capture(event);
            self.space.set(self.space.get().map(|_| true));
            return self.desk.set_hand(Hand::Panning { last: at });
        }
        if event.button() != 0 {
            return;
        }
        if let Hand::Wiring(wiring) = self.desk.hand()
            && wiring.sticky
        {
            self.desk.drag_wire(self.on_canvas(at));
            return self.desk.drop_wire();
        }
        if let Some(kind) = self.desk.shell().armed {
            self.desk.put(ShellAction::Arm(None));
            return self.desk.place(kind, self.on_canvas(at), None);
        }
        self.capture(event);
        let on = Target::of(event.target());
        let adding = event.shift_key() || event.ctrl_key() || event.meta_key();
        if let Target::Thing(thing) = on
            && !adding
            && !self.desk.selected().contains(thing)
        {
            self.desk.select_only(thing);
        }
        let touch = event.pointer_type() != "mouse";
        self.desk.set_hand(Hand::Pressed(Press {
            at,
            on,
            adding,
            shift: event.shift_key(),
            touch,
        }));
    }

    pub(crate) fn moved(&self, event: &PointerEvent) {
        let at = self.local(event);
        self.desk.set_pointer(Some(at));
        if let Some(finger) = self.fingers.borrow_mut().get_mut(&event.pointer_id()) {
            *finger = at;
        }
        match self.desk.hand() {
            Hand::Free => {}
            Hand::Pressed(press) if press.becomes_drag(at) => self.start_drag(press, at),
            Hand::Pressed(_) => {}
            Hand::Panning { last } => {
                self.desk
                    .camera()
                    .set(self.desk.camera().view().dragged(at.x - last.x, at.y - last.y));
                self.desk.set_hand(Hand::Panning { last: at });
            }
            Hand::Pinching(before) => self.pinch(before),
            Hand::Moving { things, from, .. } => {
                let by = self.shift_of(
                    &things,
                    from,
                    self.on_canvas(at),
                    event.ctrl_key() || event.meta_key(),
                );
                self.desk.set_hand(Hand::Moving { things, from, by });
            }
            Hand::Marquee { from, .. } => self.desk.set_hand(Hand::Marquee {
                from,
                to: self.on_canvas(at),
            }),
            Hand::Wiring(_) => self.desk.drag_wire(self.on_canvas(at)),
        }
    }

    pub(crate) fn up(&self, event: &PointerEvent) {
        self.fingers.borrow_mut().remove(&event.pointer_id());
        match self.desk.hand() {
            Hand::Free => {}
            Hand::Pressed(press) => {
                self.desk.set_hand(Hand::Free);
                self.click(press);
            }
            Hand::Panning { .. } | Hand::Pinching(_) => self.desk.set_hand(Hand::Free),
            Hand::Moving { things, by, .. } => {
                // First the drawing, then the hand: so that nothing jumps back for a frame.
                self.let_go(&things, Place { x: by.0, y: by.1 });
                self.desk.set_hand(Hand::Free);
            }
            Hand::Marquee { from, to } => {
                self.desk.set_hand(Hand::Free);
                self.select_within(Rect::between(from, to));
            }
            Hand::Wiring(wiring) if wiring.sticky => {}
            Hand::Wiring(_) => self.desk.drop_wire(),
        }
    }

    /// The system took the pointer away, as for a gesture of its own.
    pub(crate) fn cancelled(&self, event: &PointerEvent) {
        self.fingers.borrow_mut().remove(&event.pointer_id());
        self.desk.set_hand(Hand::Free);
    }

    pub(crate) fn double_click(&self, event: &MouseEvent) {
        let at = self.on_canvas(self.local(event));
        match Target::of(event.target()) {
            Target::Ground => self
                .desk
                .put(ShellAction::OfferParts(Some(QuickAdd { at, wire: None }))),
            Target::Thing(Thing::Part(_) | Thing::Note(_)) => self.desk.perform(Command::Rename),
            _ => {}
        }
    }

    /// The wheel pans; with Ctrl or ⌘, which is also how a touchpad's pinch arrives, it zooms at the pointer.
    pub(crate) fn wheel(&self, event: &WheelEvent) {
        event.prevent_default();
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
            1.0
        } else {
            WHEEL_LINE
        };
        let (mut x, mut y) = (event.delta_x() * unit, event.delta_y() * unit);
        let camera = self.desk.camera();
        if event.ctrl_key() || event.meta_key() {
            let at = self.local(event);
            return camera.zoom_by(
                (-y.clamp(-240.0, 240.0) * WHEEL_ZOOM * zoom_gain(y)).exp(),
                Some(at),
            );
        }
        if event.shift_key() && x == 0.0 {
            (x, y) = (y, 0.0);
        }
        camera.set(camera.view().dragged(-x, -y));
    }

    /// Space on the canvas is held. Returns whether it is new.
    pub(crate) fn hold_space(&self) {
        if self.space.get().is_none() {
            self.space.set(Some(false));
        }
    }

    /// Space is let go. Returns whether it was a mere tap.
    pub(crate) fn release_space(&self) -> bool {
        self.space.replace(None) == Some(false)
    }

    fn start_drag(&self, press: Press, at: Point) {
        let from = self.on_canvas(press.at);
        match press.on {
            Target::Ground if press.shift => self.desk.set_hand(Hand::Marquee {
                from,
                to: self.on_canvas(at),
            }),
            Target::Ground | Target::Thing(Thing::Link(_)) => self.desk.set_hand(Hand::Panning { last: at }),
            Target::Thing(thing) if thing.is_created() => self.desk.set_hand(Hand::Panning { last: at }),
            Target::Thing(thing) => {
                if !self.desk.selected().contains(thing) {
                    self.desk.select_only(thing);
                }
                let things = Rc::new(self.desk.selection());
                let by = self.shift_of(&things, from, self.on_canvas(at), false);
                self.desk.set_hand(Hand::Moving { things, from, by });
            }
            Target::Port { part, out } => {
                let loose = if out {
                    Loose::Head { from: part }
                } else {
                    Loose::Tail { to: part }
                };
                self.desk.begin_wiring(loose, self.on_canvas(at), false);
                self.desk.drag_wire(self.on_canvas(at));
            }
            Target::WireEnd { link, head } => {
                if let Some(loose) = self.desk.loosen(link, head) {
                    self.desk.begin_wiring(loose, self.on_canvas(at), false);
                    self.desk.drag_wire(self.on_canvas(at));
                }
            }
        }
    }

    /// Moves the things. A part without wires that is let go on a wire is put into it.
    fn let_go(&self, things: &Selection, by: Place) {
        let wire = lonely_part(things, &self.desk.layout());
        self.desk.edit(|editor, now| {
            editor.begin(if wire.is_some() {
                Gesture::Insert
            } else {
                Gesture::Move
            });
            editor.move_by(things, by);
            if let Some((part, link)) = wire {
                // Where it makes no sense in the wire, it is merely moved.
                let _ = editor.insert(now, link, part);
            }
            editor.commit();
        });
    }

    fn click(&self, press: Press) {
        if let Some(item) = self.message_at(press.at) {
            return self.desk.engine().biography(item);
        }
        match press.on {
            Target::Ground => self.desk.select(SelectionAction::Clear),
            Target::Thing(thing) if press.adding => self.desk.select(SelectionAction::Toggle(thing)),
            Target::Thing(thing) => self.desk.select_only(thing),
            Target::Port { part, out } => {
                let loose = if out {
                    Loose::Head { from: part }
                } else {
                    Loose::Tail { to: part }
                };
                self.desk.begin_wiring(loose, self.on_canvas(press.at), true);
            }
            Target::WireEnd { link, head } => {
                if let Some(loose) = self.desk.loosen(link, head) {
                    self.desk.begin_wiring(loose, self.on_canvas(press.at), true);
                }
            }
        }
    }

    /// The message that is painted at a place of the view.
    fn message_at(&self, at: Point) -> Option<ItemId> {
        let (engine, zoom) = (self.desk.engine(), self.desk.camera().view().zoom);
        paint::hit(
            &engine.live().frame(),
            &self.desk.layout(),
            engine.is_calm(),
            self.on_canvas(at),
            zoom,
        )
    }

    /// How far the things move: the first of them lands on the grid.
    fn shift_of(&self, things: &Selection, from: Point, to: Point, freely: bool) -> (i32, i32) {
        let project = self.desk.project();
        let part = things
            .parts
            .first()
            .and_then(|part| project.document.places.get(part).copied());
        let note = things
            .notes
            .first()
            .and_then(|&index| Some(project.document.notes.get(index)?.place));
        let place = part.or(note).unwrap_or_default();
        let grid = if freely { 1 } else { self.desk.grid() };
        snapped((place.x, place.y), (to.x - from.x, to.y - from.y), grid)
    }

    fn select_within(&self, area: Rect) {
        let (layout, project) = (self.desk.layout(), self.desk.project());
        let within = |rect: Rect| rect.touches(area);
        let parts: std::collections::BTreeSet<PartId> = layout
            .cards
            .iter()
            .filter(|(_, card)| within(card.rect))
            .map(|(&part, _)| part)
            .gather();
        let links = layout
            .wires
            .iter()
            .filter(|(_, wire)| parts.contains(&wire.from) && parts.contains(&wire.to));
        let links = links.map(|(&link, _)| link).gather();
        let notes = project
            .document
            .notes
            .iter()
            .enumerate()
            .filter(|(_, note)| within(note_rect(note)));
        let notes = notes.map(|(index, _)| index).gather();
        self.desk
            .select(SelectionAction::These(Selection { parts, links, notes }));
    }

    fn start_pinch(&self) -> bool {
        let Some(pinch) = self.fingers_now() else {
            return false;
        };
        self.desk.set_hand(Hand::Pinching(pinch));
        true
    }

    fn pinch(&self, before: Pinch) {
        let Some(now) = self.fingers_now() else { return };
        let (dx, dy) = (now.middle.x - before.middle.x, now.middle.y - before.middle.y);
        let view = self.desk.camera().view().dragged(dx, dy);
        self.desk
            .camera()
            .set(view.zoomed(view.zoom * now.spread / before.spread, now.middle));
        self.desk.set_hand(Hand::Pinching(now));
    }

    fn fingers_now(&self) -> Option<Pinch> {
        let fingers = self.fingers.borrow();
        let mut points = fingers.values();
        Some(Pinch::of(*points.next()?, *points.next()?))
    }

    /// Where an event is in the view.
    fn local(&self, event: &MouseEvent) -> Point {
        let origin = self
            .desk
            .camera()
            .area()
            .cast::<Element>()
            .map(|area| area.get_bounding_client_rect());
        let (left, top) = origin.map_or((0.0, 0.0), |rect| (rect.left(), rect.top()));
        Point {
            x: f64::from(event.client_x()) - left,
            y: f64::from(event.client_y()) - top,
        }
    }

    fn on_canvas(&self, at: Point) -> Point {
        self.desk.camera().view().to_canvas(at)
    }

    /// What is begun on the canvas goes on when the pointer leaves it.
    fn capture(&self, event: &PointerEvent) {
        let area: Option<Element> = self.desk.camera().area().cast();
        if let Some(area) = area.and_then(|area| area.dyn_into::<Element>().ok()) {
            // A pointer that is already gone cannot be captured, and need not be.
            let _ = area.set_pointer_capture(event.pointer_id());
        }
    }
}

/// The one part that is moved, if it has no wires yet, and the wire that its card lies on.
fn lonely_part(things: &Selection, layout: &Layout) -> Option<(PartId, LinkId)> {
    let part = Selected(things.clone()).single_part()?;
    let rect = layout.cards.get(&part)?.rect;
    if layout
        .wires
        .values()
        .any(|wire| wire.from == part || wire.to == part)
    {
        return None;
    }
    let on_card = |wire: &Wire| (3..=7).any(|tenth| rect.contains(wire.curve.at(f64::from(tenth) / 10.0)));
    layout
        .wires
        .iter()
        .find(|(_, wire)| on_card(wire))
        .map(|(&link, _)| (part, link))
}

/// A touchpad's pinch comes in small steps, a wheel's notch in one of a hundred.
fn zoom_gain(step: f64) -> f64 {
    if step.abs() < 30.0 { 4.0 } else { 1.0 }
}
