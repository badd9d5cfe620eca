//! Two branches beside each other: the one that is shown and another one, both at the end of the longer one.

use std::rc::Rc;

use studio::branch::{self, BranchId};
use studio::words::{self, Sentence, Timeline as Words};
use yew::prelude::*;

use super::Frame;
use crate::bridge::errand::{Errand, Report, Row};
use crate::engine::{News, use_engine};
use crate::state::{use_desk, use_drawing, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct CompareProps {
    pub(super) id: BranchId,
}

/// See the module.
#[component]
pub(super) fn Compare(props: &CompareProps) -> Html {
    let (desk, drawing, words) = (use_desk(), use_drawing(), use_words());
    let report = use_report();
    let branches = &drawing.project.branches;
    let there = branches.get(props.id);
    let at = there
        .map_or(desk.now(), |there| there.reached)
        .max(desk.engine().furthest());
    let until = use_memo((), |()| at);
    use_effect_with(props.id, {
        let (desk, at) = (desk.clone(), *until);
        move |&id| {
            let other = branch::switch(&desk.project(), id, at);
            let project = studio::format::to_bytes(&other);
            desk.engine().errand(Errand::Compare { project, at });
        }
    });
    let names = [Some(&branches.here), there.map(|there| &there.label)];
    let [here, name] =
        names.map(|label| label.map_or_else(String::new, |label| words::branch_name(words.0, label)));
    let compared = words.say(Sentence::ComparedAt {
        name: name.clone(),
        clock: words::clock_seconds(drawing.document().sketch.starts, *until),
    });
    let line = |row: &Row| {
        html! {
            <tr class={classes!((row.here != row.there).then_some("differs"))}>
                <th scope="row">{ row.what.clone() }</th>
                <td>{ row.here.clone() }</td>
                <td>{ row.there.clone() }</td>
            </tr>
        }
    };
    html! {
        <Frame title={words.say(Words::CompareTitle)} intro={compared}>
            if let Report::Compared(rows) = &*report {
                <table class="comparison">
                    <thead>
                        <tr>
                            <th scope="col">{ words.say(Words::Figure) }</th>
                            <th scope="col">{ here }</th>
                            <th scope="col">{ name }</th>
                        </tr>
                    </thead>
                    <tbody>{ for rows.iter().map(line) }</tbody>
                </table>
                if rows.iter().all(|row| row.here == row.there) {
                    <p>{ words.say(Words::NothingDiffers) }</p>
                }
            } else {
                <p role="status">{ words.say(Words::Comparing) }</p>
            }
        </Frame>
    }
}

/// What the worker reports of the errand that the dialog has sent it on. It is called off with the dialog.
#[hook]
pub(super) fn use_report() -> Rc<Report> {
    let engine = use_engine();
    let report = use_state_eq(|| Rc::new(Report::Idle));
    let shown = report.setter();
    use_effect_with(engine, move |engine| {
        let subscription = engine.on_news(move |news| match news {
            News::Report(report) => shown.set(Rc::clone(report)),
            News::Recovered { .. } | News::GaveUp { .. } => shown.set(Rc::new(Report::Idle)),
            _ => {}
        });
        let engine = engine.clone();
        move || {
            drop(subscription);
            engine.errand(Errand::Nothing);
        }
    });
    Rc::clone(&report)
}
