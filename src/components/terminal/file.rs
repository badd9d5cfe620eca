//! There are no files in a page: what a command wants to read from one is pasted.

use studio::words::Terminal as Words;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::state::use_words;

#[derive(Properties, PartialEq)]
pub(super) struct FileProps {
    pub(super) name: String,
    pub(super) give: Callback<String>,
    pub(super) cancel: Callback<()>,
}

/// See the module.
#[component]
pub(super) fn File(props: &FileProps) -> Html {
    let (words, node) = (use_words(), use_node_ref());
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(field) = node.cast::<HtmlTextAreaElement>() {
                // It is on the page, so it can have the focus.
                let _ = field.focus();
            }
        }
    });
    let give = {
        let (node, give) = (node.clone(), props.give.clone());
        move |_: MouseEvent| {
            if let Some(field) = node.cast::<HtmlTextAreaElement>() {
                give.emit(field.value());
            }
        }
    };
    let cancel = props.cancel.reform(|_: MouseEvent| ());
    html! {
        <div class="terminal-file">
            <label for="terminal-file">{ words.say(Words::FileTitle) }{ " " }<code>{ props.name.clone() }</code></label>
            <textarea id="terminal-file" rows="4" spellcheck="false" ref={node} />
            <button type="button" class="button" onclick={give}>{ words.say(Words::FileGive) }</button>
            <button type="button" class="button quiet" onclick={cancel}>{ words.say(Words::FileCancel) }</button>
        </div>
    }
}
