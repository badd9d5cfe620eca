//! A frame: how the world stands at one instant, flat and small, thinned to what a screen can show.

use std::rc::Rc;

use cloud::time::SimTime;
use serde::{Deserialize, Serialize};
use sim::{ItemId, LinkId, PartId};

use super::ask::Asked;
use super::protocol::{Tone, as_number};
use super::vanished::Vanished;

/// How the world stands. Lists are in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Frame {
    #[serde(with = "as_number::time")]
    pub(crate) now: SimTime,
    /// The latest instant that the run has been to: after a rewind, later than `now`.
    #[serde(with = "as_number::time")]
    pub(crate) furthest: SimTime,
    /// When something that is done now applies: now, or the nanosecond after what has happened already at this instant.
    #[serde(with = "as_number::time")]
    pub(crate) input_at: SimTime,
    /// The run was stopped here by a breakpoint: why, in a sentence.
    pub(crate) stopped: Option<String>,
    /// Events applied so far.
    pub(crate) steps: u64,
    /// The digest over those events.
    pub(crate) hash: u64,
    /// The world is on its way to the instant asked for: [`super::protocol::Order::CatchUp`] takes it further.
    pub(crate) catching_up: bool,
    /// The run goes no further than this.
    pub(crate) ending: Option<Ending>,
    pub(crate) parts: Vec<PartFigures>,
    pub(crate) links: Vec<LinkFigures>,
    /// Requests to all queues.
    pub(crate) requests: Requests,
    /// What is on the links. The weights of those that carry messages add up to `messages_in_transit`.
    pub(crate) dots: Vec<Dot>,
    /// How many things on the links one dot stands for.
    pub(crate) dot_scale: u32,
    /// How many messages are on the links.
    pub(crate) messages_in_transit: u64,
    /// What has vanished since the frame before, if the world just went on. Not much at a time: the figures count all.
    pub(crate) vanished: Vec<Vanished>,
    /// In the order of the sketch's guarantees.
    pub(crate) verdicts: Vec<Verdict>,
    /// The last events, newest first. Absent: as in the frame before.
    pub(crate) feed: Option<Rc<Vec<FeedLine>>>,
    /// The curve of the chosen queue. Absent: as in the frame before.
    pub(crate) series: Option<Rc<Series>>,
    /// What mattered so far. Absent: as in the frame before.
    pub(crate) marks: Option<Rc<Vec<Mark>>>,
    /// The queues that calls have created. Absent: as in the frame before, or none.
    pub(crate) created: Option<Rc<Created>>,
    /// What came of questions since the frame before. Half-way frames have it, too.
    pub(crate) asked: Option<Box<Asked>>,
}

/// So many queues that calls have created are drawn, and a frame has no figures of more. Those are the ones that are there
/// longest, so that what is looked at stays where it is, however many more a program creates.
pub(crate) const CREATED_MAX: usize = 50;

/// The queues that calls have created and not deleted. Nobody has drawn them, so this is all that the page knows of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Created {
    /// The first [`CREATED_MAX`], in the order in which they were created: what each is called, and the input that would draw
    /// it, as a line of `studio::format`. In it the part has the number of [`sim::created_number`], for no format takes its id.
    pub(crate) queues: Vec<(String, String)>,
    /// How many others there are.
    pub(crate) more: u64,
}

/// Why a run goes no further: [`studio::Ending`] as it travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ending {
    Full { messages: u64 },
    LastInstant,
}

impl From<studio::Ending> for Ending {
    fn from(ending: studio::Ending) -> Self {
        match ending {
            studio::Ending::Full { messages } => Self::Full { messages },
            studio::Ending::LastInstant => Self::LastInstant,
        }
    }
}

impl From<Ending> for studio::Ending {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Full { messages } => Self::Full { messages },
            Ending::LastInstant => Self::LastInstant,
        }
    }
}

/// The figures of one part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PartFigures {
    #[serde(with = "as_number::part")]
    pub(crate) id: PartId,
    /// A fault has stopped it.
    pub(crate) stopped: bool,
    pub(crate) kind: KindFigures,
}

/// By what the part is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum KindFigures {
    Producer(ProducerFigures),
    Queue(Box<QueueFigures>),
    Workers(WorkersFigures),
    Server(ServerFigures),
}

/// Produced = accepted + gave up + waiting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProducerFigures {
    pub(crate) produced: u64,
    pub(crate) accepted: u64,
    pub(crate) gave_up: u64,
    /// Calls that are not answered yet.
    pub(crate) waiting: u64,
    pub(crate) retries: u64,
}

/// Sent + moved in = visible + in flight + delayed + deleted + expired + purged + moved out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QueueFigures {
    pub(crate) visible: u64,
    pub(crate) in_flight: u64,
    pub(crate) delayed: u64,
    pub(crate) sent: u64,
    pub(crate) moved_in: u64,
    pub(crate) deleted: u64,
    pub(crate) expired: u64,
    pub(crate) purged: u64,
    pub(crate) moved_out: u64,
    /// Sends that stored nothing, counted apart.
    pub(crate) deduplicated: u64,
    /// Deliveries, counted apart.
    pub(crate) received: u64,
    pub(crate) empty_receives: u64,
    /// Another queue moves messages here.
    pub(crate) is_dead_letter_queue: bool,
    /// What AWS would bill.
    pub(crate) bill: Bill,
    /// `ApproximateAgeOfOldestMessage`, in seconds.
    pub(crate) oldest_age: u64,
    /// What CloudWatch tells of message groups, as far as there are any.
    pub(crate) groups: Vec<u64>,
    /// The head of the line, oldest first.
    pub(crate) line: Vec<Waiting>,
    /// Some of those in flight, the next to come back first.
    pub(crate) flight: Vec<InFlight>,
    /// Some of the delayed ones, the next to arrive first.
    pub(crate) late: Vec<Delayed>,
}

/// Requests as AWS bills them, by operation: [`sim::Bill`] as it travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bill {
    pub(crate) send: Billed,
    pub(crate) receive: Billed,
    pub(crate) delete: Billed,
    pub(crate) change_visibility: Billed,
    pub(crate) other: Billed,
    pub(crate) fair: u64,
}

/// Calls, and the requests that they are billed as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Billed {
    pub(crate) calls: u64,
    pub(crate) requests: u64,
}

/// The requests to all queues that there are or were: [`studio::cost::Requests`] as it travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Requests {
    pub(crate) standard: u64,
    pub(crate) fifo: u64,
    pub(crate) fair: u64,
}

impl From<sim::Bill> for Bill {
    fn from(bill: sim::Bill) -> Self {
        Self {
            send: bill.send.into(),
            receive: bill.receive.into(),
            delete: bill.delete.into(),
            change_visibility: bill.change_visibility.into(),
            other: bill.other.into(),
            fair: bill.fair,
        }
    }
}

impl From<Bill> for sim::Bill {
    fn from(bill: Bill) -> Self {
        Self {
            send: bill.send.into(),
            receive: bill.receive.into(),
            delete: bill.delete.into(),
            change_visibility: bill.change_visibility.into(),
            other: bill.other.into(),
            fair: bill.fair,
        }
    }
}

impl From<sim::Billed> for Billed {
    fn from(sim::Billed { calls, requests }: sim::Billed) -> Self {
        Self { calls, requests }
    }
}

impl From<Billed> for sim::Billed {
    fn from(Billed { calls, requests }: Billed) -> Self {
        Self { calls, requests }
    }
}

impl From<studio::cost::Requests> for Requests {
    fn from(requests: studio::cost::Requests) -> Self {
        let studio::cost::Requests { standard, fifo, fair } = requests;
        Self { standard, fifo, fair }
    }
}

impl From<Requests> for studio::cost::Requests {
    fn from(Requests { standard, fifo, fair }: Requests) -> Self {
        Self { standard, fifo, fair }
    }
}

/// A message that can be received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    #[serde(with = "as_number::item")]
    pub(crate) item: ItemId,
    pub(crate) receive_count: u32,
    /// It can not be received before an earlier one of its group is done.
    pub(crate) blocked: bool,
    pub(crate) lane: Option<Lane>,
    /// Its item was worked off before: what comes now is a second time.
    pub(crate) again: bool,
}

/// A message that a receiver has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InFlight {
    #[serde(with = "as_number::item")]
    pub(crate) item: ItemId,
    pub(crate) receive_count: u32,
    /// How much of the visibility timeout is left.
    pub(crate) left: Fraction,
    pub(crate) lane: Option<Lane>,
    /// Its item was worked off before.
    pub(crate) again: bool,
}

/// A message that arrives later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Delayed {
    #[serde(with = "as_number::item")]
    pub(crate) item: ItemId,
    pub(crate) lane: Option<Lane>,
}

/// So many lanes have a letter.
const LETTERS: u32 = 26;

/// The message group of a message in a FIFO queue, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lane(pub(crate) u32);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WorkersFigures {
    pub(crate) count: u64,
    /// As many as there are to be.
    pub(crate) wanted: u64,
    /// Of those that are there, the ones that are not ready yet.
    pub(crate) starting: u64,
    pub(crate) busy: u64,
    pub(crate) polling: u64,
    pub(crate) finished: u64,
    pub(crate) failed: u64,
    /// The first workers, one each.
    pub(crate) cells: Vec<Cell>,
}

/// What one worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Cell {
    /// It waits for messages, or does nothing at all.
    Idle,
    /// Its process has crashed.
    Down,
    /// Auto Scaling has added it, and it is not ready yet.
    Starting,
    Working {
        #[serde(with = "as_number::item")]
        item: ItemId,
        done: Fraction,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServerFigures {
    /// It has crashed and does not run again yet.
    pub(crate) down: bool,
    pub(crate) capacity: u64,
    pub(crate) busy: u64,
    pub(crate) waiting: u64,
    pub(crate) waiting_room: u64,
    pub(crate) served: u64,
    pub(crate) turned_away: u64,
    /// Finished after the caller had given up.
    pub(crate) late: u64,
}

/// The figures of one link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkFigures {
    #[serde(with = "as_number::link")]
    pub(crate) id: LinkId,
    /// Messages along the arrow of late, per 1,000 seconds.
    pub(crate) rate: u64,
    /// Failed attempts of late, in a hundred.
    pub(crate) failed_percent: u32,
    /// Requests that set out.
    pub(crate) requests: u64,
    /// Messages that came across.
    pub(crate) items: u64,
    pub(crate) failed: u64,
    /// Requests and answers lost on the way.
    pub(crate) lost: u64,
    /// A fault has cut it.
    pub(crate) cut: bool,
}

/// Something on its way along a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dot {
    #[serde(with = "as_number::link")]
    pub(crate) link: LinkId,
    /// How far along the link's curve, in the direction of the arrow.
    pub(crate) along: Fraction,
    pub(crate) state: DotState,
    /// How many it stands for.
    pub(crate) weight: u32,
    /// One of those it stands for, if it is about a message.
    #[serde(with = "as_number::optional_item")]
    pub(crate) item: Option<ItemId>,
}

/// What a dot is, shown by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum DotState {
    /// A message on its way to where it is wanted.
    Carried,
    /// Received messages on their way to the receiver: in flight.
    Received,
    /// An answer that says no.
    Failed,
    /// A request or an answer without a message: a poll, a delete, an acknowledgement.
    Signal,
}

impl DotState {
    /// Whether such a dot stands for messages.
    pub(crate) fn carries_messages(self) -> bool {
        matches!(self, Self::Carried | Self::Received)
    }
}

/// From none (0) to all (65,535).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Fraction(pub(crate) u16);

impl Lane {
    /// The lane of a `MessageGroupId`: after the number that it ends in, `g1` being the first; without such a number one
    /// of those that have a letter, always the same for the same name.
    pub(crate) fn of(group: &str) -> Self {
        let name = group.trim_end_matches(|last: char| last.is_ascii_digit());
        match group[name.len()..].parse::<u32>() {
            Ok(number @ 1..) => Self(number - 1),
            _ => Self(
                group
                    .bytes()
                    .fold(0, |sum, byte| (sum * 31 + u32::from(byte)) % LETTERS),
            ),
        }
    }

    /// A to Z; what comes after has no letter left.
    pub(crate) fn letter(self) -> Option<char> {
        ('A'..='Z').nth(self.0 as usize)
    }
}

impl Fraction {
    /// `part` of `whole`, at most all of it; nothing of nothing.
    pub(crate) fn of(part: u64, whole: u64) -> Self {
        let share = u128::from(part) * u128::from(u16::MAX) / u128::from(whole.max(1));
        Self(u16::try_from(share).unwrap_or(u16::MAX))
    }

    /// What is missing to all of it.
    pub(crate) fn rest(self) -> Self {
        Self(u16::MAX - self.0)
    }

    /// From 0 to 1.
    pub(crate) fn as_f64(self) -> f64 {
        f64::from(self.0) / f64::from(u16::MAX)
    }
}

/// Where a guarantee stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Verdict {
    Holds,
    Broken {
        #[serde(with = "as_number::time")]
        at: SimTime,
        #[serde(with = "as_number::item")]
        item: ItemId,
        #[serde(with = "as_number::optional_item")]
        other: Option<ItemId>,
    },
}

/// An event in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FeedLine {
    #[serde(with = "as_number::time")]
    pub(crate) at: SimTime,
    pub(crate) sequence: u64,
    pub(crate) text: String,
    pub(crate) tone: Tone,
    #[serde(with = "as_number::optional_item")]
    pub(crate) item: Option<ItemId>,
    #[serde(with = "as_number::optional_part")]
    pub(crate) part: Option<PartId>,
}

/// `ApproximateNumberOfMessagesVisible` of one queue over the run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Series {
    #[serde(with = "as_number::optional_part")]
    pub(crate) part: Option<PartId>,
    /// What the queue is called.
    pub(crate) name: String,
    /// Times in milliseconds and values, in order.
    pub(crate) points: Vec<(u64, u64)>,
}

/// Something that mattered, on the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    #[serde(with = "as_number::time")]
    pub(crate) at: SimTime,
    pub(crate) text: String,
    pub(crate) tone: Tone,
}

impl Frame {
    /// The figures of a part.
    pub(crate) fn part(&self, id: PartId) -> Option<&KindFigures> {
        let place = self.parts.binary_search_by_key(&id, |part| part.id).ok()?;
        Some(&self.parts[place].kind)
    }

    /// The figures of a queue.
    pub(crate) fn queue(&self, id: PartId) -> Option<&QueueFigures> {
        match self.part(id)? {
            KindFigures::Queue(figures) => Some(figures),
            _ => None,
        }
    }

    /// The figures of a link.
    pub(crate) fn link(&self, id: LinkId) -> Option<&LinkFigures> {
        let place = self.links.binary_search_by_key(&id, |link| link.id).ok()?;
        Some(&self.links[place])
    }

    /// Takes over from the frame before what this one leaves out because it is the same.
    pub(crate) fn complete_from(&mut self, before: &Self) {
        if self.feed.is_none() {
            self.feed.clone_from(&before.feed);
        }
        if self.series.is_none() {
            self.series.clone_from(&before.series);
        }
        if self.marks.is_none() {
            self.marks.clone_from(&before.marks);
        }
        if self.created.is_none() {
            self.created.clone_from(&before.created);
        }
    }
}
