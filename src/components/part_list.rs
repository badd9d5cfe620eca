//! A list of parts with a search field: quick-add on the canvas.

use studio::catalog::PartKind;
use studio::words::Palette as PaletteWords;
use web_sys::{HtmlInputElement, InputEvent, KeyboardEvent};
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::state::use_words;

#[derive(Properties, PartialEq)]
pub(crate) struct PartListProps {
    pub(crate) kinds: Vec<PartKind>,
    pub(crate) choose: Callback<PartKind>,
    pub(crate) close: Callback<()>,
}

/// See the module. The arrows move through the list while the focus stays in the field.
#[component]
pub(crate) fn PartList(props: &PartListProps) -> Html {
    let words = use_words();
    let typed = use_state(String::new);
    let at = use_state(|| 0_usize);
    let node = use_node_ref();
    let field = node.clone();
    use_effect_with((), move |()| {
        if let Some(field) = field.cast::<HtmlInputElement>() {
            // A field that is already gone needs no focus.
            let _ = field.focus();
        }
    });
    let wanted = typed.to_lowercase();
    let found: Vec<PartKind> = props
        .kinds
        .iter()
        .copied()
        .filter(|kind| words.say(*kind).to_lowercase().contains(&wanted))
        .collect();
    let chosen = (*at).min(found.len().saturating_sub(1));
    let oninput = {
        let (typed, at) = (typed.clone(), at.clone());
        move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
            at.set(0);
        }
    };
    let onkeydown = {
        let (choose, close, found) = (props.choose.clone(), props.close.clone(), found.clone());
        move |event: KeyboardEvent| {
            event.stop_propagation();
            match event.key().as_str() {
                "ArrowDown" => at.set((chosen + 1) % found.len().max(1)),
                "ArrowUp" => at.set((chosen + found.len().max(1) - 1) % found.len().max(1)),
                "Enter" => found.get(chosen).iter().for_each(|kind| choose.emit(**kind)),
                "Escape" => close.emit(()),
                "Tab" => return close.emit(()),
                _ => return,
            }
            event.prevent_default();
        }
    };
    html! {
        <>
            <input
                ref={node}
                class="field"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="quick-parts"
                aria-activedescendant={found.get(chosen).map(|kind| format!("quick-{}", kind.icon()))}
                aria-label={words.say(PaletteWords::Find)}
                placeholder={words.say(PaletteWords::Find)}
                autocomplete="off"
                {oninput}
                {onkeydown}
            />
            <ul class="parts" id="quick-parts" role="listbox" aria-label={words.say(PaletteWords::QuickAdd)}>
                { for found.iter().enumerate().map(|(index, &kind)| option(props, kind, index == chosen, words.say(kind))) }
                if found.is_empty() {
                    <li class="hint">{ words.say(PaletteWords::NothingFound) }</li>
                }
            </ul>
        </>
    }
}

fn option(props: &PartListProps, kind: PartKind, chosen: bool, name: AttrValue) -> Html {
    let choose = props.choose.clone();
    html! {
        <li
            id={format!("quick-{}", kind.icon())}
            class="part-button"
            role="option"
            aria-selected={if chosen { "true" } else { "false" }}
            onclick={move |_| choose.emit(kind)}
        >
            <Icon glyph={Glyph::Part(kind)} class={classes!(format!("family-{}", kind.family().key()))} />
            { name }
        </li>
    }
}
