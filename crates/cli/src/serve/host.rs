//! The world behind the endpoint. It is at the time of the clock whenever it is asked: what is due is done when somebody calls,
//! and otherwise when it is due.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use cloud::sqs::api::{Answer, ApiError, Call};
use cloud::time::SimTime;
use sim::{CallNumber, Input, InputKind, MOST_BYTES, Told, World};
use studio::{Ending, LAST_INSTANT, Project};
use tokio::sync::{Notify, oneshot};

use super::clock::{Clock, Speed};
use super::ending;
use super::mirror::Mirror;
use super::record::Record;

/// So many steps are done before a call or somebody else has a turn.
const STEPS_AT_ONCE: usize = 2_000;
/// When nothing is due, somebody looks again after this time.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// See the module's text.
pub(crate) struct Host {
    world: World,
    clock: Clock,
    /// Why the world goes no further: nothing happens in it any more, and whoever calls is refused.
    ending: Option<Ending>,
    /// The most that the world may take, roughly.
    most_bytes: usize,
    /// The inputs that the sketch brings along, which come when their time has come.
    planned: VecDeque<Input>,
    waiting: BTreeMap<CallNumber, oneshot::Sender<Told>>,
    record: Option<Record>,
    /// For who watches.
    mirror: Option<Mirror>,
    /// The calls that a sketch brings along have numbers, too.
    next_call: CallNumber,
    /// When the one who steps the world while nobody calls comes next, and how to wake him before.
    next_look: SimTime,
    alarm: Rc<Notify>,
}

/// What a call came to.
pub(crate) enum Asked {
    Told(Told),
    /// It waits. Who drops this before the answer has hung up.
    Waits(CallNumber, oneshot::Receiver<Told>),
}

impl Host {
    /// The world of `project` at `now`, which is soon after its start.
    pub(crate) fn new(project: &Project, now: SimTime, speed: Speed, record: Option<Record>) -> Self {
        let mut world = World::new(&project.named_sketch(), project.document.seed);
        world.keep_answers();
        Self {
            world,
            clock: Clock::start(now, speed),
            ending: None,
            most_bytes: MOST_BYTES,
            planned: project.log.iter().cloned().collect(),
            waiting: BTreeMap::new(),
            record,
            mirror: None,
            next_call: project.next_call(),
            next_look: SimTime::ZERO,
            alarm: Rc::default(),
        }
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// Wakes the one who steps the world.
    pub(crate) fn alarm(&self) -> Rc<Notify> {
        self.alarm.clone()
    }

    /// Why the world goes no further, if it does not.
    pub(crate) fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// Calls. The world has come to now before, or as far as it comes in a moment: one that cannot keep up with the clock is
    /// behind it, and is called where it is. Where it goes no further, the call is refused.
    pub(crate) fn call(&mut self, call: Call) -> Asked {
        let now = self.clock.now();
        self.step_until(now);
        let number = self.next_call;
        self.next_call = CallNumber(number.0 + 1);
        let came_in = self.apply(InputKind::Call {
            number,
            call: Rc::new(call),
        });
        let mut told = (!came_in).then(|| Err(self.refusal()));
        for (answered, answer) in self.world.take_answers() {
            if answered == number {
                told = Some(answer);
            } else if let Some(waiting) = self.waiting.remove(&answered) {
                // Whoever waits no longer is about to say so.
                let _ = waiting.send(answer);
            }
        }
        if let Some(told) = told {
            self.wake_in_time();
            return Asked::Told(told);
        }
        let (answer, waits) = oneshot::channel();
        self.waiting.insert(number, answer);
        self.wake_in_time();
        Asked::Waits(number, waits)
    }

    /// The one who made a call that waits is gone.
    pub(crate) fn hang_up(&mut self, number: CallNumber) {
        if self.waiting.remove(&number).is_some() {
            let now = self.clock.now();
            self.step_until(now);
            self.apply(InputKind::HangUp { number });
            self.give_answers();
        }
    }

    /// From now on, what is put in is kept for who watches.
    pub(crate) fn keep_for_watchers(&mut self, mirror: Mirror) {
        self.mirror = Some(mirror);
    }

    /// The sketch that is served, as a file.
    pub(crate) fn sketch(&self) -> Option<String> {
        Some(self.mirror.as_ref()?.sketch().to_owned())
    }

    /// How far the world is, and the inputs from this number on; see [`Mirror::told_from`].
    pub(crate) fn inputs_from(&mut self, first: usize) -> Option<String> {
        let now = self.clock.now();
        self.step_until(now);
        self.give_answers();
        let now = self.world.now();
        Some(self.mirror.as_ref()?.told_from(first, now))
    }

    /// Answers all who wait with nothing, for the end has come.
    pub(crate) fn dismiss(&mut self) {
        for number in self.waiting.keys().copied().collect::<Vec<_>>() {
            self.apply(InputKind::HangUp { number });
            if let Some(waiting) = self.waiting.remove(&number) {
                let _ = waiting.send(Ok(Answer::Messages(Vec::new())));
            }
        }
    }

    /// Does what is due, for a moment. How long to wait before this is of use again; nothing if there is more to do at once. Where
    /// the world goes no further, whoever waits is refused.
    pub(crate) fn go_on(&mut self) -> Option<Duration> {
        let now = self.clock.now();
        let is_there = self.step_until(now);
        self.give_answers();
        if self.ending.is_some() {
            let refusal = self.refusal();
            for (_, waiting) in std::mem::take(&mut self.waiting) {
                let _ = waiting.send(Err(refusal.clone()));
            }
        }
        if !is_there {
            return None;
        }
        self.next_look = self.next_at().unwrap_or(SimTime::MAX);
        Some(self.clock.until(self.next_look).min(LOOK_AGAIN))
    }

    /// The end: what was recorded. The world has come to an instant and has done all that was due at it.
    pub(crate) fn end(&mut self) -> Option<Record> {
        let now = self.clock.now();
        if !self.step_until(now) {
            let here = self.world.now();
            while !self.step_until(here) {}
        }
        self.record.take()
    }

    /// When something happens by itself next.
    fn next_at(&self) -> Option<SimTime> {
        let planned = self.planned.front().map(|input| input.at);
        let step = self.world.next_step_at();
        match (planned, step) {
            (Some(planned), Some(step)) => Some(planned.min(step)),
            (planned, step) => planned.or(step),
        }
    }

    /// Whether all is done that is due by `now`, or the world goes no further.
    fn step_until(&mut self, now: SimTime) -> bool {
        let now = now.min(LAST_INSTANT);
        for _ in 0..STEPS_AT_ONCE {
            if self.ending.is_some() {
                return true;
            }
            let step = self.world.next_step_at().unwrap_or(SimTime::MAX);
            let planned = self.planned.front().map_or(SimTime::MAX, |input| input.at);
            if step.min(planned) > now {
                if self.world.now() < now {
                    self.world.rest_until(now);
                }
                if now == LAST_INSTANT {
                    self.end_because(Ending::LastInstant);
                }
                return true;
            }
            if planned <= step
                && let Some(input) = self.planned.pop_front()
            {
                self.put_in(input);
            } else {
                self.step();
            }
        }
        false
    }

    /// What comes in now; whether it did, and the world has not come to its end. Nothing that is due before may come after it.
    fn apply(&mut self, kind: InputKind) -> bool {
        let at = self.world.next_input_at();
        while self.ending.is_none() {
            let step = self.world.next_step_at().unwrap_or(SimTime::MAX);
            match self.planned.pop_front_if(|planned| planned.at <= at.min(step)) {
                Some(planned) => self.put_in(planned),
                None if step < at => self.step(),
                None if at > LAST_INSTANT => self.end_because(Ending::LastInstant),
                None => {
                    self.put_in(Input { at, kind });
                    return true;
                }
            }
        }
        false
    }

    fn step(&mut self) {
        self.world.step();
        self.weigh();
    }

    fn put_in(&mut self, input: Input) {
        self.world.apply(&input);
        self.weigh();
        self.keep(input);
    }

    /// The world ends where a run of it would.
    fn weigh(&mut self) {
        if self.world.takes_more_than(self.most_bytes) {
            let messages = self.world.messages_in_queues();
            self.end_because(Ending::Full { messages });
        }
    }

    /// Whoever steps the world is about to tell those who wait.
    fn end_because(&mut self, ending: Ending) {
        self.ending = Some(ending);
        self.alarm.notify_one();
    }

    fn refusal(&self) -> ApiError {
        ending::refusal(self.ending.unwrap_or(Ending::LastInstant))
    }

    fn keep(&mut self, input: Input) {
        if let Some(mirror) = &mut self.mirror {
            mirror.add(&input);
        }
        if let Some(record) = &mut self.record {
            record.add(input);
        }
    }

    fn give_answers(&mut self) {
        for (number, answer) in self.world.take_answers() {
            if let Some(waiting) = self.waiting.remove(&number) {
                let _ = waiting.send(answer);
            }
        }
    }

    /// If something that others wait for happens before anybody would look, somebody looks then.
    fn wake_in_time(&mut self) {
        if !self.waiting.is_empty() && self.next_at().is_some_and(|at| at < self.next_look) {
            self.alarm.notify_one();
        }
    }
}

#[cfg(test)]
mod tests;
