//! One setting: its name, its range and default, and a field. What cannot be taken stays in the field, in red, with the
//! sentence that says why and what is kept.

use studio::fields::{Field, FieldKind};
use studio::words::Sentence;
use web_sys::{DragEvent, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

use super::configure::Set;
use crate::browser::files;
use crate::state::{use_desk, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct SettingProps {
    pub(super) row: Field,
    pub(super) set: Set,
}

/// What was typed and not taken, and why.
#[derive(Clone, PartialEq)]
struct Refused {
    typed: String,
    why: AttrValue,
}

/// See the module.
#[component]
pub(super) fn Setting(props: &SettingProps) -> Html {
    let (desk, words) = (use_desk(), use_words());
    let refused = use_state_eq(|| None::<Refused>);
    let SettingProps { row, set } = props;
    let id = format!("field-{}", row.id.key());
    let submit = {
        let (refused, set, field) = (refused.clone(), set.clone(), row.id);
        Callback::from(move |typed: String| match set.emit((field, typed.clone())) {
            Ok(()) => refused.set(None),
            Err(problem) => {
                let why = words.say(Sentence::Field(problem));
                desk.announcer().say(why.to_string());
                refused.set(Some(Refused { typed, why }));
            }
        })
    };
    let wide = matches!(
        row.kind,
        FieldKind::Lines { .. } | FieldKind::Text { .. } | FieldKind::Choice(_)
    );
    let described = format!("{id}-error {id}-help {id}-hint");
    html! {
        <div class={classes!("setting", wide.then_some("wide"))}>
            <div class="words">
                <label for={id.clone()} title={row.name.clone()}>{ row.name.clone() }</label>
                if !row.help.is_empty() {
                    <p class="hint" id={format!("{id}-help")}>{ row.help.clone() }</p>
                }
            </div>
            { control(row, &id, &described, refused.as_ref(), submit) }
            if let Some(hint) = &row.hint {
                <p class="hint more" id={format!("{id}-hint")}>{ hint.clone() }</p>
            }
            <p class="error" id={format!("{id}-error")} hidden={refused.is_none()}>
                { (*refused).as_ref().map(|refused| refused.why.clone()) }
            </p>
        </div>
    }
}

fn control(
    row: &Field,
    id: &str,
    described: &str,
    refused: Option<&Refused>,
    submit: Callback<String>,
) -> Html {
    let (id, described) = (id.to_owned(), described.to_owned());
    match &row.kind {
        FieldKind::Choice(options) => {
            let onchange =
                move |event: Event| submit.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
            html! {
                <select class="field" {id} aria-describedby={described} {onchange}>
                    { for options.iter().map(|(key, name)| html! {
                        <option value={*key} selected={row.value == *key}>{ name.clone() }</option>
                    }) }
                </select>
            }
        }
        FieldKind::Toggle => {
            let onchange = move |event: Event| {
                submit.emit(
                    event
                        .target_unchecked_into::<HtmlInputElement>()
                        .checked()
                        .to_string(),
                );
            };
            html! { <input type="checkbox" {id} checked={row.value == "true"} aria-describedby={described} {onchange} /> }
        }
        FieldKind::Lines { .. } => {
            let value = refused.map_or_else(|| row.value.clone(), |refused| refused.typed.clone());
            let dropped = submit.clone();
            let onchange =
                move |event: Event| submit.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value());
            let ondrop = move |event: DragEvent| take_file(&event, dropped.clone());
            html! {
                <textarea
                    class="field lines"
                    rows="6"
                    {id}
                    {value}
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby={described}
                    aria-invalid={refused.is_some().then_some("true")}
                    {onchange}
                    {ondrop}
                />
            }
        }
        FieldKind::Figure { .. } | FieldKind::Text { .. } => {
            let value = refused.map_or_else(|| row.value.clone(), |refused| refused.typed.clone());
            let onchange =
                move |event: Event| submit.emit(event.target_unchecked_into::<HtmlInputElement>().value());
            html! {
                <input
                    class="field"
                    type="text"
                    {id}
                    {value}
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby={described}
                    aria-invalid={refused.is_some().then_some("true")}
                    {onchange}
                    onkeydown={enter_submits}
                />
            }
        }
    }
}

/// What is in a file that is dropped here is what was typed; the page would take it for a sketch.
fn take_file(event: &DragEvent, submit: Callback<String>) {
    let Some(file) = files::dropped(event.data_transfer()) else {
        return;
    };
    event.prevent_default();
    event.stop_propagation();
    files::read(file, move |text| submit.emit(text.unwrap_or_default()));
}

/// Enter keeps what is typed and stays in the field.
fn enter_submits(event: KeyboardEvent) {
    if event.key() == "Enter" {
        let field: HtmlInputElement = event.target_unchecked_into();
        // Leaving and coming back makes the browser say that the value changed.
        let _ = field.blur().and_then(|()| field.focus());
    }
}
