//! Message move tasks: dead letters go back to where they came from, or elsewhere (`reference/sqs.md` §5.1).
//!
//! A task moves one message at a time, the first after one of its intervals, until no message of its source can be received. Chosen
//! here: without a rate it moves 500 messages a second, the most that one can ask for, and the last ten tasks of a source
//! are remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::api::{Answer, ApiError, MoveTask, MoveTaskStatus, QueueAddress};
use super::super::ids::Ids;
use super::super::message::QueueId;
use super::super::moves::MoveRefused;
use super::super::service::Sqs;
use crate::account::AccountId;
use crate::json::Json;
use crate::time::{SimDuration, SimTime};

/// The most messages a second.
pub(super) const FASTEST: u32 = 500;
/// The longest that a task runs.
const LONGEST: SimDuration = SimDuration::from_secs(36 * 60 * 60);
/// The most tasks of an account that are under way.
pub(super) const MOST_AT_ONCE: usize = 100;
/// So many tasks of a source are remembered, and listed.
pub(super) const MOST_REMEMBERED: usize = 10;

/// What a task is to do.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) source: QueueAddress,
    pub(super) from: QueueId,
    /// None: each message to the queue from which it came.
    pub(super) destination: Option<(QueueAddress, QueueId)>,
    pub(super) per_second: Option<u32>,
}

#[derive(Clone, Debug)]
struct Task {
    number: u64,
    order: Order,
    status: MoveTaskStatus,
    started: SimTime,
    moved: u64,
    to_move: u64,
    failure: Option<&'static str>,
}

impl Task {
    fn is_under_way(&self) -> bool {
        matches!(self.status, MoveTaskStatus::Running | MoveTaskStatus::Cancelling)
    }

    fn interval(&self) -> SimDuration {
        let per_second = self.order.per_second.unwrap_or(FASTEST);
        SimDuration::from_nanos(1_000_000_000 / u64::from(per_second))
    }

    fn told(&self, ids: Ids) -> MoveTask {
        let is_running = self.status == MoveTaskStatus::Running;
        MoveTask {
            task_handle: is_running.then(|| handle(ids, self.number, &self.order.source)),
            status: self.status,
            source_arn: self.order.source.to_string().into(),
            destination_arn: self
                .order
                .destination
                .as_ref()
                .map(|(address, _)| address.to_string().into()),
            max_number_of_messages_per_second: self.order.per_second,
            approximate_number_of_messages_moved: self.moved,
            approximate_number_of_messages_to_move: Some(self.to_move),
            failure_reason: self.failure.map(Into::into),
            started: self.started,
        }
    }

    /// Moves one message, or comes to its end.
    fn go_on(&mut self, sqs: &mut Sqs, ids: Ids, now: SimTime) {
        if self.status == MoveTaskStatus::Cancelling {
            self.status = MoveTaskStatus::Cancelled;
            return;
        }
        if now.since(self.started) >= LONGEST {
            // Unverified.
            return self.fail("AWS.SimpleQueueService.TaskTimedOut");
        }
        let to = self.order.destination.as_ref().map(|(_, queue)| *queue);
        let moved = sqs.move_message(now, self.order.from, to, |message| ids.message(message).into());
        match moved {
            Ok(Some(_)) => self.moved += 1,
            Ok(None) => {}
            Err(MoveRefused::QueueDoesNotExist) => {
                return self.fail("AWS.SimpleQueueService.NonExistentQueue");
            }
            Err(MoveRefused::NoSource) => return self.fail("CouldNotDetermineMessageSource"),
        }
        if moved == Ok(None) || sqs.counts(self.order.from).visible == 0 {
            self.status = MoveTaskStatus::Completed;
        }
    }

    fn fail(&mut self, reason: &'static str) {
        self.status = MoveTaskStatus::Failed;
        self.failure = Some(reason);
    }
}

/// Why a task cannot be started or cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TaskRefused {
    /// Another one of the same source is under way.
    IsRunning,
    /// As many of the account are under way as may be.
    TooMany,
    /// There is none that runs.
    DoesNotExist,
}

/// All tasks.
#[derive(Clone, Debug, Default)]
pub(super) struct Tasks {
    /// By source, the oldest first.
    by_source: BTreeMap<QueueId, Vec<Task>>,
    /// When each source's task goes on; of those at the same time, the one that was started first.
    agenda: BTreeSet<(SimTime, u64, QueueId)>,
    started: u64,
}

impl Tasks {
    pub(super) fn start(
        &mut self,
        ids: Ids,
        sqs: &Sqs,
        now: SimTime,
        order: Order,
    ) -> Result<Rc<str>, TaskRefused> {
        let from = order.from;
        if self.under_way(from).is_some() {
            return Err(TaskRefused::IsRunning);
        }
        if self.count(order.source.account) >= MOST_AT_ONCE {
            return Err(TaskRefused::TooMany);
        }
        let task = Task {
            number: self.started,
            status: MoveTaskStatus::Running,
            started: now,
            moved: 0,
            to_move: sqs.counts(from).visible,
            failure: None,
            order,
        };
        self.started += 1;
        self.agenda.insert((now + task.interval(), task.number, from));
        let handle = handle(ids, task.number, &task.order.source);
        let tasks = self.by_source.entry(from).or_default();
        if tasks.len() == MOST_REMEMBERED {
            tasks.remove(0);
        }
        tasks.push(task);
        Ok(handle)
    }

    /// How many messages it has moved.
    pub(super) fn cancel(&mut self, ids: Ids, from: QueueId, handle_id: &str) -> Result<u64, TaskRefused> {
        let task = self.under_way(from).ok_or(TaskRefused::DoesNotExist)?;
        if task.status != MoveTaskStatus::Running || ids.task(task.number) != handle_id {
            return Err(TaskRefused::DoesNotExist);
        }
        task.status = MoveTaskStatus::Cancelling;
        Ok(task.moved)
    }

    /// The newest first.
    pub(super) fn list(&self, ids: Ids, from: QueueId, most: usize) -> Answer {
        let tasks = self.by_source.get(&from).into_iter().flatten().rev();
        Answer::MoveTasks(tasks.take(most).map(|task| task.told(ids)).collect())
    }

    pub(super) fn next_deadline(&self) -> Option<SimTime> {
        self.agenda.first().map(|(at, ..)| *at)
    }

    /// Does what the tasks have to do up to now.
    pub(super) fn advance(&mut self, ids: Ids, sqs: &mut Sqs, now: SimTime) {
        while let Some(&due @ (at, number, from)) = self.agenda.first()
            && at <= now
        {
            self.agenda.remove(&due);
            let Some(task) = self.under_way(from).filter(|task| task.number == number) else {
                continue;
            };
            task.go_on(sqs, ids, now);
            let next = task.is_under_way().then(|| at + task.interval());
            self.agenda.extend(next.map(|next| (next, number, from)));
        }
    }

    fn under_way(&mut self, from: QueueId) -> Option<&mut Task> {
        let last = self.by_source.get_mut(&from)?.last_mut()?;
        last.is_under_way().then_some(last)
    }

    fn count(&self, account: AccountId) -> usize {
        let last = self.by_source.values().filter_map(|tasks| tasks.last());
        last.filter(|task| task.is_under_way() && task.order.source.account == account)
            .count()
    }
}

fn handle(ids: Ids, number: u64, source: &QueueAddress) -> Rc<str> {
    let json = Json::object([
        ("taskId", Json::text(&ids.task(number))),
        ("sourceArn", Json::text(&source.to_string())),
    ]);
    STANDARD.encode(json.to_string()).into()
}

/// The `taskId` and the `sourceArn` of a handle.
pub(super) fn read_handle(handle: &str) -> Option<(Rc<str>, Rc<str>)> {
    let text = String::from_utf8(STANDARD.decode(handle).ok()?).ok()?;
    let json = Json::read(&text).ok()?;
    let text = |name| json.member(name).and_then(Json::as_text).cloned();
    Some((text("taskId")?, text("sourceArn")?))
}

impl From<TaskRefused> for ApiError {
    fn from(refused: TaskRefused) -> Self {
        use super::refusal::Code;
        match refused {
            TaskRefused::IsRunning => Code::InvalidParameterValueException.because(
                "There is already a task running. Only one active task is allowed for a source queue arn at a given \
                 time.",
            ),
            // Unverified.
            TaskRefused::TooMany => Code::OverLimit.because(format_args!(
                "The maximum number of active message move tasks per account is {MOST_AT_ONCE}."
            )),
            TaskRefused::DoesNotExist => Code::ResourceNotFoundException.because("Task does not exist."),
        }
    }
}
