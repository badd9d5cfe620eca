//! What is charted of each part, by the names that CloudWatch has for it where it has one.

use cloud::sqs::{QueueKind, QuietGroups};
use cloud::time::SimTime;

use crate::figures::{Figures, GroupFigures, QueueFigures};
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
    /// CloudWatch, of a FIFO queue.
    ApproximateNumberOfGroupsWithInflightMessages,
    /// CloudWatch, of a fair queue: a standard queue that has had messages with a `MessageGroupId`.
    ApproximateNumberOfNoisyGroups,
    /// CloudWatch, of a fair queue.
    ApproximateNumberOfMessagesVisibleInQuietGroups,
    /// CloudWatch, of a fair queue.
    ApproximateNumberOfMessagesNotVisibleInQuietGroups,
    /// CloudWatch, of a fair queue.
    ApproximateNumberOfMessagesDelayedInQuietGroups,
    /// CloudWatch, of a fair queue; in milliseconds here, where CloudWatch has seconds.
    ApproximateAgeOfOldestMessageInQuietGroups,
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

/// Of a queue: of its messages, of which there are so many, and of their groups.
const QUEUE: &[Metric] = &[
    Metric::ApproximateNumberOfMessagesVisible,
    Metric::ApproximateNumberOfMessagesNotVisible,
    Metric::ApproximateNumberOfMessagesDelayed,
    Metric::ApproximateAgeOfOldestMessage,
    Metric::NumberOfMessagesSent,
    Metric::NumberOfMessagesReceived,
    Metric::NumberOfEmptyReceives,
    Metric::NumberOfMessagesDeleted,
    Metric::NumberOfDeduplicatedSentMessages,
    Metric::ApproximateNumberOfGroupsWithInflightMessages,
    Metric::ApproximateNumberOfNoisyGroups,
    Metric::ApproximateNumberOfMessagesVisibleInQuietGroups,
    Metric::ApproximateNumberOfMessagesNotVisibleInQuietGroups,
    Metric::ApproximateNumberOfMessagesDelayedInQuietGroups,
    Metric::ApproximateAgeOfOldestMessageInQuietGroups,
];
const MESSAGES: usize = 9;

impl Metric {
    /// What is charted of such a part. Not every queue has all of these: see [`World::metric`].
    pub fn of(part: &Part) -> &'static [Self] {
        match part {
            Part::Producer(_) => &[Self::Produced, Self::Accepted, Self::GaveUp, Self::Waiting],
            Part::Queue(_) => QUEUE,
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

    /// Of what is charted of a queue of this kind, what tells of its message groups. [`World::metric`] has either all of it
    /// or nothing.
    pub fn of_groups(kind: QueueKind) -> &'static [Self] {
        match kind {
            QueueKind::Fifo => &QUEUE[MESSAGES..=MESSAGES],
            QueueKind::Standard => &QUEUE[MESSAGES + 1..],
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
            | Self::ApproximateNumberOfGroupsWithInflightMessages
            | Self::ApproximateNumberOfNoisyGroups
            | Self::ApproximateNumberOfMessagesVisibleInQuietGroups
            | Self::ApproximateNumberOfMessagesNotVisibleInQuietGroups
            | Self::ApproximateNumberOfMessagesDelayedInQuietGroups
            | Self::ApproximateAgeOfOldestMessageInQuietGroups
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

/// In milliseconds; 0 if there is nothing that has an age.
fn age(since: Option<SimTime>, world: &World) -> u64 {
    since.map_or(0, |since| world.now().since(since).as_millis())
}

fn in_flight_groups(queue: &QueueFigures) -> Option<u64> {
    match queue.groups {
        GroupFigures::InFlight(groups) => Some(groups),
        GroupFigures::None | GroupFigures::Fair(_) => None,
    }
}

fn quiet_groups(queue: &QueueFigures) -> Option<QuietGroups> {
    match queue.groups {
        GroupFigures::Fair(quiet) => Some(quiet),
        GroupFigures::None | GroupFigures::InFlight(_) => None,
    }
}

fn value(figures: &Figures, metric: Metric, world: &World) -> Option<u64> {
    Some(match (figures, metric) {
        (Figures::Queue(queue), metric) => match metric {
            Metric::ApproximateNumberOfMessagesVisible => queue.counts.visible,
            Metric::ApproximateNumberOfMessagesNotVisible => queue.counts.in_flight,
            Metric::ApproximateNumberOfMessagesDelayed => queue.counts.delayed,
            Metric::ApproximateAgeOfOldestMessage => age(queue.oldest, world),
            Metric::NumberOfMessagesSent => queue.counts.sent,
            Metric::NumberOfMessagesReceived => queue.counts.received,
            Metric::NumberOfEmptyReceives => queue.counts.empty_receives,
            Metric::NumberOfMessagesDeleted => queue.counts.delete_calls,
            Metric::NumberOfDeduplicatedSentMessages => queue.counts.deduplicated,
            Metric::ApproximateNumberOfGroupsWithInflightMessages => in_flight_groups(queue)?,
            Metric::ApproximateNumberOfNoisyGroups => quiet_groups(queue)?.noisy_groups,
            Metric::ApproximateNumberOfMessagesVisibleInQuietGroups => quiet_groups(queue)?.visible,
            Metric::ApproximateNumberOfMessagesNotVisibleInQuietGroups => quiet_groups(queue)?.in_flight,
            Metric::ApproximateNumberOfMessagesDelayedInQuietGroups => quiet_groups(queue)?.delayed,
            Metric::ApproximateAgeOfOldestMessageInQuietGroups => age(quiet_groups(queue)?.oldest, world),
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
