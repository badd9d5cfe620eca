//! English: dialogs, menus and sheets.

use crate::words::Dialog;

pub(super) const fn text(text: Dialog) -> &'static str {
    match text {
        Dialog::ScenesTitle => "Scenes",
        Dialog::ScenesIntro => "Each scene shows a fact as it happens. Change anything.",
        Dialog::OpenScene => "Open this scene",
        Dialog::TryThis => "Try this",
        Dialog::FactsShown => "What it shows",
        Dialog::ReplaceTitle => "Replace the sketch?",
        Dialog::ReplaceText => "Undo brings the present one back.",
        Dialog::Replace => "Replace",
        Dialog::Keep => "Keep the present one",
        Dialog::ShareTitle => "Share this moment",
        Dialog::ShareText => "The link holds the drawing, the run and the moment. Nothing is sent anywhere.",
        Dialog::CopyLink => "Copy link",
        Dialog::LongLink => {
            "This link is long. Some programs cut links over 2,000 characters; a file is safer."
        }
        Dialog::TooLongLink => "The run is too long for a link. Save it as a file instead.",
        Dialog::SaveFile => "Save as a file",
        Dialog::ShortcutsTitle => "Keyboard shortcuts",
        Dialog::ShortcutsIntro => "Single keys work while the canvas has the focus.",
        Dialog::GroupCreate => "Create",
        Dialog::GroupSelect => "Select",
        Dialog::GroupEdit => "Edit",
        Dialog::GroupView => "View",
        Dialog::GroupSimulate => "Simulate",
        Dialog::GroupFile => "File and help",
        Dialog::NoteHeading => "Heading",
        Dialog::NoteText => "Text",
        Dialog::ConnectTitle => "Connect to",
        Dialog::ConnectNone => "Nothing here can take a wire from it",
        Dialog::DropFile => "Drop a sketch to open it",
        Dialog::Ok => "OK",
        Dialog::Welcome => "Watch 1,000 uploads hit an encoder, with a queue and without.",
        Dialog::StartEmpty => "Start with an empty canvas",
    }
}
