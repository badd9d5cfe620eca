//! Dialogs: the browser's own, which keep the focus within and give it back.

mod commands;
mod compare;
mod consent;
mod scenes;
mod search;
mod shortcuts;

use studio::words::Bar;
use web_sys::{Event, HtmlDialogElement, MouseEvent};
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::state::{Dialog, ShellAction, use_desk, use_shell, use_words};

/// The dialog that is open, if one is.
#[component]
pub(crate) fn Dialogs() -> Html {
    match use_shell().dialog {
        None => Html::default(),
        Some(Dialog::Scenes) => html! { <scenes::Scenes /> },
        Some(Dialog::Shortcuts) => html! { <shortcuts::Shortcuts /> },
        Some(Dialog::Commands) => html! { <commands::Commands /> },
        Some(Dialog::Search(guarantee)) => html! { <search::Search {guarantee} /> },
        Some(Dialog::Script(part)) => html! { <consent::Consent {part} /> },
        Some(Dialog::Compare(id)) => html! { <compare::Compare {id} /> },
    }
}

#[derive(Properties, PartialEq)]
struct FrameProps {
    title: AttrValue,
    #[prop_or_default]
    intro: AttrValue,
    children: Children,
}

/// A dialog with its head.
#[component]
fn Frame(props: &FrameProps) -> Html {
    let words = use_words();
    let desk = use_desk();
    let close = move |_: MouseEvent| desk.put(ShellAction::CloseDialog);
    html! {
        <Modal label={props.title.clone()}>
            <div class="dialog-head">
                <div>
                    <h2>{ props.title.clone() }</h2>
                    <p>{ props.intro.clone() }</p>
                </div>
                <button type="button" class="button quiet icon-only" aria-label={words.say(Bar::Close)} onclick={close}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </div>
            <div class="dialog-body">{ props.children.clone() }</div>
        </Modal>
    }
}

#[derive(Properties, PartialEq)]
struct ModalProps {
    label: AttrValue,
    #[prop_or_default]
    class: Classes,
    children: Children,
}

/// The element, opened as soon as it is there. Esc and a click beside it close it.
#[component]
fn Modal(props: &ModalProps) -> Html {
    let (desk, node) = (use_desk(), use_node_ref());
    let dialog = node.clone();
    use_effect_with((), move |()| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    let onclose = {
        let desk = desk.clone();
        move |_: Event| desk.put(ShellAction::CloseDialog)
    };
    let onclick = {
        let node = node.clone();
        move |event: MouseEvent| {
            let beside = event.target().map(wasm_bindgen::JsValue::from)
                == node.get().map(wasm_bindgen::JsValue::from);
            if beside {
                desk.put(ShellAction::CloseDialog);
            }
        }
    };
    html! {
        <dialog ref={node} class={classes!("dialog", props.class.clone())} aria-label={props.label.clone()} {onclose} {onclick}>
            { props.children.clone() }
        </dialog>
    }
}
