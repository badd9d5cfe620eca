//! Breakpoints at what is selected.

use sim::{Occurrence, PartId, Predicate, Selection};
use studio::words::{self, Timeline as Words};
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;

use crate::engine::{use_engine, use_stops};
use crate::state::use_words;

/// What a queue can do that is worth stopping at.
const AT_QUEUES: [Occurrence; 5] = [
    Occurrence::Anything,
    Occurrence::Returned,
    Occurrence::ReceivedAgain,
    Occurrence::DeadLettered,
    Occurrence::Expired,
];
const ON_LINKS: [Occurrence; 2] = [Occurrence::Anything, Occurrence::CallFailed];
const ELSEWHERE: [Occurrence; 1] = [Occurrence::Anything];

#[derive(Properties, PartialEq)]
pub(super) struct StopsProps {
    pub(super) to: Selection,
    /// The queue whose backlog can be waited for, if it is one.
    #[prop_or_default]
    pub(super) queue: Option<PartId>,
}

/// See the module.
#[component]
pub(super) fn Stops(props: &StopsProps) -> Html {
    let (words, engine, stops) = (use_words(), use_engine(), use_stops());
    let StopsProps { to, queue } = *props;
    let offered: &[Occurrence] = match (to, queue) {
        (_, Some(_)) => &AT_QUEUES,
        (Selection::Link(_), None) => &ON_LINKS,
        _ => &ELSEWHERE,
    };
    let toggle = |what: Occurrence| {
        let (engine, stop) = (engine.clone(), Predicate::Happens { what, to: Some(to) });
        let pressed = if stops.contains(&stop) { "true" } else { "false" };
        html! {
            <button type="button" class="chip stop" aria-pressed={pressed} onclick={move |_| engine.toggle_stop(stop)}>
                { words::occurrence_text(words.0, what) }
            </button>
        }
    };
    html! {
        <section class="section">
            <h3 id="stop-before">{ words.say(Words::StopBefore) }</h3>
            <div class="row" role="group" aria-labelledby="stop-before">
                { for offered.iter().map(|&what| toggle(what)) }
                if let Some(queue) = queue { <Backlog {queue} /> }
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct BacklogProps {
    queue: PartId,
}

/// So many messages; an empty field is no breakpoint.
#[component]
fn Backlog(props: &BacklogProps) -> Html {
    let (words, engine, stops) = (use_words(), use_engine(), use_stops());
    let of_queue = props.queue;
    let is_ours =
        move |stop: &Predicate| matches!(stop, Predicate::Backlog { queue, .. } if *queue == of_queue);
    let set = stops.iter().find_map(|stop| match stop {
        Predicate::Backlog { queue, messages } if *queue == of_queue => Some(*messages),
        _ => None,
    });
    let onchange = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        let typed: Option<u64> = field
            .value()
            .trim()
            .replace(',', "")
            .parse()
            .ok()
            .filter(|&typed| typed > 0);
        let mut stops = engine.stops().to_vec();
        stops.retain(|stop| !is_ours(stop));
        stops.extend(typed.map(|messages| Predicate::Backlog {
            queue: of_queue,
            messages,
        }));
        engine.set_stops(stops);
        field.set_value(&typed.map_or_else(String::new, |typed| typed.to_string()));
    };
    html! {
        <label class="stop-backlog" title={words.say(Words::StopAtBacklog)}>
            <span aria-hidden="true">{ "≥" }</span>
            <input class="field" type="text" inputmode="numeric" autocomplete="off" maxlength="12"
                aria-label={words.say(Words::StopAtBacklog)} value={set.map_or_else(String::new, |set| set.to_string())} {onchange} />
        </label>
    }
}
