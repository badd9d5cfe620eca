//! English: what programs from outside do, and what becomes of it.

use sim::{ClientEvent, ClientOutcome, ItemId};

use super::sentences::counted;
use crate::words::Names;

pub(crate) const HUNG_UP: &str = "A program no longer waits for messages";

/// One sentence for an event; `the` is the message as a sentence's object.
pub(crate) fn tell(event: ClientEvent, names: &Names<'_>, the: impl Fn(ItemId) -> String) -> String {
    use ClientEvent as E;
    let name = |part| names.part(part);
    match event {
        E::Called {
            operation,
            queue: Some(queue),
            ..
        } => format!("A program calls {operation:?} of {}", name(queue)),
        E::Called {
            operation,
            queue: None,
            ..
        } => format!("A program calls {operation:?}"),
        E::Answered {
            outcome: ClientOutcome::Refused { code },
            ..
        } => format!("A program's call was refused: {code}"),
        E::Answered {
            outcome: ClientOutcome::Done { messages, failed: 0 },
            ..
        } => format!(
            "A program was answered, with {}",
            counted(messages.into(), "message")
        ),
        E::Answered {
            outcome: ClientOutcome::Done { failed, .. },
            ..
        } => format!(
            "A program was answered: {} of its batch failed",
            counted(failed.into(), "entry")
        ),
        E::HungUp { .. } => HUNG_UP.to_owned(),
        E::Taken { item, .. } => format!("A program received {}", the(item)),
        E::Finished { queue, item } => {
            format!("A program is done with {} from {}", the(item), name(queue))
        }
        E::QueueCreated { queue } => format!("A program created {}", name(queue)),
        E::QueueConfigured { queue } => format!("A program changed attributes of {}", name(queue)),
        E::QueueDeleted { queue } => format!("A program deleted {}", name(queue)),
    }
}

/// A call as an entry of the log.
#[cfg(feature = "clients")]
pub(crate) fn called(call: &sim::RecordedCall) -> String {
    let operation = sim::ClientOperation::of(&call.operation);
    format!("A program called {operation:?}")
}

/// A call as an entry of the log that nobody here reads.
#[cfg(not(feature = "clients"))]
pub(crate) fn called(_: &sim::RecordedCall) -> String {
    "A program called a service".to_owned()
}
