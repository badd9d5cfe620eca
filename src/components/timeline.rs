//! Being made.

use yew::prelude::*;

/// See the module.
#[component]
pub(crate) fn Timeline() -> Html {
    html! { <div class="timeline" id="timeline" /> }
}
