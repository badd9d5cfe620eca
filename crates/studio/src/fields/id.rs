//! Every setting that the inspector can show.

/// A setting of a part or of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each is named as in the sketch; the words say the rest"
)]
pub enum FieldId {
    Pattern,
    Rate,
    BurstBase,
    BurstCount,
    BurstOver,
    BurstFirst,
    BurstEvery,
    RampFrom,
    RampTo,
    RampOver,
    Schedule,
    ScheduleEvery,
    Trace,
    TraceEvery,
    ClockPeriod,
    ClockAt,
    Limit,
    Spread,
    Body,
    PadTo,
    Group,
    Deduplication,
    PoisonEvery,
    MessagesPerCall,
    Linger,

    Count,
    Polling,
    Pause,
    WaitTimeSeconds,
    MaxNumberOfMessages,
    ReceiveVisibilityTimeout,
    Failure,
    After,
    Concurrency,
    AtOnce,
    Idempotent,
    Heartbeat,
    HeartbeatInterval,
    HeartbeatTimeout,
    Crash,
    Restart,
    Scaling,
    MinWorkers,
    MaxWorkers,
    BacklogPerWorker,
    Period,
    OutCooldown,
    InCooldown,
    StartUp,
    Zones,

    Capacity,
    WaitingRoom,

    Timeout,
    Attempts,
    Backoff,

    DelaySeconds,
    MaximumMessageSize,
    MessageRetentionPeriod,
    ReceiveMessageWaitTimeSeconds,
    VisibilityTimeout,
    MaxReceiveCount,
    RedriveAllowPolicy,
    SourceQueues,
    ContentBasedDeduplication,
    DeduplicationScope,
    FifoThroughputLimit,
    MissedDeletes,
    UnaskedServers,

    Law(Law),
    Time(Law),
    TimeMin(Law),
    TimeMax(Law),
    Loss(Way),
}

/// Which duration of a part or link is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Law {
    /// How long workers process a message.
    Processing,
    /// How long a server works on a request.
    Service,
    /// The latency of a link.
    Latency(Way),
}

/// A direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// With the arrow.
    Forward,
    /// Against the arrow.
    Backward,
}

impl Way {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Forward, Self::Backward];
}

impl FieldId {
    /// Every setting.
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Pattern,
            Self::Rate,
            Self::BurstBase,
            Self::BurstCount,
            Self::BurstOver,
            Self::BurstFirst,
            Self::BurstEvery,
            Self::RampFrom,
            Self::RampTo,
            Self::RampOver,
            Self::Schedule,
            Self::ScheduleEvery,
            Self::Trace,
            Self::TraceEvery,
            Self::ClockPeriod,
            Self::ClockAt,
            Self::Limit,
            Self::Spread,
            Self::Body,
            Self::PadTo,
            Self::Group,
            Self::Deduplication,
            Self::PoisonEvery,
            Self::MessagesPerCall,
            Self::Linger,
            Self::Count,
            Self::Polling,
            Self::Pause,
            Self::WaitTimeSeconds,
            Self::MaxNumberOfMessages,
            Self::ReceiveVisibilityTimeout,
            Self::Failure,
            Self::After,
            Self::Concurrency,
            Self::AtOnce,
            Self::Idempotent,
            Self::Heartbeat,
            Self::HeartbeatInterval,
            Self::HeartbeatTimeout,
            Self::Crash,
            Self::Restart,
            Self::Scaling,
            Self::MinWorkers,
            Self::MaxWorkers,
            Self::BacklogPerWorker,
            Self::Period,
            Self::OutCooldown,
            Self::InCooldown,
            Self::StartUp,
            Self::Zones,
            Self::Capacity,
            Self::WaitingRoom,
            Self::Timeout,
            Self::Attempts,
            Self::Backoff,
            Self::DelaySeconds,
            Self::MaximumMessageSize,
            Self::MessageRetentionPeriod,
            Self::ReceiveMessageWaitTimeSeconds,
            Self::VisibilityTimeout,
            Self::MaxReceiveCount,
            Self::RedriveAllowPolicy,
            Self::SourceQueues,
            Self::ContentBasedDeduplication,
            Self::DeduplicationScope,
            Self::FifoThroughputLimit,
            Self::MissedDeletes,
            Self::UnaskedServers,
            Self::Loss(Way::Forward),
            Self::Loss(Way::Backward),
        ];
        for law in [
            Law::Processing,
            Law::Service,
            Law::Latency(Way::Forward),
            Law::Latency(Way::Backward),
        ] {
            all.extend([
                Self::Law(law),
                Self::Time(law),
                Self::TimeMin(law),
                Self::TimeMax(law),
            ]);
        }
        all
    }

    /// A stable text for element ids and messages of the page: letters, digits and hyphens.
    pub fn key(self) -> String {
        let mut key = String::new();
        for c in format!("{self:?}").chars() {
            match c {
                'A'..='Z' => {
                    if !key.is_empty() && !key.ends_with('-') {
                        key.push('-');
                    }
                    key.push(c.to_ascii_lowercase());
                }
                '(' => key.push('-'),
                ')' => {}
                _ => key.push(c),
            }
        }
        key
    }
}
