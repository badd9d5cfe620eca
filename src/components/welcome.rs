//! The first visit: one sentence about what runs, and one thing to try. Dismissed once, it stays away.

use studio::words::Page;
use yew::prelude::*;

use crate::browser::storage::{LocalStorage, Shelf};
use crate::components::icons::{Glyph, Icon};
use crate::state::use_words;

const KEY: &str = "decouple.welcomed";

/// See the module.
#[component]
pub(crate) fn Welcome() -> Html {
    let words = use_words();
    let shown = use_state(|| LocalStorage::open().get(KEY).is_none());
    if !*shown {
        return Html::default();
    }
    let dismiss = move |_: MouseEvent| {
        // A browser that keeps nothing shows it again next time.
        let _ = LocalStorage::open().put(KEY, "yes");
        shown.set(false);
    };
    html! {
        <aside class="hint-card">
            <div>
                <p>{ words.say(Page::Welcome) }</p>
                <p>{ words.say(Page::WelcomeTry) }</p>
            </div>
            <button type="button" class="button quiet icon-only" aria-label={words.say(Page::Dismiss)} onclick={dismiss}>
                <Icon glyph={Glyph::Close} />
            </button>
        </aside>
    }
}
