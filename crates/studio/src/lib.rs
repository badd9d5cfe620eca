//! What the editor knows: document, edits, undo, wiring rules, formats, scenes and words.
