//! The deterministic cases of `reference/sqs.md` §11. Case 12's second half needs names and case 13 move tasks, which are not here.

use super::scenario::check;

#[test]
fn case_1_a_message_that_is_not_deleted_comes_again() {
    check(
        "
        queue q visibility=2
        t=0 send q m1 -> sent
        t=0 receive q -> m1
        t=1.999s receive q -> nothing
        t=2s receive q -> m1(2)
        ",
    );
}

#[test]
fn case_2_an_old_handle_deletes_in_a_standard_queue() {
    check(
        "
        queue q visibility=2
        t=0 send q m1 -> sent
        t=0 receive q -> m1
        t=2s receive q -> m1(2)
        t=2s delete q m1#1 -> deleted
        t=10s receive q -> nothing
        t=10s count q -> 0 visible, 0 in flight, 0 delayed
        ",
    );
}

#[test]
fn case_3_a_long_poll_ends_when_a_delay_does() {
    check(
        "
        queue q delay=5
        t=0 send q m1 -> sent
        t=0 count q -> 0 visible, 0 in flight, 1 delayed
        t=0 receive q wait=20 -> waiting p1
        t=5s p1 -> m1
        t=6s count q -> 0 visible, 1 in flight, 0 delayed
        ",
    );
}

#[test]
fn case_4_a_long_poll_ends_when_a_message_is_sent() {
    check(
        "
        queue q
        t=0 receive q wait=20 -> waiting p1
        t=3s send q m1 -> sent
        t=3s p1 -> m1
        ",
    );
}

#[test]
fn case_5_a_message_received_too_often_goes_to_the_dead_letter_queue() {
    check(
        "
        queue d
        queue q visibility=2 dlq=d:2
        t=0 send q m1 -> sent
        t=0 receive q -> m1
        t=2s receive q -> m1(2)
        t=4s receive q -> nothing
        t=4s count q -> 0 visible, 0 in flight, 0 delayed
        t=4s receive d -> m1(3)<q
        ",
    );
}

#[test]
fn case_6_a_message_in_flight_blocks_its_group() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g1 -> sent
        t=0 send q b group=g1 -> sent
        t=0 send q c group=g1 -> sent
        t=0 receive q max=1 -> a
        t=0 receive q max=10 -> nothing
        t=0 delete q a -> deleted
        t=0 receive q max=10 -> b c
        ",
    );
}

#[test]
fn case_7_a_group_is_delivered_up_to_its_first_hidden_message() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g1 -> sent
        t=0 send q b group=g1 -> sent
        t=0 receive q max=2 -> a b
        t=0 change q a 0 -> changed
        t=0 receive q max=10 -> a(2)
        t=0 change q b 0 -> changed
        t=0 receive q max=10 -> nothing
        t=0 line q -> [b]
        ",
    );
}

#[test]
fn case_8_groups_do_not_block_each_other() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g1 -> sent
        t=0 send q b group=g1 -> sent
        t=0 send q c group=g2 -> sent
        t=0 receive q max=1 -> a
        t=0 receive q max=10 -> c
        ",
    );
}

#[test]
fn case_9_deduplication_has_the_scope_of_the_queue_or_of_the_group() {
    check(
        "
        queue q fifo
        queue s fifo scope
        t=0 send q a group=g1 dedup=1 -> sent
        t=0 send q b group=g2 dedup=1 -> sent as a
        t=0 send s a group=g1 dedup=1 -> sent
        t=0 send s b group=g2 dedup=1 -> sent
        t=0 send s c group=g1 dedup=1 -> sent as a
        t=0 line q -> a
        t=0 line s -> a b
        ",
    );
}

#[test]
fn case_10_a_fifo_queue_refuses_an_expired_handle() {
    check(
        "
        queue q fifo content visibility=2
        t=0 send q a group=g1 -> sent
        t=0 receive q -> a
        t=2s delete q a -> InvalidParameterValue: Value receipt-0-0-0-1 for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.
        t=2s receive q -> a(2)
        t=3s delete q a#1 -> InvalidParameterValue: Value receipt-0-0-0-1 for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.
        t=3s delete q a -> deleted
        ",
    );
}

#[test]
fn case_11_a_batch_fails_as_a_whole_or_by_entry() {
    check(
        "
        queue q size=1024
        t=0 send-batch q a , b , c , d , e , f , g , h , i , j , k -> AWS.SimpleQueueService.TooManyEntriesInBatchRequest: Maximum number of entries per request are 10. You have sent 11.
        t=0 send-batch q a , b size=1025 , c size=1024 -> a ok, c ok, b failed: InvalidParameterValue: One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.
        t=0 line q -> a c
        ",
    );
}

#[test]
fn case_12_purges_are_a_minute_apart() {
    check(
        "
        queue q delay=5
        t=0 purge q -> purged
        t=59.999s purge q -> AWS.SimpleQueueService.PurgeQueueInProgress: Only one PurgeQueue operation on queue-0 is allowed every 60 seconds.
        t=1m purge q -> purged
        ",
    );
}
