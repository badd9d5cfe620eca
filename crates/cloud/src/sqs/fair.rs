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

use super::message::MessageId;
use super::queue::Queue;
use super::record::{Age, BY_ARRIVAL, Place};
use super::slab::NONE;
use crate::POINTER;
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
    /// Visible, by their turns.
    line: BTreeMap<u64, u64>,
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
    /// How many turns were given.
    turns: u64,
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

impl Tenant {
    /// The visible message that is next to be received.
    fn first(&self) -> Option<u64> {
        self.line.first_key_value().map(|(_, &number)| number)
    }

    fn visible(&self) -> u64 {
        self.line.len() as u64
    }
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

    /// Messages in the lines of tenants.
    fn waiting(&self) -> usize {
        self.tenants.values().map(|tenant| tenant.line.len()).sum()
    }

    pub(super) fn weight(&self) -> usize {
        let turns = self.firsts.len() + self.oldest.len() + self.arrivals.len();
        2 * (turns * size_of::<Turn>()
            + self.busy.len() * size_of::<(u32, u32)>()
            + self.waiting() * size_of::<(u64, u64)>()
            + self.tenants.len() * (size_of::<[u64; 3]>() + 3 * POINTER))
    }
}

/// What happens to messages of a standard queue. Those without a group stand in the queue's own line. None of it is to
/// be woven into what queues without groups do, which is quicker without.
impl Queue {
    fn turn(&self, number: u64) -> Turn {
        let record = &self.records[number];
        (record.visible_at, record.id(), self.records.group(number))
    }

    /// A message came in; one with a group makes the queue a fair one.
    #[inline(never)]
    pub(super) fn note_arrival(&mut self, number: u64) {
        let (group, arrived, id) = self.arrival(number);
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
    pub(super) fn note_passed_over(&mut self, number: u64) {
        let (group, arrived, id) = self.arrival(number);
        if let Some(fair) = &mut self.fair {
            fair.change_arrivals(group, |arrivals| {
                arrivals.remove(&(group, arrived, id));
            });
        }
    }

    /// A message is about to leave.
    #[inline(never)]
    pub(super) fn note_departure(&mut self, number: u64) {
        self.leave_place(number);
        self.note_passed_over(number);
        let group = self.records.group(number);
        let Some(fair) = self.fair.as_mut().filter(|_| group != NONE) else {
            return;
        };
        let tenant = fair.tenant(group);
        tenant.messages -= 1;
        if tenant.messages == 0 {
            fair.tenants.remove(&group);
        }
    }

    /// A message is about to be hidden.
    #[inline(never)]
    pub(super) fn note_hiding(&mut self, number: u64, place: Place) {
        self.leave_place(number);
        let group = self.records.group(number);
        if place == Place::InFlight && group != NONE {
            self.note_in_flight(group, true);
        }
    }

    /// A message with a group is about to be elsewhere than where it is.
    fn leave_place(&mut self, number: u64) {
        let group = self.records.group(number);
        if group == NONE {
            return;
        }
        match self.records[number].place() {
            Place::Visible => {
                self.leave_tenants_line(number);
                self.records.ring[number].turn = BY_ARRIVAL;
            }
            Place::InFlight => self.note_in_flight(group, false),
            Place::Delayed => {}
        }
    }

    /// A message with a group is visible from now on.
    #[inline(never)]
    pub(super) fn join_tenants_line(&mut self, number: u64) {
        let fair = self.fair.as_mut().expect("there is a group");
        fair.turns += 1;
        self.records.ring[number].turn = fair.turns;
        self.return_to_tenants_line(number);
    }

    /// A visible message with a group stands in the line of its tenant at its turn.
    pub(super) fn return_to_tenants_line(&mut self, number: u64) {
        let turn = self.records[number].turn;
        self.change_line(number, |tenant| {
            tenant.line.insert(turn, number);
        });
    }

    /// A message with a group, which is still visible, stands in no line.
    #[inline(never)]
    pub(super) fn leave_tenants_line(&mut self, number: u64) {
        let turn = self.records[number].turn;
        self.change_line(number, |tenant| {
            tenant.line.remove(&turn);
        });
    }

    /// Changes the line of the tenant of a message.
    fn change_line(&mut self, number: u64, change: impl FnOnce(&mut Tenant)) {
        let group = self.records.group(number);
        let fair = self.fair.as_mut().expect("there is a group");
        let tenant = fair.tenant(group);
        let before = tenant.first();
        change(tenant);
        let after = tenant.first();
        if before != after {
            let before = before.map(|first| self.turn(first));
            let after = after.map(|first| self.turn(first));
            let fair = self.fair.as_mut().expect("there is a group");
            before.map(|before| fair.firsts.remove(&before));
            fair.firsts.extend(after);
        }
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

    /// The next message to hand out, if this is the first that has no group.
    #[inline(never)]
    pub(super) fn next_fairly(&self, fair: &Fair, alone: Option<u64>, now: SimTime) -> Option<u64> {
        let turn = alone.map(|number| self.turn(number));
        match fair.next(self.threshold(now), turn)? {
            NONE => alone,
            group => fair.tenants[&group].first(),
        }
    }

    /// Visible messages in the order in which they became so.
    pub(super) fn standard_line(&self) -> impl Iterator<Item = u64> {
        let in_turn = |number: u64| (self.turn(number), number);
        let firsts = self.fair.iter().flat_map(|fair| &fair.firsts);
        let mut firsts = firsts.map(|&turn| (turn, self.first_of(turn.2))).peekable();
        let mut alone = self.line.iter(&self.records.ring).map(in_turn).peekable();
        // Of those tenants whose first message was taken, the next.
        let mut seconds: BTreeSet<(Turn, u64)> = BTreeSet::new();
        std::iter::from_fn(move || {
            let first = firsts.peek().copied();
            let second = seconds.first().copied();
            let candidates = [first, second, alone.peek().copied()];
            let next = candidates.into_iter().flatten().min()?;
            if Some(next) == first {
                firsts.next();
            } else if Some(next) == second {
                seconds.pop_first();
            } else {
                alone.next();
            }
            seconds.extend(self.behind(next.1).map(in_turn));
            Some(next.1)
        })
    }

    /// The message behind one that stands in the line of a tenant.
    fn behind(&self, number: u64) -> Option<u64> {
        let fair = self.fair.as_ref()?;
        let tenant = fair.tenants.get(&self.records.group(number))?;
        let mut behind = tenant.line.range(self.records[number].turn + 1..);
        behind.next().map(|(_, &number)| number)
    }

    fn arrival(&self, number: u64) -> (u32, SimTime, MessageId) {
        let record = &self.records[number];
        (self.records.group(number), record.arrived, record.id())
    }

    fn threshold(&self, now: SimTime) -> Threshold {
        Threshold {
            now,
            in_flight: self.counts.in_flight,
            least: self.quotas.noisy_in_flight,
        }
    }

    fn first_of(&self, group: u32) -> u64 {
        let tenant = self.fair.as_ref().map(|fair| &fair.tenants[&group]);
        let first = tenant.and_then(Tenant::first);
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
            quiet.visible -= tenant.visible();
            quiet.in_flight -= u64::from(tenant.in_flight);
            quiet.delayed -= u64::from(tenant.messages - tenant.in_flight) - tenant.visible();
        }
        let oldest = fair.oldest.iter().find(|(.., group)| !noisy.contains(group));
        let oldest = oldest.map(|&(arrived, ..)| arrived);
        // What was here before the first group stands in front of all that came after.
        let fronts = self.ages.fronts(&self.records).into_iter().flatten();
        let before = fronts.filter(|&number| !fair.arrivals.contains(&self.arrival(number)));
        let before = before.map(|number| self.records[number].arrived);
        quiet.oldest = before.chain(oldest).min();
        quiet
    }
}

impl Queue {
    /// Asserts that what is known of the tenants is so. For tests.
    pub(super) fn check_tenants(&self) {
        let alone = self.line.iter(&self.records.ring).count() as u64;
        let Some(fair) = &self.fair else {
            assert_eq!(alone, self.counts.visible, "{} line", self.id);
            return;
        };
        let visible: u64 = fair.tenants.values().map(Tenant::visible).sum();
        assert_eq!(alone + visible, self.counts.visible, "{} lines", self.id);
        for (&group, tenant) in &fair.tenants {
            let is_right = |(&turn, &number): (&u64, &u64)| {
                (self.records[number].turn, self.records.group(number)) == (turn, group)
            };
            assert!(tenant.line.iter().all(is_right), "{} tenant {group}", self.id);
            let first = tenant.first().map(|first| self.turn(first));
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
        let counts = self.records.ring.iter().filter(|&number| {
            let passed_over = self.records[number].age() == Age::PassedOver;
            !passed_over && fair.arrivals.contains(&self.arrival(number))
        });
        assert_eq!(counts.count(), fair.arrivals.len(), "{} arrivals", self.id);
    }
}
