//! The palette: every kind of part, by family. A click arms it and the next click on the canvas places it; it can be
//! dragged onto the canvas; Enter places it in the middle.

use studio::catalog::{Family, PartKind};
use studio::words::{Bar, Palette as PaletteWords, kind_hint};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, InputEvent, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::geometry::Point;
use crate::state::{Desk, ShellAction, use_desk, use_shell, use_words};

/// Moved further than this, in CSS pixels, a press on a part is a drag.
const SLACK: i32 = 8;

/// See the module.
#[component]
pub(crate) fn Palette() -> Html {
    let (words, shell) = (use_words(), use_shell());
    let typed = use_state(String::new);
    let wanted = typed.to_lowercase();
    let found: Vec<PartKind> = PartKind::ALL
        .into_iter()
        .filter(|kind| words.say(*kind).to_lowercase().contains(&wanted))
        .collect();
    let oninput = {
        let typed = typed.clone();
        move |event: InputEvent| typed.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let onkeydown = find_keys(use_desk(), &found, typed.setter());
    let desk = use_desk();
    let put_back = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            desk.put(ShellAction::Arm(None));
        }
    };
    let hint = if shell.armed.is_some() {
        PaletteWords::Armed
    } else {
        PaletteWords::HowToPlace
    };
    html! {
        <nav class="palette" id="palette" tabindex="-1" aria-label={words.say(Bar::Palette)} onkeydown={put_back}>
            <div class="find">
                <input
                    class="field"
                    id="find-part"
                    type="text"
                    value={(*typed).clone()}
                    autocomplete="off"
                    aria-label={words.say(PaletteWords::Find)}
                    placeholder={words.say(PaletteWords::Find)}
                    {oninput}
                    {onkeydown}
                />
                <kbd aria-hidden="true">{ "/" }</kbd>
            </div>
            <div class="scroll">
                { for Family::ALL.into_iter().map(|family| {
                    let kinds: Vec<PartKind> = found.iter().copied().filter(|kind| kind.family() == family).collect();
                    html! { <FamilyList {family} {kinds} /> }
                }) }
                if found.is_empty() {
                    <p class="hint">{ words.say(PaletteWords::NothingFound) }</p>
                }
            </div>
            <p class="hint" aria-live="polite">{ words.say(hint) }</p>
        </nav>
    }
}

/// Enter places the first part that was found, Esc leaves the field.
fn find_keys(
    desk: Desk,
    found: &[PartKind],
    typed: UseStateSetter<String>,
) -> impl Fn(KeyboardEvent) + 'static {
    let first = found.first().copied();
    move |event: KeyboardEvent| match (event.key().as_str(), first) {
        ("Enter", Some(kind)) => {
            event.prevent_default();
            typed.set(String::new());
            desk.place_in_middle(kind);
        }
        ("Escape", _) => {
            typed.set(String::new());
            crate::focus::at("#canvas");
        }
        _ => {}
    }
}

#[derive(Properties, PartialEq)]
struct FamilyProps {
    family: Family,
    kinds: Vec<PartKind>,
}

#[component]
fn FamilyList(props: &FamilyProps) -> Html {
    let words = use_words();
    if props.kinds.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2>{ words.say(props.family) }</h2>
            <ul>{ for props.kinds.iter().map(|&kind| html! { <li key={kind.icon()}><PartButton {kind} /></li> }) }</ul>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PartProps {
    kind: PartKind,
}

#[component]
fn PartButton(props: &PartProps) -> Html {
    let (desk, words, shell) = (use_desk(), use_words(), use_shell());
    let kind = props.kind;
    let armed = shell.armed == Some(kind);
    // Where the press began, and whether it has become a drag.
    let press = use_mut_ref(|| None::<(i32, i32, bool)>);
    let onpointerdown = {
        let press = press.clone();
        move |event: PointerEvent| {
            *press.borrow_mut() = Some((event.client_x(), event.client_y(), false));
            if let Some(button) = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
            {
                // A pointer that is already gone cannot be captured, and need not be.
                let _ = button.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let onpointermove = {
        let (press, desk) = (press.clone(), desk.clone());
        move |event: PointerEvent| {
            let Some((x, y, dragged)) = &mut *press.borrow_mut() else {
                return;
            };
            if !*dragged && (event.client_x() - *x).abs().max((event.client_y() - *y).abs()) > SLACK {
                *dragged = true;
                desk.put(ShellAction::Arm(Some(kind)));
            }
        }
    };
    let onpointerup = {
        let (press, desk) = (press.clone(), desk.clone());
        move |event: PointerEvent| {
            if let Some((_, _, true)) = *press.borrow() {
                desk.put(ShellAction::Arm(None));
                drop_on_canvas(&desk, kind, &event);
            }
        }
    };
    let onclick = {
        let (press, desk) = (press, desk);
        move |event: MouseEvent| match press.take() {
            Some((_, _, true)) => {}
            // A click without a pointer comes from the keyboard.
            _ if event.detail() == 0 => desk.place_in_middle(kind),
            _ => desk.put(ShellAction::Arm((!armed).then_some(kind))),
        }
    };
    html! {
        <button
            type="button"
            class="part-button"
            aria-pressed={if armed { "true" } else { "false" }}
            title={words.say(kind_hint(kind))}
            {onpointerdown}
            {onpointermove}
            {onpointerup}
            {onclick}
        >
            <Icon glyph={Glyph::Part(kind)} class={classes!(format!("family-{}", kind.family().key()))} />
            { words.say(kind) }
        </button>
    }
}

/// Places the part where the pointer was let go, if that is on the canvas.
fn drop_on_canvas(desk: &Desk, kind: PartKind, event: &PointerEvent) {
    let Some(area) = desk.camera().area().cast::<Element>() else {
        return;
    };
    let rect = area.get_bounding_client_rect();
    let at = Point {
        x: f64::from(event.client_x()) - rect.left(),
        y: f64::from(event.client_y()) - rect.top(),
    };
    if (0.0..rect.width()).contains(&at.x) && (0.0..rect.height()).contains(&at.y) {
        desk.place(kind, desk.camera().view().to_canvas(at), None);
    }
}
