//! The script of a part: its text, what starts and stops it, how it stands, and its console.

use sim::{Part, PartId};
use studio::words::{Script as Words, Sentence};
use web_sys::{Event, HtmlTextAreaElement};
use yew::prelude::*;

use crate::engine::use_playback;
use crate::scripts::{Shown, Status, use_script};
use crate::state::{Drawing, use_desk, use_drawing, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct ScriptProps {
    pub(super) id: PartId,
    /// The part makes messages; otherwise it works on them.
    pub(super) sends: bool,
}

/// See the module.
#[component]
pub(super) fn PartScript(props: &ScriptProps) -> Html {
    let (desk, drawing, words) = (use_desk(), use_drawing(), use_words());
    let ScriptProps { id, sends } = *props;
    let shown = use_script(id);
    let text = drawing.document().scripts.get(&id).cloned().unwrap_or_default();
    let is_empty = text.is_empty();
    let open = *use_memo((), |()| !is_empty);
    let begin = {
        let (desk, queue) = (desk.clone(), first_queue(&drawing, id));
        move |_: MouseEvent| {
            let kept = desk.clone();
            desk.scripts()
                .example(sends, queue.clone(), move |example| match example {
                    Some(example) => kept.write_script(id, &example),
                    None => kept.notify(Words::Absent, true),
                });
        }
    };
    let is_running = shown.status.is_running();
    let run_or_stop = move |_: MouseEvent| {
        if is_running {
            desk.scripts().stop(id);
        } else {
            desk.run_script(id);
        }
    };
    html! {
        <details class="section" {open}>
            <summary><h3>{ words.say(Words::Title) }</h3></summary>
            <p class="hint">{ words.say(Words::Hint) }</p>
            <Field {id} {text} />
            <div class="row">
                <button type="button" class="button" onclick={run_or_stop}>
                    { words.say(if is_running { Words::Stop } else { Words::Run }) }
                </button>
                if is_empty {
                    <button type="button" class="button quiet" onclick={begin}>{ words.say(Words::Example) }</button>
                }
            </div>
            <State {shown} />
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct FieldProps {
    id: PartId,
    text: String,
}

/// The text, which is taken over when the field is left. Apart from the rest, for what the script writes must not put back what
/// is being typed.
#[component]
fn Field(props: &FieldProps) -> Html {
    let (desk, words, id) = (use_desk(), use_words(), props.id);
    let onchange = move |event: Event| {
        desk.write_script(id, &event.target_unchecked_into::<HtmlTextAreaElement>().value());
    };
    html! {
        <textarea
            class="field script-field"
            rows="12"
            wrap="off"
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            aria-label={words.say(Words::Text)}
            value={props.text.clone()}
            {onchange}
        />
    }
}

#[derive(Properties, PartialEq)]
struct StateProps {
    shown: Shown,
}

/// How it stands, and the newest lines of its console, the last one in sight.
#[component]
fn State(props: &StateProps) -> Html {
    let (words, playback) = (use_words(), use_playback());
    let Shown {
        status,
        message,
        line,
        console,
    } = &props.shown;
    let told = match status {
        Status::Never => AttrValue::default(),
        Status::Starting => words.say(Words::Starting),
        Status::Running if playback.playing => words.say(Words::Running),
        Status::Running => words.say(Words::Waits),
        Status::Finished => words.say(Words::Finished),
        Status::Failed => words.say(Sentence::ScriptFailed {
            message: message.clone(),
            line: *line,
        }),
        Status::Runaway => format!("{} {message}", words.say(Words::Runaway)).into(),
        Status::Stopped => words.say(Words::Stopped),
        Status::Past => words.say(Words::Past),
        Status::Gone => words.say(Words::Gone),
        Status::Full => words.say(Words::Full),
        Status::Absent => words.say(Words::Absent),
    };
    let failed = matches!(status, Status::Failed | Status::Runaway | Status::Absent);
    html! {
        <>
            <p role="status" class={classes!("script-state", failed.then_some("error"))}>{ told }</p>
            if !console.is_empty() {
                <div class="script-console" tabindex="0" role="group" aria-label={words.say(Words::Console)}>
                    <pre>{ console.clone() }</pre>
                </div>
            }
        </>
    }
}

/// The name of the first queue that a wire leads to from the part, or to it.
fn first_queue(drawing: &Drawing, id: PartId) -> String {
    let sketch = &drawing.sketch;
    let other = |link: &sim::Link| match (link.from == id, link.to == id) {
        (true, _) => Some(link.to),
        (_, true) => Some(link.from),
        _ => None,
    };
    let is_queue = |part: &PartId| matches!(sketch.parts.get(part), Some(Part::Queue(_)));
    let queue = sketch.links.values().filter_map(other).find(is_queue);
    let name = queue.and_then(|queue| drawing.document().names.get(&queue));
    name.cloned().unwrap_or_default()
}
