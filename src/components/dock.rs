//! The buttons along the foot of a narrow screen: each opens a panel as a sheet over the canvas.

use studio::words::{Bar, Page, Terminal};
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::state::{Panel, ShellAction, use_desk, use_shell, use_words};

const SHEETS: [(Panel, Bar, Glyph); 3] = [
    (Panel::Palette, Bar::Palette, Glyph::Parts),
    (Panel::Inspector, Bar::InspectorPanel, Glyph::Settings),
    (Panel::Timeline, Bar::TimelinePanel, Glyph::Chart),
];

/// See the module.
#[component]
pub(crate) fn Dock() -> Html {
    let (desk, shell, words) = (use_desk(), use_shell(), use_words());
    let close = {
        let desk = desk.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                desk.put(ShellAction::CloseSheet);
            }
        }
    };
    html! {
        <nav class="dock" aria-label={words.say(Page::MorePanels)} onkeydown={close}>
            { for SHEETS.into_iter().map(|(panel, name, glyph)| {
                let desk = desk.clone();
                html! {
                    <button
                        type="button"
                        class="button"
                        aria-expanded={if shell.sheet == Some(panel) { "true" } else { "false" }}
                        onclick={move |_| desk.put(ShellAction::OpenSheet(panel))}
                    >
                        <Icon {glyph} />
                        { words.say(name) }
                    </button>
                }
            }) }
            <TerminalToggle class="button" />
        </nav>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ToggleProps {
    pub(crate) class: &'static str,
}

/// Opens the terminal, or closes it.
#[component]
pub(crate) fn TerminalToggle(props: &ToggleProps) -> Html {
    let (desk, shell, words) = (use_desk(), use_shell(), use_words());
    html! {
        <button
            type="button"
            class={props.class}
            aria-expanded={if shell.terminal { "true" } else { "false" }}
            onclick={move |_: MouseEvent| desk.put(ShellAction::ToggleTerminal)}
        >
            <Icon glyph={Glyph::Prompt} />
            { words.say(Terminal::Panel) }
        </button>
    }
}
