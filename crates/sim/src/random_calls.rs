//! Calls of programs made up from a seed, in a sketch made up from it: many of them make sense, and some do not.

use std::rc::Rc;

use cloud::account::{Caller, Principal};
use cloud::sqs::api::{
    Call, Entry, MessageRequest, Operation, Pairs, QueueOperation, ReceiptRequest, VisibilityRequest,
};
use cloud::sqs::ids::Ids;
use cloud::sqs::{AttributeValue, MessageAttribute, MessageAttributes, MessageId, QueueId, ReceiptHandle};
use cloud::time::{SimDuration, SimTime};

use crate::chance::{Luck, Purpose};
use crate::client_event::CallNumber;
use crate::input::{Input, InputKind};
use crate::random_sketch::{EVENTFUL, random_sketch};
use crate::sketch::{Home, Sketch};

const CALLS: u64 = 80;

/// A sketch and a log that calls take part in. See [`random_sketch`].
pub fn random_calls(seed: u64) -> (Sketch, Vec<Input>) {
    let (sketch, mut log) = random_sketch(seed);
    let mut fiction = Fiction {
        // Another stream than that of the sketch.
        luck: Luck::new(!seed, Purpose::Fiction),
        ids: Ids::new(seed),
    };
    for number in 1..=CALLS {
        let kind = fiction.input(CallNumber(number));
        let at = fiction.luck.below(EVENTFUL.as_nanos() / 1_000_000);
        let at = SimTime::ZERO + SimDuration::from_millis(at);
        log.push(Input { at, kind });
    }
    log.sort_by_key(|input| input.at);
    (sketch, log)
}

struct Fiction {
    luck: Luck,
    ids: Ids,
}

impl Fiction {
    fn one_in(&mut self, many: u64) -> bool {
        self.luck.below(many) == 0
    }

    fn pick<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        let index = self.luck.below(choices.len() as u64);
        choices[usize::try_from(index).expect("an index of a slice")]
    }

    fn number(&mut self, most: u64) -> i64 {
        i64::try_from(self.luck.below(most + 1)).expect("it is at most `most`")
    }

    fn maybe_number(&mut self, most: u64) -> Option<i64> {
        (!self.one_in(2)).then(|| self.number(most))
    }

    fn input(&mut self, number: CallNumber) -> InputKind {
        if number.0 > 1 && self.one_in(12) {
            let number = CallNumber(1 + self.luck.below(number.0 - 1));
            return InputKind::HangUp { number };
        }
        let Home { account, region } = Home::default();
        let principal = match self.one_in(10) {
            true => Principal::user("guest").expect("a name"),
            false => Principal::Root,
        };
        let call = Rc::new(Call {
            caller: Caller { account, principal },
            region,
            operation: self.operation(),
        });
        InputKind::Call { number, call }
    }

    fn name(&mut self) -> Rc<str> {
        self.pick(&["one", "two", "one.fifo", "queue-2", "queue-2.fifo", "queue-4"])
            .into()
    }

    fn url(&mut self) -> Option<Rc<str>> {
        let name = self.name();
        (!self.one_in(30)).then(|| format!("http://localhost/000000000000/{name}").into())
    }

    fn attributes(&mut self) -> Pairs {
        let mut pairs = Pairs::new();
        for (name, most) in [
            ("VisibilityTimeout", 60),
            ("DelaySeconds", 20),
            ("MessageRetentionPeriod", 200),
        ] {
            if self.one_in(3) {
                pairs.push((name.into(), self.number(most).to_string().into()));
            }
        }
        if self.one_in(4) {
            let target = self.name();
            let policy = format!(
                "{{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:{target}\",\"maxReceiveCount\":2}}"
            );
            pairs.push(("RedrivePolicy".into(), policy.into()));
        }
        pairs
    }

    fn operation(&mut self) -> Operation {
        match self.luck.below(20) {
            0..3 => {
                let name = self.name();
                let mut attributes = self.attributes();
                if name.ends_with(".fifo") {
                    attributes.push(("FifoQueue".into(), "true".into()));
                }
                Operation::CreateQueue {
                    queue_name: Some(name),
                    attributes,
                    tags: vec![("team".into(), "blue".into())],
                }
            }
            3 => Operation::ListQueues {
                queue_name_prefix: None,
                max_results: self.maybe_number(3),
                next_token: None,
            },
            4 => {
                let source = self.name();
                Operation::StartMessageMoveTask {
                    source_arn: Some(format!("arn:aws:sqs:us-east-1:000000000000:{source}").into()),
                    destination_arn: None,
                    max_number_of_messages_per_second: self.maybe_number(5),
                }
            }
            _ => Operation::OnQueue {
                queue_url: self.url(),
                operation: self.queue_operation(),
            },
        }
    }

    fn queue_operation(&mut self) -> QueueOperation {
        match self.luck.below(24) {
            0 => QueueOperation::DeleteQueue,
            1 => QueueOperation::PurgeQueue,
            2..5 => QueueOperation::SetQueueAttributes {
                attributes: Some(self.attributes()),
            },
            5 => QueueOperation::GetQueueAttributes {
                attribute_names: vec!["All".into()],
            },
            6..11 => QueueOperation::SendMessage(self.message()),
            11 | 12 => QueueOperation::SendMessageBatch {
                entries: self.entries(Self::message),
            },
            13..18 => QueueOperation::ReceiveMessage {
                max_number_of_messages: self.maybe_number(10),
                visibility_timeout: self.maybe_number(40),
                wait_time_seconds: self.maybe_number(20),
                receive_request_attempt_id: None,
            },
            18..20 => QueueOperation::DeleteMessage(self.receipt()),
            20 => QueueOperation::DeleteMessageBatch {
                entries: self.entries(Self::receipt),
            },
            21 => QueueOperation::ChangeMessageVisibility(self.visibility()),
            22 => QueueOperation::ChangeMessageVisibilityBatch {
                entries: self.entries(Self::visibility),
            },
            _ => QueueOperation::TagQueue {
                tags: Some(vec![("team".into(), "red".into())]),
            },
        }
    }

    fn entries<T>(&mut self, request: fn(&mut Self) -> T) -> Vec<Entry<T>> {
        let entry = |number: u64| Entry {
            id: Some(number.to_string().into()),
            request: request(self),
        };
        (0..3).map(entry).collect()
    }

    fn message(&mut self) -> MessageRequest {
        let in_group = self.one_in(2);
        let attribute = |value| MessageAttribute {
            name: "kind".into(),
            data_type: match value {
                AttributeValue::Text(_) => "String".into(),
                AttributeValue::Bytes(_) => "Binary".into(),
            },
            value,
        };
        let value = match self.luck.below(4) {
            0 => Some(AttributeValue::Text("new".into())),
            1 => Some(AttributeValue::Bytes([0, 1, 254].into())),
            _ => None,
        };
        MessageRequest {
            message_body: Some(format!("order {}", self.number(1_000)).into()),
            delay_seconds: None,
            attributes: value.map(|value| {
                Rc::new(MessageAttributes {
                    user: vec![attribute(value)],
                    trace_header: self.one_in(2).then(|| "Root=1".into()),
                    sender: None,
                })
            }),
            message_deduplication_id: in_group.then(|| format!("id {}", self.number(50)).into()),
            message_group_id: in_group.then(|| self.pick(&["a", "b"]).into()),
        }
    }

    /// The handle of a message that may well be there.
    fn receipt(&mut self) -> ReceiptRequest {
        let number = self.luck.below(30);
        let receipt = ReceiptHandle {
            queue: QueueId(u32::try_from(self.luck.below(4)).expect("small")),
            message: MessageId(number),
            number,
            receive: 1,
        };
        ReceiptRequest {
            receipt_handle: Some(self.ids.receipt(receipt).into()),
        }
    }

    fn visibility(&mut self) -> VisibilityRequest {
        VisibilityRequest {
            receipt_handle: self.receipt().receipt_handle,
            visibility_timeout: self.maybe_number(60),
        }
    }
}
