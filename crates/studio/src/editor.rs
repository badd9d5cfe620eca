//! The verbs of [`crate::edit`] with a history: what the page calls.

use std::collections::{BTreeMap, BTreeSet};

use cloud::time::SimTime;
use sim::wiring::WiringProblem;
use sim::{Fault, Guarantee, Input, LinkId, PartId, UtcSeconds};

use crate::branch::{self, BranchId, Present};
use crate::catalog::PartKind;
use crate::document::{Note, Place};
use crate::edit::{self, Clip, Selection};
use crate::fields::{FieldId, FieldProblem};
use crate::format::{Excess, still_opens};
use crate::history::History;
use crate::layout;
use crate::project::Project;
use crate::words::{Gesture, Text};

/// How far a duplicate lies from its original.
const DUPLICATE_OFFSET: Place = Place { x: 24, y: 24 };

/// A project that is being worked on. Every verb is one entry of the history, or a part of the gesture under way. The verbs of
/// people go through [`Editor::changed`], which keeps the limits.
#[derive(Clone, Debug)]
pub struct Editor {
    history: History,
}

impl Editor {
    /// Opens `project` with nothing to undo.
    pub fn new(project: Project) -> Self {
        Self {
            history: History::new(project),
        }
    }

    /// The project as it stands.
    pub fn project(&self) -> &Project {
        self.history.project()
    }

    /// The history: labels of undo and redo, and the revision.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// This after `change`, and what that says.
    ///
    /// # Errors
    /// The limit that it would break: nothing is made that could be kept and not be opened again.
    pub fn changed<T>(mut self, change: impl FnOnce(&mut Self) -> T) -> Result<(Self, T), Excess> {
        let before = self.project().clone();
        let result = change(&mut self);
        still_opens(&before, self.project())?;
        Ok((self, result))
    }

    /// See [`History::begin`].
    pub fn begin(&mut self, label: impl Into<Text>) {
        self.history.begin(label);
    }

    /// See [`History::commit`].
    pub fn commit(&mut self) {
        self.history.commit();
    }

    /// See [`History::cancel`].
    pub fn cancel(&mut self) {
        self.history.cancel();
    }

    /// Takes the last gesture back and tells what it was.
    pub fn undo(&mut self) -> Option<Text> {
        self.history.undo()
    }

    /// Brings the last undone gesture again and tells what it was.
    pub fn redo(&mut self) -> Option<Text> {
        self.history.redo()
    }

    /// Does something to a run that is at `present`: where it has been further, the future that it had is kept as a branch,
    /// in the same entry of the history. See [`branch::what_if`].
    pub fn at<T>(&mut self, present: Present, change: impl FnOnce(&mut Self, SimTime) -> T) -> T {
        let before = self.project().clone();
        let result = change(self, present.at);
        let after = self.project().clone();
        self.history.amend(branch::what_if(&before, after, present));
        result
    }

    /// See [`branch::branch_off`].
    pub fn branch_off(&mut self, present: Present) {
        self.history
            .set(Gesture::Branch, branch::branch_off(self.project(), present));
    }

    /// See [`branch::try_seed`].
    pub fn try_seed(&mut self, seed: u64, furthest: SimTime) {
        self.history
            .set(Gesture::Branch, branch::try_seed(self.project(), seed, furthest));
    }

    /// See [`branch::switch`].
    pub fn switch_branch(&mut self, id: BranchId, furthest: SimTime) {
        self.history.set(
            Gesture::SwitchBranch,
            branch::switch(self.project(), id, furthest),
        );
    }

    /// See [`branch::rename`].
    pub fn rename_branch(&mut self, id: BranchId, name: &str) {
        self.history
            .set(Gesture::RenameBranch, branch::rename(self.project(), id, name));
    }

    /// See [`branch::remove`].
    pub fn remove_branch(&mut self, id: BranchId) {
        self.history
            .set(Gesture::RemoveBranch, branch::remove(self.project(), id));
    }

    /// Puts another project in place of this one; undo brings this one back.
    pub fn open(&mut self, project: Project) {
        self.history.set(Gesture::Open, project);
    }

    /// See [`edit::add_part`].
    pub fn add_part(&mut self, now: SimTime, kind: PartKind, place: Place) -> PartId {
        let (project, id) = edit::add_part(self.project(), now, kind, place);
        self.history.set(Gesture::AddPart, project);
        id
    }

    /// Adds a part and links it: from `anchor` to it or, with `into`, from it to `anchor`. One entry.
    ///
    /// # Errors
    /// Why the two cannot be linked; nothing is added then.
    pub fn add_linked(
        &mut self,
        now: SimTime,
        kind: PartKind,
        place: Place,
        anchor: PartId,
        into: bool,
    ) -> Result<PartId, WiringProblem> {
        let (project, id) = edit::add_part(self.project(), now, kind, place);
        let (from, to) = if into { (id, anchor) } else { (anchor, id) };
        let (project, _) = edit::connect(&project, now, from, to)?;
        self.history.set(Gesture::AddPart, project);
        Ok(id)
    }

    /// See [`edit::connect`].
    ///
    /// # Errors
    /// Why they cannot be linked.
    pub fn connect(&mut self, now: SimTime, from: PartId, to: PartId) -> Result<LinkId, WiringProblem> {
        let (project, id) = edit::connect(self.project(), now, from, to)?;
        self.history.set(Gesture::Connect, project);
        Ok(id)
    }

    /// See [`edit::reconnect`].
    ///
    /// # Errors
    /// Why they cannot be linked.
    pub fn reconnect(
        &mut self,
        now: SimTime,
        id: LinkId,
        from: PartId,
        to: PartId,
    ) -> Result<(), WiringProblem> {
        let project = edit::reconnect(self.project(), now, id, from, to)?;
        self.history.set(Gesture::Reconnect, project);
        Ok(())
    }

    /// See [`edit::insert`].
    ///
    /// # Errors
    /// Why one of the two new links makes no sense.
    pub fn insert(&mut self, now: SimTime, link: LinkId, part: PartId) -> Result<LinkId, WiringProblem> {
        let (project, id) = edit::insert(self.project(), now, link, part)?;
        self.history.set(Gesture::Insert, project);
        Ok(id)
    }

    /// Takes the selection away; see [`edit::remove`].
    pub fn remove(&mut self, now: SimTime, selection: &Selection, heal: bool) {
        let label = if heal { Gesture::Heal } else { Gesture::Remove };
        self.take_away(now, selection, heal, label);
    }

    /// Moves parts and notes by so much.
    pub fn move_by(&mut self, selection: &Selection, by: Place) {
        let project = edit::move_parts(self.project(), &selection.parts, by);
        let notes: Vec<usize> = selection.notes.iter().copied().collect();
        self.history
            .set(Gesture::Move, edit::move_notes(&project, &notes, by));
    }

    /// Puts parts where they are said to go.
    pub fn set_places(&mut self, places: &BTreeMap<PartId, Place>) {
        self.history
            .set(Gesture::Move, edit::set_places(self.project(), places));
    }

    /// Lays out the chosen parts, or all of them if none is chosen.
    pub fn tidy(&mut self, now: SimTime, chosen: &BTreeSet<PartId>) {
        let places = layout::tidy(self.project(), now, chosen);
        self.history
            .set(Gesture::Tidy, edit::set_places(self.project(), &places));
    }

    /// See [`edit::rename`].
    pub fn rename(&mut self, now: SimTime, part: PartId, name: &str) {
        self.history
            .set(Gesture::Rename, edit::rename(self.project(), now, part, name));
    }

    /// See [`edit::set_script`]. False if the text is too long.
    pub fn set_script(&mut self, part: PartId, text: &str) -> bool {
        let project = edit::set_script(self.project(), part, text);
        let fits = project.is_some();
        if let Some(project) = project {
            self.history.set(Gesture::Script, project);
        }
        fits
    }

    /// See [`edit::set_title`].
    pub fn set_title(&mut self, title: &str) {
        self.history
            .set(Gesture::Retitle, edit::set_title(self.project(), title));
    }

    /// See [`edit::set_field`].
    ///
    /// # Errors
    /// What is wrong with `typed`.
    pub fn set_field(
        &mut self,
        now: SimTime,
        part: PartId,
        field: FieldId,
        typed: &str,
    ) -> Result<(), FieldProblem> {
        let project = edit::set_field(self.project(), now, part, field, typed)?;
        self.history.set(Text::SetField(field), project);
        Ok(())
    }

    /// See [`edit::set_link_field`].
    ///
    /// # Errors
    /// What is wrong with `typed`.
    pub fn set_link_field(
        &mut self,
        now: SimTime,
        link: LinkId,
        field: FieldId,
        typed: &str,
    ) -> Result<(), FieldProblem> {
        let project = edit::set_link_field(self.project(), now, link, field, typed)?;
        self.history.set(Text::SetField(field), project);
        Ok(())
    }

    /// See [`edit::fault`].
    pub fn fault(&mut self, now: SimTime, fault: Fault) {
        self.history
            .set(Gesture::Fault, edit::fault(self.project(), now, fault));
    }

    /// See [`edit::send`].
    pub fn send(&mut self, now: SimTime, producer: PartId, count: u32) {
        self.history
            .set(Gesture::Send, edit::send(self.project(), now, producer, count));
    }

    /// Takes note of inputs that programs or the terminal have put into the run. What follows upon another such is in the same
    /// entry, unless it `is_first` of what somebody asked.
    pub fn called(&mut self, inputs: &[Input], is_first: bool) {
        let mut project = self.project().clone();
        for input in inputs {
            project.put(input);
        }
        if is_first || self.history.undo_label() != Some(&Gesture::Call.into()) {
            self.history.set(Gesture::Call, project);
        } else {
            self.history.amend(project);
        }
    }

    /// Takes note of inputs that come from elsewhere. There is nothing to undo about them.
    pub fn mirrored(&mut self, inputs: &[Input]) {
        let mut project = self.project().clone();
        for input in inputs {
            project.put(input);
        }
        self.history.amend(project);
    }

    /// See [`edit::set_seed`].
    pub fn set_seed(&mut self, seed: u64) {
        self.history
            .set(Gesture::Seed, edit::set_seed(self.project(), seed));
    }

    /// See [`edit::set_starts`].
    pub fn set_starts(&mut self, starts: UtcSeconds) {
        self.history
            .set(Gesture::Starts, edit::set_starts(self.project(), starts));
    }

    /// See [`edit::watch`].
    pub fn watch(&mut self, guarantee: Guarantee) {
        self.history
            .set(Gesture::Watch, edit::watch(self.project(), guarantee));
    }

    /// See [`edit::unwatch`].
    pub fn unwatch(&mut self, guarantee: Guarantee) {
        self.history
            .set(Gesture::Unwatch, edit::unwatch(self.project(), guarantee));
    }

    /// See [`edit::copy`].
    pub fn copy(&self, now: SimTime, selection: &Selection) -> Clip {
        edit::copy(self.project(), now, selection)
    }

    /// Copies the selection and takes it away.
    pub fn cut(&mut self, now: SimTime, selection: &Selection) -> Clip {
        let clip = self.copy(now, selection);
        self.take_away(now, selection, false, Gesture::Cut);
        clip
    }

    /// See [`edit::paste`].
    pub fn paste(&mut self, now: SimTime, clip: &Clip, by: Place) -> Selection {
        let (project, selection) = edit::paste(self.project(), now, clip, by);
        self.history.set(Gesture::Paste, project);
        selection
    }

    /// Puts a copy of the selection beside it, and selects the copy.
    pub fn duplicate(&mut self, now: SimTime, selection: &Selection) -> Selection {
        let clip = self.copy(now, selection);
        let (project, copy) = edit::paste(self.project(), now, &clip, DUPLICATE_OFFSET);
        self.history.set(Gesture::Duplicate, project);
        copy
    }

    /// Adds a note and tells its index.
    pub fn add_note(&mut self, note: Note) -> usize {
        self.history
            .set(Gesture::AddNote, edit::add_note(self.project(), note));
        self.project().document.notes.len() - 1
    }

    /// See [`edit::set_note`].
    pub fn set_note(&mut self, index: usize, note: Note) {
        self.history
            .set(Gesture::EditNote, edit::set_note(self.project(), index, note));
    }

    /// See [`edit::reset`].
    pub fn reset(&mut self, now: SimTime) {
        self.history.set(Gesture::Reset, edit::reset(self.project(), now));
    }

    fn take_away(&mut self, now: SimTime, selection: &Selection, heal: bool, label: Gesture) {
        let mut project = edit::remove(self.project(), now, &selection.parts, &selection.links, heal);
        for index in selection.notes.iter().rev() {
            project = edit::remove_note(&project, *index);
        }
        self.history.set(label, project);
    }
}
