//! The marks at what mattered, each with its words where there is room for them.

use sim::UtcSeconds;
use studio::words;
use web_sys::{KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::scale::Scale;
use crate::bridge::frame::Mark;
use crate::bridge::protocol::Tone;
use crate::components::feed::tone_class;
use crate::engine::use_engine;
use crate::fit;

/// Half the width of a mark, and from its middle to its words, in pixels.
const HALF: f64 = 5.0;
const GAP: f64 = 8.0;
const TEXT_SIZE: f64 = 11.0;

/// Near the right edge the words stand before the mark.
fn is_before(x: f64, scale: Scale) -> bool {
    x > scale.width * 0.8
}

/// From where to where the words of a mark go.
fn extent(mark: &Mark, scale: Scale) -> (f64, f64) {
    let (x, width) = (scale.x(mark.at), fit::width(&mark.text, TEXT_SIZE));
    if is_before(x, scale) {
        (x - GAP - width, x - GAP)
    } else {
        (x + GAP, x + GAP + width)
    }
}

/// Which marks have their words beside them: those whose words run into nothing, failures before others.
pub(super) fn worded(marks: &[Mark], scale: Scale) -> Vec<bool> {
    let mut worded = vec![false; marks.len()];
    let mut taken: Vec<(f64, f64)> = marks
        .iter()
        .map(|mark| scale.x(mark.at))
        .map(|x| (x - HALF, x + HALF))
        .collect();
    for failures in [true, false] {
        for (place, mark) in marks.iter().enumerate() {
            let (start, end) = extent(mark, scale);
            let is_free = |&(from, to): &(f64, f64)| to <= start || end <= from;
            if (mark.tone == Tone::Failure) == failures && taken.iter().all(is_free) {
                worded[place] = true;
                taken.push((start, end));
            }
        }
    }
    worded
}

#[derive(Properties, PartialEq)]
pub(super) struct MarkProps {
    pub(super) mark: Mark,
    pub(super) scale: Scale,
    pub(super) starts: UtcSeconds,
    /// Whether its words are shown beside it; they are its name in any case.
    pub(super) worded: bool,
}

/// A mark takes the play head to its instant.
#[component]
pub(super) fn MarkFlag(props: &MarkProps) -> Html {
    let engine = use_engine();
    let MarkProps {
        mark,
        scale,
        starts,
        worded,
    } = props;
    let at = mark.at;
    let go = Callback::from(move |()| engine.seek(at));
    let onclick = {
        let go = go.clone();
        move |_: MouseEvent| go.emit(())
    };
    let onkeydown = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            go.emit(());
        }
    };
    let x = scale.x(at);
    let (text_x, anchor) = if is_before(x, *scale) {
        (-GAP, "end")
    } else {
        (GAP, "start")
    };
    let name = format!("{} {}", words::clock_and_date(*starts, at), mark.text);
    html! {
        <g class={classes!("mark", tone_class(mark.tone))} transform={format!("translate({x:.1} 0)")} role="button"
            tabindex="0" aria-label={name} {onclick} {onkeydown}>
            <rect x="-12" y="-4" width="24" height="24" />
            <path d="M0 2 5 9H-5Z" />
            <title>{ mark.text.clone() }</title>
            if *worded { <text x={text_x.to_string()} y="10" text-anchor={anchor}>{ mark.text.clone() }</text> }
        </g>
    }
}

#[cfg(test)]
mod tests {
    use cloud::time::SimTime;

    use super::*;

    #[test]
    fn words_never_run_into_each_other_and_failures_come_first() {
        let mark = |seconds, tone| Mark {
            at: SimTime::from_secs(seconds),
            text: "Shipping stopped".to_owned(),
            tone,
        };
        let scale = Scale::of(SimTime::from_secs(60), 600.0);
        let shown = |marks: &[(u64, Tone)]| {
            let marks: Vec<Mark> = marks.iter().map(|&(at, tone)| mark(at, tone)).collect();
            worded(&marks, scale)
        };
        let (plain, failure) = (Tone::Plain, Tone::Failure);
        assert_eq!(
            shown(&[(20, plain), (20, plain), (40, plain)]),
            [true, false, true]
        );
        assert_eq!(
            shown(&[(20, plain), (25, failure), (59, plain)]),
            [false, true, true]
        );
        assert_eq!(shown(&[(57, plain), (59, plain)]), [true, false]);
    }
}
