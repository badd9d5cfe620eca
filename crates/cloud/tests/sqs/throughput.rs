//! The throughput limits of FIFO queues, `reference/sqs.md` §1.3.

use cloud::sqs::{
    BatchEntry, DeduplicationScope, FifoThroughputLimit, PollId, QueueAttributes, QueueId, QueueKind, Quotas,
    ReceiveMessage, ReceiveOutcome, SendMessage, Sqs, SqsError,
};
use cloud::time::SimTime;

use super::scenario::check;

const THROTTLED: &str = "RequestThrottled: Request is throttled.";

#[test]
fn each_action_has_a_limit_of_its_own_and_a_batch_is_one_call() {
    check(&format!(
        "
        quotas calls=2
        queue q fifo content
        t=0 send-batch q a group=g , b group=g , c group=h -> a ok, b ok, c ok
        t=0 send q d group=g -> sent
        t=0 send q e group=g -> {THROTTLED}
        t=0 send-batch q e group=g , f group=g -> {THROTTLED}
        t=0 receive q -> a
        t=0 receive q max=10 -> c
        t=0 receive q -> {THROTTLED}
        t=0 change q a 0 -> changed
        t=0 change q c 5 -> changed
        t=0 change q c 6 -> changed
        t=0 delete q c -> deleted
        t=0 delete-batch q c -> c ok
        t=0 delete q c -> {THROTTLED}
        t=0.5s send q e group=g -> sent
        t=0.5s send q f group=g -> {THROTTLED}
        t=9s send q f group=g -> sent
        t=9s send q i group=g -> sent
        t=9s send q j group=g -> {THROTTLED}
        "
    ));
}

#[test]
fn the_default_is_300_calls_a_second_of_each_action() {
    let mut sqs = Sqs::default();
    let queue = fifo(&mut sqs, FifoThroughputLimit::PerQueue);
    let sent = calls_let_through(|call| sqs.send(at(call), queue, message(call, "g")).is_ok());
    assert_eq!(
        sent,
        300 + 600,
        "a second's worth at once, then 300 a second for 2 s"
    );
    let received = calls_let_through(|call| {
        sqs.receive(at(10_000 + call), queue, ReceiveMessage::new(PollId(call)))
            .is_ok()
    });
    assert_eq!(received, 300 + 600);
}

#[test]
fn calls_before_a_change_of_the_limit_do_not_count_after_it() {
    let mut sqs = Sqs::default();
    let queue = fifo(&mut sqs, FifoThroughputLimit::PerQueue);
    let send = |sqs: &mut Sqs, number| sqs.send(SimTime::ZERO, queue, message(number, "g"));
    assert!((0..300).all(|number| send(&mut sqs, number).is_ok()));
    assert_eq!(send(&mut sqs, 300), Err(SqsError::RequestThrottled));
    let attributes = sqs.attributes(queue).expect("there is the queue").clone();
    let of_groups = QueueAttributes {
        fifo_throughput_limit: FifoThroughputLimit::PerMessageGroupId,
        ..attributes.clone()
    };
    for attributes in [of_groups, attributes] {
        sqs.set_attributes(SimTime::ZERO, queue, attributes)
            .expect("both are in range");
        let base = 1_000 + sqs.counts(queue).sent;
        assert!((base..base + 300).all(|number| send(&mut sqs, number).is_ok()));
        assert_eq!(send(&mut sqs, 1), Err(SqsError::RequestThrottled));
    }
}

#[test]
fn a_batch_counts_once_so_that_3_000_messages_a_second_fit() {
    let mut sqs = Sqs::default();
    let queue = fifo(&mut sqs, FifoThroughputLimit::PerQueue);
    calls_let_through(|call| {
        let entry = |index: u64| BatchEntry {
            id: index.to_string().into(),
            request: message(call * 10 + index, "g"),
        };
        sqs.send_batch(at(call), queue, (0..10).map(entry).collect())
            .is_ok()
    });
    assert_eq!(sqs.counts(queue).sent, 3_000 + 6_000);
}

#[test]
fn in_high_throughput_mode_each_partition_of_groups_has_the_limit() {
    let quotas = Quotas {
        fifo_partitions: 1_000_000,
        ..Quotas::default()
    };
    let mut sqs = Sqs::with_quotas(quotas);
    let queue = fifo(&mut sqs, FifoThroughputLimit::PerMessageGroupId);
    for group in ["g1", "g2", "g3"] {
        let sent = (0..1_000).filter(|&call| sqs.send(SimTime::ZERO, queue, message(call, group)).is_ok());
        assert_eq!(sent.count(), 300, "{group}");
    }
}

#[test]
fn in_high_throughput_mode_deletes_count_for_the_group_of_the_message_and_receives_for_the_queue() {
    check(&format!(
        "
        quotas calls=2 partitions=1000000
        queue q fifo content scope limit
        t=0 send-batch q a group=g1 , b group=g1 , c group=g1 , d group=g2 -> a ok, b ok, c ok, d ok
        t=0 receive q max=3 -> a b c
        t=0 receive q -> d
        t=0 receive q -> nothing
        t=0 receive q -> nothing
        t=0 delete-batch q a b -> a ok, b ok
        t=0 delete q a -> deleted
        t=0 delete q c -> deleted
        t=0 delete q d -> deleted
        queue r fifo content scope limit
        t=0 send-batch r e group=g1 , f group=g1 , g group=g1 -> e ok, f ok, g ok
        t=0 receive r max=3 -> e f g
        t=0 delete r e -> deleted
        t=0 delete r f -> deleted
        t=0 delete r g -> {THROTTLED}
        t=0.5s delete r g -> deleted
        "
    ));
}

#[test]
fn entries_for_a_partition_without_room_fail_one_by_one() {
    check(&format!(
        "
        quotas calls=1 partitions=1000000
        queue q fifo content scope limit
        t=0 send q a group=g1 -> sent
        t=0 send q b group=g1 -> {THROTTLED}
        t=0 send-batch q c group=g2 , d group=g1 , e group=g2 -> c ok, e ok, d failed: {THROTTLED}
        t=1s send-batch q c2 group=g2 , d group=g1 , e2 group=g2 -> c2 ok, d ok, e2 ok
        "
    ));
}

#[test]
fn standard_queues_have_no_limit() {
    let mut sqs = Sqs::default();
    let now = SimTime::ZERO;
    let queue = sqs.create_queue(now, QueueKind::Standard, QueueAttributes::default());
    let queue = queue.expect("a queue");
    for _ in 0..10_000 {
        sqs.send(now, queue, SendMessage::new("m")).expect("it is sent");
        let received = sqs.receive(now, queue, ReceiveMessage::new(PollId(0)));
        let Ok(ReceiveOutcome::Messages(messages)) = received else {
            panic!("{received:?} instead of messages")
        };
        sqs.delete(now, queue, messages[0].receipt)
            .expect("it is deleted");
    }
}

#[test]
fn a_refused_call_changes_nothing_but_can_come_again() {
    let mut sqs = Sqs::with_quotas(Quotas {
        fifo_calls: 1,
        ..Quotas::default()
    });
    let queue = fifo(&mut sqs, FifoThroughputLimit::PerQueue);
    let now = SimTime::ZERO;
    assert!(sqs.send(now, queue, message(1, "g")).is_ok());
    let counts = sqs.counts(queue);
    assert_eq!(
        sqs.send(now, queue, message(2, "g")),
        Err(SqsError::RequestThrottled)
    );
    assert_eq!(sqs.counts(queue), counts);
    assert_eq!(SqsError::RequestThrottled.code(), "RequestThrottled");
}

fn fifo(sqs: &mut Sqs, fifo_throughput_limit: FifoThroughputLimit) -> QueueId {
    let attributes = QueueAttributes {
        fifo_throughput_limit,
        deduplication_scope: DeduplicationScope::MessageGroup,
        ..QueueAttributes::default()
    };
    sqs.create_queue(SimTime::ZERO, QueueKind::Fifo, attributes)
        .expect("a queue")
}

fn message(number: u64, group: &str) -> SendMessage {
    SendMessage {
        group: Some(group.into()),
        deduplication: Some(number.to_string().into()),
        ..SendMessage::new("m")
    }
}

/// A call each millisecond for two seconds.
fn at(call: u64) -> SimTime {
    SimTime::from_millis(call)
}

/// How many of 2,001 calls in two seconds are answered.
fn calls_let_through(mut call: impl FnMut(u64) -> bool) -> usize {
    (0..=2_000).filter(|&number| call(number)).count()
}
