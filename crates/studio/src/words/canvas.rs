//! What is written on cards, wires and messages.

phrases! {
    /// What is written on cards, wires and messages.
    pub enum Canvas {
        EmptyTitle,
        EmptyHint,
        DeadLetterQueue,
        Visible,
        InFlight,
        Delayed,
        Waiting,
        Busy,
        Idle,
        Available,
        Deleted,
        DeadLettered,
        Expired,
        Purged,
        Lost,
        Deduplicated,
        Failed,
        TimedOut,
        TurnedAway,
        Empty,
        Oldest,
        OutPort,
        InPort,
        DropPort,
        NotLinked,
        StoppedBadge,
        Crashed,
        CutBadge,
        Note,
        Part,
        Wire,
    }
}
