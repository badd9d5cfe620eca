//! What a terminal holds: what was typed and printed, what is asked, and what is being typed.

use std::rc::Rc;

use studio::words::Terminal as Words;
use yew::prelude::*;

use crate::bridge::ask::{Asker, Completion, Printed, Said};

/// Older entries and commands are forgotten.
const ENTRIES_MAX: usize = 400;
const HISTORY_MAX: usize = 200;

/// See the module.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Session {
    pub(super) entries: Rc<Vec<Entry>>,
    /// Commands that were run, oldest first.
    pub(super) history: Rc<Vec<String>>,
    /// What the field begins with; another number is another text.
    pub(super) typed: Typed,
    /// Whose command is under way.
    pub(super) waiting: Option<Asker>,
    /// What it wants to have pasted.
    pub(super) file: Option<String>,
    completing: Option<(Asker, String)>,
    /// What the last word of a text may become.
    pub(super) completion: Option<Rc<(String, Completion)>>,
    last_entry: u32,
}

/// A text that somebody else than the keyboard puts into the field.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Typed {
    pub(super) text: String,
    number: u32,
}

/// A piece of what is shown.
#[derive(Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) number: u32,
    pub(super) what: What,
}

/// See [`Entry`].
#[derive(Clone, PartialEq)]
pub(super) enum What {
    Command(String),
    Out(String),
    Failure(String),
    Note(Words),
    ByHand(String),
}

/// What happens to it.
pub(super) enum Action {
    /// A command is run.
    Ran {
        text: String,
        asker: Asker,
    },
    /// It is asked how a text may go on.
    Completing {
        text: String,
        asker: Asker,
    },
    /// Somebody is told something; it may be somebody else.
    Told(Asker, Rc<Said>),
    DoneByHand(Rc<Vec<String>>),
    /// What was wanted is pasted.
    Pasted,
    /// This is to be in the field.
    Put(String),
    /// The list of completions is of no use any more.
    Typing,
    Clear,
}

impl Reducible for Session {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.apply(action);
        Rc::new(next)
    }
}

impl Session {
    fn apply(&mut self, action: Action) {
        match action {
            Action::Ran { text, asker } => {
                self.push(What::Command(text.clone()));
                self.remember(text);
                self.waiting = Some(asker);
                self.completion = None;
            }
            Action::Completing { text, asker } => self.completing = Some((asker, text)),
            Action::Told(asker, said) if self.waiting == Some(asker) => self.hear(&said),
            Action::Told(asker, said) => self.hear_completion(asker, &said),
            Action::DoneByHand(commands) => {
                for command in commands.iter() {
                    self.push(What::ByHand(command.clone()));
                }
            }
            Action::Pasted => self.file = None,
            Action::Put(text) => self.put(text),
            Action::Typing => self.completion = None,
            Action::Clear => self.entries = Rc::default(),
        }
    }

    fn push(&mut self, what: What) {
        self.last_entry += 1;
        let number = self.last_entry;
        let entries = Rc::make_mut(&mut self.entries);
        entries.push(Entry { number, what });
        if entries.len() > ENTRIES_MAX {
            entries.remove(0);
        }
    }

    fn remember(&mut self, text: String) {
        if self.history.last() == Some(&text) {
            return;
        }
        let history = Rc::make_mut(&mut self.history);
        history.push(text);
        if history.len() > HISTORY_MAX {
            history.remove(0);
        }
    }

    fn put(&mut self, text: String) {
        self.completion = None;
        self.typed = Typed {
            text,
            number: self.typed.number + 1,
        };
    }

    fn hear(&mut self, said: &Said) {
        match said {
            Said::Printed(printed) => self.print(printed),
            Said::File(name) => self.file = Some(name.clone()),
            Said::Done(printed) => self.print(printed),
            Said::Unfinished => self.unfinished(),
            Said::Gone => self.push(What::Note(Words::Gone)),
            Said::Absent => self.push(What::Note(Words::Absent)),
            Said::Completion(_) | Said::Offers(_) | Said::Directory(_) | Said::Response(_) => {}
        }
        if said.is_last() {
            self.waiting = None;
            self.file = None;
        }
    }

    fn print(&mut self, Printed { out, err, .. }: &Printed) {
        if !out.is_empty() {
            self.push(What::Out(out.clone()));
        }
        if !err.is_empty() {
            self.push(What::Failure(err.clone()));
        }
    }

    /// The text goes back into the field, to be finished.
    fn unfinished(&mut self) {
        let text = Rc::make_mut(&mut self.history).pop().unwrap_or_default();
        self.push(What::Note(Words::Unfinished));
        self.put(format!("{text}\n"));
    }

    fn hear_completion(&mut self, asker: Asker, said: &Said) {
        let Some((_, text)) = self.completing.take_if(|(completing, _)| *completing == asker) else {
            return;
        };
        let Said::Completion(completion) = said else {
            return;
        };
        let start = (completion.start as usize).min(text.len());
        let (before, word) = text.split_at(start);
        let common = common_start(&completion.candidates);
        let whole = match completion.candidates.as_slice() {
            [] => return,
            [(only, _)] if !only.ends_with(['=', '/']) => format!("{before}{only} "),
            _ if common.len() > word.len() => format!("{before}{common}"),
            _ => text.clone(),
        };
        if whole != text {
            self.put(whole.clone());
        }
        if completion.candidates.len() > 1 {
            self.completion = Some(Rc::new((before.to_owned(), completion.clone())));
        }
    }
}

/// What all of them begin with.
fn common_start(candidates: &[(String, String)]) -> &str {
    let Some(((first, _), others)) = candidates.split_first() else {
        return "";
    };
    let same = |other: &str| {
        let pairs = first.char_indices().zip(other.chars());
        pairs
            .take_while(|((_, one), other)| one == other)
            .last()
            .map_or(0, |((place, letter), _)| place + letter.len_utf8())
    };
    let length = others.iter().map(|(other, _)| same(other)).min();
    &first[..length.unwrap_or(first.len())]
}
