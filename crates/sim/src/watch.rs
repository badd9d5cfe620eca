//! The guarantees of the sketch, watched: each is a predicate over events, and the first violation of each is kept.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cloud::lookup::Lookup;
use cloud::sqs::MessageId;
use cloud::time::{SimDuration, SimTime};

use crate::event::EventKind;
use crate::guarantee::{Guarantee, Verdict, Violation};
use crate::item::ItemId;
use crate::items::{Consequence, GroupKey, Items};
use crate::sketch::PartId;

/// See the module's text. What is only needed for one guarantee is kept only if that one is watched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    watched: Vec<(Guarantee, Option<Violation>)>,
    /// The latest item of each group that was worked off.
    latest: Option<BTreeMap<GroupKey, u64>>,
    ages: Option<Ages>,
}

impl Watch {
    pub(crate) fn new(guarantees: &[Guarantee]) -> Self {
        let ordered = guarantees.contains(&Guarantee::InOrderPerGroup);
        let aged = guarantees
            .iter()
            .any(|guarantee| matches!(guarantee, Guarantee::OldestUnder(_)));
        Self {
            watched: guarantees.iter().map(|&guarantee| (guarantee, None)).collect(),
            latest: ordered.then(BTreeMap::new),
            ages: aged.then(Ages::default),
        }
    }

    /// What a clone copies of that which grows, in bytes, roughly.
    pub(crate) fn weight(&self) -> usize {
        let groups = self.latest.as_ref().map_or(0, BTreeMap::len);
        let ages = self.ages.as_ref().map_or(0, Ages::weight);
        groups * 2 * size_of::<(GroupKey, u64)>() + ages
    }

    pub(crate) fn verdicts(&self, now: SimTime) -> impl Iterator<Item = (Guarantee, Verdict)> {
        self.watched.iter().map(move |&(guarantee, broken)| {
            let broken = broken.or_else(|| self.too_old_now(guarantee, now));
            (guarantee, broken.map_or(Verdict::Holds, Verdict::Broken))
        })
    }

    /// When a guarantee of age breaks if nothing happens before.
    pub(crate) fn too_old_at(&self, guarantee: Guarantee) -> Option<SimTime> {
        let (Guarantee::OldestUnder(limit), Some(ages)) = (guarantee, &self.ages) else {
            return None;
        };
        let queues = ages
            .queues
            .keys()
            .filter(|&&queue| !ages.is_dead_letter_queue(queue));
        queues
            .filter_map(|&queue| Some(ages.oldest(queue)?.0 + limit))
            .min()
    }

    pub(crate) fn apply(&mut self, at: SimTime, kind: &EventKind, consequence: Consequence, items: &Items) {
        let is_dead_lettered = matches!(kind, EventKind::DeadLettered { .. });
        if consequence == Consequence::None && !is_dead_lettered {
            return self.age(at, kind);
        }
        let Some(item) = kind.item() else { return };
        let simple = Violation {
            at,
            item,
            other: None,
        };
        match consequence {
            Consequence::None => {}
            Consequence::GivenUp => self.broken(Guarantee::NothingLost, simple),
            Consequence::LeftUnprocessed => {
                self.broken(Guarantee::NothingLost, simple);
                self.broken(Guarantee::AtLeastOnce, simple);
            }
            Consequence::ProcessedAgain => self.broken(Guarantee::AtMostOnce, simple),
            Consequence::Processed => self.processed(simple, items),
        }
        if is_dead_lettered {
            self.broken(Guarantee::DeadLetterQueueEmpty, simple);
        }
        self.age(at, kind);
    }

    fn broken(&mut self, which: Guarantee, violation: Violation) {
        for (guarantee, broken) in &mut self.watched {
            if *guarantee == which {
                broken.get_or_insert(violation);
            }
        }
    }

    fn processed(&mut self, violation: Violation, items: &Items) {
        let Some((latest, group)) = self.latest.as_mut().zip(items.group(violation.item)) else {
            return;
        };
        let number = violation.item.number();
        let latest = latest.entry(group).or_insert(number);
        if *latest > number {
            let other = Some(ItemId::new(violation.item.producer(), *latest));
            self.broken(Guarantee::InOrderPerGroup, Violation { other, ..violation });
        } else {
            *latest = number;
        }
    }

    /// A message is too old from the instant at which it has waited too long, whether or not something happens then: a
    /// message that leaves is judged by when it came, one that is still there by the time now.
    fn age(&mut self, at: SimTime, kind: &EventKind) {
        let Some(ages) = &mut self.ages else { return };
        match *kind {
            EventKind::Sent {
                queue, message, item, ..
            } => ages.enter(queue, at, message, item),
            EventKind::Deleted { queue, message, .. }
            | EventKind::Expired { queue, message, .. }
            | EventKind::Purged { queue, message, .. }
            | EventKind::DeadLettered { queue, message, .. } => {
                if ages.is_dead_letter_queue(queue) {
                    ages.leave(queue, message);
                } else {
                    self.judge_oldest_of(queue, at);
                    if let Some(ages) = &mut self.ages {
                        ages.leave(queue, message);
                    }
                }
            }
            _ => {}
        }
    }

    /// Before the oldest message of a queue may go: if it is too old, a message of another queue may have been so before.
    fn judge_oldest_of(&mut self, queue: PartId, now: SimTime) {
        let oldest = self.ages.as_ref().and_then(|ages| ages.oldest(queue));
        for index in 0..self.watched.len() {
            if let (guarantee @ Guarantee::OldestUnder(limit), None) = self.watched[index]
                && too_old(oldest, limit, now).is_some()
            {
                self.watched[index].1 = self.too_old_now(guarantee, now);
            }
        }
    }

    /// The first among the messages that are still there.
    fn too_old_now(&self, guarantee: Guarantee, now: SimTime) -> Option<Violation> {
        let (Guarantee::OldestUnder(limit), Some(ages)) = (guarantee, &self.ages) else {
            return None;
        };
        let queues = ages
            .queues
            .keys()
            .filter(|&&queue| !ages.is_dead_letter_queue(queue));
        let violations = queues.filter_map(|&queue| too_old(ages.oldest(queue), limit, now));
        violations.min_by_key(|violation| violation.at)
    }

    /// Which queues are dead-letter queues from now on. What has become too old before counts under the old rule.
    pub(crate) fn set_dead_letter_queues(&mut self, now: SimTime, queues: BTreeSet<PartId>) {
        let Some(ages) = &self.ages else { return };
        if ages.dead_letter_queues == queues {
            return;
        }
        for queue in ages.queues.keys().copied().collect::<Vec<_>>() {
            if !self
                .ages
                .as_ref()
                .is_some_and(|ages| ages.is_dead_letter_queue(queue))
            {
                self.judge_oldest_of(queue, now);
            }
        }
        if let Some(ages) = &mut self.ages {
            ages.dead_letter_queues = queues;
        }
    }
}

/// "Under n" is broken at the instant at which the age is n.
fn too_old(oldest: Option<(SimTime, ItemId)>, limit: SimDuration, now: SimTime) -> Option<Violation> {
    let (came, item) = oldest?;
    let at = came + limit;
    (at <= now).then_some(Violation {
        at,
        item,
        other: None,
    })
}

/// The messages in each queue in the order in which they were sent to it. Messages that were moved to a dead-letter queue are
/// not among them.
#[derive(Clone, Debug, Default)]
struct Ages {
    queues: BTreeMap<PartId, Line>,
    dead_letter_queues: BTreeSet<PartId>,
}

#[derive(Clone, Debug, Default)]
struct Line {
    /// Messages that have left leave `None` until they come to the front.
    entries: VecDeque<Option<(SimTime, ItemId)>>,
    /// How many have been taken from the front.
    gone: u64,
    places: Lookup<MessageId, u64>,
}

impl Ages {
    fn weight(&self) -> usize {
        let of_line = |line: &Line| {
            line.entries.capacity() * size_of::<Option<(SimTime, ItemId)>>() + line.places.weight()
        };
        self.queues.values().map(of_line).sum()
    }

    fn is_dead_letter_queue(&self, queue: PartId) -> bool {
        self.dead_letter_queues.contains(&queue)
    }

    fn enter(&mut self, queue: PartId, at: SimTime, message: MessageId, item: ItemId) {
        let line = self.queues.entry(queue).or_default();
        line.places.insert(message, line.gone + line.entries.len() as u64);
        line.entries.push_back(Some((at, item)));
    }

    fn leave(&mut self, queue: PartId, message: MessageId) {
        let Some(line) = self.queues.get_mut(&queue) else {
            return;
        };
        let Some(place) = line.places.remove(&message) else {
            return;
        };
        let index = usize::try_from(place - line.gone).expect("it is among those in memory");
        line.entries[index] = None;
        while let Some(None) = line.entries.front() {
            line.entries.pop_front();
            line.gone += 1;
        }
    }

    fn oldest(&self, queue: PartId) -> Option<(SimTime, ItemId)> {
        self.queues.get(&queue)?.entries.front().copied().flatten()
    }
}
