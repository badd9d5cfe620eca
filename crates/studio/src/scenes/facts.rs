//! The facts that scenes show, by their stable ids.

/// A claim that is run rather than read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactId {
    /// Synchronous calls fail in a spike.
    C2,
    /// The same spike through a queue loses nothing.
    C3,
    /// The producer goes on while the consumer is down.
    C4,
    /// Decoupled tiers scale independently.
    C5,
    /// A failure in one loosely coupled component does not make the others fail.
    C6,
    /// From one message a second to tens of thousands, with no change to the sketch.
    Q2,
    /// Messages are kept four days by default, fourteen at most.
    Q3,
    /// No limit to how many messages wait in a queue.
    Q4,
    /// What is not deleted comes back.
    Q5,
    /// Low latency.
    Q6,
    /// Several consumers share the work.
    Q7,
    /// Several producers write to one queue.
    Q8,
    /// Standard: at least once, best-effort order.
    Q9,
    /// FIFO: exactly once, in order within a group.
    Q10,
    /// A burst every hour is taken in at once.
    Q11,
    /// Sending and storing need nobody on the other side.
    Q12,
}

impl FactId {
    /// Every fact that a scene shows.
    pub const ALL: [Self; 16] = [
        Self::C2,
        Self::C3,
        Self::C4,
        Self::C5,
        Self::C6,
        Self::Q2,
        Self::Q3,
        Self::Q4,
        Self::Q5,
        Self::Q6,
        Self::Q7,
        Self::Q8,
        Self::Q9,
        Self::Q10,
        Self::Q11,
        Self::Q12,
    ];

    /// Its id as it is written.
    pub const fn id(self) -> &'static str {
        match self {
            Self::C2 => "C2",
            Self::C3 => "C3",
            Self::C4 => "C4",
            Self::C5 => "C5",
            Self::C6 => "C6",
            Self::Q2 => "Q2",
            Self::Q3 => "Q3",
            Self::Q4 => "Q4",
            Self::Q5 => "Q5",
            Self::Q6 => "Q6",
            Self::Q7 => "Q7",
            Self::Q8 => "Q8",
            Self::Q9 => "Q9",
            Self::Q10 => "Q10",
            Self::Q11 => "Q11",
            Self::Q12 => "Q12",
        }
    }
}
