//! `ReceiveRequestAttemptId`, `reference/sqs.md` §4.

use super::scenario::check;

#[test]
fn a_receive_repeated_under_its_id_gets_the_same_messages_and_hides_them_anew() {
    check(
        "
        queue q fifo content visibility=10
        t=0 send-batch q a group=g , b group=g , c group=h -> a ok, b ok, c ok
        t=0 receive q max=2 attempt=1 -> a b
        t=6s receive q max=10 attempt=1 -> a b
        t=6s in-flight q -> a@16s b@16s
        t=6s receive q max=10 attempt=2 -> c
        t=6s received q -> 5, of which 2 again
        t=15s delete q a#1 -> deleted
        ",
    );
}

#[test]
fn an_attempt_can_be_repeated_for_five_minutes_from_the_first() {
    check(
        "
        queue q fifo content visibility=43200
        t=0 send q a group=g -> sent
        t=0 receive q attempt=1 -> a
        t=4m59.999s receive q attempt=1 -> a
        t=5m receive q attempt=1 -> nothing
        ",
    );
}

#[test]
fn an_attempt_whose_message_was_deleted_is_ignored() {
    check(
        "
        queue q fifo content
        t=0 send-batch q a group=g , b group=g , c group=g -> a ok, b ok, c ok
        t=0 receive q max=2 attempt=1 -> a b
        t=1s delete q a -> deleted
        t=1s receive q max=2 attempt=1 -> nothing
        t=2s delete q b -> deleted
        t=2s receive q max=2 attempt=1 -> c
        t=3s receive q max=2 attempt=1 -> c
        ",
    );
}

#[test]
fn an_attempt_whose_visibility_was_changed_is_ignored() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g -> sent
        t=0 receive q attempt=1 -> a
        t=1s change q a 60 -> changed
        t=1s receive q attempt=1 -> nothing
        ",
    );
}

#[test]
fn an_attempt_whose_messages_are_back_is_a_receive_like_any_other() {
    check(
        "
        queue q fifo content visibility=10
        t=0 send q a group=g -> sent
        t=0 receive q attempt=1 -> a
        t=10s receive q attempt=1 -> a(2)
        t=11s receive q attempt=1 -> a(2)
        t=11s received q -> 3, of which 1 again
        ",
    );
}

#[test]
fn an_attempt_that_got_nothing_is_forgotten() {
    check(
        "
        queue q fifo content
        t=0 receive q attempt=1 -> nothing
        t=0 send q a group=g -> sent
        t=0 receive q attempt=1 -> a
        ",
    );
}

#[test]
fn the_answer_of_a_long_poll_can_be_repeated() {
    check(
        "
        queue q fifo content
        t=0 receive q attempt=1 wait=20 -> waiting p1
        t=1s send q a group=g -> sent
        t=1s p1 -> a
        t=2s receive q attempt=1 wait=20 -> a
        t=2s in-flight q -> a@32s
        ",
    );
}

#[test]
fn purge_forgets_attempts() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g -> sent
        t=0 receive q attempt=1 -> a
        t=1s purge q -> purged
        t=1s send q b group=g -> sent
        t=1s receive q attempt=1 -> b
        ",
    );
}

#[test]
fn attempt_ids_have_128_characters_at_most_and_belong_to_fifo_queues() {
    let id = "x".repeat(128);
    check(&format!(
        "
        queue q
        queue f fifo
        t=0 receive q attempt=1 -> InvalidParameterValue: Value 1 for parameter ReceiveRequestAttemptId is invalid. Reason: The request includes a parameter that is not valid for this queue type.
        t=0 receive f attempt={id} -> nothing
        t=0 receive f attempt={id}x -> InvalidParameterValue: Value {id}x for parameter ReceiveRequestAttemptId is invalid. Reason: ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.
        t=0 receive f attempt=é -> InvalidParameterValue: Value é for parameter ReceiveRequestAttemptId is invalid. Reason: ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.
        "
    ));
}
