//! Undo and redo: whole projects, one entry for each gesture.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::project::Project;
use crate::words::Text;

/// No more gestures than this can be undone: a session may last for days, and every entry holds a log,
const MOST: usize = 1_000;
/// which together have no more inputs than this, some 200 MB. What is done while a run has thousands of inputs changes the
/// log, so that each entry has its own.
const MOST_INPUTS: usize = 1_000_000;

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
        self.past.push_back(entry);
        while self.past.len() > MOST || inputs(&self.past) > MOST_INPUTS {
            self.past.pop_front();
        }
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

/// How many inputs there are, each log counted once.
fn inputs(entries: &VecDeque<Entry>) -> usize {
    let logs = entries.iter().map(|entry| &entry.project.log);
    let distinct = logs.clone().zip(logs.skip(1).map(Some).chain([None]));
    let distinct = distinct.filter(|(log, next)| next.is_none_or(|next| !Rc::ptr_eq(log, next)));
    distinct.map(|(log, _)| log.len()).sum()
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

#[cfg(test)]
mod tests {
    use sim::{Fault, Input, InputKind, PartId};

    use super::*;
    use crate::words::Gesture;

    #[test]
    fn the_logs_of_what_can_be_undone_have_a_limit_together() {
        const INPUTS: usize = 100_000;
        let input = Input {
            at: cloud::time::SimTime::ZERO,
            kind: InputKind::Fault(Fault::Stop { part: PartId(1) }),
        };
        let mut project = Project {
            log: Rc::new(vec![input; INPUTS]),
            ..Project::default()
        };
        let mut history = History::new(project.clone());
        let rename = |project: &mut Project, step: usize| {
            Rc::make_mut(&mut project.document).seed = step as u64;
        };
        for step in 1..=20 {
            rename(&mut project, step);
            history.set(Gesture::Rename, project.clone());
        }
        assert_eq!(history.past.len(), 20, "they share a log");
        for step in 21..=50 {
            rename(&mut project, step);
            Rc::make_mut(&mut project.log).pop();
            history.set(Gesture::Rename, project.clone());
        }
        assert_eq!(inputs(&history.past) / INPUTS, MOST_INPUTS / INPUTS - 1);
        assert_eq!(history.past.len(), MOST_INPUTS / INPUTS);
    }
}
