//! A part: its head, its tabs, and under each tab what is true of this kind.

use sim::{Part, PartId, Selection, is_created_by_a_call};
use studio::catalog::PartKind;
use studio::words::Inspector as InspectorWords;
use yew::prelude::*;

use super::actions::{Actions, Faults};
use super::breaking::BreakPart;
use super::configure::PartFields;
use super::head::PartHead;
use super::messages::Messages;
use super::metrics::{Conservation, PartMetrics, QueueCost};
use super::script::PartScript;
use super::stops::Stops;
use super::use_way_back;
use crate::components::chips::Chips;
use crate::state::{use_drawing, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct PartProps {
    pub(super) id: PartId,
}

/// See the module.
#[component]
pub(super) fn PartPanel(props: &PartProps) -> Html {
    let (drawing, words, id) = (use_drawing(), use_words(), props.id);
    let tab = use_state(|| Tab::Configure);
    let onkeydown = use_way_back(format!("[data-part='{}']", id.0));
    let Some(part) = drawing.sketch.parts.get(&id).cloned() else {
        return Html::default();
    };
    let is_created = is_created_by_a_call(id);
    let is_queue = matches!(part, Part::Queue(_));
    let tabs: &[Tab] = if is_queue {
        &[Tab::Configure, Tab::Messages, Tab::Metrics]
    } else {
        &[Tab::Configure, Tab::Metrics]
    };
    let choose = {
        let tab = tab.clone();
        Callback::from(move |chosen| tab.set(chosen))
    };
    let body = match *tab {
        Tab::Configure => html! {
            <>
                <Faults part={id} />
                if !is_created { <BreakPart part={id} /> }
                <fieldset class="settled" disabled={is_created}><PartFields {id} part={part.clone()} /></fieldset>
                if matches!(part, Part::Producer(_) | Part::Workers(_)) {
                    <PartScript {id} sends={matches!(part, Part::Producer(_))} />
                }
                <Chips />
                <Stops to={Selection::Part(id)} queue={is_queue.then_some(id)} />
                if is_queue { <Conservation {id} /> }
                if !is_created { <section class="section"><Actions /></section> }
            </>
        },
        Tab::Messages => html! { <Messages {id} /> },
        Tab::Metrics => html! {
            <>
                <PartMetrics {id} part={part.clone()} />
                if let Part::Queue(queue) = &part { <QueueCost {id} kind={queue.kind} /> }
            </>
        },
    };
    // Under the other tabs something inside takes the focus, so that the keyboard can scroll.
    let tabindex = (*tab == Tab::Metrics).then_some("0");
    html! {
        <div class="inspector-panel" {onkeydown}>
            <PartHead {id} kind={PartKind::of(&part)} name={drawing.name(words.0, id)} />
            <Tabs {tabs} chosen={*tab} {choose} />
            <div class="scroll" id="inspector-body" role="tabpanel" aria-labelledby={tab.id()} {tabindex}>{ body }</div>
        </div>
    }
}

/// A view of the selected part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Configure,
    Messages,
    Metrics,
}

impl Tab {
    const fn name(self) -> InspectorWords {
        match self {
            Self::Configure => InspectorWords::Configure,
            Self::Messages => InspectorWords::Messages,
            Self::Metrics => InspectorWords::Metrics,
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Configure => "tab-configure",
            Self::Messages => "tab-messages",
            Self::Metrics => "tab-metrics",
        }
    }
}

#[derive(Properties, PartialEq)]
struct TabsProps {
    tabs: &'static [Tab],
    chosen: Tab,
    choose: Callback<Tab>,
}

/// Arrows move between the tabs, as everywhere.
#[component]
fn Tabs(props: &TabsProps) -> Html {
    let words = use_words();
    let onkeydown = {
        let (tabs, chosen, choose) = (props.tabs, props.chosen, props.choose.clone());
        move |event: KeyboardEvent| {
            let at = tabs.iter().position(|tab| *tab == chosen).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (at + 1) % tabs.len(),
                "ArrowLeft" => (at + tabs.len() - 1) % tabs.len(),
                _ => return,
            };
            event.prevent_default();
            choose.emit(tabs[next]);
            crate::focus::later(&format!("#{}", tabs[next].id()));
        }
    };
    html! {
        <div class="tabs" role="tablist" {onkeydown}>
            { for props.tabs.iter().map(|&tab| {
                let (choose, chosen) = (props.choose.clone(), tab == props.chosen);
                html! {
                    <button
                        type="button"
                        class="tab"
                        role="tab"
                        id={tab.id()}
                        aria-selected={if chosen { "true" } else { "false" }}
                        aria-controls="inspector-body"
                        tabindex={if chosen { "0" } else { "-1" }}
                        onclick={move |_| choose.emit(tab)}
                    >
                        { words.say(tab.name()) }
                    </button>
                }
            }) }
        </div>
    }
}
