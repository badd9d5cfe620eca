//! Runs the floor and the engine in turn, so that a machine that is slow for a while is slow for both.

use cloud::time::{SimDuration, SimTime};
use sim::Rate;

use crate::floor::Floor;
use crate::queue::Bench;
use crate::theory::waiting_time;
use crate::world;

/// The nanoseconds of a clock that only goes forward.
pub type Clock<'clock> = &'clock mut dyn FnMut() -> u64;

/// How often the floor and the engine take turns. The middle of the ratios counts.
const TURNS: usize = 7;
const BODY: &str =
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";
/// A run of ten minutes has a hundred thousand messages.
/// Who works off the queue that theory is asked about.
const WORKERS: u32 = 3;
const TEN_MINUTES: SimDuration = SimDuration::from_secs(600);
const FOUR_DAYS: SimDuration = SimDuration::from_secs(4 * 86_400);

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Enough to see that everything runs.
    Smoke,
    /// What is promised, with as much as fits into the memory of a page.
    Page,
    /// What is promised, with ten million messages.
    Full,
}

/// One line of the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What was measured.
    pub name: String,
    /// The figure.
    pub figure: Figure,
}

/// See [`Row`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Figure {
    /// So many a second, and the share of what the floor did beside it.
    PerSecond { per_second: f64, of_floor: f64 },
    /// The cost of one beside the cost of one in another row.
    Times { times: f64 },
    /// So many seeds of so many.
    Agree { agree: usize, of: usize },
    /// Milliseconds: on average and at worst.
    Millis { mean: f64, worst: f64 },
}

impl Scale {
    /// `full`, or a few of it.
    fn of(self, full: usize) -> usize {
        if self == Self::Smoke {
            full.min(2_000)
        } else {
            full
        }
    }

    fn backlogs(self) -> &'static [usize] {
        match self {
            Self::Smoke => &[0, 1_000],
            Self::Page => &[0, 1_000, 1_000_000],
            Self::Full => &[0, 1_000, 1_000_000, 10_000_000],
        }
    }
}

/// Measures everything; each row is told as soon as it is known.
pub fn rows(clock: Clock<'_>, scale: Scale, tell: &mut dyn FnMut(Row)) {
    standard(clock, scale, tell);
    fifo(clock, scale, tell);
    throughput(clock, scale, tell);
    seeking(clock, scale, tell);
    four_days(clock, scale, tell);
    theory(scale, tell);
}

fn standard(clock: Clock<'_>, scale: Scale, tell: &mut dyn FnMut(Row)) {
    let count = scale.of(400_000);
    let mut costs = Vec::new();
    for &waiting in scale.backlogs() {
        let mut floor = floor(waiting, count);
        let mut bench = Bench::standard(waiting, BODY);
        let turns = turns(
            clock,
            |_| floor.lifecycles(count, BODY.as_bytes()),
            |_| bench.lifecycles(count, BODY),
        );
        tell(Row {
            name: format!("SQS standard, {waiting} waiting: send + receive + delete"),
            figure: turns.figure(count),
        });
        costs.push((waiting, turns.nanos / turns.floor_nanos));
    }
    let at = |wanted: usize| costs.iter().find(|(waiting, _)| *waiting == wanted);
    if let (Some((_, few)), Some((_, many))) = (at(1_000), at(10_000_000)) {
        tell(Row {
            name: "the same with ten million waiting, cost beside that with a thousand".to_owned(),
            figure: Figure::Times { times: many / few },
        });
    }
}

fn fifo(clock: Clock<'_>, scale: Scale, tell: &mut dyn FnMut(Row)) {
    let remembered: &[usize] = if scale == Scale::Smoke {
        &[1_000]
    } else {
        &[1_000, 900_000]
    };
    for &remembered in remembered {
        let count = scale.of(400_000);
        let mut floor = floor(0, count);
        let mut bench = Bench::fifo(remembered);
        bench.lifecycles(remembered, BODY);
        let turns = turns(
            clock,
            |_| floor.lifecycles(count, BODY.as_bytes()),
            |_| bench.lifecycles(count, BODY),
        );
        tell(Row {
            name: format!("SQS FIFO, 1000 groups, {remembered} deduplication ids remembered"),
            figure: turns.figure(count),
        });
    }
}

fn throughput(clock: Clock<'_>, scale: Scale, tell: &mut dyn FnMut(Row)) {
    let messages = scale.of(200_000);
    let mut floor = floor(0, messages);
    let mut run = world::run(Rate::per_second(10_000), 600);
    world::go_on(&mut run, scale.of(50_000) as u64);
    let mut finished = 0;
    let turns = turns(
        clock,
        |_| floor.lifecycles(messages, BODY.as_bytes()),
        |_| finished += world::go_on(&mut run, messages as u64),
    );
    let in_a_turn = usize::try_from(finished).unwrap_or(usize::MAX) / TURNS;
    tell(Row {
        name: "World: messages through producer, queue and workers".to_owned(),
        figure: turns.figure(in_a_turn),
    });
}

fn seeking(clock: Clock<'_>, scale: Scale, tell: &mut dyn FnMut(Row)) {
    let count = if scale == Scale::Smoke { 3 } else { 100 };
    // 100,000 messages in ten minutes.
    let mut run = world::run(Rate(166_667), 20);
    run.seek_now(
        SimTime::ZERO
            + if scale == Scale::Smoke {
                SimDuration::from_secs(5)
            } else {
                TEN_MINUTES
            },
    );
    tell(seek_row(
        "Seek in a run of ten minutes and 100000 messages",
        clock,
        &mut run,
        count,
    ));

    let mut run = world::run(Rate::per_second(20_000), 0);
    run.seek_now(SimTime::from_secs(if scale == Scale::Smoke { 1 } else { 50 }));
    tell(seek_row(
        "Seek in a run with a million messages waiting",
        clock,
        &mut run,
        count,
    ));
}

fn seek_row(name: &str, clock: Clock<'_>, run: &mut sim::Run, count: u64) -> Row {
    let (mut sum, mut worst) = (0, 0);
    for at in world::instants(run, count) {
        let start = clock();
        run.seek_now(at);
        let took = clock() - start;
        sum += took;
        worst = worst.max(took);
    }
    Row {
        name: name.to_owned(),
        figure: Figure::Millis {
            mean: sum as f64 / count as f64 / 1e6,
            worst: worst as f64 / 1e6,
        },
    }
}

fn four_days(clock: Clock<'_>, scale: Scale, tell: &mut dyn FnMut(Row)) {
    let mut run = world::run(Rate::per_second(1), 1);
    let start = clock();
    run.seek_now(
        SimTime::ZERO
            + if scale == Scale::Smoke {
                SimDuration::from_secs(60)
            } else {
                FOUR_DAYS
            },
    );
    let millis = (clock() - start) as f64 / 1e6;
    tell(Row {
        name: "Four days at a message a second".to_owned(),
        figure: Figure::Millis {
            mean: millis,
            worst: millis,
        },
    });
}

fn theory(scale: Scale, tell: &mut dyn FnMut(Row)) {
    let seeds = if scale == Scale::Smoke { 1 } else { 100 };
    for (load, messages) in [(50, 40_000), (80, 40_000), (90, 120_000)] {
        let messages = scale.of(messages);
        let agree = (1..=seeds).filter(|&seed| waiting_time(WORKERS, load, messages, seed).agrees());
        tell(Row {
            name: format!("M/M/{WORKERS} at a load of {load} %: waiting agrees with theory"),
            figure: Figure::Agree {
                agree: agree.count(),
                of: usize::try_from(seeds).unwrap_or(usize::MAX),
            },
        });
    }
}

fn floor(waiting: usize, in_a_turn: usize) -> Floor {
    Floor::new(waiting, in_a_turn * (TURNS + 1), BODY.as_bytes())
}

/// What the turns came to, in nanoseconds for one turn.
#[derive(Clone, Copy, Debug)]
struct Turns {
    nanos: f64,
    floor_nanos: f64,
}

impl Turns {
    fn figure(self, count: usize) -> Figure {
        Figure::PerSecond {
            per_second: count as f64 * 1e9 / self.nanos,
            of_floor: self.floor_nanos / self.nanos,
        }
    }
}

/// The turn whose ratio is in the middle. A first turn warms up and does not count.
fn turns(clock: Clock<'_>, mut floor: impl FnMut(usize), mut engine: impl FnMut(usize)) -> Turns {
    let mut measured: Vec<Turns> = (0..=TURNS)
        .map(|turn| {
            let start = clock();
            floor(turn);
            let between = clock();
            engine(turn);
            let end = clock();
            Turns {
                floor_nanos: (between - start).max(1) as f64,
                nanos: (end - between).max(1) as f64,
            }
        })
        .skip(1)
        .collect();
    measured
        .sort_by(|one, other| (one.nanos / one.floor_nanos).total_cmp(&(other.nanos / other.floor_nanos)));
    measured[measured.len() / 2]
}
