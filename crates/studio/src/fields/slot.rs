//! Where a setting is kept: one accessor for reading, setting and checking.

use std::rc::Rc;

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::SimDuration;
use sim::template::TemplateKind;
use sim::{
    AfterWork, CallPolicy, Chance, Concurrency, Direction, DurationLaw, Heartbeat, Link, Part, PartId,
    Pattern, Period, Polling, Producer, Queue, Rate, RedriveAllow, Scaling, Schedule, Server, Spread, Trace,
    Workers,
};

use crate::fields::id::{FieldId, Law, Way};

/// A setting in its place.
pub(crate) enum Slot<'a> {
    Small(&'a mut u32),
    OptionalSmall(&'a mut Option<u32>),
    OptionalLarge(&'a mut Option<u64>),
    Duration(&'a mut SimDuration),
    Rate(&'a mut Rate),
    Chance(&'a mut Chance),
    Toggle(&'a mut bool),
    Template(TemplateKind, &'a mut Rc<str>),
    Spread(&'a mut Spread),
    Pattern(&'a mut Pattern),
    Schedule(&'a mut Schedule),
    Trace(&'a mut Trace),
    Period(&'a mut Period),
    Law(&'a mut DurationLaw),
    Polling(&'a mut Polling),
    After(&'a mut AfterWork),
    Concurrency(&'a mut Concurrency),
    Heartbeat(&'a mut Option<Heartbeat>),
    Scaling(&'a mut Option<Scaling>),
    Scope(&'a mut DeduplicationScope),
    Throughput(&'a mut FifoThroughputLimit),
    RedriveAllow(&'a mut RedriveAllow),
    Sources(&'a mut Rc<[PartId]>),
}

/// The place of `field` in `part`, if the part has it as it now is.
pub(crate) fn of_part(part: &mut Part, field: FieldId) -> Option<Slot<'_>> {
    match part {
        Part::Producer(producer) => of_producer(producer, field),
        Part::Queue(queue) => of_queue(queue, field),
        Part::Workers(workers) => of_workers(workers, field),
        Part::Server(server) => of_server(server, field),
    }
}

/// The place of `field` in `link`.
pub(crate) fn of_link(link: &mut Link, field: FieldId) -> Option<Slot<'_>> {
    let (FieldId::Law(Law::Latency(way))
    | FieldId::Time(Law::Latency(way))
    | FieldId::TimeMin(Law::Latency(way))
    | FieldId::TimeMax(Law::Latency(way))
    | FieldId::Loss(way)) = field
    else {
        return None;
    };
    let direction: &mut Direction = match way {
        Way::Forward => &mut link.forward,
        Way::Backward => &mut link.backward,
    };
    match field {
        FieldId::Loss(_) => Some(Slot::Chance(&mut direction.loss)),
        _ => of_law(&mut direction.latency, field),
    }
}

fn of_producer(producer: &mut Producer, field: FieldId) -> Option<Slot<'_>> {
    Some(match field {
        FieldId::Pattern => Slot::Pattern(&mut producer.pattern),
        FieldId::Limit => Slot::OptionalLarge(&mut producer.limit),
        FieldId::Spread => Slot::Spread(&mut producer.spread),
        FieldId::Body => Slot::Template(TemplateKind::Body, &mut producer.body),
        FieldId::PadTo => Slot::Small(&mut producer.pad_to),
        FieldId::Group => Slot::Template(TemplateKind::Group, &mut producer.group),
        FieldId::Deduplication => Slot::Template(TemplateKind::Deduplication, &mut producer.deduplication),
        FieldId::PoisonEvery => Slot::Small(&mut producer.poison_every),
        FieldId::MessagesPerCall => Slot::Small(&mut producer.batches.messages),
        FieldId::Linger => Slot::Duration(&mut producer.batches.linger),
        FieldId::Timeout | FieldId::Attempts | FieldId::Backoff => {
            return of_calls(&mut producer.calls, field);
        }
        _ => return of_pattern(&mut producer.pattern, field),
    })
}

fn of_pattern(pattern: &mut Pattern, field: FieldId) -> Option<Slot<'_>> {
    Some(match (pattern, field) {
        (Pattern::Constant { rate } | Pattern::Poisson { rate }, FieldId::Rate) => Slot::Rate(rate),
        (Pattern::Burst { base, .. } | Pattern::ClockTime { base, .. }, FieldId::BurstBase) => {
            Slot::Rate(base)
        }
        (Pattern::Burst { count, .. } | Pattern::ClockTime { count, .. }, FieldId::BurstCount) => {
            Slot::Small(count)
        }
        (Pattern::Burst { over, .. } | Pattern::ClockTime { over, .. }, FieldId::BurstOver) => {
            Slot::Duration(over)
        }
        (Pattern::Burst { first, .. }, FieldId::BurstFirst) => Slot::Duration(first),
        (Pattern::Burst { every, .. }, FieldId::BurstEvery) => Slot::Duration(every),
        (Pattern::Ramp { from, .. }, FieldId::RampFrom) => Slot::Rate(from),
        (Pattern::Ramp { to, .. }, FieldId::RampTo) => Slot::Rate(to),
        (Pattern::Ramp { over, .. }, FieldId::RampOver) => Slot::Duration(over),
        (Pattern::Schedule { schedule, .. }, FieldId::Schedule) => Slot::Schedule(schedule),
        (Pattern::Schedule { every, .. }, FieldId::ScheduleEvery) => Slot::Duration(every),
        (Pattern::Trace { trace, .. }, FieldId::Trace) => Slot::Trace(trace),
        (Pattern::Trace { every, .. }, FieldId::TraceEvery) => Slot::Duration(every),
        (Pattern::ClockTime { period, .. }, FieldId::ClockPeriod) => Slot::Period(period),
        (Pattern::ClockTime { at, .. }, FieldId::ClockAt) => Slot::Duration(at),
        _ => return None,
    })
}

fn of_calls(calls: &mut CallPolicy, field: FieldId) -> Option<Slot<'_>> {
    Some(match field {
        FieldId::Timeout => Slot::Duration(&mut calls.timeout),
        FieldId::Attempts => Slot::Small(&mut calls.attempts),
        FieldId::Backoff => Slot::Duration(&mut calls.backoff),
        _ => return None,
    })
}

fn of_queue(queue: &mut Queue, field: FieldId) -> Option<Slot<'_>> {
    let fifo = queue.kind == QueueKind::Fifo;
    Some(match field {
        FieldId::DelaySeconds => Slot::Small(&mut queue.delay_seconds),
        FieldId::MaximumMessageSize => Slot::Small(&mut queue.maximum_message_size),
        FieldId::MessageRetentionPeriod => Slot::Small(&mut queue.message_retention_period),
        FieldId::ReceiveMessageWaitTimeSeconds => Slot::Small(&mut queue.receive_message_wait_time_seconds),
        FieldId::VisibilityTimeout => Slot::Small(&mut queue.visibility_timeout),
        FieldId::MaxReceiveCount => Slot::Small(&mut queue.max_receive_count),
        FieldId::RedriveAllowPolicy => Slot::RedriveAllow(&mut queue.redrive_allow),
        FieldId::SourceQueues => match &mut queue.redrive_allow {
            RedriveAllow::ByQueue(sources) => Slot::Sources(sources),
            RedriveAllow::All | RedriveAllow::None => return None,
        },
        FieldId::ContentBasedDeduplication if fifo => Slot::Toggle(&mut queue.content_based_deduplication),
        FieldId::DeduplicationScope if fifo => Slot::Scope(&mut queue.deduplication_scope),
        FieldId::MissedDeletes if !fifo => Slot::Chance(&mut queue.missed_deletes),
        FieldId::UnaskedServers if !fifo => Slot::Chance(&mut queue.unasked_servers),
        FieldId::FifoThroughputLimit if fifo => Slot::Throughput(&mut queue.fifo_throughput_limit),
        _ => return None,
    })
}

fn of_workers(workers: &mut Workers, field: FieldId) -> Option<Slot<'_>> {
    Some(match (field, &mut workers.polling) {
        (FieldId::Count, _) => Slot::Small(&mut workers.count),
        (FieldId::Polling, polling) => Slot::Polling(polling),
        (FieldId::Pause, Polling::Short { pause }) => Slot::Duration(pause),
        (FieldId::WaitTimeSeconds, Polling::Long { wait_time_seconds }) => Slot::Small(wait_time_seconds),
        (FieldId::MaxNumberOfMessages, _) => Slot::Small(&mut workers.batch),
        (FieldId::ReceiveVisibilityTimeout, _) => Slot::OptionalSmall(&mut workers.visibility_timeout),
        (FieldId::Failure, _) => Slot::Chance(&mut workers.failure),
        (FieldId::After, _) => Slot::After(&mut workers.after),
        (FieldId::Concurrency, _) => Slot::Concurrency(&mut workers.concurrency),
        (FieldId::AtOnce, _) => match &mut workers.concurrency {
            Concurrency::UpTo(most) => Slot::Small(most),
            Concurrency::OneByOne | Concurrency::OnePerGroup => return None,
        },
        (FieldId::Idempotent, _) => Slot::Toggle(&mut workers.idempotent),
        (FieldId::Heartbeat, _) => Slot::Heartbeat(&mut workers.heartbeat),
        (FieldId::HeartbeatInterval, _) => Slot::Duration(&mut workers.heartbeat.as_mut()?.interval),
        (FieldId::HeartbeatTimeout, _) => Slot::Small(&mut workers.heartbeat.as_mut()?.timeout),
        (FieldId::Scaling, _) => Slot::Scaling(&mut workers.scaling),
        (FieldId::MinWorkers, _) => Slot::Small(&mut workers.scaling.as_mut()?.min),
        (FieldId::MaxWorkers, _) => Slot::Small(&mut workers.scaling.as_mut()?.max),
        (FieldId::BacklogPerWorker, _) => Slot::Small(&mut workers.scaling.as_mut()?.backlog_per_worker),
        (FieldId::Period, _) => Slot::Duration(&mut workers.scaling.as_mut()?.period),
        (FieldId::OutCooldown, _) => Slot::Duration(&mut workers.scaling.as_mut()?.out_cooldown),
        (FieldId::InCooldown, _) => Slot::Duration(&mut workers.scaling.as_mut()?.in_cooldown),
        (FieldId::StartUp, _) => Slot::Duration(&mut workers.scaling.as_mut()?.start_up),
        (FieldId::Zones, _) => Slot::Small(&mut workers.zones),
        (FieldId::Crash, _) => Slot::Chance(&mut workers.crash),
        (FieldId::Restart, _) => Slot::Duration(&mut workers.restart),
        (FieldId::Timeout | FieldId::Attempts | FieldId::Backoff, _) => {
            return of_calls(&mut workers.calls, field);
        }
        (
            FieldId::Law(Law::Processing)
            | FieldId::Time(Law::Processing)
            | FieldId::TimeMin(Law::Processing)
            | FieldId::TimeMax(Law::Processing),
            _,
        ) => return of_law(&mut workers.processing, field),
        _ => return None,
    })
}

fn of_server(server: &mut Server, field: FieldId) -> Option<Slot<'_>> {
    Some(match field {
        FieldId::Capacity => Slot::Small(&mut server.capacity),
        FieldId::WaitingRoom => Slot::Small(&mut server.waiting_room),
        FieldId::Restart => Slot::Duration(&mut server.restart),
        FieldId::Zones => Slot::Small(&mut server.zones),
        FieldId::Timeout | FieldId::Attempts | FieldId::Backoff => {
            return of_calls(&mut server.calls, field);
        }
        FieldId::Law(Law::Service)
        | FieldId::Time(Law::Service)
        | FieldId::TimeMin(Law::Service)
        | FieldId::TimeMax(Law::Service) => return of_law(&mut server.service, field),
        _ => return None,
    })
}

fn of_law(law: &mut DurationLaw, field: FieldId) -> Option<Slot<'_>> {
    Some(match (field, law) {
        (FieldId::Law(_), law) => Slot::Law(law),
        (FieldId::Time(_), DurationLaw::Constant(time) | DurationLaw::Exponential { mean: time }) => {
            Slot::Duration(time)
        }
        (FieldId::TimeMin(_), DurationLaw::Uniform { min, .. }) => Slot::Duration(min),
        (FieldId::TimeMax(_), DurationLaw::Uniform { max, .. }) => Slot::Duration(max),
        _ => return None,
    })
}
