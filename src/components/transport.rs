//! The transport: step back, play, step on, the clock, the speed, the seed, and what a dot stands for.

use sim::UtcSeconds;
use studio::words::{self, Language, Sentence, Timeline};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::bridge::frame::Frame;
use crate::components::dock::TerminalToggle;
use crate::components::icons::{Glyph, Icon};
use crate::engine::playback::{Control, Speed};
use crate::engine::{use_engine, use_playback, use_stops};
use crate::live::{Beat, LiveText, Write, use_live_attribute};
use crate::state::{use_desk, use_drawing, use_selected, use_words};

const STEP_BACK: &str = "M14.5 4.5v11l-8-5.5zM5 4.5v11";
const STEP_ON: &str = "M5.5 4.5v11l8-5.5zM15 4.5v11";
/// With a frame below: of what is selected.
const STEP_BACK_OF: &str = "M14.5 3.5v9l-7-4.5zM6 3.5v9M4 16.5h12";
const STEP_ON_OF: &str = "M5.5 3.5v9l7-4.5zM14 3.5v9M4 16.5h12";
const PLAY: &str = "M6.5 4v12l9.5-6z";
const PAUSE: &str = "M7 4.5v11M13 4.5v11";

/// See the module's description.
#[component]
pub(crate) fn Transport() -> Html {
    let words = use_words();
    let drawing = use_drawing();
    let node = use_node_ref();
    use_live_attribute(&node, "data-now", Beat::Figures, (), |frame, ()| {
        frame.now.as_nanos().to_string()
    });
    use_live_attribute(&node, "data-hash", Beat::Figures, (), |frame, ()| {
        format!("{:016x}", frame.hash)
    });
    use_live_attribute(&node, "data-steps", Beat::Figures, (), |frame, ()| {
        frame.steps.to_string()
    });
    let document = drawing.document();
    html! {
        <div class="transport" ref={node} id="transport">
            <Buttons />
            <LiveText<UtcSeconds> class="clock" of={document.sketch.starts} write={clock as Write<UtcSeconds>} beat={Beat::Frame} />
            <span class="quiet simulated">{ words.say(Timeline::Simulated) }</span>
            <Stops />
            <Speeds />
            <Seed seed={document.seed} />
            <Busy />
            <LiveText<Language> class="quiet dot-scale" of={words.0} write={dot_scale as Write<Language>} />
            <TerminalToggle class="button terminal-toggle" />
        </div>
    }
}

fn clock(frame: &Frame, starts: UtcSeconds) -> String {
    words::clock_and_date(starts, frame.now)
}

fn dot_scale(frame: &Frame, language: Language) -> String {
    words::say(
        language,
        Sentence::OneDot {
            messages: u64::from(frame.dot_scale.max(1)),
        },
    )
    .into_owned()
}

#[component]
fn Buttons() -> Html {
    let (words, engine) = (use_words(), use_engine());
    let playing = use_playback().playing;
    let of = use_selected().single_part();
    let (toggle, back, on) = (engine.clone(), engine.clone(), engine.clone());
    let (back_of, on_of) = (engine.clone(), engine);
    let (path, toggle_name) = if playing {
        (PAUSE, Timeline::Pause)
    } else {
        (PLAY, Timeline::Play)
    };
    html! {
        <div class="transport-buttons">
            { button(STEP_BACK, words.say(Timeline::StepBack), move |_| back.step(false, None)) }
            { button(path, words.say(toggle_name), move |_| toggle.control(Control::Toggle)) }
            { button(STEP_ON, words.say(Timeline::StepForward), move |_| on.step(true, None)) }
            if let Some(of) = of {
                { button(STEP_BACK_OF, words.say(Timeline::PreviousOfSelection), move |_| back_of.step(false, Some(of))) }
                { button(STEP_ON_OF, words.say(Timeline::NextOfSelection), move |_| on_of.step(true, Some(of))) }
            }
        </div>
    }
}

fn button(path: &'static str, name: AttrValue, press: impl Fn(MouseEvent) + 'static) -> Html {
    html! {
        <button type="button" class="button icon-only" aria-label={name.clone()} title={name}
            onclick={Callback::from(press)}>
            <svg class="icon" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d={path} /></svg>
        </button>
    }
}

/// How many breakpoints there are, and the end of them all.
#[component]
fn Stops() -> Html {
    let (words, engine, stops) = (use_words(), use_engine(), use_stops());
    if stops.is_empty() {
        return Html::default();
    }
    let count = words.say(Sentence::Breakpoints {
        count: stops.len() as u64,
    });
    let forget = move |_: MouseEvent| engine.set_stops(Vec::new());
    let name = words.say(Timeline::ForgetBreakpoints);
    html! {
        <button type="button" class="button quiet stops" title={name.clone()} onclick={forget}>
            { count }
            <Icon glyph={Glyph::Close} />
            <span class="unseen">{ name }</span>
        </button>
    }
}

/// Radio buttons, so that the arrow keys choose and one key leaves them.
#[component]
fn Speeds() -> Html {
    let (words, engine) = (use_words(), use_engine());
    let chosen = use_playback().speed;
    html! {
        <fieldset class="speeds">
            <legend class="unseen">{ words.say(Timeline::Speed) }</legend>
            { for Speed::ALL.map(|speed| {
                let engine = engine.clone();
                let choose = move |_: Event| engine.control(Control::SetSpeed(speed));
                html! {
                    <label class="speed">
                        <input type="radio" name="speed" class="unseen" checked={speed == chosen} onchange={choose} />
                        <span>{ words.say(speed_name(speed)) }</span>
                    </label>
                }
            }) }
        </fieldset>
    }
}

const fn speed_name(speed: Speed) -> Timeline {
    match speed {
        Speed::Hundredth => Timeline::HundredthSpeed,
        Speed::Tenth => Timeline::TenthSpeed,
        Speed::Real => Timeline::Speed1,
        Speed::Tenfold => Timeline::Speed10,
        Speed::Sixtyfold => Timeline::Speed60,
        Speed::Hourly => Timeline::SpeedHour,
        Speed::Daily => Timeline::SpeedDay,
        Speed::Full => Timeline::SpeedMax,
    }
}

#[derive(Properties, PartialEq)]
struct SeedProps {
    seed: u64,
}

/// What is typed counts when it is a number; anything else goes back to what it was.
#[component]
fn Seed(props: &SeedProps) -> Html {
    let (words, desk) = (use_words(), use_desk());
    let seed = props.seed;
    let onchange = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        match input.value().trim().parse() {
            Ok(typed) if typed != seed => desk.edit(|editor, _| editor.set_seed(typed)),
            _ => input.set_value(&seed.to_string()),
        }
    };
    html! {
        <label class="seed">
            <span class="quiet">{ words.say(Timeline::Seed) }</span>
            <input type="text" inputmode="numeric" autocomplete="off" spellcheck="false" maxlength="20"
                value={seed.to_string()} {onchange} />
        </label>
    }
}

/// Says so while the worker takes more than a moment.
#[component]
fn Busy() -> Html {
    let (words, computing) = (use_words(), use_playback().computing);
    html! {
        <span class="quiet computing" role="status">
            if computing { { words.say(Timeline::Computing) } }
        </span>
    }
}
