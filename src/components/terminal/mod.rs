//! The terminal: commands of the AWS CLI for the services of the sketch. What they ask is an input of the run like any other.
//!
//! The page only types and shows. What a line means, what is printed and how a word is completed is the worker's affair.

mod completions;
mod entries;
mod file;
mod offers;
mod prompt;
mod session;

use std::rc::Rc;

use studio::words::Terminal as Words;
use yew::prelude::*;

use crate::bridge::ask::Question;
use crate::components::icons::{Glyph, Icon};
use crate::engine::{News, use_engine, use_playback};
use crate::focus;
use crate::state::{ShellAction, use_desk, use_shell, use_words};
use completions::Completions;
use entries::Entries;
use file::File;
use offers::Offers;
use prompt::Prompt;
use session::{Action, Session};

/// A terminal that cannot know takes as many columns as the AWS CLI does.
const COLUMNS: u16 = 80;

/// See the module. What was typed stays while it is closed.
#[component]
pub(crate) fn Terminal() -> Html {
    let (desk, shell, words, engine) = (use_desk(), use_shell(), use_words(), use_engine());
    let session = use_reducer(Session::default);
    use_effect_with(engine, {
        let session = session.dispatcher();
        move |engine| {
            let subscription = engine.on_news(move |news| match news {
                News::Told(asker, said) => session.dispatch(Action::Told(*asker, Rc::clone(said))),
                News::DoneByHand(commands) => session.dispatch(Action::DoneByHand(Rc::clone(commands))),
                _ => {}
            });
            move || drop(subscription)
        }
    });
    let run = {
        let (desk, session) = (desk.clone(), session.dispatcher());
        Callback::from(move |text: String| {
            let asker = desk.ask(Question::Line {
                text: text.clone(),
                columns: COLUMNS,
            });
            session.dispatch(Action::Ran { text, asker });
        })
    };
    let complete = {
        let (desk, session) = (desk.clone(), session.dispatcher());
        Callback::from(move |text: String| {
            let asker = desk.ask(Question::Completion { text: text.clone() });
            session.dispatch(Action::Completing { text, asker });
        })
    };
    let act = {
        let session = session.dispatcher();
        Callback::from(move |action: Action| session.dispatch(action))
    };
    let stop = {
        let (desk, waiting) = (desk.clone(), session.waiting);
        Callback::from(move |()| {
            if let Some(asker) = waiting {
                desk.engine().tell_more(asker, Question::HangUp);
            }
        })
    };
    let give = {
        let (desk, session) = (desk.clone(), session.clone());
        Callback::from(move |content: String| {
            if let (Some(asker), Some(name)) = (session.waiting, session.file.clone()) {
                let content = content.into_bytes();
                desk.engine().tell_more(asker, Question::Pasted { name, content });
                session.dispatch(Action::Pasted);
                focus::later("#terminal-prompt");
            }
        })
    };
    if !shell.terminal {
        return Html::default();
    }
    let close = move |_: MouseEvent| {
        desk.put(ShellAction::ToggleTerminal);
        focus::at("#canvas");
    };
    let clear = act.reform(|_: MouseEvent| Action::Clear);
    html! {
        <section class="terminal" id="terminal" aria-label={words.say(Words::Panel)}>
            <header class="terminal-head">
                <h2>{ words.say(Words::Panel) }</h2>
                <Offers act={act.clone()} />
                <button type="button" class="button quiet" onclick={clear}>{ words.say(Words::Clear) }</button>
                <button type="button" class="button quiet icon-only" aria-label={words.say(Words::Close)} onclick={close}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </header>
            <Entries entries={Rc::clone(&session.entries)} act={act.clone()} />
            if let Some(name) = &session.file {
                <File name={name.clone()} {give} cancel={stop.clone()} />
            } else if session.waiting.is_some() {
                <Waiting {stop} />
            }
            <Completions completion={session.completion.clone()} act={act.clone()} />
            <Prompt
                typed={session.typed.clone()}
                history={Rc::clone(&session.history)}
                completion={session.completion.clone()}
                busy={session.waiting.is_some()}
                {run}
                {complete}
                {act}
            />
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct WaitingProps {
    stop: Callback<()>,
}

/// A command is under way.
#[component]
fn Waiting(props: &WaitingProps) -> Html {
    let (words, playback, stop) = (use_words(), use_playback(), props.stop.clone());
    let text = if playback.playing || playback.computing {
        Words::Loading
    } else {
        Words::Waits
    };
    html! {
        <p class="terminal-waiting" role="status">
            { words.say(text) }
            <button type="button" class="button quiet" onclick={move |_: MouseEvent| stop.emit(())}>{ words.say(Words::Stop) }</button>
        </p>
    }
}
