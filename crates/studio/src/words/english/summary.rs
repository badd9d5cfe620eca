//! English: the second line of a card.

use cloud::sqs::QueueKind;
use sim::{AfterWork, DurationLaw, Part, Pattern, Polling, Producer, Queue, Server, Workers};

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
    match producer.pattern {
        Pattern::Constant { rate } => format!("{} steadily", short(rate.into())),
        Pattern::Poisson { rate } => format!("{} at random", short(rate.into())),
        Pattern::Burst {
            count, first, every, ..
        } if every.is_zero() => {
            format!("burst {} at {}", number(count.into()), short(first.into()))
        }
        Pattern::Burst { count, every, .. } => {
            format!("burst {} every {}", number(count.into()), short(every.into()))
        }
        Pattern::ByHand => "by hand".to_owned(),
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
        (AfterWork::Delete, Polling::Long { wait_time_seconds }) => {
            format!("{count} · long poll {wait_time_seconds} s")
        }
        (AfterWork::Delete, Polling::Short { .. }) => format!("{count} · short poll"),
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
