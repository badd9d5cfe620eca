//! What a message carries besides its body, and what its queue counts: `reference/sqs.md` §2, §4, §5, §9.

use cloud::sqs::{
    Delivery, PollId, QueueAttributes, QueueId, QueueKind, ReceiveMessage, ReceiveOutcome, Redrive,
    SendMessage, SequenceNumber, Sqs,
};
use cloud::time::SimTime;

use super::scenario::check;

fn at(seconds: u64) -> SimTime {
    SimTime::from_secs(seconds)
}

/// A queue whose messages come back after a second, and go to `target` at the second receive.
fn queue(sqs: &mut Sqs, kind: QueueKind, target: Option<QueueId>) -> QueueId {
    let attributes = QueueAttributes {
        visibility_timeout: 1,
        content_based_deduplication: kind == QueueKind::Fifo,
        redrive: target.map(|dead_letter_target| Redrive {
            dead_letter_target,
            max_receive_count: 1,
        }),
        ..QueueAttributes::default()
    };
    sqs.create_queue(at(0), kind, attributes).expect("a queue")
}

fn message(body: &str, group: Option<&str>) -> SendMessage {
    SendMessage {
        group: group.map(Into::into),
        ..SendMessage::new(body)
    }
}

fn receive(sqs: &mut Sqs, now: SimTime, queue: QueueId) -> Vec<Delivery> {
    let request = ReceiveMessage {
        max_number_of_messages: Some(10),
        ..ReceiveMessage::new(PollId(0))
    };
    match sqs.receive(now, queue, request) {
        Ok(ReceiveOutcome::Messages(messages)) => messages,
        other => panic!("{other:?} instead of messages"),
    }
}

#[test]
fn a_message_tells_when_it_was_sent_and_when_it_was_first_received() {
    let mut sqs = Sqs::default();
    let dead = queue(&mut sqs, QueueKind::Standard, None);
    let live = queue(&mut sqs, QueueKind::Standard, Some(dead));
    sqs.send(at(0), live, message("m", None)).expect("it is sent");
    let first = &receive(&mut sqs, at(5), live)[0];
    assert_eq!((first.sent, first.first_received), (at(0), at(5)));
    assert!(receive(&mut sqs, at(7), live).is_empty(), "it is moved");
    let second = &receive(&mut sqs, at(9), dead)[0];
    assert_eq!((second.sent, second.first_received), (at(0), at(5)));
    assert_eq!(second.message, first.message);
}

#[test]
fn sequence_numbers_grow_in_the_order_of_arrival_and_a_duplicate_gets_that_of_the_first() {
    let mut sqs = Sqs::default();
    let queue = queue(&mut sqs, QueueKind::Fifo, None);
    let mut send = |body, group| {
        sqs.send(at(0), queue, message(body, Some(group)))
            .expect("it is sent")
    };
    let sent: Vec<_> = [("a", "g"), ("b", "h"), ("c", "g"), ("a", "g")]
        .map(|(body, group)| send(body, group))
        .into();
    let numbers: Vec<SequenceNumber> = sent.iter().filter_map(|sent| sent.sequence).collect();
    assert!(numbers[..3].is_sorted_by(|one, next| one < next), "{numbers:?}");
    assert_eq!(sent[3], sent[0]);
    let received = receive(&mut sqs, at(0), queue);
    let received: Vec<_> = received.iter().map(|message| message.sequence).collect();
    assert_eq!(received, [sent[0].sequence, sent[2].sequence, sent[1].sequence]);
}

#[test]
fn a_standard_message_has_no_sequence_number() {
    let mut sqs = Sqs::default();
    let queue = queue(&mut sqs, QueueKind::Standard, None);
    let sent = sqs
        .send(at(0), queue, message("m", Some("g")))
        .expect("it is sent");
    let received = &receive(&mut sqs, at(0), queue)[0];
    assert_eq!((sent.sequence, received.sequence), (None, None));
    assert_eq!(received.group.as_deref(), Some("g"));
}

#[test]
fn a_dead_letter_of_a_fifo_queue_is_deduplicated_by_its_message_id() {
    let mut sqs = Sqs::default();
    let dead = queue(&mut sqs, QueueKind::Fifo, None);
    let live = queue(&mut sqs, QueueKind::Fifo, Some(dead));
    sqs.send(at(0), live, message("m", Some("g")))
        .expect("it is sent");
    let first = &receive(&mut sqs, at(0), live)[0];
    assert!(receive(&mut sqs, at(2), live).is_empty(), "it is moved");
    let second = &receive(&mut sqs, at(2), dead)[0];
    assert_eq!(second.deduplication, Some(first.message.to_string().into()));
    assert_eq!(second.group.as_deref(), Some("g"));
    assert!(second.sequence > first.sequence);
}

#[test]
fn a_dead_letter_is_not_counted_as_sent() {
    let mut sqs = Sqs::default();
    let dead = queue(&mut sqs, QueueKind::Standard, None);
    let live = queue(&mut sqs, QueueKind::Standard, Some(dead));
    sqs.send(at(0), live, message("m", None)).expect("it is sent");
    receive(&mut sqs, at(0), live);
    receive(&mut sqs, at(2), live);
    let counts = [live, dead].map(|queue| sqs.counts(queue));
    assert_eq!(
        counts.map(|counts| (counts.sent, counts.moved_in)),
        [(1, 0), (0, 1)]
    );
}

#[test]
fn metrics_count_messages_received_empty_receives_and_every_successful_delete() {
    let mut sqs = Sqs::default();
    let queue = queue(&mut sqs, QueueKind::Standard, None);
    sqs.send(at(0), queue, message("four", None)).expect("it is sent");
    let receipt = receive(&mut sqs, at(0), queue)[0].receipt;
    receive(&mut sqs, at(0), queue);
    receive(&mut sqs, at(2), queue);
    for _ in 0..3 {
        sqs.delete(at(2), queue, receipt)
            .expect("it succeeds again and again");
    }
    let counts = sqs.counts(queue);
    assert_eq!(
        (counts.received, counts.empty_receives, counts.delete_calls),
        (2, 1, 3)
    );
    assert_eq!((counts.deleted, counts.sent_bytes), (1, 4));
}

#[test]
fn a_poison_message_goes_to_the_back() {
    check(
        "
        queue q visibility=1
        t=0 send q poison -> sent
        t=0 receive q -> poison
        t=1s receive q -> poison(2)
        t=2s receive q -> poison(3)
        t=2s send-batch q a , b -> a ok, b ok
        t=3s line q -> a b poison
        t=3s oldest q -> 2s
        ",
    );
}

#[test]
fn a_delay_of_the_dead_letter_queue_does_not_hold_a_dead_letter_back() {
    check(
        "
        queue d delay=60
        queue q visibility=1 dlq=d:1
        t=0 send q m -> sent
        t=0 receive q -> m
        t=1s receive q -> nothing
        t=1s receive d -> m(2)<q
        ",
    );
}

#[test]
fn checks_come_in_the_order_of_absence_size_characters_attributes_delay_group_and_deduplication() {
    let wrong = "attribute=a:Text:1 delay=901 group=é dedup=é";
    let delay =
        "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.";
    let group = "Value é for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include \
                 alphanumeric and punctuation characters. 1 to 128 in length.";
    let deduplication = "Value é for parameter MessageDeduplicationId is invalid. Reason: MessageDeduplicationId can \
                         only include alphanumeric and punctuation characters. 1 to 128 in length.";
    check(&format!(
        "
        queue q fifo size=1024
        t=0 send q '' {wrong} -> MissingParameter: The request must contain the parameter MessageBody.
        t=0 send q a\\u1 {wrong} size=1025 -> InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.
        t=0 send q a\\u1 {wrong} -> InvalidMessageContents: Invalid binary character '#x1' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].
        t=0 send q a {wrong} -> InvalidParameterValue: The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.
        t=0 send q a delay=901 group=é dedup=é -> InvalidParameterValue: {delay}
        t=0 send q a group=é dedup=é -> InvalidParameterValue: {group}
        t=0 send q a group=g dedup=é -> InvalidParameterValue: {deduplication}
        "
    ));
}
