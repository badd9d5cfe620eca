//! What undo and redo would take back or bring again.

phrases! {
    /// What undo and redo would take back or bring again.
    pub enum Gesture {
        AddPart,
        AddNote,
        Connect,
        Reconnect,
        Insert,
        Remove,
        Heal,
        Move,
        Rename,
        Script,
        Retitle,
        Paste,
        Duplicate,
        Cut,
        EditNote,
        Tidy,
        Fault,
        Send,
        Call,
        Seed,
        Starts,
        Watch,
        Unwatch,
        Reset,
        Open,
        Branch,
        SwitchBranch,
        RenameBranch,
        RemoveBranch,
    }
}
