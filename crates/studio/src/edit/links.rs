//! Links: connecting, moving an end, setting, putting a part into one.

use std::rc::Rc;

use cloud::time::SimTime;
use sim::wiring::WiringProblem;
use sim::{Edit, InputKind, Link, LinkId, PartId};

use crate::catalog::default_link;
use crate::edit::{new_link_id, with_edit};
use crate::fields::{self, FieldId, FieldProblem, Trouble};
use crate::project::Project;
use crate::wiring;

/// Links two parts.
///
/// # Errors
/// Why they cannot be linked.
pub fn connect(
    project: &Project,
    now: SimTime,
    from: PartId,
    to: PartId,
) -> Result<(Project, LinkId), WiringProblem> {
    wiring::check(project, now, from, to)?;
    let id = new_link_id(project);
    Ok((
        with_edit(
            project.clone(),
            now,
            Edit::PutLink {
                id,
                link: default_link(from, to),
            },
        ),
        id,
    ))
}

/// Moves the ends of a link; its settings stay.
///
/// # Errors
/// Why the two cannot be linked.
pub fn reconnect(
    project: &Project,
    now: SimTime,
    id: LinkId,
    from: PartId,
    to: PartId,
) -> Result<Project, WiringProblem> {
    let sketch = project.sketch_at(now);
    let Some(&link) = sketch.links.get(&id) else {
        return Err(WiringProblem::NoSuchPart);
    };
    if (link.from, link.to) == (from, to) {
        return Ok(project.clone());
    }
    wiring::check_reconnect(project, now, id, from, to)?;
    Ok(with_edit(
        project.clone(),
        now,
        Edit::PutLink {
            id,
            link: Link { from, to, ..link },
        },
    ))
}

/// Puts a part into a link: the link then leads to the part, and a new one from there to where it led.
///
/// # Errors
/// Why one of the two new links makes no sense; nothing is changed then.
pub fn insert(
    project: &Project,
    now: SimTime,
    id: LinkId,
    part: PartId,
) -> Result<(Project, LinkId), WiringProblem> {
    let sketch = project.sketch_at(now);
    let Some(&link) = sketch.links.get(&id) else {
        return Err(WiringProblem::NoSuchPart);
    };
    let project = reconnect(project, now, id, link.from, part)?;
    connect(&project, now, part, link.to)
}

/// Sets a field of a link to what was typed. Later states of the link take the change too, up to the first that was
/// given a value of its own.
///
/// # Errors
/// What is wrong with `typed`.
pub fn set_link_field(
    project: &Project,
    now: SimTime,
    id: LinkId,
    field: FieldId,
    typed: &str,
) -> Result<Project, FieldProblem> {
    let sketch = project.sketch_at(now);
    let Some(before) = sketch.links.get(&id) else {
        return Err(FieldProblem {
            field,
            trouble: Trouble::NotHere,
            kept: None,
        });
    };
    let after = fields::set_link(before, field, typed)?;
    if after == *before {
        return Ok(project.clone());
    }
    let mut project = with_edit(project.clone(), now, Edit::PutLink { id, link: after });
    let later = project.log.partition_point(|input| input.at <= now);
    for input in &mut Rc::make_mut(&mut project.log)[later..] {
        if let InputKind::Edit(Edit::PutLink { id: put, link }) = &mut input.kind
            && *put == id
        {
            match fields::carry_on_link(link, field, before, &after) {
                Some(carried) => *link = carried,
                None => break,
            }
        }
    }
    Ok(project)
}
