//! The search for a failure: one seed after the other, until a run makes a predicate true; then that run is made as small as
//! can be ([`Shrinking`]). In slices, so that whoever searches can do something else meanwhile, and stop.

use cloud::time::SimTime;

use crate::guarantee::Guarantee;
use crate::predicate::Predicate;
use crate::shrink::Shrinking;
use crate::trial::{Case, Finding, Trial, Tried};

/// What is searched for, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What is to become true.
    pub predicate: Predicate,
    /// By when.
    pub until: SimTime,
    /// How many seeds are tried, from that of the case on.
    pub seeds: u64,
}

/// How far a [`Search`] has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Searched {
    /// The steps allowed are used up: go on.
    MoreToDo(Stage),
    /// No seed made it true.
    Nothing,
    /// The case with the first seed that made it true, and the smallest one that still does.
    Found(Box<Failure>),
}

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Stage {
    /// So many seeds did not make it true.
    Seeds { tried: u64 },
    /// A seed did; the smallest run so far makes so many messages.
    Shrinking { messages: u64 },
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The seed that made it true, of the case as it was drawn.
    pub seed: u64,
    /// And where.
    pub found: Finding,
    /// The smallest case that still makes it true.
    pub smallest: Case,
    /// And where.
    pub shown: Finding,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub struct Search {
    wanted: Wanted,
    case: Case,
    tried: u64,
    trial: Trial,
    shrinking: Option<(u64, Finding, Shrinking)>,
}

impl Search {
    /// Searches from the seed of `case` on. A guarantee that is wanted broken is watched, whether or not the case watches it.
    pub fn new(mut case: Case, wanted: Wanted) -> Self {
        if let Predicate::Broken(guarantee) = wanted.predicate {
            watch(&mut case, guarantee);
        }
        Self {
            trial: Trial::new(&case, wanted.predicate, wanted.until),
            wanted,
            case,
            tried: 0,
            shrinking: None,
        }
    }

    /// Goes on by about as many steps.
    pub fn go_on(&mut self, max_steps: u64) -> Searched {
        let mut left = max_steps;
        while left > 0 {
            if let Some((seed, found, shrinking)) = &mut self.shrinking {
                if let Some((smallest, shown)) = shrinking.go_on(&mut left) {
                    return Searched::Found(Box::new(Failure {
                        seed: *seed,
                        found: *found,
                        smallest,
                        shown,
                    }));
                }
                continue;
            }
            match self.trial.go_on(&self.case.log, &mut left) {
                Tried::MoreToDo => {}
                Tried::Found(found) => {
                    let shrinking = Shrinking::new(self.case.clone(), found, self.wanted);
                    self.shrinking = Some((self.case.seed, found, shrinking));
                }
                Tried::Nothing => {
                    self.tried += 1;
                    if self.tried >= self.wanted.seeds {
                        return Searched::Nothing;
                    }
                    self.case.seed = self.case.seed.wrapping_add(1);
                    self.trial = Trial::new(&self.case, self.wanted.predicate, self.wanted.until);
                    // A world that does nothing costs something too.
                    left = left.saturating_sub(1);
                }
            }
        }
        Searched::MoreToDo(self.stage())
    }

    fn stage(&self) -> Stage {
        match &self.shrinking {
            Some((_, _, shrinking)) => Stage::Shrinking {
                messages: shrinking.messages(),
            },
            None => Stage::Seeds { tried: self.tried },
        }
    }
}

fn watch(case: &mut Case, guarantee: Guarantee) {
    let watched = &mut case.sketch.guarantees;
    if !watched.contains(&guarantee) {
        watched.push(guarantee);
    }
}
