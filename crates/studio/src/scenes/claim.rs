//! What a run has to show for a fact.

use std::collections::{BTreeMap, BTreeSet};

use cloud::time::SimTime;
use sim::{
    EventKind, Figures, Guarantee, ItemId, PartId, ProducerFigures, Run, Selection, Verdict, WorkersFigures,
};

use super::FactId;

/// A fact with the figure that decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The fact.
    pub fact: FactId,
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
    GaveUp { gave_up: u64, of: u64 },
    Processed { processed: u64, of: u64, gave_up: u64 },
    AcceptedMeanwhile { accepted: u64, processed: u64 },
    CameBack { received: u64, processed: u64, of: u64 },
    Copies { again: u64, in_order: bool, of: u64 },
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

/// Whether a guarantee that is watched has been broken by something that `producer` made.
pub(super) fn broken_by(run: &Run, guarantee: Guarantee, producer: PartId) -> bool {
    run.verdicts().any(|(watched, verdict)| {
        watched == guarantee
            && matches!(verdict, Verdict::Broken(violation) if violation.item.producer() == producer)
    })
}

/// Everything that workers have finished, in that order, up to where the run is.
pub(super) fn finished(run: &mut Run, workers: PartId) -> Vec<ItemId> {
    let end = run.now();
    let mut finished = Vec::new();
    run.seek_now(SimTime::ZERO);
    while run
        .step_forward(Some(Selection::Part(workers)))
        .is_some_and(|event| event.at <= end)
    {
        finished.extend(
            run.world()
                .last_events()
                .iter()
                .filter_map(|event| match event.kind {
                    EventKind::WorkFinished {
                        workers: who, item, ..
                    } if who == workers => Some(item),
                    _ => None,
                }),
        );
    }
    run.seek_now(end);
    finished
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
