//! The guarantees of the sketch, watched: each is a predicate over events, and the first violation of each is kept.

use std::collections::{BTreeMap, BTreeSet};

use cloud::time::{SimDuration, SimTime};

use crate::ages::Ages;
use crate::event::EventKind;
use crate::guarantee::{Guarantee, Verdict, Violation};
use crate::item::ItemId;
use crate::items::{Consequence, GroupKey, Items, Place};
use crate::sketch::PartId;

/// See the module's text. What is only needed for one guarantee is kept only if that one is watched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    watched: Vec<(Guarantee, Option<Violation>)>,
    /// The latest item of each group that was worked off at each place.
    latest: Option<BTreeMap<(Place, GroupKey), u64>>,
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
        groups * 2 * (size_of::<(Place, u64)>() + GroupKey::WEIGHT) + ages
    }

    /// Whether somebody wants to know in which order items are processed.
    #[cfg(feature = "clients")]
    pub(crate) fn is_ordered(&self) -> bool {
        self.latest.is_some()
    }

    /// How many bytes clones share, roughly.
    pub(crate) fn shared_weight(&self) -> usize {
        self.ages.as_ref().map_or(0, Ages::shared_weight)
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
        let queues = ages.watched_queues();
        queues
            .filter_map(|queue| Some(ages.oldest(queue)?.0 + limit))
            .min()
    }

    #[cfg_attr(not(small), inline(always))]
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
            Consequence::Processed(place) if self.latest.is_some() => self.processed(place, simple, items),
            Consequence::Processed(_) => {}
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

    #[inline(never)]
    fn processed(&mut self, place: Place, violation: Violation, items: &Items) {
        let Some((latest, group)) = self.latest.as_mut().zip(items.group(violation.item)) else {
            return;
        };
        let number = violation.item.number();
        let latest = latest.entry((place, group)).or_insert(number);
        if *latest > number {
            let other = Some(ItemId::new(violation.item.producer(), *latest));
            self.broken(Guarantee::InOrderPerGroup, Violation { other, ..violation });
        } else {
            *latest = number;
        }
    }

    /// A message is too old from the instant at which it has waited too long, whether or not something happens then: a
    /// message that leaves is judged by when it came, one that is still there by the time now.
    #[cfg_attr(not(small), inline(always))]
    fn age(&mut self, at: SimTime, kind: &EventKind) {
        if self.ages.is_some() {
            // A copy, so that elsewhere compilers still know what kind of event it is.
            self.age_messages(at, &{ *kind });
        }
    }

    fn age_messages(&mut self, at: SimTime, kind: &EventKind) {
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
            EventKind::Moved {
                queue,
                message,
                item,
                to,
                new,
                ..
            } => {
                self.age_messages(at, &EventKind::Deleted { queue, message, item });
                if let Some(ages) = &mut self.ages {
                    ages.enter(to, at, new, item);
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
        let queues = ages.watched_queues();
        let violations = queues.filter_map(|queue| too_old(ages.oldest(queue), limit, now));
        violations.min_by_key(|violation| violation.at)
    }

    /// Which queues are dead-letter queues from now on. What has become too old before counts under the old rule.
    pub(crate) fn set_dead_letter_queues(&mut self, now: SimTime, queues: BTreeSet<PartId>) {
        let Some(ages) = &self.ages else { return };
        if ages.dead_letter_queues == queues {
            return;
        }
        for queue in ages.watched_queues().collect::<Vec<_>>() {
            self.judge_oldest_of(queue, now);
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
