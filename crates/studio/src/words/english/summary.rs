//! English: the second line of a card.

use cloud::sqs::QueueKind;
use cloud::time::SimDuration;
use sim::{AfterWork, DurationLaw, Part, Pattern, Period, Polling, Producer, Queue, Server, Workers};

use super::numbers::{number, short};
use super::sentences::counted;

pub(crate) fn summary(part: &Part) -> String {
    match part {
        Part::Producer(producer) => of_producer(producer),
        Part::Queue(queue) => of_queue(queue),
        Part::Workers(workers) => of_workers(workers),
        Part::Server(server) => of_server(server),
    }
}

fn of_producer(producer: &Producer) -> String {
    match &producer.pattern {
        Pattern::Constant { rate } => format!("{} steadily", short((*rate).into())),
        Pattern::Poisson { rate } => format!("{} at random", short((*rate).into())),
        Pattern::Burst {
            count, first, every, ..
        } if every.is_zero() => {
            format!("burst {} at {}", number((*count).into()), short((*first).into()))
        }
        Pattern::Burst { count, every, .. } => {
            format!(
                "burst {} every {}",
                number((*count).into()),
                short((*every).into())
            )
        }
        Pattern::Ramp { from, to, over } => format!(
            "{} to {} in {}",
            short((*from).into()),
            short((*to).into()),
            short((*over).into())
        ),
        Pattern::Schedule { schedule, .. } => counted(schedule.steps().len() as u64, "rate"),
        Pattern::Trace { trace, .. } => format!("replays {}", number(trace.arrivals().len() as u64)),
        Pattern::ClockTime {
            count, period, at, ..
        } => format!("burst {} {}", number((*count).into()), clock_time(*period, *at)),
        Pattern::ByHand => "by hand".to_owned(),
    }
}

/// `every hour`, `every day at 02:30`.
fn clock_time(period: Period, at: SimDuration) -> String {
    let minutes = at.as_secs() / 60;
    match (period, at.is_zero()) {
        (Period::Minute, true) => "every minute".to_owned(),
        (Period::Minute, false) => format!("every minute + {}", short(at.into())),
        (Period::Hour, true) => "every hour".to_owned(),
        (Period::Hour, false) => format!("every hour + {}", short(at.into())),
        (Period::Day, _) => format!("daily at {:02}:{:02}", minutes / 60, minutes % 60),
    }
}

fn of_queue(queue: &Queue) -> String {
    let kind = match queue.kind {
        QueueKind::Standard => "SQS standard",
        QueueKind::Fifo => "SQS FIFO",
    };
    format!(
        "{kind} · visibility {}",
        short(crate::amount::Amount::seconds(queue.visibility_timeout.into()))
    )
}

fn of_workers(workers: &Workers) -> String {
    let count = counted(workers.count.into(), "worker");
    match (workers.after, workers.polling) {
        (AfterWork::Forget, _) => format!("{count} · forget to delete"),
        (AfterWork::Delete, Polling::Long { .. }) => format!("{count} · long polls"),
        (AfterWork::Delete, Polling::Short { .. }) => format!("{count} · short polls"),
    }
}

fn of_server(server: &Server) -> String {
    format!(
        "{} at once · {} each",
        number(server.capacity.into()),
        law(server.service)
    )
}

fn law(law: DurationLaw) -> String {
    match law {
        DurationLaw::Constant(time) => short(time.into()),
        DurationLaw::Uniform { min, max } => format!("{}–{}", short(min.into()), short(max.into())),
        DurationLaw::Exponential { mean } => format!("about {}", short(mean.into())),
    }
}
