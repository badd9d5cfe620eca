//! What is charted of each part, by the names that CloudWatch has for it where it has one.

use crate::figures::Figures;
use crate::sketch::{Part, PartId};
use crate::world::World;

/// A figure of a part over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// CloudWatch, of a queue.
    ApproximateNumberOfMessagesVisible,
    /// CloudWatch, of a queue.
    ApproximateNumberOfMessagesNotVisible,
    /// CloudWatch, of a queue.
    ApproximateNumberOfMessagesDelayed,
    /// CloudWatch, of a queue; in milliseconds here, where CloudWatch has seconds.
    ApproximateAgeOfOldestMessage,
    /// CloudWatch, of a queue.
    NumberOfMessagesSent,
    /// CloudWatch, of a queue.
    NumberOfMessagesReceived,
    /// CloudWatch, of a queue.
    NumberOfEmptyReceives,
    /// CloudWatch, of a queue.
    NumberOfMessagesDeleted,
    /// CloudWatch, of a FIFO queue.
    NumberOfDeduplicatedSentMessages,
    /// Items that a producer made.
    Produced,
    /// Items of a producer that were accepted.
    Accepted,
    /// Items that a producer gave up.
    GaveUp,
    /// Items of a producer that wait for an answer.
    Waiting,
    /// Workers at work, or places of a server that are taken.
    Busy,
    /// Messages worked off by workers, or requests answered by a server.
    Finished,
    /// Work that failed.
    Failed,
    /// Requests in a server's waiting room.
    InWaitingRoom,
    /// Requests that a server turned away.
    TurnedAway,
    /// Requests that a server worked off for a caller who had gone.
    Late,
}

impl Metric {
    /// What is charted of such a part.
    pub fn of(part: &Part) -> &'static [Self] {
        match part {
            Part::Producer(_) => &[Self::Produced, Self::Accepted, Self::GaveUp, Self::Waiting],
            Part::Queue(_) => &[
                Self::ApproximateNumberOfMessagesVisible,
                Self::ApproximateNumberOfMessagesNotVisible,
                Self::ApproximateNumberOfMessagesDelayed,
                Self::ApproximateAgeOfOldestMessage,
                Self::NumberOfMessagesSent,
                Self::NumberOfMessagesReceived,
                Self::NumberOfEmptyReceives,
                Self::NumberOfMessagesDeleted,
                Self::NumberOfDeduplicatedSentMessages,
            ],
            Part::Workers(_) => &[Self::Busy, Self::Finished, Self::Failed],
            Part::Server(_) => &[
                Self::Busy,
                Self::InWaitingRoom,
                Self::Finished,
                Self::TurnedAway,
                Self::Late,
            ],
        }
    }

    /// Whether it counts what happened, rather than what is there: a chart of it shows how many in each interval.
    pub fn is_count(self) -> bool {
        match self {
            Self::NumberOfMessagesSent
            | Self::NumberOfMessagesReceived
            | Self::NumberOfEmptyReceives
            | Self::NumberOfMessagesDeleted
            | Self::NumberOfDeduplicatedSentMessages
            | Self::Produced
            | Self::Accepted
            | Self::GaveUp
            | Self::Finished
            | Self::Failed
            | Self::TurnedAway
            | Self::Late => true,
            Self::ApproximateNumberOfMessagesVisible
            | Self::ApproximateNumberOfMessagesNotVisible
            | Self::ApproximateNumberOfMessagesDelayed
            | Self::ApproximateAgeOfOldestMessage
            | Self::Waiting
            | Self::Busy
            | Self::InWaitingRoom => false,
        }
    }
}

impl World {
    /// What a metric of a part is now; counts are counted from the start. Nothing if the part has no such metric.
    pub fn metric(&self, part: PartId, metric: Metric) -> Option<u64> {
        value(&self.figures(part)?, metric, self)
    }

    /// All metrics of a part, in the order of [`Metric::of`], for one look at its figures.
    pub(crate) fn metrics(&self, part: PartId) -> impl Iterator<Item = (Metric, u64)> {
        let figures = self.figures(part);
        let metrics = self.sketch().parts.get(&part).map_or(&[][..], Metric::of);
        metrics
            .iter()
            .filter_map(move |&metric| Some((metric, value(figures.as_ref()?, metric, self)?)))
    }
}

fn value(figures: &Figures, metric: Metric, world: &World) -> Option<u64> {
    Some(match (figures, metric) {
        (Figures::Queue(queue), metric) => match metric {
            Metric::ApproximateNumberOfMessagesVisible => queue.counts.visible,
            Metric::ApproximateNumberOfMessagesNotVisible => queue.counts.in_flight,
            Metric::ApproximateNumberOfMessagesDelayed => queue.counts.delayed,
            Metric::ApproximateAgeOfOldestMessage => queue
                .oldest
                .map_or(0, |since| world.now().since(since).as_millis()),
            Metric::NumberOfMessagesSent => queue.counts.sent,
            Metric::NumberOfMessagesReceived => queue.counts.received,
            Metric::NumberOfEmptyReceives => queue.counts.empty_receives,
            Metric::NumberOfMessagesDeleted => queue.counts.delete_calls,
            Metric::NumberOfDeduplicatedSentMessages => queue.counts.deduplicated,
            _ => return None,
        },
        (Figures::Producer(producer), Metric::Produced) => producer.produced,
        (Figures::Producer(producer), Metric::Accepted) => producer.accepted,
        (Figures::Producer(producer), Metric::GaveUp) => producer.gave_up,
        (Figures::Producer(producer), Metric::Waiting) => producer.waiting,
        (Figures::Workers(workers), Metric::Busy) => workers.busy.into(),
        (Figures::Workers(workers), Metric::Finished) => workers.finished,
        (Figures::Workers(workers), Metric::Failed) => workers.failed,
        (Figures::Server(server), Metric::Busy) => server.busy.into(),
        (Figures::Server(server), Metric::InWaitingRoom) => server.waiting.into(),
        (Figures::Server(server), Metric::Finished) => server.served,
        (Figures::Server(server), Metric::TurnedAway) => server.turned_away,
        (Figures::Server(server), Metric::Late) => server.late,
        _ => return None,
    })
}
