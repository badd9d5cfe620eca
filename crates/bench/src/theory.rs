//! A queue with Poisson arrivals and exponential work is what queueing theory calls M/M/c, for which the mean time in the
//! queue is known. A world must agree with it.

use cloud::time::{SimDuration, SimTime};
use sim::{Chance, Direction, DurationLaw, EventKind, Rate, World};

use crate::world::{Parameters, sketch};

/// Mean work on one message.
const WORK: SimDuration = SimDuration::from_millis(100);
/// Batches of a run whose means are taken to be independent; the first ones, before the queue is in balance, do not count.
const BATCHES: usize = 20;
const WARM_UP: usize = 2;
/// Student's t for a confidence of 99 % and one degree of freedom less than there are batches.
const T_99: f64 = 2.861;

/// What a run gave for the mean waiting time, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean of what was measured.
    pub mean: f64,
    /// It lies within this of the truth with a confidence of 99 %.
    pub half_width: f64,
    /// What theory says.
    pub theory: f64,
}

impl Estimate {
    /// Whether theory lies within the interval.
    pub fn agrees(self) -> bool {
        (self.mean - self.theory).abs() <= self.half_width
    }
}

/// Runs a queue at `load_percent` of what its workers can do, until so many messages were received.
pub fn waiting_time(workers: u32, load_percent: u32, messages: usize, seed: u64) -> Estimate {
    let per_thousand_seconds =
        u64::from(workers) * 1_000_000 / WORK.as_millis() * u64::from(load_percent) / 100;
    let nothing = Direction {
        latency: DurationLaw::Constant(SimDuration::ZERO),
        loss: Chance::NEVER,
    };
    let sketch = sketch(Parameters {
        rate: Rate(per_thousand_seconds),
        workers,
        batch: 1,
        work: WORK,
        way: nothing,
    });
    let in_a_batch = messages / BATCHES;
    let waits = waits(&mut World::new(&sketch, seed), in_a_batch * (BATCHES + WARM_UP));
    let means: Vec<f64> = waits
        .chunks_exact(in_a_batch)
        .skip(WARM_UP)
        .map(|batch| batch.iter().sum::<f64>() / batch.len() as f64)
        .collect();
    let mean = means.iter().sum::<f64>() / means.len() as f64;
    let squares: f64 = means.iter().map(|batch| (batch - mean) * (batch - mean)).sum();
    let deviation = (squares / (means.len() - 1) as f64).sqrt();
    Estimate {
        mean,
        half_width: T_99 * deviation / (means.len() as f64).sqrt(),
        theory: erlang_c(workers, f64::from(load_percent) / 100.0) * WORK.as_millis() as f64 / 1e3,
    }
}

/// How long each message waited between its sending and its first receive, in seconds, in the order of sending.
fn waits(world: &mut World, messages: usize) -> Vec<f64> {
    let mut sent: Vec<SimTime> = Vec::with_capacity(messages);
    let mut waits = Vec::with_capacity(messages);
    while waits.len() < messages {
        world.step();
        for event in world.last_events() {
            match event.kind {
                EventKind::Sent { .. } => sent.push(event.at),
                EventKind::Received { receive_count: 1, .. } => {
                    let wait = event.at.since(sent[waits.len()]);
                    waits.push(wait.as_nanos() as f64 / 1e9);
                }
                _ => {}
            }
        }
    }
    waits
}

/// The mean time in an M/M/c queue at a load between 0 and 1, in units of the mean work.
fn erlang_c(workers: u32, load: f64) -> f64 {
    let offered = f64::from(workers) * load;
    // Erlang's B by its recursion, then C.
    let blocked = (1..=workers).fold(1.0, |blocked, worker| {
        offered * blocked / (f64::from(worker) + offered * blocked)
    });
    let waits = blocked / (1.0 - load * (1.0 - blocked));
    waits / (f64::from(workers) * (1.0 - load))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn theory_is_as_in_the_textbooks() {
        let near = |one: f64, other: f64| (one - other).abs() < 1e-3;
        // One worker: load / (1 - load).
        assert!(near(erlang_c(1, 0.5), 1.0) && near(erlang_c(1, 0.9), 9.0));
        // Two workers: load² / (1 - load²).
        assert!(near(erlang_c(2, 0.8), 0.64 / 0.36));
    }

    #[test]
    fn an_estimate_of_something_else_does_not_agree() {
        let estimate = waiting_time(2, 50, 10_000, 1);
        let off = Estimate {
            theory: estimate.theory * 1.5,
            ..estimate
        };
        assert!(!off.agrees(), "{off:?}");
    }

    #[test]
    fn waiting_in_a_queue_agrees_with_theory() {
        for (load, messages) in [(50, 8_000), (80, 16_000), (90, 32_000)] {
            let agree = (1..=5).filter(|&seed| waiting_time(3, load, messages, seed).agrees());
            assert!(agree.count() >= 4, "at a load of {load} %");
        }
    }
}
