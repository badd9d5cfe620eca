//! What can be linked to what as the drawing stands. The reasons in words are in [`crate::words`].

use cloud::time::SimTime;
use sim::wiring::{LinkKind, WiringProblem, kind_between, link_kind};
use sim::{LinkId, PartId};

use crate::catalog::PartKind;
use crate::project::Project;

/// What a new link would mean, or why it makes no sense.
///
/// # Errors
/// See [`link_kind`].
pub fn check(project: &Project, now: SimTime, from: PartId, to: PartId) -> Result<LinkKind, WiringProblem> {
    link_kind(&project.sketch_at(now), from, to)
}

/// What `link` would mean with its ends moved, or why that makes no sense.
///
/// # Errors
/// See [`link_kind`].
pub fn check_reconnect(
    project: &Project,
    now: SimTime,
    link: LinkId,
    from: PartId,
    to: PartId,
) -> Result<LinkKind, WiringProblem> {
    let mut sketch = project.sketch_at(now);
    sketch.links.remove(&link);
    link_kind(&sketch, from, to)
}

/// Every part that a link from `from` may lead to, in the order of their ids.
pub fn legal_targets(project: &Project, now: SimTime, from: PartId) -> Vec<(PartId, LinkKind)> {
    let sketch = project.sketch_at(now);
    sketch
        .parts
        .keys()
        .filter_map(|&to| Some((to, link_kind(&sketch, from, to).ok()?)))
        .collect()
}

/// Every part that a link to `to` may come from, in the order of their ids.
pub fn legal_sources(project: &Project, now: SimTime, to: PartId) -> Vec<(PartId, LinkKind)> {
    let sketch = project.sketch_at(now);
    sketch
        .parts
        .keys()
        .filter_map(|&from| Some((from, link_kind(&sketch, from, to).ok()?)))
        .collect()
}

/// The kinds of new parts that a link from `from` may lead to: what quick-add offers where a wire is dropped.
pub fn legal_kinds(project: &Project, now: SimTime, from: PartId) -> Vec<PartKind> {
    let mut sketch = project.sketch_at(now);
    let new = PartId(u32::MAX);
    PartKind::ALL
        .into_iter()
        .filter(|kind| {
            sketch.parts.insert(new, kind.part());
            link_kind(&sketch, from, new).is_ok()
        })
        .collect()
}

/// The kinds of new parts that a link to `to` may come from.
pub fn legal_source_kinds(project: &Project, now: SimTime, to: PartId) -> Vec<PartKind> {
    let mut sketch = project.sketch_at(now);
    let new = PartId(u32::MAX);
    PartKind::ALL
        .into_iter()
        .filter(|kind| {
            sketch.parts.insert(new, kind.part());
            link_kind(&sketch, new, to).is_ok()
        })
        .collect()
}

/// What an existing link means.
pub fn kind_of(project: &Project, now: SimTime, link: LinkId) -> Option<LinkKind> {
    let sketch = project.sketch_at(now);
    let link = sketch.links.get(&link)?;
    kind_between(sketch.parts.get(&link.from)?, sketch.parts.get(&link.to)?).ok()
}
