//! English: what can be waited for, as the end of "Stop before …".

use sim::{Occurrence, Predicate, Selection};

use super::sentences::{chip, counted};
use crate::words::Names;

pub(crate) fn predicate(predicate: Predicate, names: &Names<'_>) -> String {
    match predicate {
        Predicate::Broken(guarantee) => format!("“{}” is broken", chip(guarantee)),
        Predicate::Backlog { queue, messages } => {
            format!(
                "{} can be received from {}",
                counted(messages, "message"),
                names.part(queue)
            )
        }
        Predicate::Happens { what, to } => format!("{}{}", occurrence(what), place(to, names)),
    }
}

pub(crate) const fn occurrence(what: Occurrence) -> &'static str {
    match what {
        Occurrence::Anything => "anything happens",
        Occurrence::DeadLettered => "a message is dead-lettered",
        Occurrence::Expired => "a message expires",
        Occurrence::ReceivedAgain => "a message is received again",
        Occurrence::Returned => "a message comes back",
        Occurrence::CallFailed => "a call fails",
    }
}

fn place(to: Option<Selection>, names: &Names<'_>) -> String {
    match to {
        None => String::new(),
        Some(Selection::Part(part)) => format!(" at {}", names.part(part)),
        Some(Selection::Item(item)) => format!(" to {}", names.item(item)),
        Some(Selection::Link(link)) => names.link(link).map_or_else(String::new, |link| {
            format!(
                " on the wire from {} to {}",
                names.part(link.from),
                names.part(link.to)
            )
        }),
    }
}
