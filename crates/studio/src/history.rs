//! Undo and redo: whole projects, one entry for each gesture.

use std::collections::VecDeque;

use crate::project::Project;
use crate::words::Text;

/// No more gestures than this can be undone: a session may last for days, and every entry holds a log.
const MOST: usize = 1_000;

/// The present, what came before it, and what was undone. Projects share what they have in common.
#[derive(Clone, Debug)]
pub struct History {
    present: Project,
    past: VecDeque<Entry>,
    future: VecDeque<Entry>,
    /// A gesture that is under way: its name and the project before it.
    gesture: Option<Entry>,
    revision: u64,
}

#[derive(Clone, Debug)]
struct Entry {
    label: Text,
    project: Project,
}

impl History {
    /// Starts with `project` and nothing to undo.
    pub fn new(project: Project) -> Self {
        Self {
            present: project,
            past: VecDeque::new(),
            future: VecDeque::new(),
            gesture: None,
            revision: 0,
        }
    }

    /// The project as it stands.
    pub fn project(&self) -> &Project {
        &self.present
    }

    /// Grows with every change of the present, so that two histories of one session can be told apart cheaply.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Makes `project` the present: as one entry, or as a part of the gesture that is under way.
    pub fn set(&mut self, label: impl Into<Text>, project: Project) {
        if project == self.present {
            return;
        }
        let before = std::mem::replace(&mut self.present, project);
        self.revision += 1;
        self.future.clear();
        if self.gesture.is_none() {
            self.remember(Entry {
                label: label.into(),
                project: before,
            });
        }
    }

    /// Changes what the last [`History::set`] has made, as a part of the same entry.
    pub(crate) fn amend(&mut self, project: Project) {
        if project != self.present {
            self.present = project;
            self.revision += 1;
        }
    }

    /// Begins a gesture: everything until [`History::commit`] is one entry. A gesture within a gesture is part of it.
    pub fn begin(&mut self, label: impl Into<Text>) {
        if self.gesture.is_none() {
            self.gesture = Some(Entry {
                label: label.into(),
                project: self.present.clone(),
            });
        }
    }

    /// Ends the gesture. If nothing came of it, there is no entry.
    pub fn commit(&mut self) {
        if let Some(entry) = self.gesture.take()
            && entry.project != self.present
        {
            self.remember(entry);
        }
    }

    fn remember(&mut self, entry: Entry) {
        if self.past.len() == MOST {
            self.past.pop_front();
        }
        self.past.push_back(entry);
    }

    /// Ends the gesture and takes back what it did.
    pub fn cancel(&mut self) {
        if let Some(entry) = self.gesture.take()
            && entry.project != self.present
        {
            self.present = entry.project;
            self.revision += 1;
        }
    }

    /// Whether a gesture is under way.
    pub fn in_gesture(&self) -> bool {
        self.gesture.is_some()
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&Text> {
        self.past.back().map(|entry| &entry.label)
    }

    /// What redo would bring again.
    pub fn redo_label(&self) -> Option<&Text> {
        self.future.back().map(|entry| &entry.label)
    }

    /// Takes the last entry back and tells what it was.
    pub fn undo(&mut self) -> Option<Text> {
        self.commit();
        step(
            &mut self.past,
            &mut self.future,
            &mut self.present,
            &mut self.revision,
        )
    }

    /// Brings the last undone entry again and tells what it was.
    pub fn redo(&mut self) -> Option<Text> {
        self.commit();
        step(
            &mut self.future,
            &mut self.past,
            &mut self.present,
            &mut self.revision,
        )
    }
}

fn step(
    from: &mut VecDeque<Entry>,
    to: &mut VecDeque<Entry>,
    present: &mut Project,
    revision: &mut u64,
) -> Option<Text> {
    let Entry { label, project } = from.pop_back()?;
    let before = std::mem::replace(present, project);
    to.push_back(Entry {
        label: label.clone(),
        project: before,
    });
    *revision += 1;
    Some(label)
}
