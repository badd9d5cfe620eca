//! English: facts, and what was measured for them.

use cloud::time::SimDuration;

use super::numbers::number;
use crate::scenes::{FactId, Measured};
use crate::words::{Language, duration_short};

pub(crate) const fn fact(fact: FactId) -> &'static str {
    match fact {
        FactId::C2 => "Synchronous calls fail or slow down in a traffic spike.",
        FactId::C3 => "The same spike through a queue loses nothing; the work is only later.",
        FactId::C4 => {
            "With a queue between, the producer goes on while the consumer is down, and nothing is lost."
        }
        FactId::Q3 => "Messages are kept 4 days by default and 14 days at most; then they are gone.",
        FactId::Q4 => "There is no limit to how many messages wait in a queue.",
        FactId::Q6 => "Low latency: under 10 ms to publish and to receive.",
        FactId::Q5 => "What a consumer has not deleted comes back after the visibility timeout.",
        FactId::Q9 => "Standard: best-effort order, at least once; a duplicate can happen.",
        FactId::Q10 => "FIFO: exactly once, in exactly the order sent within each message group.",
        FactId::Q2 => {
            "From one message a second to tens of thousands a second, with no change to the sketch."
        }
        FactId::Q11 => "A burst every hour on the hour is taken in at once and worked off through the hour.",
        FactId::C5 => {
            "Decoupled tiers scale independently: workers grow with the backlog, the producer is untouched."
        }
        FactId::C6 => {
            "A failure in one loosely coupled component does not make the others fail; in a synchronous chain it does."
        }
        FactId::Q7 => {
            "Several consumers share the work; each message goes to one of them; throughput grows with their number."
        }
        FactId::Q8 => "Several producers write to one queue.",
        FactId::Q12 => "Messages are sent and stored whether or not the other side is available.",
    }
}

pub(crate) fn measured(measured: Measured) -> String {
    match measured {
        Measured::EmptyReceives { short, long, of } => format!(
            "{} messages each: {} empty receives with short polling, {} with long",
            number(of),
            number(short),
            number(long)
        ),
        Measured::Kept { one, other, of } => format!(
            "{} messages gone after {}, {} after {}",
            number(of),
            duration(one),
            number(of),
            duration(other)
        ),
        Measured::Latency { publish, receive } => format!(
            "99 of 100 published within {} and received within {}",
            duration(publish),
            duration(receive)
        ),
        Measured::Waiting { waiting, first, last } => format!(
            "{} wait; 99 of 100 receives took at most {} at first and {} at the end",
            number(waiting),
            duration(first),
            duration(last)
        ),
        Measured::Scaled { from, most, finally } => format!(
            "{} workers became {}, and {} again when the backlog was gone",
            number(from),
            number(most),
            number(finally)
        ),
        Measured::Shared {
            processed,
            workers,
            first,
            most,
        } => format!(
            "{} messages shared by {} workers, {} a minute at first and {} at most",
            number(processed),
            number(workers),
            number(first),
            number(most)
        ),
        Measured::Senders {
            one,
            other,
            processed,
        } => format!(
            "{} from one sender and {} from the other, {} processed",
            number(one),
            number(other),
            number(processed)
        ),
        Measured::Outage {
            chained,
            decoupled,
            of,
        } => format!(
            "{} of {} orders failed in the chain, {} with the queue",
            number(chained),
            number(of),
            number(decoupled)
        ),
        Measured::Burst {
            taken_in,
            worked_off,
            of,
        } => format!(
            "{} at a time: all accepted within {}, all processed within {}",
            number(of),
            duration(taken_in),
            duration(worked_off)
        ),
        Measured::Rates { first, last, gave_up } => format!(
            "{} accepted in the first second, {} in the last, {} failed",
            number(first),
            number(last),
            number(gave_up)
        ),
        Measured::Poison { without, with, moved } => format!(
            "{} failed attempts without a dead-letter queue, {} with one, which holds {}",
            number(without),
            number(with),
            number(moved)
        ),
        Measured::GaveUp { gave_up, of } => format!("{} of {} failed", number(gave_up), number(of)),
        Measured::Processed {
            processed,
            of,
            gave_up,
        } => {
            format!(
                "{} of {} processed, {} failed",
                number(processed),
                number(of),
                number(gave_up)
            )
        }
        Measured::AcceptedMeanwhile { accepted, processed } => {
            format!(
                "{} accepted while {} were processed",
                number(accepted),
                number(processed)
            )
        }
        Measured::CameBack {
            received,
            processed,
            of,
        } => {
            format!(
                "{} messages received {} times, processed {} times",
                number(of),
                number(received),
                number(processed)
            )
        }
        Measured::Copies { again, in_order, of } => {
            let order = if in_order { "in order" } else { "out of order" };
            format!(
                "{} messages, {} processed again, {order} within groups",
                number(of),
                number(again)
            )
        }
    }
}

/// To a tenth of a millisecond.
fn duration(duration: SimDuration) -> String {
    let tenths = duration.as_nanos().div_ceil(100_000);
    duration_short(Language::English, SimDuration::from_micros(tenths * 100))
}
