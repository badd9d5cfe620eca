//! The guarantees themselves are put to the test: thousands of healthy designs break none of them, and a healthy design
//! into which one fault is put breaks exactly the guarantee that speaks of it.

use cloud::sqs::QueueKind;
use cloud::time::{SimDuration, SimTime};
use sim::{
    AfterWork, Batching, CallPolicy, Chance, Direction, DurationLaw, Fault, Guarantee, LinkId, Part, PartId,
    Pattern, Polling, Producer, Queue, Rate, Sketch, Verdict, Workers,
};

use crate::story::{Plan, at, fifo, millis, producer, queue, seconds, workers};

const SHOP: PartId = PartId(1);
const ORDERS: PartId = PartId(2);
const PACKERS: PartId = PartId(3);

const ITEMS: u64 = 30;
/// Longer than any healthy design takes.
const TOO_OLD: Guarantee = Guarantee::OldestUnder(SimDuration::from_secs(100));
const END: SimTime = SimTime::from_secs(180);

/// Numbers that follow from a seed and from nothing else.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    fn law(&mut self, most: u64) -> DurationLaw {
        let one = millis(self.between(1, most));
        match self.below(3) {
            0 => DurationLaw::Constant(one),
            1 => DurationLaw::Uniform {
                min: millis(1),
                max: one,
            },
            _ => DurationLaw::Exponential {
                mean: millis(self.between(1, most / 4 + 1)),
            },
        }
    }

    fn way(&mut self) -> Direction {
        Direction {
            latency: self.law(200),
            loss: Chance::NEVER,
        }
    }
}

/// A design that keeps every promise that is watched: nothing is lost on its links, its timeouts are long enough, its workers
/// keep up, and where order is promised no item overtakes another on its way to the queue.
fn healthy(seed: u64) -> Plan {
    let mut dice = Dice(seed);
    let is_fifo = dice.below(2) == 0;
    let mut watched = vec![
        Guarantee::NothingLost,
        Guarantee::AtLeastOnce,
        Guarantee::AtMostOnce,
        Guarantee::DeadLetterQueueEmpty,
        TOO_OLD,
    ];
    if is_fifo {
        watched.push(Guarantee::InOrderPerGroup);
    }
    let rate = Rate::per_second(dice.between(1, 10));
    let shop = Producer {
        pattern: if dice.below(2) == 0 {
            Pattern::Constant { rate }
        } else {
            Pattern::Poisson { rate }
        },
        group: match dice.below(6) {
            0 => "".into(),
            groups => format!("g{{n%{groups}}}").into(),
        },
        ..producer(1, ITEMS)
    };
    let kind = if is_fifo { fifo() } else { queue() };
    let orders = Queue {
        delay_seconds: dice.below(5) as u32,
        visibility_timeout: dice.between(30, 60) as u32,
        // A message fails ten times running about never.
        max_receive_count: 1_000,
        ..kind.clone()
    };
    let packers = Workers {
        polling: if dice.below(2) == 0 {
            Polling::Short {
                pause: millis(dice.between(10, 1_000)),
            }
        } else {
            Polling::Long {
                wait_time_seconds: dice.between(1, 20) as u32,
            }
        },
        batch: dice.between(1, 4) as u32,
        processing: dice.law(400),
        ..workers(dice.between(1, 8) as u32, millis(0))
    };
    let mut plan = Plan::new(&watched);
    plan.seed = seed;
    let shop = plan.producer(shop);
    let orders = plan.queue(orders);
    let packers = plan.workers(packers);
    let dead = plan.queue(kind);
    let (mut there, back) = (dice.way(), dice.way());
    if is_fifo {
        there.latency = DurationLaw::Constant(millis(dice.between(1, 200)));
    }
    plan.link_with(shop, orders, there, back);
    let (there, back) = (dice.way(), dice.way());
    plan.link_with(orders, packers, there, back);
    plan.link(orders, dead);
    plan
}

fn broken(plan: &Plan) -> Vec<Guarantee> {
    let story = plan.run(END);
    let broken = story
        .world
        .verdicts()
        .filter(|(_, verdict)| *verdict != Verdict::Holds);
    broken.map(|(guarantee, _)| guarantee).collect()
}

fn change_queue(sketch: &mut Sketch, change: impl FnOnce(&mut Queue)) {
    let Some(Part::Queue(queue)) = sketch.parts.get_mut(&ORDERS) else {
        panic!("the second part is the queue")
    };
    change(queue);
}

fn change_workers(sketch: &mut Sketch, change: impl FnOnce(&mut Workers)) {
    let Some(Part::Workers(workers)) = sketch.parts.get_mut(&PACKERS) else {
        panic!("the third part are the workers")
    };
    change(workers);
}

fn change_producer(sketch: &mut Sketch, change: impl FnOnce(&mut Producer)) {
    let Some(Part::Producer(producer)) = sketch.parts.get_mut(&SHOP) else {
        panic!("the first part is the producer")
    };
    change(producer);
}

/// Something that goes wrong in a design, and what it must break.
struct Mutation {
    name: &'static str,
    put_in: fn(&mut Plan, &mut Dice),
    breaks: &'static [Guarantee],
}

const MUTATIONS: [Mutation; 8] = [
    Mutation {
        name: "requests are lost and tried once only",
        put_in: |plan, _| {
            change_producer(&mut plan.sketch, |producer| {
                producer.calls = CallPolicy {
                    attempts: 1,
                    ..producer.calls
                }
            });
            let link = plan.sketch.links.get_mut(&LinkId(1)).expect("it is there");
            link.forward.loss = Chance::percent(30);
        },
        breaks: &[Guarantee::NothingLost],
    },
    Mutation {
        name: "nobody works before the messages expire",
        put_in: |plan, _| {
            change_queue(&mut plan.sketch, |queue| queue.message_retention_period = 60);
            change_workers(&mut plan.sketch, |workers| workers.count = 0);
        },
        breaks: &[Guarantee::NothingLost, Guarantee::AtLeastOnce],
    },
    Mutation {
        name: "the visibility timeout is shorter than the work",
        put_in: |plan, dice| {
            change_queue(&mut plan.sketch, |queue| {
                queue.kind = QueueKind::Standard;
                queue.visibility_timeout = dice.between(1, 3) as u32;
            });
            // As a dead-letter queue of the other kind would be no dead-letter queue.
            plan.sketch.parts.insert(PartId(4), Part::Queue(queue()));
            plan.sketch
                .guarantees
                .retain(|guarantee| *guarantee != Guarantee::InOrderPerGroup);
            change_workers(&mut plan.sketch, |workers| {
                workers.count = 40;
                workers.processing = DurationLaw::Constant(seconds(4));
            });
        },
        breaks: &[Guarantee::AtMostOnce],
    },
    Mutation {
        name: "workers forget to delete",
        put_in: |plan, _| {
            change_queue(&mut plan.sketch, |queue| queue.visibility_timeout = 30);
            // What is never deleted gets old.
            plan.sketch.guarantees.retain(|guarantee| *guarantee != TOO_OLD);
            change_workers(&mut plan.sketch, |workers| workers.after = AfterWork::Forget);
        },
        breaks: &[Guarantee::AtMostOnce],
    },
    Mutation {
        name: "order is asked of a standard queue",
        put_in: |plan, _| {
            change_queue(&mut plan.sketch, |queue| queue.kind = QueueKind::Standard);
            plan.sketch.parts.insert(PartId(4), Part::Queue(queue()));
            plan.sketch
                .guarantees
                .retain(|guarantee| *guarantee != Guarantee::InOrderPerGroup);
            plan.sketch.guarantees.push(Guarantee::InOrderPerGroup);
            change_producer(&mut plan.sketch, |producer| {
                producer.group = "".into();
                producer.pattern = Pattern::Constant {
                    rate: Rate::per_second(10),
                };
            });
            change_workers(&mut plan.sketch, |workers| {
                workers.count = 8;
                workers.processing = DurationLaw::Uniform {
                    min: millis(1),
                    max: millis(2_000),
                };
            });
        },
        breaks: &[Guarantee::InOrderPerGroup],
    },
    Mutation {
        name: "a message fails whenever it is worked on",
        put_in: |plan, _| {
            change_queue(&mut plan.sketch, |queue| {
                queue.max_receive_count = 2;
                queue.visibility_timeout = 5;
            });
            change_producer(&mut plan.sketch, |producer| producer.limit = Some(1));
            change_workers(&mut plan.sketch, |workers| {
                workers.failure = Chance::ALWAYS;
                workers.processing = DurationLaw::Constant(millis(10));
            });
        },
        breaks: &[Guarantee::DeadLetterQueueEmpty],
    },
    Mutation {
        name: "the workers are down for too long",
        put_in: |plan, dice| {
            plan.fault(at(0), Fault::Stop { part: PACKERS });
            plan.fault(at(dice.between(130, 150)), Fault::Start { part: PACKERS });
        },
        breaks: &[TOO_OLD],
    },
    Mutation {
        name: "answers to the sender are lost, and it sends again",
        put_in: |plan, _| {
            change_queue(&mut plan.sketch, |queue| queue.kind = QueueKind::Standard);
            plan.sketch.parts.insert(PartId(4), Part::Queue(queue()));
            plan.sketch
                .guarantees
                .retain(|guarantee| *guarantee != Guarantee::InOrderPerGroup);
            let link = plan.sketch.links.get_mut(&LinkId(1)).expect("it is there");
            link.backward.loss = Chance::percent(50);
        },
        breaks: &[Guarantee::AtMostOnce],
    },
];

/// The same with a producer that sends batches, which is as healthy.
fn in_batches(mut plan: Plan) -> Plan {
    let mut dice = Dice(!plan.seed);
    change_producer(&mut plan.sketch, |producer| {
        producer.batches = Batching {
            messages: dice.between(2, 10) as u32,
            linger: millis(dice.below(3_000)),
        };
    });
    plan
}

fn no_healthy_design_breaks_a_guarantee(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        assert_eq!(broken(&healthy(seed)), [], "healthy design {seed}");
        if seed % 3 == 0 {
            let plan = in_batches(healthy(seed));
            assert_eq!(broken(&plan), [], "healthy design {seed}, in batches");
        }
    }
}

fn every_mutation_breaks_its_guarantee(seeds: std::ops::Range<u64>) {
    for Mutation { name, put_in, breaks } in MUTATIONS {
        for seed in seeds.clone() {
            let mut plan = healthy(seed);
            put_in(&mut plan, &mut Dice(seed));
            assert_eq!(broken(&plan), breaks, "{name}, design {seed}");
        }
    }
}

#[test]
fn healthy_designs_break_nothing() {
    no_healthy_design_breaks_a_guarantee(0..300);
}

#[test]
fn each_fault_breaks_exactly_its_guarantee() {
    every_mutation_breaks_its_guarantee(0..25);
}

/// Before a release: `cargo nextest run --release -p sim --run-ignored only mutations`
#[test]
#[ignore = "takes minutes"]
fn ten_thousand_healthy_designs_break_nothing() {
    no_healthy_design_breaks_a_guarantee(0..10_000);
}

/// See above.
#[test]
#[ignore = "takes minutes"]
fn each_fault_breaks_exactly_its_guarantee_in_a_thousand_designs() {
    every_mutation_breaks_its_guarantee(0..1_000);
}
