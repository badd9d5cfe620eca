//! Everything that a handler of an event needs, at hand. Reading it subscribes to nothing and always gives the latest:
//! components that show state use the contexts of [`super`], handlers use this.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use cloud::time::SimTime;
use sim::{Input, PartId, is_created_by_a_call};
use studio::branch::Present;
use studio::edit::Selection;
use studio::format::Excess;
use studio::words::{self, Language, Script as Words, Sentence, Text};
use studio::{Editor, Moment, Project};
use yew::prelude::*;

use super::announcer::Announcer;
use super::camera::Camera;
use super::drawing::{Work, concerns_world};
use super::hand::Hand;
use super::selection::{Selected, SelectionAction, Thing};
use super::shell::{Dialog, Shell, ShellAction};
use crate::bridge::ask::{Asker, Question};
use crate::engine::Engine;
use crate::geometry::{Layout, Point, Stage};
use crate::scripts::Scripts;

/// See the module. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Desk(Rc<Inner>);

struct Inner {
    engine: Engine,
    stage: Rc<Stage>,
    camera: Camera,
    announcer: Announcer,
    scripts: Scripts,
    language: Language,
    work: UseReducerHandle<Work>,
    selected: UseReducerHandle<Selected>,
    shell: UseReducerHandle<Shell>,
    hand: RefCell<Hand>,
    hand_changed: RefCell<Callback<()>>,
    /// Where the play head was when something was done last, and the next nanosecond, at which that applied and to which it
    /// moved.
    moved: Cell<Option<(SimTime, SimTime)>>,
    /// The next call is the first of what somebody has typed.
    asks_anew: Cell<bool>,
    /// Where the pointer was last, in CSS pixels of the view.
    pointer: Cell<Option<Point>>,
    /// The last of what is drawn that a program has created.
    newest: Cell<Option<PartId>>,
}

/// The desk is the same for the life of the page.
impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Desk {
    pub(crate) fn new(
        engine: Engine,
        language: Language,
        work: UseReducerHandle<Work>,
        selected: UseReducerHandle<Selected>,
        shell: UseReducerHandle<Shell>,
    ) -> Self {
        let stage = Rc::new(Stage::default());
        let camera = Camera::new(Rc::clone(&stage), engine.clone());
        Self(Rc::new(Inner {
            scripts: Scripts::new(&engine),
            engine,
            stage,
            camera,
            announcer: Announcer::default(),
            language,
            work,
            selected,
            shell,
            hand: RefCell::default(),
            hand_changed: RefCell::default(),
            moved: Cell::default(),
            asks_anew: Cell::default(),
            pointer: Cell::default(),
            newest: Cell::default(),
        }))
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn scripts(&self) -> &Scripts {
        &self.0.scripts
    }

    pub(crate) fn stage(&self) -> &Rc<Stage> {
        &self.0.stage
    }

    pub(crate) fn camera(&self) -> &Camera {
        &self.0.camera
    }

    /// When what is done now applies: where the play head is, after what has happened there. The drawing that is shown is
    /// that of this instant.
    pub(crate) fn now(&self) -> SimTime {
        self.0.engine.input_at()
    }

    /// The canvas has been drawn. If there is another queue on it that a program has just created, whoever is at the terminal
    /// is shown it; anybody else keeps the view, and is told where it does not show the queue. A replay tells of nothing.
    pub(crate) fn meet_newest(&self) {
        let layout = self.layout();
        let last = layout.cards.last_key_value();
        let last = last.filter(|(part, _)| is_created_by_a_call(**part));
        let newest = last.map(|(part, _)| *part);
        let is_new = newest > self.0.newest.replace(newest);
        let Some((_, card)) = last.filter(|_| is_new && !self.0.engine.is_in_past()) else {
            return;
        };
        if self.shell().terminal && self.hand() == Hand::Free {
            self.0.camera.reveal(card.rect);
        } else if !self.0.camera.shows(card.rect) {
            self.notify(words::Canvas::ByAProgramElsewhere, false);
        }
    }

    /// Where everything is.
    pub(crate) fn layout(&self) -> Rc<Layout> {
        Rc::clone(&self.0.stage.layout.borrow())
    }

    /// `text` in the language of the page.
    pub(crate) fn words(&self, text: impl Into<Text>) -> AttrValue {
        words::say(self.0.language, text).into()
    }

    pub(crate) fn language(&self) -> Language {
        self.0.language
    }

    pub(crate) fn announcer(&self) -> &Announcer {
        &self.0.announcer
    }

    /// Tells assistive technology.
    pub(crate) fn announce(&self, text: impl Into<Text>) {
        self.0.announcer.say(self.words(text).to_string());
    }
}

/// The project.
impl Desk {
    // A handle keeps all states that it has shown, so each look is taken through a new one.
    fn editor(&self) -> Editor {
        self.0.work.clone().0.clone()
    }

    /// The project as it stands.
    pub(crate) fn project(&self) -> Project {
        self.0.work.clone().0.project().clone()
    }

    /// Changes the project at the play head. Where the run has been further, that is another branch.
    pub(crate) fn edit(&self, change: impl FnOnce(&mut Editor, SimTime)) {
        let _ = self.edit_for(change);
    }

    /// The same, with what came of it: nothing, and that is said, if it would be too much.
    pub(crate) fn edit_for<T>(&self, change: impl FnOnce(&mut Editor, SimTime) -> T) -> Option<T> {
        let (mut change, mut result) = (Some(change), None);
        let done = self.try_edit(&mut |editor, now| result = change.take().map(|change| change(editor, now)));
        self.or_say(done).and(result)
    }

    /// The same for who says himself what would be too much. What is done, here as below, is behind a pointer: so the page holds
    /// what leads there once, and not with everything that is done.
    pub(crate) fn try_edit(&self, change: &mut dyn FnMut(&mut Editor, SimTime)) -> Result<(), Excess> {
        let present = self.present();
        let editor = self.changed(&mut |editor| editor.at(present, &mut *change))?;
        self.take(editor, SimTime::ZERO);
        Ok(())
    }

    /// Goes through the history, or from branch to branch: the run of what is shown then is known up to `explored`.
    pub(crate) fn change_project<T>(
        &self,
        explored: SimTime,
        change: impl FnOnce(&mut Editor) -> T,
    ) -> Option<T> {
        let (mut change, mut result) = (Some(change), None);
        let changed = self.changed(&mut |editor| result = change.take().map(|change| change(editor)));
        let done = changed.map(|editor| self.take(editor, explored));
        self.or_say(done).and(result)
    }

    fn changed(&self, change: &mut dyn FnMut(&mut Editor)) -> Result<Editor, Excess> {
        self.editor().changed(change).map(|(editor, ())| editor)
    }

    fn or_say<T>(&self, result: Result<T, Excess>) -> Option<T> {
        result
            .map_err(|excess| self.notify(Sentence::Excess(excess), true))
            .ok()
    }

    /// The project is another one.
    fn take(&self, editor: Editor, explored: SimTime) {
        let before = self.project();
        let (now, at) = (self.0.engine.now(), self.now());
        let after = editor.project().clone();
        self.0.work.dispatch(editor);
        if concerns_world(&before, &after) {
            let shown = self.shown_at(&after, now, at);
            self.0.engine.update(&after, shown, explored);
        }
        if before != after {
            self.keep_existing_selection(&after);
        }
        if before.branches.here.id != after.branches.here.id {
            self.tell_branch(&before, &after);
        }
        self.stop_scripts(&before, &after);
    }

    /// What was done at `now` is seen at `at`, at which it applies; where it is undone, the play head goes back to where it
    /// was done.
    fn shown_at(&self, after: &Project, now: SimTime, at: SimTime) -> SimTime {
        let has = |at| after.log.iter().any(|input| input.at == at);
        if has(at) {
            self.0
                .moved
                .set((at != now).then_some((now, at)).or(self.0.moved.get()));
            return at;
        }
        match self.0.moved.get() {
            Some((from, to)) if to == now => from,
            _ => now,
        }
    }

    /// Asks the services of the sketch. What calls a service is an input of the run, and what somebody types is an entry of the
    /// history, however many calls it makes.
    pub(crate) fn ask(&self, question: Question) -> Asker {
        if matches!(question, Question::Line { .. }) {
            self.0.asks_anew.set(true);
        }
        self.0.engine.ask(question)
    }

    /// Inputs were put into the run for somebody who asked. Where it has been further, that is another branch.
    pub(crate) fn called(&self, inputs: &[Input]) {
        let Some(first) = inputs.first() else { return };
        self.0.engine.mirror(None);
        let present = Present {
            at: first.at,
            furthest: self.0.engine.furthest(),
        };
        let before = self.project();
        let is_first = self.0.asks_anew.replace(false);
        let changed =
            self.changed(&mut |editor| editor.at(present, |editor, _| editor.called(inputs, is_first)));
        let Some(editor) = self.or_say(changed) else {
            self.0.scripts.stop_all();
            return self.0.engine.update(&before, first.at, SimTime::ZERO);
        };
        let after = editor.project().clone();
        self.0.work.dispatch(editor);
        if before.branches.here.id == after.branches.here.id {
            self.0.engine.note_called(&after);
        } else {
            self.0.engine.update(&after, first.at, SimTime::ZERO);
            self.tell_branch(&before, &after);
            self.0.scripts.stop_all();
        }
    }

    /// Inputs have come from the world that the page is a mirror of. False if there is no room for them.
    pub(crate) fn mirrored(&self, inputs: &[Input]) -> bool {
        if inputs.is_empty() {
            return true;
        }
        let changed = self.changed(&mut |editor| editor.mirrored(inputs));
        let Some(editor) = self.or_say(changed) else {
            return false;
        };
        let after = editor.project().clone();
        self.0.work.dispatch(editor);
        self.0.engine.add(inputs, &after);
        true
    }

    /// Where the run is when something is done to it.
    pub(crate) fn present(&self) -> Present {
        Present {
            at: self.now(),
            furthest: self.0.engine.furthest(),
        }
    }

    fn tell_branch(&self, before: &Project, after: &Project) {
        let name = |project: &Project| words::branch_name(self.language(), &project.branches.here);
        let is_new = !before
            .branches
            .labels()
            .iter()
            .any(|label| label.id == after.branches.here.id);
        let name_after = name(after);
        if is_new && after.branches.get(before.branches.here.id).is_some() {
            let kept = name(before);
            self.notify(
                Sentence::BranchMade {
                    name: name_after,
                    kept,
                },
                false,
            );
        } else {
            self.notify(Sentence::BranchShown { name: name_after }, false);
        }
    }

    /// Opens another project, which undo takes back, and shows the moment.
    pub(crate) fn open(&self, moment: &Moment) {
        let mut editor = self.editor();
        editor.open(moment.project.clone());
        self.0.work.dispatch(editor);
        self.select(SelectionAction::Clear);
        self.put(ShellAction::Guide(None));
        self.0.engine.set_stops(Vec::new());
        self.0.scripts.stop_all();
        self.0.engine.load(moment);
        self.0.camera.show_when_drawn(moment.camera);
    }

    /// A script knows of the run it was started in, and belongs to its part.
    fn stop_scripts(&self, before: &Project, after: &Project) {
        let is_another =
            before.branches.here.id != after.branches.here.id || after.log.len() < before.log.len();
        let running = self.0.scripts.running();
        if running.is_empty() {
            return;
        }
        if is_another {
            return self.0.scripts.stop_all();
        }
        let sketch = after.sketch_at(self.now());
        for part in running
            .into_iter()
            .filter(|part| !sketch.parts.contains_key(part))
        {
            self.0.scripts.stop(part);
        }
    }

    /// Runs the script of a part, or asks first whether it may.
    pub(crate) fn run_script(&self, part: PartId) {
        let project = self.project();
        match project.document.scripts.get(&part) {
            Some(text) if self.0.scripts.is_agreed(text) => self.0.scripts.run(part, &project),
            Some(_) => self.put(ShellAction::OpenDialog(Dialog::Script(part))),
            None => {}
        }
    }

    /// Gives a part another script.
    pub(crate) fn write_script(&self, part: PartId, text: &str) {
        let before = self.project().document.scripts.get(&part).cloned();
        let Some(fits) = self.edit_for(|editor, _| editor.set_script(part, text)) else {
            return;
        };
        if fits {
            self.0
                .scripts
                .wrote(before.as_deref().unwrap_or_default(), text.into());
        } else {
            self.notify(Words::TooLong, true);
        }
    }

    /// What programs have created comes and goes with the run, whatever is drawn.
    fn keep_existing_selection(&self, project: &Project) {
        let selected = self.selected();
        if !selected.single().is_some_and(Thing::is_created) {
            let existing = selected.0.existing(project, self.now());
            self.select(SelectionAction::These(existing));
        }
    }
}

/// What is selected and open.
impl Desk {
    pub(crate) fn selected(&self) -> Selected {
        (*self.0.selected.clone()).clone()
    }

    /// What is selected of the drawing, to be changed: what programs have created is no part of that.
    pub(crate) fn selection(&self) -> Selection {
        self.selected().0.existing(&self.project(), self.now())
    }

    pub(crate) fn select(&self, action: SelectionAction) {
        self.0.selected.dispatch(action);
    }

    /// Selects nothing but `thing`.
    pub(crate) fn select_only(&self, thing: Thing) {
        self.select(SelectionAction::Only(thing));
    }

    pub(crate) fn shell(&self) -> Shell {
        (*self.0.shell.clone()).clone()
    }

    pub(crate) fn put(&self, action: ShellAction) {
        self.0.shell.dispatch(action);
    }

    /// One line at the head of the canvas, which is also read out.
    pub(crate) fn notify(&self, text: impl Into<Text>, failed: bool) {
        let text = self.words(text);
        self.0.announcer.say(text.to_string());
        self.put(ShellAction::Notify { text, failed });
    }

    /// The same with what the worker has said.
    pub(crate) fn notify_as(&self, text: String) {
        self.0.announcer.say(text.clone());
        self.put(ShellAction::Notify {
            text: text.into(),
            failed: false,
        });
    }
}

/// What the pointer is doing.
impl Desk {
    pub(crate) fn hand(&self) -> Hand {
        self.0.hand.borrow().clone()
    }

    /// Something else is being done from now on; the canvas shows it.
    pub(crate) fn set_hand(&self, hand: Hand) {
        if *self.0.hand.borrow() != hand {
            *self.0.hand.borrow_mut() = hand;
            let changed = self.0.hand_changed.borrow().clone();
            changed.emit(());
        }
    }

    /// The canvas asks to be told when the hand does something else.
    pub(crate) fn on_hand(&self, changed: Callback<()>) {
        *self.0.hand_changed.borrow_mut() = changed;
    }

    /// Where the pointer was last over the canvas, or the middle of the view.
    pub(crate) fn pointer(&self) -> Point {
        let screen = self.0.pointer.get().unwrap_or_else(|| self.0.camera.middle());
        self.0.camera.view().to_canvas(screen)
    }

    pub(crate) fn set_pointer(&self, screen: Option<Point>) {
        self.0.pointer.set(screen);
    }
}
