//! Small sketches in few words, and a run that checks its books after every step.

use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::{SimDuration, SimTime};
use sim::{
    CallPolicy, Chance, Direction, DurationLaw, Edit, Event, EventKind, Fault, Figures, Guarantee, Input,
    InputKind, ItemId, Link, LinkId, Part, PartId, Pattern, Producer, ProducerFigures, Queue, QueueFigures,
    Rate, RedriveAllow, Server, ServerFigures, Sketch, Verdict, Workers, WorkersFigures, World,
};

pub(crate) fn seconds(seconds: u64) -> SimDuration {
    SimDuration::from_secs(seconds)
}

pub(crate) fn millis(millis: u64) -> SimDuration {
    SimDuration::from_millis(millis)
}

pub(crate) fn at(seconds: u64) -> SimTime {
    SimTime::from_secs(seconds)
}

/// The `number`-th item of the producer.
pub(crate) fn item(producer: PartId, number: u64) -> ItemId {
    ItemId::new(producer, number)
}

pub(crate) fn patient() -> CallPolicy {
    CallPolicy {
        timeout: seconds(2),
        attempts: 3,
        backoff: millis(100),
    }
}

/// `count` items a second, `limit` of them.
pub(crate) fn producer(per_second: u64, limit: u64) -> Producer {
    let pattern = Pattern::Constant {
        rate: Rate::per_second(per_second),
    };
    Producer {
        limit: Some(limit),
        ..Producer::new(pattern, "order {n}", patient())
    }
}

pub(crate) fn queue() -> Queue {
    Queue {
        kind: QueueKind::Standard,
        delay_seconds: 0,
        maximum_message_size: 262_144,
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

pub(crate) fn fifo() -> Queue {
    Queue {
        kind: QueueKind::Fifo,
        ..queue()
    }
}

/// `count` workers that take `work` for each message.
pub(crate) fn workers(count: u32, work: SimDuration) -> Workers {
    Workers::new(count, DurationLaw::Constant(work), patient())
}

pub(crate) fn server(capacity: u32, waiting_room: u32, service: SimDuration) -> Server {
    Server::new(capacity, waiting_room, DurationLaw::Constant(service), patient())
}

pub(crate) const SWIFT: Direction = Direction {
    latency: DurationLaw::Constant(SimDuration::from_millis(5)),
    loss: Chance::NEVER,
};

/// A sketch under construction. Parts and links are numbered from 1 in the order in which they are added.
#[derive(Clone, Default)]
pub(crate) struct Plan {
    pub(crate) sketch: Sketch,
    pub(crate) log: Vec<Input>,
    pub(crate) seed: u64,
}

impl Plan {
    pub(crate) fn new(guarantees: &[Guarantee]) -> Self {
        let sketch = Sketch {
            guarantees: guarantees.to_vec(),
            ..Sketch::default()
        };
        Self {
            sketch,
            log: Vec::new(),
            seed: 1,
        }
    }

    fn add(&mut self, part: Part) -> PartId {
        let id = PartId(self.sketch.parts.len() as u32 + 1);
        self.sketch.parts.insert(id, part);
        id
    }

    pub(crate) fn producer(&mut self, producer: Producer) -> PartId {
        self.add(Part::Producer(producer))
    }

    pub(crate) fn queue(&mut self, queue: Queue) -> PartId {
        self.add(Part::Queue(queue))
    }

    pub(crate) fn workers(&mut self, workers: Workers) -> PartId {
        self.add(Part::Workers(workers))
    }

    pub(crate) fn server(&mut self, server: Server) -> PartId {
        self.add(Part::Server(server))
    }

    pub(crate) fn link(&mut self, from: PartId, to: PartId) -> LinkId {
        self.link_with(from, to, SWIFT, SWIFT)
    }

    pub(crate) fn link_with(
        &mut self,
        from: PartId,
        to: PartId,
        forward: Direction,
        backward: Direction,
    ) -> LinkId {
        let id = LinkId(self.sketch.links.len() as u32 + 1);
        self.sketch.links.insert(
            id,
            Link {
                from,
                to,
                forward,
                backward,
            },
        );
        id
    }

    pub(crate) fn input(&mut self, at: SimTime, kind: InputKind) {
        self.log.push(Input { at, kind });
    }

    pub(crate) fn fault(&mut self, at: SimTime, fault: Fault) {
        self.input(at, InputKind::Fault(fault));
    }

    pub(crate) fn edit(&mut self, at: SimTime, edit: Edit) {
        self.input(at, InputKind::Edit(edit));
    }

    pub(crate) fn send(&mut self, at: SimTime, producer: PartId, count: u32) {
        self.input(at, InputKind::Send { producer, count });
    }

    /// Runs to the end of `until`, checking the books after every step.
    pub(crate) fn run(&self, until: SimTime) -> Story {
        let mut story = Story {
            world: World::new(&self.sketch, self.seed),
            events: Vec::new(),
        };
        story.note();
        let mut inputs = self.log.iter().peekable();
        loop {
            let due = story.world.next_step_at().unwrap_or(SimTime::MAX);
            match inputs.peek() {
                Some(input) if input.at <= due && input.at <= until => {
                    story.world.apply(inputs.next().unwrap());
                }
                _ if due <= until => story.world.step(),
                _ => break,
            }
            story.note();
        }
        story.world.rest_until(until);
        story
    }
}

/// What came of a plan.
pub(crate) struct Story {
    pub(crate) world: World,
    pub(crate) events: Vec<Event>,
}

impl Story {
    fn note(&mut self) {
        self.world.check_conservation();
        self.events.extend_from_slice(self.world.last_events());
    }

    pub(crate) fn count(&self, wanted: impl Fn(&EventKind) -> bool) -> usize {
        self.events.iter().filter(|event| wanted(&event.kind)).count()
    }

    /// The first event of a kind.
    pub(crate) fn first(&self, wanted: impl Fn(&EventKind) -> bool) -> Event {
        *self
            .events
            .iter()
            .find(|event| wanted(&event.kind))
            .expect("it never happened")
    }

    /// The numbers of the items that were worked off, in that order.
    pub(crate) fn finished(&self) -> Vec<u64> {
        let finished = self.events.iter().filter_map(|event| match event.kind {
            EventKind::WorkFinished { item, .. } | EventKind::ServiceFinished { item, .. } => {
                Some(item.number())
            }
            _ => None,
        });
        finished.collect()
    }

    pub(crate) fn producer(&self, id: PartId) -> ProducerFigures {
        match self.world.figures(id) {
            Some(Figures::Producer(figures)) => figures,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn queue(&self, id: PartId) -> QueueFigures {
        match self.world.figures(id) {
            Some(Figures::Queue(figures)) => figures,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn workers(&self, id: PartId) -> WorkersFigures {
        match self.world.figures(id) {
            Some(Figures::Workers(figures)) => figures,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn server(&self, id: PartId) -> ServerFigures {
        match self.world.figures(id) {
            Some(Figures::Server(figures)) => figures,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn verdict(&self, guarantee: Guarantee) -> Verdict {
        let mut verdicts = self.world.verdicts();
        verdicts
            .find(|(which, _)| *which == guarantee)
            .expect("it is watched")
            .1
    }
}
