//! Doing what a key, a button or the list of commands asks for.

use cloud::time::SimTime;
use sim::{Occurrence, PartId, Predicate};
use studio::branch::BranchId;
use studio::catalog::PartKind;
use studio::edit::Selection;
use studio::scenes::Scene;
use studio::words::{Canvas, Gesture, Names, Sentence, Text};
use studio::{Moment, Note, Place, Project};

use super::command::{Command, Way};
use super::desk::Desk;
use super::hand::{Hand, Loose};
use super::order;
use super::selection::{SelectionAction, Thing};
use super::shell::{Dialog, Panel, QuickAdd, ShellAction};
use crate::browser::page;
use crate::engine::playback::{Control, Speed};
use crate::focus;
use crate::geometry::{Point, Rect};
use crate::keep;
use crate::theme;

/// Cards snap to this grid, or to the fine one.
const COARSE_GRID: i32 = 12;
const FINE_GRID: i32 = 4;

impl Desk {
    /// Does it.
    pub(crate) fn perform(&self, command: Command) {
        match command {
            Command::Undo | Command::Redo => self.travel(command == Command::Undo),
            Command::PlayOrPause
            | Command::StepForward { .. }
            | Command::StepBack { .. }
            | Command::BranchHere
            | Command::SwitchBranch { .. }
            | Command::ToggleStop
            | Command::Slower
            | Command::Faster
            | Command::Fastest
            | Command::ToStart
            | Command::ToEnd
            | Command::ToMark { .. }
            | Command::Reset
            | Command::NewSeed => self.drive(command),
            Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomActual
            | Command::FitAll
            | Command::FitSelection => self.look(command),
            Command::TogglePalette => self.put(ShellAction::Fold(Panel::Palette)),
            Command::ToggleInspector => self.put(ShellAction::Fold(Panel::Inspector)),
            Command::ToggleTerminal => self.put(ShellAction::ToggleTerminal),
            Command::ToggleSnap => self.put(ShellAction::ToggleSnap),
            Command::ToggleTheme => theme::toggle(),
            Command::Scenes => self.put(ShellAction::OpenDialog(Dialog::Scenes)),
            Command::Commands => self.put(ShellAction::OpenDialog(Dialog::Commands)),
            Command::Shortcuts => self.put(ShellAction::OpenDialog(Dialog::Shortcuts)),
            Command::Open => keep::open(self),
            Command::Save => keep::save(self),
            Command::Share => keep::share(self),
            Command::FindPart => focus::at("#find-part"),
            Command::QuickAdd => self.put(ShellAction::OfferParts(Some(QuickAdd {
                at: self.pointer(),
                wire: None,
            }))),
            Command::AddNote => self.add_note(),
            _ => self.change(command),
        }
    }

    /// Opens a scene and plays it at its own speed.
    pub(crate) fn play_scene(&self, scene: &Scene) {
        self.open(&Moment {
            project: (scene.project)(),
            at: SimTime::ZERO,
            camera: None,
        });
        self.run_scene(scene);
    }

    /// Plays the scene that is open at its own speed, unless the person asks for stillness.
    pub(crate) fn run_scene(&self, scene: &Scene) {
        let engine = self.engine();
        engine.control(Control::SetSpeed(Speed::at_most(scene.speed)));
        if !engine.is_calm() {
            engine.control(Control::Play);
        }
        self.put(ShellAction::Guide(Some(scene.id)));
        let (title, sentence) = (self.words(scene.title), self.words(scene.sentence));
        self.announcer().say(format!("{title}. {sentence}"));
    }

    /// What is done to the selection.
    fn change(&self, command: Command) {
        match command {
            Command::SelectAll => {
                let all = Selection::all(&self.project(), self.now());
                self.select(SelectionAction::These(all));
            }
            Command::SelectNone => self.step_out(),
            Command::Rename | Command::Delete if self.selected().single().is_some_and(Thing::is_created) => {
                self.notify(Canvas::ByAProgramHint, true);
            }
            Command::Walk(way) => self.walk(way),
            Command::Nudge { way, fine } => self.nudge(way, fine),
            Command::Rename => self.put(ShellAction::Rename(self.selected().single())),
            Command::Inspect => self.inspect(),
            Command::Connect => match self.selected().single_part() {
                Some(part) if self.can_send_on(part) => self.choose_target(part),
                _ => {}
            },
            Command::Duplicate => {
                let selection = self.selection();
                if !selection.is_empty()
                    && let Some(copy) = self.edit_for(|editor, now| editor.duplicate(now, &selection))
                {
                    self.announce(Sentence::Pasted {
                        parts: copy.parts.len() as u64,
                    });
                    self.select(SelectionAction::These(copy));
                }
            }
            Command::Tidy => {
                let chosen = self.selection().parts;
                self.edit(|editor, now| editor.tidy(now, &chosen));
                self.camera().show_when_drawn(None);
                self.announce(Gesture::Tidy);
            }
            Command::New => {
                self.open(&Moment {
                    project: Project::blank(page::this_morning()),
                    at: SimTime::ZERO,
                    camera: None,
                });
                focus::later("#canvas");
            }
            Command::Delete => self.remove(false),
            Command::Heal => self.remove(true),
            _ => {}
        }
    }

    /// Goes to the next thing that mattered in the run, or to the one before.
    fn go_to_mark(&self, back: bool) {
        let now = self.engine().now();
        let marks = self.engine().live().frame().marks.clone().unwrap_or_default();
        let mark = if back {
            let before = marks.iter().filter(|mark| mark.at < now);
            before.max_by_key(|mark| mark.at)
        } else {
            let after = marks.iter().filter(|mark| mark.at > now);
            after.min_by_key(|mark| mark.at)
        };
        if let Some(mark) = mark {
            self.engine().seek(mark.at);
            self.announcer().say(mark.text.clone());
        }
    }

    /// Shows another branch, at the same instant.
    pub(crate) fn show_branch(&self, id: BranchId) {
        let Some(reached) = self.project().branches.get(id).map(|branch| branch.reached) else {
            return;
        };
        let furthest = self.engine().furthest();
        self.change_project(reached, |editor| editor.switch_branch(id, furthest));
    }

    fn switch_to_neighbour(&self, back: bool) {
        let project = self.project();
        let ids: Vec<BranchId> = project.branches.labels().iter().map(|label| label.id).collect();
        let here = ids
            .iter()
            .position(|id| *id == project.branches.here.id)
            .unwrap_or(0);
        let by = if back { ids.len() - 1 } else { 1 };
        self.show_branch(ids[(here + by) % ids.len()]);
    }

    /// A breakpoint at whatever happens to what is selected.
    fn toggle_stop(&self) {
        let to = match self.selected().single() {
            Some(Thing::Part(part)) => sim::Selection::Part(part),
            Some(Thing::Link(link)) => sim::Selection::Link(link),
            _ => return,
        };
        let what = Occurrence::Anything;
        self.engine()
            .toggle_stop(Predicate::Happens { what, to: Some(to) });
        let count = self.engine().stops().len() as u64;
        self.announce(Sentence::Breakpoints { count });
    }

    /// Undo, or redo.
    fn travel(&self, back: bool) {
        let done = self.change_project(
            SimTime::ZERO,
            |editor| if back { editor.undo() } else { editor.redo() },
        );
        let said = |label: Text| {
            let gesture = Box::new(label);
            if back {
                Sentence::UndoOf { gesture }
            } else {
                Sentence::RedoOf { gesture }
            }
        };
        if let Some(label) = done.flatten() {
            self.announce(said(label));
        }
    }

    /// What concerns the run.
    fn drive(&self, command: Command) {
        let engine = self.engine();
        match command {
            Command::PlayOrPause => engine.control(Control::Toggle),
            Command::StepForward { of_selection } => {
                let of = if of_selection {
                    self.selected().single_part()
                } else {
                    None
                };
                engine.step(true, of);
            }
            Command::StepBack { of_selection } => {
                let of = if of_selection {
                    self.selected().single_part()
                } else {
                    None
                };
                engine.step(false, of);
            }
            Command::BranchHere => {
                let present = self.present();
                self.change_project(SimTime::ZERO, |editor| editor.branch_off(present));
            }
            Command::SwitchBranch { back } => self.switch_to_neighbour(back),
            Command::ToggleStop => self.toggle_stop(),
            Command::Slower => engine.control(Control::Slower),
            Command::Faster => engine.control(Control::Faster),
            Command::Fastest => engine.control(Control::SetSpeed(Speed::Full)),
            Command::ToStart => engine.seek(SimTime::ZERO),
            Command::ToEnd => engine.go_live_end(),
            Command::ToMark { back } => self.go_to_mark(back),
            Command::Reset => {
                let now = self.now();
                let done = self.change_project(SimTime::ZERO, |editor| editor.reset(now));
                if done.is_some() {
                    engine.seek(SimTime::ZERO);
                    self.announce(Gesture::Reset);
                }
            }
            Command::NewSeed => {
                self.edit(|editor, _| {
                    let seed = editor.project().document.seed;
                    editor.set_seed(seed.wrapping_add(1));
                });
                engine.seek(SimTime::ZERO);
            }
            _ => {}
        }
    }

    /// What concerns the view.
    fn look(&self, command: Command) {
        let camera = self.camera();
        match command {
            Command::ZoomIn => camera.zoom_by(1.25, None),
            Command::ZoomOut => camera.zoom_by(0.8, None),
            Command::ZoomActual => camera.zoom_actual(),
            Command::FitAll => camera.fit(self.extent(None)),
            Command::FitSelection => camera.fit(self.extent(Some(&self.selected().0))),
            _ => {}
        }
    }

    /// The rectangle around everything, or around what is selected.
    pub(crate) fn extent(&self, of: Option<&Selection>) -> Option<Rect> {
        let (layout, project) = (self.layout(), self.project());
        let cards = layout
            .cards
            .iter()
            .filter(|(id, _)| of.is_none_or(|of| of.parts.contains(id)));
        let notes = project.document.notes.iter().enumerate();
        let notes = notes.filter(|(index, _)| of.is_none_or(|of| of.notes.contains(index)));
        cards
            .map(|(_, card)| card.rect)
            .chain(notes.map(|(_, note)| note_rect(note)))
            .reduce(Rect::union)
    }

    /// Esc: whatever is begun ends, then what is open closes, then nothing is selected.
    fn step_out(&self) {
        let shell = self.shell();
        if self.hand() != Hand::Free {
            self.set_hand(Hand::Free);
        } else if shell.quick_add.is_some() {
            self.put(ShellAction::OfferParts(None));
        } else if shell.armed.is_some() {
            self.put(ShellAction::Arm(None));
        } else if shell.sheet.is_some() {
            self.put(ShellAction::CloseSheet);
        } else {
            self.select(SelectionAction::Clear);
        }
    }

    fn walk(&self, way: Way) {
        let layout = self.layout();
        let next = match self.selected().single_part() {
            Some(from) => order::neighbour(&layout, from, way),
            None => order::flow(&layout).first().copied(),
        };
        if let Some(part) = next {
            self.select_only(Thing::Part(part));
            focus::at(&format!("[data-part='{}']", part.0));
        }
    }

    fn nudge(&self, way: Way, fine: bool) {
        let (right, down) = way.step();
        let selection = self.selection();
        if selection.is_empty() {
            const PAN: f64 = 48.0;
            let view = self
                .camera()
                .view()
                .dragged(-f64::from(right) * PAN, -f64::from(down) * PAN);
            return self.camera().set(view);
        }
        let step = if fine { 1 } else { self.grid() };
        self.edit(|editor, _| {
            editor.move_by(
                &selection,
                Place {
                    x: right * step,
                    y: down * step,
                },
            );
        });
        if let Some(Thing::Part(part)) = self.selected().single() {
            let project = self.project();
            let name = Names::of(self.language(), &project).part(part).into_owned();
            let place = project.document.places.get(&part).copied().unwrap_or_default();
            self.announce(Sentence::Moved {
                name,
                x: place.x,
                y: place.y,
            });
        }
    }

    /// The grid that what is moved lands on.
    pub(crate) fn grid(&self) -> i32 {
        if self.shell().snap { COARSE_GRID } else { FINE_GRID }
    }

    fn inspect(&self) {
        let shell = self.shell();
        if shell.folded.inspector {
            self.put(ShellAction::Fold(Panel::Inspector));
        }
        if shell.sheet != Some(Panel::Inspector) {
            self.put(ShellAction::OpenSheet(Panel::Inspector));
        }
        focus::later("#inspector-name");
    }

    fn remove(&self, heal: bool) {
        let selection = self.selection();
        if selection.is_empty() {
            return;
        }
        let done = self.edit_for(|editor, now| editor.remove(now, &selection, heal));
        if done.is_none() {
            return;
        }
        let (parts, links) = (selection.parts.len() as u64, selection.links.len() as u64);
        self.announce(Sentence::Removed { parts, links });
        focus::at("#canvas");
    }

    fn add_note(&self) {
        let at = self.pointer();
        let note = Note {
            place: Place {
                x: at.x as i32,
                y: at.y as i32,
            },
            heading: self.words(Canvas::Note).to_string(),
            text: String::new(),
        };
        let Some(index) = self.edit_for(|editor, _| editor.add_note(note)) else {
            return;
        };
        self.select_only(Thing::Note(index));
        self.put(ShellAction::Rename(Some(Thing::Note(index))));
    }

    /// Puts a new part into the middle of the view, or to the right of what is there, where wires go on.
    pub(crate) fn place_in_middle(&self, kind: PartKind) {
        const GAP: f64 = 80.0;
        self.put(ShellAction::Arm(None));
        let (width, height) = (f64::from(kind.size().width), f64::from(kind.size().height));
        let mut at = self.camera().view().to_canvas(self.camera().middle());
        let layout = self.layout();
        let in_the_way = |at: Point| {
            let mut cards = layout.cards.values().map(|card| card.rect);
            cards.find(|card| {
                (card.x - width / 2.0..card.x + card.width + width / 2.0).contains(&at.x)
                    && (card.y - height / 2.0..card.y + card.height + height / 2.0).contains(&at.y)
            })
        };
        while let Some(card) = in_the_way(at) {
            at.x = card.x + card.width + GAP + width / 2.0;
        }
        self.place(kind, at, None);
    }

    /// Puts a new part with its middle at `at`, at the end of `wire` if there is one, and selects it.
    pub(crate) fn place(&self, kind: PartKind, at: Point, wire: Option<Loose>) {
        let (size, grid) = (kind.size(), self.grid());
        // A part at the end of a wire has its port there, so that the wire runs straight.
        let anchor = match wire {
            None => (f64::from(size.width) / 2.0, f64::from(size.height) / 2.0),
            Some(loose) if loose.is_head() => (0.0, crate::geometry::PORT_LEVEL),
            Some(_) => (f64::from(size.width), crate::geometry::PORT_LEVEL),
        };
        let snap = |value: f64| (value / f64::from(grid)).round() as i32 * grid;
        let place = Place {
            x: snap(at.x - anchor.0),
            y: snap(at.y - anchor.1),
        };
        let placed = self.edit_for(|editor, now| match wire {
            Some(loose) => editor.add_linked(now, kind, place, loose.anchor(), !loose.is_head()),
            None => Ok(editor.add_part(now, kind, place)),
        });
        match placed {
            Some(Ok(part)) => self.placed(part),
            Some(Err(problem)) => self.notify(Sentence::Wiring(problem), true),
            None => {}
        }
    }

    fn placed(&self, part: PartId) {
        self.select_only(Thing::Part(part));
        let project = self.project();
        self.announce(Sentence::Added {
            name: Names::of(self.language(), &project).part(part).into_owned(),
        });
        if let Some(rect) = self.extent(Some(&self.selection())) {
            self.camera().reveal(rect);
        }
        focus::later(&format!("[data-part='{}']", part.0));
    }
}

/// How much room a note takes.
pub(crate) fn note_rect(note: &Note) -> Rect {
    let heading = crate::fit::width(&note.heading, 15.0);
    let text = crate::fit::width(&note.text, 12.5);
    let height = if note.text.is_empty() { 24.0 } else { 44.0 };
    Rect {
        x: f64::from(note.place.x),
        y: f64::from(note.place.y),
        width: heading.max(text).max(40.0),
        height,
    }
}
