//! The page beside an endpoint (`decouple serve --watch`): it has the world that is served there, and plays it as far as that is.
//!
//! What static/mirror.js tells are the sketch and the inputs, from which the same world follows. Nothing of what is done here
//! reaches the endpoint: whoever changes something goes on alone from there.

use cloud::time::SimTime;
use gloo_events::EventListener;
use sim::Input;
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

fn follow(desk: &Desk, told: &str) {
    if !desk.engine().is_mirror() {
        page::leave_mirror();
        return desk.notify(Keeping::MirrorLeft, false);
    }
    match read(told) {
        Ok((now, inputs)) => {
            let has_room = desk.mirrored(&inputs);
            desk.engine().mirror(has_room.then_some(now));
        }
        Err(why) => {
            desk.engine().mirror(None);
            page::leave_mirror();
            desk.notify(why, true);
        }
    }
}

/// What static/mirror.js tells: how far that world is, in nanoseconds, then an input on each line; nothing when there is no answer.
/// Without one of them the world here would be another, so whatever cannot be read ends the mirror.
fn read(told: &str) -> Result<(SimTime, Vec<Input>), Keeping> {
    let mut lines = told.lines();
    let now = lines.next().ok_or(Keeping::MirrorEnded)?;
    let now = now.parse().map_err(|_| Keeping::MirrorUnread)?;
    let inputs = lines.map(input_from_line).collect::<Result<_, _>>();
    let inputs = inputs.map_err(|_| Keeping::MirrorUnread)?;
    Ok((SimTime::from_nanos(now), inputs))
}

#[cfg(test)]
mod tests {
    use sim::{InputKind, PartId};
    use studio::format::input_to_line;

    use super::*;

    #[test]
    fn what_cannot_be_read_ends_a_mirror() {
        let input = Input {
            at: SimTime::from_nanos(3),
            kind: InputKind::Send {
                producer: PartId(1),
                count: 1,
            },
        };
        let line = input_to_line(&input);
        assert_eq!(read("7"), Ok((SimTime::from_nanos(7), Vec::new())));
        let two = format!("7\n{line}\n{line}");
        assert_eq!(
            read(&two),
            Ok((SimTime::from_nanos(7), vec![input.clone(), input]))
        );
        assert_eq!(read(""), Err(Keeping::MirrorEnded));
        for wrong in [
            format!("soon\n{line}"),
            format!("7\n{line}\n\n{line}"),
            format!("7\n{line}\n{}", &line[1..]),
        ] {
            assert_eq!(read(&wrong), Err(Keeping::MirrorUnread), "{wrong}");
        }
    }
}
