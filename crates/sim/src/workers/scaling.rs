//! Auto Scaling of a group: target tracking on the backlog per worker, as AWS describes it for SQS.
//!
//! Once every period the backlog (`ApproximateNumberOfMessagesVisible` of all the queues that the group polls) is divided by
//! what one worker may have waiting. That is how many workers are wanted: tracking multiplies the running workers by metric
//! over target, and the metric, backlog per running worker, has the same number below the line.

use cloud::time::{SimDuration, SimTime};

use super::MAX_WORKERS;
use super::worker::{Phase, Worker};
use crate::agenda::Task;
use crate::event::EventKind;
use crate::sketch::{PartId, Scaling};
use crate::world::World;

/// Nobody looks more often, so that looking does not hold up time.
const MIN_PERIOD: SimDuration = SimDuration::from_secs(1);

/// What has been decided so far.
#[derive(Clone, Debug)]
pub(super) struct Scaled {
    pub(super) wanted: u32,
    /// Counts the settings so far: an entry of the agenda for an earlier one means nothing.
    schedule: u32,
    out: Option<SimTime>,
    either: Option<SimTime>,
}

impl Scaled {
    /// Whether it is long enough since the last decision. Scaling out waits for the last scaling out, scaling in for the last
    /// of either kind.
    fn is_cool(&self, scaling: &Scaling, now: SimTime, out: bool) -> bool {
        let (last, cooldown) = if out {
            (self.out, scaling.out_cooldown)
        } else {
            (self.either, scaling.in_cooldown)
        };
        last.is_none_or(|last| now >= last + cooldown)
    }
}

impl World {
    /// The settings of a group are new. What was decided before stands, as far as the limits allow.
    pub(crate) fn begin_scaling(&mut self, id: PartId) {
        let now = self.now;
        let workers = self.sketched_workers(id).copied();
        let (Some(workers), Some(pool)) = (workers, self.pools.get_mut(&id)) else {
            return;
        };
        pool.schedules += 1;
        let Some(scaling) = workers.scaling else {
            pool.scaled = None;
            return;
        };
        let before = pool.scaled.take();
        let wanted = before.as_ref().map_or(workers.count, |before| before.wanted);
        pool.scaled = Some(Scaled {
            wanted: within(&scaling, wanted.into()),
            schedule: pool.schedules,
            out: before.as_ref().and_then(|before| before.out),
            either: before.as_ref().and_then(|before| before.either),
        });
        let schedule = pool.schedules;
        self.look_again(now, id, schedule, &scaling);
    }

    /// Somebody has said how many there are to be.
    pub(crate) fn set_wanted_workers(&mut self, id: PartId, count: u32) {
        let scaling = self.sketched_workers(id).and_then(|workers| workers.scaling);
        let scaled = self.pools.get_mut(&id).and_then(|pool| pool.scaled.as_mut());
        if let (Some(scaling), Some(scaled)) = (scaling, scaled) {
            scaled.wanted = within(&scaling, count.into());
        }
    }

    fn look_again(&mut self, from: SimTime, id: PartId, schedule: u32, scaling: &Scaling) {
        let task = Task::Scale {
            workers: id,
            schedule,
        };
        self.agenda.put(from + scaling.period.max(MIN_PERIOD), task);
    }

    /// It is time to look at the backlog. A group that is stopped is left as it is.
    pub(crate) fn scale(&mut self, id: PartId, schedule: u32) {
        let scaling = self.sketched_workers(id).and_then(|workers| workers.scaling);
        let scaled = self.pools.get(&id).and_then(|pool| pool.scaled.clone());
        let (Some(scaling), Some(scaled)) = (scaling, scaled) else {
            return;
        };
        if scaled.schedule != schedule {
            return;
        }
        self.look_again(self.now, id, schedule, &scaling);
        let backlog = self.backlog(id);
        let (from, to) = (
            scaled.wanted,
            within(
                &scaling,
                backlog.div_ceil(scaling.backlog_per_worker.max(1).into()),
            ),
        );
        if from != to && !self.is_stopped(id) && scaled.is_cool(&scaling, self.now, to > from) {
            self.scale_to(id, from, to, backlog, scaling.start_up);
        }
    }

    fn backlog(&self, id: PartId) -> u64 {
        let queues = self.circuit.polls(id).iter();
        let queues = queues.filter_map(|link| self.circuit.wires.get(link));
        queues
            .filter_map(|wire| self.queues.counts(wire.from))
            .map(|counts| counts.visible)
            .sum()
    }

    fn scale_to(&mut self, id: PartId, from: u32, to: u32, backlog: u64, start_up: SimDuration) {
        let now = self.now;
        let Some(pool) = self.pools.get_mut(&id) else {
            return;
        };
        if let Some(scaled) = &mut pool.scaled {
            scaled.wanted = to;
            scaled.either = Some(now);
            scaled.out = if to > from { Some(now) } else { scaled.out };
        }
        if pool.workers.len() < to as usize {
            pool.workers.resize_with(to as usize, Worker::new);
        }
        self.emit(EventKind::ScaledTo {
            workers: id,
            from,
            to,
            backlog,
        });
        for worker in from..to {
            self.launch(id, worker, start_up);
        }
        self.adjust_pool(id);
    }

    /// A worker that has not left yet stays; one that is not there is started.
    fn launch(&mut self, id: PartId, worker: u32, start_up: SimDuration) {
        let is_gone = self
            .worker(id, worker)
            .is_some_and(|worker| worker.phase == Phase::Gone);
        if !is_gone || start_up.is_zero() {
            return;
        }
        let until = self.now + start_up;
        let turn = self.enter(id, worker, Phase::Starting { until });
        let task = Task::Worker {
            workers: id,
            worker,
            turn,
        };
        self.agenda.put(until, task);
    }
}

fn within(scaling: &Scaling, wanted: u64) -> u32 {
    let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
    wanted.max(scaling.min).min(scaling.max).min(MAX_WORKERS)
}
