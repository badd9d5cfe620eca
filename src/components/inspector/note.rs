//! A note: its heading and its line.

use studio::Note;
use studio::words::{Canvas as CanvasWords, Dialog as DialogWords};
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;

use super::actions::Actions;
use super::use_way_back;
use crate::components::icons::{Glyph, Icon};
use crate::state::{Desk, use_desk, use_drawing, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct NoteProps {
    pub(super) index: usize,
}

/// See the module.
#[component]
pub(super) fn NotePanel(props: &NoteProps) -> Html {
    let (desk, drawing, words, index) = (use_desk(), use_drawing(), use_words(), props.index);
    let onkeydown = use_way_back(format!("[data-note='{index}']"));
    let Some(note) = drawing.document().notes.get(index) else {
        return Html::default();
    };
    let change = |put: fn(&mut Note, String)| {
        let (desk, note): (Desk, Note) = (desk.clone(), note.clone());
        move |event: Event| {
            let mut note = note.clone();
            put(
                &mut note,
                event.target_unchecked_into::<HtmlInputElement>().value(),
            );
            desk.edit(|editor, _| editor.set_note(index, note));
        }
    };
    html! {
        <div class="inspector-panel" {onkeydown}>
            <header class="inspector-head">
                <Icon glyph={Glyph::Note} />
                <h2>{ words.say(CanvasWords::Note) }</h2>
            </header>
            <div class="scroll">
                <section class="section settings">
                    <div class="setting wide">
                        <label for="inspector-name">{ words.say(DialogWords::NoteHeading) }</label>
                        <input class="field" id="inspector-name" type="text" maxlength="80" value={note.heading.clone()} onchange={change(|note, text| note.heading = text)} />
                    </div>
                    <div class="setting wide">
                        <label for="note-text">{ words.say(DialogWords::NoteText) }</label>
                        <input class="field" id="note-text" type="text" maxlength="200" value={note.text.clone()} onchange={change(|note, text| note.text = text)} />
                    </div>
                </section>
                <section class="section"><Actions /></section>
            </div>
        </div>
    }
}
