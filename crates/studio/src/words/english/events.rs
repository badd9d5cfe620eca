//! English: what happened. A line of the feed names the message; in its biography it goes without saying.

use cloud::time::{SimDuration, SimTime};
use sim::{
    CallFailure, Chance, Edit, Event, EventKind, Fault, Input, InputKind, ItemId, LinkId, Mark, MarkKind,
    Operation, Part, PartId, Way,
};

use super::numbers::{number, short};
use super::sentences::{chip, counted};
use super::{clients, fields};
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
    /// Every kind of event has its sentence here, or this does not compile.
    fn tell(&self, event: &Event) -> String {
        use EventKind as E;
        let (name, the, until) = (
            |part| self.names.part(part),
            |item| self.the(item),
            |at| self.until(at),
        );
        match event.kind {
            E::InputApplied { index } => applied(index, self.names),
            E::Produced { item } => format!("{} made {}", name(item.producer()), self.own(item)),
            E::Poisoned { item } => {
                format!("{} is poison: work on it always fails", self.subject(item))
            }
            E::Accepted { item } => format!(
                "{} knows that {} was accepted",
                name(item.producer()),
                self.own(item)
            ),
            E::GaveUp { item } => {
                format!(
                    "{} gave {} up: its attempts are used up",
                    name(item.producer()),
                    self.own(item)
                )
            }

            E::CallSent {
                link,
                operation,
                attempt,
                ..
            } => {
                format!(
                    "{} sets out{}{}",
                    self.asked(operation),
                    between(link, self.names),
                    again("attempt", attempt)
                )
            }
            E::RequestLost { link, operation, .. } => {
                format!(
                    "{} was lost on the wire{}",
                    self.asked(operation),
                    between(link, self.names)
                )
            }
            E::ResponseLost { operation, items, .. } => {
                let held = if items == 0 {
                    String::new()
                } else {
                    format!(", with {},", counted(items.into(), "message"))
                };
                format!(
                    "The answer to {}{held} was lost on the way back",
                    self.asked(operation)
                )
            }
            E::DeliveryLost { item, .. } => {
                format!(
                    "{} was in a lost answer: it is in flight, and nobody has it",
                    self.subject(item)
                )
            }
            E::CallFailed {
                operation, failure, ..
            } => format!("{} {}", self.asked(operation), because(failure)),

            E::Sent {
                queue,
                item,
                visible_at,
                ..
            } => {
                let delay = if visible_at > event.at {
                    format!(", hidden by its delay until {}", until(visible_at))
                } else {
                    String::new()
                };
                format!("{} stored {}{delay}", name(queue), the(item))
            }
            E::Deduplicated { queue, item, .. } => {
                format!(
                    "{} had seen {} within five minutes and stored no copy",
                    name(queue),
                    the(item)
                )
            }
            E::Arrived { queue, item, .. } => {
                format!("The delay of {} ran out: {} offers it", the(item), name(queue))
            }
            E::Received {
                queue,
                item,
                receive_count,
                visible_at,
                ..
            } => format!(
                "{} handed {} to a worker (receive {}), hidden until {}",
                name(queue),
                the(item),
                number(receive_count.into()),
                until(visible_at)
            ),
            E::Returned { queue, item, .. } => {
                format!(
                    "{} is back in line in {}: not deleted in time",
                    self.subject(item),
                    name(queue)
                )
            }
            E::VisibilityChanged {
                queue,
                item,
                visible_at,
                ..
            } => {
                format!("{} hides {} until {}", name(queue), the(item), until(visible_at))
            }
            E::DelayChanged {
                queue,
                item,
                visible_at,
                ..
            } => {
                format!(
                    "{} now delays {} until {}",
                    name(queue),
                    the(item),
                    until(visible_at)
                )
            }
            E::Deleted { queue, item, .. } => format!("{} deleted {}", name(queue), the(item)),
            E::CopyLeft { queue, item, .. } => {
                format!("{} deleted {} but for one copy", name(queue), the(item))
            }
            E::Expired { queue, item, .. } => {
                format!(
                    "{} reached the end of its retention in {} and is gone",
                    self.subject(item),
                    name(queue)
                )
            }
            E::Purged { queue, item, .. } => {
                format!("{} was purged from {}", self.subject(item), name(queue))
            }
            E::DeadLettered {
                queue,
                item,
                to,
                receive_count,
                ..
            } => {
                let receives = counted(receive_count.into(), "receive");
                format!(
                    "{} moved {} to {} after {receives}",
                    name(queue),
                    the(item),
                    name(to)
                )
            }
            E::Moved { queue, item, to, .. } => {
                format!(
                    "A task moved {} on from {} to {}",
                    the(item),
                    name(queue),
                    name(to)
                )
            }
            E::EmptyReceive { queue } => format!("{} answered a poll with nothing", name(queue)),

            E::WorkStarted {
                workers,
                worker,
                item,
                receive_count,
            } => {
                format!(
                    "{} began {}{}",
                    self.who(workers, worker),
                    the(item),
                    again("receive", receive_count)
                )
            }
            E::WorkFinished {
                workers,
                worker,
                item,
            } => {
                format!("{} finished {}", self.who(workers, worker), the(item))
            }
            E::WorkFailed {
                workers,
                worker,
                item,
            } => {
                format!(
                    "{} failed on {} and does not delete it",
                    self.who(workers, worker),
                    the(item)
                )
            }
            E::WorkPoisoned {
                workers,
                worker,
                item,
            } => {
                format!(
                    "{} failed on {}, which is poison, and does not delete it",
                    self.who(workers, worker),
                    the(item)
                )
            }
            E::WorkSkipped {
                workers,
                worker,
                item,
            } => {
                format!(
                    "{} found that {} was worked off already and does not do it again",
                    self.who(workers, worker),
                    the(item)
                )
            }
            E::WorkDropped {
                workers,
                worker,
                item,
            } => {
                format!("{} stopped and dropped {}", self.who(workers, worker), the(item))
            }
            E::WorkerCrashed { workers, worker } => format!("{} crashed", self.who(workers, worker)),
            E::WorkerStarted { workers, worker } => format!("{} runs", self.who(workers, worker)),

            E::ScaledTo {
                workers,
                from,
                to,
                backlog,
            } => {
                format!(
                    "{} scales {} from {} to {}: {} in line",
                    name(workers),
                    if to > from { "out" } else { "in" },
                    number(from.into()),
                    counted(to.into(), "worker"),
                    counted(backlog, "message")
                )
            }

            E::Queued { server, item } => format!("{} put {} into its waiting room", name(server), the(item)),
            E::TurnedAway { server, item } => {
                format!(
                    "{} turned {} away with 503: its waiting room is full",
                    name(server),
                    the(item)
                )
            }
            E::ServiceStarted { server, item } => format!("{} began {}", name(server), the(item)),
            E::ServiceFinished {
                server,
                item,
                answered: true,
            } => {
                format!("{} finished {} and answered", name(server), the(item))
            }
            E::ServiceFinished {
                server,
                item,
                answered: false,
            } => {
                format!(
                    "{} finished {}, but nobody waits for the answer any more",
                    name(server),
                    the(item)
                )
            }
            E::ServiceFailed { server, item } => format!("{} failed on {}", name(server), the(item)),
            E::ServerCrashed { server } => format!("{} crashed", name(server)),
            E::ServerStarted { server } => format!("{} runs again", name(server)),
            E::ServiceDropped { server, item } => {
                format!("{} stopped and dropped {}", name(server), the(item))
            }
            E::Client(event) => clients::tell(event, self.names, |item| self.the(item)),
        }
    }

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

    fn who(&self, workers: PartId, worker: u32) -> String {
        format!(
            "Worker {} of {}",
            number(u64::from(worker) + 1),
            self.names.part(workers)
        )
    }

    fn until(&self, at: SimTime) -> String {
        clock_seconds(self.names.starts(), at)
    }

    fn asked(&self, operation: Operation) -> String {
        let (name, item) = match operation {
            Operation::SendMessage { item } => ("SendMessage", Some(item)),
            Operation::SendMessageBatch { item, .. } => ("SendMessageBatch", Some(item)),
            Operation::ReceiveMessage => ("ReceiveMessage", None),
            Operation::DeleteMessage { item } => ("DeleteMessage", Some(item)),
            Operation::ChangeVisibility { item } => ("ChangeMessageVisibility", Some(item)),
            Operation::Request { item } => ("HTTP POST", Some(item)),
        };
        match item {
            Some(item) if self.named => format!("{name} {}", self.names.item(item)),
            _ => name.to_owned(),
        }
    }
}

const fn because(failure: CallFailure) -> &'static str {
    match failure {
        CallFailure::TimedOut => "had no answer within the timeout",
        CallFailure::Unavailable => "was answered 503: the waiting room was full",
        CallFailure::Refused => "was refused",
        CallFailure::ServerError => "was answered 500: the server failed",
        CallFailure::Throttled => "was throttled: too many requests",
        CallFailure::BadGateway => "was answered 502: what the server had to call failed",
    }
}

/// ` (receive 2)`, from the second on.
fn again(what: &str, count: u32) -> String {
    if count > 1 {
        format!(" ({what} {})", number(count.into()))
    } else {
        String::new()
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
        InputKind::Edit(Edit::Rename { from, to, .. }) => format!("{from} was renamed to {to}"),
        InputKind::Fault(fault) => broken(*fault, names),
        InputKind::Call { call, .. } => clients::called(call),
        InputKind::HangUp { .. } => clients::HUNG_UP.to_owned(),
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
        Fault::Poison { producer } => format!("The next message of {} is poison", names.part(producer)),
        Fault::Crash { part } => format!("{} crashed", names.part(part)),
        Fault::CrashOne { workers } => format!("One worker of {} crashed", names.part(workers)),
        Fault::ZoneOut { zone } => format!("Availability Zone {} went out", zone_letter(zone)),
        Fault::ZoneBack { zone } => format!("Availability Zone {} is back", zone_letter(zone)),
        Fault::Throttle {
            part,
            rate: Some(rate),
        } => {
            format!("{} is throttled to {}", names.part(part), short(rate.into()))
        }
        Fault::Throttle { part, rate: None } => format!("{} is throttled no longer", names.part(part)),
        Fault::Impair {
            link,
            way,
            delay,
            loss,
        } => impaired(link, way, delay, loss, names),
        Fault::Cut { link } => format!("The wire{} was cut", between(link, names)),
        Fault::Mend { link } => format!("The wire{} was mended", between(link, names)),
    }
}

fn impaired(link: LinkId, way: Way, delay: SimDuration, loss: Chance, names: &Names<'_>) -> String {
    let way = match way {
        Way::Forward => "with the arrow",
        Way::Backward => "against the arrow",
    };
    let wire = format!("The wire{}, {way},", between(link, names));
    match (delay.is_zero(), loss == Chance::NEVER) {
        (true, true) => format!("{wire} is as it was"),
        (false, true) => format!("{wire} takes {} longer", short(delay.into())),
        (true, false) => format!("{wire} loses {} more", short(loss.into())),
        (false, false) => format!(
            "{wire} takes {} longer and loses {} more",
            short(delay.into()),
            short(loss.into())
        ),
    }
}

/// Zones are told apart by the letter at the end of their names.
pub(super) const fn zone_letter(zone: u32) -> char {
    match zone {
        0 => 'a',
        1 => 'b',
        _ => 'c',
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
