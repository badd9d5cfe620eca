//! Messages through a world: a producer, a queue and its workers, with everything on that a page has on.

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::{SimDuration, SimTime};
use sim::{
    CallPolicy, Chance, Direction, DurationLaw, Figures, Guarantee, Link, LinkId, Part, PartId, Pattern,
    Producer, Queue, Rate, RedriveAllow, Run, Sketch, Workers,
};

const PRODUCER: PartId = PartId(1);
const QUEUE: PartId = PartId(2);
const WORKERS: PartId = PartId(3);

/// What may differ between two sketches.
#[derive(Clone, Copy, Debug)]
pub struct Parameters {
    /// Poisson arrivals.
    pub rate: Rate,
    /// How many there are.
    pub workers: u32,
    /// `MaxNumberOfMessages`
    pub batch: u32,
    /// Mean work on one message; exponential.
    pub work: SimDuration,
    /// Both links, both ways.
    pub way: Direction,
}

/// A run of a producer and a queue, with or without workers who keep up with it.
pub fn run(rate: Rate, workers: u32) -> Run {
    let mut sketch = sketch(Parameters {
        rate,
        workers,
        batch: 10,
        work: SimDuration::from_millis(40),
        way: Direction {
            latency: DurationLaw::Uniform {
                min: SimDuration::from_millis(2),
                max: SimDuration::from_millis(8),
            },
            loss: Chance::NEVER,
        },
    });
    sketch.guarantees = vec![Guarantee::NothingLost, Guarantee::AtLeastOnce];
    Run::new(sketch, 1, Vec::new())
}

/// A producer, a standard queue and its workers.
pub fn sketch(parameters: Parameters) -> Sketch {
    let mut sketch = Sketch::default();
    let parts = [
        (PRODUCER, Part::Producer(producer(parameters.rate))),
        (QUEUE, Part::Queue(queue())),
        (WORKERS, Part::Workers(workers(parameters))),
    ];
    sketch.parts.extend(parts);
    for (id, (from, to)) in (1..).zip([(PRODUCER, QUEUE), (QUEUE, WORKERS)]) {
        let link = Link {
            from,
            to,
            forward: parameters.way,
            backward: parameters.way,
        };
        sketch.links.insert(LinkId(id), link);
    }
    sketch
}

/// How many messages the workers of a run have finished.
pub fn finished(run: &Run) -> u64 {
    match run.world().figures(WORKERS) {
        Some(Figures::Workers(figures)) => figures.finished,
        _ => 0,
    }
}

/// Lets a run go on until its workers have finished so many more messages, and says how many they did.
pub fn go_on(run: &mut Run, messages: u64) -> u64 {
    let before = finished(run);
    while finished(run) < before + messages {
        run.advance(run.now() + SimDuration::from_millis(500), u64::MAX);
    }
    finished(run) - before
}

/// Instants up to where a run is, in an order that makes no use of the one before.
pub fn instants(run: &Run, count: u64) -> impl Iterator<Item = SimTime> + use<> {
    let length = run.now().as_nanos();
    // Steps of the golden ratio: spread evenly, and never twice the same.
    (1..=count).map(move |number| {
        let share = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        SimTime::ZERO + SimDuration::from_nanos(((u128::from(length) * u128::from(share)) >> 32) as u64)
    })
}

fn calls() -> CallPolicy {
    CallPolicy {
        timeout: SimDuration::from_secs(2),
        attempts: 3,
        backoff: SimDuration::from_millis(100),
    }
}

fn producer(rate: Rate) -> Producer {
    let body = "a hundred bytes of an order, ".repeat(4);
    Producer::new(Pattern::Poisson { rate }, &body[..100], calls())
}

fn queue() -> Queue {
    Queue {
        kind: QueueKind::Standard,
        delay_seconds: 0,
        maximum_message_size: 1_048_576,
        message_retention_period: 345_600,
        receive_message_wait_time_seconds: 0,
        visibility_timeout: 30,
        max_receive_count: 3,
        redrive_allow: RedriveAllow::All,
        content_based_deduplication: false,
        deduplication_scope: DeduplicationScope::Queue,
        fifo_throughput_limit: FifoThroughputLimit::PerQueue,
        missed_deletes: Chance::NEVER,
        unasked_servers: Chance::NEVER,
    }
}

fn workers(parameters: Parameters) -> Workers {
    let work = DurationLaw::Exponential {
        mean: parameters.work,
    };
    Workers {
        batch: parameters.batch,
        ..Workers::new(parameters.workers, work, calls())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_keep_up_and_every_message_is_worked_off() {
        let mut run = run(Rate::per_second(100), 10);
        assert!(go_on(&mut run, 1_000) >= 1_000);
        let waiting = match run.world().figures(QUEUE) {
            Some(Figures::Queue(figures)) => figures.counts.visible,
            _ => u64::MAX,
        };
        assert!(waiting < 100, "{waiting} wait");
    }

    #[test]
    fn instants_lie_within_the_run() {
        let mut run = run(Rate::per_second(100), 10);
        run.seek_now(SimTime::from_secs(10));
        let instants: Vec<SimTime> = instants(&run, 100).collect();
        assert!(instants.iter().all(|&at| at < run.now()));
        assert!(instants.iter().any(|&at| at < SimTime::from_secs(1)));
        assert!(instants.iter().any(|&at| at > SimTime::from_secs(9)));
    }
}
