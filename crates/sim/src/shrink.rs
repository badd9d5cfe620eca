//! Making a failing run small: fewer messages, fewer inputs, smaller pools, as long as it fails in the same way. Greedy: the
//! boldest smaller case comes first, and whenever one still fails it is the one to go on from. Where fewer messages of the
//! same seed do not fail, other seeds get a chance: which message chance has it in for is the seed's.

use std::collections::VecDeque;

use crate::input::InputKind;
use crate::search::Wanted;
use crate::sketch::{Part, PartId};
use crate::trial::{Case, Finding, Trial, Tried};

/// With so few messages, so many seeds are tried.
const FEW_MESSAGES: u64 = 8;
const SEEDS: u64 = 24;
/// Nobody waits for a smaller run any longer than for so many steps: some ten seconds.
const MOST_STEPS: u64 = 10_000_000;

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Shrinking {
    wanted: Wanted,
    best: Case,
    shown: Finding,
    candidates: VecDeque<Case>,
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
                let Some(case) = self.candidates.pop_front().filter(|_| self.patience > 0) else {
                    return Some((self.best.clone(), self.shown));
                };
                *left -= 1;
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

/// Smaller cases, the boldest of each sort first. Each is smaller than `best` in what comes first of: messages, inputs,
/// pools.
fn candidates(best: &Case, messages: u64) -> VecDeque<Case> {
    let mut smaller = VecDeque::new();
    fewer_messages(best, messages, &mut smaller);
    fewer_inputs(best, &mut smaller);
    smaller_pools(best, &mut smaller);
    smaller
}

fn fewer_messages(best: &Case, messages: u64, smaller: &mut VecDeque<Case>) {
    for id in best.sketch.parts.keys() {
        let Some(limit) = limit_of(best, *id).map(|limit| limit.min(messages)) else {
            continue;
        };
        for fewer in fewer_than(limit) {
            let mut case = best.clone();
            if let Some(Part::Producer(producer)) = case.sketch.parts.get_mut(id) {
                producer.limit = Some(fewer);
            }
            let seeds = if fewer <= FEW_MESSAGES { SEEDS } else { 1 };
            for seed in 0..seeds {
                case.seed = best.seed.wrapping_add(seed);
                smaller.push_back(case.clone());
            }
        }
    }
    for place in 0..best.log.len() {
        let InputKind::Send { count, .. } = best.log[place].kind else {
            continue;
        };
        for fewer in fewer_than(count.into()).filter(|&fewer| fewer > 0) {
            let mut case = best.clone();
            if let InputKind::Send { count, .. } = &mut case.log[place].kind {
                *count = u32::try_from(fewer).unwrap_or(*count);
            }
            smaller.push_back(case);
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
fn fewer_inputs(best: &Case, smaller: &mut VecDeque<Case>) {
    let length = best.log.len();
    let mut size = length;
    while size > 0 {
        for start in (0..length).step_by(size) {
            let mut case = best.clone();
            case.log.drain(start..length.min(start + size));
            smaller.push_back(case);
        }
        size /= 2;
    }
}

fn smaller_pools(best: &Case, smaller: &mut VecDeque<Case>) {
    for (id, part) in &best.sketch.parts {
        let mut put = |part: Part| {
            let mut case = best.clone();
            case.sketch.parts.insert(*id, part);
            smaller.push_back(case);
        };
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
