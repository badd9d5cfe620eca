//! What the editor knows, without a screen: the document, edits and undo, wiring rules and their reasons, fields and
//! their limits, scenes, formats for files and links, and the words shown to people.

pub mod amount;
pub mod branch;
pub mod catalog;
mod comparison;
pub mod cost;
mod document;
pub mod edit;
mod editor;
mod ending;
pub mod fields;
pub mod format;
mod history;
pub mod layout;
mod project;
pub mod scenes;
mod summary;
pub mod wiring;
pub mod words;

pub use comparison::Comparison;
pub use document::{Camera, Document, Note, Place};
pub use editor::Editor;
pub use ending::{Ending, LAST_INSTANT};
pub use history::History;
pub use project::{Moment, Project};
pub use summary::summary;
