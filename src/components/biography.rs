//! Being made.

use yew::prelude::*;

/// See the module.
#[component]
pub(crate) fn BiographyCard() -> Html {
    html! { <div class="biography" id="biography" /> }
}
