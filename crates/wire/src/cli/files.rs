//! `file://` and `fileb://`: there are no files in a page, so what they would hold is pasted.

use std::rc::Rc;

use super::document::Document;

/// What was pasted in the place of files.
#[derive(Clone, Debug, Default)]
pub struct Files {
    pasted: Vec<(String, Rc<[u8]>)>,
}

/// Why something is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble<E> {
    /// It is wrong.
    Wrong(E),
    /// It names this file, which was not pasted yet.
    File(String),
}

const TEXT: &str = "file://";
const BYTES: &str = "fileb://";

impl Files {
    /// Keeps what a file holds. `name` is as typed and as [`super::Outcome::File`] gave it: `file://message.json`.
    pub fn paste(&mut self, name: &str, content: &[u8]) {
        self.pasted.retain(|(known, _)| known != name);
        self.pasted.push((name.to_owned(), content.into()));
    }

    /// What is in the file that `value` names, if it names one.
    pub(super) fn content(&self, value: &str) -> Result<Option<Document>, Trouble<String>> {
        if !names_file(value) {
            return Ok(None);
        }
        let Some((_, content)) = self.pasted.iter().find(|(known, _)| known == value) else {
            return Err(Trouble::File(value.to_owned()));
        };
        if value.starts_with(BYTES) {
            return Ok(Some(Document::Bytes(content.clone())));
        }
        match std::str::from_utf8(content) {
            Ok(text) => Ok(Some(text.into())),
            Err(_) => Err(Trouble::Wrong(format!(
                "Unable to load paramfile ({}), text contents could not be decoded.  If this is a binary file, please use the fileb:// prefix instead of the file:// prefix.",
                value.trim_start_matches(TEXT)
            ))),
        }
    }
}

/// Whether an option's value stands for what is in a file.
pub(super) fn names_file(value: &str) -> bool {
    value.starts_with(TEXT) || value.starts_with(BYTES)
}
