//! English: what undo and redo would take back or bring again.

use crate::words::Gesture;

pub(super) const fn text(text: Gesture) -> &'static str {
    match text {
        Gesture::AddPart => "Add a part",
        Gesture::AddNote => "Add a note",
        Gesture::Connect => "Connect",
        Gesture::Reconnect => "Move a wire",
        Gesture::Insert => "Insert into a wire",
        Gesture::Remove => "Delete",
        Gesture::Heal => "Delete and reconnect",
        Gesture::Move => "Move",
        Gesture::Rename => "Rename",
        Gesture::Script => "Edit a script",
        Gesture::Retitle => "Rename the sketch",
        Gesture::Paste => "Paste",
        Gesture::Duplicate => "Duplicate",
        Gesture::Cut => "Cut",
        Gesture::EditNote => "Edit a note",
        Gesture::Tidy => "Tidy",
        Gesture::Fault => "Break or mend",
        Gesture::Send => "Send by hand",
        Gesture::Call => "Call a service",
        Gesture::Seed => "Change the seed",
        Gesture::Starts => "Change the start",
        Gesture::Watch => "Watch a guarantee",
        Gesture::Unwatch => "Stop watching a guarantee",
        Gesture::Reset => "Reset the run",
        Gesture::Branch => "Branch off",
        Gesture::SwitchBranch => "Show another branch",
        Gesture::RenameBranch => "Name a branch",
        Gesture::RemoveBranch => "Delete a branch",
        Gesture::Open => "Open another sketch",
    }
}
