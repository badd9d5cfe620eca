//! What the scene that was opened shows, in one sentence, and one thing to try, until it is dismissed.

use studio::scenes;
use studio::words::Page;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::state::{ShellAction, use_desk, use_shell, use_words};

/// See the module.
#[component]
pub(crate) fn Guide() -> Html {
    let (desk, shell, words) = (use_desk(), use_shell(), use_words());
    let node = use_node_ref();
    use_effect_with(shell.guide, {
        let (desk, card) = (desk.clone(), node.clone());
        move |_| {
            let covered = card
                .cast::<HtmlElement>()
                .map_or(0.0, |card| f64::from(card.offset_height()));
            desk.camera().resized(covered, desk.extent(None));
        }
    });
    let Some(scene) = shell.guide.and_then(scenes::by_id) else {
        return Html::default();
    };
    let dismiss = move |_: MouseEvent| {
        desk.put(ShellAction::Guide(None));
        crate::focus::at("#canvas");
    };
    html! {
        <aside class="hint-card" ref={node} aria-label={words.say(scene.title)}>
            <div>
                <p>{ words.say(scene.sentence) }</p>
                <p><b>{ words.say(Page::TryIt) }</b>{ " " }{ words.say(scene.try_this) }</p>
            </div>
            <button type="button" class="button quiet icon-only" aria-label={words.say(Page::Dismiss)} onclick={dismiss}>
                <Icon glyph={Glyph::Close} />
            </button>
        </aside>
    }
}
