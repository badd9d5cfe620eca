//! The headings in the inspector.

phrases! {
    /// The headings in the inspector.
    pub enum FieldGroup {
        Pattern,
        Message,
        Calls,
        Polling,
        Work,
        Failures,
        Heartbeat,
        Scaling,
        Capacity,
        Attributes,
        Redrive,
        AtLeastOnce,
        Fifo,
        Forward,
        Backward,
    }
}
