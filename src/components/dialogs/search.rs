//! The search for a seed that breaks a guarantee: how far it has come, and what to do with what it has found.

use cloud::time::SimTime;
use sim::Guarantee;
use studio::words::{self, Sentence, Timeline as Words};
use studio::{Moment, format};
use yew::prelude::*;

use super::Frame;
use super::compare::use_report;
use crate::bridge::errand::{Errand, Found, Report};
use crate::state::{Desk, ShellAction, use_desk, use_drawing, use_words};

/// So many seeds are tried.
const SEEDS: u64 = 1_000;
/// Every run is looked at for at least this long.
const SHORTEST: SimTime = SimTime::from_secs(120);

#[derive(Properties, PartialEq)]
pub(super) struct SearchProps {
    pub(super) guarantee: Guarantee,
}

/// See the module.
#[component]
pub(super) fn Search(props: &SearchProps) -> Html {
    let (desk, drawing, words) = (use_desk(), use_drawing(), use_words());
    let (report, guarantee) = (use_report(), props.guarantee);
    use_effect_with((), {
        let desk = desk.clone();
        move |()| {
            desk.engine().errand(Errand::Search {
                promise: guarantee.into(),
                until: desk.engine().furthest().max(SHORTEST),
                seeds: SEEDS,
            });
        }
    });
    let starts = drawing.document().sketch.starts;
    let told = match &*report {
        Report::Tried { seeds } => Sentence::SeedsTried {
            tried: *seeds,
            of: SEEDS,
        },
        Report::Shrinking { messages } => Sentence::Shrinking { messages: *messages },
        Report::NotFound => Sentence::NoSeedBreaks {
            guarantee,
            seeds: SEEDS,
        },
        Report::Found(found) => Sentence::SeedBreaks {
            seed: found.seed,
            guarantee,
            clock: words::clock_seconds(starts, found.at),
        },
        Report::Idle | Report::Comparing | Report::Compared(_) => {
            Sentence::SeedsTried { tried: 0, of: SEEDS }
        }
    };
    let cancel = {
        let desk = desk.clone();
        move |_: MouseEvent| desk.put(ShellAction::CloseDialog)
    };
    html! {
        <Frame title={words.say(Words::SearchTitle)} intro={words.say(Words::SearchIntro)}>
            <p role="status" class="search-told">{ words.say(told) }</p>
            { match &*report {
                Report::Found(found) => html! { <Outcome found={(**found).clone()} /> },
                Report::NotFound => Html::default(),
                _ => html! {
                    <p class="row">
                        <button type="button" class="button" onclick={cancel}>{ words.say(Words::SearchCancel) }</button>
                    </p>
                },
            } }
        </Frame>
    }
}

#[derive(Properties, PartialEq)]
struct OutcomeProps {
    found: Found,
}

#[component]
fn Outcome(props: &OutcomeProps) -> Html {
    let (desk, words) = (use_desk(), use_words());
    let found = &props.found;
    let smallest = words.say(Sentence::SmallestRun {
        messages: found.messages,
        inputs: found.inputs,
    });
    let show = {
        let (desk, seed, at) = (desk.clone(), found.seed, found.at);
        move |_: MouseEvent| show_seed(&desk, seed, at)
    };
    let open = {
        let (desk, found) = (desk, found.clone());
        move |_: MouseEvent| open_smallest(&desk, &found)
    };
    html! {
        <>
            <p>{ smallest }</p>
            <p class="row">
                <button type="button" class="button primary" onclick={show}>{ words.say(Words::OpenSeed) }</button>
                <button type="button" class="button" onclick={open}>{ words.say(Words::OpenSmallest) }</button>
            </p>
        </>
    }
}

/// The drawing as it is with the seed that was found, at the moment of the failure. What was shown stays as a branch.
fn show_seed(desk: &Desk, seed: u64, at: SimTime) {
    desk.put(ShellAction::CloseDialog);
    if seed != desk.project().document.seed {
        let furthest = desk.engine().furthest();
        desk.change_project(SimTime::ZERO, |editor| editor.try_seed(seed, furthest));
    }
    desk.engine().seek(at);
    crate::focus::at("#canvas");
}

/// The smallest run, as a sketch of its own at the moment of the failure; undo brings back what was shown.
fn open_smallest(desk: &Desk, found: &Found) {
    desk.put(ShellAction::CloseDialog);
    if let Ok(project) = format::from_bytes(&found.smallest) {
        desk.open(&Moment {
            project,
            at: found.shown,
            camera: None,
        });
    }
    crate::focus::at("#canvas");
}
