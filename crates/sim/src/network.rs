//! The links: what is on them, how long it takes, and what is lost.

use std::collections::{BTreeMap, BTreeSet};

use cloud::order::by_number;
use cloud::sqs::Delivery;
use cloud::time::{SimDuration, SimTime};

use crate::agenda::Task;
use crate::batches::operations;
use crate::calls::{Answer, Attempt, Caller, Load, Plain, Refusal};
use crate::chance::{Luck, Purpose};
use crate::event::{CallFailure, EventKind, Operation};
use crate::item::ItemId;
use crate::sketch::{Chance, Direction, Link, LinkId};
use crate::slab::Key;
use crate::table::Table;
use crate::wiring::LinkKind;
use crate::world::World;

/// Nothing crosses a link faster than this. So whatever goes round in a sketch takes time to go round, and an instant
/// never holds an endless number of steps.
pub const MIN_LATENCY: SimDuration = SimDuration::from_micros(1);

/// Which way something travels on a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// With the arrow.
    Forward,
    /// Against the arrow.
    Backward,
}

/// Something that is on a link now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transit {
    /// Where.
    pub link: LinkId,
    /// Which way it goes.
    pub way: Way,
    /// When it set out.
    pub departed: SimTime,
    /// When it comes to the other end, unless it is lost.
    pub arrives: SimTime,
    /// When it will be lost, if it will.
    pub lost_at: Option<SimTime>,
    /// What it is.
    pub cargo: Cargo,
}

/// What travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cargo {
    /// A request that carries an item: `SendMessage`, or a call of a server.
    Item(ItemId),
    /// A request that carries this many items, `first` among them: `SendMessageBatch`.
    Batch {
        /// The first entry's item.
        first: ItemId,
        /// How many there are, at least one.
        count: u32,
    },
    /// A request for messages.
    Receive,
    /// A request to delete this item's message.
    Delete(ItemId),
    /// A request to change the visibility timeout of this item's message.
    ChangeVisibility(ItemId),
    /// An answer that only says that it is done.
    Done(Operation),
    /// An answer with this many messages, `first` among them.
    Messages {
        /// The first message's item.
        first: ItemId,
        /// How many there are, at least one.
        count: u32,
    },
    /// An answer without messages.
    Empty,
    /// An answer that says no.
    Failed(CallFailure),
}

/// What has been on a link, in full.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    Request(Load),
    Answer(Answer),
}

/// What an attempt has on its link.
#[derive(Clone, Debug)]
pub(crate) struct Crossing {
    way: Way,
    pub(crate) is_lost: bool,
    departed: SimTime,
    arrives: SimTime,
    /// The answer; the request if there is none.
    pub(crate) answer: Option<Answer>,
}

/// One direction of a link, with its chance.
#[derive(Clone, Debug)]
struct DirectionState {
    settings: Direction,
    latency: Luck,
    loss: Luck,
    impairment: Impairment,
}

/// What a fault adds to one direction of a link, with its chance.
#[derive(Clone, Debug)]
struct Impairment {
    delay: SimDuration,
    loss: Chance,
    luck: Luck,
}

impl Impairment {
    fn none(luck: Luck) -> Self {
        Self {
            delay: SimDuration::ZERO,
            loss: Chance::NEVER,
            luck,
        }
    }
}

#[derive(Clone, Debug)]
struct LinkState {
    forward: DirectionState,
    backward: DirectionState,
}

impl LinkState {
    fn direction(&mut self, way: Way) -> &mut DirectionState {
        match way {
            Way::Forward => &mut self.forward,
            Way::Backward => &mut self.backward,
        }
    }
}

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    links: Table<LinkId, LinkState>,
    cut: BTreeSet<LinkId>,
}

impl Network {
    pub(crate) fn connect(&mut self, seed: u64, link: LinkId, settings: &Link) {
        let luck = |purpose| Luck::new(seed, purpose);
        let forward = DirectionState {
            settings: settings.forward,
            latency: luck(Purpose::ForwardLatency(link)),
            loss: luck(Purpose::ForwardLoss(link)),
            impairment: Impairment::none(luck(Purpose::ForwardImpairment(link))),
        };
        let backward = DirectionState {
            settings: settings.backward,
            latency: luck(Purpose::BackwardLatency(link)),
            loss: luck(Purpose::BackwardLoss(link)),
            impairment: Impairment::none(luck(Purpose::BackwardImpairment(link))),
        };
        self.links.insert(link, LinkState { forward, backward });
    }

    pub(crate) fn impair(&mut self, link: LinkId, way: Way, delay: SimDuration, loss: Chance) {
        if let Some(link) = self.links.get_mut(&link) {
            let impairment = &mut link.direction(way).impairment;
            (impairment.delay, impairment.loss) = (delay, loss);
        }
    }

    /// Brings every link to what the sketch says now.
    pub(crate) fn configure(&mut self, sketch: &BTreeMap<LinkId, Link>) {
        for (id, link) in sketch {
            if let Some(state) = self.links.get_mut(id) {
                state.forward.settings = link.forward;
                state.backward.settings = link.backward;
            }
        }
    }

    fn loss(&self, link: LinkId, way: Way) -> Chance {
        let Some(link) = self.links.get(&link) else {
            return Chance::NEVER;
        };
        let direction = match way {
            Way::Forward => &link.forward,
            Way::Backward => &link.backward,
        };
        direction.settings.loss.or(direction.impairment.loss)
    }

    pub(crate) fn is_cut(&self, link: LinkId) -> bool {
        self.cut.contains(&link)
    }

    pub(crate) fn mend(&mut self, link: LinkId) {
        self.cut.remove(&link);
    }
}

impl World {
    /// Everything that is on a link now, in no order that means anything (but the same one each time).
    pub fn transits(&self) -> impl Iterator<Item = Transit> {
        let crossings = self.calls.crossings();
        crossings.map(|(attempt, crossing)| crossing.view(&attempt))
    }

    /// Who waits for an answer with a message of this item that sets out now.
    pub(crate) fn awaits_answer_with(&self, item: ItemId) -> Option<Caller> {
        let mut crossings = self.calls.crossings();
        let brings = |crossing: &Crossing| crossing.departed == self.now && crossing.brings(item);
        let (attempt, _) = crossings.find(|(_, crossing)| brings(crossing))?;
        Some(self.calls.get(attempt.key)?.caller)
    }

    /// How often a link loses what travels this way, what a fault adds included.
    pub fn loss(&self, link: LinkId, way: Way) -> Chance {
        self.network.loss(link, way)
    }

    /// Sends the request of an attempt out on its link, or the answer to it.
    #[inline(never)]
    pub(crate) fn depart(&mut self, attempt: &Attempt, answer: Option<Answer>) {
        let way = way_of(attempt.operation, answer.is_some());
        let Some(link) = self.network.links.get_mut(&attempt.link) else {
            return self.lose_at_once(attempt, answer);
        };
        let direction = link.direction(way);
        let impairment = &mut direction.impairment;
        let latency = direction.latency.duration(direction.settings.latency) + impairment.delay;
        let takes = latency.max(MIN_LATENCY);
        let strikes = direction.loss.strikes(direction.settings.loss);
        let strikes = impairment.luck.strikes(impairment.loss) || strikes;
        let departed = self.now;
        let is_lost = strikes || self.network.cut.contains(&attempt.link);
        let crossing = Crossing {
            way,
            is_lost,
            departed,
            arrives: departed + takes,
            answer,
        };
        let ends = crossing.lost_at().unwrap_or(crossing.arrives);
        let task = Task::Cross {
            call: attempt.key,
            attempt: attempt.number,
        };
        self.agenda.put(ends, task);
        self.calls.put_on_link(attempt, crossing);
    }

    /// Something has come to the other end, or to the point where it is lost.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn cross(&mut self, key: Key, number: u32) {
        let call = self.calls.get_mut(key);
        let Some(call) = call.filter(|call| call.awaits(number)) else {
            return self.cross_unawaited(key, number);
        };
        let Some(Crossing { is_lost, answer, .. }) = call.crossing.take() else {
            return;
        };
        let attempt = call.attempt(key);
        match answer {
            None => {
                let load = call.load.clone();
                if is_lost {
                    return self.lose(&attempt, &Payload::Request(load));
                }
                self.arrived_at_service(&attempt, load);
            }
            Some(answer) => {
                if is_lost {
                    return self.lose(&attempt, &Payload::Answer(answer));
                }
                self.carried(attempt.link, answer.items());
                self.answered(&attempt, answer);
            }
        }
    }

    /// The same for an attempt that nobody waits for any more.
    #[inline(never)]
    fn cross_unawaited(&mut self, key: Key, number: u32) {
        let Some((attempt, payload, is_lost)) = self.calls.take_stray(key, number) else {
            return;
        };
        match payload {
            payload if is_lost => self.lose(&attempt, &payload),
            Payload::Request(load) => self.arrived_at_service(&attempt, load),
            Payload::Answer(answer) => {
                self.carried(attempt.link, answer.items());
                self.lose_messages(&attempt, &answer);
            }
        }
    }

    fn carried(&mut self, link: LinkId, items: u32) {
        self.chronicle.tallies.carried(link, self.now, items);
    }

    fn arrived_at_service(&mut self, attempt: &Attempt, load: Load) {
        self.carried(attempt.link, load.items());
        let Some(wire) = self.circuit.wires.get(&attempt.link).copied() else {
            return;
        };
        let service = match wire.kind {
            LinkKind::Poll => wire.from,
            LinkKind::Send | LinkKind::Call | LinkKind::DeadLetter => wire.to,
        };
        if self.is_throttled(service) {
            let refusal = Refusal {
                failure: CallFailure::Throttled,
                again: true,
            };
            return self.answer(attempt, load.refused(refusal));
        }
        match (wire.kind, load) {
            (LinkKind::Send, Load::Plain(Plain::Item)) => self.store(wire.to, attempt),
            (LinkKind::Send, Load::Batch(batch)) => self.store_batch(wire.to, attempt, &batch),
            (LinkKind::Call, Load::Plain(Plain::Item)) => self.serve(wire.to, *attempt),
            (
                LinkKind::Poll,
                Load::Plain(Plain::Receive {
                    max,
                    wait_time_seconds,
                    visibility_timeout,
                }),
            ) => {
                self.receive(wire.from, attempt, max, wait_time_seconds, visibility_timeout);
            }
            (LinkKind::Poll, Load::Plain(Plain::Receipt(receipt))) => {
                self.delete(wire.from, attempt, receipt);
            }
            (LinkKind::Poll, Load::Plain(Plain::Visibility { receipt, timeout })) => {
                self.change_visibility(wire.from, attempt, receipt, timeout);
            }
            // The link was made into another kind of link while this was on it.
            (_, load) => self.lose(attempt, &Payload::Request(load)),
        }
    }

    /// Sends the answer to an attempt back the way it came.
    pub(crate) fn answer(&mut self, attempt: &Attempt, answer: Answer) {
        self.depart(attempt, Some(answer));
    }

    /// The link is gone.
    #[inline(never)]
    fn lose_at_once(&mut self, attempt: &Attempt, answer: Option<Answer>) {
        let request = || Some(Payload::Request(self.calls.get(attempt.key)?.load.clone()));
        if let Some(payload) = answer.map(Payload::Answer).or_else(request) {
            self.lose(attempt, &payload);
        }
    }

    #[inline(never)]
    fn lose(&mut self, attempt: &Attempt, payload: &Payload) {
        let Attempt {
            call,
            link,
            operation,
            ..
        } = *attempt;
        match payload {
            Payload::Request(load) => {
                self.emit_for_entries(operation, load, |operation| EventKind::RequestLost {
                    call,
                    link,
                    operation,
                });
            }
            Payload::Answer(answer) => {
                let items = answer.items();
                let lost = |operation| EventKind::ResponseLost {
                    call,
                    link,
                    operation,
                    items,
                };
                match answer {
                    Answer::Entries(entries) => {
                        let entries: Vec<ItemId> = entries.iter().map(|(item, _)| *item).collect();
                        operations(&entries).for_each(|operation| self.emit(lost(operation)));
                    }
                    _ => self.emit(lost(operation)),
                }
                self.lose_messages(attempt, answer);
            }
        }
    }

    /// The messages of an answer that nobody gets are in flight until their visibility timeout ends.
    pub(crate) fn lose_messages(&mut self, attempt: &Attempt, answer: &Answer) {
        let Answer::Messages(messages) = answer else {
            return;
        };
        for message in messages {
            let (call, link) = (attempt.call, attempt.link);
            self.emit(EventKind::DeliveryLost {
                call,
                link,
                item: message.mark.into(),
            });
        }
    }

    pub(crate) fn cut(&mut self, link: LinkId) {
        if self.network.links.contains_key(&link) {
            self.network.cut.insert(link);
            self.lose_all_on(link);
        }
    }

    fn lose_all_on(&mut self, link: LinkId) {
        let crossings = self.calls.crossings().map(|(attempt, _)| attempt);
        let lost: Vec<Attempt> = crossings.filter(|attempt| attempt.link == link).collect();
        // In the order of the calls: the places in a slab depend on what else is going on in the world.
        let lost = by_number(lost, |attempt| attempt.number.into());
        for attempt in by_number(lost, |attempt| attempt.call.0) {
            if let Some(payload) = self.calls.take_off_link(&attempt) {
                self.lose(&attempt, &payload);
            }
        }
    }

    /// A link is gone: so is what was on it, and workers no longer wait at its other end.
    pub(crate) fn disconnect(&mut self, link: LinkId) {
        self.lose_all_on(link);
        self.network.links.remove(&link);
        self.network.cut.remove(&link);
        let receiving = self.calls.keys_where(|call| {
            call.link == link
                && matches!(call.caller, Caller::Worker { .. })
                && call.operation.item().is_none()
        });
        for key in receiving {
            self.give_up_receiving(key);
        }
    }
}

/// A link points the way the items go: producers ask along it, workers against it.
fn way_of(operation: Operation, is_answer: bool) -> Way {
    if operation.hands_over() == is_answer {
        Way::Backward
    } else {
        Way::Forward
    }
}

impl Load {
    /// How many items it carries along the arrow.
    fn items(&self) -> u32 {
        match self {
            Self::Plain(Plain::Item) => 1,
            Self::Batch(batch) => u32::try_from(batch.items().len()).expect("at most ten"),
            Self::Plain(_) => 0,
        }
    }
}

impl Answer {
    fn items(&self) -> u32 {
        match self {
            Self::Messages(messages) => u32::try_from(messages.len()).expect("at most ten"),
            Self::Done | Self::Entries(_) | Self::Failed(_) => 0,
        }
    }
}

impl Crossing {
    /// Half way: where the mark of a cut is drawn.
    fn lost_at(&self) -> Option<SimTime> {
        let takes = self.arrives.since(self.departed).as_nanos();
        self.is_lost
            .then(|| self.departed + SimDuration::from_nanos(takes / 2))
    }

    /// Whether it is an answer with a message of this item.
    pub(crate) fn brings(&self, item: ItemId) -> bool {
        let brings = |messages: &[Delivery]| messages.iter().any(|message| message.mark == item.into());
        matches!(&self.answer, Some(Answer::Messages(messages)) if brings(messages))
    }

    fn view(&self, attempt: &Attempt) -> Transit {
        Transit {
            link: attempt.link,
            way: self.way,
            departed: self.departed,
            arrives: self.arrives,
            lost_at: self.lost_at(),
            cargo: self.cargo(attempt.operation),
        }
    }

    fn cargo(&self, operation: Operation) -> Cargo {
        match (&self.answer, operation) {
            (None, Operation::SendMessage { item } | Operation::Request { item }) => Cargo::Item(item),
            (None, Operation::SendMessageBatch { item, entries, .. }) => Cargo::Batch {
                first: item,
                count: entries.into(),
            },
            (None, Operation::ReceiveMessage) => Cargo::Receive,
            (None, Operation::DeleteMessage { item }) => Cargo::Delete(item),
            (None, Operation::ChangeVisibility { item }) => Cargo::ChangeVisibility(item),
            (Some(Answer::Done), operation) => Cargo::Done(operation),
            (Some(Answer::Failed(refusal)), _) => Cargo::Failed(refusal.failure),
            (Some(Answer::Entries(entries)), operation) => {
                let refusal = entries.iter().find_map(|(_, refusal)| *refusal);
                refusal.map_or(Cargo::Done(operation), |refusal| Cargo::Failed(refusal.failure))
            }
            (Some(answer @ Answer::Messages(messages)), _) => match messages.first() {
                Some(first) => Cargo::Messages {
                    first: first.mark.into(),
                    count: answer.items(),
                },
                None => Cargo::Empty,
            },
        }
    }
}
