//! The first visit: one sentence about what runs, and one thing to try. Dismissed once, it stays away.

use studio::words::Page;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser::storage::{LocalStorage, Shelf};
use crate::components::icons::{Glyph, Icon};
use crate::state::{use_desk, use_words};

const KEY: &str = "decouple.welcomed";

/// See the module.
#[component]
pub(crate) fn Welcome() -> Html {
    let (desk, words) = (use_desk(), use_words());
    let shown = use_state(|| LocalStorage::open().get(KEY).is_none());
    let node = use_node_ref();
    let card = node.clone();
    use_effect_with(*shown, move |_| {
        let covered = card
            .cast::<HtmlElement>()
            .map_or(0.0, |card| f64::from(card.offset_height()));
        desk.camera().resized(covered, desk.extent(None));
    });
    if !*shown {
        return Html::default();
    }
    let dismiss = move |_: MouseEvent| {
        // A browser that keeps nothing shows it again next time.
        let _ = LocalStorage::open().put(KEY, "yes");
        shown.set(false);
    };
    html! {
        <aside class="hint-card" ref={node}>
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
