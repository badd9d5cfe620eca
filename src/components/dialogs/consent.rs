//! A script that was not written in this page is shown in full before it runs.

use std::rc::Rc;

use sim::PartId;
use studio::words::Script as Words;
use yew::prelude::*;

use super::Frame;
use crate::state::{ShellAction, use_desk, use_drawing, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct ConsentProps {
    pub(super) part: PartId,
}

/// See the module. What is agreed to is this text and no other.
#[component]
pub(super) fn Consent(props: &ConsentProps) -> Html {
    let (desk, drawing, words, part) = (use_desk(), use_drawing(), use_words(), props.part);
    let Some(text) = drawing
        .document()
        .scripts
        .get(&part)
        .map(|text| Rc::<str>::from(text.as_str()))
    else {
        return Html::default();
    };
    let cancel = {
        let desk = desk.clone();
        move |_: MouseEvent| desk.put(ShellAction::CloseDialog)
    };
    let run = {
        let text = Rc::clone(&text);
        move |_: MouseEvent| {
            desk.put(ShellAction::CloseDialog);
            desk.scripts().agree(Rc::clone(&text));
            desk.run_script(part);
        }
    };
    html! {
        <Frame title={words.say(Words::ConsentTitle)} intro={words.say(Words::ConsentIntro)}>
            <pre class="script-text" tabindex="0" role="group" aria-label={words.say(Words::Text)}>{ text }</pre>
            <p>{ words.say(Words::ConsentReach) }</p>
            <p class="row">
                <button type="button" class="button primary" onclick={run}>{ words.say(Words::ConsentRun) }</button>
                <button type="button" class="button" onclick={cancel}>{ words.say(Words::Cancel) }</button>
            </p>
        </Frame>
    }
}
