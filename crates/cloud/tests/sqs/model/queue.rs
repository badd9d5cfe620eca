//! A queue of the model, and what can be asked of it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use cloud::sqs::*;
use cloud::time::{SimDuration, SimTime};

use super::limits::{Attempt, Call};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Visible,
    InFlight,
    Delayed,
}

#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) id: MessageId,
    pub(super) request: SendMessage,
    pub(super) deduplication: Option<Rc<str>>,
    pub(super) sequence: Option<SequenceNumber>,
    pub(super) sent: SimTime,
    pub(super) arrived: SimTime,
    pub(super) first_received: SimTime,
    pub(super) received: SimTime,
    pub(super) receive_count: u32,
    pub(super) receives_here: u32,
    pub(super) source: Option<QueueId>,
    pub(super) is_left_over: bool,
    pub(crate) place: Place,
    /// Hidden until then, or visible since.
    pub(crate) at: SimTime,
    /// The order in which messages became visible.
    pub(super) shown: u64,
}

/// What deduplication remembers.
#[derive(Clone)]
pub(super) struct FirstSend {
    pub(super) at: SimTime,
    pub(super) scope: Option<Rc<str>>,
    pub(super) key: Rc<str>,
    pub(super) sent: Sent,
}

#[derive(Clone)]
pub(super) struct Poll {
    pub(super) request: ReceiveMessage,
    pub(super) deadline: SimTime,
}

#[derive(Clone)]
pub(crate) struct Queue {
    pub(super) id: QueueId,
    pub(super) kind: QueueKind,
    pub(super) attributes: QueueAttributes,
    pub(crate) messages: Vec<Message>,
    /// FIFO: the groups that can be served, next first.
    pub(super) turns: Vec<Rc<str>>,
    pub(super) polls: Vec<Poll>,
    pub(super) first_sends: Vec<FirstSend>,
    /// FIFO: the scopes of deduplication, and since when each is wanted.
    pub(super) scopes: Vec<(SimTime, DeduplicationScope)>,
    pub(super) last_purge: Option<SimTime>,
    pub(super) shows: u64,
    pub(super) quotas: Quotas,
    /// Standard: when a message of each group came last.
    pub(super) last_arrivals: BTreeMap<Rc<str>, SimTime>,
    /// Standard: whether a message with a group ever came, since the last purge.
    pub(super) saw_a_group: bool,
    /// FIFO: all calls that were let through.
    pub(super) calls: Vec<Call>,
    /// FIFO: what can be repeated.
    pub(super) attempts: Vec<Attempt>,
}

pub(super) fn seconds(seconds: impl Into<i64>) -> SimDuration {
    SimDuration::from_secs(seconds.into().unsigned_abs())
}

impl Message {
    /// What a receiver gets of it.
    pub(super) fn delivery(&self, queue: QueueId) -> Delivery {
        Delivery {
            message: self.id,
            receipt: ReceiptHandle {
                queue,
                message: self.id,
                number: 0,
                receive: self.receive_count,
            },
            body: self.request.body.clone(),
            mark: self.request.mark,
            receive_count: self.receive_count,
            sent: self.sent,
            first_received: self.first_received,
            group: self.request.group.clone(),
            deduplication: self.deduplication.clone(),
            sequence: self.sequence,
            dead_letter_source: self.source,
            attributes: self.request.attributes.clone(),
        }
    }
}

impl Queue {
    /// How many seconds a receive waits.
    pub(super) fn wait(&self, request: &ReceiveMessage) -> i64 {
        let own = self.attributes.receive_message_wait_time_seconds.into();
        request.wait_time_seconds.unwrap_or(own)
    }

    /// How long a receive hides messages.
    pub(super) fn timeout(&self, request: &ReceiveMessage) -> SimDuration {
        let own = self.attributes.visibility_timeout.into();
        seconds(request.visibility_timeout.unwrap_or(own))
    }

    pub(super) fn is_fifo(&self) -> bool {
        self.kind == QueueKind::Fifo
    }

    pub(super) fn group(&self, name: &Rc<str>) -> Vec<&Message> {
        self.messages
            .iter()
            .filter(|message| message.request.group.as_ref() == Some(name))
            .collect()
    }

    /// FIFO: the messages of a group up to the first that is hidden, if they are among those that are looked at.
    fn free(&self, name: &Rc<str>) -> impl Iterator<Item = MessageId> {
        self.group(name)
            .into_iter()
            .take_while(|message| message.place == Place::Visible && self.is_looked_at(message.id))
            .map(|message| message.id)
    }

    fn is_looked_at(&self, id: MessageId) -> bool {
        (self.index(id).expect("it is here") as u64) < self.quotas.fifo_look_ahead
    }

    /// The next message to hand out, after `last` in the same receive, but for those passed: FIFO goes on in the same
    /// group.
    pub(super) fn next(
        &self,
        now: SimTime,
        last: Option<MessageId>,
        passed: &[MessageId],
    ) -> Option<MessageId> {
        if !self.is_fifo() {
            return self.next_fairly(now, passed);
        }
        let last = last.and_then(|last| self.index(last));
        let more = last.and_then(|last| {
            let same = |message: &&Message| message.request.group == self.messages[last].request.group;
            self.messages[last + 1..].iter().find(same)
        });
        more.filter(|message| message.place == Place::Visible && self.is_looked_at(message.id))
            .map(|message| message.id)
            .or_else(|| self.line().first().copied())
    }

    /// Whether no more messages may be in flight.
    pub(super) fn is_full(&self) -> bool {
        let limit = if self.is_fifo() {
            self.quotas.in_flight_fifo
        } else {
            self.quotas.in_flight_standard
        };
        self.hidden(Place::InFlight).len() as u64 >= limit
    }

    /// After each change of a message: groups whose first message is visible have a turn.
    pub(super) fn update_turns(&mut self) {
        let ready = |queue: &Self, name: &Rc<str>| queue.free(name).next().is_some();
        let mut turns = std::mem::take(&mut self.turns);
        turns.retain(|name| ready(self, name));
        for name in self
            .messages
            .iter()
            .filter_map(|message| message.request.group.clone())
        {
            if ready(self, &name) && !turns.contains(&name) {
                turns.push(name);
            }
        }
        self.turns = turns;
    }

    /// Visible messages in the order of delivery.
    pub(crate) fn line(&self) -> Vec<MessageId> {
        if self.is_fifo() {
            return self.turns.iter().flat_map(|name| self.free(name)).collect();
        }
        let mut lines = self.lines();
        let next = |lines: &Vec<VecDeque<&Message>>| {
            let turn = |place: &usize| lines[*place].front().map(|first| (first.at, first.id));
            (0..lines.len())
                .filter(|place| turn(place).is_some())
                .min_by_key(turn)
        };
        let mut line = Vec::new();
        while let Some(place) = next(&lines) {
            line.extend(lines[place].pop_front().map(|message| message.id));
        }
        line
    }

    /// Standard: the visible messages of each group, and of all that have none, as they became visible.
    fn lines(&self) -> Vec<VecDeque<&Message>> {
        let visible = self
            .messages
            .iter()
            .filter(|message| message.place == Place::Visible);
        let mut visible: Vec<&Message> = visible.collect();
        visible.sort_by_key(|message| message.shown);
        let mut lines: BTreeMap<Option<&Rc<str>>, VecDeque<&Message>> = BTreeMap::new();
        for message in visible {
            lines
                .entry(message.request.group.as_ref())
                .or_default()
                .push_back(message);
        }
        lines.into_values().collect()
    }

    fn in_flight_of(&self, group: &Rc<str>) -> u64 {
        let group = self.group(group).into_iter();
        group.filter(|message| message.place == Place::InFlight).count() as u64
    }

    /// `ApproximateNumberOfGroupsWithInflightMessages`
    pub(crate) fn groups_in_flight(&self) -> u64 {
        let in_flight = self
            .messages
            .iter()
            .filter(|message| message.place == Place::InFlight);
        let groups: BTreeSet<_> = in_flight.map(|message| message.request.group.as_ref()).collect();
        groups.len() as u64
    }

    pub(super) fn is_noisy(&self, now: SimTime, group: Option<&Rc<str>>) -> bool {
        let Some(group) = group.filter(|_| !self.is_fifo()) else {
            return false;
        };
        let (own, all) = (
            self.in_flight_of(group),
            self.hidden(Place::InFlight).len() as u64,
        );
        let has_backlog = self.group(group).len() as u64 > own;
        let last = self.last_arrivals.get(group).expect("one came");
        own >= self.quotas.noisy_in_flight.into()
            && own * 10 > all
            && has_backlog
            && now < *last + seconds(300)
    }

    /// Standard: of quiet groups first, then of those with few messages in flight.
    fn next_fairly(&self, now: SimTime, passed: &[MessageId]) -> Option<MessageId> {
        let rank = |first: &&Message| {
            let group = first.request.group.as_ref();
            let noisy = self.is_noisy(now, group);
            let in_flight = group
                .filter(|_| noisy)
                .map_or(0, |group| self.in_flight_of(group));
            (noisy, in_flight, first.at, first.id)
        };
        let lines = self.lines();
        let left = |message: &&&Message| !passed.contains(&message.id);
        let firsts = lines.iter().filter_map(|line| line.iter().find(left).copied());
        firsts.min_by_key(rank).map(|message| message.id)
    }

    pub(crate) fn quiet_groups(&self, now: SimTime) -> QuietGroups {
        let groups = self.last_arrivals.keys();
        let noisy: Vec<_> = groups.filter(|group| self.is_noisy(now, Some(group))).collect();
        let is_noisy = |message: &Message| {
            message
                .request
                .group
                .as_ref()
                .is_some_and(|group| noisy.contains(&group))
        };
        let is_quiet = |message: &&Message| !is_noisy(message);
        let quiet: Vec<&Message> = self.messages.iter().filter(is_quiet).collect();
        let count = |place| quiet.iter().filter(|message| message.place == place).count() as u64;
        let counts = quiet.iter().filter(|message| message.receives_here < 3);
        QuietGroups {
            noisy_groups: noisy.len() as u64,
            visible: count(Place::Visible),
            in_flight: count(Place::InFlight),
            delayed: count(Place::Delayed),
            oldest: if self.saw_a_group && !self.is_fifo() {
                counts.map(|message| message.arrived).min()
            } else {
                self.oldest()
            },
        }
    }

    /// A message comes in, hidden.
    pub(super) fn push(&mut self, message: Message) {
        if let Some(group) = &message.request.group {
            self.last_arrivals.insert(group.clone(), message.arrived);
            self.saw_a_group = true;
        }
        self.messages.push(message);
    }

    pub(super) fn show(&mut self, index: usize, now: SimTime) {
        self.shows += 1;
        let message = &mut self.messages[index];
        (message.place, message.at, message.shown) = (Place::Visible, now, self.shows);
        self.update_turns();
    }

    pub(super) fn index(&self, id: MessageId) -> Option<usize> {
        self.messages.iter().position(|message| message.id == id)
    }

    pub(super) fn remove(&mut self, id: MessageId) -> Message {
        let message = self.messages.remove(self.index(id).expect("it is here"));
        let messages = &self.messages;
        let has_messages = |group: &Rc<str>| {
            messages
                .iter()
                .any(|one| one.request.group.as_ref() == Some(group))
        };
        self.last_arrivals.retain(|group, _| has_messages(group));
        self.update_turns();
        message
    }

    /// When retention ends.
    pub(crate) fn end(&self, message: &Message) -> SimTime {
        let since = if self.is_fifo() {
            message.arrived
        } else {
            message.sent
        };
        since + seconds(self.attributes.message_retention_period)
    }

    pub(super) fn deadline(&self) -> Option<SimTime> {
        let ends = self.messages.iter().map(|message| self.end(message));
        let hidden = self
            .messages
            .iter()
            .filter(|message| message.place != Place::Visible)
            .map(|message| message.at);
        ends.chain(hidden)
            .chain(self.polls.iter().map(|poll| poll.deadline))
            .min()
    }

    pub(crate) fn oldest(&self) -> Option<SimTime> {
        let counts = |message: &&Message| self.is_fifo() || message.receives_here < 3;
        let oldest = self
            .messages
            .iter()
            .filter(counts)
            .map(|message| message.arrived)
            .min();
        oldest.or_else(|| {
            self.messages
                .iter()
                .min_by_key(|message| (message.sent, message.id))
                .map(|one| one.arrived)
        })
    }

    pub(crate) fn hidden(&self, place: Place) -> Vec<(SimTime, MessageId)> {
        let mut hidden: Vec<_> = self
            .messages
            .iter()
            .filter(|message| message.place == place)
            .collect();
        hidden.sort_by_key(|message| (message.at, message.id));
        hidden
            .into_iter()
            .map(|message| (message.at, message.id))
            .collect()
    }
}
