//! The project that is being worked on, and the drawing as it stands at the play head.

use std::rc::Rc;

use cloud::time::SimTime;
use sim::{PartId, Sketch};
use studio::words::{Language, Text};
use studio::{Document, Editor, Place, Project};
use yew::prelude::*;

use super::created::Heading;
use crate::bridge::frame::Created;

/// The editor with its history. Every change puts a new one in its place.
pub(crate) struct Work(pub(crate) Editor);

impl Reducible for Work {
    type Action = Editor;

    fn reduce(self: Rc<Self>, next: Editor) -> Rc<Self> {
        Rc::new(Self(next))
    }
}

/// What components show: the project, and the queues that programs have created as if they were drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawing {
    pub(crate) project: Project,
    /// What stands at the play head.
    pub(crate) sketch: Rc<Sketch>,
    /// Over the queues that programs have created, if there are any.
    pub(crate) created: Option<Heading>,
    /// Where the play head was when this was made: every input up to here is in it.
    pub(crate) at: SimTime,
    pub(crate) undo: Option<Text>,
    pub(crate) redo: Option<Text>,
}

impl Drawing {
    /// What `editor` shows when the play head is at `at`, where programs have created these queues.
    pub(crate) fn of(editor: &Editor, at: SimTime, created: Option<&Created>) -> Self {
        let (mut project, history) = (editor.project().clone(), editor.history());
        let mut sketch = project.sketch_at(at);
        let created = created.and_then(|created| super::created::draw(created, &mut project, &mut sketch));
        Self {
            project,
            sketch: Rc::new(sketch),
            created,
            at,
            undo: history.undo_label().cloned(),
            redo: history.redo_label().cloned(),
        }
    }

    pub(crate) fn document(&self) -> &Document {
        &self.project.document
    }

    /// What a part is called.
    pub(crate) fn name(&self, language: Language, id: PartId) -> String {
        studio::words::Names::of(language, &self.project)
            .part(id)
            .into_owned()
    }

    /// Where the top left corner of a part is.
    pub(crate) fn place(&self, id: PartId) -> Place {
        self.document().places.get(&id).copied().unwrap_or_default()
    }
}

/// Whether the worker must hear of the change from `before` to `after`: where things are is the page's affair.
pub(crate) fn concerns_world(before: &Project, after: &Project) -> bool {
    let (old, new) = (&before.document, &after.document);
    before.log != after.log || old.sketch != new.sketch || old.seed != new.seed || old.names != new.names
}

/// How many inputs of the log have happened by `at`: the drawing is the same for the same number.
pub(crate) fn inputs_by(project: &Project, at: SimTime) -> usize {
    project.log.partition_point(|input| input.at <= at)
}
