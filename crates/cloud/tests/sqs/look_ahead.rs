//! How far a FIFO queue looks for messages that can be received, `reference/sqs.md` §1.3.

use cloud::sqs::{
    PollId, QueueAttributes, QueueKind, Quotas, ReceiveMessage, ReceiveOutcome, SendMessage, Sqs,
};
use cloud::time::SimTime;

use super::scenario::check;

#[test]
fn a_free_group_beyond_the_look_ahead_cannot_be_received() {
    check(
        "
        quotas look-ahead=3
        queue q fifo content
        t=0 send-batch q a group=g , b group=g , c group=g , d group=h -> a ok, b ok, c ok, d ok
        t=0 receive q -> a
        t=0 receive q max=10 -> nothing
        t=0 line q -> [d] [b] [c]
        t=0 count q -> 3 visible, 1 in flight, 0 delayed
        t=0 delete q a -> deleted
        t=0 receive q max=10 -> b c d
        ",
    );
}

#[test]
fn a_receive_takes_no_more_of_a_group_than_it_looks_at() {
    check(
        "
        quotas look-ahead=2
        queue q fifo content
        t=0 send-batch q a group=g , b group=g , c group=g -> a ok, b ok, c ok
        t=0 receive q max=10 -> a b
        t=1s change q b 0 -> changed
        t=1s delete q a -> deleted
        t=1s receive q max=10 -> b(2) c
        ",
    );
}

#[test]
fn a_long_poll_is_answered_when_its_message_comes_in_sight() {
    check(
        "
        quotas look-ahead=1
        queue q fifo content retention=60
        t=0 send q a group=g -> sent
        t=1s send q b group=h -> sent
        t=50s receive q -> a
        t=50s receive q wait=20 -> waiting p1
        t=1m p1 -> b
        ",
    );
}

#[test]
fn purge_begins_the_look_ahead_anew() {
    check(
        "
        quotas look-ahead=1
        queue q fifo content
        t=0 send-batch q a group=g , b group=h -> a ok, b ok
        t=0 receive q -> a
        t=0 purge q -> purged
        t=0 send q c group=h -> sent
        t=0 receive q -> c
        ",
    );
}

#[test]
fn the_look_ahead_is_120_000_messages() {
    let now = SimTime::ZERO;
    let mut sqs = Sqs::with_quotas(Quotas {
        fifo_calls: 1_000_000,
        ..Quotas::default()
    });
    let attributes = QueueAttributes {
        content_based_deduplication: true,
        ..QueueAttributes::default()
    };
    let queue = sqs
        .create_queue(now, QueueKind::Fifo, attributes)
        .expect("a queue");
    let mut send = |number: u32, group: &str| {
        let message = SendMessage {
            group: Some(group.into()),
            ..SendMessage::new(number.to_string().as_str())
        };
        sqs.send(now, queue, message).expect("it is sent");
        let received = sqs.receive(now, queue, ReceiveMessage::new(PollId(0)));
        matches!(received, Ok(ReceiveOutcome::Messages(messages)) if messages.len() == 1)
    };
    assert!(send(0, "first"), "the first of its group");
    for number in 1..119_999 {
        assert!(!send(number, "first"), "its group is blocked");
    }
    assert!(send(119_999, "second"), "the last that is looked at");
    assert!(!send(120_000, "third"), "one more");
}
