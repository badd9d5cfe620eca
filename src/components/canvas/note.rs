//! A note on the canvas: a heading and a line under it.

use studio::Note;
use studio::words::Canvas as CanvasWords;
use yew::prelude::*;

use crate::state::{note_rect, use_words};

#[derive(Properties, PartialEq)]
pub(crate) struct NoteProps {
    pub(crate) index: usize,
    pub(crate) note: Note,
    pub(crate) selected: bool,
}

/// See the module.
#[component]
pub(crate) fn NoteView(props: &NoteProps) -> Html {
    let words = use_words();
    let Note { heading, text, .. } = &props.note;
    let rect = note_rect(&props.note);
    html! {
        <g
            class={classes!("note", props.selected.then_some("selected"))}
            data-note={props.index.to_string()}
            role="graphics-object"
            aria-roledescription={words.say(CanvasWords::Note)}
            aria-label={format!("{heading}. {text}")}
            aria-current={props.selected.then_some("true")}
            tabindex="0"
            transform={format!("translate({} {})", rect.x, rect.y)}
        >
            <rect class="note-ring" x="-8" y="-6" width={(rect.width + 16.0).to_string()} height={(rect.height + 12.0).to_string()} rx="7" />
            <text class="note-heading" y="15" aria-hidden="true">{ heading.clone() }</text>
            <text class="note-text" y="35" aria-hidden="true">{ text.clone() }</text>
        </g>
    }
}
