//! The terminal.

phrases! {
    /// The terminal.
    pub enum Terminal {
        Panel,
        Intro,
        Prompt,
        PromptHelp,
        Loading,
        Waits,
        Stop,
        Copy,
        Copied,
        NotCopied,
        Clear,
        Close,
        Offers,
        Completions,
        Gone,
        Absent,
        ByHand,
        FileTitle,
        FileGive,
        FileCancel,
        Unfinished,
    }
}
