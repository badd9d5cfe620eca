//! The transport, the chart and the marks.

phrases! {
    /// The transport, the chart and the marks.
    pub enum Timeline {
        Play,
        Pause,
        StepForward,
        StepBack,
        ToStart,
        ToEnd,
        Slower,
        Faster,
        Speed,
        HundredthSpeed,
        TenthSpeed,
        Speed1,
        Speed10,
        Speed60,
        SpeedHour,
        SpeedDay,
        SpeedMax,
        Simulated,
        Seed,
        PlayHead,
        Marks,
        NextMark,
        PreviousMark,
        Feed,
        FeedEmpty,
        Computing,
        NoQueue,
    }
}
