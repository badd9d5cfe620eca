//! Scripts: texts that producers and workers carry. They belong to the drawing and never to the log.

use std::rc::Rc;

use sim::PartId;

use crate::document::Document;
use crate::edit::with_document;
use crate::project::Project;

/// The most bytes of a script.
pub const MAX_SCRIPT: usize = 64 << 10;
/// The most bytes of all scripts of a drawing: they must leave room in a link.
pub const MAX_SCRIPTS: usize = 256 << 10;

/// Gives a part a script, or takes it away with an empty text. None if the text or all of them together would be too long.
pub fn set_script(project: &Project, part: PartId, text: &str) -> Option<Project> {
    fits(&project.document, part, text)
        .then(|| with_document(project.clone(), |document| put(document, part, text.into())))
}

/// Whether there is room for such a script.
pub(super) fn fits(document: &Document, part: PartId, text: &str) -> bool {
    let others = document.scripts.iter().filter(|(of, _)| **of != part);
    let bytes: usize = others.map(|(_, script)| script.len()).sum();
    text.len() <= MAX_SCRIPT && bytes + text.len() <= MAX_SCRIPTS
}

pub(super) fn put(document: &mut Document, part: PartId, text: String) {
    let scripts = Rc::make_mut(&mut document.scripts);
    if text.is_empty() {
        scripts.remove(&part);
    } else {
        scripts.insert(part, text);
    }
}
