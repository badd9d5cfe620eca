//! English: what happened. A line of the feed names the message; in its biography it goes without saying.

use cloud::time::SimTime;
use sim::{
    CallFailure, Edit, Event, EventKind, Fault, Input, InputKind, ItemId, LinkId, Mark, MarkKind, Operation,
    Part, PartId,
};

use super::fields;
use super::numbers::number;
use super::sentences::{chip, counted};
use crate::fields::difference;
use crate::words::{Language, Names, clock_seconds};

pub(crate) fn feed(event: &Event, names: &Names<'_>) -> String {
    Teller { names, named: true }.tell(event)
}

pub(crate) fn biography(event: &Event, names: &Names<'_>) -> String {
    Teller { names, named: false }.tell(event)
}

/// `m-0412 of Video uploads`.
pub(crate) fn item_of(item: &str, producer: &str) -> String {
    format!("{item} of {producer}")
}

struct Teller<'a> {
    names: &'a Names<'a>,
    named: bool,
}

impl Teller<'_> {
    /// The message as a sentence's object.
    fn the(&self, item: ItemId) -> String {
        if self.named {
            self.names.item(item)
        } else {
            "it".to_owned()
        }
    }

    /// The message as a sentence's subject.
    fn subject(&self, item: ItemId) -> String {
        if self.named {
            self.names.item(item)
        } else {
            "It".to_owned()
        }
    }

    /// The message where its producer is the subject.
    fn own(&self, item: ItemId) -> String {
        if self.named {
            crate::words::short_item(item)
        } else {
            "it".to_owned()
        }
    }

    fn until(&self, at: SimTime) -> String {
        clock_seconds(self.names.starts(), at)
    }

    fn tell(&self, event: &Event) -> String {
        match event.kind {
            EventKind::InputApplied { index } => applied(index, self.names),
            EventKind::Produced { item } => format!("{} made {}", self.producer(item), self.own(item)),
            EventKind::Accepted { item } => {
                format!(
                    "{} knows that {} was accepted",
                    self.producer(item),
                    self.own(item)
                )
            }
            EventKind::GaveUp { item } => {
                format!(
                    "{} gave {} up: its attempts are used up",
                    self.producer(item),
                    self.own(item)
                )
            }
            EventKind::CallSent { .. }
            | EventKind::RequestLost { .. }
            | EventKind::ResponseLost { .. }
            | EventKind::CallFailed { .. } => self.call(event.kind),
            EventKind::WorkStarted { .. }
            | EventKind::WorkFinished { .. }
            | EventKind::WorkFailed { .. }
            | EventKind::WorkDropped { .. } => self.work(event.kind),
            EventKind::Queued { .. }
            | EventKind::TurnedAway { .. }
            | EventKind::ServiceStarted { .. }
            | EventKind::ServiceFinished { .. }
            | EventKind::ServiceDropped { .. } => self.service(event.kind),
            _ => self.queue(event),
        }
    }

    fn producer(&self, item: ItemId) -> String {
        self.names.part(item.producer()).into_owned()
    }

    fn queue(&self, event: &Event) -> String {
        let name = |part| self.names.part(part);
        match event.kind {
            EventKind::Sent {
                queue,
                item,
                visible_at,
                ..
            } if visible_at > event.at => {
                format!(
                    "{} stored {}, hidden by its delay until {}",
                    name(queue),
                    self.the(item),
                    self.until(visible_at)
                )
            }
            EventKind::Sent { queue, item, .. } => format!("{} stored {}", name(queue), self.the(item)),
            EventKind::Deduplicated { queue, item, .. } => {
                format!(
                    "{} had seen {} within five minutes and stored no copy",
                    name(queue),
                    self.the(item)
                )
            }
            EventKind::Arrived { queue, item, .. } => {
                format!(
                    "The delay of {} ran out: {} offers it",
                    self.the(item),
                    name(queue)
                )
            }
            EventKind::Received {
                queue,
                item,
                receive_count,
                visible_at,
                ..
            } => format!(
                "{} handed {} to a worker (receive {}), hidden until {}",
                name(queue),
                self.the(item),
                number(receive_count.into()),
                self.until(visible_at)
            ),
            EventKind::Returned { queue, item, .. } => {
                format!(
                    "{} is back in line in {}: not deleted in time",
                    self.subject(item),
                    name(queue)
                )
            }
            EventKind::VisibilityChanged {
                queue,
                item,
                visible_at,
                ..
            } => {
                format!(
                    "{} hides {} until {}",
                    name(queue),
                    self.the(item),
                    self.until(visible_at)
                )
            }
            EventKind::Deleted { queue, item, .. } => format!("{} deleted {}", name(queue), self.the(item)),
            EventKind::Expired { queue, item, .. } => {
                format!(
                    "{} reached the end of its retention in {} and is gone",
                    self.subject(item),
                    name(queue)
                )
            }
            EventKind::Purged { queue, item, .. } => {
                format!("{} was purged from {}", self.subject(item), name(queue))
            }
            EventKind::DeadLettered {
                queue,
                item,
                to,
                receive_count,
                ..
            } => format!(
                "{} moved {} to {} after {}",
                name(queue),
                self.the(item),
                name(to),
                counted(receive_count.into(), "receive")
            ),
            EventKind::EmptyReceive { queue } => format!("{} answered a poll with nothing", name(queue)),
            _ => String::new(),
        }
    }

    fn call(&self, kind: EventKind) -> String {
        match kind {
            EventKind::CallSent {
                operation,
                attempt,
                link,
                ..
            } => {
                let again = if attempt > 1 {
                    format!(" (attempt {})", number(attempt.into()))
                } else {
                    String::new()
                };
                format!(
                    "{} sets out{}{again}",
                    self.asked(operation),
                    between(link, self.names)
                )
            }
            EventKind::RequestLost { operation, link, .. } => {
                format!(
                    "{} was lost on the wire{}",
                    self.asked(operation),
                    between(link, self.names)
                )
            }
            EventKind::ResponseLost {
                operation, items: 0, ..
            } => {
                format!("The answer to {} was lost on the way back", self.asked(operation))
            }
            EventKind::ResponseLost { operation, items, .. } => {
                let held = counted(items.into(), "message");
                format!(
                    "The answer to {}, with {held}, was lost on the way back",
                    self.asked(operation)
                )
            }
            EventKind::CallFailed {
                operation, failure, ..
            } => {
                let why = match failure {
                    CallFailure::TimedOut => "had no answer within the timeout",
                    CallFailure::Unavailable => "was answered 503: the waiting room was full",
                    CallFailure::Refused => "was refused",
                };
                format!("{} {why}", self.asked(operation))
            }
            _ => String::new(),
        }
    }

    fn asked(&self, operation: Operation) -> String {
        let (name, item) = match operation {
            Operation::SendMessage { item } => ("SendMessage", Some(item)),
            Operation::ReceiveMessage => ("ReceiveMessage", None),
            Operation::DeleteMessage { item } => ("DeleteMessage", Some(item)),
            Operation::Request { item } => ("HTTP POST", Some(item)),
        };
        match item {
            Some(item) if self.named => format!("{name} {}", self.names.item(item)),
            _ => name.to_owned(),
        }
    }

    fn work(&self, kind: EventKind) -> String {
        let who = |workers: PartId, worker: u32| {
            format!(
                "Worker {} of {}",
                number(u64::from(worker) + 1),
                self.names.part(workers)
            )
        };
        match kind {
            EventKind::WorkStarted {
                workers,
                worker,
                item,
                receive_count,
            } if receive_count > 1 => {
                let receives = number(receive_count.into());
                format!(
                    "{} began {} (receive {receives})",
                    who(workers, worker),
                    self.the(item)
                )
            }
            EventKind::WorkStarted {
                workers,
                worker,
                item,
                ..
            } => {
                format!("{} began {}", who(workers, worker), self.the(item))
            }
            EventKind::WorkFinished {
                workers,
                worker,
                item,
            } => {
                format!("{} finished {}", who(workers, worker), self.the(item))
            }
            EventKind::WorkFailed {
                workers,
                worker,
                item,
            } => {
                format!(
                    "{} failed on {} and does not delete it",
                    who(workers, worker),
                    self.the(item)
                )
            }
            EventKind::WorkDropped {
                workers,
                worker,
                item,
            } => {
                format!("{} stopped and dropped {}", who(workers, worker), self.the(item))
            }
            _ => String::new(),
        }
    }

    fn service(&self, kind: EventKind) -> String {
        let name = |part| self.names.part(part);
        match kind {
            EventKind::Queued { server, item } => {
                format!("{} put {} into its waiting room", name(server), self.the(item))
            }
            EventKind::TurnedAway { server, item } => {
                format!(
                    "{} turned {} away with 503: its waiting room is full",
                    name(server),
                    self.the(item)
                )
            }
            EventKind::ServiceStarted { server, item } => {
                format!("{} began {}", name(server), self.the(item))
            }
            EventKind::ServiceFinished {
                server,
                item,
                answered: true,
            } => {
                format!("{} finished {} and answered", name(server), self.the(item))
            }
            EventKind::ServiceFinished {
                server,
                item,
                answered: false,
            } => {
                format!(
                    "{} finished {}, but nobody waits for the answer any more",
                    name(server),
                    self.the(item)
                )
            }
            EventKind::ServiceDropped { server, item } => {
                format!("{} stopped and dropped {}", name(server), self.the(item))
            }
            _ => String::new(),
        }
    }
}

fn applied(index: u64, names: &Names<'_>) -> String {
    let entry = usize::try_from(index)
        .ok()
        .and_then(|index| names.project().log.get(index));
    entry.map_or_else(
        || "The drawing was changed".to_owned(),
        |entry| input(entry, names),
    )
}

pub(crate) fn input(input: &Input, names: &Names<'_>) -> String {
    match &input.kind {
        InputKind::Edit(Edit::PutPart { id, part }) => put_part(*id, part, names.index_of(input), names),
        InputKind::Edit(Edit::RemovePart { id }) => format!("{} was taken away", names.part(*id)),
        InputKind::Edit(Edit::PutLink { link, .. }) => {
            format!(
                "{} and {} were connected",
                names.part(link.from),
                names.part(link.to)
            )
        }
        InputKind::Edit(Edit::RemoveLink { id }) => format!("The wire{} was taken away", between(*id, names)),
        InputKind::Fault(fault) => broken(*fault, names),
        InputKind::Send { producer, count } => {
            format!(
                "{} by hand from {}",
                counted((*count).into(), "message"),
                names.part(*producer)
            )
        }
    }
}

fn put_part(id: PartId, part: &Part, index: Option<usize>, names: &Names<'_>) -> String {
    let name = names.part(id);
    let Some(before) = index.and_then(|index| names.part_before(id, index)) else {
        return format!("{name} was added");
    };
    match difference(Language::English, before, part) {
        Some((field, value)) if !value.is_empty() => {
            format!("{} of {name} set to {value}", capital(fields::in_sentence(field)))
        }
        Some((field, _)) => format!("{} of {name} unset", capital(fields::in_sentence(field))),
        None => format!("{name} was set as it was"),
    }
}

fn broken(fault: Fault, names: &Names<'_>) -> String {
    match fault {
        Fault::Stop { part } => format!("{} stopped", names.part(part)),
        Fault::Start { part } => format!("{} started again", names.part(part)),
        Fault::Pace { part, percent: 100 } => format!("{} works at its own pace again", names.part(part)),
        Fault::Pace { part, percent } => {
            format!(
                "{} takes {} % of its time for its work",
                names.part(part),
                number(percent.into())
            )
        }
        Fault::Cut { link } => format!("The wire{} was cut", between(link, names)),
        Fault::Mend { link } => format!("The wire{} was mended", between(link, names)),
    }
}

/// What a mark on the timeline stands for.
pub(crate) fn mark(mark: &Mark, names: &Names<'_>) -> String {
    match mark.kind {
        MarkKind::Input { index } => applied(index, names),
        MarkKind::Violation { guarantee } => format!("broken: {}", chip(guarantee)),
        MarkKind::FirstDeadLetter { queue } => format!("first message in {}", names.part(queue)),
        MarkKind::Emptied { queue } => format!("{} worked off", names.part(queue)),
    }
}

/// ` from Orders to orders`, if the link is known.
fn between(link: LinkId, names: &Names<'_>) -> String {
    names.link(link).map_or_else(String::new, |link| {
        format!(" from {} to {}", names.part(link.from), names.part(link.to))
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        // AWS's own names are written as AWS writes them.
        Some(first) if text.chars().skip(1).all(|c| !c.is_uppercase()) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
