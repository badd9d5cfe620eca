//! English: facts, and what was measured for them.

use super::numbers::number;
use crate::scenes::{FactId, Measured};

pub(crate) const fn fact(fact: FactId) -> &'static str {
    match fact {
        FactId::C2 => "Synchronous calls fail or slow down in a traffic spike.",
        FactId::C3 => "The same spike through a queue loses nothing; the work is only later.",
        FactId::C4 => {
            "With a queue between, the producer goes on while the consumer is down, and nothing is lost."
        }
        FactId::Q5 => "What a consumer has not deleted comes back after the visibility timeout.",
        FactId::Q9 => "Standard: best-effort order, at least once; a duplicate can happen.",
        FactId::Q10 => "FIFO: exactly once, in exactly the order sent within each message group.",
        FactId::Q12 => "Messages are sent and stored whether or not the other side is available.",
    }
}

pub(crate) fn measured(measured: Measured) -> String {
    match measured {
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
