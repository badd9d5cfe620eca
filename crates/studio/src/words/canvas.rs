//! What is written on cards, wires and messages.

phrases! {
    /// What is written on cards, wires and messages.
    pub enum Canvas {
        EmptyTitle,
        EmptyHint,
        Visible,
        InFlight,
        Delayed,
        Busy,
        Available,
        Failed,
        TurnedAway,
        StoppedBadge,
        Crashed,
        Note,
        Part,
        Wire,
        ByAProgram,
        ByAProgramHint,
        ByAProgramElsewhere,
    }
}
