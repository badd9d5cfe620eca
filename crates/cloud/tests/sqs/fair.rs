//! Fair queues, `reference/sqs.md` §3.1.

use super::scenario::check;

#[test]
fn messages_of_quiet_groups_go_before_those_of_a_noisy_one() {
    check(
        "
        quotas noisy=2
        queue q
        t=0 send-batch q a1 group=a , a2 group=a , a3 group=a , a4 group=a , a5 group=a -> a1 ok, a2 ok, a3 ok, a4 ok, a5 ok
        t=0 receive q max=2 -> a1 a2
        t=1s send q b1 group=b -> sent
        t=1s send q c -> sent
        t=1s receive q max=2 -> b1 c
        t=1s receive q max=10 -> a3 a4 a5
        ",
    );
}

#[test]
fn noisy_is_who_has_more_than_a_tenth_in_flight_and_at_least_30() {
    let batch = |group: &str, from: u32| {
        let entry = |number: u32| format!("{group}{number} group={group}");
        let ids = |number: u32| format!("{group}{number} ok");
        let numbers = from..from + 10;
        let (sent, answered): (Vec<_>, Vec<_>) =
            numbers.clone().map(|number| (entry(number), ids(number))).unzip();
        let names: Vec<_> = numbers.map(|number| format!("{group}{number}")).collect();
        let line = format!("t=0 send-batch q {} -> {}", sent.join(" , "), answered.join(", "));
        (line, names.join(" "))
    };
    let batches = [0, 10, 20].map(|from| batch("a", from));
    let mut text = String::from("queue q\n");
    for (line, names) in &batches[..2] {
        text += &format!("{line}\nt=0 receive q max=10 -> {names}\n");
    }
    text += &format!("{}\n", batches[2].0);
    text += "
        t=0 receive q max=9 -> a20 a21 a22 a23 a24 a25 a26 a27 a28
        t=1s send-batch q a30 group=a , a31 group=a -> a30 ok, a31 ok
        t=1s send q b group=b -> sent
        t=1s quiet q -> 0 noisy; quiet: 4 visible, 29 in flight, 0 delayed, oldest 0s
        t=1s receive q -> a29
        t=1s quiet q -> 1 noisy; quiet: 1 visible, 0 in flight, 0 delayed, oldest 1s
        t=1s receive q -> b
        t=1s receive q -> a30
    ";
    check(&text);
}

#[test]
fn a_tenth_of_what_is_in_flight_makes_nobody_noisy() {
    check(
        "
        quotas noisy=1
        queue q
        t=0 send-batch q 1 , 2 , 3 , 4 , 5 , 6 , 7 , 8 , 9 , a1 group=a -> 1 ok, 2 ok, 3 ok, 4 ok, 5 ok, 6 ok, 7 ok, 8 ok, 9 ok, a1 ok
        t=0 receive q max=10 -> 1 2 3 4 5 6 7 8 9 a1
        t=1s send q a2 group=a -> sent
        t=1s quiet q -> 0 noisy; quiet: 1 visible, 10 in flight, 0 delayed, oldest 0s
        t=1s delete q 9 -> deleted
        t=1s quiet q -> 1 noisy; quiet: 0 visible, 8 in flight, 0 delayed, oldest 0s
        ",
    );
}

#[test]
fn of_noisy_groups_that_with_the_fewest_in_flight_goes_first() {
    check(
        "
        quotas noisy=1
        queue q
        t=0 send-batch q a1 group=a , a2 group=a , a3 group=a , b1 group=b , b2 group=b , b3 group=b -> a1 ok, a2 ok, a3 ok, b1 ok, b2 ok, b3 ok
        t=0 receive q max=3 -> a1 b1 a2
        t=0 receive q -> b2
        t=0 receive q -> a3
        ",
    );
}

#[test]
fn when_there_is_nothing_else_noisy_groups_flow_as_ever() {
    check(
        "
        quotas noisy=1
        queue q
        t=0 send-batch q a1 group=a , a2 group=a , a3 group=a -> a1 ok, a2 ok, a3 ok
        t=0 receive q -> a1
        t=0 receive q max=10 -> a2 a3
        ",
    );
}

#[test]
fn a_group_without_backlog_is_not_noisy() {
    check(
        "
        quotas noisy=1
        queue q visibility=5
        t=0 send-batch q a1 group=a , a2 group=a delay=2 -> a1 ok, a2 ok
        t=0 receive q -> a1
        t=0 quiet q -> 1 noisy; quiet: 0 visible, 0 in flight, 0 delayed, oldest none
        t=2s receive q -> a2
        t=2s quiet q -> 0 noisy; quiet: 0 visible, 2 in flight, 0 delayed, oldest 0s
        ",
    );
}

#[test]
fn a_group_that_sends_nothing_for_five_minutes_is_not_noisy() {
    check(
        "
        quotas noisy=1
        queue q visibility=1000
        t=0 send-batch q a1 group=a , a2 group=a -> a1 ok, a2 ok
        t=0 receive q -> a1
        t=4m59.999s send q b group=b -> sent
        t=4m59.999s quiet q -> 1 noisy; quiet: 1 visible, 0 in flight, 0 delayed, oldest 4m59.999s
        t=5m receive q -> a2
        ",
    );
}

#[test]
fn every_message_without_a_group_is_a_quiet_tenant() {
    check(
        "
        quotas noisy=1
        queue q
        t=0 send-batch q 1 , 2 , a1 group=a , a2 group=a , 3 , 4 -> 1 ok, 2 ok, a1 ok, a2 ok, 3 ok, 4 ok
        t=0 receive q max=10 -> 1 2 a1 3 4 a2
        ",
    );
}

#[test]
fn metrics_tell_of_quiet_groups_alone() {
    check(
        "
        quotas noisy=2
        queue q
        t=0 send q before -> sent
        t=1s send-batch q a1 group=a , a2 group=a , a3 group=a , a4 group=a delay=60 , b group=b delay=60 -> a1 ok, a2 ok, a3 ok, a4 ok, b ok
        t=1s quiet q -> 0 noisy; quiet: 4 visible, 0 in flight, 2 delayed, oldest 0s
        t=2s receive q max=3 -> before a1 a2
        t=2s quiet q -> 1 noisy; quiet: 0 visible, 1 in flight, 1 delayed, oldest 0s
        t=3s delete q before -> deleted
        t=3s quiet q -> 1 noisy; quiet: 0 visible, 0 in flight, 1 delayed, oldest 1s
        t=3s purge q -> purged
        t=3s quiet q -> 0 noisy; quiet: 0 visible, 0 in flight, 0 delayed, oldest none
        ",
    );
}

#[test]
fn a_group_means_neither_order_nor_deduplication_in_a_standard_queue() {
    check(
        "
        queue q
        t=0 send-batch q a group=g , b group=g , a group=g -> AWS.SimpleQueueService.BatchEntryIdsNotDistinct: Id a repeated.
        t=0 send-batch q a group=g , b group=g , c:a group=g -> a ok, b ok, c ok
        t=0 receive q -> a
        t=0 receive q max=10 -> b a
        t=0 send q d group=g dedup=1 -> InvalidParameterValue: Value 1 for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.
        ",
    );
}
