//! The bar along the top: the title, what can be taken back, and the menu.

use studio::words::{Bar, Page, Sentence, Text};
use web_sys::{FocusEvent, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::components::menu::Menu;
use crate::state::{Command, Kept, use_desk, use_drawing, use_shell, use_words};

/// See the module.
#[component]
pub(crate) fn TopBar() -> Html {
    let (desk, drawing, shell, words) = (use_desk(), use_drawing(), use_shell(), use_words());
    let undo = drawing.undo.clone().map(|label| {
        Sentence::UndoOf {
            gesture: Box::new(label),
        }
        .into()
    });
    let redo = drawing.redo.clone().map(|label| {
        Sentence::RedoOf {
            gesture: Box::new(label),
        }
        .into()
    });
    let scenes = {
        let desk = desk.clone();
        move |_| desk.perform(Command::Scenes)
    };
    let share = move |_| desk.perform(Command::Share);
    html! {
        <header class="top-bar">
            <h1 class="brand">{ words.say(Bar::AppName) }</h1>
            <span class="slash" aria-hidden="true">{ "/" }</span>
            <TitleField title={drawing.document().title.clone()} />
            <span class="kept">{ words.say(kept_text(shell.kept)) }</span>
            <span class="spring" />
            <button type="button" class="button wide-only" onclick={scenes}>{ words.say(Bar::Scenes) }</button>
            <TravelButton command={Command::Undo} glyph={Glyph::Undo} name={Bar::Undo} what={undo} nothing={Bar::NothingToUndo} />
            <TravelButton command={Command::Redo} glyph={Glyph::Redo} name={Bar::Redo} what={redo} nothing={Bar::NothingToRedo} />
            <Menu />
            <button type="button" class="button primary" aria-label={words.say(Bar::Share)} onclick={share}>
                <Icon glyph={Glyph::Link} class="narrow-only" />
                <span class="wide-words">{ words.say(Bar::Share) }</span>
            </button>
        </header>
    }
}

const fn kept_text(kept: Kept) -> Page {
    match kept {
        Kept::Here => Page::KeptHere,
        Kept::InLink => Page::KeptInLink,
        Kept::Nowhere => Page::NotKept,
    }
}

#[derive(Properties, PartialEq)]
struct TravelProps {
    command: Command,
    glyph: Glyph,
    name: Bar,
    /// What it would take back or bring again.
    what: Option<Text>,
    nothing: Bar,
}

/// Undo or redo, saying what it would do.
#[component]
fn TravelButton(props: &TravelProps) -> Html {
    let (desk, words, command) = (use_desk(), use_words(), props.command);
    let title = props
        .what
        .clone()
        .map_or_else(|| words.say(props.nothing), |what| words.say(what));
    html! {
        <button
            type="button"
            class="button icon-only"
            aria-label={words.say(props.name)}
            {title}
            disabled={props.what.is_none()}
            onclick={move |_| desk.perform(command)}
        >
            <Icon glyph={props.glyph} />
        </button>
    }
}

#[derive(Properties, PartialEq)]
struct TitleProps {
    title: String,
}

/// The title, edited where it stands. Enter or leaving keeps it, Esc does not.
#[component]
fn TitleField(props: &TitleProps) -> Html {
    let (desk, words, node) = (use_desk(), use_words(), use_node_ref());
    let onblur = move |event: FocusEvent| {
        let title = event.target_unchecked_into::<HtmlInputElement>().value();
        desk.edit(|editor, _| editor.set_title(&title));
    };
    let onkeydown = {
        let (node, title) = (node.clone(), props.title.clone());
        move |event: KeyboardEvent| {
            let Some(field) = node.cast::<HtmlInputElement>() else {
                return;
            };
            if event.key() == "Escape" {
                field.set_value(&title);
            }
            if matches!(event.key().as_str(), "Escape" | "Enter") {
                // Leaving the field keeps what is in it.
                let _ = field.blur();
            }
        }
    };
    html! {
        <input
            ref={node}
            class="title-field"
            type="text"
            value={props.title.clone()}
            maxlength="80"
            spellcheck="false"
            autocomplete="off"
            aria-label={words.say(Bar::RenameTitle)}
            placeholder={words.say(Bar::Untitled)}
            {onblur}
            {onkeydown}
        />
    }
}
