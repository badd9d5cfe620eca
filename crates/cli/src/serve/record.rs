//! What was put into a served world, so that it can be run again.

use std::path::PathBuf;
use std::rc::Rc;

use cloud::time::SimTime;
use sim::{Edit, Input, InputKind};
use studio::format::file;
use studio::{Moment, Project};

use super::at_the_start;
use crate::Failure;

/// A sketch and the inputs so far. A file has limits, and so has a record: what comes after it is full is not in it.
pub(crate) struct Record {
    path: PathBuf,
    project: Project,
    log: Vec<Input>,
    inputs_left: usize,
    bytes_left: usize,
    /// Where the run was before the first input that found no room.
    full_at: Option<SimTime>,
}

/// What became of a record.
pub(crate) struct Kept {
    pub(crate) path: PathBuf,
    pub(crate) inputs: usize,
    /// The record ends here, before the run did.
    pub(crate) until: Option<SimTime>,
}

impl Record {
    /// A record of what is put into the world of `project`, which is written there at the end.
    ///
    /// # Errors
    /// If nothing can be written there: better now than at the end.
    pub(crate) fn new(path: PathBuf, project: &Project) -> Result<Self, Failure> {
        let project = at_the_start(project);
        let text = file::project_to_text(&project);
        std::fs::write(&path, &text).map_err(|error| cannot_write(&path, &error))?;
        Ok(Self {
            path,
            log: Vec::new(),
            inputs_left: file::room_for_inputs(&project),
            // There may be a list of inputs and one of traces.
            bytes_left: file::MAX_FILE.saturating_sub(text.len() + 2 * file::END_OF_A_LIST),
            full_at: None,
            project,
        })
    }

    pub(crate) fn add(&mut self, input: Input) {
        if self.full_at.is_some() {
            return;
        }
        let bytes = file::bytes_of_input(&input);
        if self.inputs_left == 0 || bytes > self.bytes_left {
            let last = self.log.last().map_or(SimTime::ZERO, |input| input.at);
            self.full_at = Some(last);
            return;
        }
        self.inputs_left -= 1;
        self.bytes_left -= bytes;
        self.log.push(input);
    }

    /// Writes it: a run that has come to `at`.
    pub(crate) fn write(self, at: SimTime) -> Result<Kept, Failure> {
        let inputs = self.log.len();
        let mut project = self.project;
        let names = &mut Rc::make_mut(&mut project.document).names;
        for input in &self.log {
            if let InputKind::Edit(Edit::Rename { id, to, .. }) = &input.kind {
                names.insert(*id, to.to_string());
            }
        }
        project.log = Rc::new(self.log);
        let moment = Moment {
            project,
            at: self.full_at.unwrap_or(at),
            camera: None,
        };
        let beside = self.path.with_extension("part");
        let written = std::fs::write(&beside, file::to_text(&moment))
            .and_then(|()| std::fs::rename(&beside, &self.path));
        written.map_err(|error| cannot_write(&self.path, &error))?;
        Ok(Kept {
            path: self.path,
            inputs,
            until: self.full_at,
        })
    }
}

fn cannot_write(path: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure::Input(format!("{} cannot be written: {error}.", path.display()))
}
