//! A document with what was put into its run: all that is needed to have the same world again.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::order::Gather;
use cloud::time::SimTime;
use sim::{CallNumber, Case, Edit, Guarantee, Input, Part, PartId, Run, Sketch, UtcSeconds};

use crate::branch::Branches;
use crate::document::{Camera, Document};

/// What the page owns, saves, undoes and shares. Cheap to clone: the history keeps whole projects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// The drawing at t = 0.
    pub document: Rc<Document>,
    /// The inputs, in the order of their times.
    pub log: Rc<Vec<Input>>,
    /// The other ways that the run has gone.
    pub branches: Rc<Branches>,
}

/// A project at an instant, as a link shares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The project.
    pub project: Project,
    /// Where the play head is.
    pub at: SimTime,
    /// What is looked at; absent: everything.
    pub camera: Option<Camera>,
}

impl Project {
    /// A canvas with nothing on it, whose clock begins at `starts`, and what every design promises first.
    pub fn blank(starts: UtcSeconds) -> Self {
        let guarantees = vec![Guarantee::NothingLost, Guarantee::AtLeastOnce];
        let sketch = Sketch {
            starts,
            guarantees,
            ..Sketch::default()
        };
        let document = Document {
            sketch,
            seed: 1,
            ..Document::default()
        };
        Self {
            document: Rc::new(document),
            log: Rc::default(),
            branches: Rc::default(),
        }
    }

    /// Puts into the log what was put into the run. A queue that is renamed has its new name in the document, too.
    pub fn put(&mut self, input: &Input) {
        if let sim::InputKind::Edit(Edit::Rename { id, to, .. }) = &input.kind {
            let names = &mut Rc::make_mut(&mut self.document).names;
            names.insert(*id, to.to_string());
        }
        let log = Rc::make_mut(&mut self.log);
        let place = log.partition_point(|before| before.at <= input.at);
        log.insert(place, input.clone());
    }

    /// The run of this project, at its beginning.
    pub fn run(&self) -> Run {
        Run::new(self.named_sketch(), self.document.seed, self.log.to_vec())
    }

    /// The drawing at t = 0 with the names that queues have then, by which programs from outside find them.
    pub fn named_sketch(&self) -> Sketch {
        let mut sketch = self.document.sketch.clone();
        let is_queue = |part: &PartId| matches!(sketch.parts.get(part), None | Some(Part::Queue(_)));
        let names = self.document.names.iter();
        let names = names.filter(|(part, _)| is_queue(part));
        sketch.names = names.map(|(part, name)| (*part, name.as_str().into())).gather();
        for input in self.log.iter().rev() {
            if let sim::InputKind::Edit(Edit::Rename { id, from, .. }) = &input.kind {
                sketch.names.insert(*id, from.clone());
            }
        }
        sketch
    }

    /// Whether programs from outside call services in it.
    pub fn is_called_from_outside(&self) -> bool {
        self.log.iter().any(Input::is_of_a_client)
    }

    /// A number that no call of the log has.
    pub fn next_call(&self) -> CallNumber {
        let numbers = self.log.iter().filter_map(Input::call);
        // One that has the highest leaves none: numbers begin anew, and nobody waits for those answers.
        let highest = numbers.max().filter(|highest| highest.0 < u64::MAX / 2);
        CallNumber(highest.map_or(1, |highest| highest.0 + 1))
    }

    /// What its run is made of.
    pub fn case(&self) -> Case {
        Case {
            sketch: self.named_sketch(),
            seed: self.document.seed,
            log: self.log.to_vec(),
        }
    }

    /// What somebody found out about this drawing, as a project of its own: its names and places, and no branches.
    #[must_use]
    pub fn with_case(&self, case: &Case) -> Self {
        let mut document = (*self.document).clone();
        document.sketch = Sketch {
            names: BTreeMap::new(),
            ..case.sketch.clone()
        };
        document.seed = case.seed;
        Self {
            document: Rc::new(document),
            log: Rc::new(case.log.clone()),
            branches: Rc::default(),
        }
    }

    /// The drawing as it stands at `at`: the sketch with every edit of the log up to then.
    pub fn sketch_at(&self, at: SimTime) -> Sketch {
        let mut sketch = self.document.sketch.clone();
        for input in self.log.iter().take_while(|input| input.at <= at) {
            if let sim::InputKind::Edit(edit) = &input.kind {
                sketch.apply(edit);
            }
        }
        sketch
    }
}
