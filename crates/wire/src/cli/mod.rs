//! The grammar of the AWS CLI (version 2) for a terminal: what is typed becomes calls, what is answered becomes text.
//!
//! A terminal [`read`]s what was typed into commands, [`interpret`]s each, and does what comes of it: it prints, asks
//! for the content of a file to be pasted, or runs a [`Command`], which calls a service once or, for the pages of a long
//! answer, several times. Services, operations, options, their types and their help are those of the tables in
//! [`crate::shape`]. Nothing here keeps state, knows a screen or asks a clock.

mod arguments;
mod command;
mod complete;
mod document;
mod failure;
mod files;
mod help;
mod interpret;
mod names;
mod options;
mod output;
mod paging;
mod parameter;
#[cfg(test)]
mod properties;
mod query;
mod shell;
mod shorthand;
mod skeleton;
mod spell;
#[cfg(test)]
mod tests;
mod validate;

pub use command::{Awaited, Command, Step};
pub use complete::{Candidate, Completion, Wanted, complete};
pub use failure::Printed;
pub use files::Files;
pub use shell::{Unreadable, Unsupported, read};
pub use spell::command_for;

/// What a terminal knows besides the words of a command.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// How many columns it has; tables that are wider stand on end. The AWS CLI takes 80 where it cannot know.
    pub columns: usize,
    /// What was pasted in the place of files.
    pub files: Files,
}

/// What comes of a command.
#[derive(Debug)]
pub enum Outcome {
    /// Text: help, or what is wrong.
    Print(Printed),
    /// The command names this file, `file://…` or `fileb://…`. With its content in [`Terminal::files`] it goes on.
    File(String),
    /// A call of a service.
    Run(Box<Command>),
}

/// What comes of the words of one command.
pub fn interpret(words: &[String], terminal: &Terminal) -> Outcome {
    interpret::interpret(words, terminal)
}
