//! A card on the canvas: what it is, its name, its figures, and its ports.

use sim::{Part, PartId, is_created_by_a_call};
use studio::catalog::PartKind;
use studio::words::{Canvas as CanvasWords, Inspector, Language, Sentence, say};
use web_sys::{Element, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use crate::bridge::frame::Frame;
use crate::components::figures::{self, Of, Write};
use crate::components::icons::Glyph;
use crate::engine::use_engine;
use crate::fit::{self, fitted};
use crate::geometry::{CARD_INSET, PORT_LEVEL, QUEUE_WORDS, Rect};
use crate::live::{Beat, LiveText};
use crate::state::{use_desk, use_words};

/// Where the words of a card begin, to the right of its icon.
const WORDS_X: f64 = 46.0;

/// How a card stands while a wire is being drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No wire is being drawn.
    #[default]
    Plain,
    /// The wire comes from here.
    Source,
    /// The wire may end here.
    Legal,
    /// The wire ends here if it is let go now.
    Aimed,
    /// The wire may not end here.
    Illegal,
}

impl Standing {
    const fn class(self) -> Option<&'static str> {
        Some(match self {
            Self::Plain => return None,
            Self::Source => "source",
            Self::Legal => "legal",
            Self::Aimed => "aimed",
            Self::Illegal => "illegal",
        })
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct NodeProps {
    pub(crate) id: PartId,
    pub(crate) part: Part,
    pub(crate) name: AttrValue,
    pub(crate) rect: Rect,
    pub(crate) selected: bool,
    pub(crate) stopped: bool,
    /// What a fault has done to it, in short.
    pub(crate) badge: Option<AttrValue>,
    pub(crate) standing: Standing,
}

/// See the module.
#[component]
pub(crate) fn Node(props: &NodeProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    let kind = PartKind::of(&props.part);
    let is_created = is_created_by_a_call(props.id);
    use_label(&node, props.id, &props.name, kind);
    let Rect { x, y, width, height } = props.rect;
    let class = classes!(
        "node",
        format!("family-{}", kind.family().key()),
        props.selected.then_some("selected"),
        props.stopped.then_some("stopped"),
        is_created.then_some("created"),
        props.standing.class(),
    );
    html! {
        <g
            ref={node}
            {class}
            data-part={props.id.0.to_string()}
            role="graphics-object"
            aria-roledescription={words.say(CanvasWords::Part)}
            aria-current={props.selected.then_some("true")}
            tabindex="0"
            transform={format!("translate({x} {y})")}
        >
            <rect class="node-ring" x="-4" y="-4" width={px(width + 8.0)} height={px(height + 8.0)} rx="13" />
            <rect class="node-card" width={px(width)} height={px(height)} rx="10" />
            <rect class="node-tile" x="10" y="10" width="28" height="28" rx="7" />
            <svg class="icon" x="15" y="15" width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
                <path d={Glyph::Part(kind).path()} />
            </svg>
            <text class="node-name" x={px(WORDS_X)} y="22" aria-hidden="true">
                { fitted(&props.name, 13.5, width - WORDS_X - CARD_INSET) }
            </text>
            <text class="node-detail" x={px(WORDS_X)} y="37" aria-hidden="true">
                { fitted(&studio::summary(words.0, &props.part), 11.0, width - WORDS_X - 8.0) }
            </text>
            { body(props, words.0) }
            if let Some(text) = &props.badge { { badge(text, width) } }
            if !is_created { { ports(kind, width, height) } }
        </g>
    }
}

fn px(value: f64) -> String {
    value.to_string()
}

/// Keeps the card's name for assistive technology: what it is called, what it is, and how it stands.
#[hook]
fn use_label(node: &NodeRef, id: PartId, name: &AttrValue, kind: PartKind) {
    let (engine, words, node) = (use_engine(), use_words(), node.clone());
    use_effect_with((id, name.clone(), kind), move |(id, name, kind)| {
        let (id, name, mut kind) = (*id, name.to_string(), words.say(*kind).to_string());
        if is_created_by_a_call(id) {
            kind = format!("{kind}, {}", words.say(CanvasWords::ByAProgram));
        }
        let follow = move |frame: &Frame| {
            let state = figures::state(frame, (id, words.0));
            let label = Sentence::PartLabel {
                name: name.clone(),
                kind: kind.clone(),
                state,
            };
            if let Some(element) = node.cast::<Element>() {
                let _ = element.set_attribute("aria-label", &words.say(label));
            }
        };
        follow(&engine.live().frame());
        let subscription = engine.live().subscribe(Beat::Slow, follow);
        move || drop(subscription)
    });
}

/// What is below the name, but for what the painter draws.
fn body(props: &NodeProps, language: Language) -> Html {
    let of: Of = (props.id, language);
    match &props.part {
        Part::Producer(_) => html! { <SendButton id={props.id} /> },
        Part::Queue(_) => html! {
            <text class="node-figures" x={px(CARD_INSET)} y={px(QUEUE_WORDS)} aria-hidden="true">
                <LiveText<Of> {of} tag="tspan" class="figure" write={figures::visible as Write} />
                <tspan>{ format!(" {}  ", say(language, CanvasWords::Visible)) }</tspan>
                <LiveText<Of> {of} tag="tspan" class="figure" write={figures::in_flight as Write} />
                <tspan>{ format!(" {}  ", say(language, CanvasWords::InFlight)) }</tspan>
                <LiveText<Of> {of} tag="tspan" class="figure" write={figures::delayed as Write} />
                <tspan>{ format!(" {}", say(language, CanvasWords::Delayed)) }</tspan>
            </text>
        },
        Part::Server(_) => html! {
            <text class="node-detail" x={px(CARD_INSET)} y="70" aria-hidden="true">
                <LiveText<Of> {of} tag="tspan" write={figures::state as Write} />
            </text>
        },
        Part::Workers(_) => Html::default(),
    }
}

fn badge(text: &str, width: f64) -> Html {
    let badge_width = fit::width(text, 11.0) + 16.0;
    html! {
        <g class="node-badge" transform={format!("translate({} 0)", width - badge_width / 2.0 - 14.0)} aria-hidden="true">
            <rect x={px(-badge_width / 2.0)} y="-9" width={px(badge_width)} height="18" rx="9" />
            <text y="4">{ text.to_owned() }</text>
        </g>
    }
}

/// Where wires can begin and end.
fn ports(kind: PartKind, width: f64, height: f64) -> Html {
    let port = |side: &'static str, x: f64, y: f64| {
        html! {
            <g class={classes!("port", format!("port-{side}"))} data-port={side} transform={format!("translate({x} {y})")} aria-hidden="true">
                <circle class="port-reach" r="13" />
                <circle class="port-dot" r="5" />
            </g>
        }
    };
    let (takes, gives, drops) = match kind {
        PartKind::Producer => (false, true, false),
        PartKind::Workers => (true, false, false),
        PartKind::WebServer => (true, true, false),
        PartKind::SqsStandard | PartKind::SqsFifo => (true, true, true),
    };
    html! {
        <>
            if takes { { port("in", 0.0, PORT_LEVEL) } }
            if gives { { port("out", width, PORT_LEVEL) } }
            if drops { { port("drop", width / 4.0, height) } }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SendProps {
    id: PartId,
}

/// Sends one message by hand, or ten with Shift: always there on a producer's card.
#[component]
fn SendButton(props: &SendProps) -> Html {
    let (desk, words, id) = (use_desk(), use_words(), props.id);
    let send = {
        let desk = desk.clone();
        move |count: u32| desk.edit(|editor, now| editor.send(now, id, count))
    };
    let onclick = {
        let send = send.clone();
        Callback::from(move |event: MouseEvent| send(if event.shift_key() { 10 } else { 1 }))
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            send(if event.shift_key() { 10 } else { 1 });
        }
    });
    let stop = Callback::from(|event: PointerEvent| event.stop_propagation());
    let text = words.say(Inspector::Send);
    let width = fit::width(&text, 11.0) + 20.0;
    html! {
        <>
            <g
                class="send"
                role="button"
                tabindex="0"
                aria-label={text.clone()}
                transform={format!("translate({WORDS_X} 43)")}
                {onclick}
                {onkeydown}
                ondblclick={|event: MouseEvent| event.stop_propagation()}
                onpointerdown={stop}
            >
                <rect class="send-reach" x="-8" y="-5" width={px(width + 16.0)} height="33" />
                <rect class="send-face" width={px(width)} height="17" rx="8.5" />
                <text x={px(width / 2.0)} y="12.5">{ text }</text>
            </g>
            <text class="node-detail" x={px(WORDS_X + width + 8.0)} y="55.5" aria-hidden="true">
                <LiveText<Of> of={(id, words.0)} tag="tspan" write={figures::state as Write} />
            </text>
        </>
    }
}
