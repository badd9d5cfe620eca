//! How many calls a second a FIFO queue answers (`reference/sqs.md` §1.3).
//!
//! By default 300 calls a second of each of the actions Send, Receive and Delete, to the queue; a batch is one call. In
//! high throughput mode (`FifoThroughputLimit` = `perMessageGroupId`) the queue has partitions, a group is in one by the
//! hash of its id, and so many calls go to each partition; a batch is one call to each partition that it touches, and
//! its entries for a partition without room fail one by one. Unverified, and chosen here: the form of the limit, which
//! is a bucket that holds the calls of one second and fills evenly; the number of partitions and the hash; and that a
//! receive, which is told no group, is limited by what all partitions can do together. Standard queues have no limit.

use super::attributes::FifoThroughputLimit;
use super::error::SqsError;
use super::queue::Queue;
use super::quotas::Quotas;
use super::request::MAX_BATCH_ENTRIES;
use crate::time::{SimDuration, SimTime};

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Action {
    Send,
    Receive,
    Delete,
}

const ACTIONS: usize = 3;
/// A call, in billionths: at n calls a second, a bucket gains n of them each nanosecond.
const CALL: u64 = 1_000_000_000;
/// A second, in nanoseconds.
const SECOND: u64 = 1_000_000_000;
/// More than that a second are no limit, and cannot be counted.
const MOST_CALLS: u64 = u64::MAX / CALL - 1;

/// How many calls a bucket gains a second, and holds.
#[derive(Clone, Copy, Debug)]
struct Limit {
    calls_per_second: u64,
    /// How long one call takes to flow in, rounded up.
    refill: SimDuration,
}

impl Limit {
    fn new(calls_per_second: u64) -> Self {
        let calls_per_second = calls_per_second.min(MOST_CALLS);
        Self {
            calls_per_second,
            refill: time_to_fill(CALL, calls_per_second),
        }
    }
}

/// How long it takes until so much has flowed in, rounded up; no time if nothing flows.
fn time_to_fill(missing: u64, calls_per_second: u64) -> SimDuration {
    SimDuration::from_nanos(missing.checked_div(calls_per_second).map_or(0, |time| time + 1))
}

/// Empty calls flow in evenly, up to those of a second; each call takes one out.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// What is missing to a full bucket at `at`.
    missing: u64,
    at: SimTime,
    /// The bucket is full from then on.
    full_at: SimTime,
}

impl Bucket {
    /// Takes a call out. Returns whether there was one.
    #[cfg_attr(not(small), inline(always))]
    fn take(&mut self, now: SimTime, limit: &Limit) -> bool {
        if now < self.full_at || limit.calls_per_second == 0 {
            return self.take_from_what_is_left(now, limit.calls_per_second);
        }
        (self.missing, self.at, self.full_at) = (CALL, now, now + limit.refill);
        true
    }

    #[inline(never)]
    fn take_from_what_is_left(&mut self, now: SimTime, calls_per_second: u64) -> bool {
        // A second fills any bucket.
        let elapsed = now.since(self.at).as_nanos().min(SECOND);
        self.missing = self.missing.saturating_sub(elapsed * calls_per_second);
        self.at = now;
        if self.missing + CALL > calls_per_second * CALL {
            return false;
        }
        self.missing += CALL;
        self.full_at = now + time_to_fill(self.missing, calls_per_second);
        true
    }
}

/// The buckets of a FIFO queue.
#[derive(Clone, Debug)]
pub(super) struct Throughput {
    queue: [Bucket; ACTIONS],
    /// Of the queue as a whole, by action.
    limits: [Option<Limit>; ACTIONS],
    /// In high throughput mode, from the first call on.
    partitions: Vec<[Bucket; ACTIONS]>,
}

impl Throughput {
    pub(super) fn new(limit: FifoThroughputLimit, quotas: &Quotas) -> Self {
        let calls = u64::from(quotas.fifo_calls);
        let mut limits = [None; ACTIONS];
        match limit {
            FifoThroughputLimit::PerQueue => limits.fill(Some(Limit::new(calls))),
            FifoThroughputLimit::PerMessageGroupId => {
                let all = calls * u64::from(quotas.fifo_partitions);
                limits[Action::Receive as usize] = Some(Limit::new(all));
            }
        }
        Self {
            queue: Default::default(),
            limits,
            partitions: Vec::new(),
        }
    }
}

/// The partitions on which a batch is counted already.
#[derive(Debug, Default)]
pub(super) struct Touched {
    partitions: [u32; MAX_BATCH_ENTRIES],
    len: usize,
}

impl Touched {
    fn contains(&self, partition: u32) -> bool {
        self.partitions[..self.len].contains(&partition)
    }
}

impl Queue {
    /// Counts a call to the queue as a whole.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn admit(&mut self, now: SimTime, action: Action) -> Result<(), SqsError> {
        let Some(throughput) = &mut self.throughput else {
            return Ok(());
        };
        let bucket = &mut throughput.queue[action as usize];
        match &throughput.limits[action as usize] {
            Some(limit) if !bucket.take(now, limit) => Err(SqsError::RequestThrottled),
            _ => Ok(()),
        }
    }

    /// Counts what a call has to do with a group, in high throughput mode; a batch once for each partition.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn admit_group(
        &mut self,
        now: SimTime,
        action: Action,
        group: Option<&str>,
        touched: Option<&mut Touched>,
    ) -> Result<(), SqsError> {
        if !self.has_partitions() {
            return Ok(());
        }
        self.admit_to_partition(now, action, group, touched)
    }

    #[inline(never)]
    fn admit_to_partition(
        &mut self,
        now: SimTime,
        action: Action,
        group: Option<&str>,
        touched: Option<&mut Touched>,
    ) -> Result<(), SqsError> {
        let (Some(throughput), Some(group)) = (&mut self.throughput, group) else {
            return Ok(());
        };
        let count = self.quotas.fifo_partitions;
        let partition = partition(group, count);
        if touched
            .as_ref()
            .is_some_and(|touched| touched.contains(partition))
        {
            return Ok(());
        }
        throughput
            .partitions
            .resize(count as usize, <[Bucket; ACTIONS]>::default());
        let bucket = &mut throughput.partitions[partition as usize][action as usize];
        if !bucket.take(now, &Limit::new(self.quotas.fifo_calls.into())) {
            return Err(SqsError::RequestThrottled);
        }
        if let Some(touched) = touched {
            touched.partitions[touched.len] = partition;
            touched.len += 1;
        }
        Ok(())
    }

    /// Whether it is a FIFO queue in high throughput mode.
    pub(super) fn has_partitions(&self) -> bool {
        self.attributes().fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId
    }
}

/// By FNV-1a, which is the same everywhere.
fn partition(group: &str, partitions: u32) -> u32 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let hash = group
        .bytes()
        .fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    (hash % u64::from(partitions)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_lets_a_second_of_calls_through_at_once_and_then_as_many_as_flow_in() {
        let (mut bucket, limit) = (Bucket::default(), Limit::new(300));
        let mut take = |millis| bucket.take(SimTime::from_millis(millis), &limit);
        assert_eq!((0..1_000).filter(|_| take(5_000)).count(), 300);
        assert!(!take(5_003) && take(5_004) && !take(5_004));
        assert_eq!((0..1_000).filter(|_| take(5_504)).count(), 150);
        assert_eq!((0..1_000).filter(|_| take(90_000)).count(), 300);
    }

    #[test]
    fn groups_spread_over_the_partitions() {
        let mut groups = [0; 10];
        for group in 0..1_000 {
            groups[partition(&format!("g{group}"), 10) as usize] += 1;
        }
        assert!(groups.iter().all(|count| (50..150).contains(count)), "{groups:?}");
    }
}
