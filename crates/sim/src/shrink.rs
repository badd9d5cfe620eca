//! Making a failing run small: fewer messages, fewer inputs, smaller pools, as long as it fails in the same way. Greedy: the
//! boldest smaller case comes first, and whenever one still fails it is the one to go on from. Where fewer messages of the
//! same seed do not fail, other seeds get a chance: which message chance has it in for is the seed's.

use std::collections::VecDeque;
use std::ops::Range;

use crate::input::InputKind;
use crate::search::Wanted;
use crate::sketch::{Part, PartId};
use crate::trial::{Case, Finding, Trial, Tried};

/// With so few messages, so many seeds are tried.
const FEW_MESSAGES: u64 = 8;
const SEEDS: u64 = 24;
/// Nobody waits for a smaller run any longer than for so many steps: some ten seconds.
const MOST_STEPS: u64 = 10_000_000;

/// What makes a case smaller. A case has a sketch and up to thousands of inputs, and of the ways to make it smaller there are
/// as many again: a case is made of one when its turn has come.
#[derive(Clone, Debug)]
enum Smaller {
    /// A producer makes no more than so many messages, under another seed.
    Limit { id: PartId, limit: u64, seed: u64 },
    /// So many are sent by hand at this place in the log.
    Send { place: usize, count: u32 },
    /// Without these inputs.
    Without(Range<usize>),
    /// With this part instead of the one that it had.
    Part(PartId, Part),
}

impl Smaller {
    fn than(self, best: &Case) -> Case {
        let mut case = best.clone();
        match self {
            Self::Limit { id, limit, seed } => {
                case.seed = seed;
                if let Some(Part::Producer(producer)) = case.sketch.parts.get_mut(&id) {
                    producer.limit = Some(limit);
                }
            }
            Self::Send { place, count: fewer } => {
                if let InputKind::Send { count, .. } = &mut case.log[place].kind {
                    *count = fewer;
                }
            }
            Self::Without(inputs) => drop(case.log.drain(inputs)),
            Self::Part(id, part) => {
                case.sketch.parts.insert(id, part);
            }
        }
        case
    }
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Shrinking {
    wanted: Wanted,
    best: Case,
    shown: Finding,
    candidates: VecDeque<Smaller>,
    trial: Option<(Case, Trial)>,
    /// Steps that may still be spent.
    patience: u64,
}

impl Shrinking {
    /// `case` makes what is wanted true, as `found` tells.
    pub(crate) fn new(case: Case, found: Finding, wanted: Wanted) -> Self {
        let mut shrinking = Self {
            wanted,
            best: case,
            shown: found,
            candidates: VecDeque::new(),
            trial: None,
            patience: MOST_STEPS,
        };
        shrinking.take(None);
        shrinking
    }

    /// How many messages the smallest case so far makes.
    pub(crate) fn messages(&self) -> u64 {
        self.shown.messages
    }

    /// Goes on by about as many steps as are left. The smallest case and where it fails, if that was the end.
    pub(crate) fn go_on(&mut self, left: &mut u64) -> Option<(Case, Finding)> {
        while *left > 0 {
            let Some((case, trial)) = &mut self.trial else {
                let Some(smaller) = self.candidates.pop_front().filter(|_| self.patience > 0) else {
                    return Some((self.best.clone(), self.shown));
                };
                *left -= 1;
                let case = smaller.than(&self.best);
                let trial = Trial::new(&case, self.wanted.predicate, self.wanted.until);
                self.trial = Some((case, trial));
                continue;
            };
            let tried = trial.go_on(&case.log, left);
            if tried != Tried::MoreToDo {
                self.patience = self.patience.saturating_sub(trial.steps());
            }
            match tried {
                Tried::MoreToDo => {}
                Tried::Nothing => self.trial = None,
                Tried::Found(shown) => {
                    let smaller = self.trial.take().map(|(case, _)| (case, shown));
                    self.take(smaller);
                }
            }
        }
        None
    }

    /// Goes on from a smaller case that still fails.
    fn take(&mut self, smaller: Option<(Case, Finding)>) {
        if let Some((case, shown)) = smaller {
            (self.best, self.shown) = (case, shown);
        }
        // What comes after the failure has no say in it.
        self.best.log.retain(|input| input.at <= self.shown.at);
        self.candidates = candidates(&self.best, self.shown.messages);
    }
}

/// Ways to a smaller case, the boldest of each sort first. Each is smaller than `best` in what comes first of: messages,
/// inputs, pools.
fn candidates(best: &Case, messages: u64) -> VecDeque<Smaller> {
    let mut smaller = VecDeque::new();
    fewer_messages(best, messages, &mut smaller);
    fewer_inputs(best.log.len(), &mut smaller);
    smaller_pools(best, &mut smaller);
    smaller
}

fn fewer_messages(best: &Case, messages: u64, smaller: &mut VecDeque<Smaller>) {
    for &id in best.sketch.parts.keys() {
        let Some(limit) = limit_of(best, id).map(|limit| limit.min(messages)) else {
            continue;
        };
        for limit in fewer_than(limit) {
            let seeds = if limit <= FEW_MESSAGES { SEEDS } else { 1 };
            let seeds = (0..seeds).map(|seed| best.seed.wrapping_add(seed));
            smaller.extend(seeds.map(|seed| Smaller::Limit { id, limit, seed }));
        }
    }
    for (place, input) in best.log.iter().enumerate() {
        if let InputKind::Send { count, .. } = input.kind {
            let fewer = fewer_than(count.into()).filter_map(|fewer| u32::try_from(fewer).ok());
            let fewer = fewer.filter(|&fewer| fewer > 0);
            smaller.extend(fewer.map(|count| Smaller::Send { place, count }));
        }
    }
}

/// How many items a producer may make by its workload; nothing if the part is no producer.
fn limit_of(case: &Case, id: PartId) -> Option<u64> {
    match case.sketch.parts.get(&id)? {
        Part::Producer(producer) => Some(producer.limit.unwrap_or(u64::MAX)),
        _ => None,
    }
}

/// Half of them at a time, then one at a time.
fn fewer_inputs(length: usize, smaller: &mut VecDeque<Smaller>) {
    let mut size = length;
    while size > 0 {
        let starts = (0..length).step_by(size);
        smaller.extend(starts.map(|start| Smaller::Without(start..length.min(start + size))));
        size /= 2;
    }
}

fn smaller_pools(best: &Case, smaller: &mut VecDeque<Smaller>) {
    for (id, part) in &best.sketch.parts {
        let mut put = |part: Part| smaller.push_back(Smaller::Part(*id, part));
        match part {
            Part::Workers(workers) => {
                for count in fewer_than(workers.count.into()) {
                    let count = u32::try_from(count).unwrap_or(workers.count);
                    put(Part::Workers(crate::Workers { count, ..*workers }));
                }
                for batch in fewer_than(workers.batch.into()).filter(|&batch| batch > 0) {
                    let batch = u32::try_from(batch).unwrap_or(workers.batch);
                    put(Part::Workers(crate::Workers { batch, ..*workers }));
                }
            }
            Part::Server(server) => {
                for capacity in fewer_than(server.capacity.into()).filter(|&capacity| capacity > 0) {
                    let capacity = u32::try_from(capacity).unwrap_or(server.capacity);
                    put(Part::Server(crate::Server { capacity, ..*server }));
                }
                for waiting_room in fewer_than(server.waiting_room.into()) {
                    let waiting_room = u32::try_from(waiting_room).unwrap_or(server.waiting_room);
                    put(Part::Server(crate::Server {
                        waiting_room,
                        ..*server
                    }));
                }
            }
            Part::Producer(_) | Part::Queue(_) => {}
        }
    }
}

/// 0, 1, 2, 3, 4, 8, 16, …, one less: bold steps first, and in the end the smallest there is.
fn fewer_than(count: u64) -> impl Iterator<Item = u64> {
    let doubling = std::iter::successors(Some(4_u64), |count| count.checked_mul(2));
    let last = count.checked_sub(1);
    (0..4)
        .chain(doubling)
        .take_while(move |&fewer| last.is_some_and(|last| fewer < last))
        .chain(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_figures_come_boldest_first_and_end_with_one_less() {
        let of = |count| fewer_than(count).collect::<Vec<_>>();
        assert!(of(0).is_empty());
        assert_eq!(of(1), [0]);
        assert_eq!(of(2), [0, 1]);
        assert_eq!(of(20), [0, 1, 2, 3, 4, 8, 16, 19]);
        assert!(of(u64::MAX).len() < 100);
    }
}
