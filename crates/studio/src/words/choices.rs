//! The entries of drop-down fields.

phrases! {
    /// The entries of drop-down fields.
    pub enum Choice {
        Constant,
        Poisson,
        Burst,
        Ramp,
        Schedule,
        Trace,
        ClockTime,
        ByHand,
        Minute,
        Hour,
        Day,
        Uniform,
        Exponential,
        ShortPolling,
        LongPolling,
        InTurn,
        AtRandom,
        ToEach,
        Delete,
        Forget,
        OneByOne,
        OnePerGroup,
        UpTo,
        NoHeartbeat,
        InWork,
        WholeBatch,
        FixedCount,
        TargetTracking,
        Queue,
        MessageGroup,
        PerQueue,
        PerMessageGroupId,
    }
}
