//! Batches: the request as a whole is checked first, and what is refused of its entries is told with their places
//! (`reference/sqs.md` §6).

use std::rc::Rc;

use super::super::api::{
    ApiError, BatchAnswer, Entry as ApiEntry, MessageRequest, QueueAddress, QueueOperation, ReceiptRequest,
    VisibilityRequest,
};
use super::super::batch;
use super::super::error::BatchOperation;
use super::super::request::{BatchEntry, BatchOutcome};
use super::refusal;

/// What an entry of a batch asks for.
pub(super) trait Request {
    /// The receipt handle that it gives.
    fn handle(&self) -> Option<&Rc<str>> {
        None
    }

    /// The parameter that it lacks, as AWS calls it; `entry` is what it calls the entry. Such an entry fails alone.
    fn missing(&self, entry: &str) -> Option<String>;
}

impl Request for MessageRequest {
    fn missing(&self, entry: &str) -> Option<String> {
        let missing = self.message_body.is_none();
        missing.then(|| format!("{entry}.MessageBody"))
    }
}

impl Request for ReceiptRequest {
    fn handle(&self) -> Option<&Rc<str>> {
        self.receipt_handle.as_ref()
    }

    fn missing(&self, _: &str) -> Option<String> {
        let handle = self.receipt_handle.as_deref().unwrap_or_default();
        handle.is_empty().then(|| "ReceiptHandle".into())
    }
}

impl Request for VisibilityRequest {
    fn handle(&self) -> Option<&Rc<str>> {
        self.receipt_handle.as_ref()
    }

    fn missing(&self, entry: &str) -> Option<String> {
        let handle = self.receipt_handle.as_deref().unwrap_or_default();
        let no_timeout = self.visibility_timeout.is_none();
        let no_handle = handle.is_empty().then(|| "ReceiptHandle".into());
        no_handle.or_else(|| no_timeout.then(|| format!("{entry}.VisibilityTimeout")))
    }
}

/// Whether a batch may be worked on at all, wherever its queue is.
pub(super) fn check(operation: &QueueOperation) -> Result<(), ApiError> {
    match operation {
        QueueOperation::SendMessageBatch { entries } => check_entries(BatchOperation::SendMessage, entries),
        QueueOperation::DeleteMessageBatch { entries } => {
            check_entries(BatchOperation::DeleteMessage, entries)
        }
        QueueOperation::ChangeMessageVisibilityBatch { entries } => {
            check_entries(BatchOperation::ChangeMessageVisibility, entries)
        }
        _ => Ok(()),
    }
}

fn check_entries<T>(operation: BatchOperation, entries: &[ApiEntry<T>]) -> Result<(), ApiError> {
    if let Some(place) = entries.iter().position(|entry| entry.id.is_none()) {
        return Err(refusal::missing(&format!("{operation}.{}.Id", place + 1)));
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

/// What is told of a batch. The data plane refuses whatever an entry lacks, and is told no more of it than that.
pub(super) fn answer<T: Request, U, V>(
    operation: BatchOperation,
    entries: &[ApiEntry<T>],
    outcome: BatchOutcome<U>,
    address: &QueueAddress,
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
        let request = &entries[place].request;
        let error = match request.missing(&format!("{operation}.{}", place + 1)) {
            Some(missing) => refusal::missing(&missing),
            None => refusal::of_queue(
                &failure.error,
                address,
                request.handle().map_or("", |handle| handle),
            ),
        };
        (place, error)
    });
    BatchAnswer {
        successful: successful
            .map(|(id, result)| (place(&id), told(result)))
            .collect(),
        failed: failed.collect(),
    }
}
