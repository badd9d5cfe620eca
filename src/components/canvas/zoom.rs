//! The buttons that zoom, for those who have no wheel.

use studio::words::Bar;
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::state::{Command, use_desk, use_words};

/// See the module.
#[component]
pub(crate) fn Zoom() -> Html {
    let (desk, words) = (use_desk(), use_words());
    let percent = desk.camera().percent();
    let button = |command: Command, name: Bar, glyph: Glyph| {
        let desk = desk.clone();
        html! {
            <button
                type="button"
                class="button icon-only"
                aria-label={words.say(name)}
                title={words.say(name)}
                onclick={move |_| desk.perform(command)}
            >
                <Icon {glyph} />
            </button>
        }
    };
    let actual = {
        let desk = desk.clone();
        move |_| desk.perform(Command::ZoomActual)
    };
    html! {
        <div class="zoom" role="group" aria-label={words.say(Bar::ZoomActual)}>
            { button(Command::ZoomOut, Bar::ZoomOut, Glyph::Minus) }
            <button type="button" class="button percent" ref={percent} title={words.say(Bar::ZoomActual)} onclick={actual} />
            { button(Command::ZoomIn, Bar::ZoomIn, Glyph::Plus) }
            { button(Command::FitAll, Bar::FitAll, Glyph::Fit) }
        </div>
    }
}
