//! The world: what is drawn, running. `World` is a function of sketch, seed and the inputs so far, one step at a time.
//!
//! A step is one entry of the agenda, one time-out, all work of the service that is due at one instant, or one input. At one
//! instant inputs come first, then due work of the service, then the rest in the order in which it was put on the agenda, and
//! last the tasks by which clients have messages moved.
//! The other files of this crate each add one kind of step: `producer.rs`, `workers.rs`, `server.rs`, `queues.rs`,
//! `network.rs`, `attempts.rs`, `edits.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use cloud::time::{SimDuration, SimTime};

use crate::agenda::{Agenda, Task};
use crate::calls::{Caller, Calls};
use crate::chance::Luck;
use crate::chronicle::Chronicle;
use crate::circuit::Circuit;
#[cfg(feature = "clients")]
use crate::clients::{Answers, Clients};
use crate::digest::RunHash;
use crate::event::{Event, EventKind};
use crate::input::{Edit, Input, InputKind};
use crate::network::Network;
use crate::producer::ProducerState;
use crate::queues::Queues;
use crate::server::ServerState;
use crate::sketch::{CallPolicy, Part, PartId, Producer, Server, Sketch, Workers};
use crate::table::Table;
use crate::throttle::Throttle;
use crate::workers::WorkerPool;
use crate::zones::ZonesOut;

/// An ordinary step does no more than so many things.
pub(crate) const THINGS_IN_A_STEP: u64 = 16;

/// See the module's text. A checkpoint is a clone.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) seed: u64,
    pub(crate) sketch: Rc<Sketch>,
    /// The parts of the sketch, to be looked up in every step.
    pub(crate) parts: Rc<Table<PartId, Part>>,
    pub(crate) circuit: Circuit,
    pub(crate) now: SimTime,
    steps: u64,
    inputs: u64,
    /// The instant of the last step that was no input.
    worked_at: Option<SimTime>,
    /// Whether somebody did something by hand in the last step. Calls of clients are no such thing: there are as many of them as
    /// of other steps, and they tell of themselves.
    last_was_input: bool,
    pub(crate) agenda: Agenda,
    pub(crate) calls: Calls,
    pub(crate) network: Network,
    pub(crate) queues: Queues,
    pub(crate) producers: Table<PartId, ProducerState>,
    pub(crate) pools: Table<PartId, WorkerPool>,
    pub(crate) servers: Table<PartId, ServerState>,
    pub(crate) stopped: BTreeSet<PartId>,
    pub(crate) paces: BTreeMap<PartId, u32>,
    pub(crate) zones_out: ZonesOut,
    pub(crate) throttles: BTreeMap<PartId, Throttle>,
    pub(crate) chronicle: Chronicle,
    /// From the first call on.
    #[cfg(feature = "clients")]
    pub(crate) clients: Option<Box<Clients>>,
    #[cfg(feature = "clients")]
    pub(crate) answers: Answers,
}

/// What the next step is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Service,
    TimeOut,
    Task,
    #[cfg(feature = "clients")]
    MoveTask,
}

impl World {
    /// The world at its first instant, before anything has happened.
    pub fn new(sketch: &Sketch, seed: u64) -> Self {
        let mut world = Self {
            seed,
            sketch: Rc::new(sketch.clone()),
            parts: Rc::default(),
            circuit: Circuit::default(),
            now: SimTime::ZERO,
            steps: 0,
            inputs: 0,
            worked_at: None,
            last_was_input: false,
            agenda: Agenda::default(),
            calls: Calls::default(),
            network: Network::default(),
            queues: Queues::new(),
            producers: Table::default(),
            pools: Table::default(),
            servers: Table::default(),
            stopped: BTreeSet::new(),
            paces: BTreeMap::new(),
            zones_out: ZonesOut::default(),
            throttles: BTreeMap::new(),
            chronicle: Chronicle::new(&sketch.guarantees),
            #[cfg(feature = "clients")]
            clients: None,
            #[cfg(feature = "clients")]
            answers: Answers::default(),
        };
        world.look_up_parts();
        for (&id, part) in &sketch.parts {
            world.add_part(id, part);
        }
        world.rewire();
        // What is drawn at the start was allowed when it was drawn.
        for (&id, part) in &sketch.parts {
            world.allow_redrive(id, None, part);
        }
        world.queues.find_due();
        world
    }

    /// The instant that the world has come to: everything before it has happened, and all that the last step did.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// How many steps have been done.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// What the run has come to: a digest over all its events.
    pub fn hash(&self) -> RunHash {
        self.chronicle.digest.hash()
    }

    /// The drawing as it stands now.
    pub fn sketch(&self) -> &Sketch {
        &self.sketch
    }

    /// How many inputs have been applied.
    pub fn inputs_applied(&self) -> u64 {
        self.inputs
    }

    /// When an input that is given now is to apply. Inputs come first at their instant: where something has happened at this
    /// one, it is the next nanosecond, so that nothing that was shown comes to happen after the input. The very start is not
    /// split: what is changed there is changed before all.
    pub fn next_input_at(&self) -> SimTime {
        if self.worked_at == Some(self.now) && self.now > SimTime::ZERO {
            self.now + SimDuration::from_nanos(1)
        } else {
            self.now
        }
    }

    /// What the last step did.
    pub fn last_events(&self) -> &[Event] {
        self.chronicle.last_events()
    }

    /// Whether the last step was an input.
    pub(crate) fn last_was_input(&self) -> bool {
        self.last_was_input
    }

    /// Whether the last step did something that a timeline may show.
    pub(crate) fn is_noted(&self) -> bool {
        self.last_was_input || self.chronicle.is_noted()
    }

    /// The queues whose backlog the last step has worked off.
    pub(crate) fn emptied(&self) -> &[PartId] {
        &self.chronicle.emptied
    }

    /// Changes the drawing.
    pub(crate) fn redraw(&mut self, edit: &Edit) {
        Rc::make_mut(&mut self.sketch).apply(edit);
        self.look_up_parts();
    }

    /// Parts are called so from the start, as far as anybody knows.
    pub(crate) fn take_names(&mut self, names: &BTreeMap<PartId, Rc<str>>) {
        Rc::make_mut(&mut self.sketch).names.clone_from(names);
    }

    fn look_up_parts(&mut self) {
        let parts = self.sketch.parts.iter();
        self.parts = Rc::new(parts.map(|(&id, part)| (id, part.clone())).collect());
    }

    /// When the next step is due, unless an input comes first.
    pub fn next_step_at(&self) -> Option<SimTime> {
        self.next().map(|(at, _)| at)
    }

    fn next(&self) -> Option<(SimTime, Next)> {
        #[cfg(feature = "clients")]
        if let Some(due) = self.move_tasks_due()
            && self.next_but_move_tasks().is_none_or(|(at, _)| due < at)
        {
            return Some((due, Next::MoveTask));
        }
        self.next_but_move_tasks()
    }

    /// When something else than a task of the agenda is due, [`SimTime::MAX`] if nothing is.
    #[cfg_attr(not(small), inline(always))]
    fn others_due(&self) -> SimTime {
        let due = self.queues.due().min(self.calls.timeouts.first().at);
        #[cfg(feature = "clients")]
        let due = due.min(self.move_tasks_due().unwrap_or(SimTime::MAX));
        due
    }

    /// Tasks that move messages come last at their instant.
    fn next_but_move_tasks(&self) -> Option<(SimTime, Next)> {
        let (task, time_out) = (self.agenda.first_at(), self.calls.timeouts.first());
        let is_time_out = time_out.at < task || (time_out.at == task && time_out < self.agenda.first());
        let (at, next) = if is_time_out {
            (time_out.at, Next::TimeOut)
        } else {
            (task, Next::Task)
        };
        match self.queues.due() {
            service if service <= at && service != SimTime::MAX => Some((service, Next::Service)),
            _ if at == SimTime::MAX && !is_time_out && self.agenda.len() == 0 => None,
            _ => Some((at, next)),
        }
    }

    /// Does the next step, if there is one.
    pub fn step(&mut self) {
        self.go_on(SimTime::MAX, 1);
    }

    /// Does the steps that are due up to and including an instant, as long as they are no more work than this and nothing of
    /// note happens. How much work they were.
    #[inline(never)]
    pub(crate) fn go_on(&mut self, until: SimTime, most_work: u64) -> u64 {
        let mut work = 0;
        while work < most_work && !(work > 0 && self.chronicle.is_noted()) {
            let task = self.agenda.first_at();
            let (at, next) = if task < self.others_due() {
                (task, Next::Task)
            } else {
                self.queues.find_due();
                match self.next() {
                    Some(next) => next,
                    None => break,
                }
            };
            if at > until {
                break;
            }
            self.begin_step(at);
            match next {
                Next::Service => self.advance_service(),
                Next::TimeOut => self.time_out(),
                Next::Task => {
                    if let Some(task) = self.agenda.take() {
                        self.perform(task);
                    }
                }
                #[cfg(feature = "clients")]
                Next::MoveTask => self.advance_move_tasks(),
            }
            work += self.work_of_last_events();
        }
        if work > 0 {
            self.worked_at = Some(self.now);
            self.last_was_input = false;
            self.queues.find_due();
        }
        work
    }

    /// How many ordinary steps the last one has cost, as far as its events show.
    pub(crate) fn work_of_last_events(&self) -> u64 {
        1 + self.last_events().len() as u64 / THINGS_IN_A_STEP
    }

    #[cfg_attr(not(small), inline(always))]
    fn perform(&mut self, task: Task) {
        match task {
            Task::Produce { producer, schedule } => self.produce(producer, schedule),
            Task::SendBatch { producer, link } => self.batch_is_due(producer, link),
            Task::Cross { call, attempt } => self.cross(call, attempt),
            Task::Retry { call } => self.retry(call),
            Task::Worker {
                workers,
                worker,
                turn,
            } => self.worker_woke(workers, worker, turn),
            Task::Scale { workers, schedule } => self.scale(workers, schedule),
            Task::Restart { server, crash } => self.server_is_up(server, crash),
            Task::Serve { server, job } => self.finish_service(server, job),
        }
    }

    /// Applies an input, which is a step. It must not be later than the next step.
    #[inline(never)]
    pub fn apply(&mut self, input: &Input) {
        self.begin_step(self.now.max(input.at));
        self.last_was_input = true;
        let index = self.inputs;
        self.inputs += 1;
        match &input.kind {
            InputKind::Edit(edit) => {
                self.emit(EventKind::InputApplied { index });
                self.edit(edit);
            }
            InputKind::Fault(fault) => {
                self.emit(EventKind::InputApplied { index });
                self.fault(*fault);
            }
            InputKind::Send { producer, count } => {
                self.emit(EventKind::InputApplied { index });
                self.produce_by_hand(*producer, *count);
            }
            #[cfg(feature = "clients")]
            InputKind::Call { number, call } => {
                self.last_was_input = false;
                self.client_calls(*number, call);
            }
            #[cfg(feature = "clients")]
            InputKind::HangUp { number } => {
                self.last_was_input = false;
                self.client_hangs_up(*number);
            }
            #[cfg(not(feature = "clients"))]
            InputKind::Call { .. } | InputKind::HangUp { .. } => {
                unreachable!("whoever makes a world without clients gives it no calls")
            }
        }
        self.queues.find_due();
    }

    /// Lets time pass in which nothing happens.
    ///
    /// # Panics
    /// If a step is due before `until`.
    pub fn rest_until(&mut self, until: SimTime) {
        assert!(
            self.next_step_at().is_none_or(|at| at >= until),
            "a step is due before {until}"
        );
        self.now = self.now.max(until);
    }

    #[cfg_attr(not(small), inline(always))]
    fn begin_step(&mut self, at: SimTime) {
        debug_assert!(at >= self.now, "time goes on");
        self.now = at;
        self.steps += 1;
        self.chronicle.begin_step();
    }

    pub(crate) fn emit(&mut self, kind: EventKind) {
        self.chronicle.add(self.now, kind);
    }

    /// The same for the events in the way of every message: written out where they happen, what follows from an event is only
    /// what follows from its kind.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn emit_often(&mut self, kind: EventKind) {
        self.chronicle.add(self.now, kind);
    }

    pub(crate) fn sketched_producer(&self, id: PartId) -> Option<&Producer> {
        match self.parts.get(&id) {
            Some(Part::Producer(producer)) => Some(producer),
            _ => None,
        }
    }

    pub(crate) fn sketched_workers(&self, id: PartId) -> Option<&Workers> {
        match self.parts.get(&id) {
            Some(Part::Workers(workers)) => Some(workers),
            _ => None,
        }
    }

    pub(crate) fn sketched_server(&self, id: PartId) -> Option<&Server> {
        match self.parts.get(&id) {
            Some(Part::Server(server)) => Some(server),
            _ => None,
        }
    }

    /// How a part makes its calls.
    pub(crate) fn call_policy(&self, id: PartId) -> Option<CallPolicy> {
        match self.parts.get(&id)? {
            Part::Producer(producer) => Some(producer.calls),
            Part::Workers(workers) => Some(workers.calls),
            Part::Server(server) => Some(server.calls),
            Part::Queue(_) => None,
        }
    }

    pub(crate) fn backoff_luck(&mut self, caller: Caller) -> Option<&mut Luck> {
        match caller {
            Caller::Producer(id) => self.producers.get_mut(&id).map(|state| &mut state.backoff),
            Caller::Worker { workers, .. } => self.pools.get_mut(&workers).map(|pool| &mut pool.backoff),
            Caller::Server { server, .. } => self.servers.get_mut(&server).map(|state| &mut state.backoff),
        }
    }

    /// How long a piece of work takes at the pace at which the part is working.
    pub(crate) fn paced(&self, id: PartId, work: SimDuration) -> SimDuration {
        at_pace(self.pace(id), work)
    }
}

/// How long a piece of work takes that is to take so many percent of its time.
pub(crate) fn at_pace(percent: u32, work: SimDuration) -> SimDuration {
    if percent == 100 {
        return work;
    }
    let nanos = u128::from(work.as_nanos()) * u128::from(percent) / 100;
    SimDuration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}
