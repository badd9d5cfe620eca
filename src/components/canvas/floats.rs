//! What floats over the canvas: the word beside the pointer, parts to add, and fields to rename in place.

use studio::catalog::PartKind;
use studio::words::{Dialog as DialogWords, Inspector, Palette as PaletteWords};
use studio::{Note, wiring};
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::components::part_list::PartList;
use crate::focus;
use crate::geometry::Point;
use crate::state::{Desk, Hand, QuickAdd, ShellAction, Thing, use_desk, use_drawing, use_shell, use_words};

#[derive(Properties, PartialEq)]
pub(crate) struct FloatsProps {
    pub(crate) hand: Hand,
}

/// See the module.
#[component]
pub(crate) fn Floats(props: &FloatsProps) -> Html {
    let (desk, shell) = (use_desk(), use_shell());
    html! {
        <>
            if let Hand::Wiring(wiring) = &props.hand {
                if let Some((text, legal)) = desk.aim_in_words(wiring) {
                    <Float at={wiring.at} right={14.0} down={14.0}>
                        <p class={classes!("pointer-word", (!legal).then_some("refused"))}>{ text }</p>
                    </Float>
                }
            }
            if let Some(offer) = shell.quick_add {
                <QuickAddBox {offer} />
            }
            if let Some(thing) = shell.renaming {
                <RenameBox {thing} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FloatProps {
    /// On the canvas.
    at: Point,
    /// From there, in CSS pixels.
    #[prop_or_default]
    right: f64,
    #[prop_or_default]
    down: f64,
    children: Children,
}

/// A box at a point of the canvas, kept within the view.
#[component]
fn Float(props: &FloatProps) -> Html {
    let (desk, node) = (use_desk(), use_node_ref());
    let (at, right, down) = (props.at, props.right, props.down);
    let float = node.clone();
    use_effect(move || {
        if let Some(float) = float.cast::<HtmlElement>() {
            put(&desk, &float, at, right, down);
        }
    });
    html! { <div class="float" ref={node}>{ props.children.clone() }</div> }
}

fn put(desk: &Desk, float: &HtmlElement, at: Point, right: f64, down: f64) {
    let point = desk.camera().view().to_screen(at);
    let (width, height) = desk.camera().size();
    let within = |value: f64, length: i32, size: f64| value.min(size - f64::from(length) - 8.0).max(8.0);
    let x = within(point.x + right, float.offset_width(), width);
    let y = within(point.y + down, float.offset_height(), height);
    // Set by script, which the content-security policy allows; a style attribute in the page it does not.
    let _ = float
        .style()
        .set_property("translate", &format!("{x:.0}px {y:.0}px"));
}

#[derive(Properties, PartialEq)]
struct QuickAddProps {
    offer: QuickAdd,
}

/// Parts to add at a place: all of them, or those that a wire may lead to.
#[component]
fn QuickAddBox(props: &QuickAddProps) -> Html {
    let (desk, words) = (use_desk(), use_words());
    let QuickAdd { at, wire } = props.offer;
    let kinds = match wire {
        None => PartKind::ALL.to_vec(),
        Some(loose) if loose.is_head() => wiring::legal_kinds(&desk.project(), desk.now(), loose.anchor()),
        Some(loose) => wiring::legal_source_kinds(&desk.project(), desk.now(), loose.anchor()),
    };
    let close = {
        let desk = desk.clone();
        Callback::from(move |()| {
            desk.put(ShellAction::OfferParts(None));
            focus::at("#canvas");
        })
    };
    let choose = {
        let desk = desk.clone();
        Callback::from(move |kind: PartKind| {
            desk.put(ShellAction::OfferParts(None));
            desk.place(kind, at, wire);
        })
    };
    let title = words.say(if wire.is_some() {
        PaletteWords::QuickAddLinked
    } else {
        PaletteWords::QuickAdd
    });
    html! {
        <Float {at}>
            <div class="quick-add" role="dialog" aria-label={title}>
                <PartList {kinds} {choose} {close} />
            </div>
        </Float>
    }
}

#[derive(Properties, PartialEq)]
struct RenameProps {
    thing: Thing,
}

/// A field over the name of a card, or a small form over a note.
#[component]
fn RenameBox(props: &RenameProps) -> Html {
    let desk = use_desk();
    let drawing = use_drawing();
    match props.thing {
        Thing::Part(part) => {
            let Some(card) = desk.layout().cards.get(&part).copied() else {
                return Html::default();
            };
            let name = drawing.document().names.get(&part).cloned().unwrap_or_default();
            let at = Point {
                x: card.rect.x + 38.0,
                y: card.rect.y + 6.0,
            };
            html! { <Float {at}><NameField part={part} {name} /></Float> }
        }
        Thing::Note(index) => {
            let Some(note) = drawing.document().notes.get(index).cloned() else {
                return Html::default();
            };
            let at = Point {
                x: f64::from(note.place.x) - 8.0,
                y: f64::from(note.place.y) - 8.0,
            };
            html! { <Float {at}><NoteForm {index} {note} /></Float> }
        }
        Thing::Link(_) => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
struct NameProps {
    part: sim::PartId,
    name: String,
}

#[component]
fn NameField(props: &NameProps) -> Html {
    let (desk, words, node) = (use_desk(), use_words(), use_node_ref());
    use_focus(&node);
    let keep = {
        let (desk, part, node) = (desk.clone(), props.part, node.clone());
        move || {
            if let Some(field) = node.cast::<HtmlInputElement>()
                && desk.shell().renaming.is_some()
            {
                let name = field.value();
                desk.put(ShellAction::Rename(None));
                desk.edit(|editor, now| editor.rename(now, part, &name));
            }
        }
    };
    let onblur = {
        let keep = keep.clone();
        move |_| keep()
    };
    let onkeydown = {
        let (desk, part) = (desk, props.part);
        move |event: KeyboardEvent| {
            event.stop_propagation();
            match event.key().as_str() {
                "Enter" => keep(),
                "Escape" => desk.put(ShellAction::Rename(None)),
                _ => return,
            }
            focus::at(&format!("[data-part='{}']", part.0));
        }
    };
    html! {
        <input
            ref={node}
            class="field rename"
            value={props.name.clone()}
            maxlength="40"
            spellcheck="false"
            autocomplete="off"
            aria-label={words.say(Inspector::Name)}
            {onblur}
            {onkeydown}
        />
    }
}

#[derive(Properties, PartialEq)]
struct NoteFormProps {
    index: usize,
    note: Note,
}

#[component]
fn NoteForm(props: &NoteFormProps) -> Html {
    let (desk, words) = (use_desk(), use_words());
    let (heading, text) = (use_node_ref(), use_node_ref());
    use_focus(&heading);
    let keep = {
        let (desk, heading, text, props) = (
            desk.clone(),
            heading.clone(),
            text.clone(),
            (props.index, props.note.clone()),
        );
        move || {
            let value = |node: &NodeRef| {
                node.cast::<HtmlInputElement>()
                    .map(|field| field.value())
                    .unwrap_or_default()
            };
            let note = Note {
                heading: value(&heading),
                text: value(&text),
                ..props.1.clone()
            };
            desk.put(ShellAction::Rename(None));
            desk.edit(|editor, _| editor.set_note(props.0, note));
        }
    };
    let onfocusout = {
        let keep = keep.clone();
        move |event: FocusEvent| {
            let inside = event.related_target().is_some_and(|target| {
                use wasm_bindgen::JsCast;
                target
                    .dyn_ref::<web_sys::Element>()
                    .is_some_and(|element| element.closest(".note-form").ok().flatten().is_some())
            });
            if !inside && desk_is_renaming(&desk) {
                keep();
            }
        }
    };
    let desk = use_desk();
    let onkeydown = move |event: KeyboardEvent| {
        event.stop_propagation();
        match event.key().as_str() {
            "Enter" => keep(),
            "Escape" => desk.put(ShellAction::Rename(None)),
            _ => return,
        }
        focus::at("#canvas");
    };
    html! {
        <div class="note-form" {onfocusout} {onkeydown}>
            <input ref={heading} class="field" value={props.note.heading.clone()} maxlength="80" aria-label={words.say(DialogWords::NoteHeading)} />
            <input ref={text} class="field" value={props.note.text.clone()} maxlength="200" aria-label={words.say(DialogWords::NoteText)} placeholder={words.say(DialogWords::NoteText)} />
        </div>
    }
}

fn desk_is_renaming(desk: &Desk) -> bool {
    desk.shell().renaming.is_some()
}

/// Moves the focus into a field when it appears, with its text selected.
#[hook]
fn use_focus(node: &NodeRef) {
    let node = node.clone();
    use_effect_with((), move |()| {
        if let Some(field) = node.cast::<HtmlInputElement>() {
            // A field that is already gone needs no focus.
            let _ = field.focus();
            field.select();
        }
    });
}
