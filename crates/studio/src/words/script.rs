//! Scripts of parts.

phrases! {
    /// Scripts of parts, and the question whether one may run.
    pub enum Script {
        Title,
        Hint,
        Text,
        Example,
        Run,
        Stop,
        Starting,
        Running,
        Waits,
        Finished,
        Stopped,
        Runaway,
        Past,
        Gone,
        Full,
        Absent,
        Console,
        TooLong,
        ConsentTitle,
        ConsentIntro,
        ConsentReach,
        ConsentRun,
        Cancel,
    }
}
