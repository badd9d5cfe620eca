//! One line at the head of the canvas about what just happened or could not. It goes away by itself.

use studio::words::Page;
use yew::prelude::*;

use crate::browser::timer::Timer;
use crate::components::icons::{Glyph, Icon};
use crate::state::{ShellAction, use_desk, use_shell, use_words};

/// How long a notice stays: time to read it twice.
const STAY_MILLIS: i32 = 9_000;

/// See the module. The announcer reads it out, so it is no live region itself.
#[component]
pub(crate) fn Notices() -> Html {
    let (desk, shell, words) = (use_desk(), use_shell(), use_words());
    let dismiss = {
        let desk = desk.clone();
        move |_: MouseEvent| desk.put(ShellAction::Dismiss)
    };
    use_effect_with(shell.notice.as_ref().map(|notice| notice.number), move |number| {
        let timer = number.map(|_| Timer::after(STAY_MILLIS, move || desk.put(ShellAction::Dismiss)));
        move || drop(timer)
    });
    let Some(notice) = &shell.notice else {
        return Html::default();
    };
    html! {
        <section class={classes!("notice", notice.failed.then_some("failed"))} aria-labelledby="notice-text">
            <p id="notice-text">{ notice.text.clone() }</p>
            <button type="button" class="button quiet icon-only" aria-label={words.say(Page::Dismiss)} onclick={dismiss}>
                <Icon glyph={Glyph::Close} />
            </button>
        </section>
    }
}
