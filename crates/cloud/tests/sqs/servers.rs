//! Short polls ask some servers, and a delete may miss one: the standard queue's at-least-once delivery,
//! `reference/sqs.md` §3.

use cloud::sqs::{
    PollId, QueueAttributes, QueueKind, ReceiveMessage, ReceiveOutcome, SendMessage, Servers, Sqs,
};
use cloud::time::SimTime;

use super::scenario::check;

#[test]
fn a_short_poll_gets_what_the_servers_hold_that_it_asks() {
    check(
        "
        queue q
        t=0 send-batch q a , b , c , d , e , f , g , h , i -> a ok, b ok, c ok, d ok, e ok, f ok, g ok, h ok, i ok
        t=0 receive q max=10 servers=0 -> a i
        t=0 line q -> b c d e f g h
        t=0 receive q max=10 servers=7 -> nothing
        t=0 receive q max=2 servers=1356 -> c e
        t=0 line q -> b d f g h
        t=0 receive q max=10 servers= -> nothing
        t=0 receive q max=10 -> b d f g h
        ",
    );
}

#[test]
fn a_long_poll_asks_all_servers() {
    check(
        "
        queue q
        queue r wait=1
        t=0 send q a -> sent
        t=0 receive q servers=7 -> nothing
        t=0 receive q servers=7 wait=1 -> a
        t=0 send r b -> sent
        t=0 receive r servers=7 wait=0 -> nothing
        t=0 receive r servers=7 -> b
        t=0 receive r servers=7 -> waiting p1
        t=0 send r c -> sent
        t=0s p1 -> c
        ",
    );
}

#[test]
fn messages_on_other_servers_keep_their_place() {
    check(
        "
        queue q
        t=0 send-batch q a group=x , b group=y , c group=x , d group=y , e , f -> a ok, b ok, c ok, d ok, e ok, f ok
        t=0 receive q max=10 servers=24 -> c e
        t=0 line q -> a b d f
        t=0 receive q max=10 servers=2 -> d
        t=0 receive q max=10 -> a b f
        ",
    );
}

#[test]
fn fifo_queues_are_not_asked_in_part() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g -> sent
        t=0 receive q servers=7 -> a
        ",
    );
}

#[test]
fn a_short_poll_looks_at_eight_times_as_many_messages_as_it_may_get() {
    let now = SimTime::ZERO;
    let mut sqs = Sqs::default();
    let queue = sqs.create_queue(now, QueueKind::Standard, QueueAttributes::default());
    let queue = queue.expect("a queue");
    for _ in 0..200 {
        sqs.send(now, queue, SendMessage::new("m")).expect("it is sent");
    }
    let mut receive = |servers, max| -> Vec<u64> {
        let request = ReceiveMessage {
            servers: Servers::of_bits(servers),
            max_number_of_messages: Some(max),
            ..ReceiveMessage::new(PollId(0))
        };
        match sqs.receive(now, queue, request) {
            Ok(ReceiveOutcome::Messages(messages)) => {
                messages.into_iter().map(|message| message.message.0).collect()
            }
            other => panic!("{other:?} instead of messages"),
        }
    };
    assert_eq!(receive(1 << 7, 1), [7]);
    assert_eq!(receive(1 << 7, 3), [8, 16, 24]);
    assert!(receive(0, 10).is_empty());
}

#[test]
fn a_delete_that_misses_a_copy_succeeds_and_the_message_comes_back() {
    check(
        "
        queue q visibility=5
        t=0 send q a -> sent
        t=0 receive q -> a
        t=1s delete-but-a-copy q a -> deleted
        t=1s count q -> 0 visible, 1 in flight, 0 delayed
        t=5s receive q -> a(2)
        t=5s received q -> 2, of which 1 again
        t=6s delete q a -> deleted
        t=20s receive q -> nothing
        t=20s happenings -> 0s sent message-0 for 0s, 0s received a until 5s, 1s left a copy of a, 5s returned a, 5s received a until 10s, 6s deleted a, 20s empty receive
        ",
    );
}

#[test]
fn a_copy_of_a_message_that_is_back_stays_visible() {
    check(
        "
        queue q visibility=5
        t=0 send q a -> sent
        t=0 receive q -> a
        t=6s delete-but-a-copy q a -> deleted
        t=6s receive q -> a(2)
        t=6s delete q a#1 -> deleted
        t=6s delete-but-a-copy q a -> deleted
        t=20s count q -> 0 visible, 0 in flight, 0 delayed
        ",
    );
}

#[test]
fn a_delete_from_a_fifo_queue_misses_no_copy() {
    check(
        "
        queue q fifo content visibility=5
        t=0 send q a group=g -> sent
        t=0 receive q -> a
        t=1s delete-but-a-copy q a -> deleted
        t=20s receive q -> nothing
        ",
    );
}
