//! What is said under a field where its range does not tell enough.

phrases! {
    /// What is said under a field where its range does not tell enough.
    pub enum Hint {
        MaxReceiveCountIdle,
        OwnVisibility,
        BodyPlaceholders,
        NoLimit,
        SeveralTargets,
        PadForCost,
        NoGroup,
        OwnDeduplication,
        NoPoison,
        OnceOnly,
        OncePlayed,
        ScheduleLines,
        TraceLines,
        ByTheClock,
        DelayStandard,
        DelayFifo,
        RetentionNow,
        WithinABatch,
        SkipsWhatIsDone,
        HeartbeatFromNow,
        CrashDropsAll,
        WorkGoesOn,
        JitteredBackoff,
        WaitZero,
        PerGroupNotEnforced,
        HashOfBody,
        ShortPollSeesAll,
        NoOwnDuplicates,
        ChangesAtOnce,
    }
}
