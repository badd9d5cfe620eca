//! How much at once: the quotas of an account (`reference/sqs.md` §1.3).

/// AWS's quotas by default. Smaller ones let a test see what happens at a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Messages in flight in a standard queue: a short poll beyond is refused.
    pub in_flight_standard: u64,
    /// Messages in flight in a FIFO queue: a receive beyond gets nothing.
    pub in_flight_fifo: u64,
    /// Standard: a message group with fewer messages in flight is not noisy.
    pub noisy_in_flight: u32,
    /// FIFO: so many messages, the oldest, are searched for one that can be received.
    pub fifo_look_ahead: u64,
    /// FIFO: calls a second of each action, to a queue or to one of its partitions.
    pub fifo_calls: u32,
    /// FIFO: partitions of a queue in high throughput mode. Unverified: AWS makes as many as a queue needs, within a
    /// quota of a region of 70,000 calls a second, which are 233 times 300.
    pub fifo_partitions: u32,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            in_flight_standard: 120_000,
            in_flight_fifo: 120_000,
            noisy_in_flight: 30,
            fifo_look_ahead: 120_000,
            fifo_calls: 300,
            fifo_partitions: 233,
        }
    }
}
