//! What the word before the cursor may become, to choose from.

use std::rc::Rc;

use studio::words::Terminal as Words;
use yew::prelude::*;

use super::session::Action;
use crate::bridge::ask::Completion;
use crate::focus;
use crate::state::use_words;

#[derive(Properties, PartialEq)]
pub(super) struct CompletionsProps {
    /// What stands before the word, and what that may be.
    pub(super) completion: Option<Rc<(String, Completion)>>,
    pub(super) act: Callback<Action>,
}

/// See the module.
#[component]
pub(super) fn Completions(props: &CompletionsProps) -> Html {
    let words = use_words();
    let Some(completion) = &props.completion else {
        return Html::default();
    };
    let (before, Completion { candidates, .. }) = &**completion;
    html! {
        <ul class="terminal-completions" aria-label={words.say(Words::Completions)}>
            { for candidates.iter().map(|(text, help)| {
                let (act, whole) = (props.act.clone(), format!("{before}{text} "));
                let choose = move |_: MouseEvent| {
                    act.emit(Action::Put(whole.clone()));
                    focus::later("#terminal-prompt");
                };
                html! {
                    <li><button type="button" onclick={choose}><code>{ text.clone() }</code>{ " " }<span>{ help.clone() }</span></button></li>
                }
            }) }
        </ul>
    }
}
