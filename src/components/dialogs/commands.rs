//! Every command by its name: type, choose, Enter.

use studio::words::Bar;
use web_sys::{HtmlInputElement, InputEvent, KeyboardEvent};
use yew::prelude::*;

use super::Modal;
use crate::components::keycaps::written;
use crate::focus;
use crate::state::{Binding, Command, GROUPS, ShellAction, use_desk, use_words};

/// See the module.
#[component]
pub(super) fn Commands() -> Html {
    let (desk, words) = (use_desk(), use_words());
    let typed = use_state(String::new);
    let at = use_state(|| 0_usize);
    let wanted = typed.to_lowercase();
    let named = |binding: &&Binding| words.say((binding.name)()).to_lowercase().contains(&wanted);
    let found: Vec<&'static Binding> = GROUPS
        .iter()
        .flat_map(|group| group.bindings)
        .filter(named)
        .collect();
    let chosen = (*at).min(found.len().saturating_sub(1));
    let run = Callback::from(move |command: Command| {
        desk.put(ShellAction::CloseDialog);
        focus::at("#canvas");
        desk.perform(command);
    });
    let oninput = {
        let (typed, at) = (typed.clone(), at.clone());
        move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
            at.set(0);
        }
    };
    let onkeydown = {
        let (run, found) = (run.clone(), found.clone());
        move |event: KeyboardEvent| {
            let count = found.len().max(1);
            match event.key().as_str() {
                "ArrowDown" => at.set((chosen + 1) % count),
                "ArrowUp" => at.set((chosen + count - 1) % count),
                "Enter" => found
                    .get(chosen)
                    .iter()
                    .for_each(|binding| run.emit(binding.command)),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let option = |(index, binding): (usize, &&'static Binding)| {
        let (run, command) = (run.clone(), binding.command);
        html! {
            <li
                id={format!("command-{index}")}
                class="menu-item"
                role="option"
                aria-selected={if index == chosen { "true" } else { "false" }}
                onclick={move |_| run.emit(command)}
            >
                { words.say((binding.name)()) }
                <span class="keys">{ binding.keys.first().map(|keys| written(keys)) }</span>
            </li>
        }
    };
    html! {
        <Modal label={words.say(Bar::Commands)} class="commands">
            <div class="find">
                <input
                    class="field"
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="command-list"
                    aria-activedescendant={format!("command-{chosen}")}
                    aria-label={words.say(Bar::FindCommand)}
                    placeholder={words.say(Bar::FindCommand)}
                    autocomplete="off"
                    autofocus={true}
                    {oninput}
                    {onkeydown}
                />
            </div>
            <ul class="dialog-body" id="command-list" role="listbox" aria-label={words.say(Bar::Commands)}>
                { for found.iter().enumerate().map(option) }
            </ul>
        </Modal>
    }
}
