//! English: what is said under a field where its range does not tell enough.

use crate::words::Hint;

pub(super) const fn text(text: Hint) -> &'static str {
    match text {
        Hint::MaxReceiveCountIdle => "In force once a wire leads to a dead-letter queue",
        Hint::OwnVisibility => "Empty: the VisibilityTimeout of the queue",
        Hint::BodyPlaceholders => {
            "{n} is the number of the message, {group} its group; {n%10}, {n/2}, {n+1}, {random 1..5} and {producer} work too"
        }
        Hint::NoLimit => "Empty: no limit",
        Hint::SeveralTargets => "Where several wires lead out of the producer",
        Hint::PadForCost => "Short bodies are filled up to this; AWS bills by 64 KB",
        Hint::NoGroup => "Empty: no group. g{n%10} makes ten groups, g{n/10} ten messages for each",
        Hint::OwnDeduplication => {
            "For FIFO queues. Empty: each message has its own. {n/2} makes pairs that count as one"
        }
        Hint::NoPoison => "Every n-th message cannot be processed; 0: none",
        Hint::BatchIsOneCall => {
            "To queues. More than 1: SendMessageBatch, which is billed once for each 64 KB of all its messages"
        }
        Hint::LingersForOthers => {
            "The first message of a batch waits so long for others; a full batch goes at once"
        }
        Hint::OnceOnly => "0: one burst only",
        Hint::OncePlayed => "0: once only",
        Hint::ScheduleLines => {
            "A line for each rate, such as 1 min: 100/s. Before the first line nothing is made"
        }
        Hint::TraceLines => {
            "A line for each message: seconds from the beginning, or instants such as 2026-11-20T10:00:12.5Z. Paste or \
             drop a CSV; its first column counts"
        }
        Hint::ByTheClock => {
            "After the full minute, hour or day, UTC. The clock begins with the start of the sketch"
        }
        Hint::DelayStandard => "Applies to messages sent from now on",
        Hint::DelayFifo => "Applies to messages in the queue too",
        Hint::RetentionNow => "Applies to messages in the queue too: a short one expires them at once",
        Hint::WithinABatch => {
            "Of the messages of one batch. Each is deleted when it is done; the next receive follows the last one"
        }
        Hint::SkipsWhatIsDone => {
            "The group remembers what it has worked off: a second delivery is deleted without work"
        }
        Hint::HeartbeatFromNow => "From each heartbeat on; 12 hours since the receive at most",
        Hint::CrashDropsAll => {
            "For each message. The process drops all that it holds, and those messages wait for their visibility timeout"
        }
        Hint::BacklogOfWorker => {
            "The target: ApproximateNumberOfMessagesVisible over running workers. What one may wait over what one takes"
        }
        Hint::OutCooldown => "After scaling out, before more are added",
        Hint::InCooldown => "After scaling out or in, before any is taken away",
        Hint::StartUp => "A new worker counts from the decision on and polls after this",
        Hint::Zones => {
            "Spread evenly over as many Availability Zones; one that is out takes its share with it"
        }
        Hint::WorkGoesOn => "Work goes on even when the caller has given up",
        Hint::JitteredBackoff => "Doubles with each attempt, with full jitter",
        Hint::WaitZero => "0: receives answer at once, long polling off, unless the receiver asks for it",
        Hint::CallsASecond => {
            "300 calls a second of each action for the queue, or for each partition of groups; perMessageGroupId needs DeduplicationScope = messageGroup"
        }
        Hint::HashOfBody => "Two sends of the same body within five minutes count as one",
        Hint::ShortPollMayMiss => {
            "A short poll of a standard queue asks some of its servers only and may miss messages; a long poll asks all"
        }
        Hint::CopyComesBack => {
            "The message comes back once more when its visibility timeout ends. AWS does not say how often that happens"
        }
        Hint::LongPollAsksAll => {
            "Each of eight servers by itself, one is always asked; a long poll asks all. AWS does not say how many it asks"
        }
        Hint::AllowedWhenDrawn => {
            "Whose dead-letter queue this may be; SQS looks when a wire is drawn to it, and what was drawn before goes on"
        }
        Hint::NamesOfQueues => "The name of a queue on each line, 10 at most; empty: no queue",
        Hint::ScopeAfterAMinute => {
            "In a running queue, a change holds for what is sent from a minute later on"
        }
        Hint::ChangesAtOnce => {
            "Changes of attributes apply at once here; at AWS within a minute, retention within 15"
        }
    }
}
