//! Programs from outside. A call of theirs is an input; the registry of SQS answers it over the same queues that the drawing
//! has, at once or, if it is a long poll, when the world's time has come to that.
//!
//! All of this begins with the first call: a world that nobody calls has no registry. Clients have no part of the drawing. What
//! they send are items of a producer of their own, [`CLIENTS`]. A client that deletes a message has worked its item off, for all
//! that guarantees can know. A queue that a call creates is a part like any other, whose id no drawing has (`created.rs`);
//! what calls set stays as it is when the drawing is edited (`edits.rs`).

mod created;
mod edits;
mod names;
mod operation;

use std::collections::BTreeMap;

use cloud::order::Gather;
use cloud::sqs::api::{Answer, ApiError, Call, MessageRequest, Operation, QueueAddress};
use cloud::sqs::{
    Context, Delivery, Happening, HappeningKind, Host, Mark, PollId, QueueId, QueueKind, Registry, Reply,
    Servers,
};

use cloud::time::SimTime;

use self::edits::SetByCalls;
use crate::client_event::{CLIENTS, CallNumber, ClientEvent, ClientOperation, ClientOutcome};
use crate::event::EventKind;
use crate::input::Edit;
use crate::item::ItemId;
use crate::sketch::{Part, PartId, Sketch};
use crate::world::World;

/// What a call came to, for the one who brought it.
pub type Told = Result<Answer, ApiError>;

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Clients {
    registry: Registry,
    /// How many queues, and links to dead-letter queues, calls have created.
    created_queues: u32,
    created_links: u32,
    set_by_calls: SetByCalls,
    /// The long polls that wait, by the number under which the queue knows them. Polls of workers have other numbers: theirs
    /// are keys of a slab, and have something in their upper half.
    polls: BTreeMap<u64, Poll>,
    waiting: BTreeMap<CallNumber, u64>,
    last_poll: u32,
}

#[derive(Clone, Copy, Debug)]
struct Poll {
    call: CallNumber,
    queue: QueueId,
}

/// The answers that nobody has taken yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    are_kept: bool,
    kept: Vec<(CallNumber, Told)>,
}

/// What the host knows of a message that a call sends, until the queue has stored it or has not.
struct Sending {
    item: ItemId,
    bytes: u64,
    group: Option<std::rc::Rc<str>>,
}

impl Clients {
    fn new(world: &World) -> Self {
        let starts = world.sketch.starts.0.saturating_mul(1_000);
        Self {
            registry: Registry::new(world.seed, starts),
            created_queues: 0,
            created_links: 0,
            set_by_calls: SetByCalls::default(),
            polls: BTreeMap::new(),
            waiting: BTreeMap::new(),
            last_poll: 0,
        }
    }

    /// A number for a poll which no poll that waits has.
    fn next_poll(&mut self) -> u64 {
        loop {
            self.last_poll = self.last_poll.wrapping_add(1);
            if !self.polls.contains_key(&self.last_poll.into()) {
                return self.last_poll.into();
            }
        }
    }

    /// How many queues and polls of clients a clone copies.
    pub(crate) fn size(&self) -> usize {
        self.created_queues as usize + self.polls.len()
    }
}

/// Looking, and taking answers.
impl World {
    /// From now on, answers to calls are kept until somebody takes them.
    pub fn keep_answers(&mut self) {
        self.answers.are_kept = true;
    }

    pub(crate) fn keeps_answers(&self) -> bool {
        self.answers.are_kept
    }

    /// The answers that have become ready since this was last asked, in order, with the numbers of their calls.
    pub fn take_answers(&mut self) -> impl Iterator<Item = (CallNumber, Told)> {
        self.answers.kept.drain(..)
    }

    /// Whether a long poll of a client waits.
    pub fn has_waiting_clients(&self) -> bool {
        self.clients
            .as_ref()
            .is_some_and(|clients| !clients.polls.is_empty())
    }

    /// What clients call a queue, once there was a call.
    pub fn queue_address(&self, part: PartId) -> Option<&QueueAddress> {
        let queue = self.queues.id(part)?;
        self.clients.as_ref()?.registry.address(queue)
    }

    /// What clients call the queues that are there, or would call them.
    pub fn queue_addresses(&self) -> BTreeMap<PartId, QueueAddress> {
        match &self.clients {
            None => queue_addresses(&self.sketch),
            Some(clients) => {
                let queues = self.queues.parts();
                let known = queues.filter_map(|part| Some((part, self.queues.id(part)?)));
                let known =
                    known.filter_map(|(part, id)| Some((part, clients.registry.address(id)?.clone())));
                known.gather()
            }
        }
    }

    /// Makes what clients see of ids.
    pub fn client_ids(&self) -> Option<cloud::sqs::ids::Ids> {
        Some(self.clients.as_ref()?.registry.ids())
    }
}

impl World {
    /// A client's call has come.
    pub(crate) fn client_calls(&mut self, number: CallNumber, call: &Call) {
        self.meet_clients();
        let Some(mut clients) = self.clients.take() else {
            return;
        };
        let poll = clients.next_poll();
        let mut service = std::mem::take(&mut self.queues.service);
        let now = self.now;
        let mut host = CallHost {
            world: self,
            queue: None,
            sending: Vec::new(),
        };
        let context = Context {
            poll: PollId(poll),
            host: &mut host,
        };
        let reply = clients.registry.call(&mut service, now, call, context);
        let (queue, sending) = (host.queue, host.sending);
        let changes = clients.registry.take_changes();
        if let (Reply::Waiting, Some(queue)) = (&reply, queue) {
            // Known before what happened is told, which may already be that the poll has ended.
            clients.polls.insert(poll, Poll { call: number, queue });
            clients.waiting.insert(number, poll);
        }
        self.queues.service = service;
        self.clients = Some(clients);

        self.emit_client(ClientEvent::Called {
            call: number,
            operation: ClientOperation::of(&call.operation),
            queue: queue.map(|queue| self.queues.part(queue)),
            digest: operation::digest(call),
        });
        if let (Some(queue), Operation::OnQueue { operation, .. }) = (queue, &call.operation) {
            let (kind, bill) = self.queues.bill_mut(queue);
            bill.called(kind, operation);
        }
        self.follow_before(&changes);
        self.drain_call();
        self.note_sent(sending);
        self.follow_after(&changes);
        if let Reply::Answered(told) = reply {
            self.answer_client(number, queue, told);
        }
    }

    /// When a task moves messages next.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn move_tasks_due(&self) -> Option<SimTime> {
        let due = self.clients.as_ref()?.registry.next_deadline()?;
        Some(due.max(self.now))
    }

    /// Tasks move what is due.
    pub(crate) fn advance_move_tasks(&mut self) {
        if let Some(clients) = &mut self.clients {
            clients.registry.advance(&mut self.queues.service, self.now);
            self.drain();
        }
    }

    /// A client no longer waits for the answer to its call.
    pub(crate) fn client_hangs_up(&mut self, number: CallNumber) {
        self.emit_client(ClientEvent::HungUp { call: number });
        let Some(clients) = &mut self.clients else { return };
        let poll = clients.waiting.remove(&number);
        let waiting = poll.and_then(|poll| Some((poll, clients.polls.remove(&poll)?)));
        if let Some((poll, Poll { queue, .. })) = waiting {
            self.queues.service.cancel_poll(self.now, queue, PollId(poll));
            self.drain();
        }
    }

    /// A poll has ended that is none of a worker's.
    pub(crate) fn client_poll_ended(&mut self, poll: PollId, deliveries: Vec<Delivery>) {
        let Some(clients) = &mut self.clients else { return };
        let Some(Poll { call, queue }) = clients.polls.remove(&poll.0) else {
            return;
        };
        clients.waiting.remove(&call);
        let answer = clients.registry.received(queue, deliveries);
        self.answer_client(call, Some(queue), Ok(answer));
    }

    fn answer_client(&mut self, call: CallNumber, queue: Option<QueueId>, told: Told) {
        if let (Ok(Answer::Messages(messages)), Some(queue)) = (&told, queue) {
            let (kind, bill) = self.queues.bill_mut(queue);
            bill.answered(kind, messages.iter().map(|message| &message.delivery));
            for message in messages {
                let item = message.delivery.mark.into();
                self.emit_client(ClientEvent::Taken { call, item });
            }
        }
        let outcome = outcome(&told);
        self.emit_client(ClientEvent::Answered { call, outcome });
        if self.answers.are_kept {
            self.answers.kept.push((call, told));
        }
    }

    /// Tells what a call did. A message that it deleted was worked off, whoever worked on it.
    fn drain_call(&mut self) {
        let mut happenings: Vec<Happening> = Vec::new();
        self.queues.take_happenings(&mut happenings);
        for happening in happenings {
            if let HappeningKind::Deleted { mark, .. } | HappeningKind::CopyLeft { mark, .. } = happening.kind
            {
                let queue = self.queues.part(happening.queue);
                let item = mark.into();
                self.emit_client(ClientEvent::Finished { queue, item });
            }
            self.tell(happening);
        }
    }

    /// Keeps what nobody can know later of messages that were stored: what is refused is not there.
    fn note_sent(&mut self, sending: Vec<Sending>) {
        for sending in sending {
            let stored = self.last_events().iter().find_map(|event| match event.kind {
                EventKind::Sent { queue, item, .. } if item == sending.item => Some(queue),
                _ => None,
            });
            if let Some(queue) = stored {
                let group = sending.group.map(|group| (queue, group));
                self.chronicle
                    .items
                    .sent_by_client(sending.item, sending.bytes, group);
            }
        }
    }

    pub(crate) fn emit_client(&mut self, event: ClientEvent) {
        self.emit(EventKind::Client(event));
    }
}

/// The world as the one who keeps the queues, during a call.
struct CallHost<'w> {
    world: &'w mut World,
    /// The queue that the call is for.
    queue: Option<QueueId>,
    sending: Vec<Sending>,
}

impl Host for CallHost<'_> {
    fn mark(&mut self, message: &MessageRequest) -> Mark {
        let chronicle = &mut self.world.chronicle;
        let item = chronicle.items.next(CLIENTS);
        let group = message.message_group_id.clone();
        self.sending.push(Sending {
            item,
            bytes: message.size(),
            group: group.filter(|_| chronicle.watch.is_ordered()),
        });
        item.into()
    }

    fn admits(&mut self, queue: QueueId) -> bool {
        self.queue = Some(queue);
        let part = self.world.queues.part(queue);
        !self.world.is_throttled(part)
    }

    fn servers(&mut self, queue: QueueId) -> Servers {
        let part = self.world.queues.part(queue);
        self.world.servers_asked(part, 0)
    }

    fn misses_a_copy(&mut self, queue: QueueId) -> bool {
        let part = self.world.queues.part(queue);
        self.world.misses_a_copy(part)
    }
}

/// Names of queues.
impl World {
    /// From the first call on there is a registry, which knows every queue that is there by its name.
    fn meet_clients(&mut self) {
        if self.clients.is_none() {
            self.clients = Some(Box::new(Clients::new(self)));
            for part in self.queues.parts().collect::<Vec<_>>() {
                self.introduce_queue(part);
            }
        }
    }

    /// Gives a drawn queue the name by which clients know it, if there are any.
    pub(crate) fn introduce_queue(&mut self, part: PartId) {
        let (Some(clients), Some(queue)) = (&mut self.clients, self.queues.id(part)) else {
            return;
        };
        let Some(Part::Queue(settings)) = self.sketch.parts.get(&part) else {
            return;
        };
        let is_taken = |address: &QueueAddress| clients.registry.queue(address).is_some();
        let address = free_address(&self.sketch, part, settings.kind, is_taken);
        let created = self.queues.created(queue);
        let adopted = clients
            .registry
            .adopt(created, &self.queues.service, queue, address);
        adopted.expect("the name is one of this kind, and free");
    }

    /// A drawn queue is called otherwise, by clients too.
    pub(crate) fn rename_queue(&mut self, edit: &Edit) {
        let Edit::Rename { id: part, .. } = edit else {
            return;
        };
        let (Some(clients), Some(queue)) = (&mut self.clients, self.queues.id(*part)) else {
            return;
        };
        if let Some(Part::Queue(settings)) = self.sketch.parts.get(part) {
            let is_taken = |address: &QueueAddress| {
                let owner = clients.registry.queue(address);
                owner.is_some_and(|owner| owner != queue)
            };
            let address = free_address(&self.sketch, *part, settings.kind, is_taken);
            let renamed = clients.registry.rename(self.now, queue, address);
            renamed.expect("the name is one of this kind, and free");
        }
    }

    /// A drawn queue is gone, and its name is free.
    pub(crate) fn release_queue(&mut self, queue: QueueId) {
        if let Some(clients) = &mut self.clients {
            clients.registry.release(self.now, queue);
        }
    }
}

/// What clients call the queues of a drawing when they first call.
pub fn queue_addresses(sketch: &Sketch) -> BTreeMap<PartId, QueueAddress> {
    let mut addresses = BTreeMap::new();
    for (&id, part) in &sketch.parts {
        if let Part::Queue(queue) = part {
            let is_taken = |address: &QueueAddress| addresses.values().any(|taken| taken == address);
            let address = free_address(sketch, id, queue.kind, is_taken);
            addresses.insert(id, address);
        }
    }
    addresses
}

fn free_address(
    sketch: &Sketch,
    part: PartId,
    kind: QueueKind,
    is_taken: impl Fn(&QueueAddress) -> bool,
) -> QueueAddress {
    let address = |name: &str| QueueAddress {
        account: sketch.home.account,
        region: sketch.home.region.clone(),
        name: name.into(),
    };
    let drawn = sketch.names.get(&part).map(|name| &**name);
    let name = names::queue_name(drawn, part, kind, |name| is_taken(&address(name)));
    address(&name)
}

fn outcome(told: &Told) -> ClientOutcome {
    let count = |messages: usize, failed: usize| ClientOutcome::Done {
        messages: u32::try_from(messages).unwrap_or(u32::MAX),
        failed: u32::try_from(failed).unwrap_or(u32::MAX),
    };
    match told {
        Ok(Answer::Sent(_)) => count(1, 0),
        Ok(Answer::SentBatch(batch)) => count(batch.successful.len(), batch.failed.len()),
        Ok(Answer::Batch(batch)) => count(batch.successful.len(), batch.failed.len()),
        Ok(Answer::Messages(messages)) => count(messages.len(), 0),
        Ok(_) => count(0, 0),
        Err(error) => ClientOutcome::Refused { code: error.code },
    }
}
