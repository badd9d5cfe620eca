//! How many messages a queue has, and what became of the others.

/// The state of a queue in numbers. The first three are CloudWatch's; the others only grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// `ApproximateNumberOfMessagesVisible`; in a FIFO queue also those that wait behind one of their group.
    pub visible: u64,
    /// `ApproximateNumberOfMessagesNotVisible`
    pub in_flight: u64,
    /// `ApproximateNumberOfMessagesDelayed`
    pub delayed: u64,
    /// Stored by a send: `NumberOfMessagesSent`.
    pub sent: u64,
    /// Moved in: from a queue of which this is the dead-letter queue, or by a move task.
    pub moved_in: u64,
    /// Deleted by a receiver.
    pub deleted: u64,
    /// Reached the end of their retention.
    pub expired: u64,
    /// Purged, or lost with the queue.
    pub purged: u64,
    /// Moved to the dead-letter queue, or by a move task.
    pub moved_out: u64,
    /// Sends that stored nothing: `NumberOfDeduplicatedSentMessages`.
    pub deduplicated: u64,
    /// Deliveries: `NumberOfMessagesReceived`.
    pub received: u64,
    /// Of those, the ones beyond what was asked for: of a copy that a delete had left (standard), and of the same
    /// receive once more under its attempt id (FIFO).
    pub redelivered: u64,
    /// Receives answered with nothing: `NumberOfEmptyReceives`.
    pub empty_receives: u64,
    /// Successful deletes, also of messages that were gone: `NumberOfMessagesDeleted`.
    pub delete_calls: u64,
    /// Bytes of bodies and user attributes stored by sends: the sum of `SentMessageSize`.
    pub sent_bytes: u64,
}

impl Counts {
    /// Messages in the queue now.
    pub fn present(&self) -> u64 {
        self.visible + self.in_flight + self.delayed
    }

    /// Whether every message that entered is here or is accounted for.
    pub fn is_conserved(&self) -> bool {
        let entered = self.sent + self.moved_in;
        entered == self.present() + self.deleted + self.expired + self.purged + self.moved_out
    }
}
