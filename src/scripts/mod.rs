//! Scripts of parts while they run. `static/script/run.js` runs them shut in (`docs/scripts.md`), and here they are answered:
//! what a script asks goes to the engine like a command of the terminal, so it is an input of the run, and a replay runs no
//! script.

mod room;
mod runner;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::futures::spawn_local;
use sim::{PartId, UtcSeconds};
use studio::Project;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

use crate::bridge::ask::{Asker, Directory, Question, Request, Said};
use crate::engine::{Engine, News};
use crate::live::{Listeners, Subscription};
use crate::state::use_desk;
use room::Room;
use runner::{Callbacks, Start, Started};

/// See the module. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Scripts(Rc<Inner>);

struct Inner {
    engine: Engine,
    /// At most one for each part.
    runs: RefCell<Vec<Run>>,
    /// The texts that may run: those that were written here, and those that somebody has agreed to. They are forgotten with
    /// the page.
    agreed: RefCell<Vec<Rc<str>>>,
    changed: Listeners<PartId>,
    last_run: Cell<u32>,
    room: Cell<Room>,
    _news: Subscription,
}

/// The run of a script, also after it has ended.
struct Run {
    part: PartId,
    number: u32,
    source: String,
    seed: u64,
    starts: UtcSeconds,
    /// Who asked for the queues, to start with.
    directory: Asker,
    started: Option<Started>,
    /// Requests that are not answered yet, with the numbers that the script gave them.
    asked: Vec<(Asker, u32)>,
    shown: Shown,
}

/// How a script stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    pub(crate) status: Status,
    /// Why it failed or ran away.
    pub(crate) message: String,
    /// The line in which it failed.
    pub(crate) line: Option<u32>,
    /// The newest lines of its console.
    pub(crate) console: AttrValue,
}

/// See [`Shown`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Status {
    /// It has not run in this visit.
    #[default]
    Never,
    Starting,
    Running,
    Finished,
    Failed,
    Runaway,
    /// Somebody stopped it.
    Stopped,
    /// The play head is in the past of the run.
    Past,
    /// The run is another one now.
    Gone,
    /// The log has no room for more calls.
    Full,
    /// What runs scripts could not be loaded.
    Absent,
}

impl Status {
    pub(crate) const fn is_running(self) -> bool {
        matches!(self, Self::Starting | Self::Running)
    }

    /// What `run.js` calls it.
    const fn key(self) -> &'static str {
        match self {
            Self::Never | Self::Starting => "",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Runaway => "runaway",
            Self::Stopped => "stopped",
            Self::Past => "past",
            Self::Gone => "gone",
            Self::Full => "full",
            Self::Absent => "absent",
        }
    }

    fn of(key: &str) -> Self {
        let all = [
            Self::Running,
            Self::Finished,
            Self::Runaway,
            Self::Stopped,
            Self::Past,
            Self::Gone,
            Self::Full,
            Self::Absent,
        ];
        let named = all.into_iter().find(|status| status.key() == key);
        named.unwrap_or(Self::Failed)
    }
}

/// How the script of a part stands.
#[hook]
pub(crate) fn use_script(part: PartId) -> Shown {
    let desk = use_desk();
    let shown = use_state_eq(|| desk.scripts().shown(part));
    use_effect_with(part, {
        let shown = shown.setter();
        move |&part| {
            let scripts = desk.scripts().clone();
            shown.set(scripts.shown(part));
            let told = scripts.clone();
            let subscription = scripts.0.changed.subscribe(move |&changed| {
                if changed == part {
                    shown.set(told.shown(part));
                }
            });
            move || drop(subscription)
        }
    });
    (*shown).clone()
}

impl Scripts {
    pub(crate) fn new(engine: &Engine) -> Self {
        Self(Rc::new_cyclic(|weak: &Weak<Inner>| {
            let inner = weak.clone();
            let news = engine.on_news(move |news| {
                if let (News::Told(asker, said), Some(inner)) = (news, inner.upgrade()) {
                    inner.hear(*asker, said);
                }
            });
            Inner {
                engine: engine.clone(),
                runs: RefCell::default(),
                agreed: RefCell::default(),
                changed: Listeners::default(),
                last_run: Cell::default(),
                room: Cell::default(),
                _news: news,
            }
        }))
    }

    /// Whether this text may run: somebody has written it here or agreed to it.
    pub(crate) fn is_agreed(&self, text: &str) -> bool {
        self.0.agreed.borrow().iter().any(|agreed| **agreed == *text)
    }

    /// Somebody has read this text and agrees that it runs.
    pub(crate) fn agree(&self, text: Rc<str>) {
        if !self.is_agreed(&text) {
            self.0.agreed.borrow_mut().push(text);
        }
    }

    /// Somebody has made `after` of `before`. What is made of a text that nobody has agreed to is still to be read.
    pub(crate) fn wrote(&self, before: &str, after: Rc<str>) {
        if before.is_empty() || self.is_agreed(before) {
            self.agree(after);
        }
    }

    /// How the script of a part stands.
    pub(crate) fn shown(&self, part: PartId) -> Shown {
        let shown = self.0.look(part, |run| run.shown.clone());
        shown.unwrap_or_default()
    }

    /// Runs the script that a part has in the project.
    pub(crate) fn run(&self, part: PartId, project: &Project) {
        let inner = &self.0;
        let document = &project.document;
        let Some(source) = document.scripts.get(&part).cloned() else {
            return;
        };
        inner.end(part, Status::Stopped);
        let is_in_past = inner.engine.is_in_past();
        let directory = if is_in_past {
            Asker::default()
        } else {
            inner.engine.ask(Question::Directory)
        };
        let number = inner.last_run.get().wrapping_add(1);
        inner.last_run.set(number);
        let room = Room::in_project(project);
        let others = !self.running().is_empty();
        inner
            .room
            .set(if others { room.min(inner.room.get()) } else { room });
        let run = Run {
            part,
            number,
            source,
            seed: document.seed,
            starts: document.sketch.starts,
            directory,
            started: None,
            asked: Vec::new(),
            shown: Shown {
                status: if is_in_past {
                    Status::Past
                } else {
                    Status::Starting
                },
                ..Shown::default()
            },
        };
        let before = {
            let mut runs = inner.runs.borrow_mut();
            let place = runs.iter().position(|run| run.part == part);
            runs.push(run);
            place.map(|place| runs.swap_remove(place))
        };
        // Now that nothing is borrowed.
        drop(before);
        inner.changed.tell(&part);
    }

    /// Stops the script of a part.
    pub(crate) fn stop(&self, part: PartId) {
        self.0.end(part, Status::Stopped);
    }

    /// Another project is there than was when they were started.
    pub(crate) fn stop_all(&self) {
        for part in self.running() {
            self.0.end(part, Status::Gone);
        }
    }

    /// The parts whose scripts run.
    pub(crate) fn running(&self) -> Vec<PartId> {
        let runs = self.0.runs.borrow();
        let running = runs.iter().filter(|run| run.shown.status.is_running());
        running.map(|run| run.part).collect()
    }

    /// Gives an example to begin with to `then`.
    pub(crate) fn example(&self, sends: bool, queue: String, then: impl FnOnce(Option<String>) + 'static) {
        spawn_local(async move {
            let module = runner::load().await;
            then(module.map(|module| module.example(sends, &queue)));
        });
    }
}

impl Inner {
    /// Somebody is told something; it may be a script.
    fn hear(self: &Rc<Self>, asker: Asker, said: &Said) {
        let is_starting = |run: &Run| run.shown.status == Status::Starting && run.directory == asker;
        let asked = {
            let mut runs = self.runs.borrow_mut();
            runs.iter_mut().find_map(|run| {
                let place = run.asked.iter().position(|(waiting, _)| *waiting == asker);
                let id = place.map(|place| run.asked.swap_remove(place).1);
                (id.is_some() || is_starting(run)).then_some((run.part, id))
            })
        };
        let Some((part, id)) = asked else { return };
        match (said, id) {
            (Said::Directory(directory), None) => self.start(part, directory.clone()),
            (Said::Response(response), Some(id)) => {
                let headers = response.headers.iter();
                let headers = headers.flat_map(|(name, value)| [name.clone(), value.clone()]);
                if let Some(handle) = self.handle(part) {
                    handle.answer(id, response.status, headers.collect(), &response.body);
                }
            }
            (Said::Absent, _) => self.end(part, Status::Absent),
            _ => self.end(part, Status::Gone),
        }
    }

    /// Starts the script of a part, if it is still to be started once what runs it is there.
    fn start(self: &Rc<Self>, part: PartId, directory: Directory) {
        let (inner, number) = (Rc::clone(self), self.number(part));
        spawn_local(async move {
            let module = runner::load().await;
            if inner.number(part) != number || inner.status(part) != Status::Starting {
                return;
            }
            let Some(module) = module else {
                return inner.end(part, Status::Absent);
            };
            let about = inner.look(part, |run| (run.source.clone(), run.seed, run.starts));
            let Some((source, seed, starts)) = about else {
                return;
            };
            let start = Start {
                source: &source,
                account: directory.account,
                region: directory.region,
                seed: format!("{seed}/{}", part.0),
                queues: directory.queues,
            };
            let started = Started::new(&module, start, inner.callbacks(part, number, starts));
            inner.with(part, |run| {
                run.started = Some(started);
                run.shown.status = Status::Running;
            });
        });
    }

    fn callbacks(self: &Rc<Self>, part: PartId, number: Option<u32>, starts: UtcSeconds) -> Callbacks {
        let (clocked, asked, told) = (Rc::downgrade(self), Rc::downgrade(self), Rc::downgrade(self));
        Callbacks {
            clock: Closure::new(move || {
                let inner = clocked.upgrade().filter(|inner| !inner.engine.is_in_past());
                let millis = |inner: Rc<Self>| inner.engine.now().as_nanos() as f64 / 1e6;
                inner.map_or(f64::NAN, |inner| starts.0 as f64 * 1e3 + millis(inner))
            }),
            ask: Closure::new(move |id, method, target, headers: Vec<String>, body: Vec<u8>| {
                let Some(inner) = asked.upgrade() else { return };
                if inner.engine.is_in_past() {
                    return inner.end(part, Status::Past);
                }
                let Some(room) = inner.room.get().after(&body) else {
                    return inner.end(part, Status::Full);
                };
                inner.room.set(room);
                let headers = headers
                    .chunks_exact(2)
                    .map(|pair| (pair[0].clone(), pair[1].clone()));
                let asker = inner.engine.ask(Question::Request(Request {
                    method,
                    target,
                    headers: headers.collect(),
                    body,
                }));
                inner.change(part, |run| run.asked.push((asker, id)));
            }),
            changed: Closure::new(move |key: String, message, line, console: String| {
                let Some(inner) = told.upgrade().filter(|inner| inner.number(part) == number) else {
                    return;
                };
                let shown = Shown {
                    status: Status::of(&key),
                    message,
                    line: (line > 0).then_some(line),
                    console: console.into(),
                };
                inner.show(part, shown);
            }),
        }
    }

    /// Ends the script of a part, if it runs.
    fn end(&self, part: PartId, why: Status) {
        if !self.status(part).is_running() {
            return;
        }
        match self.handle(part) {
            // It tells of it, with its last lines.
            Some(handle) => handle.stop(why.key()),
            None => self.show(
                part,
                Shown {
                    status: why,
                    ..Shown::default()
                },
            ),
        }
    }

    /// A script that has ended waits for no answer any more.
    fn show(&self, part: PartId, shown: Shown) {
        let is_over = !shown.status.is_running();
        let waiting = self.with(part, |run| {
            run.shown = shown;
            is_over.then(|| std::mem::take(&mut run.asked))
        });
        for (asker, _) in waiting.flatten().unwrap_or_default() {
            self.engine.tell_more(asker, Question::HangUp);
        }
    }

    /// Changes the run of a part and tells of it.
    fn with<T>(&self, part: PartId, change: impl FnOnce(&mut Run) -> T) -> Option<T> {
        let result = self.change(part, change);
        self.changed.tell(&part);
        result
    }

    fn change<T>(&self, part: PartId, change: impl FnOnce(&mut Run) -> T) -> Option<T> {
        let mut runs = self.runs.borrow_mut();
        runs.iter_mut().find(|run| run.part == part).map(change)
    }

    fn look<T>(&self, part: PartId, look: impl FnOnce(&Run) -> T) -> Option<T> {
        let runs = self.runs.borrow();
        runs.iter().find(|run| run.part == part).map(look)
    }

    fn handle(&self, part: PartId) -> Option<runner::Handle> {
        self.look(part, |run| {
            run.started.as_ref().map(|started| started.handle.clone())
        })?
    }

    fn number(&self, part: PartId) -> Option<u32> {
        self.look(part, |run| run.number)
    }

    fn status(&self, part: PartId) -> Status {
        self.look(part, |run| run.shown.status).unwrap_or_default()
    }
}
