//! A world in numbers, and the things in it one by one, as they are shown.

use std::rc::Rc;

use cloud::sqs::{Counts, MessageId, MessageState, MessageView, QuietGroups};
use cloud::time::SimTime;

use crate::bill::Bill;
use crate::item::ItemId;

/// The state of a part in numbers. What is not said to be "now" only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figures {
    /// See [`ProducerFigures`].
    Producer(ProducerFigures),
    /// See [`QueueFigures`].
    Queue(QueueFigures),
    /// See [`WorkersFigures`].
    Workers(WorkersFigures),
    /// See [`ServerFigures`].
    Server(ServerFigures),
}

/// A producer in numbers: produced = accepted + gave up + waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProducerFigures {
    /// Items made.
    pub produced: u64,
    /// Items accepted by what the producer calls.
    pub accepted: u64,
    /// Items whose attempts are used up.
    pub gave_up: u64,
    /// Items that now wait for an answer, or to be sent in a batch.
    pub waiting: u64,
    /// Attempts beyond the first of each item, whether or not they share a call.
    pub retries: u64,
}

/// A queue in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueFigures {
    /// What SQS counts.
    pub counts: Counts,
    /// When the oldest message came that is now in the queue: `ApproximateAgeOfOldestMessage`, as an instant.
    pub oldest: Option<SimTime>,
    /// What its metrics tell of message groups.
    pub groups: GroupFigures,
    /// Whether another queue moves messages here.
    pub is_dead_letter_queue: bool,
    /// What AWS would bill.
    pub bill: Bill,
}

/// What the metrics of a queue tell of message groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupFigures {
    /// A standard queue that never had a message with a `MessageGroupId`.
    #[default]
    None,
    /// A FIFO queue: `ApproximateNumberOfGroupsWithInflightMessages`.
    InFlight(u64),
    /// A fair queue, as a standard queue is once it has had such a message.
    Fair(QuietGroups),
}

/// A group of workers in numbers: taken = finished + skipped + failed + dropped + held, but for what is just being deleted,
/// which is held and finished or skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkersFigures {
    /// Workers there now.
    pub count: u32,
    /// Workers now at work on a message.
    pub busy: u32,
    /// Workers that now wait for the answer to a receive.
    pub polling: u32,
    /// Workers that now pause before the next receive.
    pub pausing: u32,
    /// Workers that now wait only for the answer to a delete.
    pub deleting: u32,
    /// Workers whose process has crashed and does not run again yet.
    pub down: u32,
    /// Workers that Auto Scaling has added and that are not ready yet.
    pub starting: u32,
    /// Workers that there are to be: as the sketch says, or as Auto Scaling does.
    pub wanted: u32,
    /// Messages in their hands now.
    pub held: u64,
    /// Of those, messages that are just being deleted.
    pub settled: u64,
    /// Messages that came into their hands.
    pub taken: u64,
    /// Messages worked off.
    pub finished: u64,
    /// Messages deleted without work, because their items had been worked off already.
    pub skipped: u64,
    /// Messages on which the work failed.
    pub failed: u64,
    /// Messages dropped at the end of a process.
    pub dropped: u64,
}

/// A server in numbers: requests taken in = served + late + failed + dropped + busy + waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerFigures {
    /// Requests that can be worked on at once.
    pub capacity: u32,
    /// Requests in work now.
    pub busy: u32,
    /// Of those, requests that wait for a part that the server has called.
    pub calling: u32,
    /// Whether it has crashed and does not run again yet.
    pub is_down: bool,
    /// Places in the waiting room.
    pub waiting_room: u32,
    /// Places of the waiting room that are taken now.
    pub waiting: u32,
    /// Requests taken in.
    pub taken: u64,
    /// Requests worked off while the caller waited.
    pub served: u64,
    /// Requests worked off for a caller who no longer waited.
    pub late: u64,
    /// Requests answered 503.
    pub turned_away: u64,
    /// Requests on which the server failed, or a part that it called.
    pub failed: u64,
    /// Requests dropped at the end of the process.
    pub dropped: u64,
    /// Attempts beyond the first of each call to another part.
    pub retries: u64,
}

/// A link in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkFigures {
    /// Requests that set out: attempts of calls.
    pub requests: u64,
    /// Items that came across along the arrow, counted each time.
    pub items: u64,
    /// Attempts that failed, for whatever reason.
    pub failed: u64,
    /// Requests and answers lost on the way.
    pub lost: u64,
    /// Items in what was lost.
    pub items_lost: u64,
}

/// What a link has carried of late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkRate {
    /// Items along the arrow per 1,000 seconds (as [`crate::Rate`]).
    pub items: u64,
    /// Failed attempts in a hundred, at most 100.
    pub failed_percent: u32,
}

/// A message in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingItem {
    /// The message.
    pub message: MessageId,
    /// What it carries.
    pub item: ItemId,
    /// How often it was received.
    pub receive_count: u32,
    /// When it was sent.
    pub sent: SimTime,
    /// Where it is, and since or until when.
    pub state: MessageState,
    /// When it will expire.
    pub expires: SimTime,
    /// `MessageGroupId`
    pub group: Option<Rc<str>>,
}

impl WaitingItem {
    /// When it will be receivable again: the end of its visibility timeout or of its delay.
    pub fn deadline(&self) -> Option<SimTime> {
        match self.state {
            MessageState::InFlight { until } | MessageState::Delayed { until } => Some(until),
            MessageState::Visible { .. } | MessageState::Blocked { .. } => None,
        }
    }
}

impl From<MessageView> for WaitingItem {
    fn from(view: MessageView) -> Self {
        Self {
            message: view.message,
            item: view.mark.into(),
            receive_count: view.receive_count,
            sent: view.sent,
            state: view.state,
            expires: view.expires,
            group: view.group,
        }
    }
}
