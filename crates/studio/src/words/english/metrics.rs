//! English: metrics. CloudWatch's own names are kept.

use cloud::time::SimDuration;
use sim::Metric;

use super::numbers::{number, short};

pub(crate) const fn name(metric: Metric) -> &'static str {
    match metric {
        Metric::ApproximateNumberOfMessagesVisible => "ApproximateNumberOfMessagesVisible",
        Metric::ApproximateNumberOfMessagesNotVisible => "ApproximateNumberOfMessagesNotVisible",
        Metric::ApproximateNumberOfMessagesDelayed => "ApproximateNumberOfMessagesDelayed",
        Metric::ApproximateAgeOfOldestMessage => "ApproximateAgeOfOldestMessage",
        Metric::NumberOfMessagesSent => "NumberOfMessagesSent",
        Metric::NumberOfMessagesReceived => "NumberOfMessagesReceived",
        Metric::NumberOfEmptyReceives => "NumberOfEmptyReceives",
        Metric::NumberOfMessagesDeleted => "NumberOfMessagesDeleted",
        Metric::NumberOfDeduplicatedSentMessages => "NumberOfDeduplicatedSentMessages",
        Metric::ApproximateNumberOfGroupsWithInflightMessages => {
            "ApproximateNumberOfGroupsWithInflightMessages"
        }
        Metric::ApproximateNumberOfNoisyGroups => "ApproximateNumberOfNoisyGroups",
        Metric::ApproximateNumberOfMessagesVisibleInQuietGroups => {
            "ApproximateNumberOfMessagesVisibleInQuietGroups"
        }
        Metric::ApproximateNumberOfMessagesNotVisibleInQuietGroups => {
            "ApproximateNumberOfMessagesNotVisibleInQuietGroups"
        }
        Metric::ApproximateNumberOfMessagesDelayedInQuietGroups => {
            "ApproximateNumberOfMessagesDelayedInQuietGroups"
        }
        Metric::ApproximateAgeOfOldestMessageInQuietGroups => "ApproximateAgeOfOldestMessageInQuietGroups",
        Metric::Produced => "Produced",
        Metric::Accepted => "Accepted",
        Metric::GaveUp => "Given up",
        Metric::Waiting => "Not yet accepted",
        Metric::Busy => "Busy",
        Metric::Finished => "Finished",
        Metric::Failed => "Failed",
        Metric::InWaitingRoom => "In the waiting room",
        Metric::TurnedAway => "Turned away",
        Metric::Late => "Finished too late",
    }
}

pub(crate) fn value(metric: Metric, value: u64) -> String {
    match metric {
        Metric::ApproximateAgeOfOldestMessage | Metric::ApproximateAgeOfOldestMessageInQuietGroups => {
            short(SimDuration::from_secs(value / 1_000).into())
        }
        _ => number(value),
    }
}
