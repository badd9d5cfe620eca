//! A wire: what it means, what it joins, its latency and loss in both directions, and cutting it.

use sim::wiring::{LinkKind, is_denied};
use sim::{LinkId, Selection};
use studio::words::{Inspector as InspectorWords, Sentence};
use yew::prelude::*;

use super::actions::{Actions, LinkFaults};
use super::breaking::BreakLink;
use super::configure::LinkFields;
use super::metrics::LinkMetrics;
use super::stops::Stops;
use super::use_way_back;
use crate::components::chips::Chips;
use crate::components::icons::{Glyph, Icon};
use crate::state::{use_drawing, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct LinkProps {
    pub(super) id: LinkId,
}

/// See the module.
#[component]
pub(super) fn LinkPanel(props: &LinkProps) -> Html {
    let (drawing, words, id) = (use_drawing(), use_words(), props.id);
    let onkeydown = use_way_back(format!("[data-link='{}']", id.0));
    let Some(link) = drawing.sketch.links.get(&id) else {
        return Html::default();
    };
    let (from, to) = (drawing.name(words.0, link.from), drawing.name(words.0, link.to));
    let kind = studio::wiring::kind_of(&drawing.project, drawing.at, id);
    let meaning = if is_denied(&drawing.sketch, link) {
        InspectorWords::DeniedWire
    } else {
        meaning(kind)
    };
    html! {
        <div class="inspector-panel" {onkeydown}>
            <header class="inspector-head">
                <Icon glyph={Glyph::Wire} />
                <h2 id="inspector-name" tabindex="-1">{ words.say(Sentence::LinkLabel { from, to }) }</h2>
                <p class="kind">{ words.say(meaning) }</p>
            </header>
            <div class="scroll">
                <LinkFaults link={id} />
                <BreakLink link={id} />
                <LinkFields {id} />
                <LinkMetrics {id} />
                <Chips />
                <Stops to={Selection::Link(id)} />
                <section class="section"><Actions /></section>
            </div>
        </div>
    }
}

const fn meaning(kind: Option<LinkKind>) -> InspectorWords {
    match kind {
        Some(LinkKind::Send) => InspectorWords::SendWire,
        Some(LinkKind::Poll) => InspectorWords::PollWire,
        Some(LinkKind::Call) => InspectorWords::CallWire,
        Some(LinkKind::DeadLetter) => InspectorWords::DeadLetterWire,
        None => InspectorWords::IdleWire,
    }
}
