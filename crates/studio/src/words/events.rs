//! One plain sentence for each kind of event, in the feed and in the biography of a message.

use sim::{Cause, Event, Input, Mark, Occurrence, Predicate};

use crate::words::{Language, Names, english};

/// What happened, as the feed tells it: who, what, and the rule that made it so.
pub fn event_text(event: &Event, names: &Names<'_>) -> String {
    match names.language() {
        Language::English => english::events::feed(event, names),
    }
}

/// What happened to a message, as its biography tells it: the message itself is not named.
pub fn biography_text(event: &Event, names: &Names<'_>) -> String {
    match names.language() {
        Language::English => english::events::biography(event, names),
    }
}

/// Why it happened, to stand behind what [`biography_text`] says.
pub fn cause_text(cause: &Cause, names: &Names<'_>) -> String {
    match names.language() {
        Language::English => english::causes::cause(cause, names),
    }
}

/// What a breakpoint waits for, to stand behind "Stop before".
pub fn predicate_text(predicate: Predicate, names: &Names<'_>) -> String {
    match names.language() {
        Language::English => english::predicates::predicate(predicate, names),
    }
}

/// A sort of event that can be waited for.
pub const fn occurrence_text(language: Language, what: Occurrence) -> &'static str {
    match language {
        Language::English => english::predicates::occurrence(what),
    }
}

/// What an entry of the log did.
pub fn input_text(input: &Input, names: &Names<'_>) -> String {
    match names.language() {
        Language::English => english::events::input(input, names),
    }
}

/// What a mark on the timeline stands for, in a few words.
pub fn mark_text(mark: &Mark, names: &Names<'_>) -> String {
    match names.language() {
        Language::English => english::events::mark(mark, names),
    }
}
