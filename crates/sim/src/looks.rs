//! Looking at a world. Nothing here changes anything.

use cloud::sqs::QueueKind;
use cloud::time::SimTime;

use crate::bill::Bill;
use crate::digest::{RunHash, digest_text};
use crate::event::Event;
use crate::figures::{
    Figures, GroupFigures, LinkFigures, LinkRate, ProducerFigures, QueueFigures, ServerFigures, WaitingItem,
    WorkersFigures,
};
use crate::guarantee::{Guarantee, Verdict};
use crate::item::ItemId;
use crate::sketch::{LinkId, Part, PartId};
use crate::workers::{WorkerPool, WorkerView};
use crate::world::World;

impl World {
    /// A part in numbers; nothing if there is no such part now.
    pub fn figures(&self, part: PartId) -> Option<Figures> {
        Some(match self.parts.get(&part)? {
            Part::Producer(_) => Figures::Producer(self.producer_figures(part)),
            Part::Queue(_) => Figures::Queue(self.queue_figures(part)?),
            Part::Workers(_) => Figures::Workers(self.workers_figures(part)?),
            Part::Server(_) => Figures::Server(self.server_figures(part)?),
        })
    }

    fn producer_figures(&self, part: PartId) -> ProducerFigures {
        let tally = self.chronicle.tallies.part(part);
        ProducerFigures {
            produced: tally.produced,
            accepted: tally.accepted,
            gave_up: tally.gave_up,
            waiting: tally.produced - tally.accepted - tally.gave_up,
            retries: tally.retries,
        }
    }

    fn queue_figures(&self, part: PartId) -> Option<QueueFigures> {
        let id = self.queues.id(part)?;
        let (service, bill) = (&self.queues.service, self.queues.bill(id));
        Some(QueueFigures {
            counts: service.counts(id),
            oldest: service.oldest(id),
            groups: match (service.kind(id)?, service.quiet_groups(id)?) {
                (QueueKind::Fifo, _) => GroupFigures::InFlight(service.groups_in_flight(id)),
                (QueueKind::Standard, quiet) if bill.fair > 0 => GroupFigures::Fair(quiet),
                (QueueKind::Standard, _) => GroupFigures::None,
            },
            is_dead_letter_queue: self.circuit.is_dead_letter_queue(part),
            bill,
        })
    }

    /// What AWS would bill for all queues of a kind that there are or were.
    pub fn bill(&self, kind: QueueKind) -> Bill {
        self.queues.bill_of_all(kind)
    }

    fn workers_figures(&self, part: PartId) -> Option<WorkersFigures> {
        let (counts, tally) = (self.pools.get(&part)?.counts(), self.chronicle.tallies.part(part));
        Some(WorkersFigures {
            count: counts.present,
            busy: counts.working,
            polling: counts.receiving,
            pausing: counts.pausing,
            deleting: counts.deleting,
            down: counts.down,
            starting: counts.starting,
            wanted: self.wanted_workers(part),
            held: counts.held,
            settled: counts.settled,
            taken: tally.taken,
            finished: tally.finished,
            skipped: tally.skipped,
            failed: tally.failed,
            dropped: tally.dropped,
        })
    }

    fn server_figures(&self, part: PartId) -> Option<ServerFigures> {
        let (state, settings) = (self.servers.get(&part)?, self.sketched_server(part)?);
        let tally = self.chronicle.tallies.part(part);
        let (busy, waiting) = (state.busy(), state.waiting());
        Some(ServerFigures {
            capacity: settings.capacity,
            busy,
            calling: state.calling(),
            is_down: state.is_down(),
            waiting_room: settings.waiting_room,
            waiting,
            taken: tally.finished
                + tally.late
                + tally.failed
                + tally.dropped
                + u64::from(busy)
                + u64::from(waiting),
            served: tally.finished,
            late: tally.late,
            turned_away: tally.turned_away,
            failed: tally.failed,
            dropped: tally.dropped,
            retries: tally.retries,
        })
    }

    /// What each worker of a group is doing, by number; those that have left are left out.
    pub fn workers(&self, part: PartId) -> impl Iterator<Item = WorkerView> {
        self.pools.get(&part).into_iter().flat_map(WorkerPool::views)
    }

    /// Whether work on an item always fails.
    pub fn is_poison(&self, item: ItemId) -> bool {
        self.chronicle.items.is_poison(item)
    }

    /// Whether a worker has asked a queue to delete a message of this item.
    pub fn is_being_deleted(&self, item: ItemId) -> bool {
        self.pools.values().any(|pool| pool.deletes(item))
    }

    /// A link in numbers.
    pub fn link_figures(&self, link: LinkId) -> LinkFigures {
        self.chronicle.tallies.link(link)
    }

    /// What a link has carried in the last two seconds.
    pub fn link_rate(&self, link: LinkId) -> LinkRate {
        self.chronicle.tallies.rate(link, self.now)
    }

    /// The messages of a queue that a receive can get, the next one first, then those blocked by their group. Taking
    /// twelve costs twelve.
    pub fn queue_line(&self, part: PartId) -> impl Iterator<Item = WaitingItem> {
        self.queues.line(part).map(WaitingItem::from)
    }

    /// The messages of a queue that are in flight, soonest back first.
    pub fn in_flight(&self, part: PartId) -> impl Iterator<Item = WaitingItem> {
        self.queues.in_flight(part).map(WaitingItem::from)
    }

    /// The messages of a queue that are delayed, soonest to arrive first.
    pub fn delayed(&self, part: PartId) -> impl Iterator<Item = WaitingItem> {
        self.queues.delayed(part).map(WaitingItem::from)
    }

    /// Whether a part was stopped.
    pub fn is_stopped(&self, part: PartId) -> bool {
        self.stopped.contains(&part)
    }

    /// Whether a link was cut.
    pub fn is_cut(&self, link: LinkId) -> bool {
        self.network.is_cut(link)
    }

    /// The time that a part's work takes, in percent of what is configured.
    pub fn pace(&self, part: PartId) -> u32 {
        self.paces.get(&part).copied().unwrap_or(100)
    }

    /// The last events that are worth a line, in their order.
    pub fn feed(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.chronicle.feed()
    }

    /// Where each guarantee of the sketch stands, in the order of the sketch.
    pub fn verdicts(&self) -> impl Iterator<Item = (Guarantee, Verdict)> {
        self.chronicle.watch.verdicts(self.now)
    }

    /// When a guarantee of age breaks if nothing happens before.
    pub(crate) fn too_old_at(&self, guarantee: Guarantee) -> Option<SimTime> {
        self.chronicle.watch.too_old_at(guarantee)
    }

    /// How many items a producer has made since the start, also if it has been removed since.
    pub fn items_made(&self, producer: PartId) -> u64 {
        self.chronicle.items.made(producer)
    }

    /// Whether an item is on a link, in a call that is open, with a worker or at a server.
    pub(crate) fn is_held_outside_queues(&self, item: ItemId) -> bool {
        self.calls.are_about(item)
            || self.producers.values().any(|producer| producer.gathers(item))
            || self.pools.values().any(|pool| pool.holds(item))
            || self.servers.values().any(|server| server.holds(item))
    }

    /// Whether an item was worked off at least once: another delivery of it is one too many.
    pub fn is_processed(&self, item: ItemId) -> bool {
        self.chronicle.items.is_processed(item)
    }

    /// A digest of the full state, for tests: two worlds with the same digest go on alike. Not the same on all targets.
    pub fn state_digest(&self) -> RunHash {
        let agenda = self.agenda.sorted();
        let queues: Vec<_> = self
            .queues
            .parts()
            .map(|part| {
                let messages = self
                    .queues
                    .line(part)
                    .chain(self.queues.in_flight(part))
                    .chain(self.queues.delayed(part));
                (part, self.queues.counts(part), messages.collect::<Vec<_>>())
            })
            .collect();
        let verdicts: Vec<_> = self.verdicts().collect();
        let under_way = (&self.network, &self.calls);
        let parts = (
            &self.producers,
            &self.pools,
            &self.servers,
            &self.stopped,
            &self.paces,
            &self.zones_out,
            &self.throttles,
        );
        let run = (self.hash(), self.steps(), self.sketch(), self.next_step_at());
        #[cfg(feature = "clients")]
        let under_way = (under_way, &self.clients);
        digest_text(&format!(
            "{run:?} {agenda:?} {queues:?} {verdicts:?} {under_way:?} {parts:?}"
        ))
    }

    /// How many messages are in all queues together.
    pub fn messages_in_queues(&self) -> u64 {
        let counts = self.queues.parts().filter_map(|part| self.queues.counts(part));
        counts.map(|counts| counts.present()).sum()
    }

    /// How much memory a clone of this world takes, roughly: what grows with the number of things under way.
    pub(crate) fn weight(&self) -> usize {
        const BASE: usize = 64 << 10;
        const MESSAGE: usize = 72;
        const UNDER_WAY: usize = 200;
        let under_way = self.agenda.len() + self.calls.len();
        let messages =
            usize::try_from(self.messages_in_queues()).unwrap_or(usize::MAX / 4 / MESSAGE) * MESSAGE;
        let effects: usize = self.pools.values().map(WorkerPool::weight).sum();
        let bodies = self.chronicle.items.bodies().min(usize::MAX / 4);
        #[cfg(feature = "clients")]
        let under_way = under_way + self.clients.as_ref().map_or(0, |clients| clients.size());
        let indexes = self.queues.service.weight() + self.chronicle.watch.weight() + effects;
        BASE + messages + bodies + under_way * UNDER_WAY + indexes
    }
}
