//! The rules of FIFO queues, `reference/sqs.md` §4.

use cloud::sqs::{
    PollId, QueueAttributes, QueueKind, Quotas, ReceiveMessage, ReceiveOutcome, SendMessage, Sqs,
};
use cloud::time::SimTime;

use super::scenario::check;

#[test]
fn a_receive_takes_what_it_can_from_one_group_and_groups_take_turns() {
    check(
        "
        queue q fifo content
        t=0 send-batch q a group=g1 , b group=g1 , c group=g1 , d group=g2 , e group=g3 -> a ok, b ok, c ok, d ok, e ok
        t=0 receive q max=4 -> a b c d
        t=0 send q f group=g1 -> sent
        t=0 delete-batch q a b c d -> a ok, b ok, c ok, d ok
        t=0 line q -> e f
        t=0 receive q max=10 -> e f
        ",
    );
}

#[test]
fn a_returned_message_keeps_its_place_in_the_group() {
    check(
        "
        queue q fifo content visibility=5
        t=0 send-batch q a group=g , b group=g , c group=g -> a ok, b ok, c ok
        t=0 receive q max=2 -> a b
        t=0 count q -> 1 visible, 2 in flight, 0 delayed
        t=5s receive q max=10 -> a(2) b(2) c
        ",
    );
}

#[test]
fn the_delay_of_the_queue_holds_a_group_back() {
    check(
        "
        queue q fifo content delay=5
        t=0 send q a group=g -> sent
        t=2s send q b group=g delay=0 -> sent
        t=2s delayed q -> a@5s b@7s
        t=5s line q -> a
        t=7s line q -> a b
        ",
    );
}

#[test]
fn a_new_delay_applies_to_messages_that_are_still_delayed() {
    check(
        "
        queue q fifo content delay=5
        t=0 send q a group=g -> sent
        t=5s send q b group=g -> sent
        t=7s set q delay=60 -> set
        t=7s line q -> a
        t=7s delayed q -> b@1m5s
        t=8s set q delay=1 -> set
        t=8s line q -> a b
        t=8s happenings -> 0s sent message-0 for 5s, 5s arrived a, 5s sent message-1 for 10s, 7s delayed b until 1m5s, 8s delayed b until 6s, 8s arrived b
        ",
    );
}

#[test]
fn a_duplicate_within_five_minutes_of_the_first_send_is_not_stored() {
    check(
        "
        queue q fifo
        t=0 send q a group=g dedup=1 -> sent
        t=4m59.999s send q b group=g dedup=1 -> sent as a
        t=5m send q c group=g dedup=1 -> sent
        t=5m line q -> a c
        t=5m happenings -> 0s sent message-0 for 0s, 4m59.999s deduplicated a, 5m sent message-1 for 5m
        ",
    );
}

#[test]
fn a_new_scope_of_deduplication_applies_after_a_minute() {
    check(
        "
        queue q fifo
        t=0 send q a group=g1 dedup=1 -> sent
        t=0 set q scope -> set
        t=1s send q b group=g2 dedup=1 -> sent as a
        t=2s send q c group=g1 dedup=2 -> sent
        t=2s send q d group=g2 dedup=2 -> sent as c
        t=59.999s send q e group=g2 dedup=1 -> sent as a
        t=60s send q f group=g2 dedup=1 -> sent
        t=70s set q scope=queue -> set
        t=71s send q g group=g3 dedup=1 -> sent
        t=80s set q scope -> set
        t=81s send q h group=g4 dedup=1 -> sent
        t=90s set q scope=queue -> set
        t=149s send q i group=g5 dedup=1 -> sent
        t=150s send q j group=g6 dedup=3 -> sent
        t=150s send q k group=g7 dedup=3 -> sent as j
        ",
    );
}

#[test]
fn deduplication_survives_the_delete_and_ends_with_a_purge() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g -> sent
        t=0 receive q -> a
        t=0 delete q a -> deleted
        t=1s send q a group=g -> sent
        t=1s line q -> nothing
        t=1s purge q -> purged
        t=1s send q a group=g -> sent
        t=1s line q -> a
        ",
    );
}

#[test]
fn an_explicit_id_overrides_the_content() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g -> sent
        t=0 send q a group=g dedup=other -> sent
        t=0 send q b group=g dedup=ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb -> sent as a
        t=0 line q -> a a
        ",
    );
}

#[test]
fn an_extended_timeout_keeps_the_handle_good() {
    check(
        "
        queue q fifo content visibility=2
        t=0 send q a group=g -> sent
        t=0 receive q -> a
        t=1s change q a 10 -> changed
        t=10s delete q a -> deleted
        t=10s delete q a -> deleted
        ",
    );
}

#[test]
fn visibility_cannot_be_changed_after_it_ran_out() {
    check(
        "
        queue q fifo content visibility=2
        t=0 send q a group=g -> sent
        t=0 receive q -> a
        t=2s change q a 10 -> InvalidParameterValue: Value receipt-0-0-0-1 for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.
        ",
    );
}

#[test]
fn an_expired_head_frees_its_group() {
    check(
        "
        queue q fifo content retention=60
        t=0 send q a group=g -> sent
        t=1s send q b group=g -> sent
        t=50s receive q -> a
        t=50s receive q wait=20 -> waiting p1
        t=1m p1 -> b
        ",
    );
}

#[test]
fn what_is_remembered_against_duplicates_weighs_until_it_is_forgotten() {
    let quotas = Quotas {
        fifo_calls: 1_000_000,
        ..Quotas::default()
    };
    let mut sqs = Sqs::with_quotas(quotas);
    let attributes = QueueAttributes {
        content_based_deduplication: true,
        ..QueueAttributes::default()
    };
    let queue = sqs
        .create_queue(SimTime::ZERO, QueueKind::Fifo, attributes)
        .expect("a queue");
    let mut work_off = |now: SimTime, number: u32| {
        let send = SendMessage {
            group: Some("g".into()),
            ..SendMessage::new(number.to_string().as_str())
        };
        sqs.send(now, queue, send).expect("it is stored");
        let received = sqs.receive(now, queue, ReceiveMessage::new(PollId(0)));
        let Ok(ReceiveOutcome::Messages(messages)) = received else {
            panic!("{received:?} instead of messages")
        };
        sqs.delete(now, queue, messages[0].receipt)
            .expect("it is deleted");
        sqs.weight()
    };
    let idle = work_off(SimTime::ZERO, 0);
    let weights = (1..10_000).map(|number| work_off(SimTime::ZERO, number));
    let busy = weights.last().expect("there are some");
    assert!(
        busy > idle + 50_000,
        "{busy} after 10,000 sends, {idle} after one"
    );
    let later = work_off(SimTime::from_secs(300), 10_000);
    assert!(
        later < idle + 20_000,
        "{later} when they are forgotten, {idle} at first"
    );
}

#[test]
fn the_metric_of_groups_in_flight_counts_each_group_once() {
    check(
        "
        queue q fifo content visibility=5
        t=0 send-batch q a group=g , b group=g , c group=h , d group=i -> a ok, b ok, c ok, d ok
        t=0 groups-in-flight q -> 0
        t=0 receive q max=3 -> a b c
        t=0 groups-in-flight q -> 2
        t=1s delete q a -> deleted
        t=1s groups-in-flight q -> 2
        t=1s delete q b -> deleted
        t=1s groups-in-flight q -> 1
        t=1s receive q -> d
        t=1s groups-in-flight q -> 2
        t=5s groups-in-flight q -> 1
        t=6s groups-in-flight q -> 0
        ",
    );
}
