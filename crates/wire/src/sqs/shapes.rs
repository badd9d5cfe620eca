//! The operations of SQS, with the members and names of both protocols (API 2012-11-05).

use super::names;
use crate::shape::{Keys, Layout, Member, Operation, Path, Service, Shape, Structure, UnknownAction};

const NAMES: Keys = Keys {
    key: "Name",
    value: "Value",
};
const TAG_KEYS: Keys = Keys {
    key: "Key",
    value: "Value",
};

const TEXTS: Shape = Shape::List(&Shape::Text, Layout::Flattened);
const BLOBS: Shape = Shape::List(&Shape::Blob, Layout::Flattened);
const ATTRIBUTES: Shape = Shape::Map(&Shape::Text, NAMES, Layout::Flattened);
const TAGS: Shape = Shape::Map(&Shape::Text, TAG_KEYS, Layout::Flattened);
const MESSAGE_ATTRIBUTES: Shape = Shape::Map(&Shape::Structure(&ATTRIBUTE_VALUE), NAMES, Layout::Flattened);

const fn list(of: &'static Shape) -> Shape {
    Shape::List(of, Layout::Flattened)
}

const ATTRIBUTE_VALUE: Structure = Structure {
    members: &[
        Member::new("StringValue", Shape::Text, "The value of a String or Number."),
        Member::new("BinaryValue", Shape::Blob, "The value of a Binary."),
        Member::new("StringListValues", TEXTS, "Reserved by AWS.").query("StringListValue"),
        Member::new("BinaryListValues", BLOBS, "Reserved by AWS.").query("BinaryListValue"),
        Member::new(
            "DataType",
            Shape::Text,
            "String, Number or Binary, with a suffix of your own after a dot if you like.",
        )
        .required(),
    ],
};

const QUEUE_URL: Member = Member::new("QueueUrl", Shape::Text, "The URL of the queue.").required();
const QUEUE_NAME: Member = Member::new(
    "QueueName",
    Shape::Text,
    "The name of the queue; that of a FIFO queue ends in .fifo.",
)
.required();
const NEXT_TOKEN: Member = Member::new(
    "NextToken",
    Shape::Text,
    "Where to go on, as the page before said.",
);
const MAX_RESULTS: Member = Member::new(
    "MaxResults",
    Shape::Integer,
    "The most queues of a page, 1 to 1,000.",
);
const LABEL: Member = Member::new("Label", Shape::Text, "The name of the permission.").required();
const ID: Member = Member::new("Id", Shape::Text, "Names the entry within its batch.").required();
const RECEIPT_HANDLE: Member = Member::new(
    "ReceiptHandle",
    Shape::Text,
    "The receipt that came with the message.",
)
.required();
const VISIBILITY_TIMEOUT: Member = Member::new(
    "VisibilityTimeout",
    Shape::Integer,
    "Seconds from now until the message is visible again, 0 to 43,200.",
);
const SOURCE_ARN: Member =
    Member::new("SourceArn", Shape::Text, "The ARN of the dead-letter queue.").required();

// What a message is sent with, alone and in a batch.
const MESSAGE_BODY: Member = Member::new("MessageBody", Shape::Text, "The message.").required();
const DELAY_SECONDS: Member = Member::new(
    "DelaySeconds",
    Shape::Integer,
    "Seconds until the message is visible, 0 to 900; the queue's own if absent.",
);
const SENT_ATTRIBUTES: Member = Member::new(
    "MessageAttributes",
    MESSAGE_ATTRIBUTES,
    "Up to ten named values that go with the message.",
)
.query("MessageAttribute");
const SENT_SYSTEM_ATTRIBUTES: Member = Member::new(
    "MessageSystemAttributes",
    MESSAGE_ATTRIBUTES,
    "AWSTraceHeader, for tracing.",
)
.query("MessageSystemAttribute")
.one_of(names::SENT_SYSTEM_ATTRIBUTES);
const DEDUPLICATION_ID: Member = Member::new(
    "MessageDeduplicationId",
    Shape::Text,
    "FIFO: a second message of this id within five minutes is not stored.",
);
const GROUP_ID: Member = Member::new(
    "MessageGroupId",
    Shape::Text,
    "FIFO: messages of a group keep their order. Standard: groups get a fair share.",
);

const MESSAGE_ID: Member = Member::new("MessageId", Shape::Text, "The message's own name.");
const BODY_DIGEST: Member = Member::new("MD5OfMessageBody", Shape::Text, "MD5 of the body.");
const ATTRIBUTES_DIGEST: Member = Member::new(
    "MD5OfMessageAttributes",
    Shape::Text,
    "MD5 of the message attributes.",
);
const SYSTEM_ATTRIBUTES_DIGEST: Member = Member::new(
    "MD5OfMessageSystemAttributes",
    Shape::Text,
    "MD5 of the system attributes.",
);
const SEQUENCE_NUMBER: Member = Member::new(
    "SequenceNumber",
    Shape::Text,
    "FIFO: larger than that of every message before.",
);

const SEND_ENTRY: Structure = Structure {
    members: &[
        ID,
        MESSAGE_BODY,
        DELAY_SECONDS,
        SENT_ATTRIBUTES,
        SENT_SYSTEM_ATTRIBUTES,
        DEDUPLICATION_ID,
        GROUP_ID,
    ],
};
const DELETE_ENTRY: Structure = Structure {
    members: &[ID, RECEIPT_HANDLE],
};
const VISIBILITY_ENTRY: Structure = Structure {
    members: &[ID, RECEIPT_HANDLE, VISIBILITY_TIMEOUT],
};
const SENT_ENTRY: Structure = Structure {
    members: &[
        ID,
        MESSAGE_ID.required(),
        BODY_DIGEST.required(),
        ATTRIBUTES_DIGEST,
        SYSTEM_ATTRIBUTES_DIGEST,
        SEQUENCE_NUMBER,
    ],
};
const DONE_ENTRY: Structure = Structure { members: &[ID] };
const FAILED_ENTRY: Structure = Structure {
    members: &[
        ID,
        Member::new("SenderFault", Shape::Boolean, "Whether the sender is at fault.").required(),
        Member::new("Code", Shape::Text, "The error's code.").required(),
        Member::new("Message", Shape::Text, "What is wrong."),
    ],
};
const FAILED: Member = Member::new(
    "Failed",
    list(&Shape::Structure(&FAILED_ENTRY)),
    "The entries that were refused.",
)
.query("BatchResultErrorEntry")
.required();

const fn entries(entry: &'static Shape, query_name: &'static str) -> Member {
    Member::new("Entries", list(entry), "One to ten entries.")
        .query(query_name)
        .required()
}

const fn successful(entry: &'static Shape, query_name: &'static str) -> Member {
    Member::new("Successful", list(entry), "The entries that went well.")
        .query(query_name)
        .required()
}

const MESSAGE: Structure = Structure {
    members: &[
        MESSAGE_ID,
        Member::new(
            "ReceiptHandle",
            Shape::Text,
            "Names this receive; needed to delete the message.",
        ),
        Member::new("MD5OfBody", Shape::Text, "MD5 of the body."),
        Member::new("Body", Shape::Text, "The message."),
        Member::new("Attributes", ATTRIBUTES, "The system attributes asked for.").query("Attribute"),
        Member::new(
            "MD5OfMessageAttributes",
            Shape::Text,
            "MD5 of the message attributes that are shown.",
        ),
        Member::new(
            "MessageAttributes",
            MESSAGE_ATTRIBUTES,
            "The message attributes asked for.",
        )
        .query("MessageAttribute"),
    ],
};

const MOVE_TASK: Structure = Structure {
    members: &[
        Member::new("TaskHandle", Shape::Text, "Names the task while it runs."),
        Member::new(
            "Status",
            Shape::Text,
            "RUNNING, COMPLETED, CANCELLING, CANCELLED or FAILED.",
        ),
        Member::new("SourceArn", Shape::Text, "Where messages are taken."),
        Member::new(
            "DestinationArn",
            Shape::Text,
            "Where they go; their own sources if absent.",
        ),
        Member::new(
            "MaxNumberOfMessagesPerSecond",
            Shape::Integer,
            "The rate asked for.",
        ),
        Member::new("ApproximateNumberOfMessagesMoved", Shape::Long, "Moved so far."),
        Member::new(
            "ApproximateNumberOfMessagesToMove",
            Shape::Long,
            "In the source when the task started.",
        ),
        Member::new("FailureReason", Shape::Text, "Why it failed."),
        Member::new(
            "StartedTimestamp",
            Shape::Long,
            "When it started, in milliseconds since 1970.",
        ),
    ],
};

const fn operation(
    name: &'static str,
    help: &'static str,
    input: &'static [Member],
    output: Option<&'static [Member]>,
) -> Operation {
    Operation {
        name,
        input: Structure { members: input },
        output: match output {
            Some(members) => Some(Structure { members }),
            None => None,
        },
        help,
    }
}

/// Amazon SQS.
pub static SQS: Service = Service {
    name: "sqs",
    target_prefix: Some("AmazonSQS"),
    version: "2012-11-05",
    xml_namespace: "http://queue.amazonaws.com/doc/2012-11-05/",
    json_namespace: "com.amazonaws.sqs",
    unknown_action: UnknownAction::NotValidForEndpoint,
    errors_have_detail: true,
    path: Some(Path {
        member: "QueueUrl",
        others: &["GetQueueUrl"],
    }),
    operations: &[
        operation(
            "AddPermission",
            "Lets other accounts use the queue, by adding a statement to its policy.",
            &[
                QUEUE_URL,
                LABEL,
                Member::new("AWSAccountIds", TEXTS, "Who may use the queue.")
                    .query("AWSAccountId")
                    .required(),
                Member::new("Actions", TEXTS, "What they may do; * for everything.")
                    .query("ActionName")
                    .required(),
            ],
            None,
        ),
        operation(
            "CancelMessageMoveTask",
            "Stops moving messages; what was moved stays moved.",
            &[Member::new("TaskHandle", Shape::Text, "Names the task.").required()],
            Some(&[Member::new(
                "ApproximateNumberOfMessagesMoved",
                Shape::Long,
                "Moved so far.",
            )]),
        ),
        operation(
            "ChangeMessageVisibility",
            "Sets anew how long a received message stays invisible.",
            &[QUEUE_URL, RECEIPT_HANDLE, VISIBILITY_TIMEOUT.required()],
            None,
        ),
        operation(
            "ChangeMessageVisibilityBatch",
            "Sets anew how long up to ten received messages stay invisible.",
            &[
                QUEUE_URL,
                entries(
                    &Shape::Structure(&VISIBILITY_ENTRY),
                    "ChangeMessageVisibilityBatchRequestEntry",
                ),
            ],
            Some(&[
                successful(
                    &Shape::Structure(&DONE_ENTRY),
                    "ChangeMessageVisibilityBatchResultEntry",
                ),
                FAILED,
            ]),
        ),
        operation(
            "CreateQueue",
            "Makes a queue, or names the one that is there with the same attributes.",
            &[
                QUEUE_NAME,
                Member::new("Attributes", ATTRIBUTES, "The queue's settings.")
                    .query("Attribute")
                    .one_of(names::SETTINGS),
                Member::new("tags", TAGS, "The queue's tags.").query("Tag"),
            ],
            Some(&[Member::new("QueueUrl", Shape::Text, "The URL of the queue.")]),
        ),
        operation(
            "DeleteMessage",
            "Deletes a received message.",
            &[QUEUE_URL, RECEIPT_HANDLE],
            None,
        ),
        operation(
            "DeleteMessageBatch",
            "Deletes up to ten received messages.",
            &[
                QUEUE_URL,
                entries(&Shape::Structure(&DELETE_ENTRY), "DeleteMessageBatchRequestEntry"),
            ],
            Some(&[
                successful(&Shape::Structure(&DONE_ENTRY), "DeleteMessageBatchResultEntry"),
                FAILED,
            ]),
        ),
        operation(
            "DeleteQueue",
            "Deletes a queue with everything in it.",
            &[QUEUE_URL],
            None,
        ),
        operation(
            "GetQueueAttributes",
            "Tells a queue's settings and counts.",
            &[
                QUEUE_URL,
                Member::new("AttributeNames", TEXTS, "Which; All for all.")
                    .query("AttributeName")
                    .one_of(names::QUEUE_ATTRIBUTES),
            ],
            Some(&[
                Member::new("Attributes", ATTRIBUTES, "The settings and counts asked for.")
                    .query("Attribute"),
            ]),
        ),
        operation(
            "GetQueueUrl",
            "Tells the URL of a queue.",
            &[
                QUEUE_NAME,
                Member::new(
                    "QueueOwnerAWSAccountId",
                    Shape::Text,
                    "Whose queue it is; the caller's if absent.",
                ),
            ],
            Some(&[Member::new("QueueUrl", Shape::Text, "The URL of the queue.")]),
        ),
        operation(
            "ListDeadLetterSourceQueues",
            "Lists the queues whose dead letters come here.",
            &[QUEUE_URL, NEXT_TOKEN, MAX_RESULTS],
            Some(&[
                Member::new("queueUrls", TEXTS, "The URLs of the queues.")
                    .query("QueueUrl")
                    .required(),
                NEXT_TOKEN,
            ]),
        ),
        operation(
            "ListMessageMoveTasks",
            "Lists the latest tasks that move messages out of a dead-letter queue.",
            &[
                SOURCE_ARN,
                Member::new("MaxResults", Shape::Integer, "The most tasks, 1 to 10."),
            ],
            Some(&[Member::new(
                "Results",
                list(&Shape::Structure(&MOVE_TASK)),
                "The tasks, the newest first.",
            )
            .query("ListMessageMoveTasksResultEntry")]),
        ),
        operation(
            "ListQueues",
            "Lists the queues of the caller's account and region.",
            &[
                Member::new(
                    "QueueNamePrefix",
                    Shape::Text,
                    "Only queues whose names begin so.",
                ),
                NEXT_TOKEN,
                MAX_RESULTS,
            ],
            Some(&[
                Member::new("QueueUrls", TEXTS, "The URLs of the queues.")
                    .query("QueueUrl")
                    .tree("queueUrls"),
                NEXT_TOKEN,
            ]),
        ),
        operation(
            "ListQueueTags",
            "Lists a queue's tags.",
            &[QUEUE_URL],
            Some(&[Member::new("Tags", TAGS, "The tags.").query("Tag")]),
        ),
        operation("PurgeQueue", "Deletes everything in a queue.", &[QUEUE_URL], None),
        operation(
            "ReceiveMessage",
            "Takes up to ten messages, waiting for them if asked to.",
            &[
                QUEUE_URL,
                Member::new(
                    "AttributeNames",
                    TEXTS,
                    "Which system attributes to show (the older name).",
                )
                .query("AttributeName")
                .one_of(names::SYSTEM_ATTRIBUTES),
                Member::new(
                    "MessageSystemAttributeNames",
                    TEXTS,
                    "Which system attributes to show; All for all.",
                )
                .query("MessageSystemAttributeName")
                .one_of(names::SYSTEM_ATTRIBUTES),
                Member::new(
                    "MessageAttributeNames",
                    TEXTS,
                    "Which message attributes to show; All for all, prefix.* for those that begin so.",
                )
                .query("MessageAttributeName"),
                Member::new(
                    "MaxNumberOfMessages",
                    Shape::Integer,
                    "The most messages, 1 to 10; 1 if absent.",
                ),
                Member::new(
                    "VisibilityTimeout",
                    Shape::Integer,
                    "Seconds for which they stay invisible, 0 to 43,200; the queue's own if absent.",
                ),
                Member::new(
                    "WaitTimeSeconds",
                    Shape::Integer,
                    "Seconds to wait for a message, 0 to 20; the queue's own if absent.",
                ),
                Member::new(
                    "ReceiveRequestAttemptId",
                    Shape::Text,
                    "FIFO: a retry with the same id within five minutes gets the same messages.",
                ),
            ],
            Some(&[
                Member::new("Messages", list(&Shape::Structure(&MESSAGE)), "The messages.")
                    .query("Message")
                    .tree("messages"),
            ]),
        ),
        operation(
            "RemovePermission",
            "Takes a statement out of the queue's policy.",
            &[QUEUE_URL, LABEL],
            None,
        ),
        operation(
            "SendMessage",
            "Sends a message.",
            &[
                QUEUE_URL,
                MESSAGE_BODY,
                DELAY_SECONDS,
                SENT_ATTRIBUTES,
                SENT_SYSTEM_ATTRIBUTES,
                DEDUPLICATION_ID,
                GROUP_ID,
            ],
            Some(&[
                BODY_DIGEST,
                ATTRIBUTES_DIGEST,
                SYSTEM_ATTRIBUTES_DIGEST,
                MESSAGE_ID,
                SEQUENCE_NUMBER,
            ]),
        ),
        operation(
            "SendMessageBatch",
            "Sends up to ten messages.",
            &[
                QUEUE_URL,
                entries(&Shape::Structure(&SEND_ENTRY), "SendMessageBatchRequestEntry"),
            ],
            Some(&[
                successful(&Shape::Structure(&SENT_ENTRY), "SendMessageBatchResultEntry"),
                FAILED,
            ]),
        ),
        operation(
            "SetQueueAttributes",
            "Changes a queue's settings.",
            &[
                QUEUE_URL,
                Member::new("Attributes", ATTRIBUTES, "The settings to change.")
                    .query("Attribute")
                    .one_of(names::SETTINGS)
                    .required(),
            ],
            None,
        ),
        operation(
            "StartMessageMoveTask",
            "Moves the messages of a dead-letter queue back, or elsewhere.",
            &[
                SOURCE_ARN,
                Member::new(
                    "DestinationArn",
                    Shape::Text,
                    "The ARN of the queue to move them to; their own sources if absent.",
                ),
                Member::new(
                    "MaxNumberOfMessagesPerSecond",
                    Shape::Integer,
                    "The most messages a second, 1 to 500.",
                ),
            ],
            Some(&[Member::new("TaskHandle", Shape::Text, "Names the task.")]),
        ),
        operation(
            "TagQueue",
            "Adds tags to a queue, or changes them.",
            &[
                QUEUE_URL,
                Member::new("Tags", TAGS, "The tags.").query("Tag").required(),
            ],
            None,
        ),
        operation(
            "UntagQueue",
            "Takes tags off a queue.",
            &[
                QUEUE_URL,
                Member::new("TagKeys", TEXTS, "The keys of the tags.")
                    .query("TagKey")
                    .required(),
            ],
            None,
        ),
    ],
};
