//! English: why it happened, as the end of a line of a biography: lower case, and without a full stop.

use cloud::time::SimDuration;
use sim::{Cause, Chance, Holder, Loss, Setback, WorkerName};

use super::numbers::{number, short};
use super::sentences::counted;
use crate::words::Names;

pub(crate) fn cause(cause: &Cause, names: &Names<'_>) -> String {
    use Cause as C;
    match *cause {
        C::WorkloadDue => "its workload made it then".to_owned(),
        C::SentByHand => "somebody pressed Send".to_owned(),
        C::Client => "a program asked for it".to_owned(),
        C::FirstAttempt => "the first attempt".to_owned(),
        C::InBatch { messages, waited } => format!(
            "in a batch of {}, after it had waited {}",
            number(messages.into()),
            time(waited)
        ),
        C::Again { after, wait } => format!("sent again {} after {}", time(wait), setback(after)),
        C::Answered { after } => format!("the answer came {} after the first attempt", time(after)),
        C::AttemptsUsedUp { attempts: 1, last } => {
            format!("its one attempt came to nothing: {}", setback(last))
        }
        C::AttemptsUsedUp { attempts, last } => {
            format!(
                "all {} attempts came to nothing; of the last, {}",
                number(attempts.into()),
                setback(last)
            )
        }
        C::TakenAway => "what it needed was taken away".to_owned(),
        C::Stopped => "it was stopped".to_owned(),
        C::Lost(loss) => lost(loss),
        C::Failed(why) => setback(why).to_owned(),

        C::AnotherCopy { after } => format!("it was stored before as well: {}", setback(after)),
        C::StoredBefore { ago } => format!("it was stored {} ago", time(ago)),
        C::DelayOver { delay } => format!("its delay of {} was over", time(delay)),
        C::FirstInLine { by, waited } => {
            format!("{}the first in line, after {}", receiver(by, names), time(waited))
        }
        C::FirstOfGroup { by, waited } => {
            format!(
                "{}the next of its group, after {}",
                receiver(by, names),
                time(waited)
            )
        }
        C::CameUpon { by, waited } => format!(
            "{}not the first in line, but what this receive came upon, after {}",
            receiver(by, names),
            time(waited)
        ),
        C::VisibilityRanOut { timeout, holder } => {
            format!(
                "its visibility timeout of {} ran out, {}",
                time(timeout),
                held(holder, names)
            )
        }
        C::Heartbeat => "a heartbeat of the worker that has it".to_owned(),
        C::QueueChanged => "the queue was set to another delay".to_owned(),
        C::WorkedOff { by } => format!("{} had finished it", who(by, names)),
        C::RetentionOver { age } => format!("it was {} old, as old as the queue keeps messages", time(age)),
        C::ReceivedTooOften { receives, limit } => format!(
            "received {} and not deleted, limit {}",
            counted(receives.into(), "time"),
            number(limit.into())
        ),

        C::HandedOver { after } => format!("{} after the queue handed it out", time(after)),
        C::Took { time: took } => format!("after {} of work", time(took)),
        C::Poison => "it is poison".to_owned(),
        C::Remembered => "the workers remember it".to_owned(),
        C::Crashed => "its process crashed".to_owned(),
        C::ZoneOut => "its Availability Zone went out".to_owned(),
        C::NotPassedOn { last } => format!("it could not pass it on: {}", setback(last)),
        C::FailureChance { chance } => format!("{} of the work fails", percent(chance)),

        C::AllPlacesTaken { capacity } => {
            format!("of its {} none was free", counted(capacity.into(), "place"))
        }
        C::WaitingRoomFull { places } => {
            format!(
                "of the {} of its waiting room none was free",
                counted(places.into(), "place")
            )
        }
        C::PlaceFree { waited } if waited.is_zero() => "a place was free".to_owned(),
        C::PlaceFree { waited } => format!("a place was free, after {}", time(waited)),
        C::CallerGone { time: took } => format!("it took {}, longer than the caller waited", time(took)),
    }
}

const fn setback(setback: Setback) -> &'static str {
    match setback {
        Setback::RequestLost => "the request was lost",
        Setback::AnswerLost => "the answer was lost",
        Setback::TooSlow => "the answer did not come in time",
        Setback::TurnedAway => "the server turned it away",
        Setback::ServerFailed => "the server failed",
        Setback::ChainFailed => "what the server had to call failed",
        Setback::Throttled => "the service had too many requests",
        Setback::Refused => "the service refused it",
    }
}

fn lost(loss: Loss) -> String {
    match loss {
        Loss::Cut => "the wire is cut".to_owned(),
        Loss::Chance { chance } => format!("the wire loses {}", percent(chance)),
        Loss::NobodyThere => "nobody was there to take it".to_owned(),
    }
}

fn held(holder: Holder, names: &Names<'_>) -> String {
    match holder {
        Holder::AtWork { by, left: Some(left) } => {
            format!("{} before {} would finish", time(left), who(by, names))
        }
        Holder::AtWork { by, left: None } => format!("and {} is at work on it", who(by, names)),
        Holder::NotBegun => "before anybody had begun with it".to_owned(),
        Holder::NotYetDeleted { by } => {
            format!(
                "and the delete of {}, which had finished it, had not arrived",
                who(by, names)
            )
        }
        Holder::MissedByDelete => "and the delete had missed a copy".to_owned(),
        Holder::Forgot { by } => format!("and {}, which had finished it, does not delete", who(by, names)),
        Holder::Failed { by } => format!("after {} had failed on it", who(by, names)),
        Holder::Dropped { by } => format!("after {} had dropped it", who(by, names)),
        Holder::Client => "and the program that has it has not deleted it".to_owned(),
        Holder::AnswerLost => "for the answer that brought it was lost".to_owned(),
        Holder::Nobody => "and nobody has it any more".to_owned(),
    }
}

fn receiver(by: Option<WorkerName>, names: &Names<'_>) -> String {
    by.map_or_else(String::new, |by| format!("to {}: ", who(by, names)))
}

fn who(by: WorkerName, names: &Names<'_>) -> String {
    format!(
        "worker {} of {}",
        number(u64::from(by.worker) + 1),
        names.part(by.workers)
    )
}

/// As exact as it matters: seconds to the millisecond, minutes to the second.
fn time(time: SimDuration) -> String {
    let exact_to = match time.as_secs() {
        0 => SimDuration::from_micros(1),
        1..60 => SimDuration::from_millis(1),
        _ => SimDuration::from_secs(1),
    };
    let nanos = time.as_nanos() / exact_to.as_nanos() * exact_to.as_nanos();
    short(SimDuration::from_nanos(nanos).into())
}

fn percent(chance: Chance) -> String {
    short(chance.into())
}
