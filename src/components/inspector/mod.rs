//! The inspector: what is selected, and everything that can be set.

use studio::words::Bar;
use yew::prelude::*;

use crate::state::use_words;

/// See the module.
#[component]
pub(crate) fn Inspector() -> Html {
    let words = use_words();
    html! { <aside class="inspector" id="inspector" tabindex="-1" aria-label={words.say(Bar::InspectorPanel)} /> }
}
