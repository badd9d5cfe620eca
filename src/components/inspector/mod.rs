//! The inspector: what is selected, and everything about it that can be set, broken or read.

mod actions;
mod breaking;
mod configure;
mod field;
mod head;
mod link;
mod messages;
mod metrics;
mod note;
mod part;
mod script;
mod sketch;
mod stops;

use studio::words::{Bar, Sentence};
use yew::prelude::*;

use crate::components::chips::Chips;
use crate::state::{Thing, use_desk, use_drawing, use_selected, use_words};
use actions::Actions;

/// See the module.
#[component]
pub(crate) fn Inspector() -> Html {
    let words = use_words();
    html! {
        <aside class="inspector" id="inspector" tabindex="-1" aria-label={words.say(Bar::InspectorPanel)}>
            <Chosen />
        </aside>
    }
}

/// The panel for what is selected.
#[component]
fn Chosen() -> Html {
    let (drawing, selected, words) = (use_drawing(), use_selected(), use_words());
    let several = !selected.0.is_empty() && selected.single().is_none();
    match selected.single() {
        Some(Thing::Part(id)) if drawing.sketch.parts.contains_key(&id) => {
            html! { <part::PartPanel key={format!("part-{}", id.0)} {id} /> }
        }
        Some(Thing::Link(id)) if drawing.sketch.links.contains_key(&id) => {
            html! { <link::LinkPanel key={format!("link-{}", id.0)} {id} /> }
        }
        Some(Thing::Note(index)) if index < drawing.document().notes.len() => {
            html! { <note::NotePanel key={format!("note-{index}")} {index} /> }
        }
        _ if several => {
            let (parts, links) = (selected.0.parts.len() as u64, selected.0.links.len() as u64);
            html! {
                <div class="scroll">
                    <section class="section">
                        <h3>{ words.say(Sentence::Selected { parts, links }) }</h3>
                        <Actions />
                    </section>
                    <Chips />
                </div>
            }
        }
        _ => html! { <sketch::SketchPanel /> },
    }
}

/// Ends the keyboard's stay in the inspector: Esc goes back to what is inspected.
#[hook]
fn use_way_back(selector: String) -> Callback<KeyboardEvent> {
    let desk = use_desk();
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            desk.put(crate::state::ShellAction::CloseSheet);
            crate::focus::at(&selector);
        }
    })
}
