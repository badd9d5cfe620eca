//! Being made.

use yew::prelude::*;

/// See the module.
#[component]
pub(crate) fn Transport() -> Html {
    html! { <div class="transport" id="transport" /> }
}
