//! Whatever is sent, there is an answer.

use proptest::prelude::*;
use wire::sqs::SQS;

use crate::host::{Local, Sent};

/// Requests that are in order, in both protocols.
fn valid() -> impl Strategy<Value = Sent> {
    let operation = prop::sample::select(SQS.operations);
    let path = prop::sample::select(vec![
        "/",
        "/123456789012/q",
        "/?Action=SendMessage",
        "//",
        "/%ff/q",
    ]);
    let sent = (operation, any::<bool>()).prop_map(|(operation, is_json)| {
        if is_json {
            Sent::json(operation.name, BODY)
        } else {
            Sent::query(&format!("Action={}&{FORM}", operation.name))
        }
    });
    (sent, path, "[ -~]{0,20}").prop_map(|(sent, path, key)| sent.at(path).signed(&key, "eu-west-1", "sqs"))
}

const BODY: &str = r#"{"QueueUrl":"http://localhost:4566/123456789012/q","QueueName":"q","MessageBody":"b",
    "ReceiptHandle":"AQEB","MaxResults":2,"Attributes":{"DelaySeconds":"1"},"AttributeNames":["All"],
    "Entries":[{"Id":"1","MessageBody":"b","ReceiptHandle":"h","VisibilityTimeout":5}],
    "MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"AAEC"}},"WaitTimeSeconds":0}"#;

const FORM: &str = "QueueUrl=http://localhost:4566/123456789012/q&QueueName=q&MessageBody=b&ReceiptHandle=AQEB\
    &MaxResults=2&Attribute.1.Name=DelaySeconds&Attribute.1.Value=1&AttributeName.1=All\
    &SendMessageBatchRequestEntry.1.Id=1&SendMessageBatchRequestEntry.1.MessageBody=b\
    &MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=Binary\
    &MessageAttribute.1.Value.BinaryValue=AAEC&WaitTimeSeconds=0";

/// A change to a few bytes.
#[derive(Clone, Debug)]
enum Change {
    Replace(u8),
    Insert(u8),
    Remove,
    Repeat(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<u8>().prop_map(Change::Replace),
        prop::sample::select(br#"{}[]":,.&=%+\0-"#.to_vec()).prop_map(Change::Insert),
        Just(Change::Remove),
        (1..40_usize).prop_map(Change::Repeat),
    ]
}

fn mutate(bytes: &mut Vec<u8>, changes: &[(prop::sample::Index, Change)]) {
    for (place, change) in changes {
        if bytes.is_empty() {
            return;
        }
        let place = place.index(bytes.len());
        match *change {
            Change::Replace(byte) => bytes[place] = byte,
            Change::Insert(byte) => bytes.insert(place, byte),
            Change::Remove => {
                bytes.remove(place);
            }
            Change::Repeat(length) => {
                let end = bytes.len().min(place + length);
                bytes.extend_from_within(place..end);
            }
        }
    }
}

/// An answer is one of AWS's statuses, with an id.
fn check(sent: &Sent) {
    let mut local = Local::default();
    local.send(&Sent::json("CreateQueue", r#"{"QueueName":"q"}"#));
    let response = local.send(sent);
    assert!([200, 400, 403, 404].contains(&response.status), "{response:?}");
    assert_eq!(response.header("x-amzn-requestid").map(str::len), Some(36));
    assert!(std::str::from_utf8(&response.body).is_ok());
    let is_json = response
        .header("content-type")
        .is_some_and(|kind| kind.contains("json"));
    if is_json && !response.body.is_empty() {
        serde_json::from_slice::<serde_json::Value>(&response.body).expect("JSON");
    }
}

proptest! {
    #[test]
    fn a_mutated_request_is_answered(
        mut sent in valid(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 0..8),
    ) {
        mutate(&mut sent.body, &changes);
        check(&sent);
    }

    #[test]
    fn any_bytes_are_answered(
        mut sent in valid(),
        body in prop::collection::vec(any::<u8>(), 0..300),
        target in "[ -~]{0,80}",
        authorization in "(AWS4-HMAC-SHA256 Credential=)?[ -~]{0,60}",
    ) {
        sent.body = body;
        sent.target = target;
        check(&sent.header("Authorization", &authorization));
    }
}
