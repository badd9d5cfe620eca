//! The feed: the last events in words, newest first. It is read when one wants to; nothing in it is announced.

use std::rc::Rc;

use studio::words::{self, Timeline};
use yew::prelude::*;

use crate::bridge::frame::{FeedLine, Frame};
use crate::bridge::protocol::Tone;
use crate::engine::use_engine;
use crate::focus;
use crate::live::Beat;
use crate::state::{SelectionAction, Thing, use_desk, use_drawing, use_words};

/// See the module's description.
#[component]
pub(crate) fn Feed() -> Html {
    let (words, engine, desk, drawing) = (use_words(), use_engine(), use_desk(), use_drawing());
    let lines = use_state_eq(|| lines_of(&engine.live().frame()));
    let shown = lines.clone();
    use_effect_with(engine, move |engine| {
        let subscription = engine.live().subscribe(Beat::Figures, move |frame| {
            // A line that has the focus stays until that has gone on.
            if !focus::is_within(".feed") {
                shown.set(lines_of(frame));
            }
        });
        move || drop(subscription)
    });
    let starts = drawing.document().sketch.starts;
    let line = |line: &FeedLine| {
        let (desk, item, part) = (desk.clone(), line.item, line.part);
        let choose = move |_: MouseEvent| match (item, part) {
            (Some(item), _) => desk.engine().biography(item),
            (None, Some(part)) => desk.select(SelectionAction::Only(Thing::Part(part))),
            (None, None) => {}
        };
        html! {
            <li key={line.sequence}>
                <button type="button" class={classes!("feed-line", tone_class(line.tone))} title={line.text.clone()} onclick={choose}>
                    <time>{ words::clock_and_date(starts, line.at) }</time>
                    <span>{ line.text.clone() }</span>
                </button>
            </li>
        }
    };
    html! {
        <section class="feed" aria-label={words.say(Timeline::Feed)}>
            if lines.is_empty() {
                <p class="quiet">{ words.say(Timeline::FeedEmpty) }</p>
            } else {
                <ol>{ for lines.iter().map(line) }</ol>
            }
        </section>
    }
}

/// How a line is marked, besides its words.
pub(crate) const fn tone_class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Again => Some("again"),
        Tone::Failure => Some("failure"),
    }
}

fn lines_of(frame: &Frame) -> Rc<Vec<FeedLine>> {
    frame.feed.clone().unwrap_or_default()
}
