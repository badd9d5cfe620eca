//! Sketches and logs made up from a seed: valid, small and eventful, the same on every target. For tests here and elsewhere.

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::{SimDuration, SimTime};

use crate::chance::{Luck, Purpose};
use crate::guarantee::Guarantee;
use crate::input::{Edit, Fault, Input, InputKind};
use crate::network::Way;
use crate::sketch::{
    AfterWork, Batching, CallPolicy, Chance, Concurrency, Direction, DurationLaw, Heartbeat, Link, LinkId,
    Part, PartId, Pattern, Period, Polling, Producer, Queue, Rate, RedriveAllow, Scaling, Server, Sketch,
    Spread, Workers,
};
use crate::timetable::{Schedule, Step, Trace};
use crate::wiring::link_kind;

/// Inputs come within this time; the patterns go on after it.
pub const EVENTFUL: SimDuration = SimDuration::from_secs(120);

/// A sketch and a log. One seed always makes the same ones, and they have nothing to do with what the seed means to a world.
pub fn random_sketch(seed: u64) -> (Sketch, Vec<Input>) {
    let mut fiction = Fiction {
        luck: Luck::new(seed, Purpose::Fiction),
        parts: 0,
        links: 0,
    };
    let sketch = fiction.sketch();
    let log = fiction.log(&sketch);
    (sketch, log)
}

struct Fiction {
    luck: Luck,
    parts: u32,
    links: u32,
}

impl Fiction {
    /// From `least` to `most`.
    fn number(&mut self, least: u64, most: u64) -> u64 {
        least + self.luck.below(most - least + 1)
    }

    fn small(&mut self, least: u32, most: u32) -> u32 {
        u32::try_from(self.number(least.into(), most.into())).expect("it is at most `most`")
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.luck.below(many) == 0
    }

    fn millis(&mut self, least: u64, most: u64) -> SimDuration {
        SimDuration::from_millis(self.number(least, most))
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        let index = self.luck.below(choices.len() as u64);
        choices[usize::try_from(index).expect("an index of a slice")]
    }

    fn sketch(&mut self) -> Sketch {
        let mut sketch = Sketch {
            guarantees: self.guarantees(),
            ..Sketch::default()
        };
        let backbone = [
            Part::Producer(self.producer()),
            Part::Queue(self.queue()),
            Part::Workers(self.workers()),
        ];
        for part in backbone {
            sketch.apply(&Edit::PutPart {
                id: self.next_part(),
                part,
            });
        }
        for (from, to) in [(1, 2), (2, 3)] {
            let (id, link) = self.link_between(PartId(from), PartId(to));
            sketch.apply(&Edit::PutLink { id, link });
        }
        for _ in 0..self.number(0, 6) {
            let part = self.part();
            sketch.apply(&Edit::PutPart {
                id: self.next_part(),
                part,
            });
        }
        for _ in 0..self.number(4, 30) {
            if let Some((id, link)) = self.link(&sketch) {
                sketch.apply(&Edit::PutLink { id, link });
            }
        }
        sketch
    }

    fn next_part(&mut self) -> PartId {
        self.parts += 1;
        PartId(self.parts)
    }

    fn guarantees(&mut self) -> Vec<Guarantee> {
        let age = self.millis(1_000, 60_000);
        vec![
            Guarantee::NothingLost,
            Guarantee::AtLeastOnce,
            Guarantee::AtMostOnce,
            Guarantee::InOrderPerGroup,
            Guarantee::DeadLetterQueueEmpty,
            Guarantee::OldestUnder(age),
        ]
    }

    fn part(&mut self) -> Part {
        match self.number(0, 7) {
            0 | 1 => Part::Producer(self.producer()),
            2 | 3 => Part::Queue(self.queue()),
            4 | 5 => Part::Workers(self.workers()),
            _ => Part::Server(self.server()),
        }
    }

    /// Somewhere a link is allowed, if this try hits such a place.
    fn link(&mut self, sketch: &Sketch) -> Option<(LinkId, Link)> {
        let parts: Vec<PartId> = sketch.parts.keys().copied().collect();
        if parts.is_empty() {
            return None;
        }
        let (from, to) = (self.pick(&parts), self.pick(&parts));
        link_kind(sketch, from, to).ok()?;
        Some(self.link_between(from, to))
    }

    fn link_between(&mut self, from: PartId, to: PartId) -> (LinkId, Link) {
        self.links += 1;
        let link = Link {
            from,
            to,
            forward: self.direction(),
            backward: self.direction(),
        };
        (LinkId(self.links), link)
    }

    fn direction(&mut self) -> Direction {
        let loss = if self.one_in(3) {
            Chance(self.small(1_000, 300_000))
        } else {
            Chance::NEVER
        };
        Direction {
            latency: self.law(0, 50),
            loss,
        }
    }

    fn law(&mut self, least: u64, most: u64) -> DurationLaw {
        let (one, other) = (self.millis(least, most), self.millis(least, most));
        match self.number(0, 2) {
            0 => DurationLaw::Constant(one),
            1 => DurationLaw::Uniform {
                min: one.min(other),
                max: one.max(other),
            },
            _ => DurationLaw::Exponential { mean: one },
        }
    }

    fn calls(&mut self) -> CallPolicy {
        CallPolicy {
            timeout: self.millis(60, 3_000),
            attempts: self.small(1, 4),
            backoff: self.millis(0, 500),
        }
    }

    fn producer(&mut self) -> Producer {
        Producer {
            pattern: self.pattern(),
            limit: if self.one_in(2) {
                Some(self.number(1, 500))
            } else {
                None
            },
            spread: self.pick(&[Spread::InTurn, Spread::AtRandom, Spread::ToEach]),
            body: self
                .pick(&["order", "order {n}", "{group}: {n}", "{random 1..6}"])
                .into(),
            pad_to: self.pick(&[0, 0, 0, 100]),
            group: self
                .pick(&["", "", "all", "g{n%3+1}", "g{n/10}", "{producer}-{random 1..3}"])
                .into(),
            deduplication: self.pick(&["", "", "{n/2}", "{group}-{n%20}"]).into(),
            poison_every: self.pick(&[0, 0, 7]),
            batches: self.batching(),
            calls: self.calls(),
        }
    }

    fn batching(&mut self) -> Batching {
        Batching {
            messages: self.pick(&[1, 1, 3, 10]),
            linger: self.pick(&[
                SimDuration::ZERO,
                SimDuration::from_millis(300),
                SimDuration::from_secs(5),
            ]),
        }
    }

    fn pattern(&mut self) -> Pattern {
        let rate = Rate(self.number(100, 10_000));
        match self.number(0, 8) {
            0 | 1 => Pattern::Constant { rate },
            2 => Pattern::Poisson { rate },
            3 => Pattern::Burst {
                base: Rate(rate.0 / 10),
                count: self.small(1, 100),
                over: self.millis(0, 5_000),
                first: self.millis(0, 20_000),
                every: self.pick(&[SimDuration::ZERO, SimDuration::from_secs(30)]),
            },
            4 => Pattern::Ramp {
                from: self.pick(&[Rate(0), rate]),
                to: Rate(self.number(0, 10_000)),
                over: self.millis(0, 60_000),
            },
            5 => Pattern::Schedule {
                schedule: Schedule::new((0..self.number(1, 4)).map(|_| self.step()).collect()),
                every: self.pick(&[SimDuration::ZERO, SimDuration::from_secs(40)]),
            },
            6 => Pattern::Trace {
                trace: Trace::new((0..self.number(1, 100)).map(|_| self.millis(0, 20_000)).collect()),
                every: self.pick(&[SimDuration::ZERO, SimDuration::from_secs(30)]),
            },
            7 => Pattern::ClockTime {
                base: Rate(rate.0 / 10),
                count: self.small(1, 30),
                over: self.millis(0, 5_000),
                period: self.pick(&[Period::Minute, Period::Hour]),
                at: self.millis(0, 59_999),
            },
            _ => Pattern::ByHand,
        }
    }

    fn step(&mut self) -> Step {
        Step {
            from: self.millis(0, 60_000),
            rate: Rate(self.number(0, 10_000)),
        }
    }

    fn queue(&mut self) -> Queue {
        Queue {
            kind: self.pick(&[QueueKind::Standard, QueueKind::Fifo]),
            delay_seconds: self.pick(&[0, 0, 0, 2]),
            maximum_message_size: 262_144,
            message_retention_period: self.pick(&[60, 345_600]),
            receive_message_wait_time_seconds: 0,
            visibility_timeout: self.pick(&[0, 1, 5, 30]),
            max_receive_count: self.small(1, 4),
            redrive_allow: self.redrive_allow(),
            content_based_deduplication: self.one_in(2),
            deduplication_scope: self.pick(&[DeduplicationScope::Queue, DeduplicationScope::MessageGroup]),
            fifo_throughput_limit: FifoThroughputLimit::PerQueue,
            missed_deletes: self.pick(&[Chance::NEVER, Chance::NEVER, Chance::percent(2)]),
            unasked_servers: self.pick(&[Chance::NEVER, Chance::percent(30)]),
        }
    }

    /// Queues may be allowed that are not there.
    fn redrive_allow(&mut self) -> RedriveAllow {
        match self.number(0, 5) {
            0 => RedriveAllow::None,
            1 => {
                let sources = (0..self.number(0, 3)).map(|_| PartId(self.small(1, 6)));
                RedriveAllow::ByQueue(sources.collect())
            }
            _ => RedriveAllow::All,
        }
    }

    fn workers(&mut self) -> Workers {
        let long = Polling::Long {
            wait_time_seconds: self.small(1, 20),
        };
        let short = Polling::Short {
            pause: self.millis(50, 2_000),
        };
        Workers {
            count: self.small(0, 6),
            polling: self.pick(&[long, short]),
            batch: self.pick(&[1, 1, 3, 10]),
            visibility_timeout: self.pick(&[None, None, Some(2)]),
            processing: self.law(0, 800),
            failure: self.pick(&[Chance::NEVER, Chance::percent(5), Chance::percent(40)]),
            after: self.pick(&[
                AfterWork::Delete,
                AfterWork::Delete,
                AfterWork::Delete,
                AfterWork::Forget,
            ]),
            concurrency: self.pick(&[
                Concurrency::OneByOne,
                Concurrency::OnePerGroup,
                Concurrency::UpTo(3),
            ]),
            idempotent: self.one_in(3),
            heartbeat: self.heartbeat(),
            crash: self.pick(&[Chance::NEVER, Chance::NEVER, Chance::percent(2)]),
            restart: self.millis(0, 5_000),
            zones: self.small(1, 3),
            scaling: self.scaling(),
            calls: self.calls(),
        }
    }

    fn scaling(&mut self) -> Option<Scaling> {
        let min = self.small(0, 3);
        let scaling = Scaling {
            min,
            max: min + self.small(0, 8),
            backlog_per_worker: self.small(1, 20),
            period: self.millis(1_000, 10_000),
            out_cooldown: self.millis(0, 10_000),
            in_cooldown: self.millis(0, 20_000),
            start_up: self.millis(0, 5_000),
        };
        self.one_in(3).then_some(scaling)
    }

    fn heartbeat(&mut self) -> Option<Heartbeat> {
        let heartbeat = Heartbeat {
            interval: self.millis(100, 2_000),
            timeout: self.small(0, 5),
            whole_batch: self.one_in(2),
        };
        self.one_in(3).then_some(heartbeat)
    }

    fn server(&mut self) -> Server {
        Server {
            capacity: self.small(1, 5),
            waiting_room: self.small(0, 10),
            service: self.law(1, 1_000),
            restart: self.millis(0, 5_000),
            zones: self.small(1, 3),
            calls: self.calls(),
        }
    }

    fn log(&mut self, sketch: &Sketch) -> Vec<Input> {
        let (mut drawn, mut log) = (sketch.clone(), Vec::new());
        let mut at = SimTime::ZERO;
        for _ in 0..self.number(0, 20) {
            at += SimDuration::from_millis(self.number(0, EVENTFUL.as_millis() / 10));
            if let Some(kind) = self.input(&drawn) {
                if let InputKind::Edit(edit) = &kind {
                    drawn.apply(edit);
                }
                log.push(Input { at, kind });
            }
        }
        log
    }

    fn input(&mut self, sketch: &Sketch) -> Option<InputKind> {
        let parts: Vec<PartId> = sketch.parts.keys().copied().collect();
        if parts.is_empty() {
            return None;
        }
        let part = self.pick(&parts);
        match self.number(0, 5) {
            0 => Some(InputKind::Send {
                producer: part,
                count: self.small(1, 20),
            }),
            1 | 2 => self.edit(sketch, part).map(InputKind::Edit),
            _ => self.fault(sketch, part).map(InputKind::Fault),
        }
    }

    fn edit(&mut self, sketch: &Sketch, id: PartId) -> Option<Edit> {
        let links: Vec<LinkId> = sketch.links.keys().copied().collect();
        Some(match self.number(0, 7) {
            0 => Edit::RemovePart { id },
            1 => Edit::PutPart {
                id: self.next_part(),
                part: self.part(),
            },
            2 if !links.is_empty() => Edit::RemoveLink {
                id: self.pick(&links),
            },
            3 | 4 => {
                let (id, link) = self.link(sketch)?;
                Edit::PutLink { id, link }
            }
            _ => Edit::PutPart {
                id,
                part: self.changed(sketch.parts.get(&id)?),
            },
        })
    }

    /// Other settings for the same kind of part.
    fn changed(&mut self, part: &Part) -> Part {
        match part {
            Part::Producer(_) => Part::Producer(self.producer()),
            Part::Queue(_) => Part::Queue(self.queue()),
            Part::Workers(_) => Part::Workers(self.workers()),
            Part::Server(_) => Part::Server(self.server()),
        }
    }

    fn fault(&mut self, sketch: &Sketch, part: PartId) -> Option<Fault> {
        let links: Vec<LinkId> = sketch.links.keys().copied().collect();
        if self.one_in(3) {
            return self.fault_of_a_link(&links);
        }
        let zone = self.small(0, 2);
        Some(match self.number(0, 9) {
            9 => Fault::Throttle {
                part,
                rate: self.pick(&[None, Some(Rate::per_second(1)), Some(Rate::per_second(20))]),
            },
            0 => Fault::Stop { part },
            1 | 2 => Fault::Start { part },
            3 => Fault::Pace {
                part,
                percent: self.pick(&[50, 100, 1_000]),
            },
            4 => Fault::Crash { part },
            5 => Fault::CrashOne { workers: part },
            6 => Fault::Poison { producer: part },
            7 => Fault::ZoneOut { zone },
            _ => Fault::ZoneBack { zone },
        })
    }

    fn fault_of_a_link(&mut self, links: &[LinkId]) -> Option<Fault> {
        if links.is_empty() {
            return None;
        }
        let link = self.pick(links);
        Some(match self.number(0, 3) {
            0 => Fault::Cut { link },
            1 => Fault::Mend { link },
            _ => Fault::Impair {
                link,
                way: self.pick(&[Way::Forward, Way::Backward]),
                delay: self.millis(0, 500),
                loss: self.pick(&[Chance::NEVER, Chance::percent(20)]),
            },
        })
    }
}
