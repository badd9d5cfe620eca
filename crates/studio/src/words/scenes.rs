//! The scenes: their titles, their sentence, what to try, and the headings on their canvas.

phrases! {
    /// The scenes: their titles, their sentence, what to try, and the headings on their canvas.
    pub enum SceneText {
        VideoTitle,
        VideoSentence,
        VideoTry,
        VideoDirectHeading,
        VideoDirectNote,
        VideoQueueHeading,
        VideoQueueNote,
        DownTitle,
        DownSentence,
        DownTry,
        DownHeading,
        DownNote,
        VisibilityTitle,
        VisibilitySentence,
        VisibilityTry,
        VisibilityHeading,
        VisibilityNote,
        FifoTitle,
        FifoSentence,
        FifoTry,
        FifoStandardHeading,
        FifoStandardNote,
        FifoFifoHeading,
        FifoFifoNote,
    }
}
