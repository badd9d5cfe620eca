//! What is selected, copied and pasted.

use std::collections::{BTreeMap, BTreeSet};

use cloud::order::Gather;
use cloud::time::SimTime;
use sim::wiring::is_denied;
use sim::{Edit, Link, LinkId, Part, PartId, Queue, RedriveAllow};

use crate::document::{Note, Place};
use crate::edit::drawing::fitting;
use crate::edit::parts::put_part;
use crate::edit::scripts;
use crate::edit::{new_link_id, with_document, with_edit};
use crate::project::Project;

/// What is selected on the canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Parts.
    pub parts: BTreeSet<PartId>,
    /// Links.
    pub links: BTreeSet<LinkId>,
    /// Notes, by their place in the document.
    pub notes: BTreeSet<usize>,
}

impl Selection {
    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.links.is_empty() && self.notes.is_empty()
    }

    /// One part.
    pub fn part(id: PartId) -> Self {
        Self {
            parts: [id].into(),
            ..Self::default()
        }
    }

    /// One link.
    pub fn link(id: LinkId) -> Self {
        Self {
            links: [id].into(),
            ..Self::default()
        }
    }

    /// Everything there is at `now`.
    pub fn all(project: &Project, now: SimTime) -> Self {
        let sketch = project.sketch_at(now);
        Self {
            parts: sketch.parts.keys().copied().gather(),
            links: sketch.links.keys().copied().gather(),
            notes: (0..project.document.notes.len()).gather(),
        }
    }

    /// What of it still exists at `now`.
    pub fn existing(&self, project: &Project, now: SimTime) -> Self {
        let sketch = project.sketch_at(now);
        Self {
            parts: self
                .parts
                .iter()
                .filter(|id| sketch.parts.contains_key(id))
                .copied()
                .gather(),
            links: self
                .links
                .iter()
                .filter(|id| sketch.links.contains_key(id))
                .copied()
                .gather(),
            notes: self
                .notes
                .iter()
                .filter(|index| **index < project.document.notes.len())
                .copied()
                .gather(),
        }
    }
}

/// Parts with the links between them and notes, on their own: what the clipboard holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clip {
    /// Parts with their names and places. Their ids tell the links apart, nothing else.
    pub parts: BTreeMap<PartId, (Part, String, Place)>,
    /// The links between them.
    pub links: Vec<Link>,
    /// Notes.
    pub notes: Vec<Note>,
    /// The scripts of the parts.
    pub scripts: BTreeMap<PartId, String>,
}

/// What `selection` holds at `now`, with the links between its parts.
pub fn copy(project: &Project, now: SimTime, selection: &Selection) -> Clip {
    let (sketch, document) = (project.sketch_at(now), &project.document);
    let links = sketch.links.values();
    Clip {
        links: links
            .filter(|l| selection.parts.contains(&l.from) && selection.parts.contains(&l.to))
            .copied()
            .collect(),
        notes: selection
            .notes
            .iter()
            .filter_map(|index| document.notes.get(*index).cloned())
            .collect(),
        scripts: (document.scripts.iter())
            .filter(|(id, _)| selection.parts.contains(id) && sketch.parts.contains_key(id))
            .map(|(id, script)| (*id, script.clone()))
            .gather(),
        parts: sketch
            .parts
            .into_iter()
            .filter(|(id, _)| selection.parts.contains(id))
            .map(|(id, part)| {
                let name = document.names.get(&id).cloned().unwrap_or_default();
                (
                    id,
                    (part, name, document.places.get(&id).copied().unwrap_or_default()),
                )
            })
            .gather(),
    }
}

/// Puts `clip` into the drawing, moved by `by`, under new ids, and selects it. A copy of a queue that allows some queues to use
/// it as their dead-letter queue allows their copies; a link that it would refuse is left out, and a script for which there is no
/// room.
pub fn paste(project: &Project, now: SimTime, clip: &Clip, by: Place) -> (Project, Selection) {
    let shifted = |place: Place| Place {
        x: place.x.saturating_add(by.x),
        y: place.y.saturating_add(by.y),
    };
    let (mut project, mut selection) = (project.clone(), Selection::default());
    let mut new_ids = BTreeMap::new();
    for (old, (part, name, place)) in &clip.parts {
        let (with_part, id) = put_part(project, now, part.clone(), name, shifted(*place));
        project = with_part;
        new_ids.insert(*old, id);
        selection.parts.insert(id);
        if let Some(script) = clip.scripts.get(old)
            && scripts::fits(&project.document, id, script)
        {
            project = with_document(project, |document| {
                scripts::put(document, id, script.clone());
            });
        }
    }
    for (old, (part, ..)) in &clip.parts {
        if let Some(part) = allowing_copies(part, &new_ids) {
            let id = new_ids[old];
            project = with_edit(project, now, Edit::PutPart { id, part });
        }
    }
    let sketch = project.sketch_at(now);
    for link in &clip.links {
        let (Some(&from), Some(&to)) = (new_ids.get(&link.from), new_ids.get(&link.to)) else {
            continue;
        };
        let link = Link { from, to, ..*link };
        if is_denied(&sketch, &link) {
            continue;
        }
        let id = new_link_id(&project);
        project = with_edit(project, now, Edit::PutLink { id, link });
        selection.links.insert(id);
    }
    for note in &clip.notes {
        selection.notes.insert(project.document.notes.len());
        let note = fitting(Note {
            place: shifted(note.place),
            ..note.clone()
        });
        project = with_document(project, |document| document.notes.push(note));
    }
    (project, selection)
}

/// A queue that names those which may use it as their dead-letter queue, with their copies instead.
fn allowing_copies(part: &Part, new_ids: &BTreeMap<PartId, PartId>) -> Option<Part> {
    let Part::Queue(queue) = part else { return None };
    let RedriveAllow::ByQueue(sources) = &queue.redrive_allow else {
        return None;
    };
    let copies = sources.iter().filter_map(|source| new_ids.get(source).copied());
    Some(Part::Queue(Queue {
        redrive_allow: RedriveAllow::ByQueue(copies.collect()),
        ..queue.clone()
    }))
}
