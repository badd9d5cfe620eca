//! What the editor knows, without a screen: the document, edits and undo, wiring rules and their reasons, fields and
//! their limits, scenes, formats for files and links, and the words shown to people.

mod document;
mod project;

pub use document::{Camera, Document, Note, Place};
pub use project::{Moment, Project};
