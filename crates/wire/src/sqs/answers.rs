//! What the answers of the service are as members. Lists and maps without entries are left out, as AWS does, but for one.

use std::rc::Rc;

use cloud::sqs::api::{
    Answer, ApiError, BatchAnswer, MoveTask, MoveTaskStatus, Pairs, QueueAddress, Received, SentMessage,
};

use super::attributes;
use super::selection::Selection;
use super::shown::Shown;
use crate::digest;
use crate::endpoint::{Base, Origin};
use crate::shape::Operation;
use crate::value::{Record, Value};

/// The members of an answer.
pub(crate) fn record(
    answer: Answer,
    operation: &Operation,
    shown: &Shown,
    base: &Base,
    origin: Origin,
) -> Record {
    let record = Record::default();
    match answer {
        Answer::Done => record,
        Answer::QueueUrl(queue) => record.with("QueueUrl", Some(base.url(&queue))),
        Answer::QueueUrls { queues, next_token } => {
            urls(record, operation, &queues, base).with("NextToken", next_token)
        }
        Answer::Attributes(pairs) => record.with("Attributes", map(pairs)),
        Answer::Tags(pairs) => record.with("Tags", map(pairs)),
        Answer::Sent(sent) => {
            let record = self::sent(record, sent, origin);
            match shown {
                Shown::Sent(parts) => parts.add_digests(record),
                _ => record,
            }
        }
        Answer::SentBatch(answer) => batch(
            answer,
            |place, message: SentMessage| {
                let record = sent(record_of_entry(shown, place), message, origin);
                match shown {
                    Shown::SentBatch(entries) => entries[place].1.add_digests(record),
                    _ => record,
                }
            },
            shown,
        ),
        Answer::Messages(received) => {
            let nothing = Selection::default();
            let selection = match shown {
                Shown::Received(selection) => selection,
                _ => &nothing,
            };
            let messages = received
                .iter()
                .map(|received| message(received, selection, origin));
            record.with("Messages", list(messages))
        }
        Answer::Batch(answer) => batch(answer, |place, ()| record_of_entry(shown, place), shown),
        Answer::TaskHandle(handle) => record.with("TaskHandle", Some(handle)),
        Answer::Moved(number) => record.with("ApproximateNumberOfMessagesMoved", Some(number_of(number))),
        Answer::MoveTasks(tasks) => record.with(
            "Results",
            list(tasks.into_iter().map(|task| move_task(task, origin))),
        ),
    }
}

fn number_of(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// AWS leaves empty lists and maps out.
fn unless_empty<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}

fn list(records: impl Iterator<Item = Record>) -> Option<Vec<Value>> {
    unless_empty(records.map(Value::Record).collect())
}

fn map(pairs: Pairs) -> Option<Vec<(Rc<str>, Value)>> {
    unless_empty(
        pairs
            .into_iter()
            .map(|(name, value)| (name, value.into()))
            .collect(),
    )
}

/// One operation calls the list otherwise, and has it even where it is empty: its clients are promised a list.
fn urls(record: Record, operation: &Operation, queues: &[QueueAddress], base: &Base) -> Record {
    let urls: Vec<Value> = queues.iter().map(|queue| base.url(queue).into()).collect();
    if operation.name == "ListDeadLetterSourceQueues" {
        record.with("queueUrls", Some(urls))
    } else {
        record.with("QueueUrls", unless_empty(urls))
    }
}

fn sent(record: Record, sent: SentMessage, origin: Origin) -> Record {
    let sequence = sent.sequence_number.map(|number| origin.ids.sequence(number));
    record
        .with("MessageId", Some(origin.ids.message(sent.message_id)))
        .with("SequenceNumber", sequence)
}

fn batch<T>(answer: BatchAnswer<T>, mut successful: impl FnMut(usize, T) -> Record, shown: &Shown) -> Record {
    let done = answer
        .successful
        .into_iter()
        .map(|(place, result)| successful(place, result));
    let failed = answer
        .failed
        .into_iter()
        .map(|(place, error)| failed(shown, place, error));
    Record::default()
        .with("Successful", list(done))
        .with("Failed", list(failed))
}

fn failed(shown: &Shown, place: usize, error: ApiError) -> Record {
    record_of_entry(shown, place)
        .with("SenderFault", Some(error.status < 500))
        .with("Code", Some(error.query_code))
        .with("Message", Some(error.message))
}

/// The result of an entry, which begins with its id.
fn record_of_entry(shown: &Shown, place: usize) -> Record {
    let id = match shown {
        Shown::SentBatch(entries) => entries.get(place).map(|(id, _)| id.clone()),
        Shown::Batch(ids) => ids.get(place).cloned(),
        _ => None,
    };
    Record::default().with("Id", id)
}

fn message(received: &Received, selection: &Selection, origin: Origin) -> Record {
    let delivery = &received.delivery;
    let body = delivery.body.text();
    let system = selection.system(received, origin);
    let user = delivery
        .attributes
        .as_ref()
        .map(|attributes| selection.user(&attributes.user))
        .unwrap_or_default();
    let values: Vec<(Rc<str>, Value)> = user
        .iter()
        .map(|attribute| (attribute.name.clone(), attributes::write(attribute)))
        .collect();
    Record::default()
        .with("MessageId", Some(origin.ids.message(delivery.message)))
        .with("ReceiptHandle", Some(origin.ids.receipt(delivery.receipt)))
        .with("MD5OfBody", Some(digest::of_body(body)))
        .with("Body", Some(body))
        .with("Attributes", unless_empty(system))
        .with("MD5OfMessageAttributes", digest::of_attributes(user))
        .with("MessageAttributes", unless_empty(values))
}

fn move_task(task: MoveTask, origin: Origin) -> Record {
    let status = match task.status {
        MoveTaskStatus::Running => "RUNNING",
        MoveTaskStatus::Completed => "COMPLETED",
        MoveTaskStatus::Cancelling => "CANCELLING",
        MoveTaskStatus::Cancelled => "CANCELLED",
        MoveTaskStatus::Failed => "FAILED",
    };
    let rate = task.max_number_of_messages_per_second.map(i64::from);
    let moved = number_of(task.approximate_number_of_messages_moved);
    let to_move = task.approximate_number_of_messages_to_move.map(number_of);
    Record::default()
        .with("TaskHandle", task.task_handle)
        .with("Status", Some(status))
        .with("SourceArn", Some(task.source_arn))
        .with("DestinationArn", task.destination_arn)
        .with("MaxNumberOfMessagesPerSecond", rate)
        .with("ApproximateNumberOfMessagesMoved", Some(moved))
        .with("ApproximateNumberOfMessagesToMove", to_move)
        .with("FailureReason", task.failure_reason)
        .with(
            "StartedTimestamp",
            Some(number_of(origin.unix_millis(task.started))),
        )
}
