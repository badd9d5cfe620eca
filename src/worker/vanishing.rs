//! What vanished while the world went on: the counters say how much, the last events say which.

use std::collections::BTreeMap;

use sim::{EventKind, Figures, Run, World};

use super::snapshot::{drawn_links, shown_parts};
use crate::bridge::vanished::{Spot, Vanished, Vanishing};

/// A frame tells of no more than this; the counters in it tell of all.
const VANISHED_MAX: usize = 32;

type Key = (Vanishing, Spot);

/// The counters at one instant, to hold against those at a later one.
#[derive(Debug)]
pub(super) struct Before {
    counters: BTreeMap<Key, u64>,
    /// The last event then.
    sequence: Option<u64>,
}

impl Before {
    /// As `run` stands.
    pub(super) fn of(run: &Run) -> Self {
        Self {
            counters: counters(run.world()),
            sequence: run.feed().next_back().map(|event| event.sequence),
        }
    }

    /// What has vanished since, the rare first.
    pub(super) fn vanished(&self, run: &Run) -> Vec<Vanished> {
        let mut vanished: Vec<Vanished> = counters(run.world())
            .into_iter()
            .filter_map(|((kind, spot), count)| {
                let weight = count.saturating_sub(self.counters.get(&(kind, spot)).copied().unwrap_or(0));
                let item = None;
                (weight > 0).then_some(Vanished {
                    kind,
                    spot,
                    weight,
                    item,
                })
            })
            .take(VANISHED_MAX)
            .collect();
        if !vanished.is_empty() {
            self.name(&mut vanished, run);
        }
        vanished
    }

    /// Finds out which messages it were, as far as the last events tell.
    fn name(&self, vanished: &mut [Vanished], run: &Run) {
        let news = run
            .feed()
            .rev()
            .take_while(|event| self.sequence.is_none_or(|known| event.sequence > known));
        for event in news {
            let Some(key) = key_of(&event.kind) else {
                continue;
            };
            let nameless = vanished
                .iter_mut()
                .find(|one| one.item.is_none() && (one.kind, one.spot) == key);
            if let Some(nameless) = nameless {
                nameless.item = event.kind.item();
            }
        }
    }
}

/// How much has vanished in each way, everywhere.
fn counters(world: &World) -> BTreeMap<Key, u64> {
    let sketch = world.sketch();
    let mut counters = BTreeMap::new();
    for (&id, _) in shown_parts(sketch) {
        let mut count = |kind, value| {
            counters.insert((kind, Spot::Part(id)), value);
        };
        match world.figures(id) {
            Some(Figures::Producer(figures)) => count(Vanishing::GivenUp, figures.gave_up),
            Some(Figures::Queue(figures)) => {
                count(Vanishing::Expired, figures.counts.expired);
                count(Vanishing::Purged, figures.counts.purged);
                count(Vanishing::Deduplicated, figures.counts.deduplicated);
                count(Vanishing::DeadLettered, figures.counts.moved_out);
                count(Vanishing::Deleted, figures.counts.deleted);
            }
            Some(Figures::Server(figures)) => count(Vanishing::TurnedAway, figures.turned_away),
            Some(Figures::Workers(_)) | None => {}
        }
    }
    for id in drawn_links(sketch) {
        counters.insert((Vanishing::Lost, Spot::Link(id)), world.link_figures(id).lost);
    }
    counters
}

/// The counter that an event has moved on, if it is one of these.
fn key_of(event: &EventKind) -> Option<Key> {
    Some(match *event {
        EventKind::RequestLost { link, .. } | EventKind::ResponseLost { link, .. } => {
            (Vanishing::Lost, Spot::Link(link))
        }
        EventKind::GaveUp { item } => (Vanishing::GivenUp, Spot::Part(item.producer())),
        EventKind::TurnedAway { server, .. } => (Vanishing::TurnedAway, Spot::Part(server)),
        EventKind::Expired { queue, .. } => (Vanishing::Expired, Spot::Part(queue)),
        EventKind::Purged { queue, .. } => (Vanishing::Purged, Spot::Part(queue)),
        EventKind::Deduplicated { queue, .. } => (Vanishing::Deduplicated, Spot::Part(queue)),
        EventKind::DeadLettered { queue, .. } | EventKind::Moved { queue, .. } => {
            (Vanishing::DeadLettered, Spot::Part(queue))
        }
        EventKind::Deleted { queue, .. } => (Vanishing::Deleted, Spot::Part(queue)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use cloud::time::{SimDuration, SimTime};
    use sim::random_sketch::random_sketch;

    use super::*;

    #[test]
    fn what_vanishes_from_one_moment_to_the_next_adds_up_to_the_counters() {
        let mut kinds = BTreeMap::new();
        for seed in 0..40 {
            let (sketch, log) = random_sketch(seed);
            let mut run = Run::new(sketch, seed, log);
            let (mut told, mut replaced) = (BTreeMap::new(), BTreeSet::new());
            for moment in 1..=200 {
                let before = Before::of(&run);
                run.advance(SimTime::ZERO + SimDuration::from_millis(moment * 100), u64::MAX);
                for one in before.vanished(&run) {
                    *told.entry((one.kind, one.spot)).or_insert(0) += one.weight;
                    *kinds.entry(one.kind).or_insert(0) += one.weight;
                }
                // A queue that becomes one of the other kind is another queue, and counts from 0.
                let now = counters(run.world());
                let fell =
                    |(key, count): (&Key, &u64)| now.get(key).is_some_and(|now| now < count).then_some(key.1);
                replaced.extend(before.counters.iter().filter_map(fell));
            }
            let counters = counters(run.world()).into_iter();
            for (key, count) in counters.filter(|(key, _)| !replaced.contains(&key.1)) {
                assert_eq!(
                    told.get(&key).copied().unwrap_or(0),
                    count,
                    "{key:?} with seed {seed}"
                );
            }
        }
        assert!(kinds.len() >= 6, "the sketches show many ways: {kinds:?}");
    }

    #[test]
    fn the_last_of_those_that_vanished_is_named() {
        let scene = &studio::scenes::SCENES[0];
        let mut run = (scene.project)().run();
        let named = (1..=600).any(|moment| {
            let before = Before::of(&run);
            run.advance(SimTime::from_millis(moment * 100), u64::MAX);
            let vanished = before.vanished(&run);
            vanished
                .iter()
                .any(|one| one.kind == Vanishing::Deleted && one.item.is_some())
        });
        assert!(named);
        assert_eq!(Before::of(&run).vanished(&run), [], "nothing has happened since");
    }
}
