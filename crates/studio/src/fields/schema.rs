//! The list of fields that the inspector shows for a part or a link.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cloud::sqs::{MAX_REDRIVE_SOURCES, QueueKind};
use sim::{Link, Part, PartId};

use crate::amount::Unit;
use crate::catalog::{PartKind, default_link};
use crate::fields::id::{FieldId, Law, Way};
use crate::fields::limits::{Limits, characters, limits};
use crate::fields::lines::{MAX_ARRIVALS, MAX_STEPS, schedule_text, trace_text};
use crate::fields::pick::choices;
use crate::fields::slot::{self, Slot};
use crate::fields::sources::{self, sources_text};
use crate::words::{FieldGroup, Hint, Language, Sentence, amount_short, say};

/// One row of the inspector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which setting.
    pub id: FieldId,
    /// Under which heading.
    pub group: FieldGroup,
    /// Its name: AWS's where AWS has one.
    pub name: Cow<'static, str>,
    /// Its range and its default, `0 s–12 h · default 30 s`; may be empty.
    pub help: String,
    /// How it is edited.
    pub kind: FieldKind,
    /// What it is, as [`crate::fields::set`] takes it.
    pub value: String,
    /// What it would be by default, if that is known.
    pub default: Option<String>,
    /// What else there is to know.
    pub hint: Option<Cow<'static, str>>,
}

/// How a field is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A figure with a unit.
    Figure {
        /// In what it is counted.
        unit: Unit,
        /// Whether it may be empty.
        optional: bool,
    },
    /// One of these: the key to set it by, and its name.
    Choice(Vec<(&'static str, Cow<'static, str>)>),
    /// On or off: `true` or `false`.
    Toggle,
    /// An entry on each line, at most this many.
    Lines {
        /// The most lines.
        limit: usize,
    },
    /// Free text of at most this many characters.
    Text {
        /// The most characters.
        limit: usize,
    },
}

/// What the fields of a part depend on beside the part.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// Whether a link leads from this queue to a dead-letter queue.
    pub has_dead_letter_queue: bool,
    /// What parts are called.
    pub names: Option<&'a BTreeMap<PartId, String>>,
}

/// The fields of `part`, in the order shown.
pub fn of_part(language: Language, part: &Part, context: Context<'_>) -> Vec<Field> {
    let (mut part, mut default) = (part.clone(), PartKind::of(part).part());
    let fields: Vec<(FieldGroup, FieldId)> = match &part {
        Part::Producer(_) => PRODUCER.to_vec(),
        Part::Queue(queue) if queue.kind == QueueKind::Fifo => QUEUE.iter().chain(FIFO).copied().collect(),
        Part::Queue(_) => QUEUE.iter().chain(STANDARD).copied().collect(),
        Part::Workers(_) => WORKERS.to_vec(),
        Part::Server(_) => SERVER.to_vec(),
    };
    let fifo = PartKind::of(&part) == PartKind::SqsFifo;
    let row = |(group, id)| {
        let default = slot::of_part(&mut default, id).map(|slot| shown(language, &slot, id));
        let mut field = field(language, group, id, slot::of_part(&mut part, id)?, default);
        if let (FieldId::SourceQueues, Some(names)) = (id, context.names) {
            field.value = sources::named(names, &field.value);
        }
        field.hint = hint(id, context, fifo).map(|hint| say(language, hint));
        Some(field)
    };
    fields.into_iter().filter_map(row).collect()
}

/// The fields of `link`, in the order shown.
pub fn of_link(language: Language, link: &Link) -> Vec<Field> {
    let (mut link, mut default) = (*link, default_link(link.from, link.to));
    let mut rows = Vec::new();
    for (group, way) in [
        (FieldGroup::Forward, Way::Forward),
        (FieldGroup::Backward, Way::Backward),
    ] {
        let law = Law::Latency(way);
        for id in [
            FieldId::Law(law),
            FieldId::Time(law),
            FieldId::TimeMin(law),
            FieldId::TimeMax(law),
            FieldId::Loss(way),
        ] {
            let default = slot::of_link(&mut default, id).map(|slot| shown(language, &slot, id));
            rows.extend(slot::of_link(&mut link, id).map(|slot| field(language, group, id, slot, default)));
        }
    }
    rows
}

fn field(
    language: Language,
    group: FieldGroup,
    id: FieldId,
    slot: Slot<'_>,
    default: Option<String>,
) -> Field {
    let kind = match (choices(&slot), &slot, limits(id)) {
        (Some((offered, _)), ..) => FieldKind::Choice(
            offered
                .iter()
                .map(|choice| (choice.key(), say(language, *choice)))
                .collect(),
        ),
        (_, Slot::Toggle(_), _) => FieldKind::Toggle,
        (_, _, Some(limits)) => FieldKind::Figure {
            unit: limits.min.unit,
            optional: slot.is_optional(),
        },
        (_, Slot::Schedule(_), _) => FieldKind::Lines { limit: MAX_STEPS },
        (_, Slot::Trace(_), _) => FieldKind::Lines { limit: MAX_ARRIVALS },
        (_, Slot::Sources(_), _) => FieldKind::Lines {
            limit: MAX_REDRIVE_SOURCES,
        },
        (_, Slot::Template(kind, _), _) => FieldKind::Text {
            limit: *characters(*kind).end(),
        },
        _ => unreachable!("every other setting is a figure"),
    };
    Field {
        id,
        group,
        name: say(language, id),
        help: help(language, id, default.as_deref()),
        kind,
        value: shown(language, &slot, id),
        default,
        hint: None,
    }
}

/// A setting as it stands in its field.
pub(crate) fn shown(language: Language, slot: &Slot<'_>, id: FieldId) -> String {
    if let Some((_, picked)) = choices(slot) {
        return picked.key().to_owned();
    }
    match slot {
        Slot::Toggle(on) => on.to_string(),
        Slot::Template(_, text) => text.to_string(),
        Slot::Schedule(schedule) => schedule_text(language, schedule),
        Slot::Trace(trace) => trace_text(trace),
        Slot::Sources(sources) => sources_text(sources),
        slot => slot
            .amount(id)
            .map_or_else(String::new, |amount| amount_short(language, amount)),
    }
}

/// A setting as it stands in a sentence.
pub(crate) fn told(language: Language, slot: &Slot<'_>, id: FieldId) -> String {
    match (choices(slot), slot) {
        (Some((_, picked)), _) => say(language, picked).into_owned(),
        (None, Slot::Schedule(schedule)) => {
            let steps = schedule.steps().len() as u64;
            say(language, Sentence::Steps { steps }).into_owned()
        }
        (None, Slot::Trace(trace)) => {
            let arrivals = trace.arrivals().len() as u64;
            say(language, Sentence::Arrivals { arrivals }).into_owned()
        }
        (None, Slot::Sources(sources)) => {
            let queues = sources.len() as u64;
            say(language, Sentence::Queues { queues }).into_owned()
        }
        (None, slot) => shown(language, slot, id),
    }
}

fn help(language: Language, id: FieldId, default: Option<&str>) -> String {
    let Some(Limits { min, max }) = limits(id) else {
        return String::new();
    };
    crate::words::range_and_default(language, min, max, default.filter(|default| !default.is_empty()))
}

const fn hint(id: FieldId, context: Context<'_>, fifo: bool) -> Option<Hint> {
    Some(match id {
        FieldId::MaxReceiveCount if !context.has_dead_letter_queue => Hint::MaxReceiveCountIdle,
        FieldId::RedriveAllowPolicy => Hint::AllowedWhenDrawn,
        FieldId::SourceQueues => Hint::NamesOfQueues,
        FieldId::ReceiveVisibilityTimeout => Hint::OwnVisibility,
        FieldId::Body => Hint::BodyPlaceholders,
        FieldId::Limit => Hint::NoLimit,
        FieldId::Spread => Hint::SeveralTargets,
        FieldId::PadTo => Hint::PadForCost,
        FieldId::Group => Hint::NoGroup,
        FieldId::Deduplication => Hint::OwnDeduplication,
        FieldId::PoisonEvery => Hint::NoPoison,
        FieldId::MessagesPerCall => Hint::BatchIsOneCall,
        FieldId::Linger => Hint::LingersForOthers,
        FieldId::BurstEvery => Hint::OnceOnly,
        FieldId::Schedule => Hint::ScheduleLines,
        FieldId::Trace => Hint::TraceLines,
        FieldId::ScheduleEvery | FieldId::TraceEvery => Hint::OncePlayed,
        FieldId::ClockAt => Hint::ByTheClock,
        FieldId::DelaySeconds if fifo => Hint::DelayFifo,
        FieldId::DelaySeconds => Hint::DelayStandard,
        FieldId::MessageRetentionPeriod => Hint::RetentionNow,
        FieldId::Concurrency => Hint::WithinABatch,
        FieldId::Idempotent => Hint::SkipsWhatIsDone,
        FieldId::HeartbeatTimeout => Hint::HeartbeatFromNow,
        FieldId::Crash => Hint::CrashDropsAll,
        FieldId::BacklogPerWorker => Hint::BacklogOfWorker,
        FieldId::OutCooldown => Hint::OutCooldown,
        FieldId::InCooldown => Hint::InCooldown,
        FieldId::StartUp => Hint::StartUp,
        FieldId::Zones => Hint::Zones,
        FieldId::Polling => Hint::ShortPollMayMiss,
        FieldId::MissedDeletes => Hint::CopyComesBack,
        FieldId::UnaskedServers => Hint::LongPollAsksAll,
        FieldId::MaximumMessageSize => Hint::ChangesAtOnce,
        FieldId::WaitingRoom => Hint::WorkGoesOn,
        FieldId::Backoff => Hint::JitteredBackoff,
        FieldId::ReceiveMessageWaitTimeSeconds => Hint::WaitZero,
        FieldId::ContentBasedDeduplication => Hint::HashOfBody,
        FieldId::DeduplicationScope => Hint::ScopeAfterAMinute,
        FieldId::FifoThroughputLimit => Hint::CallsASecond,
        _ => return None,
    })
}

type Rows = &'static [(FieldGroup, FieldId)];

const PRODUCER: Rows = &[
    (FieldGroup::Pattern, FieldId::Pattern),
    (FieldGroup::Pattern, FieldId::Rate),
    (FieldGroup::Pattern, FieldId::RampFrom),
    (FieldGroup::Pattern, FieldId::RampTo),
    (FieldGroup::Pattern, FieldId::RampOver),
    (FieldGroup::Pattern, FieldId::Schedule),
    (FieldGroup::Pattern, FieldId::ScheduleEvery),
    (FieldGroup::Pattern, FieldId::Trace),
    (FieldGroup::Pattern, FieldId::TraceEvery),
    (FieldGroup::Pattern, FieldId::BurstBase),
    (FieldGroup::Pattern, FieldId::BurstCount),
    (FieldGroup::Pattern, FieldId::BurstOver),
    (FieldGroup::Pattern, FieldId::BurstFirst),
    (FieldGroup::Pattern, FieldId::BurstEvery),
    (FieldGroup::Pattern, FieldId::ClockPeriod),
    (FieldGroup::Pattern, FieldId::ClockAt),
    (FieldGroup::Pattern, FieldId::Limit),
    (FieldGroup::Pattern, FieldId::Spread),
    (FieldGroup::Message, FieldId::Body),
    (FieldGroup::Message, FieldId::PadTo),
    (FieldGroup::Message, FieldId::Group),
    (FieldGroup::Message, FieldId::Deduplication),
    (FieldGroup::Message, FieldId::PoisonEvery),
    (FieldGroup::Calls, FieldId::MessagesPerCall),
    (FieldGroup::Calls, FieldId::Linger),
    (FieldGroup::Calls, FieldId::Timeout),
    (FieldGroup::Calls, FieldId::Attempts),
    (FieldGroup::Calls, FieldId::Backoff),
];

const WORKERS: Rows = &[
    (FieldGroup::Work, FieldId::Count),
    (FieldGroup::Work, FieldId::Zones),
    (FieldGroup::Work, FieldId::Law(Law::Processing)),
    (FieldGroup::Work, FieldId::Time(Law::Processing)),
    (FieldGroup::Work, FieldId::TimeMin(Law::Processing)),
    (FieldGroup::Work, FieldId::TimeMax(Law::Processing)),
    (FieldGroup::Work, FieldId::Concurrency),
    (FieldGroup::Work, FieldId::AtOnce),
    (FieldGroup::Work, FieldId::After),
    (FieldGroup::Work, FieldId::Idempotent),
    (FieldGroup::Failures, FieldId::Failure),
    (FieldGroup::Failures, FieldId::Crash),
    (FieldGroup::Failures, FieldId::Restart),
    (FieldGroup::Scaling, FieldId::Scaling),
    (FieldGroup::Scaling, FieldId::MinWorkers),
    (FieldGroup::Scaling, FieldId::MaxWorkers),
    (FieldGroup::Scaling, FieldId::BacklogPerWorker),
    (FieldGroup::Scaling, FieldId::Period),
    (FieldGroup::Scaling, FieldId::OutCooldown),
    (FieldGroup::Scaling, FieldId::InCooldown),
    (FieldGroup::Scaling, FieldId::StartUp),
    (FieldGroup::Heartbeat, FieldId::Heartbeat),
    (FieldGroup::Heartbeat, FieldId::HeartbeatInterval),
    (FieldGroup::Heartbeat, FieldId::HeartbeatTimeout),
    (FieldGroup::Polling, FieldId::Polling),
    (FieldGroup::Polling, FieldId::WaitTimeSeconds),
    (FieldGroup::Polling, FieldId::Pause),
    (FieldGroup::Polling, FieldId::MaxNumberOfMessages),
    (FieldGroup::Polling, FieldId::ReceiveVisibilityTimeout),
    (FieldGroup::Calls, FieldId::Timeout),
    (FieldGroup::Calls, FieldId::Attempts),
    (FieldGroup::Calls, FieldId::Backoff),
];

const SERVER: Rows = &[
    (FieldGroup::Capacity, FieldId::Capacity),
    (FieldGroup::Capacity, FieldId::WaitingRoom),
    (FieldGroup::Capacity, FieldId::Zones),
    (FieldGroup::Work, FieldId::Law(Law::Service)),
    (FieldGroup::Work, FieldId::Time(Law::Service)),
    (FieldGroup::Work, FieldId::TimeMin(Law::Service)),
    (FieldGroup::Work, FieldId::TimeMax(Law::Service)),
    (FieldGroup::Calls, FieldId::Timeout),
    (FieldGroup::Calls, FieldId::Attempts),
    (FieldGroup::Calls, FieldId::Backoff),
    (FieldGroup::Failures, FieldId::Restart),
];

const QUEUE: Rows = &[
    (FieldGroup::Attributes, FieldId::VisibilityTimeout),
    (FieldGroup::Attributes, FieldId::MessageRetentionPeriod),
    (FieldGroup::Attributes, FieldId::DelaySeconds),
    (FieldGroup::Attributes, FieldId::ReceiveMessageWaitTimeSeconds),
    (FieldGroup::Attributes, FieldId::MaximumMessageSize),
    (FieldGroup::Redrive, FieldId::MaxReceiveCount),
    (FieldGroup::Redrive, FieldId::RedriveAllowPolicy),
    (FieldGroup::Redrive, FieldId::SourceQueues),
];

const STANDARD: Rows = &[
    (FieldGroup::AtLeastOnce, FieldId::MissedDeletes),
    (FieldGroup::AtLeastOnce, FieldId::UnaskedServers),
];

const FIFO: Rows = &[
    (FieldGroup::Fifo, FieldId::ContentBasedDeduplication),
    (FieldGroup::Fifo, FieldId::DeduplicationScope),
    (FieldGroup::Fifo, FieldId::FifoThroughputLimit),
];
