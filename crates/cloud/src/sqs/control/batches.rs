//! Batches: the request as a whole is checked first, and what is refused of its entries is told with their places
//! (`reference/sqs.md` §6).

use std::rc::Rc;

use super::super::api::{ApiError, BatchAnswer, Entry as ApiEntry, QueueAddress, QueueOperation};
use super::super::batch;
use super::super::error::BatchOperation;
use super::super::request::{BatchEntry, BatchOutcome};
use super::refusal;

/// Whether a batch may be worked on at all, wherever its queue is.
pub(super) fn check(operation: &QueueOperation) -> Result<(), ApiError> {
    match operation {
        QueueOperation::SendMessageBatch { entries } => {
            check_entries(BatchOperation::SendMessage, entries, |request| {
                request.message_body.is_none().then_some("MessageBody")
            })
        }
        QueueOperation::DeleteMessageBatch { entries } => {
            check_entries(BatchOperation::DeleteMessage, entries, |request| {
                request.receipt_handle.is_none().then_some("ReceiptHandle")
            })
        }
        QueueOperation::ChangeMessageVisibilityBatch { entries } => {
            check_entries(BatchOperation::ChangeMessageVisibility, entries, |request| {
                let no_handle = request.receipt_handle.is_none().then_some("ReceiptHandle");
                let no_timeout = request
                    .visibility_timeout
                    .is_none()
                    .then_some("VisibilityTimeout");
                no_handle.or(no_timeout)
            })
        }
        _ => Ok(()),
    }
}

fn check_entries<T>(
    operation: BatchOperation,
    entries: &[ApiEntry<T>],
    missing: impl Fn(&T) -> Option<&'static str>,
) -> Result<(), ApiError> {
    for (place, entry) in entries.iter().enumerate() {
        let missing = entry
            .id
            .is_none()
            .then_some("Id")
            .or_else(|| missing(&entry.request));
        if let Some(missing) = missing {
            return Err(refusal::missing(&format!("{operation}.{}.{missing}", place + 1)));
        }
    }
    batch::check(operation, &to_entries(entries, |_| ())).map_err(|error| refusal::of_request(&error))
}

/// The entries as the data plane knows them. Each has an id, which was checked.
pub(super) fn to_entries<T, U>(
    entries: &[ApiEntry<T>],
    mut request: impl FnMut(&T) -> U,
) -> Vec<BatchEntry<U>> {
    let entry = |entry: &ApiEntry<T>| BatchEntry {
        id: entry.id.clone().unwrap_or_default(),
        request: request(&entry.request),
    };
    entries.iter().map(entry).collect()
}

/// What is told of a batch. `handle` is the receipt handle that an entry gave.
pub(super) fn answer<T, U, V>(
    entries: &[ApiEntry<T>],
    outcome: BatchOutcome<U>,
    address: &QueueAddress,
    handle: impl Fn(&T) -> Option<&Rc<str>>,
    told: impl Fn(U) -> V,
) -> BatchAnswer<V> {
    let place = |id: &Rc<str>| {
        let same = |entry: &ApiEntry<T>| entry.id.as_ref() == Some(id);
        entries
            .iter()
            .position(same)
            .expect("ids are those of the entries")
    };
    let successful = outcome.successful.into_iter();
    let failed = outcome.failed.iter().map(|failure| {
        let place = place(&failure.id);
        let handle = handle(&entries[place].request).map_or("", |handle| handle);
        (place, refusal::of_queue(&failure.error, address, handle))
    });
    BatchAnswer {
        successful: successful
            .map(|(id, result)| (place(&id), told(result)))
            .collect(),
        failed: failed.collect(),
    }
}
