//! Dialogs, menus and sheets.

phrases! {
    /// Dialogs, menus and sheets.
    pub enum Dialog {
        ScenesTitle,
        ScenesIntro,
        OpenScene,
        TryThis,
        FactsShown,
        ReplaceTitle,
        ReplaceText,
        Replace,
        Keep,
        ShareTitle,
        ShareText,
        CopyLink,
        LongLink,
        TooLongLink,
        SaveFile,
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
        ConnectTitle,
        ConnectNone,
        DropFile,
        Ok,
        Welcome,
        StartEmpty,
    }
}
