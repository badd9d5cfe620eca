//! The chips of the guarantees and what they promise.

phrases! {
    /// The chips of the guarantees and what they promise.
    pub enum GuaranteeText {
        NothingLost,
        AtLeastOnce,
        AtMostOnce,
        InOrderPerGroup,
        DeadLetterQueueEmpty,
        NothingLostHint,
        AtLeastOnceHint,
        AtMostOnceHint,
        InOrderPerGroupHint,
        DeadLetterQueueEmptyHint,
        OldestHint,
        OldestLimit,
        Holding,
    }
}
