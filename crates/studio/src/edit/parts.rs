//! Parts: adding, setting, moving, removing.

use std::collections::BTreeSet;
use std::rc::Rc;

use cloud::order::Gather;
use cloud::time::SimTime;
use sim::wiring::{is_denied, link_kind};
use sim::{Edit, InputKind, LinkId, Part, PartId, Sketch};

use crate::catalog::{PartKind, default_link};
use crate::document::{Document, Place};
use crate::edit::{MAX_NAME, MAX_PLACE, new_link_id, new_part_id, tidy_text, with_document, with_edit};
use crate::fields::{self, FieldId, FieldProblem, Trouble};
use crate::format::MAX_PARTS;
use crate::project::Project;

/// A new part of `kind` with its top left corner at `place`, under a name that no other part has.
pub fn add_part(project: &Project, now: SimTime, kind: PartKind, place: Place) -> (Project, PartId) {
    put_part(project.clone(), now, kind.part(), kind.default_name(), place)
}

/// A new part with these settings.
pub(super) fn put_part(
    project: Project,
    now: SimTime,
    part: Part,
    name: &str,
    place: Place,
) -> (Project, PartId) {
    let id = new_part_id(&project);
    let project = forget_gone(project);
    let name = free_name(&project.document, &tidy_text(name, MAX_NAME));
    let project = with_document(project, |document| {
        document.names.insert(id, name);
        document.places.insert(id, within_canvas(place));
    });
    (with_edit(project, now, Edit::PutPart { id, part }), id)
}

/// Sets a field of a part to what was typed. Later states of the part take the change too, up to the first that was
/// given a value of its own.
///
/// # Errors
/// What is wrong with `typed`.
pub fn set_field(
    project: &Project,
    now: SimTime,
    id: PartId,
    field: FieldId,
    typed: &str,
) -> Result<Project, FieldProblem> {
    let sketch = project.sketch_at(now);
    let Some(before) = sketch.parts.get(&id) else {
        return Err(FieldProblem {
            field,
            trouble: Trouble::NotHere,
            kept: None,
        });
    };
    let refused = |trouble| FieldProblem {
        field,
        trouble,
        kept: None,
    };
    let typed = match field {
        FieldId::SourceQueues => {
            let ids = fields::of_names(&project.document.names, &sketch, before, typed);
            &*ids.map_err(refused)?
        }
        FieldId::MaxReceiveCount if is_redrive_refused(&sketch, id) => {
            return Err(refused(Trouble::RedriveNotAllowed));
        }
        _ => typed,
    };
    let after = fields::set(before, field, typed)?;
    if after == *before {
        return Ok(project.clone());
    }
    let mut project = with_edit(
        project.clone(),
        now,
        Edit::PutPart {
            id,
            part: after.clone(),
        },
    );
    let later = project.log.partition_point(|input| input.at <= now);
    for input in &mut Rc::make_mut(&mut project.log)[later..] {
        if let InputKind::Edit(Edit::PutPart { id: put, part }) = &mut input.kind
            && *put == id
        {
            match fields::carry_on(part, field, before, &after) {
                Some(carried) => *part = carried,
                None => break,
            }
        }
    }
    Ok(project)
}

/// Whether the queue's dead-letter queue would refuse another redrive policy.
fn is_redrive_refused(sketch: &Sketch, queue: PartId) -> bool {
    let mut links = sketch.links.values().filter(|link| link.from == queue);
    links.any(|link| is_denied(sketch, link))
}

/// Moves parts by so much.
pub fn move_parts(project: &Project, parts: &BTreeSet<PartId>, by: Place) -> Project {
    with_document(project.clone(), |document| {
        for (id, place) in &mut document.places {
            if parts.contains(id) {
                *place = within_canvas(Place {
                    x: place.x.saturating_add(by.x),
                    y: place.y.saturating_add(by.y),
                });
            }
        }
    })
}

/// Takes parts and links away. With `heal`, what led to a removed part is linked to where the part led, wherever
/// that makes sense. What the log later does to them is taken away too, and
/// the script of a part that nothing can bring back.
pub fn remove(
    project: &Project,
    now: SimTime,
    parts: &BTreeSet<PartId>,
    links: &BTreeSet<LinkId>,
    heal: bool,
) -> Project {
    let sketch = project.sketch_at(now);
    let bridges = if heal { bridges(&sketch, parts) } else { Vec::new() };
    let mut project = forget_later(project, now, parts, links);
    for &id in links {
        if sketch
            .links
            .get(&id)
            .is_some_and(|link| !parts.contains(&link.from) && !parts.contains(&link.to))
        {
            project = with_edit(project, now, Edit::RemoveLink { id });
        }
    }
    for &id in parts.iter().filter(|id| sketch.parts.contains_key(id)) {
        project = with_edit(project, now, Edit::RemovePart { id });
    }
    for (from, to) in bridges {
        if link_kind(&project.sketch_at(now), from, to).is_ok() {
            let id = new_link_id(&project);
            project = with_edit(
                project,
                now,
                Edit::PutLink {
                    id,
                    link: default_link(from, to),
                },
            );
        }
    }
    forget_scripts(project, parts)
}

/// Where a drawing has as many names as it may have parts, those of parts that nothing can bring back make room. Not before: an
/// id that has a name is given to no other part.
fn forget_gone(project: Project) -> Project {
    if project.document.names.len() < MAX_PARTS {
        return project;
    }
    let mut known = project.document.sketch.parts.clone();
    let kept = project.branches.kept.iter().map(|branch| &branch.log);
    for input in kept.chain([&project.log]).flat_map(|log| log.iter()) {
        if let InputKind::Edit(Edit::PutPart { id, part }) = &input.kind {
            known.insert(*id, part.clone());
        }
    }
    with_document(project, |document| document.keep_names_of(&known))
}

/// A part that neither the drawing nor the log knows any more has no script.
fn forget_scripts(project: Project, parts: &BTreeSet<PartId>) -> Project {
    let document = &project.document;
    let in_log = |part: &PartId| {
        let mut log = project.log.iter();
        log.any(|input| matches!(&input.kind, InputKind::Edit(Edit::PutPart { id, .. }) if id == part))
    };
    let gone = parts.iter().filter(|id| document.scripts.contains_key(id));
    let gone: Vec<PartId> = gone
        .filter(|id| !document.sketch.parts.contains_key(id) && !in_log(id))
        .copied()
        .collect();
    if gone.is_empty() {
        return project;
    }
    with_document(project, |document| {
        Rc::make_mut(&mut document.scripts).retain(|id, _| !gone.contains(id));
    })
}

/// From whom to whom a link would have to lead if `parts` were taken out of the way.
fn bridges(sketch: &sim::Sketch, parts: &BTreeSet<PartId>) -> Vec<(PartId, PartId)> {
    let mut bridges = Vec::new();
    let into = sketch
        .links
        .values()
        .filter(|link| !parts.contains(&link.from) && parts.contains(&link.to));
    for entry in into {
        let (mut reached, mut frontier) = (BTreeSet::new(), vec![entry.to]);
        while let Some(at) = frontier.pop() {
            for link in sketch.links.values().filter(|link| link.from == at) {
                if !reached.insert(link.to) {
                    continue;
                }
                if parts.contains(&link.to) {
                    frontier.push(link.to);
                } else {
                    bridges.push((entry.from, link.to));
                }
            }
        }
    }
    bridges
}

/// Takes out of the log, after `now`, what would bring the removed back.
fn forget_later(
    project: &Project,
    now: SimTime,
    parts: &BTreeSet<PartId>,
    links: &BTreeSet<LinkId>,
) -> Project {
    let brings_back = |kind: &InputKind| match kind {
        InputKind::Edit(Edit::PutPart { id, .. } | Edit::RemovePart { id }) => parts.contains(id),
        InputKind::Edit(Edit::PutLink { id, link }) => {
            links.contains(id) || parts.contains(&link.from) || parts.contains(&link.to)
        }
        InputKind::Edit(Edit::RemoveLink { id }) => links.contains(id),
        _ => false,
    };
    let mut project = project.clone();
    if project
        .log
        .iter()
        .any(|input| input.at > now && brings_back(&input.kind))
    {
        Rc::make_mut(&mut project.log).retain(|input| input.at <= now || !brings_back(&input.kind));
    }
    project
}

/// `wanted`, or `wanted 2`, `wanted 3`… if it is taken. A queue's name keeps its `.fifo` at the end.
pub(super) fn free_name(document: &Document, wanted: &str) -> String {
    let taken: BTreeSet<&str> = document.names.values().map(String::as_str).gather();
    if !taken.contains(wanted) {
        return wanted.to_owned();
    }
    let (stem, end) = wanted
        .strip_suffix(".fifo")
        .map_or((wanted, ""), |stem| (stem, ".fifo"));
    let dash = if stem.contains(char::is_uppercase) || stem.contains(' ') {
        ' '
    } else {
        '-'
    };
    let stem = stem
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end_matches(dash);
    let stem: String = stem.chars().take(MAX_NAME - 12).collect();
    (2..)
        .map(|number| format!("{stem}{dash}{number}{end}"))
        .find(|name| !taken.contains(name.as_str()))
        .expect("names are finite")
}

pub(crate) fn within_canvas(place: Place) -> Place {
    Place {
        x: place.x.clamp(-MAX_PLACE, MAX_PLACE),
        y: place.y.clamp(-MAX_PLACE, MAX_PLACE),
    }
}
