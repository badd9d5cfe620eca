//! What a person does to a project, each verb a pure function from a project to a project.
//!
//! An edit at t = 0 changes the sketch, unless there are branches, which keep what they were; otherwise it becomes an input of
//! the log at its time. Names, places, notes and the
//! title are the document's and never enter the log. What lies later in the log stays there.

mod drawing;
mod faults;
mod links;
mod parts;
mod scripts;
mod selection;

pub use drawing::{
    MAX_STARTS, add_note, move_notes, remove_note, rename, reset, set_note, set_places, set_seed, set_starts,
    set_title, unwatch, watch,
};
pub use faults::{MAX_SEND, fault, impairment, is_cut, is_stopped, is_throttled, is_zone_out, pace, send};
pub use links::{connect, insert, reconnect, set_link_field};
pub use parts::{add_part, move_parts, remove, set_field};
pub use scripts::{MAX_SCRIPT, MAX_SCRIPTS, set_script};
pub use selection::{Clip, Selection, copy, paste};

use std::rc::Rc;

use cloud::order::by_number;
use cloud::time::SimTime;
use sim::{Edit, Input, InputKind, LinkId, PartId};

use crate::document::Document;
use crate::project::Project;
pub(crate) use parts::within_canvas;

/// The most characters of a title or a heading.
pub const MAX_TITLE: usize = 80;
/// The most characters of a part's name.
pub const MAX_NAME: usize = 40;
/// The most characters of a note's text.
pub const MAX_NOTE: usize = 200;
/// The highest id of a part or link. Below 2²⁴, which is what an item's id holds.
pub const MAX_ID: u32 = 10_000_000;
/// How far from the origin anything may lie.
pub const MAX_PLACE: i32 = 100_000;

/// `project` with its document changed. Taken by value, so that a verb of many steps copies the document once.
fn with_document(mut project: Project, change: impl FnOnce(&mut Document)) -> Project {
    change(Rc::make_mut(&mut project.document));
    project
}

/// `project` with `kind` applied at `now`, after what the log holds up to then.
fn with_input(mut project: Project, now: SimTime, kind: InputKind) -> Project {
    project.put(&Input { at: now, kind });
    project
}

/// Makes `edit` at `now`: in the sketch at the start, if there are no branches that it is the start of too; in the log later.
fn with_edit(project: Project, now: SimTime, edit: Edit) -> Project {
    if now == SimTime::ZERO && !edited_at_start(&project) && project.branches.kept.is_empty() {
        return with_document(project, |document| document.sketch.apply(&edit));
    }
    match replace_same(&project, now, &edit) {
        Some(replaced) => replaced,
        None => with_input(project, now, InputKind::Edit(edit)),
    }
}

/// Whether the log holds edits at t = 0 (it may, coming from a file): a change of the sketch would come before them.
fn edited_at_start(project: &Project) -> bool {
    project
        .log
        .iter()
        .take_while(|input| input.at == SimTime::ZERO)
        .any(|input| matches!(input.kind, InputKind::Edit(_)))
}

/// A slider or a text being typed: another setting of the same thing at the same time takes the place of the last one.
fn replace_same(project: &Project, now: SimTime, edit: &Edit) -> Option<Project> {
    let end = project.log.partition_point(|input| input.at <= now);
    let start = project.log.partition_point(|input| input.at < now);
    let place = project.log[start..end]
        .iter()
        .rposition(|input| concerns_same(&input.kind, edit))?
        + start;
    if !matches!(
        project.log[place].kind,
        InputKind::Edit(Edit::PutPart { .. } | Edit::PutLink { .. })
    ) {
        return None;
    }
    let mut project = project.clone();
    let log = Rc::make_mut(&mut project.log);
    log[place].kind = InputKind::Edit(edit.clone());
    if changes_nothing(&project, place, edit) {
        Rc::make_mut(&mut project.log).remove(place);
    }
    Some(project)
}

fn concerns_same(kind: &InputKind, edit: &Edit) -> bool {
    match (kind, edit) {
        (
            InputKind::Edit(Edit::PutPart { id, .. } | Edit::RemovePart { id }),
            Edit::PutPart { id: new, .. },
        ) => id == new,
        (
            InputKind::Edit(Edit::PutLink { id, .. } | Edit::RemoveLink { id }),
            Edit::PutLink { id: new, .. },
        ) => id == new,
        _ => false,
    }
}

/// Whether the drawing before the entry at `place` of the log already has what `edit` puts.
fn changes_nothing(project: &Project, place: usize, edit: &Edit) -> bool {
    let mut before = project.document.sketch.clone();
    for input in &project.log[..place] {
        if let InputKind::Edit(edit) = &input.kind {
            before.apply(edit);
        }
    }
    match edit {
        Edit::PutPart { id, part } => before.parts.get(id) == Some(part),
        Edit::PutLink { id, link } => before.links.get(id) == Some(link),
        Edit::RemovePart { .. } | Edit::RemoveLink { .. } | Edit::Rename { .. } => false,
    }
}

/// An id that neither the drawing nor the log has ever held.
fn new_part_id(project: &Project) -> PartId {
    let document = &project.document;
    let drawn = document
        .sketch
        .parts
        .keys()
        .chain(document.names.keys())
        .chain(document.places.keys())
        .chain(document.scripts.keys());
    let logged = project.log.iter().filter_map(|input| match &input.kind {
        InputKind::Edit(Edit::PutPart { id, .. } | Edit::RemovePart { id }) => Some(id),
        _ => None,
    });
    PartId(new_id(drawn.chain(logged).map(|id| id.0).collect()))
}

fn new_link_id(project: &Project) -> LinkId {
    let drawn = project.document.sketch.links.keys();
    let logged = project.log.iter().filter_map(|input| match &input.kind {
        InputKind::Edit(Edit::PutLink { id, .. } | Edit::RemoveLink { id }) => Some(id),
        _ => None,
    });
    LinkId(new_id(drawn.chain(logged).map(|id| id.0).collect()))
}

/// The one after the highest; where there is none, because a project from elsewhere has the highest there may be, the
/// lowest that is free.
fn new_id(taken: Vec<u32>) -> u32 {
    let next = taken.iter().max().map_or(1, |highest| highest + 1);
    if next <= MAX_ID {
        return next;
    }
    let mut taken = by_number(taken, |&id| id.into());
    taken.dedup();
    (1..)
        .zip(&taken)
        .find(|(free, id)| free < *id)
        .map_or(next, |(free, _)| free)
}

/// `text` on one line, without what cannot be printed, at most `limit` characters long.
pub(crate) fn tidy_text(text: &str, limit: usize) -> String {
    text.trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(limit)
        .collect()
}
