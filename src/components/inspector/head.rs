//! The head of the inspector: icon, name, kind.

use sim::{PartId, is_created_by_a_call};
use studio::catalog::PartKind;
use studio::words::{Canvas, Inspector as InspectorWords};
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::state::{use_desk, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct HeadProps {
    pub(super) id: PartId,
    pub(super) kind: PartKind,
    pub(super) name: String,
}

/// See the module. The name is edited where it stands.
#[component]
pub(super) fn PartHead(props: &HeadProps) -> Html {
    let (desk, words, id) = (use_desk(), use_words(), props.id);
    let onchange = move |event: Event| {
        let name = event.target_unchecked_into::<HtmlInputElement>().value();
        desk.edit(|editor, now| editor.rename(now, id, &name));
    };
    let (kind, is_created) = (props.kind, is_created_by_a_call(id));
    html! {
        <header class="inspector-head">
            <Icon glyph={Glyph::Part(kind)} class={classes!(format!("family-{}", kind.family().key()))} />
            <h2 class="unseen">{ props.name.clone() }</h2>
            <input
                class="name-field"
                id="inspector-name"
                type="text"
                value={props.name.clone()}
                maxlength="40"
                readonly={is_created}
                spellcheck="false"
                autocomplete="off"
                aria-label={words.say(InspectorWords::Name)}
                {onchange}
            />
            <p class="kind">
                { words.say(kind) }
                if is_created { { ". " }{ words.say(Canvas::ByAProgramHint) } }
            </p>
        </header>
    }
}
