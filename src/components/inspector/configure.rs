//! The settings of a part or of a wire, under their headings.

use sim::{LinkId, Part, PartId, is_created_by_a_call};
use studio::fields::{self, Context, Field, FieldId, FieldProblem, Trouble};
use studio::words::FieldGroup;
use yew::prelude::*;

use super::field::Setting;
use crate::geometry::Layout;
use crate::state::{Desk, use_desk, use_drawing, use_words};

/// Sets a field to what was typed.
pub(super) type Set = Callback<(FieldId, String), Result<(), FieldProblem>>;

#[derive(Properties, PartialEq)]
pub(super) struct PartFieldsProps {
    pub(super) id: PartId,
    pub(super) part: Part,
}

/// The settings of a part.
#[component]
pub(super) fn PartFields(props: &PartFieldsProps) -> Html {
    let (desk, drawing, words, id) = (use_desk(), use_drawing(), use_words(), props.id);
    // What redrive policy a call has set is not drawn.
    let has_dead_letter_queue = is_created_by_a_call(id) || has_dead_letter_queue(&desk.layout(), id);
    let rows = fields::of_part(
        words.0,
        &props.part,
        Context {
            has_dead_letter_queue,
            names: Some(&drawing.project.document.names),
        },
    );
    let set = setter(&desk, move |editor, now, field, typed| {
        editor.set_field(now, id, field, typed)
    });
    html! { <Rows {rows} {set} /> }
}

fn has_dead_letter_queue(layout: &Layout, id: PartId) -> bool {
    layout
        .wires
        .values()
        .any(|wire| wire.from == id && wire.kind == Some(sim::wiring::LinkKind::DeadLetter))
}

#[derive(Properties, PartialEq)]
pub(super) struct LinkFieldsProps {
    pub(super) id: LinkId,
}

/// The settings of a wire.
#[component]
pub(super) fn LinkFields(props: &LinkFieldsProps) -> Html {
    let (desk, drawing, words, id) = (use_desk(), use_drawing(), use_words(), props.id);
    let Some(link) = drawing.sketch.links.get(&id) else {
        return Html::default();
    };
    let rows = fields::of_link(words.0, link);
    let set = setter(&desk, move |editor, now, field, typed| {
        editor.set_link_field(now, id, field, typed)
    });
    html! { <Rows {rows} {set} /> }
}

fn setter(
    desk: &Desk,
    set: impl Fn(&mut studio::Editor, cloud::time::SimTime, FieldId, &str) -> Result<(), FieldProblem> + 'static,
) -> Set {
    let desk = desk.clone();
    Callback::from(move |(field, typed): (FieldId, String)| {
        let mut result = Ok(());
        desk.try_edit(&mut |editor, now| result = set(editor, now, field, &typed))
            .map_err(|excess| FieldProblem {
                field,
                trouble: Trouble::Excess { excess },
                kept: None,
            })
            .and(result)
    })
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    rows: Vec<Field>,
    set: Set,
}

/// Rows under their headings; a single heading is left out. The first heading is always open.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let words = use_words();
    let mut groups: Vec<(FieldGroup, Vec<&Field>)> = Vec::new();
    for row in &props.rows {
        match groups.last_mut() {
            Some((group, rows)) if *group == row.group => rows.push(row),
            _ => groups.push((row.group, vec![row])),
        }
    }
    let headed = groups.len() > 1;
    html! {
        { for groups.into_iter().enumerate().map(|(place, (group, rows))| {
            let settings = html! {
                <div class="settings">
                    { for rows.iter().map(|&row| html! {
                        <Setting key={row.id.key()} row={row.clone()} set={props.set.clone()} />
                    }) }
                </div>
            };
            let heading = words.say(group);
            if place == 0 {
                html! {
                    <section class="section">
                        if headed { <h3>{ heading }</h3> }
                        { settings }
                    </section>
                }
            } else {
                let changed = rows.iter().any(|row| row.default.as_ref().is_some_and(|default| *default != row.value));
                html! { <Folding key={place} {heading} open={changed}>{ settings }</Folding> }
            }
        }) }
    }
}

#[derive(Properties, PartialEq)]
struct FoldingProps {
    heading: AttrValue,
    /// Whether it is open when it is first shown; from then on the person decides.
    open: bool,
    children: Html,
}

/// Settings that most people leave as they are, folded away under their heading.
#[component]
fn Folding(props: &FoldingProps) -> Html {
    let open = *use_memo((), |()| props.open);
    html! {
        <details class="section" {open}>
            <summary><h3>{ props.heading.clone() }</h3></summary>
            { props.children.clone() }
        </details>
    }
}
