//! Branches: the ways that the run of one drawing has been sent. They share the drawing and differ in what was put into the
//! run, and in the seed if somebody tried another one.
//!
//! Who changes something at a moment that the run has been beyond asks what would have been: from there the run goes another
//! way, and the future that was there is kept beside it, with its log, as it was ([`what_if`]).

use std::rc::Rc;

use cloud::order::by_number;
use cloud::time::SimTime;
use sim::{Input, InputKind};

use crate::edit::{MAX_NAME, tidy_text};
use crate::project::Project;

/// As many branches a project has at most, the one that is shown included.
pub const MAX_BRANCHES: usize = 16;

/// A branch, for as long as there is one of this project. 0 is the first one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(pub u32);

/// What a branch is called, and where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Which one it is.
    pub id: BranchId,
    /// Its name, at most 40 characters; empty until somebody gives it one.
    pub name: String,
    /// Where it left another one; absent for the first.
    pub from: Option<Fork>,
}

/// Where a branch left another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The other one.
    pub parent: BranchId,
    /// Up to this moment they are the same, unless their seeds are not.
    pub at: SimTime,
}

/// A branch that is not shown now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// What it is called.
    pub label: Label,
    /// Its seed.
    pub seed: u64,
    /// Its inputs.
    pub log: Rc<Vec<Input>>,
    /// How far its run had come.
    pub reached: SimTime,
}

/// All branches of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branches {
    /// The one that the project's log and seed are.
    pub here: Label,
    /// The others, in the order of their ids.
    pub kept: Vec<Branch>,
}

/// Where a run is when something is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Present {
    /// When what is done applies.
    pub at: SimTime,
    /// The latest instant that the run has been to.
    pub furthest: SimTime,
}

impl Present {
    /// A run that has never been further than `at`.
    pub const fn at_the_end(at: SimTime) -> Self {
        Self { at, furthest: at }
    }
}

impl Branches {
    /// The labels of all branches, in the order of their ids.
    pub fn labels(&self) -> Vec<&Label> {
        let mut labels: Vec<&Label> = self.kept.iter().map(|branch| &branch.label).collect();
        labels.push(&self.here);
        by_number(labels, |label| label.id.0.into())
    }

    /// A branch that is not shown.
    pub fn get(&self, id: BranchId) -> Option<&Branch> {
        self.kept.iter().find(|branch| branch.label.id == id)
    }

    /// If there are too many then, the oldest that is neither the first nor has a name goes; undo brings it back.
    fn keep(&mut self, branch: Branch) {
        let place = self.kept.partition_point(|kept| kept.label.id < branch.label.id);
        self.kept.insert(place, branch);
        if self.kept.len() >= MAX_BRANCHES {
            let goes = |kept: &Branch| kept.label.name.is_empty() && kept.label.id != BranchId::default();
            self.drop_at(self.kept.iter().position(goes).unwrap_or(0));
        }
    }

    /// Those that came from the one that goes come from where it came from.
    fn drop_at(&mut self, place: usize) {
        let gone = self.kept.remove(place).label;
        let kept = self.kept.iter_mut().map(|branch| &mut branch.label);
        for label in kept.chain([&mut self.here]) {
            if let Some(fork) = label.from.filter(|fork| fork.parent == gone.id) {
                label.from = gone.from.map(|before| Fork {
                    parent: before.parent,
                    at: before.at.min(fork.at),
                });
            }
        }
    }
}

/// `after`, which is `before` with something done to it in the `present`, and the future that `before` had.
///
/// A branch is made if the log has changed and the run had been beyond the present. Of what came later, the new branch keeps
/// the faults, so that both futures meet the same circumstances, and nothing that people did: edits and sends. At the furthest
/// point nothing branches, and what the log has for later stays.
pub fn what_if(before: &Project, after: Project, present: Present) -> Project {
    if before.log == after.log || present.furthest <= present.at {
        return after;
    }
    let mut log = Rc::unwrap_or_clone(after.log);
    log.retain(|input| input.at <= present.at || matches!(input.kind, InputKind::Fault(_)));
    let after = Project {
        log: Rc::new(log),
        ..after
    };
    leave(before, after, present)
}

/// From now on in a branch of its own, whatever was done before and wherever the run has been.
pub fn branch_off(project: &Project, present: Present) -> Project {
    let mut log = project.log.to_vec();
    log.retain(|input| input.at <= present.at || matches!(input.kind, InputKind::Fault(_)));
    let after = Project {
        log: Rc::new(log),
        ..project.clone()
    };
    leave(project, after, present)
}

/// The same inputs with another seed, as a branch that has nothing in common with this one but the drawing.
pub fn try_seed(project: &Project, seed: u64, furthest: SimTime) -> Project {
    let after = crate::edit::set_seed(project, seed);
    let present = Present {
        at: SimTime::ZERO,
        furthest,
    };
    leave(project, after, present)
}

/// `after` as a new branch beside `before`.
fn leave(before: &Project, after: Project, present: Present) -> Project {
    let old = &before.branches;
    let ids = old.labels().into_iter().map(|label| label.id.0);
    let id = BranchId(ids.max().map_or(0, |id| id.saturating_add(1)));
    let mut branches = Branches {
        here: Label {
            id,
            name: String::new(),
            from: Some(Fork {
                parent: old.here.id,
                at: present.at,
            }),
        },
        kept: old.kept.clone(),
    };
    branches.keep(kept(before, present.furthest));
    Project {
        branches: Rc::new(branches),
        ..after
    }
}

/// What is shown of `project`, as it is kept while another branch is shown.
fn kept(project: &Project, reached: SimTime) -> Branch {
    Branch {
        label: project.branches.here.clone(),
        seed: project.document.seed,
        log: Rc::clone(&project.log),
        reached,
    }
}

/// Shows another branch. The one that was shown has been to `furthest`.
pub fn switch(project: &Project, id: BranchId, furthest: SimTime) -> Project {
    let Some(place) = project.branches.kept.iter().position(|kept| kept.label.id == id) else {
        return project.clone();
    };
    let mut branches = (*project.branches).clone();
    let shown = branches.kept.remove(place);
    branches.here = shown.label;
    branches.keep(kept(project, furthest));
    let project = crate::edit::set_seed(project, shown.seed);
    Project {
        log: shown.log,
        branches: Rc::new(branches),
        ..project
    }
}

/// Gives a branch a name; an empty one takes its name away.
pub fn rename(project: &Project, id: BranchId, name: &str) -> Project {
    let mut branches = (*project.branches).clone();
    let kept = branches.kept.iter_mut().map(|branch| &mut branch.label);
    for label in kept.chain([&mut branches.here]) {
        if label.id == id {
            label.name = tidy_text(name, MAX_NAME);
        }
    }
    Project {
        branches: Rc::new(branches),
        ..project.clone()
    }
}

/// Takes a branch away. If it is the one that is shown, the one that it came from is shown, or else the first one; the last
/// one that there is stays.
pub fn remove(project: &Project, id: BranchId) -> Project {
    let here = &project.branches.here;
    if here.id == id {
        let parent = here.from.map(|fork| fork.parent);
        let parent = parent.filter(|parent| project.branches.get(*parent).is_some());
        let first = project.branches.kept.first().map(|branch| branch.label.id);
        return match parent.or(first) {
            Some(next) => remove(&switch(project, next, SimTime::ZERO), id),
            None => project.clone(),
        };
    }
    let mut branches = (*project.branches).clone();
    if let Some(place) = branches.kept.iter().position(|kept| kept.label.id == id) {
        branches.drop_at(place);
    }
    Project {
        branches: Rc::new(branches),
        ..project.clone()
    }
}
