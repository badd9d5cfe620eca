//! The world as a frame. Looking changes nothing in it.

use cloud::sqs::{MessageState, QueueKind};
use cloud::time::SimTime;
use sim::{
    Cargo, Figures, ItemId, LinkId, Metric, Part, PartId, Queue, Run, Sketch, Transit, WaitingItem, Way,
    WorkerState, World, is_created_by_a_call,
};

use studio::cost::Requests;
use studio::edit::MAX_ID;

use super::thinning::{self, Mote};
use crate::bridge::frame::{
    CREATED_MAX, Cell, Delayed, DotState, Fraction, Frame, InFlight, KindFigures, Lane, LinkFigures,
    PartFigures, ProducerFigures, QueueFigures, ServerFigures, Verdict, Waiting, WorkersFigures,
};

/// As many messages of each kind as a card has room for.
const LINE_MAX: usize = 16;
const FLIGHT_MAX: usize = 6;
const LATE_MAX: usize = 4;
const CELLS_MAX: usize = 24;

/// Sentences, curves and marks are made anew no more often than this.
const TELL_MILLIS: f64 = 100.0;

/// When the page was last told what takes longer to make.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    last: Option<(f64, u64)>,
}

impl Told {
    /// Whether to tell it now, `steps` into the run. Assumes that it is done then.
    pub(super) fn is_due(&mut self, millis: f64, steps: u64) -> bool {
        let due = self
            .last
            .is_none_or(|(told, then)| steps != then && millis - told >= TELL_MILLIS);
        if due {
            self.last = Some((millis, steps));
        }
        due
    }
}

/// How the run stands, with about `dots_max` dots at the most.
pub(super) fn of(run: &Run, dots_max: usize) -> Frame {
    let world = run.world();
    let motes: Vec<Mote> = world
        .transits()
        .map(|transit| mote(&transit, world.now()))
        .collect();
    let carried = motes.iter().filter(|mote| mote.state.carries_messages());
    let messages_in_transit = carried.map(|mote| u64::from(mote.count)).sum();
    let (dots, dot_scale) = thinning::thin(&motes, dots_max);
    let sketch = world.sketch();
    Frame {
        now: world.now(),
        furthest: run.furthest(),
        steps: world.steps(),
        hash: world.hash().0,
        parts: shown_parts(sketch)
            .filter_map(|(&id, part)| part_figures(world, id, part))
            .collect(),
        links: drawn_links(sketch).map(|id| link_figures(world, id)).collect(),
        requests: requests(world).into(),
        dots,
        dot_scale,
        messages_in_transit,
        verdicts: world.verdicts().map(|(_, verdict)| verdict_of(verdict)).collect(),
        ..Frame::default()
    }
}

/// What is drawn, and as many of the queues that calls have created as are shown: those come last.
pub(super) fn shown_parts(sketch: &Sketch) -> impl Iterator<Item = (&PartId, &Part)> {
    let mut created = 0;
    sketch.parts.iter().take_while(move |(id, _)| {
        created += usize::from(is_created_by_a_call(**id));
        created <= CREATED_MAX
    })
}

/// The links that calls have created, to dead-letter queues, carry nothing, and there may be many.
pub(super) fn drawn_links(sketch: &Sketch) -> impl Iterator<Item = LinkId> {
    sketch.links.keys().copied().take_while(|id| id.0 <= MAX_ID)
}

fn requests(world: &World) -> Requests {
    let of = |kind| Requests::of(kind, &world.bill(kind));
    of(QueueKind::Standard).plus(of(QueueKind::Fifo))
}

fn part_figures(world: &World, id: PartId, part: &Part) -> Option<PartFigures> {
    let kind = match (world.figures(id)?, part) {
        (Figures::Producer(figures), _) => KindFigures::Producer(ProducerFigures {
            produced: figures.produced,
            accepted: figures.accepted,
            gave_up: figures.gave_up,
            waiting: figures.waiting,
            retries: figures.retries,
        }),
        (Figures::Queue(figures), Part::Queue(queue)) => {
            KindFigures::Queue(Box::new(queue_figures(world, id, &figures, queue)))
        }
        (Figures::Queue(_), _) => return None,
        (Figures::Workers(figures), _) => KindFigures::Workers(WorkersFigures {
            count: figures.count.into(),
            wanted: figures.wanted.into(),
            starting: figures.starting.into(),
            busy: figures.busy.into(),
            polling: figures.polling.into(),
            finished: figures.finished,
            failed: figures.failed,
            cells: world
                .workers(id)
                .take(CELLS_MAX)
                .map(|worker| cell(worker.doing, world.now()))
                .collect(),
        }),
        (Figures::Server(figures), _) => KindFigures::Server(ServerFigures {
            down: figures.is_down,
            capacity: figures.capacity.into(),
            busy: figures.busy.into(),
            waiting: figures.waiting.into(),
            waiting_room: figures.waiting_room.into(),
            served: figures.served,
            turned_away: figures.turned_away,
            late: figures.late,
        }),
    };
    Some(PartFigures {
        id,
        stopped: world.is_stopped(id),
        kind,
    })
}

fn queue_figures(world: &World, id: PartId, figures: &sim::QueueFigures, settings: &Queue) -> QueueFigures {
    let (counts, now) = (figures.counts, world.now());
    let fifo = settings.kind == QueueKind::Fifo;
    let lane = |item: &WaitingItem| item.group.as_deref().filter(|_| fifo).map(Lane::of);
    let in_flight = |item: WaitingItem| InFlight {
        item: item.item,
        receive_count: item.receive_count,
        left: Fraction::of(
            item.deadline().unwrap_or(now).since(now).as_nanos(),
            u64::from(settings.visibility_timeout) * 1_000_000_000,
        ),
        lane: lane(&item),
        again: world.is_processed(item.item) && !world.is_being_deleted(item.item),
    };
    let waiting = |item: WaitingItem| Waiting {
        item: item.item,
        receive_count: item.receive_count,
        blocked: matches!(item.state, MessageState::Blocked { .. }),
        lane: lane(&item),
        again: world.is_processed(item.item),
    };
    QueueFigures {
        visible: counts.visible,
        in_flight: counts.in_flight,
        delayed: counts.delayed,
        sent: counts.sent,
        moved_in: counts.moved_in,
        deleted: counts.deleted,
        expired: counts.expired,
        purged: counts.purged,
        moved_out: counts.moved_out,
        deduplicated: counts.deduplicated,
        received: counts.received,
        empty_receives: counts.empty_receives,
        is_dead_letter_queue: figures.is_dead_letter_queue,
        bill: figures.bill.into(),
        oldest_age: figures.oldest.map_or(0, |oldest| now.since(oldest).as_secs()),
        groups: Metric::of_groups(settings.kind)
            .iter()
            .filter_map(|metric| world.metric(id, *metric))
            .collect(),
        line: world.queue_line(id).take(LINE_MAX).map(waiting).collect(),
        flight: world.in_flight(id).take(FLIGHT_MAX).map(in_flight).collect(),
        late: world
            .delayed(id)
            .take(LATE_MAX)
            .map(|item| Delayed {
                item: item.item,
                lane: lane(&item),
            })
            .collect(),
    }
}

/// Whether a worker has just done with an item: then it is there for the last time, not once more.
fn cell(doing: WorkerState, now: SimTime) -> Cell {
    match doing {
        WorkerState::Resting | WorkerState::Receiving | WorkerState::Pausing => Cell::Idle,
        WorkerState::Down { .. } => Cell::Down,
        WorkerState::Starting { .. } => Cell::Starting,
        WorkerState::Working { item, since, until } => Cell::Working {
            item,
            done: Fraction::of(now.since(since).as_nanos(), until.since(since).as_nanos()),
        },
        WorkerState::Deleting { item } => Cell::Working {
            item,
            done: Fraction(u16::MAX),
        },
    }
}

fn link_figures(world: &World, id: LinkId) -> LinkFigures {
    let (figures, rate) = (world.link_figures(id), world.link_rate(id));
    LinkFigures {
        id,
        rate: rate.items,
        failed_percent: rate.failed_percent,
        requests: figures.requests,
        items: figures.items,
        failed: figures.failed,
        lost: figures.lost,
        cut: world.is_cut(id),
    }
}

fn verdict_of(verdict: sim::Verdict) -> Verdict {
    match verdict {
        sim::Verdict::Holds => Verdict::Holds,
        sim::Verdict::Broken(violation) => Verdict::Broken {
            at: violation.at,
            item: violation.item,
            other: violation.other,
        },
    }
}

fn mote(transit: &Transit, now: SimTime) -> Mote {
    let (state, count, item) = match transit.cargo {
        Cargo::Item(item) => (DotState::Carried, 1, Some(item)),
        Cargo::Batch { first, count } => (DotState::Carried, count, Some(first)),
        Cargo::Messages { first, count } => (DotState::Received, count, Some(first)),
        Cargo::Delete(item) | Cargo::ChangeVisibility(item) => (DotState::Signal, 1, Some(item)),
        Cargo::Receive | Cargo::Empty => (DotState::Signal, 1, None),
        Cargo::Done(operation) => (DotState::Signal, 1, operation.item()),
        Cargo::Failed(_) => (DotState::Failed, 1, None),
    };
    let gone = now.since(transit.departed).as_nanos();
    let share = Fraction::of(gone, transit.arrives.since(transit.departed).as_nanos());
    let along = match transit.way {
        Way::Forward => share,
        Way::Backward => share.rest(),
    };
    // An odd multiplier spreads what is counted up over all numbers; the low digits are the least mixed.
    let name = item.map_or(0, ItemId::as_u64) ^ transit.departed.as_nanos();
    let key = name.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
    Mote {
        link: transit.link,
        along,
        state,
        count,
        item,
        key,
    }
}
