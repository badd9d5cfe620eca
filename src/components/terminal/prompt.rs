//! The line that is being typed.

use std::rc::Rc;

use studio::words::Terminal as Words;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::session::{Action, Typed};
use crate::bridge::ask::Completion;
use crate::focus;
use crate::state::use_words;

#[derive(Clone, Properties, PartialEq)]
pub(super) struct PromptProps {
    pub(super) typed: Typed,
    pub(super) history: Rc<Vec<String>>,
    pub(super) completion: Option<Rc<(String, Completion)>>,
    /// A command is under way.
    pub(super) busy: bool,
    pub(super) run: Callback<String>,
    pub(super) complete: Callback<String>,
    pub(super) act: Callback<Action>,
}

/// See the module.
#[component]
pub(super) fn Prompt(props: &PromptProps) -> Html {
    let (words, node) = (use_words(), use_node_ref());
    // How far back in the history the field is; 0 is what is being typed.
    let back = use_mut_ref(|| 0_usize);
    use_effect_with(props.typed.clone(), {
        let node = node.clone();
        move |typed| fill(&node, &typed.text)
    });
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(field) = node.cast::<HtmlTextAreaElement>() {
                // It is on the page, so it can have the focus.
                let _ = field.focus();
            }
        }
    });
    let onkeydown = {
        let (node, props, back) = (node.clone(), props.clone(), Rc::clone(&back));
        move |event: KeyboardEvent| {
            let Some(field) = node.cast::<HtmlTextAreaElement>() else {
                return;
            };
            let text = field.value();
            let one_line = !text.contains('\n');
            match event.key().as_str() {
                "Enter" if !event.shift_key() => {
                    if !props.busy && !text.trim().is_empty() {
                        *back.borrow_mut() = 0;
                        fill(&node, "");
                        props.run.emit(text);
                    }
                }
                // With nothing typed, Tab goes on through the page.
                "Tab" if !event.shift_key() && !text.trim().is_empty() => {
                    let cursor = field.selection_end().ok().flatten();
                    let before = cursor.map_or(text.len(), |units| bytes_before(&text, units));
                    props.complete.emit(text[..before].to_owned());
                }
                "ArrowUp" if one_line => walk(&node, &props.history, &back, true),
                "ArrowDown" if one_line => walk(&node, &props.history, &back, false),
                "Escape" if props.completion.is_some() => props.act.emit(Action::Typing),
                "Escape" => focus::at("#canvas"),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let oninput = props.act.reform(|_: InputEvent| Action::Typing);
    html! {
        <div class="terminal-prompt">
            <span aria-hidden="true">{ "$" }</span>
            <textarea
                ref={node}
                id="terminal-prompt"
                rows="1"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-label={words.say(Words::Prompt)}
                aria-describedby="terminal-prompt-help"
                {onkeydown}
                {oninput}
            />
            <span class="unseen" id="terminal-prompt-help">{ words.say(Words::PromptHelp) }</span>
        </div>
    }
}

/// Puts a text into the field, with the cursor at its end.
fn fill(node: &NodeRef, text: &str) {
    if let Some(field) = node.cast::<HtmlTextAreaElement>() {
        field.set_value(text);
    }
}

/// To the command before or after the one that is in the field.
fn walk(node: &NodeRef, history: &[String], back: &Rc<std::cell::RefCell<usize>>, up: bool) {
    let mut back = back.borrow_mut();
    *back = if up {
        (*back + 1).min(history.len())
    } else {
        back.saturating_sub(1)
    };
    let text = match *back {
        0 => "",
        back => &history[history.len() - back],
    };
    fill(node, text);
}

/// The place in bytes of the place in UTF-16 units.
fn bytes_before(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (place, letter) in text.char_indices() {
        if left < letter.len_utf16() {
            return place;
        }
        left -= letter.len_utf16();
    }
    text.len()
}
