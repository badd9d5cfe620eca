//! Dialogs, menus and sheets.

phrases! {
    /// Dialogs, menus and sheets.
    pub enum Dialog {
        ScenesTitle,
        ScenesIntro,
        LongLink,
        TooLongLink,
        ShortcutsTitle,
        ShortcutsIntro,
        GroupCreate,
        GroupSelect,
        GroupEdit,
        GroupView,
        GroupSimulate,
        GroupFile,
        NoteHeading,
        NoteText,
        StartEmpty,
    }
}
