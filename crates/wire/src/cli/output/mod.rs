//! Documents as the AWS CLI prints them.

pub(super) mod json;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod width;

use super::document::Document;
use super::query::{self, Query};

/// `--output`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Json,
    Text,
    Table,
    /// Prints nothing.
    Off,
}

/// How answers are printed.
#[derive(Clone, Debug)]
pub(super) struct Printer {
    pub(super) format: Format,
    pub(super) query: Option<Query>,
    /// The columns of the terminal; wider tables stand on end.
    pub(super) columns: usize,
}

impl Printer {
    /// What is printed of `answer`; `title` heads a table.
    pub(super) fn print(&self, title: &str, answer: Document) -> Result<String, query::Error> {
        let selected = match &self.query {
            Some(query) => query.search(&answer)?,
            None => answer,
        };
        Ok(match self.format {
            Format::Json => json::format(&selected),
            Format::Text => text::format(&selected),
            Format::Table => table::format(title, &selected, self.columns),
            Format::Off => String::new(),
        })
    }
}
