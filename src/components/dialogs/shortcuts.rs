//! All keys, and the switch for those of a single character.

use studio::words::{Bar, Dialog as DialogWords};
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;

use super::Frame;
use crate::components::keycaps::Keycaps;
use crate::state::{Binding, GROUPS, ShellAction, use_desk, use_shell, use_words};

/// See the module.
#[component]
pub(super) fn Shortcuts() -> Html {
    let (desk, shell, words) = (use_desk(), use_shell(), use_words());
    let onchange = move |event: Event| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        desk.put(ShellAction::SetSingleKeys(on));
    };
    let line = |binding: &Binding| {
        html! {
            <li class="shortcut">
                <span>{ words.say((binding.name)()) }</span>
                <Keycaps keys={binding.keys} />
            </li>
        }
    };
    html! {
        <Frame title={words.say(DialogWords::ShortcutsTitle)} intro={words.say(DialogWords::ShortcutsIntro)}>
            <label class="switch">
                <input type="checkbox" checked={shell.single_keys} {onchange} />
                { words.say(Bar::SingleKeys) }
            </label>
            <div class="shortcut-groups">
                { for GROUPS.iter().map(|group| html! {
                    <section class="shortcut-group">
                        <h3>{ words.say(group.heading) }</h3>
                        <ul>{ for group.bindings.iter().map(line) }</ul>
                    </section>
                }) }
            </div>
        </Frame>
    }
}
