//! What the members of a request are as an operation of the service.

use std::rc::Rc;

use cloud::sqs::MessageAttributes;
use cloud::sqs::api::{Entry, MessageRequest, Operation, QueueOperation, ReceiptRequest, VisibilityRequest};

use super::attributes;
use super::selection::Selection;
use super::shown::{SentParts, Shown};
use crate::services::{Around, Bound};
use crate::shape;
use crate::value::{Record, Value};

/// What a request is.
pub(crate) fn bind(operation: &shape::Operation, members: Record, around: &Around<'_>) -> Option<Bound> {
    let (operation, shown) = read(operation.name, members, around)?;
    Some(Bound::Call(operation, shown))
}

/// The operation of this name, and what is kept for its answer.
fn read(name: &str, mut record: Record, around: &Around<'_>) -> Option<(Operation, Shown)> {
    if let Some(operation) = control(name, &mut record) {
        return Some((operation, Shown::Nothing));
    }
    let queue_url = record.text("QueueUrl");
    let (operation, shown) = match settings(name, &mut record) {
        Some(operation) => (operation, Shown::Nothing),
        None => messages(name, &mut record, around)?,
    };
    Some((Operation::OnQueue { queue_url, operation }, shown))
}

/// Operations that do not name a queue by its URL, or name one and nothing else.
fn control(name: &str, record: &mut Record) -> Option<Operation> {
    Some(match name {
        "CreateQueue" => Operation::CreateQueue {
            queue_name: record.text("QueueName"),
            attributes: record.pairs("Attributes").unwrap_or_default(),
            tags: record.pairs("tags").unwrap_or_default(),
        },
        "GetQueueUrl" => Operation::GetQueueUrl {
            queue_name: record.text("QueueName"),
            queue_owner_aws_account_id: record.text("QueueOwnerAWSAccountId"),
        },
        "ListQueues" => Operation::ListQueues {
            queue_name_prefix: record.text("QueueNamePrefix"),
            max_results: record.number("MaxResults"),
            next_token: record.text("NextToken"),
        },
        "ListDeadLetterSourceQueues" => Operation::ListDeadLetterSourceQueues {
            queue_url: record.text("QueueUrl"),
            max_results: record.number("MaxResults"),
            next_token: record.text("NextToken"),
        },
        "ListMessageMoveTasks" => Operation::ListMessageMoveTasks {
            source_arn: record.text("SourceArn"),
            max_results: record.number("MaxResults"),
        },
        "StartMessageMoveTask" => Operation::StartMessageMoveTask {
            source_arn: record.text("SourceArn"),
            destination_arn: record.text("DestinationArn"),
            max_number_of_messages_per_second: record.number("MaxNumberOfMessagesPerSecond"),
        },
        "CancelMessageMoveTask" => Operation::CancelMessageMoveTask {
            task_handle: record.text("TaskHandle"),
        },
        _ => return None,
    })
}

/// Operations on a queue itself.
fn settings(name: &str, record: &mut Record) -> Option<QueueOperation> {
    Some(match name {
        "DeleteQueue" => QueueOperation::DeleteQueue,
        "PurgeQueue" => QueueOperation::PurgeQueue,
        "GetQueueAttributes" => QueueOperation::GetQueueAttributes {
            attribute_names: record.texts("AttributeNames"),
        },
        "SetQueueAttributes" => QueueOperation::SetQueueAttributes {
            attributes: record.pairs("Attributes"),
        },
        "AddPermission" => QueueOperation::AddPermission {
            label: record.text("Label"),
            aws_account_ids: record.texts("AWSAccountIds"),
            actions: record.texts("Actions"),
        },
        "RemovePermission" => QueueOperation::RemovePermission {
            label: record.text("Label"),
        },
        "TagQueue" => QueueOperation::TagQueue {
            tags: record.pairs("Tags"),
        },
        "UntagQueue" => QueueOperation::UntagQueue {
            tag_keys: record.texts("TagKeys"),
        },
        "ListQueueTags" => QueueOperation::ListQueueTags,
        _ => return None,
    })
}

/// Operations on the messages of a queue. The trace id is for messages that bring none.
fn messages(name: &str, record: &mut Record, around: &Around<'_>) -> Option<(QueueOperation, Shown)> {
    let trace_id = around.trace_id;
    Some(match name {
        "SendMessage" => {
            let (request, parts) = message(record, trace_id);
            (QueueOperation::SendMessage(request), Shown::Sent(parts))
        }
        "SendMessageBatch" => {
            let read = entries(record, |record| message(record, trace_id));
            let (entries, shown) = read
                .into_iter()
                .map(
                    |Entry {
                         id,
                         request: (request, parts),
                     }| {
                        let name = id.clone().unwrap_or_default();
                        (Entry { id, request }, (name, parts))
                    },
                )
                .unzip();
            (
                QueueOperation::SendMessageBatch { entries },
                Shown::SentBatch(shown),
            )
        }
        "ReceiveMessage" => {
            let shown = Shown::Received(Selection::take(record, around.is_query));
            let operation = QueueOperation::ReceiveMessage {
                max_number_of_messages: record.number("MaxNumberOfMessages"),
                visibility_timeout: record.number("VisibilityTimeout"),
                wait_time_seconds: record.number("WaitTimeSeconds"),
                receive_request_attempt_id: record.text("ReceiveRequestAttemptId"),
            };
            (operation, shown)
        }
        "DeleteMessage" => (QueueOperation::DeleteMessage(receipt(record)), Shown::Nothing),
        "DeleteMessageBatch" => {
            let entries = entries(record, receipt);
            let shown = ids(&entries);
            (QueueOperation::DeleteMessageBatch { entries }, shown)
        }
        "ChangeMessageVisibility" => (
            QueueOperation::ChangeMessageVisibility(visibility(record)),
            Shown::Nothing,
        ),
        "ChangeMessageVisibilityBatch" => {
            let entries = entries(record, visibility);
            let shown = ids(&entries);
            (QueueOperation::ChangeMessageVisibilityBatch { entries }, shown)
        }
        _ => return None,
    })
}

fn entries<T>(record: &mut Record, read: impl Fn(&mut Record) -> T) -> Vec<Entry<T>> {
    let entries = record.list("Entries").unwrap_or_default();
    let entry = |mut record: Record| Entry {
        id: record.text("Id"),
        request: read(&mut record),
    };
    entries
        .into_iter()
        .filter_map(Value::into_record)
        .map(entry)
        .collect()
}

fn ids<T>(entries: &[Entry<T>]) -> Shown {
    let ids = entries.iter().map(|entry| entry.id.clone().unwrap_or_default());
    Shown::Batch(ids.collect())
}

fn message(record: &mut Record, trace_id: Option<&str>) -> (MessageRequest, SentParts) {
    let user = record
        .map("MessageAttributes")
        .map(attributes::read)
        .unwrap_or_default();
    let system = record
        .map("MessageSystemAttributes")
        .and_then(attributes::read_trace_header);
    let has_system_attributes = system.is_some();
    let trace_header = system.or_else(|| trace_id.map(Rc::from));
    let has_any = !user.is_empty() || trace_header.is_some();
    let attributes = has_any.then(|| {
        MessageAttributes {
            user,
            trace_header,
            sender: None,
        }
        .into()
    });
    let request = MessageRequest {
        message_body: record.text("MessageBody"),
        delay_seconds: record.number("DelaySeconds"),
        attributes,
        message_deduplication_id: record.text("MessageDeduplicationId"),
        message_group_id: record.text("MessageGroupId"),
    };
    let parts = SentParts::of(&request, has_system_attributes);
    (request, parts)
}

fn receipt(record: &mut Record) -> ReceiptRequest {
    ReceiptRequest {
        receipt_handle: record.text("ReceiptHandle"),
    }
}

fn visibility(record: &mut Record) -> VisibilityRequest {
    VisibilityRequest {
        receipt_handle: record.text("ReceiptHandle"),
        visibility_timeout: record.number("VisibilityTimeout"),
    }
}
