//! The messages of a queue, the next to be received first. Each leads to its biography.

use sim::{ItemId, PartId};
use studio::words::{Canvas as CanvasWords, Inspector as InspectorWords, Names, Sentence};
use yew::prelude::*;

use crate::bridge::frame::{Frame, QueueFigures};
use crate::engine::use_engine;
use crate::live::Beat;
use crate::state::{Words, use_desk, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct MessagesProps {
    pub(super) id: PartId,
}

/// See the module.
#[component]
pub(super) fn Messages(props: &MessagesProps) -> Html {
    let (desk, engine, words, id) = (use_desk(), use_engine(), use_words(), props.id);
    let read = move |frame: &Frame| frame.queue(id).map_or_else(Vec::new, |queue| lines(words, queue));
    let messages = use_state_eq(|| read(&engine.live().frame()));
    let shown = messages.clone();
    use_effect_with(engine, move |engine| {
        let subscription = engine
            .live()
            .subscribe(Beat::Figures, move |frame| shown.set(read(frame)));
        move || drop(subscription)
    });
    if messages.is_empty() {
        return html! { <section class="section"><p class="hint">{ words.say(InspectorWords::NoMessages) }</p></section> };
    }
    let project = desk.project();
    let names = Names::of(words.0, &project);
    let line = |(item, state): &(ItemId, AttrValue)| {
        let (desk, item) = (desk.clone(), *item);
        html! {
            <li key={item.as_u64()}>
                <button type="button" class="menu-item" onclick={move |_| desk.engine().biography(item)}>
                    { names.item(item) }
                    <span class="keys">{ state.clone() }</span>
                </button>
            </li>
        }
    };
    html! { <section class="section"><ul class="message-list">{ for messages.iter().map(line) }</ul></section> }
}

/// Those that can be received, then those in flight, then those that are delayed.
fn lines(words: Words, queue: &QueueFigures) -> Vec<(ItemId, AttrValue)> {
    let waiting = queue.line.iter().map(|waiting| {
        let state = match waiting.receive_count {
            0 => words.say(CanvasWords::Available),
            receives => words.say(Sentence::ReturnedState {
                receive: u64::from(receives),
            }),
        };
        (waiting.item, state)
    });
    let flight = queue
        .flight
        .iter()
        .map(|message| (message.item, words.say(CanvasWords::InFlight)));
    let late = queue
        .late
        .iter()
        .map(|message| (message.item, words.say(CanvasWords::Delayed)));
    waiting.chain(flight).chain(late).collect()
}
