//! What is said about the work that is kept, opened and shared, and about a world that was lost.

phrases! {
    /// What is said about the work that is kept, opened and shared, and about a world that was lost.
    pub enum Keeping {
        PutAside,
        NoRoom,
        FileUnread,
        FromLink,
        WorldLost,
        WorldGivenUp,
        CopyByHand,
        NotLoaded,
        MirrorLeft,
        MirrorEnded,
        MirrorUnread,
    }
}
