//! What belongs to the drawing and never to the log: names, places, notes, the title, the seed, what is watched.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::time::SimTime;
use sim::{Edit, Guarantee, Input, InputKind, Part, PartId, Sketch, UtcSeconds};

use crate::document::{Note, Place};
use crate::edit::parts::within_canvas;
use crate::edit::{MAX_NAME, MAX_NOTE, MAX_TITLE, tidy_text, with_document, with_input};
use crate::project::Project;

/// Gives a part a name; an empty one is not taken. Names have no say in what happens, but for programs from outside, which
/// know a queue by its name: in a run that such programs call, it has another name from `now` on.
pub fn rename(project: &Project, now: SimTime, part: PartId, name: &str) -> Project {
    let name = tidy_text(name, MAX_NAME);
    if name.is_empty() {
        return project.clone();
    }
    let mut renamed = with_document(project.clone(), |document| {
        document.names.insert(part, name.clone());
    });
    let from = project.document.names.get(&part).cloned().unwrap_or_default();
    let is_queue = || matches!(project.sketch_at(now).parts.get(&part), Some(Part::Queue(_)));
    if !(project.is_called_from_outside() && is_queue()) {
        return renamed;
    }
    let log = Rc::make_mut(&mut renamed.log);
    let is_rename = |input: &&mut Input| {
        let of = matches!(&input.kind, InputKind::Edit(Edit::Rename { id, .. }) if *id == part);
        of && input.at >= now
    };
    // A name that is being typed is one change, and what was planned for later no longer holds.
    let before = log
        .iter_mut()
        .find(is_rename)
        .and_then(|input| match &input.kind {
            InputKind::Edit(Edit::Rename { from, .. }) => Some(from.clone()),
            _ => None,
        });
    log.retain_mut(|input| !is_rename(&input));
    if now == SimTime::ZERO {
        return renamed;
    }
    let edit = Edit::Rename {
        id: part,
        from: before.unwrap_or_else(|| from.into()),
        to: name.into(),
    };
    with_input(renamed, now, InputKind::Edit(edit))
}

/// Gives the drawing a title.
pub fn set_title(project: &Project, title: &str) -> Project {
    with_document(project.clone(), |document| {
        document.title = tidy_text(title, MAX_TITLE);
    })
}

/// Puts parts where they are said to go; the others stay.
pub fn set_places(project: &Project, places: &BTreeMap<PartId, Place>) -> Project {
    with_document(project.clone(), |document| {
        document
            .places
            .extend(places.iter().map(|(id, place)| (*id, within_canvas(*place))));
    })
}

/// Adds a note.
pub fn add_note(project: &Project, note: Note) -> Project {
    with_document(project.clone(), |document| document.notes.push(fitting(note)))
}

/// Replaces the note at `index`.
pub fn set_note(project: &Project, index: usize, note: Note) -> Project {
    with_document(project.clone(), |document| {
        if let Some(place) = document.notes.get_mut(index) {
            *place = fitting(note);
        }
    })
}

/// Takes the note at `index` away.
pub fn remove_note(project: &Project, index: usize) -> Project {
    with_document(project.clone(), |document| {
        if index < document.notes.len() {
            document.notes.remove(index);
        }
    })
}

/// Moves notes, by their indices, by so much.
pub fn move_notes(project: &Project, notes: &[usize], by: Place) -> Project {
    with_document(project.clone(), |document| {
        for &index in notes {
            if let Some(note) = document.notes.get_mut(index) {
                let (x, y) = (
                    note.place.x.saturating_add(by.x),
                    note.place.y.saturating_add(by.y),
                );
                note.place = within_canvas(Place { x, y });
            }
        }
    })
}

/// Runs with another chance.
pub fn set_seed(project: &Project, seed: u64) -> Project {
    with_document(project.clone(), |document| document.seed = seed)
}

/// Says what moment t = 0 stands for.
pub fn set_starts(project: &Project, starts: UtcSeconds) -> Project {
    with_document(project.clone(), |document| {
        document.sketch.starts = UtcSeconds(starts.0.min(MAX_STARTS));
    })
}

/// The last second of the year 9999.
pub const MAX_STARTS: u64 = 253_402_300_799;

/// Watches a guarantee, behind those that are watched.
pub fn watch(project: &Project, guarantee: Guarantee) -> Project {
    if project.document.sketch.guarantees.contains(&guarantee) {
        return project.clone();
    }
    with_document(project.clone(), |document| {
        document.sketch.guarantees.push(guarantee);
    })
}

/// Watches a guarantee no longer.
pub fn unwatch(project: &Project, guarantee: Guarantee) -> Project {
    with_document(project.clone(), |document| {
        document.sketch.guarantees.retain(|watched| *watched != guarantee);
    })
}

/// Makes the drawing as it stands at `now` the sketch, and empties the log. Names, places and scripts of what is gone go too, and the
/// branches, which are branches of another drawing.
pub fn reset(project: &Project, now: SimTime) -> Project {
    let sketch = project.sketch_at(now);
    let mut project = with_document(project.clone(), |document| {
        document.keep_names_of(&sketch.parts);
        Rc::make_mut(&mut document.scripts).retain(|id, _| sketch.parts.contains_key(id));
        // The names are the document's.
        document.sketch = Sketch {
            names: BTreeMap::new(),
            ..sketch
        };
    });
    project.log = Rc::default();
    project.branches = Rc::default();
    project
}

/// A note within its limits.
pub(super) fn fitting(note: Note) -> Note {
    Note {
        place: within_canvas(note.place),
        heading: tidy_text(&note.heading, MAX_TITLE),
        text: tidy_text(&note.text, MAX_NOTE),
    }
}
