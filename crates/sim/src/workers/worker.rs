//! One worker: what its process is doing, and the messages in its hand.

use std::rc::Rc;

use cloud::sqs::{Delivery, ReceiptHandle};
use cloud::time::SimTime;

use crate::item::ItemId;
use crate::sketch::{Concurrency, LinkId};
use crate::slab::Key;

/// See the module's text.
#[derive(Clone, Debug)]
pub(super) struct Worker {
    pub(super) phase: Phase,
    /// The number of the phase. Phases, pieces of work and heartbeats are all numbered: an entry of the agenda with a number
    /// that is not in use is about something that is over.
    turn: u32,
    turns: u32,
    /// How many receives it has made: it takes its queues in turn.
    pub(super) receives: u64,
    /// Where what it holds came from.
    pub(super) link: LinkId,
    /// In the order of the answer.
    pub(super) hand: Vec<Held>,
}

/// What a worker is doing besides holding messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Stopped, in a zone that is out, or without a queue.
    Resting,
    Receiving(Key),
    Pausing,
    /// It has messages in its hand.
    Holding,
    /// Its process has crashed.
    Down {
        until: SimTime,
    },
    /// Auto Scaling has added it, and it is not ready yet.
    Starting {
        until: SimTime,
    },
    /// It is one too many, and has left.
    Gone,
}

/// A message in a worker's hand.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) item: ItemId,
    pub(super) receipt: ReceiptHandle,
    pub(super) receive_count: u32,
    group: Option<Rc<str>>,
    pub(super) stage: Stage,
    /// The number of the work.
    pub(super) work: u32,
    /// The number of the next heartbeat.
    pub(super) beat: u32,
    /// The heartbeat that waits for its answer.
    pub(super) beating: Option<Key>,
}

/// How far a worker has come with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Waiting,
    Working {
        since: SimTime,
        /// When it would be done.
        until: SimTime,
        /// Whether the process dies before that.
        dies: bool,
    },
    Deleting(Key),
}

/// What a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    Phase,
    Work { index: usize },
    Beat { index: usize },
}

impl Worker {
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::Gone,
            turn: 0,
            turns: 0,
            receives: 0,
            link: LinkId(0),
            hand: Vec::new(),
        }
    }

    /// A number that nothing else in use has. Zero stands for nothing.
    pub(super) fn number(&mut self) -> u32 {
        self.turns = self.turns.wrapping_add(1).max(1);
        self.turns
    }

    pub(super) fn enter(&mut self, phase: Phase) -> u32 {
        self.phase = phase;
        self.turn = self.number();
        self.turn
    }

    pub(super) fn awaited(&self, number: u32) -> Option<Awaited> {
        if self.turn == number {
            return Some(Awaited::Phase);
        }
        self.hand.iter().enumerate().find_map(|(index, held)| {
            if held.work == number {
                Some(Awaited::Work { index })
            } else {
                (held.beat == number).then_some(Awaited::Beat { index })
            }
        })
    }

    pub(super) fn take(&mut self, link: LinkId, messages: &[Delivery]) {
        self.link = link;
        self.hand.extend(messages.iter().map(Held::new));
        self.enter(Phase::Holding);
    }

    /// The message that it turns to next, if it turns to one now.
    pub(super) fn next_to_begin(&self, concurrency: Concurrency) -> Option<usize> {
        match concurrency {
            Concurrency::OneByOne if self.hand.iter().any(Held::is_begun) => None,
            Concurrency::OneByOne => (!self.hand.is_empty()).then_some(0),
            Concurrency::UpTo(most) => self.next_of(most.max(1) as usize),
            Concurrency::OnePerGroup => self.next_of_groups(),
        }
    }

    #[inline(never)]
    fn next_of(&self, at_once: usize) -> Option<usize> {
        let begun = self.hand.iter().filter(|held| held.is_begun()).count();
        let next = self.hand.iter().position(|held| !held.is_begun());
        next.filter(|_| begun < at_once)
    }

    #[inline(never)]
    fn next_of_groups(&self) -> Option<usize> {
        let mut hand = self.hand.iter().enumerate();
        hand.position(|(index, held)| !held.is_begun() && self.leads(index))
    }

    /// Whether no message of the same group comes before it.
    fn leads(&self, index: usize) -> bool {
        let (before, group) = (&self.hand[..index], &self.hand[index].group);
        group.is_none() || before.iter().all(|other| other.group != *group)
    }

    /// What has become of the message in whose name a call was made.
    pub(super) fn deleting(&self, call: Key) -> Option<usize> {
        self.hand
            .iter()
            .position(|held| held.stage == Stage::Deleting(call))
    }

    /// The calls that wait for an answer.
    pub(super) fn open_calls(&self) -> impl Iterator<Item = Key> {
        let receiving = match self.phase {
            Phase::Receiving(call) => Some(call),
            _ => None,
        };
        let of_messages = self.hand.iter().flat_map(|held| {
            let deleting = match held.stage {
                Stage::Deleting(call) => Some(call),
                Stage::Waiting | Stage::Working { .. } => None,
            };
            held.beating.into_iter().chain(deleting)
        });
        receiving.into_iter().chain(of_messages)
    }
}

impl Held {
    fn new(message: &Delivery) -> Self {
        Self {
            item: message.mark.into(),
            receipt: message.receipt,
            receive_count: message.receive_count,
            group: message.group.clone(),
            stage: Stage::Waiting,
            work: 0,
            beat: 0,
            beating: None,
        }
    }

    fn is_begun(&self) -> bool {
        self.stage != Stage::Waiting
    }

    /// What is being deleted was worked off, or need not be.
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.stage, Stage::Deleting(_))
    }
}
