//! What a run has to show for a fact.

use std::collections::{BTreeMap, BTreeSet};

use cloud::order::by_number;
use cloud::sqs::Counts;
use cloud::time::{SimDuration, SimTime};
use sim::{
    Event, EventKind, Figures, Guarantee, ItemId, PartId, ProducerFigures, Run, Verdict, WorkersFigures,
};

use super::FactId;

/// Something that a run has to show, with the figure that decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The fact that it shows; none if it is the scene's own point.
    pub fact: Option<FactId>,
    /// What was measured; see [`crate::words::measured_text`] for the words.
    pub measured: Measured,
    /// Whether the run shows the fact.
    pub holds: bool,
}

/// See [`Claim`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is one sentence; its parameters are what it tells"
)]
pub enum Measured {
    GaveUp {
        gave_up: u64,
        of: u64,
    },
    Processed {
        processed: u64,
        of: u64,
        gave_up: u64,
    },
    AcceptedMeanwhile {
        accepted: u64,
        processed: u64,
    },
    CameBack {
        received: u64,
        processed: u64,
        of: u64,
    },
    Copies {
        again: u64,
        in_order: bool,
        of: u64,
    },
    EmptyReceives {
        short: u64,
        long: u64,
        of: u64,
    },
    Kept {
        one: SimDuration,
        other: SimDuration,
        of: u64,
    },
    Latency {
        publish: SimDuration,
        receive: SimDuration,
    },
    Burst {
        taken_in: SimDuration,
        worked_off: SimDuration,
        of: u64,
    },
    Scaled {
        from: u64,
        most: u64,
        finally: u64,
    },
    Shared {
        processed: u64,
        workers: u64,
        first: u64,
        most: u64,
    },
    Senders {
        one: u64,
        other: u64,
        processed: u64,
    },
    Outage {
        chained: u64,
        decoupled: u64,
        of: u64,
    },
    Waiting {
        waiting: u64,
        first: SimDuration,
        last: SimDuration,
    },
    Rates {
        first: u64,
        last: u64,
        gave_up: u64,
    },
    Poison {
        without: u64,
        with: u64,
        moved: u64,
    },
}

/// A producer of the run in numbers.
pub(super) fn producer(run: &Run, id: PartId) -> ProducerFigures {
    match run.world().figures(id) {
        Some(Figures::Producer(figures)) => figures,
        _ => ProducerFigures::default(),
    }
}

/// Workers of the run in numbers.
pub(super) fn workers(run: &Run, id: PartId) -> WorkersFigures {
    match run.world().figures(id) {
        Some(Figures::Workers(figures)) => figures,
        _ => WorkersFigures::default(),
    }
}

/// What SQS counts of a queue of the run.
pub(super) fn queue(run: &Run, id: PartId) -> Counts {
    match run.world().figures(id) {
        Some(Figures::Queue(figures)) => figures.counts,
        _ => Counts::default(),
    }
}

/// Whether a guarantee that is watched has been broken by something that `producer` made.
pub(super) fn broken_by(run: &Run, guarantee: Guarantee, producer: PartId) -> bool {
    run.verdicts().any(|(watched, verdict)| {
        watched == guarantee
            && matches!(verdict, Verdict::Broken(violation) if violation.item.producer() == producer)
    })
}

/// Shows every event of the run in its order, up to where it is.
pub(super) fn replay(run: &mut Run, mut see: impl FnMut(&Event)) {
    let end = run.now();
    run.seek_now(SimTime::ZERO);
    while run.step_forward(None).is_some_and(|event| event.at <= end) {
        run.world().last_events().iter().for_each(&mut see);
    }
    run.seek_now(end);
}

/// Everything that workers have finished, in that order, up to where the run is.
pub(super) fn finished(run: &mut Run, workers: PartId) -> Vec<ItemId> {
    let mut finished = Vec::new();
    replay(run, |event| match event.kind {
        EventKind::WorkFinished {
            workers: who, item, ..
        } if who == workers => finished.push(item),
        _ => {}
    });
    finished
}

/// What a share of the durations does not exceed, in percent; zero if there are none.
pub(super) fn percentile(durations: Vec<SimDuration>, percent: usize) -> SimDuration {
    let durations = by_number(durations, |duration| duration.as_nanos());
    let place = (durations.len() * percent).div_ceil(100).saturating_sub(1);
    durations.get(place).copied().unwrap_or_default()
}

/// How many were finished again, and whether each group was finished for the first time in the order made.
pub(super) fn copies(finished: &[ItemId], groups: u64, of: u64) -> Measured {
    let (mut seen, mut latest) = (BTreeSet::new(), BTreeMap::new());
    let mut in_order = true;
    for item in finished.iter().filter(|item| seen.insert(**item)) {
        let before = latest.insert(item.number() % groups, item.number());
        in_order &= before.is_none_or(|before| before < item.number());
    }
    let again = finished.len().abs_diff(seen.len());
    Measured::Copies {
        again: u64::try_from(again).unwrap_or(u64::MAX),
        in_order,
        of,
    }
}
