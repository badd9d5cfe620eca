//! The page beside an endpoint (`decouple serve --watch`): it has the world that is served there, and plays it as far as that is.
//!
//! What static/mirror.js tells are the sketch and the inputs, from which the same world follows. Nothing of what is done here
//! reaches the endpoint: whoever changes something goes on alone from there.

use cloud::time::SimTime;
use gloo_events::EventListener;
use studio::format::{file, input_from_line};
use studio::words::Keeping;
use wasm_bindgen::JsCast;
use web_sys::CustomEvent;
use yew::prelude::*;

use crate::browser::page;
use crate::engine::playback::Control;
use crate::state::Desk;

/// Listens for as long as the page lives.
#[hook]
pub(crate) fn use_mirror(desk: &Desk) {
    let desk = desk.clone();
    use_effect_with((), move |()| {
        let listeners = page::document().map(|document| {
            let of_inputs = desk.clone();
            [
                EventListener::new(&document, "decouple:sketch", move |event| {
                    begin(&desk, &detail(event));
                }),
                EventListener::new(&document, "decouple:inputs", move |event| {
                    follow(&of_inputs, &detail(event));
                }),
            ]
        });
        move || drop(listeners)
    });
}

fn detail(event: &Event) -> String {
    let detail = event.unchecked_ref::<CustomEvent>().detail();
    detail.as_string().unwrap_or_default()
}

fn begin(desk: &Desk, sketch: &str) {
    match file::from_text(sketch) {
        Ok(moment) => {
            desk.open(&moment);
            desk.engine().mirror(Some(SimTime::ZERO));
            desk.engine().control(Control::Play);
        }
        Err(problem) => desk.notify(studio::words::Sentence::Decode(problem), true),
    }
}

/// The first line is how far that world is, in nanoseconds; each other one is an input.
fn follow(desk: &Desk, told: &str) {
    if !desk.engine().is_mirror() {
        page::leave_mirror();
        return desk.notify(Keeping::MirrorLeft, false);
    }
    let mut lines = told.lines();
    let now = lines.next().and_then(|line| line.parse().ok());
    let Some(now) = now.map(SimTime::from_nanos) else {
        desk.engine().mirror(None);
        return desk.notify(Keeping::MirrorEnded, true);
    };
    let inputs: Vec<_> = lines.filter_map(|line| input_from_line(line).ok()).collect();
    let has_room = desk.mirrored(&inputs);
    desk.engine().mirror(has_room.then_some(now));
}
