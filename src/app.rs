//! The app: makes the state once, gives it down in contexts split by how often they change, and lays out the page.

use std::rc::Rc;

use studio::Editor;
use studio::scenes::SCENES;
use studio::words::{Bar, Language};
use yew::prelude::*;

use crate::bridge::frame::Created;
use crate::components::biography::BiographyCard;
use crate::components::canvas::Canvas;
use crate::components::crash::CrashNotices;
use crate::components::dialogs::Dialogs;
use crate::components::dock::Dock;
use crate::components::feed::Feed;
use crate::components::global_keys::GlobalKeys;
use crate::components::guide::Guide;
use crate::components::inspector::Inspector;
use crate::components::notices::Notices;
use crate::components::palette::Palette;
use crate::components::terminal::Terminal;
use crate::components::timeline::Timeline;
use crate::components::top_bar::TopBar;
use crate::components::transport::Transport;
use crate::engine::{Engine, News, use_engine};
use crate::keep::{self, Keeper};
use crate::live::Beat;
use crate::mirror::use_mirror;
use crate::state::{
    Desk, Drawing, Folded, Panel, Selected, Shell, Work, inputs_by, use_desk, use_shell, use_words,
};
use crate::theme;

/// See the module.
#[component]
pub(crate) fn App() -> Html {
    let engine = use_memo((), |()| Engine::start());
    html! {
        <ContextProvider<Engine> context={(*engine).clone()}>
            <States />
        </ContextProvider<Engine>>
    }
}

/// The state of the page.
#[component]
fn States() -> Html {
    let engine = use_engine();
    let opening = use_memo((), |()| keep::opening());
    let work = use_reducer(|| Work(Editor::new(opening.first().project)));
    let selected = use_reducer(Selected::default);
    let shell = use_reducer(Shell::default);
    let desk = use_memo((), |()| {
        Desk::new(
            engine.clone(),
            Language::default(),
            work.clone(),
            selected.clone(),
            shell.clone(),
        )
    });
    let shown = use_shown(&desk);
    let editor = work.0.clone();
    let drawing = use_memo(
        (editor.history().revision(), history_key(&editor), shown),
        |(.., (_, created))| Drawing::of(&editor, engine.input_at(), created.as_deref()),
    );
    use_effect_with((), {
        let (desk, first, newcomer) = (Rc::clone(&desk), opening.first(), opening.is_newcomer());
        move |()| {
            theme::choose(theme::remembered());
            desk.camera().show_when_drawn(first.camera);
            desk.engine().load(&first);
            if newcomer {
                desk.run_scene(&SCENES[0]);
            }
        }
    });
    use_called(&desk);
    use_mirror(&desk);
    html! {
        <ContextProvider<Desk> context={(*desk).clone()}>
        <ContextProvider<Rc<Drawing>> context={drawing}>
        <ContextProvider<Rc<Selected>> context={Rc::new((*selected).clone())}>
        <ContextProvider<Rc<Shell>> context={Rc::new((*shell).clone())}>
            <Page />
            <Keeper {opening} />
            <CrashNotices />
        </ContextProvider<Rc<Shell>>>
        </ContextProvider<Rc<Selected>>>
        </ContextProvider<Rc<Drawing>>>
        </ContextProvider<Desk>>
    }
}

/// What undo and redo are called, which changes when a gesture ends although the project does not.
fn history_key(editor: &Editor) -> (bool, bool) {
    (
        editor.history().undo_label().is_some(),
        editor.history().redo_label().is_some(),
    )
}

/// How many inputs of the log have happened, and what programs have created: the drawing changes only with them, not with every
/// frame.
#[hook]
fn use_shown(desk: &Rc<Desk>) -> (usize, Option<Rc<Created>>) {
    let engine = use_engine();
    let shown = use_state_eq(|| (0, None));
    let (setter, desk) = (shown.setter(), Rc::clone(desk));
    use_effect_with(engine, move |engine| {
        let subscription = engine.live().subscribe(Beat::Figures, move |frame| {
            let inputs = inputs_by(&desk.project(), frame.input_at.max(frame.now));
            setter.set((inputs, frame.created.clone()));
        });
        move || drop(subscription)
    });
    (*shown).clone()
}

/// What programs put into the run goes into the log.
#[hook]
fn use_called(desk: &Rc<Desk>) {
    let (engine, desk) = (use_engine(), Rc::clone(desk));
    use_effect_with(engine, move |engine| {
        let subscription = engine.on_news(move |news| {
            if let News::Called(inputs) = news {
                desk.called(inputs);
            }
        });
        move || drop(subscription)
    });
}

/// Where the areas of the page are.
#[component]
fn Page() -> Html {
    let (desk, shell, words) = (use_desk(), use_shell(), use_words());
    let Folded {
        palette,
        inspector,
        timeline,
    } = shell.folded;
    let class = classes!(
        "shell",
        palette.then_some("palette-folded"),
        inspector.then_some("inspector-folded"),
        timeline.then_some("timeline-folded"),
        shell.terminal.then_some("terminal-open"),
        shell.sheet.map(sheet_class),
    );
    html! {
        <div {class}>
            <a class="skip" href="#canvas">{ words.say(Bar::SkipToCanvas) }</a>
            <a class="skip" href="#palette">{ words.say(Bar::SkipToPalette) }</a>
            <a class="skip" href="#inspector">{ words.say(Bar::SkipToInspector) }</a>
            <a class="skip" href="#transport">{ words.say(Bar::SkipToTimeline) }</a>
            <TopBar />
            <Palette />
            <div class="canvas-column">
                <Canvas />
                <Guide />
                <BiographyCard />
                <Notices />
            </div>
            <Inspector />
            <section class="bottom" aria-label={words.say(Bar::TimelinePanel)}>
                <Transport />
                <div class="timeline-row">
                    <Timeline />
                    <Feed />
                </div>
                <Terminal />
            </section>
            <Dock />
            <Dialogs />
            <GlobalKeys />
            <div class="unseen" role="status" aria-live="polite" ref={desk.announcer().region()} />
        </div>
    }
}

const fn sheet_class(panel: Panel) -> &'static str {
    match panel {
        Panel::Palette => "sheet-palette",
        Panel::Inspector => "sheet-inspector",
        Panel::Timeline => "sheet-timeline",
    }
}
