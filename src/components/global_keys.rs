//! Keys that act wherever the focus is.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::browser::page::document;
use crate::components::canvas::command;
use crate::state::{Command, use_desk};

/// See the module. Shows nothing.
#[component]
pub(crate) fn GlobalKeys() -> Html {
    let desk = use_desk();
    use_effect_with((), move |()| {
        let listener = document().map(|document| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                let Some(event) = event
                    .dyn_ref::<KeyboardEvent>()
                    .filter(|event| !event.default_prevented())
                else {
                    return;
                };
                if let Some(command) = command(event, false).filter(|command| acts_anywhere(*command, event))
                {
                    event.prevent_default();
                    desk.perform(command);
                }
            })
        });
        move || drop(listener)
    });
    Html::default()
}

/// Alt+K and the like act even in a field; undo and the like belong to the field there.
fn acts_anywhere(command: Command, event: &KeyboardEvent) -> bool {
    match command {
        Command::PlayOrPause | Command::ToggleTheme | Command::Share | Command::Commands => true,
        Command::Undo | Command::Redo | Command::Open | Command::Save => !is_typing(event),
        _ => false,
    }
}

/// Whether the key goes into a field.
pub(crate) fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches("input, select, textarea").unwrap_or(false))
}
