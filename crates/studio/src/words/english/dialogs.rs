//! English: dialogs, menus and sheets.

use crate::words::Dialog;

pub(super) const fn text(text: Dialog) -> &'static str {
    match text {
        Dialog::ScenesTitle => "Scenes",
        Dialog::ScenesIntro => "Each scene shows a fact as it happens. Change anything.",
        Dialog::LongLink => {
            "This link is long. Some programs cut links over 2,000 characters; a file is safer."
        }
        Dialog::TooLongLink => "The run is too long for a link. Save it as a file instead.",
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
        Dialog::StartEmpty => "Start with an empty canvas",
    }
}
