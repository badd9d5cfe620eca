//! What was typed and printed, oldest first.

use std::rc::Rc;

use studio::words::Terminal as Words;
use web_sys::Element;
use yew::prelude::*;

use super::session::{Action, Entry, What};
use crate::browser::clipboard;
use crate::state::{use_desk, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct EntriesProps {
    pub(super) entries: Rc<Vec<Entry>>,
    pub(super) act: Callback<Action>,
}

/// See the module. The newest is always in view.
#[component]
pub(super) fn Entries(props: &EntriesProps) -> Html {
    let (words, node) = (use_words(), use_node_ref());
    use_effect_with(Rc::clone(&props.entries), {
        let node = node.clone();
        move |_| {
            if let Some(log) = node.cast::<Element>() {
                log.set_scroll_top(log.scroll_height());
            }
        }
    });
    html! {
        <div class="terminal-log" role="log" aria-label={words.say(Words::Panel)} tabindex="0" ref={node}>
            if props.entries.is_empty() {
                <p class="quiet">{ words.say(Words::Intro) }</p>
            }
            { for props.entries.iter().map(|entry| html! {
                <OneEntry key={entry.number} entry={entry.clone()} act={props.act.clone()} />
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OneProps {
    entry: Entry,
    act: Callback<Action>,
}

#[component]
fn OneEntry(props: &OneProps) -> Html {
    let words = use_words();
    let again = |command: &String| {
        let (act, command) = (props.act.clone(), command.clone());
        move |_: MouseEvent| {
            act.emit(Action::Put(command.clone()));
            crate::focus::later("#terminal-prompt");
        }
    };
    match &props.entry.what {
        What::Command(text) => html! {
            <button type="button" class="terminal-command" onclick={again(text)}>{ format!("$ {text}") }</button>
        },
        What::Out(text) => html! {
            <div class="terminal-out"><pre tabindex="0">{ text.clone() }</pre><Copy text={text.clone()} /></div>
        },
        What::Failure(text) => html! { <pre class="terminal-failure">{ text.clone() }</pre> },
        What::Note(text) => html! { <p class="quiet">{ words.say(*text) }</p> },
        What::ByHand(command) => html! {
            <p class="terminal-by-hand">
                { words.say(Words::ByHand) }
                <button type="button" class="terminal-command" onclick={again(command)}>{ command.clone() }</button>
            </p>
        },
    }
}

#[derive(Properties, PartialEq)]
struct CopyProps {
    text: String,
}

#[component]
fn Copy(props: &CopyProps) -> Html {
    let (desk, words, text) = (use_desk(), use_words(), props.text.clone());
    let onclick = move |_: MouseEvent| {
        let desk = desk.clone();
        clipboard::copy(text.clone(), move |copied| {
            let said = if copied { Words::Copied } else { Words::NotCopied };
            desk.notify(said, !copied);
        });
    };
    html! { <button type="button" class="button quiet" {onclick}>{ words.say(Words::Copy) }</button> }
}
