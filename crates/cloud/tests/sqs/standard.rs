//! The rules of standard queues, `reference/sqs.md` §2 and §3.

use super::scenario::check;

#[test]
fn a_short_poll_gives_all_there_is_up_to_the_limit() {
    check(
        "
        queue q
        t=0 send-batch q a , b , c -> a ok, b ok, c ok
        t=0 receive q -> a
        t=0 receive q max=10 -> b c
        t=0 receive q max=10 -> nothing
        ",
    );
}

#[test]
fn a_returned_message_comes_after_those_that_were_visible_before_it() {
    check(
        "
        queue q visibility=5
        t=0 send-batch q a , b , c -> a ok, b ok, c ok
        t=0 receive q max=2 -> a b
        t=1s change q b 0 -> changed
        t=2s send q d -> sent
        t=6s line q -> c b d a
        ",
    );
}

#[test]
fn messages_that_return_together_do_so_in_the_order_of_sending() {
    check(
        "
        queue q visibility=5
        t=0 send-batch q a , b , c -> a ok, b ok, c ok
        t=0 receive q timeout=9 -> a
        t=4s receive q -> b
        t=4s in-flight q -> a@9s b@9s
        t=9s line q -> c a b
        ",
    );
}

#[test]
fn a_request_overrides_the_timeouts_of_the_queue() {
    check(
        "
        queue q visibility=5 wait=20 delay=7
        t=0 send q a delay=0 -> sent
        t=0 receive q timeout=2 -> a
        t=1s receive q wait=0 -> nothing
        t=1s receive q -> waiting p1
        t=2s p1 -> a(2)
        t=7s line q -> a
        ",
    );
}

#[test]
fn a_change_counts_from_now_and_is_not_remembered() {
    check(
        "
        queue q visibility=5
        t=0 send q a -> sent
        t=0 receive q -> a
        t=4s change q a 10 -> changed
        t=13.999s count q -> 0 visible, 1 in flight, 0 delayed
        t=14s receive q -> a(2)
        t=19s count q -> 1 visible, 0 in flight, 0 delayed
        ",
    );
}

#[test]
fn a_receive_lasts_twelve_hours_at_most() {
    check(
        "
        queue q visibility=43200
        t=0 send q a -> sent
        t=10s receive q -> a
        t=20s change q a 43190 -> changed
        t=21s change q a 43190 -> InvalidParameterValue: Value 43190 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]
        t=12h10s receive q -> a(2)
        t=12h10s change q a 43200 -> changed
        ",
    );
}

#[test]
fn a_message_received_with_no_timeout_is_back_at_once() {
    check(
        "
        queue q
        t=0 send-batch q a , b -> a ok, b ok
        t=0 receive q max=10 timeout=0 -> a b
        t=0 count q -> 2 visible, 0 in flight, 0 delayed
        t=0 line q -> a b
        t=0 receive q -> a(2)
        ",
    );
}

#[test]
fn changing_a_message_that_is_back_succeeds_and_does_nothing() {
    check(
        "
        queue q visibility=2
        t=0 send q a -> sent
        t=0 receive q -> a
        t=3s change q a 10 -> changed
        t=3s line q -> a
        ",
    );
}

#[test]
fn deletes_of_a_message_that_is_back_or_gone_succeed() {
    check(
        "
        queue q visibility=2
        t=0 send q a -> sent
        t=0 receive q -> a
        t=3s delete q a -> deleted
        t=3s delete q a -> deleted
        t=3s send q b -> sent
        t=3s delete q a -> deleted
        t=3s change q a 5 -> InvalidParameterValue: Value receipt-0-0-0-1 for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.
        t=3s line q -> b
        ",
    );
}

#[test]
fn a_delay_hides_new_messages_only() {
    check(
        "
        queue q delay=5
        t=0 send q a -> sent
        t=0 send q b delay=2 -> sent
        t=1s set q delay=900 -> set
        t=1s send q c -> sent
        t=1s delayed q -> b@2s a@5s c@15m1s
        t=5s line q -> b a
        ",
    );
}

#[test]
fn retention_ends_wherever_a_message_is() {
    check(
        "
        queue q retention=60
        t=0 send-batch q a , b , c delay=900 -> a ok, b ok, c ok
        t=59s receive q -> a
        t=1m count q -> 0 visible, 0 in flight, 0 delayed
        t=1m delete q a -> deleted
        t=1m happenings -> 0s sent message-0 for 0s, 0s sent message-1 for 0s, 0s sent message-2 for 15m, 59s received a until 1m29s, 1m expired a, 1m expired b, 1m expired c
        ",
    );
}

#[test]
fn a_new_retention_applies_at_once() {
    check(
        "
        queue q
        t=0 send q a -> sent
        t=50s send q b -> sent
        t=90s set q retention=60 -> set
        t=90s line q -> b
        t=1m49.999s line q -> b
        t=1m50s line q -> nothing
        ",
    );
}

#[test]
fn long_polls_are_served_in_the_order_in_which_they_came() {
    check(
        "
        queue q
        t=0 receive q wait=20 -> waiting p1
        t=1s receive q wait=3 max=10 -> waiting p2
        t=2s receive q wait=20 max=2 -> waiting p3
        t=4s p2 -> nothing
        t=5s send-batch q a , b , c , d -> a ok, b ok, c ok, d ok
        t=5s p1 -> a
        t=5s p3 -> b c
        t=5s line q -> d
        ",
    );
}

#[test]
fn a_poll_that_ends_when_a_message_comes_back_gets_it() {
    check(
        "
        queue q visibility=5
        t=0 send q a -> sent
        t=0 receive q -> a
        t=0 receive q wait=5 -> waiting p1
        t=5s p1 -> a(2)
        t=6s count q -> 0 visible, 1 in flight, 0 delayed
        ",
    );
}

#[test]
fn a_cancelled_poll_gets_nothing() {
    check(
        "
        queue q
        t=0 receive q wait=20 -> waiting p1
        t=1s cancel q 1 -> cancelled
        t=2s send q a -> sent
        t=30s line q -> a
        ",
    );
}

#[test]
fn purge_takes_everything_and_its_handles_stay_harmless() {
    check(
        "
        queue q
        t=0 send-batch q a , b , c delay=9 -> a ok, b ok, c ok
        t=0 receive q -> a
        t=1s purge q -> purged
        t=1s count q -> 0 visible, 0 in flight, 0 delayed
        t=1s send q d -> sent
        t=1s delete q a -> deleted
        t=40s line q -> d
        ",
    );
}

#[test]
fn a_deleted_queue_ends_its_polls_and_is_unknown_after() {
    check(
        "
        queue q
        t=0 send q a delay=5 -> sent
        t=0 receive q wait=20 -> waiting p1
        t=1s drop q -> dropped
        t=1s p1 -> nothing
        t=1s send q b -> AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.
        t=1s deadline -> none
        t=1s happenings -> 0s sent message-0 for 5s, 1s purged a, 1s empty receive, 1s answered p1
        ",
    );
}

#[test]
fn a_group_means_no_order_in_a_standard_queue() {
    check(
        "
        queue q
        t=0 send-batch q a group=g , b group=g -> a ok, b ok
        t=0 receive q -> a
        t=0 receive q -> b
        ",
    );
}

#[test]
fn a_message_received_three_times_no_longer_counts_as_the_oldest() {
    check(
        "
        queue q visibility=1
        t=0 send q a -> sent
        t=1s send q b delay=900 -> sent
        t=1s receive q -> a
        t=2s receive q -> a(2)
        t=3s oldest q -> 0s
        t=3s receive q -> a(3)
        t=4s oldest q -> 1s
        t=5s purge q -> purged
        t=5s oldest q -> none
        ",
    );
}

#[test]
fn work_that_fell_due_is_done_in_the_order_of_time() {
    check(
        "
        queue q visibility=3
        t=0 send q a -> sent
        t=0 receive q -> a
        t=0 send q b delay=2 -> sent
        t=10s happenings -> 0s sent message-0 for 0s, 0s received a until 3s, 0s sent message-1 for 2s, 2s arrived b, 3s returned a
        ",
    );
}
