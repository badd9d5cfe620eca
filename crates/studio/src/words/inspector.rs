//! The inspector, but for the fields, which have their own file.

phrases! {
    /// The inspector, but for the fields, which have their own file.
    pub enum Inspector {
        NothingHint,
        Configure,
        Messages,
        Metrics,
        Guarantees,
        AddGuarantee,
        Name,
        Seed,
        Starts,
        Stop,
        Start,
        Slow,
        Cut,
        Mend,
        Send,
        SendOne,
        SendTen,
        Conservation,
        SendWire,
        PollWire,
        CallWire,
        DeadLetterWire,
        IdleWire,
        NoMessages,
        Follow,
        Unfollow,
        Biography,
    }
}
