//! What reading a request and writing its answer costs, without the service in between: the quickest of many rounds.
//!
//!     cargo run --release -p wire --example cost

use cloud::sqs::api::{Answer, Received, SentMessage};
use cloud::sqs::ids::Ids;
use cloud::sqs::{Body, Delivery, Mark, MessageId, QueueId, ReceiptHandle};
use cloud::time::SimTime;
use wire::{Accepted, Endpoint, Origin, QueueUrls, Request, accept};

const ROUND: u64 = 500;
const BODY_BYTES: usize = 100;

/// As boto3 sends them.
const HEADERS: [(&str, &str); 7] = [
    ("host", "localhost:4566"),
    ("accept-encoding", "identity"),
    (
        "user-agent",
        "Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.11",
    ),
    ("x-amz-date", "20261120T130000Z"),
    ("amz-sdk-request", "attempt=1"),
    (
        "authorization",
        "AWS4-HMAC-SHA256 Credential=test/20261120/us-east-1/sqs/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date;x-amz-target, \
         Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ),
    ("content-length", "100"),
];

/// One of the requests that are measured.
struct Case {
    name: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
    answer: Answer,
}

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(400);
    for case in cases() {
        let nanos = (0..rounds).map(|_| measure(&case)).min().unwrap_or_default();
        println!("{:16} {nanos:6} ns", case.name);
    }
}

fn cases() -> [Case; 4] {
    let body = "x".repeat(BODY_BYTES);
    let json = |target| {
        vec![
            ("content-type", "application/x-amz-json-1.0"),
            ("x-amz-target", target),
        ]
    };
    let form = || vec![("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
    let url = "http://localhost:4566/123456789012/orders";
    [
        Case {
            name: "send, JSON",
            headers: json("AmazonSQS.SendMessage"),
            body: format!(r#"{{"QueueUrl": "{url}", "MessageBody": "{body}"}}"#),
            answer: sent(),
        },
        Case {
            name: "receive, JSON",
            headers: json("AmazonSQS.ReceiveMessage"),
            body: format!(
                r#"{{"QueueUrl": "{url}", "AttributeNames": ["All"], "MessageAttributeNames": ["All"]}}"#
            ),
            answer: received(&body),
        },
        Case {
            name: "send, Query",
            headers: form(),
            body: format!("Action=SendMessage&Version=2012-11-05&QueueUrl={url}&MessageBody={body}"),
            answer: sent(),
        },
        Case {
            name: "receive, Query",
            headers: form(),
            body: format!(
                "Action=ReceiveMessage&QueueUrl={url}&AttributeName.1=All&MessageAttributeName.1=All"
            ),
            answer: received(&body),
        },
    ]
}

fn sent() -> Answer {
    Answer::Sent(SentMessage {
        message_id: MessageId(1),
        sequence_number: None,
    })
}

fn received(body: &str) -> Answer {
    Answer::Messages(vec![Received {
        delivery: Delivery {
            message: MessageId(1),
            receipt: ReceiptHandle {
                queue: QueueId(1),
                message: MessageId(1),
                number: 1,
                receive: 1,
            },
            body: Body::from(body),
            mark: Mark(0),
            receive_count: 1,
            sent: SimTime::from_secs(1),
            first_received: SimTime::from_secs(2),
            group: None,
            deduplication: None,
            sequence: None,
            dead_letter_source: None,
            attributes: None,
        },
        sender_id: "AIDA7AOUJEF2O4AI5H3AQ".into(),
        dead_letter_queue_source: None,
    }])
}

/// Nanoseconds for each of a round.
#[expect(clippy::disallowed_types, reason = "a measurement, not a world")]
fn measure(case: &Case) -> u128 {
    let endpoint = Endpoint {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
        queue_urls: QueueUrls::Host,
        require_authorization: false,
        origin: Origin {
            ids: Ids::new(1),
            start_unix_millis: 1_700_000_000_000,
        },
        most_body_bytes: 1 << 20,
    };
    let headers: Vec<(&str, &[u8])> = HEADERS
        .iter()
        .chain(&case.headers)
        .map(|(name, value)| (*name, value.as_bytes()))
        .collect();
    let start = std::time::Instant::now();
    for number in 0..ROUND {
        let request = Request {
            method: "POST",
            target: "/",
            headers: &headers,
            body: case.body.as_bytes(),
        };
        let Accepted::Call(call, reply) = accept(&request, &endpoint, number) else {
            panic!("{} is in order", case.name);
        };
        std::hint::black_box(&call);
        std::hint::black_box(reply.respond(Ok(case.answer.clone())));
    }
    start.elapsed().as_nanos() / u128::from(ROUND)
}
