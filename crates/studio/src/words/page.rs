//! What the page says around the canvas, where no other area fits.

phrases! {
    /// What the page says around the canvas, where no other area fits.
    pub enum Page {
        FindPart,
        WalkWires,
        Nudge,
        PlayOrPause,
        StepOfSelection,
        Sketch,
        KeptHere,
        KeptInLink,
        NotKept,
        TryIt,
        Dismiss,
        MorePanels,
        ConnectToPart,
        CanvasHelp,
        PasteUnread,
        Produced,
        Accepted,
        GaveUp,
        Retries,
        Workers,
        Polling,
        Starting,
        Wanted,
        Finished,
        Served,
        Late,
        WaitingRoom,
        Carried,
        LostOnTheWay,
        Rate,
    }
}
