//! English: the marks of the timeline.

use sim::{Mark, MarkKind};

use super::events;
use super::sentences::chip;
use crate::words::Names;

pub(crate) fn text(mark: &Mark, names: &Names<'_>) -> String {
    match mark.kind {
        MarkKind::Input { index } => {
            let log = &names.project().log;
            let input = usize::try_from(index).ok().and_then(|index| log.get(index));
            input.map(|input| events::input(input, names)).unwrap_or_default()
        }
        MarkKind::Violation { guarantee } => format!("broken: {}", chip(guarantee)),
        MarkKind::FirstDeadLetter { queue } => format!("first message to {}", names.part(queue)),
        MarkKind::Emptied { queue } => format!("{} is empty", names.part(queue)),
    }
}
