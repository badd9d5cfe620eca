//! Two runs beside each other, at the same moment.

use cloud::order::by_number;
use cloud::time::SimTime;
use sim::{Guarantee, Metric, PartId, Verdict, World};

/// How two worlds stand. The first of a pair is the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The moment.
    pub at: SimTime,
    /// Every guarantee that is watched.
    pub guarantees: Vec<(Guarantee, [Verdict; 2])>,
    /// The figures that are not the same, by part; absent where the part is not there.
    pub figures: Vec<(PartId, Metric, [Option<u64>; 2])>,
}

impl Comparison {
    /// Compares two worlds of one drawing.
    pub fn of(here: &World, there: &World) -> Self {
        let verdicts = here.verdicts().zip(there.verdicts());
        let guarantees = verdicts.map(|((guarantee, here), (_, there))| (guarantee, [here, there]));
        let parts = [here, there]
            .into_iter()
            .flat_map(|world| world.sketch().parts.keys().copied());
        let mut parts = by_number(parts.collect(), |part| part.0.into());
        parts.dedup();
        Self {
            at: here.now(),
            guarantees: guarantees.collect(),
            figures: parts
                .into_iter()
                .flat_map(|part| figures(part, here, there))
                .collect(),
        }
    }
}

/// What is not the same of a part.
fn figures(part: PartId, here: &World, there: &World) -> Vec<(PartId, Metric, [Option<u64>; 2])> {
    let metrics = [here, there].map(|world| world.sketch().parts.get(&part).map_or(&[][..], Metric::of));
    let [mine, theirs] = metrics;
    let also = theirs.iter().filter(|metric| !mine.contains(metric));
    mine.iter()
        .chain(also)
        .map(|&metric| {
            let of = |world: &World| world.metric(part, metric);
            (part, metric, [of(here), of(there)])
        })
        .filter(|(_, _, [here, there])| here != there)
        .collect()
}
