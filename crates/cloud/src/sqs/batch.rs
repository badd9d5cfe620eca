//! Batches: checks of the request as a whole, then one answer for each entry (`reference/sqs.md` §6).

use std::rc::Rc;

use super::error::{BatchOperation, SqsError};
use super::request::{
    BatchEntry, BatchFailure, BatchOutcome, MAX_BATCH_BYTES, MAX_BATCH_ENTRIES, SendMessage,
};

const ID_LENGTH: usize = 80;

/// Whether a batch may be worked on at all.
pub(super) fn check<T>(operation: BatchOperation, entries: &[BatchEntry<T>]) -> Result<(), SqsError> {
    if entries.is_empty() {
        return Err(SqsError::EmptyBatchRequest { operation });
    }
    if entries.len() > MAX_BATCH_ENTRIES {
        return Err(SqsError::TooManyEntriesInBatchRequest {
            entries: entries.len(),
        });
    }
    for (index, entry) in entries.iter().enumerate() {
        if entries[..index].iter().any(|earlier| earlier.id == entry.id) {
            return Err(SqsError::BatchEntryIdsNotDistinct { id: entry.id.clone() });
        }
    }
    if entries.iter().all(|entry| is_valid_id(&entry.id)) {
        Ok(())
    } else {
        Err(SqsError::InvalidBatchEntryId)
    }
}

fn is_valid_id(id: &str) -> bool {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=ID_LENGTH).contains(&id.len()) && id.bytes().all(valid)
}

/// The messages of a batch are no larger together than one may be.
pub(super) fn check_size(entries: &[BatchEntry<SendMessage>]) -> Result<(), SqsError> {
    let bytes = entries.iter().map(|entry| entry.request.size()).sum();
    if bytes > MAX_BATCH_BYTES {
        Err(SqsError::BatchRequestTooLong { bytes })
    } else {
        Ok(())
    }
}

/// Does each entry, in order.
pub(super) fn answer<T, U>(
    entries: Vec<BatchEntry<T>>,
    mut one: impl FnMut(T) -> Result<U, SqsError>,
) -> BatchOutcome<U> {
    let mut outcome = BatchOutcome {
        successful: Vec::with_capacity(entries.len()),
        failed: Vec::new(),
    };
    for BatchEntry { id, request } in entries {
        match one(request) {
            Ok(result) => outcome.successful.push((Rc::clone(&id), result)),
            Err(error) => outcome.failed.push(BatchFailure { id, error }),
        }
    }
    outcome
}
