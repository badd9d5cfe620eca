//! Fair queues (`reference/sqs.md` §3.1): a standard queue in which messages have groups does not let one tenant hold up
//! the others. A group is a tenant, and so is every message without one.
//!
//! A tenant is noisy while it has more than a tenth of the queue's messages in flight and at least 30, has a backlog, and
//! has sent something within five minutes. While there is a visible message of a quiet tenant it goes out first; of
//! noisy tenants that goes first which has the fewest in flight. AWS says that it also looks at the share of the recent
//! processing time, but not what is recent: that is left out here. Nobody is noisy for longer than all of this is so.
//!
//! More than a tenth is the share of nine tenants at most. So nothing about them is kept up to date but how many
//! messages each has in flight, and the first visible message of each: the noisy ones are found, and passed over, when
//! somebody asks. A queue that never saw a group has none of this.

use std::collections::{BTreeMap, BTreeSet};

use super::list::List;
use super::message::MessageId;
use super::queue::Queue;
use super::record::{Age, LINE};
use super::slab::NONE;
use crate::time::{SimDuration, SimTime};

/// A tenant is noisy if it has more of the messages in flight than one in so many.
const SHARE: u64 = 10;
/// A tenant that sends nothing for so long is quiet.
const SILENCE: SimDuration = SimDuration::from_secs(5 * 60);

/// A message by the time since which it is visible, or here, and whose it is. By this order messages go out.
type Turn = (SimTime, MessageId, u32);

/// What makes a tenant noisy, at this moment.
#[derive(Clone, Copy, Debug)]
struct Threshold {
    now: SimTime,
    /// Messages in flight in the whole queue.
    in_flight: u64,
    /// So many of them must be the tenant's, at least.
    least: u32,
}

/// What is known of a tenant that has a group. Its number is that of the group.
#[derive(Clone, Debug, Default)]
struct Tenant {
    /// Visible, next to be received first.
    line: List<LINE>,
    visible: u32,
    in_flight: u32,
    /// With the delayed ones.
    messages: u32,
    last_sent: SimTime,
}

/// The tenants of a queue that has seen a group.
#[derive(Clone, Debug, Default)]
pub(super) struct Fair {
    tenants: BTreeMap<u32, Tenant>,
    /// The first visible message of each tenant.
    firsts: BTreeSet<Turn>,
    /// How many messages each tenant has in flight, if any.
    busy: BTreeSet<(u32, u32)>,
    /// What came here since the first group, and still counts for its age: by tenant, [`NONE`] for all that have no group.
    arrivals: BTreeSet<(u32, SimTime, MessageId)>,
    /// The oldest of those of each tenant.
    oldest: BTreeSet<Turn>,
}

/// What the metrics of a fair queue tell. For one that never saw a group, the same as those of any queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietGroups {
    /// `ApproximateNumberOfNoisyGroups`
    pub noisy_groups: u64,
    /// `ApproximateNumberOfMessagesVisibleInQuietGroups`
    pub visible: u64,
    /// `ApproximateNumberOfMessagesNotVisibleInQuietGroups`
    pub in_flight: u64,
    /// `ApproximateNumberOfMessagesDelayedInQuietGroups`
    pub delayed: u64,
    /// When the oldest came, for `ApproximateAgeOfOldestMessageInQuietGroups`. Messages received too often to count for
    /// the age do not count here.
    pub oldest: Option<SimTime>,
}

impl Fair {
    /// The noisy tenants. At most nine.
    fn noisy(&self, threshold: Threshold) -> impl Iterator<Item = u32> {
        let Threshold {
            now,
            in_flight,
            least,
        } = threshold;
        let is_above = move |&&(own, _): &&(u32, u32)| own >= least && u64::from(own) * SHARE > in_flight;
        let busiest = self.busy.iter().rev().take_while(is_above);
        busiest.map(|&(_, group)| group).filter(move |group| {
            let tenant = &self.tenants[group];
            tenant.messages > tenant.in_flight && now.since(tenant.last_sent) < SILENCE
        })
    }

    /// The first visible message that is quiet, or else that which goes first among the noisy ones; `alone` is the first
    /// that has no group.
    fn next(&self, threshold: Threshold, alone: Option<Turn>) -> Option<u32> {
        let mut noisy = [NONE; SHARE as usize];
        for (place, group) in noisy.iter_mut().zip(self.noisy(threshold)) {
            *place = group;
        }
        let quiet = self.firsts.iter().find(|(.., group)| !noisy.contains(group));
        if let Some(&(.., group)) = quiet.into_iter().chain(&alone).min() {
            return Some(group);
        }
        let rank = |&&(since, id, group): &&Turn| (self.tenants[&group].in_flight, since, id);
        self.firsts.iter().min_by_key(rank).map(|&(.., group)| group)
    }

    fn tenant(&mut self, group: u32) -> &mut Tenant {
        self.tenants
            .get_mut(&group)
            .expect("whoever has messages is a tenant")
    }

    fn oldest_of(&self, group: u32) -> Option<Turn> {
        let first = (group, SimTime::ZERO, MessageId(0));
        let oldest = self.arrivals.range(first..).next();
        oldest
            .filter(|(owner, ..)| *owner == group)
            .map(|&(group, arrived, id)| (arrived, id, group))
    }

    /// Notes a change of the arrivals of a tenant.
    fn change_arrivals(&mut self, group: u32, change: impl FnOnce(&mut BTreeSet<(u32, SimTime, MessageId)>)) {
        let before = self.oldest_of(group);
        change(&mut self.arrivals);
        let after = self.oldest_of(group);
        if before != after {
            before.map(|before| self.oldest.remove(&before));
            self.oldest.extend(after);
        }
    }

    pub(super) fn weight(&self) -> usize {
        let turns = self.firsts.len() + self.oldest.len() + self.arrivals.len();
        2 * (turns * size_of::<Turn>()
            + self.busy.len() * size_of::<(u32, u32)>()
            + self.tenants.len() * size_of::<(u32, Tenant)>())
    }
}

/// What happens to messages of a standard queue. Those without a group stand in the queue's own line. None of it is to
/// be woven into what queues without groups do, which is quicker without.
impl Queue {
    fn turn(&self, slot: u32) -> Turn {
        let record = &self.records[slot];
        let since = self
            .records
            .history(slot)
            .map_or(record.arrived, |history| history.visible_at);
        (since, record.id(), record.group)
    }

    /// A message came in; one with a group makes the queue a fair one.
    #[inline(never)]
    pub(super) fn note_arrival(&mut self, slot: u32) {
        let record = &self.records[slot];
        let (group, arrived, id) = (record.group, record.arrived, record.id());
        if group != NONE && self.fair.is_none() {
            self.fair = Some(Box::default());
        }
        let Some(fair) = &mut self.fair else { return };
        fair.change_arrivals(group, |arrivals| {
            arrivals.insert((group, arrived, id));
        });
        if group != NONE {
            let tenant = fair.tenants.entry(group).or_default();
            tenant.messages += 1;
            tenant.last_sent = arrived;
        }
    }

    /// A message no longer counts for the age of its tenant's messages.
    #[inline(never)]
    pub(super) fn note_passed_over(&mut self, slot: u32) {
        let record = &self.records[slot];
        let (group, arrived, id) = (record.group, record.arrived, record.id());
        if let Some(fair) = &mut self.fair {
            fair.change_arrivals(group, |arrivals| {
                arrivals.remove(&(group, arrived, id));
            });
        }
    }

    /// A message is about to leave, and is in no line and not in flight any more.
    #[inline(never)]
    pub(super) fn note_departure(&mut self, slot: u32) {
        self.note_passed_over(slot);
        let group = self.records[slot].group;
        let Some(fair) = self.fair.as_mut().filter(|_| group != NONE) else {
            return;
        };
        let tenant = fair.tenant(group);
        tenant.messages -= 1;
        if tenant.messages == 0 {
            fair.tenants.remove(&group);
        }
    }

    /// A message with a group is visible from now on.
    #[inline(never)]
    pub(super) fn join_tenants_line(&mut self, slot: u32) {
        let turn = self.turn(slot);
        let fair = self.fair.as_mut().expect("there is a group");
        let tenant = fair.tenant(turn.2);
        tenant.visible += 1;
        let is_first = tenant.line.first().is_none();
        tenant.line.push_back(&mut self.records.slab, slot);
        if is_first {
            fair.firsts.insert(turn);
        }
    }

    /// A message with a group, which is still visible, will not be.
    #[inline(never)]
    pub(super) fn leave_tenants_line(&mut self, slot: u32) {
        let turn = self.turn(slot);
        let fair = self.fair.as_mut().expect("there is a group");
        let tenant = fair.tenant(turn.2);
        tenant.visible -= 1;
        let was_first = tenant.line.first() == Some(slot);
        tenant.line.remove(&mut self.records.slab, slot);
        let first = tenant.line.first();
        if was_first {
            fair.firsts.remove(&turn);
            let next = first.map(|first| self.turn(first));
            let fair = self.fair.as_mut().expect("there is a group");
            fair.firsts.extend(next);
        }
    }

    /// A visible message with a group comes back to the front of its line.
    pub(super) fn return_to_tenants_line(&mut self, slot: u32) {
        let turn = self.turn(slot);
        let fair = self.fair.as_ref().expect("there is a group");
        let first = fair.tenants[&turn.2].line.first();
        let first = first.map(|first| self.turn(first));
        let fair = self.fair.as_mut().expect("there is a group");
        if let Some(first) = first {
            fair.firsts.remove(&first);
        }
        fair.firsts.insert(turn);
        let tenant = fair.tenant(turn.2);
        tenant.visible += 1;
        tenant.line.push_front(&mut self.records.slab, slot);
    }

    /// A tenant has one message more or less in flight.
    #[inline(never)]
    pub(super) fn note_in_flight(&mut self, group: u32, one_more: bool) {
        let fair = self.fair.as_mut().expect("there is a group");
        let tenant = fair.tenant(group);
        let before = tenant.in_flight;
        let after = if one_more { before + 1 } else { before - 1 };
        tenant.in_flight = after;
        fair.busy.remove(&(before, group));
        if after > 0 {
            fair.busy.insert((after, group));
        }
    }

    /// The next message to hand out.
    #[inline(never)]
    pub(super) fn next_fairly(&self, fair: &Fair, now: SimTime) -> Option<u32> {
        let alone = self.line.first();
        let turn = alone.map(|slot| self.turn(slot));
        match fair.next(self.threshold(now), turn)? {
            NONE => alone,
            group => fair.tenants[&group].line.first(),
        }
    }

    /// Visible messages in the order in which they became so.
    pub(super) fn standard_line(&self) -> impl Iterator<Item = u32> {
        let firsts = self.fair.iter().flat_map(|fair| &fair.firsts);
        let mut firsts = firsts
            .map(|&(since, id, group)| (since, id, group, self.first_of(group)))
            .peekable();
        let mut alone = self.line.first();
        // Of those tenants whose first message was taken, the next.
        let mut seconds: BTreeSet<(SimTime, MessageId, u32, u32)> = BTreeSet::new();
        let with_slot = |slot: u32| {
            let (since, id, group) = self.turn(slot);
            (since, id, group, slot)
        };
        std::iter::from_fn(move || {
            let first = firsts.peek().copied();
            let second = seconds.first().copied();
            let candidates = [first, second, alone.map(with_slot)];
            let next = candidates.into_iter().flatten().min()?;
            if Some(next) == first {
                firsts.next();
            } else if Some(next) == second {
                seconds.pop_first();
            }
            let behind = List::<LINE>::next(&self.records.slab, next.3);
            if next.2 == NONE {
                alone = behind;
            } else {
                seconds.extend(behind.map(with_slot));
            }
            Some(next.3)
        })
    }

    fn threshold(&self, now: SimTime) -> Threshold {
        Threshold {
            now,
            in_flight: self.counts.in_flight,
            least: self.quotas.noisy_in_flight,
        }
    }

    fn first_of(&self, group: u32) -> u32 {
        let tenant = self.fair.as_ref().map(|fair| &fair.tenants[&group]);
        let first = tenant.and_then(|tenant| tenant.line.first());
        first.expect("a tenant with a first message has one")
    }

    /// What the metrics tell. Looks at no message.
    pub(super) fn quiet_groups(&self, now: SimTime) -> QuietGroups {
        let mut quiet = QuietGroups {
            noisy_groups: 0,
            visible: self.counts.visible,
            in_flight: self.counts.in_flight,
            delayed: self.counts.delayed,
            oldest: self.ages.oldest(&self.records),
        };
        let Some(fair) = &self.fair else { return quiet };
        let noisy: Vec<u32> = fair.noisy(self.threshold(now)).collect();
        for group in &noisy {
            let tenant = &fair.tenants[group];
            quiet.noisy_groups += 1;
            quiet.visible -= u64::from(tenant.visible);
            quiet.in_flight -= u64::from(tenant.in_flight);
            quiet.delayed -= u64::from(tenant.messages - tenant.visible - tenant.in_flight);
        }
        let oldest = fair.oldest.iter().find(|(.., group)| !noisy.contains(group));
        let oldest = oldest.map(|&(arrived, ..)| arrived);
        // What was here before the first group stands in front of all that came after.
        let before = self.ages.fronts().into_iter().flatten().filter(|&slot| {
            let record = &self.records[slot];
            let arrival = (record.group, record.arrived, record.id());
            !fair.arrivals.contains(&arrival)
        });
        let before = before.map(|slot| self.records[slot].arrived);
        quiet.oldest = before.chain(oldest).min();
        quiet
    }
}

impl Queue {
    /// Asserts that what is known of the tenants is so. For tests.
    pub(super) fn check_tenants(&self) {
        let Some(fair) = &self.fair else {
            assert_eq!(
                self.line.iter(&self.records.slab).count() as u64,
                self.counts.visible,
                "{} line",
                self.id
            );
            return;
        };
        let alone = self.line.iter(&self.records.slab).count() as u64;
        let visible: u64 = fair
            .tenants
            .values()
            .map(|tenant| u64::from(tenant.visible))
            .sum();
        assert_eq!(alone + visible, self.counts.visible, "{} lines", self.id);
        for (&group, tenant) in &fair.tenants {
            let line: Vec<u32> = tenant.line.iter(&self.records.slab).collect();
            assert_eq!(line.len(), tenant.visible as usize, "{} tenant {group}", self.id);
            let first = line.first().map(|&first| self.turn(first));
            let known = fair.firsts.iter().find(|turn| turn.2 == group).copied();
            assert_eq!(first, known, "{} tenant {group}", self.id);
            let busy = fair.busy.contains(&(tenant.in_flight, group));
            assert_eq!(busy, tenant.in_flight > 0, "{} tenant {group}", self.id);
        }
        let busy = fair
            .tenants
            .values()
            .filter(|tenant| tenant.in_flight > 0)
            .count();
        assert_eq!(fair.busy.len(), busy, "{} busy tenants", self.id);
        let present = self.ages.iter(&self.records);
        let counts = present.filter(|&slot| {
            let record = &self.records[slot];
            let arrival = (record.group, record.arrived, record.id());
            self.records.age(slot) != Age::PassedOver && fair.arrivals.contains(&arrival)
        });
        assert_eq!(counts.count(), fair.arrivals.len(), "{} arrivals", self.id);
    }
}
