//! English: the entries of drop-down fields.

use crate::words::Choice;

pub(super) const fn text(text: Choice) -> &'static str {
    match text {
        Choice::Constant => "constant",
        Choice::Poisson => "at random",
        Choice::Burst => "bursts",
        Choice::Ramp => "ramp",
        Choice::Schedule => "schedule",
        Choice::Trace => "replayed trace",
        Choice::ClockTime => "bursts by the clock",
        Choice::ByHand => "by hand",
        Choice::Minute => "minute",
        Choice::Hour => "hour",
        Choice::Day => "day",
        Choice::Uniform => "between two values",
        Choice::Exponential => "at random, with a mean",
        Choice::ShortPolling => "short polling",
        Choice::LongPolling => "long polling",
        Choice::InTurn => "in turn",
        Choice::AtRandom => "any, at random",
        Choice::ToEach => "all: each gets a message",
        Choice::Delete => "deletes the message",
        Choice::Forget => "forgets to delete",
        Choice::OneByOne => "one after the other",
        Choice::OnePerGroup => "one of each message group",
        Choice::UpTo => "several, whatever their groups",
        Choice::FixedCount => "as many as above",
        Choice::TargetTracking => "by the backlog per worker",
        Choice::NoHeartbeat => "no message",
        Choice::InWork => "the message in work",
        Choice::WholeBatch => "its whole batch",
        Choice::Queue => "queue",
        Choice::MessageGroup => "messageGroup",
        Choice::PerQueue => "perQueue",
        Choice::PerMessageGroupId => "perMessageGroupId",
        Choice::AllowAll => "allowAll",
        Choice::DenyAll => "denyAll",
        Choice::ByQueue => "byQueue",
    }
}
