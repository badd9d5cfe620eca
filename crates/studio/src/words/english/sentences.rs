//! English: sentences with something to fill in.

use std::borrow::Cow;

use cloud::time::SimTime;
use sim::Guarantee;

use super::numbers::{money, number, short};
use super::{problems, say};
use crate::amount::{Amount, Unit};
use crate::cost::{self, Certainty};
use crate::words::{GuaranteeText, Sentence};
use crate::{Ending, LAST_INSTANT};

pub(super) fn text(sentence: Sentence) -> Cow<'static, str> {
    use Sentence as S;
    let said = match sentence {
        S::Wiring(problem) => return problems::wiring(problem),
        S::Field(problem) => problems::field(&problem),
        S::Decode(problem) => return problems::decode(&problem),
        S::Excess(excess) => problems::excess(excess),

        S::OneDot { messages } => format!("1 dot = {}", counted(messages, "message")),
        S::ByPrograms { more: 0 } => "Created by programs".to_owned(),
        S::ByPrograms { more } => format!(
            "Created by programs, and {} more that are not drawn",
            number(more)
        ),
        S::ReturnedState { receive } => format!("returned, receive {}", number(receive)),
        S::RatePerSecond { thousandths } => rate(thousandths),
        S::RateAndFailures {
            thousandths,
            failed_percent,
        } => {
            format!("{} · {failed_percent} % fail", rate(thousandths))
        }
        S::Blocked { group, letter, by } => match letter {
            Some(letter) => format!("waits: group {letter} ({group}) is blocked by {by}"),
            None => format!("waits: group {group} is blocked by {by}"),
        },
        S::ZoneOut { zone } => format!("Zone {} is out", super::events::zone_letter(zone)),
        S::BusyOf {
            busy,
            of,
            starting,
            wanted,
        } => busy_of(busy, of, starting, wanted),
        S::SentSoFar { count } => format!("{} sent", number(count)),
        S::Served {
            busy,
            of,
            turned_away,
            late,
        } => served(busy, of, turned_away, late),
        S::QueueCounts {
            visible,
            in_flight,
            delayed,
        } => {
            format!(
                "{} visible, {} in flight, {} delayed",
                number(visible),
                number(in_flight),
                number(delayed)
            )
        }
        S::Conservation {
            entered,
            visible,
            delayed,
            in_flight,
            deleted,
            left,
        } => {
            let parts = [
                (delayed, "delayed"),
                (in_flight, "in flight"),
                (deleted, "deleted"),
                (left, "gone elsewhere"),
            ];
            conservation(entered, visible, parts)
        }
        S::Requests { requests, cost } => format!(
            "{} · {}{}",
            counted(requests, "request"),
            money(cost.list),
            match cost.certainty {
                Certainty::Aws => "",
                Certainty::Articles => " (price not from AWS)",
                Certainty::Memory => " (a price not verified)",
            }
        ),
        S::Billed { calls, requests } if calls == requests => number(requests),
        S::Billed { calls, requests } => {
            format!("{} for {}", number(requests), counted(calls, "call"))
        }
        S::Money(amount) => money(amount),
        S::PriceNote => format!(
            "Estimate at list prices of {}, checked {}. Every call is a request, and so is each further 64 KB of payload.",
            cost::REGION,
            cost::CHECKED
        ),
        S::Steps { steps } => counted(steps, "step"),
        S::Arrivals { arrivals } => counted(arrivals, "arrival"),
        S::Queues { queues } => counted(queues, "queue"),
        S::Selected { parts, links } => format!("{} selected", parts_and_wires(parts, links)),
        S::OldestUnder { limit } => format!("oldest under {}", short(limit.into())),
        S::GuaranteeBroken { guarantee, clock } => format!("{} · broken {clock}", chip(guarantee)),
        S::GuaranteeBrokenBy {
            guarantee,
            clock,
            item,
            other,
        } => broken_by(guarantee, &clock, &item, other.as_deref()),
        S::UndoOf { gesture } => format!("Undo: {}", say(*gesture)),
        S::RedoOf { gesture } => format!("Redo: {}", say(*gesture)),
        S::PartLabel { name, kind, state } if state.is_empty() => format!("{name}, {kind}"),
        S::PartLabel { name, kind, state } => format!("{name}, {kind}: {state}"),
        S::LinkLabel { from, to } => format!("Wire from {from} to {to}"),
        S::Added { name } => format!("{name} added"),
        S::Removed { parts, links } => format!("{} deleted", parts_and_wires(parts, links)),
        S::Connected { from, to } => format!("{from} connected to {to}"),
        S::Moved { name, x, y } => format!("{name} moved to {x}, {y}"),
        S::ChooseTarget { from, targets } => format!("Connect {from} to one of {}", counted(targets, "part")),
        S::Pasted { parts } => format!("{} pasted", counted(parts, "part")),
        S::BranchName { number: 0 } => "Main".to_owned(),
        S::BranchName { number: id } => format!("Branch {}", number(id)),
        S::BranchFrom { name, from, clock } => format!("{name}, from {from} at {clock}"),
        S::BranchShown { name } => format!("{name} is shown"),
        S::BranchMade { name, kept } => format!("{name}: what was to come is kept as {kept}"),
        S::BranchRemoved { name } => format!("{name} deleted"),
        S::ComparedAt { name, clock } => format!("Beside {name}, both at {clock}"),
        S::StoppedBefore {
            what,
            next: Some(next),
        } => format!("Stopped before {what}. Next: {next}."),
        S::StoppedBefore { what, next: None } => format!("Stopped before {what}."),
        S::Breakpoints { count } => counted(count, "breakpoint"),
        S::BrokenAt { clock } => format!("broken {clock}"),
        S::GuaranteeMenu { guarantee } => format!("What to do about “{}”", chip(guarantee)),
        S::SeedsTried { tried, of } => format!("{} of {} seeds tried", number(tried), number(of)),
        S::Shrinking { messages } => format!("Found. Making it small: {}", counted(messages, "message")),
        S::NoSeedBreaks { guarantee, seeds } => {
            format!("None of {} breaks “{}”", counted(seeds, "seed"), chip(guarantee))
        }
        S::SeedBreaks {
            seed,
            guarantee,
            clock,
        } => {
            format!("Seed {seed} breaks “{}” at {clock}", chip(guarantee))
        }
        S::SmallestRun { messages, inputs: 0 } => {
            format!(
                "The smallest run that does makes {}",
                counted(messages, "message")
            )
        }
        S::SmallestRun { messages, inputs } => format!(
            "The smallest run that does makes {} and has {}",
            counted(messages, "message"),
            counted(inputs, "input")
        ),
        S::ScriptFailed {
            message,
            line: Some(line),
        } => format!("Failed in line {line}: {message}"),
        S::ScriptFailed { message, line: None } => format!("Failed: {message}"),
        S::Ended(ending) => ended(ending),
    };
    said.into()
}

/// What a guarantee's chip says while it holds.
pub(super) fn chip(guarantee: Guarantee) -> Cow<'static, str> {
    let text = match guarantee {
        Guarantee::NothingLost => GuaranteeText::NothingLost,
        Guarantee::AtLeastOnce => GuaranteeText::AtLeastOnce,
        Guarantee::AtMostOnce => GuaranteeText::AtMostOnce,
        Guarantee::InOrderPerGroup => GuaranteeText::InOrderPerGroup,
        Guarantee::DeadLetterQueueEmpty => GuaranteeText::DeadLetterQueueEmpty,
        Guarantee::OldestUnder(limit) => return format!("oldest under {}", short(limit.into())).into(),
    };
    super::guarantees::text(text).into()
}

fn broken_by(guarantee: Guarantee, clock: &str, item: &str, other: Option<&str>) -> String {
    match (guarantee, other) {
        (Guarantee::NothingLost, _) => format!("{clock}: {item} was lost"),
        (Guarantee::AtLeastOnce, _) => format!("{clock}: {item} left without having been processed"),
        (Guarantee::AtMostOnce, _) => format!("{clock}: {item} was processed a second time"),
        (Guarantee::InOrderPerGroup, Some(other)) => {
            format!("{clock}: {item} was processed after {other}, made later")
        }
        (Guarantee::InOrderPerGroup, None) => format!("{clock}: {item} was processed out of order"),
        (Guarantee::DeadLetterQueueEmpty, _) => format!("{clock}: {item} reached the dead-letter queue"),
        (Guarantee::OldestUnder(limit), _) => {
            format!("{clock}: {item} had waited for {}", short(limit.into()))
        }
    }
}

fn ended(ending: Ending) -> String {
    match ending {
        Ending::Full { messages } => format!(
            "The run goes no further: with {} in its queues it takes more than the {} MB of memory that it may. \
             Slow the producers or add workers at an earlier moment.",
            counted(messages, "message"),
            sim::MOST_BYTES >> 20
        ),
        Ending::LastInstant => format!(
            "The run goes no further: this is its last moment, {} after its start.",
            short(LAST_INSTANT.since(SimTime::ZERO).into())
        ),
    }
}

fn conservation(entered: u64, visible: u64, parts: [(u64, &str); 4]) -> String {
    let mut text = format!("{} entered = {} visible", number(entered), number(visible));
    for (count, what) in parts {
        if count > 0 {
            text.push_str(&format!(" + {} {what}", number(count)));
        }
    }
    text
}

fn busy_of(busy: u64, of: u64, starting: u64, wanted: u64) -> String {
    let mut text = format!("{} of {} busy", number(busy), number(of));
    if starting > 0 {
        text.push_str(&format!(" · {} starting", number(starting)));
    }
    if wanted != of {
        text.push_str(&format!(" · {} wanted", number(wanted)));
    }
    text
}

fn served(busy: u64, of: u64, turned_away: u64, late: u64) -> String {
    let mut text = format!("{} of {} busy", number(busy), number(of));
    for (count, what) in [(late, "too late"), (turned_away, "turned away")] {
        if count > 0 {
            text.push_str(&format!(" · {} {what}", number(count)));
        }
    }
    text
}

fn rate(thousandths: u64) -> String {
    short(Amount {
        value: thousandths,
        unit: Unit::Rate,
    })
}

fn parts_and_wires(parts: u64, links: u64) -> String {
    match (parts, links) {
        (_, 0) => counted(parts, "part"),
        (0, _) => counted(links, "wire"),
        _ => format!("{} and {}", counted(parts, "part"), counted(links, "wire")),
    }
}

/// `1 message`, `2 messages`.
pub(super) fn counted(count: u64, thing: &str) -> String {
    if count == 1 {
        format!("1 {thing}")
    } else {
        format!("{} {thing}s", number(count))
    }
}
