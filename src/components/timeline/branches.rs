//! The branches of the run, above the chart and at its scale: where each left another one, and how far it has been played.

use cloud::time::SimTime;
use studio::branch::{BranchId, Label};
use studio::words::{self, Bar, Sentence, Timeline as Words};
use web_sys::{Event, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::scale::Scale;
use crate::bridge::frame::Frame;
use crate::components::icons::{Glyph, Icon};
use crate::engine::use_engine;
use crate::live::Beat;
use crate::state::{Dialog, ShellAction, use_desk, use_drawing, use_words};

/// Where the line of a row is, from the top of the row.
const LINE: f64 = 26.0;

#[derive(Properties, PartialEq)]
pub(super) struct BranchesProps {
    pub(super) scale: Scale,
}

/// See the module. Nothing where nothing has branched.
#[component]
pub(super) fn Branches(props: &BranchesProps) -> Html {
    let (words, drawing, engine) = (use_words(), use_drawing(), use_engine());
    let furthest = use_state_eq(|| engine.live().frame().furthest);
    let shown = furthest.setter();
    use_effect_with(engine, move |engine| {
        let follow = move |frame: &Frame| shown.set(frame.furthest);
        let subscription = engine.live().subscribe(Beat::Figures, follow);
        move || drop(subscription)
    });
    let branches = &drawing.project.branches;
    if branches.kept.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="branches" aria-label={words.say(Words::Branches)}>
            { for branches.labels().into_iter().map(|label| {
                let reached = branches.get(label.id).map(|branch| branch.reached);
                html! {
                    <Row key={label.id.0} label={label.clone()} shown={reached.is_none()}
                        reached={reached.unwrap_or(*furthest)} scale={props.scale} />
                }
            }) }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    label: Label,
    shown: bool,
    reached: SimTime,
    scale: Scale,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let (desk, drawing, words) = (use_desk(), use_drawing(), use_words());
    let RowProps {
        label,
        shown,
        reached,
        scale,
    } = props;
    let (id, shown) = (label.id, *shown);
    let naming = use_state_eq(|| false);
    let name = words::branch_name(words.0, label);
    let title = label.from.map_or_else(
        || name.clone().into(),
        |fork| {
            let parent = drawing
                .project
                .branches
                .labels()
                .into_iter()
                .find(|label| label.id == fork.parent);
            words.say(Sentence::BranchFrom {
                name: name.clone(),
                from: parent.map_or_else(String::new, |parent| words::branch_name(words.0, parent)),
                clock: words::clock_seconds(drawing.document().sketch.starts, fork.at),
            })
        },
    );
    let from = label.from.map_or(0.0, |fork| scale.x(fork.at));
    let line = format!(
        "M{from:.1} 0V{LINE}H{:.1}",
        scale.x(*reached).min(scale.width).max(from + 2.0)
    );
    let show = {
        let desk = desk.clone();
        move |_: MouseEvent| desk.show_branch(id)
    };
    let begin_naming = {
        let naming = naming.setter();
        move |_: MouseEvent| naming.set(true)
    };
    let compare = {
        let desk = desk.clone();
        move |_: MouseEvent| desk.put(ShellAction::OpenDialog(Dialog::Compare(id)))
    };
    let remove = {
        let (desk, name) = (desk.clone(), name.clone());
        move |_: MouseEvent| {
            let reached = if shown {
                parent_reach(&desk.project(), id)
            } else {
                SimTime::ZERO
            };
            desk.change_project(reached, |editor| editor.remove_branch(id));
            desk.announce(Sentence::BranchRemoved { name: name.clone() });
        }
    };
    let end_naming = naming.setter();
    html! {
        <li class={classes!("branch", shown.then_some("shown"))}>
            <svg class="branch-line" aria-hidden="true"><path d={line} /></svg>
            if *naming {
                <NameField {id} name={label.name.clone()} done={Callback::from(move |()| end_naming.set(false))} />
            } else {
                <button type="button" class="branch-name" aria-current={shown.then_some("true")} title={title.clone()} onclick={show}>
                    { name.clone() }
                </button>
            }
            <span class="branch-actions">
                if !shown {
                    { action(Glyph::Chart, words.say(Words::CompareBranch), &name, compare) }
                }
                { action(Glyph::Note, words.say(Words::NameBranch), &name, begin_naming) }
                { action(Glyph::Bin, words.say(Words::DeleteBranch), &name, remove) }
            </span>
        </li>
    }
}

/// How far the branch has been that is shown when the one that is shown goes.
fn parent_reach(project: &studio::Project, id: BranchId) -> SimTime {
    let after = studio::branch::remove(project, id).branches.here.id;
    project
        .branches
        .get(after)
        .map_or(SimTime::ZERO, |branch| branch.reached)
}

fn action(glyph: Glyph, what: AttrValue, name: &str, act: impl Fn(MouseEvent) + 'static) -> Html {
    html! {
        <button type="button" class="button quiet icon-only" aria-label={format!("{what}: {name}")} title={what}
            onclick={Callback::from(act)}>
            <Icon {glyph} />
        </button>
    }
}

#[derive(Properties, PartialEq)]
struct NameProps {
    id: BranchId,
    name: String,
    done: Callback<()>,
}

/// Enter and leaving the field take the name, Esc does not.
#[component]
fn NameField(props: &NameProps) -> Html {
    let (desk, words, node) = (use_desk(), use_words(), use_node_ref());
    let (id, name, done) = (props.id, props.name.clone(), props.done.clone());
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(field) = node.cast::<HtmlInputElement>() {
                // Fails only for what is no element.
                let _ = field.focus();
                field.select();
            }
        }
    });
    let take = {
        let (desk, done) = (desk, done.clone());
        move |field: &HtmlInputElement| {
            let typed = field.value();
            desk.change_project(SimTime::ZERO, |editor| editor.rename_branch(id, &typed));
            done.emit(());
        }
    };
    let onblur = {
        let take = take.clone();
        move |event: FocusEvent| take(&event.target_unchecked_into())
    };
    let onkeydown = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => take(&Event::from(event).target_unchecked_into()),
        "Escape" => {
            event.stop_propagation();
            done.emit(());
        }
        _ => {}
    };
    html! {
        <input ref={node} class="field branch-field" type="text" maxlength="40" autocomplete="off" spellcheck="false"
            aria-label={words.say(Words::NameBranch)} placeholder={words.say(Bar::Rename)} value={name} {onblur} {onkeydown} />
    }
}
