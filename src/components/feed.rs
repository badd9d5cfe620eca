//! Being made.

use yew::prelude::*;

/// See the module.
#[component]
pub(crate) fn Feed() -> Html {
    html! { <div class="feed" id="feed" /> }
}
