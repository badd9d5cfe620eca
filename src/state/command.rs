//! Everything that can be asked for by a key, a button or the list of commands, and the keys it has.

use studio::words::{Bar, Dialog, Page, Terminal, Text, Timeline};

/// A thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    QuickAdd,
    FindPart,
    AddNote,
    Connect,
    SelectAll,
    SelectNone,
    Walk(Way),
    Nudge { way: Way, fine: bool },
    Rename,
    Inspect,
    Duplicate,
    Delete,
    Heal,
    Undo,
    Redo,
    ZoomIn,
    ZoomOut,
    ZoomActual,
    FitAll,
    FitSelection,
    ToggleSnap,
    TogglePalette,
    ToggleInspector,
    ToggleTerminal,
    ToggleTheme,
    PlayOrPause,
    StepForward { of_selection: bool },
    StepBack { of_selection: bool },
    BranchHere,
    SwitchBranch { back: bool },
    ToggleStop,
    Slower,
    Faster,
    Fastest,
    ToStart,
    ToEnd,
    ToMark { back: bool },
    Reset,
    NewSeed,
    Tidy,
    New,
    Open,
    Save,
    Share,
    Scenes,
    Commands,
    Shortcuts,
}

/// A direction on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Left,
    Right,
    Up,
    Down,
}

impl Way {
    /// One step this way, to the right and down.
    pub(crate) const fn step(self) -> (i32, i32) {
        match self {
            Self::Left => (-1, 0),
            Self::Right => (1, 0),
            Self::Up => (0, -1),
            Self::Down => (0, 1),
        }
    }
}

/// A line of the list of shortcuts.
pub(crate) struct Binding {
    pub(crate) command: Command,
    /// What it is called.
    pub(crate) name: fn() -> Text,
    /// The keys, as written on them. `Mod` stands for Ctrl, or ⌘ on a Mac.
    pub(crate) keys: &'static [&'static str],
}

/// Bindings under one heading.
pub(crate) struct Group {
    pub(crate) heading: Dialog,
    pub(crate) bindings: &'static [Binding],
}

macro_rules! bindings {
    ($($command:expr, $name:expr, [$($keys:literal),+];)*) => {
        &[$(Binding { command: $command, name: || Text::from($name), keys: &[$($keys),+] },)*]
    };
}

/// Every command with a name, in the order in which people look for it.
pub(crate) const GROUPS: &[Group] = &[
    Group {
        heading: Dialog::GroupCreate,
        bindings: bindings! {
            Command::QuickAdd, Bar::AddPart, ["A"];
            Command::FindPart, Page::FindPart, ["/"];
            Command::AddNote, Bar::AddNote, ["N"];
            Command::Connect, Bar::Connect, ["C"];
        },
    },
    Group {
        heading: Dialog::GroupSelect,
        bindings: bindings! {
            Command::SelectAll, Bar::SelectAll, ["Mod+A"];
            Command::SelectNone, Bar::SelectNone, ["Esc"];
            Command::Walk(Way::Right), Page::WalkWires, ["Alt+→", "Alt+←", "Alt+↑", "Alt+↓"];
        },
    },
    Group {
        heading: Dialog::GroupEdit,
        bindings: bindings! {
            Command::Rename, Bar::Rename, ["F2"];
            Command::Inspect, Bar::InspectIt, ["Enter"];
            Command::Nudge { way: Way::Right, fine: false }, Page::Nudge, ["→", "Shift+→"];
            Command::Duplicate, Bar::Duplicate, ["Mod+D"];
            Command::Delete, Bar::Delete, ["Delete"];
            Command::Heal, Bar::DeleteAndHeal, ["Mod+Backspace"];
            Command::Undo, Bar::Undo, ["Mod+Z"];
            Command::Redo, Bar::Redo, ["Mod+Shift+Z", "Mod+Y"];
            Command::ToggleSnap, Bar::Snap, ["G"];
            Command::Tidy, Bar::Tidy, ["Shift+L"];
        },
    },
    Group {
        heading: Dialog::GroupView,
        bindings: bindings! {
            Command::ZoomIn, Bar::ZoomIn, ["Mod+="];
            Command::ZoomOut, Bar::ZoomOut, ["Mod+-"];
            Command::ZoomActual, Bar::ZoomActual, ["Mod+0"];
            Command::FitAll, Bar::FitAll, ["Shift+1"];
            Command::FitSelection, Bar::FitSelection, ["Shift+2"];
            Command::TogglePalette, Bar::Palette, ["P"];
            Command::ToggleInspector, Bar::InspectorPanel, ["I"];
            Command::ToggleTerminal, Terminal::Panel, ["T"];
            Command::ToggleTheme, Bar::Theme, ["Alt+Shift+D"];
        },
    },
    Group {
        heading: Dialog::GroupSimulate,
        bindings: bindings! {
            Command::PlayOrPause, Page::PlayOrPause, ["Space", "K", "Alt+K"];
            Command::StepForward { of_selection: false }, Timeline::StepForward, ["."];
            Command::StepForward { of_selection: true }, Page::StepOfSelection, ["Shift+."];
            Command::StepBack { of_selection: false }, Timeline::StepBack, [","];
            Command::StepBack { of_selection: true }, Timeline::PreviousOfSelection, ["Shift+,"];
            Command::Slower, Timeline::Slower, ["["];
            Command::Faster, Timeline::Faster, ["]"];
            Command::Fastest, Timeline::SpeedMax, ["Shift+]"];
            Command::ToStart, Timeline::ToStart, ["Home"];
            Command::ToEnd, Timeline::ToEnd, ["End"];
            Command::ToMark { back: false }, Timeline::NextMark, ["J"];
            Command::ToMark { back: true }, Timeline::PreviousMark, ["Shift+J"];
            Command::BranchHere, Timeline::BranchHere, ["F"];
            Command::SwitchBranch { back: false }, Timeline::NextBranch, ["B"];
            Command::SwitchBranch { back: true }, Timeline::PreviousBranch, ["Shift+B"];
            Command::ToggleStop, Timeline::ToggleBreakpoint, ["F9"];
            Command::Reset, Bar::Reset, ["R"];
            Command::NewSeed, Bar::NewSeed, ["Shift+R"];
        },
    },
    Group {
        heading: Dialog::GroupFile,
        bindings: bindings! {
            Command::Open, Bar::Open, ["Mod+O"];
            Command::Save, Bar::Save, ["Mod+S"];
            Command::Share, Bar::Share, ["Alt+Shift+L"];
            Command::Commands, Bar::Commands, ["Mod+K"];
            Command::Shortcuts, Bar::Shortcuts, ["?"];
        },
    },
];
