//! Dead-letter queues, `reference/sqs.md` §5.

use super::scenario::check;

#[test]
fn the_receive_that_moves_a_message_goes_on_to_the_next() {
    check(
        "
        queue d
        queue q visibility=2 dlq=d:1
        t=0 send q a -> sent
        t=0 receive q -> a
        t=2s send q b -> sent
        t=2s receive q max=10 -> b
        t=2s line d -> a
        t=2s happenings -> 0s sent message-0 for 0s, 0s received a until 2s, 2s returned a, 2s sent message-1 for 2s, 2s moved a to queue-0, 2s received b until 4s
        ",
    );
}

#[test]
fn a_chain_hands_a_message_out_in_every_queue() {
    check(
        "
        queue c
        queue b visibility=1 dlq=c:1
        queue a visibility=1 dlq=b:1
        t=0 send a m -> sent
        t=0 receive a -> m
        t=1s receive a -> nothing
        t=1s receive b -> m(2)<a
        t=2s receive b -> nothing
        t=2s receive c -> m(3)<b
        ",
    );
}

#[test]
fn a_poll_on_the_dead_letter_queue_is_answered_by_the_move() {
    check(
        "
        queue d
        queue q visibility=2 dlq=d:1
        t=0 receive d wait=20 -> waiting p1
        t=0 send q m -> sent
        t=0 receive q -> m
        t=2s receive q wait=1 -> waiting p2
        t=2s p1 -> m(2)<q
        t=3s p2 -> nothing
        ",
    );
}

#[test]
fn polls_on_a_circle_of_queues_come_to_an_end() {
    check(
        "
        queue a visibility=1
        queue b visibility=1 dlq=a:1
        t=0 set a dlq=b:1 -> set
        t=0 receive a wait=20 -> waiting p1
        t=0 receive b wait=20 -> waiting p2
        t=0 receive a wait=20 -> waiting p3
        t=0 receive a wait=20 -> waiting p4
        t=0 send a m -> sent
        t=0s p1 -> m
        t=1s p2 -> m(2)<a
        t=2s receive b wait=20 -> waiting p5
        t=2s p3 -> m(3)<b
        t=3s p5 -> m(4)<a
        t=20s p4 -> nothing
        t=20s count b -> 1 visible, 0 in flight, 0 delayed
        ",
    );
}

#[test]
fn a_queue_can_be_its_own_dead_letter_queue() {
    check(
        "
        queue q visibility=1
        t=0 set q dlq=q:1 -> set
        t=0 send q m -> sent
        t=0 receive q -> m
        t=1s receive q -> nothing
        t=1s receive q -> m(2)<q
        ",
    );
}

#[test]
fn without_its_dead_letter_queue_messages_stay() {
    check(
        "
        queue d
        queue q visibility=1 dlq=d:1
        t=0 send q m -> sent
        t=0 receive q -> m
        t=0 drop d -> dropped
        t=1s receive q -> m(2)
        ",
    );
}

#[test]
fn a_standard_dead_letter_queue_keeps_the_time_of_sending_for_retention_but_not_for_age() {
    check(
        "
        queue d retention=100
        queue q visibility=1 dlq=d:1
        t=0 send q m -> sent
        t=10s receive q -> m
        t=50s send d late -> sent
        t=1m30s receive q -> nothing
        t=1m30s oldest d -> 50s
        t=1m39s receive d max=10 -> late m(2)<q
        t=1m40s in-flight d -> late@2m9s
        t=1m40s oldest d -> 50s
        ",
    );
}

#[test]
fn the_age_of_a_moved_message_counts_from_the_move() {
    check(
        "
        queue d
        queue q visibility=1 dlq=d:1
        t=0 send q m -> sent
        t=10s receive q -> m
        t=1m30s receive q -> nothing
        t=1m30s oldest d -> 1m30s
        ",
    );
}

#[test]
fn a_message_older_than_the_retention_of_the_dead_letter_queue_is_lost() {
    check(
        "
        queue d retention=60
        queue q visibility=1 dlq=d:1
        t=0 send q m -> sent
        t=10s receive q -> m
        t=1m30s receive q -> nothing
        t=1m30s count d -> 0 visible, 0 in flight, 0 delayed
        ",
    );
}

#[test]
fn a_poll_does_not_rescue_what_the_dead_letter_queue_no_longer_retains() {
    check(
        "
        queue d retention=60
        queue q visibility=1 dlq=d:1
        t=0 send q m -> sent
        t=10s receive q -> m
        t=1m20s receive d wait=20 -> waiting p1
        t=1m30s receive q -> nothing
        t=1m30s count d -> 0 visible, 0 in flight, 0 delayed
        t=1m40s p1 -> nothing
        ",
    );
}

#[test]
fn a_fifo_dead_letter_queue_retains_anew_and_frees_the_group() {
    check(
        "
        queue d fifo retention=60
        queue q fifo content visibility=1 dlq=d:1
        t=0 send q a group=g -> sent
        t=0 send q b group=g -> sent
        t=0 receive q max=1 -> a
        t=50s receive q max=10 -> b
        t=1m49.999s line d -> a
        t=1m50s line d -> nothing
        ",
    );
}

#[test]
fn the_dead_letter_queue_must_exist_and_be_of_the_same_kind() {
    check(
        r#"
        queue d
        queue f fifo
        queue q
        t=0 set q dlq=nowhere:5 -> InvalidParameterValue: Value {"deadLetterTargetArn":"queue-999","maxReceiveCount":5} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.
        t=0 set f dlq=d:5 -> InvalidParameterValue: Value {"deadLetterTargetArn":"queue-0","maxReceiveCount":5} for parameter RedrivePolicy is invalid. Reason: Dead-letter queue must be same type of queue as the source.
        t=0 set q dlq=d:0 -> InvalidParameterValue: Value {"deadLetterTargetArn":"queue-0","maxReceiveCount":0} for parameter RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.
        t=0 set q dlq=d:1000 -> set
        "#,
    );
}

#[test]
fn a_dead_letter_queue_can_deny_its_sources() {
    check(
        r#"
        queue d allow=none
        queue q
        t=0 set q dlq=d:5 -> InvalidParameterValue: Value {"deadLetterTargetArn":"queue-0","maxReceiveCount":5} for parameter RedrivePolicy is invalid. Reason: The redrive allow policy of the dead-letter queue does not allow this source queue.
        queue r dlq=d:5 -> InvalidParameterValue: Value {"deadLetterTargetArn":"queue-0","maxReceiveCount":5} for parameter RedrivePolicy is invalid. Reason: The redrive allow policy of the dead-letter queue does not allow this source queue.
        t=0 set d allow=all -> set
        t=0 set q dlq=d:5 -> set
        "#,
    );
}

#[test]
fn a_dead_letter_queue_can_name_its_sources() {
    check(
        r#"
        queue d
        queue q
        queue r
        t=0 set d allow=q -> set
        t=0 set q dlq=d:5 -> set
        t=0 set r dlq=d:5 -> InvalidParameterValue: Value {"deadLetterTargetArn":"queue-0","maxReceiveCount":5} for parameter RedrivePolicy is invalid. Reason: The redrive allow policy of the dead-letter queue does not allow this source queue.
        "#,
    );
}

#[test]
fn a_dead_letter_queue_names_one_to_ten_sources() {
    check(
        "
        queue d
        t=0 set d allow=d,d,d,d,d,d,d,d,d,d -> set
        t=0 set d allow=d,d,d,d,d,d,d,d,d,d,d -> InvalidParameterValue: Amazon SQS can't create the redrive allow policy. You can specify up to 10 sourceQueueArns values. You have specified 11.
        t=0 set d allow= -> InvalidParameterValue: Amazon SQS can't create the redrive allow policy. When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.
        ",
    );
}

#[test]
fn a_denial_does_not_touch_a_redrive_policy_that_is_in_force() {
    check(
        "
        queue d
        queue q visibility=1 dlq=d:1
        t=0 send q m -> sent
        t=0 receive q -> m
        t=0 set d allow=none -> set
        t=0 set q delay=1 -> set
        t=1s receive q -> nothing
        t=1s receive d -> m(2)<q
        ",
    );
}

#[test]
fn a_redrive_policy_outlives_its_queue_until_it_is_set_anew() {
    check(
        r#"
        queue d
        queue q dlq=d:5
        t=0 drop d -> dropped
        t=0 set q delay=1 -> set
        t=0 set q dlq=d:6 -> InvalidParameterValue: Value {"deadLetterTargetArn":"queue-0","maxReceiveCount":6} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.
        "#,
    );
}
