//! The scenes: each shows facts as they happen. Opening one plays it.

use studio::scenes::{FactId, SCENES, Scene};
use studio::words::{Dialog as DialogWords, fact_text};
use yew::prelude::*;

use super::Frame;
use crate::focus;
use crate::state::{Command, ShellAction, use_desk, use_words};

/// See the module.
#[component]
pub(super) fn Scenes() -> Html {
    let (desk, words) = (use_desk(), use_words());
    let empty = {
        let desk = desk.clone();
        move |_: MouseEvent| {
            desk.put(ShellAction::CloseDialog);
            desk.perform(Command::New);
        }
    };
    let language = desk.language();
    let entry = |scene: &'static Scene| {
        let desk = desk.clone();
        let open = move |_: MouseEvent| {
            desk.put(ShellAction::CloseDialog);
            desk.play_scene(scene);
            focus::at("#canvas");
        };
        let fact = |fact: &FactId| {
            html! {
                <span class="fact"><b>{ fact.id() }</b>{ " " }{ fact_text(language, *fact) }</span>
            }
        };
        html! {
            <li>
                <button type="button" class="scene" onclick={open}>
                    <strong>{ words.say(scene.title) }</strong>
                    <span class="sentence">{ words.say(scene.sentence) }</span>
                    <span class="facts">{ for scene.facts.iter().map(fact) }</span>
                </button>
            </li>
        }
    };
    html! {
        <Frame title={words.say(DialogWords::ScenesTitle)} intro={words.say(DialogWords::ScenesIntro)}>
            <ul class="scene-list">{ for SCENES.iter().map(entry) }</ul>
            <p class="dialog-foot">
                <button type="button" class="button" onclick={empty}>{ words.say(DialogWords::StartEmpty) }</button>
            </p>
        </Frame>
    }
}
