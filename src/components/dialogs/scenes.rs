//! The scenes: each shows facts as they happen.

use studio::words::Dialog as DialogWords;
use yew::prelude::*;

use super::Frame;
use crate::state::use_words;

/// See the module.
#[component]
pub(super) fn Scenes() -> Html {
    let words = use_words();
    html! {
        <Frame title={words.say(DialogWords::ScenesTitle)} intro={words.say(DialogWords::ScenesIntro)}>
            <div class="scene-list" />
        </Frame>
    }
}
