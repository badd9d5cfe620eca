//! What is done to a run by hand: breaking, mending, sending.

use cloud::time::{SimDuration, SimTime};
use sim::{Chance, Fault, InputKind, LinkId, PartId, Way};

use crate::edit::with_input;
use crate::project::Project;

/// The most messages that one press of Send makes.
pub const MAX_SEND: u32 = 10_000;

/// Breaks or mends something at `now`. What the same fault already says at this instant is not said twice.
pub fn fault(project: &Project, now: SimTime, fault: Fault) -> Project {
    let kind = InputKind::Fault(fault);
    if project
        .log
        .iter()
        .rev()
        .filter(|input| input.at == now)
        .any(|input| input.kind == kind)
    {
        return project.clone();
    }
    with_input(project.clone(), now, kind)
}

/// Sends `count` items of `producer` by hand at `now`.
pub fn send(project: &Project, now: SimTime, producer: PartId, count: u32) -> Project {
    with_input(
        project.clone(),
        now,
        InputKind::Send {
            producer,
            count: count.clamp(1, MAX_SEND),
        },
    )
}

/// Whether `part` stands stopped at `now`.
pub fn is_stopped(project: &Project, now: SimTime, part: PartId) -> bool {
    last_fault(project, now, |fault| match fault {
        Fault::Stop { part: stopped } if *stopped == part => Some(true),
        Fault::Start { part: started } if *started == part => Some(false),
        _ => None,
    })
    .unwrap_or(false)
}

/// Whether `link` is cut at `now`.
pub fn is_cut(project: &Project, now: SimTime, link: LinkId) -> bool {
    last_fault(project, now, |fault| match fault {
        Fault::Cut { link: cut } if *cut == link => Some(true),
        Fault::Mend { link: mended } if *mended == link => Some(false),
        _ => None,
    })
    .unwrap_or(false)
}

/// The pace of `part` at `now`, in percent of its time (100: as configured).
pub fn pace(project: &Project, now: SimTime, part: PartId) -> u32 {
    last_fault(project, now, |fault| match fault {
        Fault::Pace { part: paced, percent } if *paced == part => Some(*percent),
        _ => None,
    })
    .unwrap_or(100)
}

/// Whether `part` is throttled at `now`.
pub fn is_throttled(project: &Project, now: SimTime, part: PartId) -> bool {
    last_fault(project, now, |fault| match fault {
        Fault::Throttle {
            part: throttled,
            rate,
        } if *throttled == part => Some(rate.is_some()),
        _ => None,
    })
    .unwrap_or(false)
}

/// What is added to `link` at `now` on what travels this way: delay and loss.
pub fn impairment(project: &Project, now: SimTime, link: LinkId, way: Way) -> (SimDuration, Chance) {
    last_fault(project, now, |fault| match fault {
        Fault::Impair {
            link: impaired,
            way: direction,
            delay,
            loss,
        } if (*impaired, *direction) == (link, way) => Some((*delay, *loss)),
        _ => None,
    })
    .unwrap_or((SimDuration::ZERO, Chance::NEVER))
}

/// Whether an Availability Zone is out at `now`.
pub fn is_zone_out(project: &Project, now: SimTime, zone: u32) -> bool {
    last_fault(project, now, |fault| match fault {
        Fault::ZoneOut { zone: out } if *out == zone => Some(true),
        Fault::ZoneBack { zone: back } if *back == zone => Some(false),
        _ => None,
    })
    .unwrap_or(false)
}

fn last_fault<T>(project: &Project, now: SimTime, read: impl Fn(&Fault) -> Option<T>) -> Option<T> {
    project
        .log
        .iter()
        .rev()
        .filter(|input| input.at <= now)
        .find_map(|input| match &input.kind {
            InputKind::Fault(fault) => read(fault),
            _ => None,
        })
}
