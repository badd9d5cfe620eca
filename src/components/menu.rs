//! The menu in the bar: files, themes, help. A button with a list that closes when the focus leaves it.

use studio::words::{Bar, Terminal, Text};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::browser::page::document;
use crate::components::icons::{Glyph, Icon};
use crate::focus;
use crate::state::{Command, use_desk, use_words};
use crate::theme::{self, Theme};

/// See the module.
#[component]
pub(crate) fn Menu() -> Html {
    let words = use_words();
    let open = use_state(|| false);
    let node = use_node_ref();
    let list = node.clone();
    use_effect_with(*open, move |open| {
        if *open {
            move_focus(&list, 0);
        }
    });
    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    let onfocusout = {
        let (close, node) = (close.clone(), node.clone());
        move |event: FocusEvent| {
            let to = event
                .related_target()
                .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            let inside = node
                .cast::<web_sys::Node>()
                .is_some_and(|menu| menu.contains(to.as_ref()));
            if !inside {
                close.emit(());
            }
        }
    };
    let onkeydown = {
        let (close, node) = (close.clone(), node.clone());
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => move_focus(&node, 1),
                "ArrowUp" => move_focus(&node, -1),
                "Escape" => {
                    close.emit(());
                    focus::at("#menu-button");
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    html! {
        <div class="menu" ref={node} {onfocusout} {onkeydown}>
            <button
                type="button"
                class="button icon-only"
                id="menu-button"
                aria-label={words.say(Bar::Menu)}
                aria-haspopup="menu"
                aria-expanded={if *open { "true" } else { "false" }}
                onclick={toggle}
            >
                <Icon glyph={Glyph::Menu} />
            </button>
            if *open {
                <MenuList {close} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ListProps {
    close: Callback<()>,
}

#[component]
fn MenuList(props: &ListProps) -> Html {
    let (desk, words) = (use_desk(), use_words());
    let item = |command: Command, name: Text, glyph: Glyph, keys: &'static str| {
        let (desk, close) = (desk.clone(), props.close.clone());
        let onclick = move |_| {
            close.emit(());
            desk.perform(command);
        };
        html! {
            <button type="button" class="menu-item" role="menuitem" tabindex="-1" {onclick}>
                <Icon {glyph} />
                { words.say(name) }
                <span class="keys" aria-hidden="true">{ crate::components::keycaps::written(keys) }</span>
            </button>
        }
    };
    let themes = [
        (Theme::System, Bar::ThemeSystem, Glyph::Half),
        (Theme::Light, Bar::ThemeLight, Glyph::Sun),
        (Theme::Dark, Bar::ThemeDark, Glyph::Moon),
    ];
    let chosen = theme::remembered();
    let theme = |(theme, name, glyph): (Theme, Bar, Glyph)| {
        let (desk, close) = (desk.clone(), props.close.clone());
        let onclick = move |_| {
            theme::choose(theme);
            desk.engine().repaint();
            close.emit(());
        };
        html! {
            <button
                type="button"
                class="menu-item"
                role="menuitemradio"
                tabindex="-1"
                aria-checked={if theme == chosen { "true" } else { "false" }}
                {onclick}
            >
                <Icon {glyph} />
                { words.say(name) }
                if theme == chosen {
                    <span class="keys"><Icon glyph={Glyph::Check} /></span>
                }
            </button>
        }
    };
    html! {
        <div class="menu-list" role="menu" aria-label={words.say(Bar::Menu)}>
            { item(Command::Scenes, Bar::Scenes.into(), Glyph::Scenes, "") }
            { item(Command::New, Bar::New.into(), Glyph::Plus, "") }
            { item(Command::Open, Bar::Open.into(), Glyph::Open, "Mod+O") }
            { item(Command::Save, Bar::Save.into(), Glyph::Save, "Mod+S") }
            <hr class="menu-rule" />
            { item(Command::Tidy, Bar::Tidy.into(), Glyph::Parts, "Shift+L") }
            { item(Command::SelectAll, Bar::SelectAll.into(), Glyph::Fit, "Mod+A") }
            { item(Command::ToggleTerminal, Terminal::Panel.into(), Glyph::Prompt, "T") }
            <hr class="menu-rule" />
            { for themes.into_iter().map(theme) }
            <hr class="menu-rule" />
            { item(Command::Commands, Bar::Commands.into(), Glyph::Search, "Mod+K") }
            { item(Command::Shortcuts, Bar::Shortcuts.into(), Glyph::Keyboard, "?") }
        </div>
    }
}

/// Moves the focus through the entries; 0: to the first.
pub(super) fn move_focus(menu: &NodeRef, by: i32) {
    let Some(menu) = menu.cast::<Element>() else {
        return;
    };
    let Ok(entries) = menu.query_selector_all("[role^='menuitem']") else {
        return;
    };
    let active = document().and_then(|document| document.active_element());
    let entry = |index: u32| {
        entries
            .item(index)
            .and_then(|node| node.dyn_into::<HtmlElement>().ok())
    };
    let at = (0..entries.length()).find(|&index| entry(index).map(Element::from) == active);
    let length = entries.length() as i32;
    let next = at.map_or(0, |at| (at as i32 + by).rem_euclid(length.max(1)));
    if let Some(entry) = entry(next as u32) {
        // An entry that is already gone needs no focus.
        let _ = entry.focus();
    }
}
