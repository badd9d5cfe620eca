//! English: what happened. A feed line is the biography's line with the message named.

use cloud::time::SimTime;
use sim::{
    CallFailure, Edit, Event, EventKind, Fault, Input, InputKind, ItemId, LinkId, Operation, Part, PartId,
};

use super::numbers::number;
use super::sentences::counted;
use crate::words::{Names, clock_seconds};

pub(crate) fn feed(event: &Event, names: &Names<'_>) -> String {
    tell(event, names, true)
}

pub(crate) fn biography(event: &Event, names: &Names<'_>) -> String {
    tell(event, names, false)
}

/// `the` names the item in the feed and leaves it out in a biography.
fn tell(event: &Event, names: &Names<'_>, named: bool) -> String {
    let the = |item: ItemId| if named { names.item(item) } else { "it".to_owned() };
    match event.kind {
        EventKind::InputApplied { index } => applied(index, names),
        EventKind::Produced { item } => format!("{} made {}", names.part(item.producer()), the(item)),
        EventKind::Accepted { item } => {
            format!(
                "{} knows that {} was accepted",
                names.part(item.producer()),
                the(item)
            )
        }
        EventKind::GaveUp { item } => {
            format!(
                "{} gave {} up: its attempts are used up",
                names.part(item.producer()),
                the(item)
            )
        }
        EventKind::CallSent { .. }
        | EventKind::RequestLost { .. }
        | EventKind::ResponseLost { .. }
        | EventKind::CallFailed { .. } => call(event.kind, names, &the),
        EventKind::WorkStarted { .. }
        | EventKind::WorkFinished { .. }
        | EventKind::WorkFailed { .. }
        | EventKind::WorkDropped { .. } => work(event.kind, &the, names),
        EventKind::Queued { .. }
        | EventKind::TurnedAway { .. }
        | EventKind::ServiceStarted { .. }
        | EventKind::ServiceFinished { .. }
        | EventKind::ServiceDropped { .. } => service(event.kind, &the, names),
        _ => queue(event, &the, names),
    }
}

fn queue(event: &Event, the: &dyn Fn(ItemId) -> String, names: &Names<'_>) -> String {
    let until = |at: SimTime| clock_seconds(names.starts(), at);
    match event.kind {
        EventKind::Sent {
            queue,
            item,
            visible_at,
            ..
        } if visible_at > event.at => {
            format!(
                "{} stored {}, hidden by its delay until {}",
                names.part(queue),
                the(item),
                until(visible_at)
            )
        }
        EventKind::Sent { queue, item, .. } => format!("{} stored {}", names.part(queue), the(item)),
        EventKind::Deduplicated { queue, item, .. } => {
            format!(
                "{} had seen {} within five minutes and stored no copy",
                names.part(queue),
                the(item)
            )
        }
        EventKind::Arrived { queue, item, .. } => {
            format!(
                "The delay of {} ran out: {} offers it",
                the(item),
                names.part(queue)
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
            names.part(queue),
            the(item),
            number(receive_count.into()),
            until(visible_at)
        ),
        EventKind::Returned { queue, item, .. } => {
            format!(
                "{} is back in line in {}: not deleted in time",
                capital(&the(item)),
                names.part(queue)
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
                names.part(queue),
                the(item),
                until(visible_at)
            )
        }
        EventKind::Deleted { queue, item, .. } => format!("{} deleted {}", names.part(queue), the(item)),
        EventKind::Expired { queue, item, .. } => {
            format!(
                "{} reached the end of its retention in {} and is gone",
                capital(&the(item)),
                names.part(queue)
            )
        }
        EventKind::Purged { queue, item, .. } => {
            format!("{} was purged from {}", capital(&the(item)), names.part(queue))
        }
        EventKind::DeadLettered {
            queue,
            item,
            to,
            receive_count,
            ..
        } => format!(
            "{} moved {} to {} after {}",
            names.part(queue),
            the(item),
            names.part(to),
            counted(receive_count.into(), "receive")
        ),
        EventKind::EmptyReceive { queue } => format!("{} answered a poll with nothing", names.part(queue)),
        _ => String::new(),
    }
}

fn call(kind: EventKind, names: &Names<'_>, the: &dyn Fn(ItemId) -> String) -> String {
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
                capital(&asked(operation, the)),
                towards(link, names)
            )
        }
        EventKind::RequestLost { operation, link, .. } => {
            format!(
                "{} was lost on the way{}",
                capital(&asked(operation, the)),
                towards(link, names)
            )
        }
        EventKind::ResponseLost {
            operation, items: 0, ..
        } => {
            format!("The answer to {} was lost on the way back", asked(operation, the))
        }
        EventKind::ResponseLost { operation, items, .. } => {
            let held = counted(items.into(), "message");
            format!(
                "The answer to {}, with {held}, was lost on the way back",
                asked(operation, the)
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
            format!("{} {why}", capital(&asked(operation, the)))
        }
        _ => String::new(),
    }
}

fn asked(operation: Operation, the: &dyn Fn(ItemId) -> String) -> String {
    match operation {
        Operation::SendMessage { item } => format!("SendMessage of {}", the(item)),
        Operation::ReceiveMessage => "ReceiveMessage".into(),
        Operation::DeleteMessage { item } => format!("DeleteMessage of {}", the(item)),
        Operation::Request { item } => format!("the request with {}", the(item)),
    }
}

fn work(kind: EventKind, the: &dyn Fn(ItemId) -> String, names: &Names<'_>) -> String {
    let who = |workers: PartId, worker: u32| {
        format!(
            "Worker {} of {}",
            number(u64::from(worker) + 1),
            names.part(workers)
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
                the(item)
            )
        }
        EventKind::WorkStarted {
            workers,
            worker,
            item,
            ..
        } => format!("{} began {}", who(workers, worker), the(item)),
        EventKind::WorkFinished {
            workers,
            worker,
            item,
        } => {
            format!("{} finished {}", who(workers, worker), the(item))
        }
        EventKind::WorkFailed {
            workers,
            worker,
            item,
        } => {
            format!(
                "{} failed on {} and does not delete it",
                who(workers, worker),
                the(item)
            )
        }
        EventKind::WorkDropped {
            workers,
            worker,
            item,
        } => {
            format!("{} stopped and dropped {}", who(workers, worker), the(item))
        }
        _ => String::new(),
    }
}

fn service(kind: EventKind, the: &dyn Fn(ItemId) -> String, names: &Names<'_>) -> String {
    match kind {
        EventKind::Queued { server, item } => {
            format!("{} put {} into its waiting room", names.part(server), the(item))
        }
        EventKind::TurnedAway { server, item } => {
            format!(
                "{} turned {} away with 503: its waiting room is full",
                names.part(server),
                the(item)
            )
        }
        EventKind::ServiceStarted { server, item } => format!("{} began {}", names.part(server), the(item)),
        EventKind::ServiceFinished {
            server,
            item,
            answered: true,
        } => {
            format!("{} finished {} and answered", names.part(server), the(item))
        }
        EventKind::ServiceFinished {
            server,
            item,
            answered: false,
        } => {
            format!(
                "{} finished {}, but nobody waits for the answer any more",
                names.part(server),
                the(item)
            )
        }
        EventKind::ServiceDropped { server, item } => {
            format!("{} stopped and dropped {}", names.part(server), the(item))
        }
        _ => String::new(),
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
        InputKind::Edit(Edit::PutPart { id, part }) => put_part(*id, part, names),
        InputKind::Edit(Edit::RemovePart { id }) => format!("{} was taken away", names.part(*id)),
        InputKind::Edit(Edit::PutLink { link, .. }) => {
            format!(
                "{} and {} were connected",
                names.part(link.from),
                names.part(link.to)
            )
        }
        InputKind::Edit(Edit::RemoveLink { id }) => format!("The wire{} was taken away", towards(*id, names)),
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

fn put_part(id: PartId, part: &Part, names: &Names<'_>) -> String {
    let what = match part {
        Part::Producer(_) | Part::Workers(_) | Part::Server(_) | Part::Queue(_) => names.part(id),
    };
    format!("{what} was set")
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
        Fault::Cut { link } => format!("The wire{} was cut", towards(link, names)),
        Fault::Mend { link } => format!("The wire{} was mended", towards(link, names)),
    }
}

/// ` to orders`, if the link is known.
fn towards(link: LinkId, names: &Names<'_>) -> String {
    names.link(link).map_or_else(String::new, |link| {
        format!(" from {} to {}", names.part(link.from), names.part(link.to))
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !text.starts_with("m-") => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
