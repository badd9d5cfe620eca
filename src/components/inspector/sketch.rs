//! Nothing is selected: the sketch itself. Its seed, the moment it starts at, and what is watched.

use sim::UtcSeconds;
use studio::words::{Inspector as InspectorWords, Page};
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;

use super::metrics::SketchCost;
use crate::components::chips::Chips;
use crate::components::icons::{Glyph, Icon};
use crate::state::{use_desk, use_drawing, use_words};

/// See the module.
#[component]
pub(super) fn SketchPanel() -> Html {
    let (desk, drawing, words) = (use_desk(), use_drawing(), use_words());
    let document = drawing.document();
    let set_seed = {
        let desk = desk.clone();
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            match field.value().trim().parse() {
                Ok(seed) => desk.edit(|editor, _| editor.set_seed(seed)),
                Err(_) => field.set_value(&desk.project().document.seed.to_string()),
            }
        }
    };
    let set_starts = move |event: Event| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        let millis = js_sys::Date::parse(&format!("{typed}Z"));
        if millis >= 0.0 {
            desk.edit(|editor, _| editor.set_starts(UtcSeconds((millis / 1_000.0) as u64)));
        }
    };
    html! {
        <div class="inspector-panel">
            <header class="inspector-head">
                <Icon glyph={Glyph::Scenes} />
                <h2 id="inspector-name" tabindex="-1">{ words.say(Page::Sketch) }</h2>
                <p class="kind">{ words.say(InspectorWords::NothingHint) }</p>
            </header>
            <div class="scroll">
                <section class="section settings">
                    <div class="setting">
                        <label for="sketch-seed">{ words.say(InspectorWords::Seed) }</label>
                        <input class="field" id="sketch-seed" type="text" inputmode="numeric" autocomplete="off" value={document.seed.to_string()} onchange={set_seed} />
                    </div>
                    <div class="setting wide">
                        <label for="sketch-starts">{ words.say(InspectorWords::Starts) }{ " (UTC)" }</label>
                        <input class="field" id="sketch-starts" type="datetime-local" step="1" value={date_and_time(document.sketch.starts)} onchange={set_starts} />
                    </div>
                </section>
                <Chips />
                <SketchCost />
            </div>
        </div>
    }
}

/// As the browser's own field takes it: `2026-11-20T10:00:00`.
fn date_and_time(starts: UtcSeconds) -> String {
    let at = cloud::time::SimTime::ZERO;
    format!(
        "{}T{}",
        studio::words::date(starts, at),
        studio::words::clock_seconds(starts, at)
    )
}
