//! What can be done about a guarantee besides watching it.

use cloud::time::SimTime;
use sim::{Guarantee, Predicate};
use studio::words::{Sentence, Timeline as Words};
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent};
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::components::menu::move_focus;
use crate::engine::{use_engine, use_stops};
use crate::state::{Dialog, ShellAction, use_desk, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct ChipMenuProps {
    pub(super) guarantee: Guarantee,
    /// Where it broke, if it did.
    pub(super) broken: Option<SimTime>,
    /// The chip that it stands beside.
    pub(super) children: Html,
}

/// See the module. A button with a list that closes when the focus leaves it.
#[component]
pub(super) fn ChipMenu(props: &ChipMenuProps) -> Html {
    let (desk, words, engine, stops) = (use_desk(), use_words(), use_engine(), use_stops());
    let ChipMenuProps {
        guarantee, broken, ..
    } = *props;
    let (open, node) = (use_state_eq(|| false), use_node_ref());
    use_effect_with(*open, {
        let node = node.clone();
        move |open| {
            if *open {
                move_focus(&node, 0);
            }
        }
    });
    let onfocusout = {
        let (open, node) = (open.setter(), node.clone());
        move |event: FocusEvent| {
            let to = event
                .related_target()
                .and_then(|to| to.dyn_into::<web_sys::Node>().ok());
            let inside = node
                .cast::<web_sys::Node>()
                .is_some_and(|menu| menu.contains(to.as_ref()));
            if !inside {
                open.set(false);
            }
        }
    };
    let onkeydown = {
        let (open, node) = (open.setter(), node.clone());
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => move_focus(&node, 1),
                "ArrowUp" => move_focus(&node, -1),
                "Escape" => open.set(false),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let toggle = {
        let (open, is_open) = (open.setter(), *open);
        move |_: MouseEvent| open.set(!is_open)
    };
    let stop = Predicate::Broken(guarantee);
    let stops_there = stops.contains(&stop);
    let closing = |act: Box<dyn Fn()>| {
        let open = open.setter();
        move |_: MouseEvent| {
            open.set(false);
            act();
        }
    };
    let set_stop = {
        let engine = engine.clone();
        closing(Box::new(move || engine.toggle_stop(stop)))
    };
    let search = closing(Box::new(move || {
        desk.put(ShellAction::OpenDialog(Dialog::Search(guarantee)));
    }));
    let go = broken.map(|at| closing(Box::new(move || engine.seek(at))));
    let name = words.say(Sentence::GuaranteeMenu { guarantee });
    html! {
        <span class="chip-menu" ref={node} {onfocusout} {onkeydown}>
            <span class="chip-pair">
                { props.children.clone() }
                <button type="button" class={classes!("chip-more", stops_there.then_some("stops"))} aria-label={name.clone()} title={name.clone()}
                aria-haspopup="menu" aria-expanded={if *open { "true" } else { "false" }} onclick={toggle}>
                { if stops_there { "●" } else { "⋯" } }
                </button>
            </span>
            if *open {
                <div class="menu-list" role="menu" aria-label={name}>
                    <button type="button" class="menu-item" role="menuitemcheckbox" tabindex="-1"
                        aria-checked={if stops_there { "true" } else { "false" }} onclick={set_stop}>
                        <Icon glyph={if stops_there { Glyph::Check } else { Glyph::Stop }} />
                        { words.say(Words::StopBeforeBroken) }
                    </button>
                    <button type="button" class="menu-item" role="menuitem" tabindex="-1" onclick={search}>
                        <Icon glyph={Glyph::Search} />
                        { words.say(Words::FindSeed) }
                    </button>
                    if let Some(go) = go {
                        <button type="button" class="menu-item" role="menuitem" tabindex="-1" onclick={go}>
                            <Icon glyph={Glyph::Chart} />
                            { words.say(Words::GoToBreak) }
                        </button>
                    }
                </div>
            }
        </span>
    }
}
