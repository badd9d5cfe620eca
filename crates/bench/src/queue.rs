//! Messages through one queue of the engine: sent, received and deleted, one after the other.

use std::hint::black_box;
use std::rc::Rc;

use cloud::sqs::{
    DeduplicationScope, FifoThroughputLimit, Happening, PollId, QueueAttributes, QueueId, QueueKind,
    ReceiveMessage, ReceiveOutcome, SendMessage, Sqs,
};
use cloud::time::{SimDuration, SimTime};

/// Message groups of the FIFO queue.
const GROUPS: usize = 1_000;
/// A deduplication id is remembered for so long.
const WINDOW: SimDuration = SimDuration::from_secs(300);
/// A FIFO queue with default attributes takes no more than 300 calls of a kind a second.
const BETWEEN_CALLS: SimDuration = SimDuration::from_millis(4);

/// A service with one queue, at a moment.
#[derive(Debug)]
pub struct Bench {
    service: Sqs,
    queue: QueueId,
    now: SimTime,
    /// Between two lifecycles.
    step: SimDuration,
    labels: Option<Labels>,
    happenings: Vec<Happening>,
}

/// What FIFO messages carry, written once.
#[derive(Debug)]
struct Labels {
    groups: Vec<Rc<str>>,
    /// More than the window remembers, so that none is a duplicate when its turn comes again.
    deduplication: Vec<Rc<str>>,
    /// Which come next.
    group: usize,
    id: usize,
}

impl Bench {
    /// A standard queue with so many messages waiting.
    pub fn standard(waiting: usize, body: &str) -> Self {
        let step = SimDuration::from_micros(1);
        let mut bench = Self::new(QueueKind::Standard, QueueAttributes::default(), step, None);
        for _ in 0..waiting {
            bench.send(body);
        }
        bench
    }

    /// A FIFO queue that remembers so many deduplication ids at any time, once it has run for a while.
    pub fn fifo(remembered: usize) -> Self {
        let step = SimDuration::from_nanos(WINDOW.as_nanos() / remembered as u64);
        let name = |prefix: &str, number: usize| Rc::from(format!("{prefix}-{number}"));
        let labels = Labels {
            groups: (0..GROUPS).map(|number| name("customer", number)).collect(),
            deduplication: (0..remembered + remembered / 8 + 1)
                .map(|number| name("order", number))
                .collect(),
            group: 0,
            id: 0,
        };
        let attributes = if step < BETWEEN_CALLS {
            high_throughput()
        } else {
            QueueAttributes::default()
        };
        Self::new(QueueKind::Fifo, attributes, step, Some(labels))
    }

    fn new(kind: QueueKind, attributes: QueueAttributes, step: SimDuration, labels: Option<Labels>) -> Self {
        let mut service = Sqs::default();
        let queue = service
            .create_queue(SimTime::ZERO, kind, attributes)
            .expect("the attributes are in range");
        Self {
            service,
            queue,
            now: SimTime::ZERO,
            step,
            labels,
            happenings: Vec::new(),
        }
    }

    /// Sends, receives and deletes a message, so many times.
    ///
    /// # Panics
    /// If the queue does not do what it should: a benchmark of something broken is worth nothing.
    pub fn lifecycles(&mut self, count: usize, body: &str) {
        for _ in 0..count {
            self.now += self.step;
            self.send(body);
            let received = self
                .service
                .receive(self.now, self.queue, ReceiveMessage::new(PollId(0)));
            let Ok(ReceiveOutcome::Messages(deliveries)) = received else {
                panic!("{received:?} for a receive of a queue that holds messages")
            };
            assert!(!deliveries.is_empty(), "a queue that holds messages gives one");
            for delivery in black_box(&deliveries) {
                let deleted = self.service.delete(self.now, self.queue, delivery.receipt);
                deleted.expect("a message in flight can be deleted");
            }
            self.service.recycle(deliveries);
            self.service.take_happenings(&mut self.happenings);
        }
    }

    /// How many messages wait.
    pub fn waiting(&self) -> u64 {
        self.service.counts(self.queue).visible
    }

    fn send(&mut self, body: &str) {
        let mut message = SendMessage::new(body);
        if let Some(labels) = &mut self.labels {
            message.group = Some(take_turns(&labels.groups, &mut labels.group));
            message.deduplication = Some(take_turns(&labels.deduplication, &mut labels.id));
        }
        let sent = self.service.send(self.now, self.queue, message);
        sent.expect("the message is as a queue of this kind wants it");
        self.service.take_happenings(&mut self.happenings);
    }
}

/// The next of the names, and after the last the first again.
fn take_turns(names: &[Rc<str>], next: &mut usize) -> Rc<str> {
    let name = names[*next].clone();
    *next += 1;
    if *next == names.len() {
        *next = 0;
    }
    name
}

/// Groups that do not share a limit of calls a second.
fn high_throughput() -> QueueAttributes {
    QueueAttributes {
        deduplication_scope: DeduplicationScope::MessageGroup,
        fifo_throughput_limit: FifoThroughputLimit::PerMessageGroupId,
        ..QueueAttributes::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_is_what_is_said() {
        let mut standard = Bench::standard(10, "body");
        standard.lifecycles(100, "body");
        assert_eq!(standard.waiting(), 10);
        let mut fifo = Bench::fifo(100);
        fifo.lifecycles(1_000, "body");
        let counts = fifo.service.counts(fifo.queue);
        assert_eq!((counts.deleted, counts.deduplicated), (1_000, 0));
    }
}
