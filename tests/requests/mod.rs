//! Requests of clients, in both protocols, and the bytes of the answers.

use cloud::sqs::api::MessageRequest;
use cloud::sqs::ids::Ids;
use cloud::sqs::{Context, Host, Mark, PollId, Registry, Reply, Sqs};
use cloud::time::SimTime;
use wire::{Accepted, Endpoint, Origin, QueueUrls, Request, Response, accept};

const SEED: u64 = 7;
const START: u64 = 1_700_000_000_000;

/// Operation and members, in JSON or else in a form.
const REQUESTS: [(&str, &str); 14] = [
    (
        "CreateQueue",
        r#"{"QueueName":"q","Attributes":{"VisibilityTimeout":"0"}}"#,
    ),
    (
        "CreateQueue",
        "QueueName=q.fifo&Attribute.1.Name=FifoQueue&Attribute.1.Value=true",
    ),
    (
        "SendMessage",
        r#"{"QueueUrl":"/123456789012/q","MessageBody":"é \" <&>\r\n",
        "MessageAttributes":{"b":{"DataType":"Binary","BinaryValue":"AAEC"},"n":{"DataType":"Number","StringValue":"1"}}}"#,
    ),
    (
        "SendMessage",
        "QueueUrl=/123456789012/q.fifo&MessageBody=b&MessageGroupId=g&MessageDeduplicationId=d",
    ),
    (
        "SendMessageBatch",
        r#"{"QueueUrl":"/123456789012/q","Entries":[{"Id":"1","MessageBody":"b"},{"Id":"2"}]}"#,
    ),
    (
        "ReceiveMessage",
        r#"{"QueueUrl":"/123456789012/q","AttributeNames":["All"],"MessageAttributeNames":["All"]}"#,
    ),
    (
        "ReceiveMessage",
        "QueueUrl=/123456789012/q&AttributeName.1=All&MessageAttributeName.1=All",
    ),
    (
        "ReceiveMessage",
        "QueueUrl=/123456789012/q.fifo&AttributeName.1=All",
    ),
    (
        "GetQueueAttributes",
        r#"{"QueueUrl":"/123456789012/q.fifo","AttributeNames":["All"]}"#,
    ),
    (
        "AddPermission",
        "QueueUrl=/123456789012/q&Label=l&AWSAccountId.1=111111111111&ActionName.1=*",
    ),
    (
        "GetQueueAttributes",
        "QueueUrl=/123456789012/q&AttributeName.1=All",
    ),
    ("ListQueues", "MaxResults=1"),
    (
        "DeleteMessage",
        r#"{"QueueUrl":"/123456789012/q","ReceiptHandle":"garbage"}"#,
    ),
    ("Nonsense", r#"{"QueueUrl":5}"#),
];

struct Marks;

impl Host for Marks {
    fn mark(&mut self, _message: &MessageRequest) -> Mark {
        Mark(0)
    }
}

/// The hash (FNV-1a) of everything that is answered.
pub(crate) fn hash() -> u64 {
    let mut sqs = Sqs::default();
    let mut registry = Registry::new(SEED, START);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (number, (operation, members)) in (1..).zip(REQUESTS) {
        let response = match read(operation, members, number) {
            Accepted::Answered(response) => response,
            Accepted::Call(call, reply) => {
                let context = Context {
                    poll: PollId(number),
                    host: &mut Marks,
                };
                match registry.call(&mut sqs, SimTime::from_millis(number), &call, context) {
                    Reply::Answered(answer) => reply.respond(answer),
                    Reply::Waiting => panic!("no request waits"),
                }
            }
        };
        for byte in bytes(&response) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

fn read(operation: &str, members: &str, number: u64) -> Accepted {
    let is_json = members.starts_with('{');
    let target = format!("AmazonSQS.{operation}");
    let form = format!("Action={operation}&{members}");
    let headers: &[(&str, &[u8])] = if is_json {
        &[("host", b"localhost"), ("x-amz-target", target.as_bytes())]
    } else {
        &[("host", b"localhost")]
    };
    let request = Request {
        method: "POST",
        target: "/",
        headers,
        body: if is_json {
            members.as_bytes()
        } else {
            form.as_bytes()
        },
    };
    let endpoint = Endpoint {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
        queue_urls: QueueUrls::Host,
        require_authorization: false,
        origin: Origin {
            ids: Ids::new(SEED),
            start_unix_millis: START,
        },
        most_body_bytes: 1 << 20,
    };
    accept(&request, &endpoint, number)
}

fn bytes(response: &Response) -> Vec<u8> {
    let mut bytes = response.status.to_le_bytes().to_vec();
    for (name, value) in &response.headers {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(value.as_bytes());
    }
    bytes.extend_from_slice(&response.body);
    bytes
}
