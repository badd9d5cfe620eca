//! The canvas: cards, wires and notes as SVG, the painter's messages over them, and what floats on top.

mod floats;
mod keyboard;
mod keys;
mod node;
mod note;
mod pointer;
mod scene;
mod wire;
mod zoom;

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use studio::words::{Bar, Canvas as CanvasWords, Page};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use yew::prelude::*;

use crate::browser::resize::Resize;
use crate::geometry::Layout;
use crate::paint::Painter;
use crate::state::{Desk, Drawing, Hand, use_desk, use_drawing, use_selected, use_shell, use_words};
use floats::Floats;
use keyboard::Keyboard;
pub(crate) use keyboard::command;
use pointer::Pointers;
use scene::Scene;
use zoom::Zoom;

/// See the module.
#[component]
pub(crate) fn Canvas() -> Html {
    let (desk, drawing, selected, shell, words) = (
        use_desk(),
        use_drawing(),
        use_selected(),
        use_shell(),
        use_words(),
    );
    let hand = use_hand(&desk);
    let pointers = use_memo((), |()| Pointers::new(desk.clone()));
    let keyboard = use_memo((), |()| Keyboard::new(desk.clone(), Rc::clone(&pointers)));
    let layout = use_layout(&desk, &drawing, &hand);
    use_wheel(&desk, &pointers);
    use_clipboard(&desk);
    use_camera(&desk);
    use_resize(&desk);
    use_kept_focus(&keyboard);

    let pointer = |act: fn(&Pointers, &PointerEvent)| {
        let pointers = Rc::clone(&pointers);
        Callback::from(move |event: PointerEvent| act(&pointers, &event))
    };
    let key = |act: fn(&Keyboard, &KeyboardEvent)| {
        let keyboard = Rc::clone(&keyboard);
        Callback::from(move |event: KeyboardEvent| act(&keyboard, &event))
    };
    let ondblclick = {
        let pointers = Rc::clone(&pointers);
        Callback::from(move |event: MouseEvent| pointers.double_click(&event))
    };
    let onfocusin = {
        let keyboard = Rc::clone(&keyboard);
        Callback::from(move |event: FocusEvent| keyboard.focused(&event))
    };
    let onfocusout = {
        let keyboard = Rc::clone(&keyboard);
        Callback::from(move |event: FocusEvent| keyboard.left(&event))
    };
    let class = classes!("canvas-area", shell.armed.map(|_| "armed"), hand_class(&hand));
    let camera = desk.camera();
    let title = match drawing.document().title.as_str() {
        "" => words.say(Bar::Untitled),
        title => AttrValue::from(title.to_owned()),
    };
    html! {
        <main {class}>
            <div
                ref={camera.area()}
                class="canvas-ground"
                onpointerdown={pointer(Pointers::down)}
                onpointermove={pointer(Pointers::moved)}
                onpointerup={pointer(Pointers::up)}
                onpointercancel={pointer(Pointers::cancelled)}
                onkeydown={key(Keyboard::down)}
                onkeyup={key(Keyboard::up)}
                {ondblclick}
                {onfocusin}
                {onfocusout}
            >
                <svg
                    class="canvas"
                    id="canvas"
                    role="graphics-document"
                    aria-roledescription={words.say(Page::Sketch)}
                    aria-label={title}
                    aria-description={words.say(Page::CanvasHelp)}
                    tabindex="0"
                >
                    <defs>
                        <pattern ref={camera.dots()} id="dots" patternUnits="userSpaceOnUse" width="24" height="24">
                            <circle class="ground-dot" cx="1" cy="1" r="1" />
                        </pattern>
                    </defs>
                    <rect width="100%" height="100%" fill="url(#dots)" aria-hidden="true" />
                    <g ref={camera.world()}>
                        <Scene {layout} hand={hand.clone()} drawing={Rc::clone(&drawing)} selected={Rc::clone(&selected)} />
                    </g>
                </svg>
                <Painter stage={Rc::clone(desk.stage())} />
            </div>
            if drawing.sketch.parts.is_empty() && drawing.document().notes.is_empty() {
                <div class="canvas-empty">
                    <strong>{ words.say(CanvasWords::EmptyTitle) }</strong>
                    <p>{ words.say(CanvasWords::EmptyHint) }</p>
                </div>
            }
            <Floats {hand} />
            <Zoom />
        </main>
    }
}

const fn hand_class(hand: &Hand) -> Option<&'static str> {
    match hand {
        Hand::Panning { .. } | Hand::Pinching(_) => Some("panning"),
        Hand::Moving { .. } => Some("moving"),
        Hand::Wiring(_) => Some("wiring"),
        _ => None,
    }
}

/// What the hand does, rendering the canvas again when that changes.
#[hook]
fn use_hand(desk: &Desk) -> Hand {
    let again = use_force_update();
    use_effect_with(desk.clone(), move |desk| {
        desk.on_hand(Callback::from(move |()| again.force_update()));
    });
    desk.hand()
}

/// Where everything is, with what is being moved already where it would land. The painter is told too.
#[hook]
fn use_layout(desk: &Desk, drawing: &Rc<Drawing>, hand: &Hand) -> Rc<Layout> {
    let moving = match hand {
        Hand::Moving { things, by, .. } => Some((Rc::clone(things), *by)),
        _ => None,
    };
    let layout = use_memo((Rc::clone(drawing), moving), |(drawing, moving)| {
        Layout::of(&drawing.sketch, |id| {
            let mut place = drawing.place(id);
            if let Some((things, by)) = moving
                && things.parts.contains(&id)
            {
                (place.x, place.y) = (place.x + by.0, place.y + by.1);
            }
            place
        })
    });
    desk.stage().layout.replace(Rc::clone(&layout));
    layout
}

/// After each drawing: the view is written into the new elements, and what moves is painted where things are now.
#[hook]
fn use_camera(desk: &Desk) {
    let desk = desk.clone();
    use_effect(move || {
        desk.camera().drawn(desk.extent(None));
        desk.meet_newest();
        desk.engine().repaint();
    });
}

/// A card that changes its place in the order, or goes away, loses the keyboard's focus: it, or the canvas, gets it back.
#[hook]
fn use_kept_focus(keyboard: &Rc<Keyboard>) {
    let keyboard = Rc::clone(keyboard);
    use_effect(move || keyboard.keep_focus());
}

/// The view follows the size of its area: a panel was folded, the window or the device was turned.
#[hook]
fn use_resize(desk: &Desk) {
    let desk = desk.clone();
    use_effect_with((), move |()| {
        let camera = desk.camera().clone();
        let observed = camera.area().cast::<Element>().map(|area| {
            Resize::observe(&area, move |_, _| {
                let camera = desk.camera();
                camera.resized(camera.covered(), desk.extent(None));
            })
        });
        move || drop(observed)
    });
}

/// The wheel must be able to keep the page from scrolling, which the listeners of the framework may not.
#[hook]
fn use_wheel(desk: &Desk, pointers: &Rc<Pointers>) {
    let (area, pointers) = (desk.camera().area(), Rc::clone(pointers));
    use_effect_with((), move |()| {
        let listener = area.cast::<Element>().map(|area| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&area, "wheel", options, move |event| {
                if let Some(event) = event.dyn_ref::<WheelEvent>() {
                    pointers.wheel(event);
                }
            })
        });
        move || drop(listener)
    });
}

/// Copy, cut and paste as the system has them, whatever their keys are.
#[hook]
fn use_clipboard(desk: &Desk) {
    let desk = desk.clone();
    use_effect_with((), move |()| {
        let listeners = keyboard::clipboard_listeners(&desk);
        move || drop(listeners)
    });
}
