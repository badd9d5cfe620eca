//! What a call says, in two numbers for its event: which operation it is, and a digest of all of it.

use std::hash::Hasher;
use std::rc::Rc;

use cloud::account::Principal;
use cloud::sqs::AttributeValue;
use cloud::sqs::api::{
    Call, Entry, MessageRequest, Operation, Pairs, QueueOperation, ReceiptRequest, VisibilityRequest,
};
use siphasher::sip::SipHasher13;

use crate::client_event::ClientOperation;

impl ClientOperation {
    /// Which operation is called.
    pub fn of(operation: &Operation) -> Self {
        of(operation)
    }
}

fn of(operation: &Operation) -> ClientOperation {
    use ClientOperation as C;
    match operation {
        Operation::CreateQueue { .. } => C::CreateQueue,
        Operation::GetQueueUrl { .. } => C::GetQueueUrl,
        Operation::ListQueues { .. } => C::ListQueues,
        Operation::ListDeadLetterSourceQueues { .. } => C::ListDeadLetterSourceQueues,
        Operation::ListMessageMoveTasks { .. } => C::ListMessageMoveTasks,
        Operation::StartMessageMoveTask { .. } => C::StartMessageMoveTask,
        Operation::CancelMessageMoveTask { .. } => C::CancelMessageMoveTask,
        Operation::OnQueue { operation, .. } => match operation {
            QueueOperation::DeleteQueue => C::DeleteQueue,
            QueueOperation::PurgeQueue => C::PurgeQueue,
            QueueOperation::GetQueueAttributes { .. } => C::GetQueueAttributes,
            QueueOperation::SetQueueAttributes { .. } => C::SetQueueAttributes,
            QueueOperation::AddPermission { .. } => C::AddPermission,
            QueueOperation::RemovePermission { .. } => C::RemovePermission,
            QueueOperation::TagQueue { .. } => C::TagQueue,
            QueueOperation::UntagQueue { .. } => C::UntagQueue,
            QueueOperation::ListQueueTags => C::ListQueueTags,
            QueueOperation::SendMessage(_) => C::SendMessage,
            QueueOperation::SendMessageBatch { .. } => C::SendMessageBatch,
            QueueOperation::ReceiveMessage { .. } => C::ReceiveMessage,
            QueueOperation::DeleteMessage(_) => C::DeleteMessage,
            QueueOperation::DeleteMessageBatch { .. } => C::DeleteMessageBatch,
            QueueOperation::ChangeMessageVisibility(_) => C::ChangeMessageVisibility,
            QueueOperation::ChangeMessageVisibilityBatch { .. } => C::ChangeMessageVisibilityBatch,
        },
    }
}

/// A digest of who calls, where, and every member of the call, each with its length or whether it is there. The operation
/// itself is beside it in the event. Members are only ever added, at the end.
pub(super) fn digest(call: &Call) -> u64 {
    let mut digest = Digest(SipHasher13::new_with_keys(0, 0));
    digest.text(&call.caller.account.to_string());
    match &call.caller.principal {
        Principal::Root => digest.number(0),
        Principal::User(name) => {
            digest.number(1);
            digest.text(name);
        }
    }
    digest.text(&call.region.to_string());
    digest.operation(&call.operation);
    digest.0.finish()
}

struct Digest(SipHasher13);

impl Digest {
    fn number(&mut self, number: u64) {
        self.0.write(&number.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.write(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn optional<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        self.number(value.is_some().into());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn optional_text(&mut self, text: Option<&Rc<str>>) {
        self.optional(text, |digest, text| digest.text(text));
    }

    fn optional_number(&mut self, number: Option<i64>) {
        self.optional(number.as_ref(), |digest, number| {
            digest.number(number.cast_unsigned());
        });
    }

    fn list<T>(&mut self, list: &[T], write: impl Fn(&mut Self, &T)) {
        self.number(list.len() as u64);
        for value in list {
            write(self, value);
        }
    }

    fn texts(&mut self, texts: &[Rc<str>]) {
        self.list(texts, |digest, text| digest.text(text));
    }

    fn pairs(&mut self, pairs: &Pairs) {
        self.list(pairs, |digest, (name, value)| {
            digest.text(name);
            digest.text(value);
        });
    }

    fn entries<T>(&mut self, entries: &[Entry<T>], write: impl Fn(&mut Self, &T)) {
        self.list(entries, |digest, entry| {
            digest.optional_text(entry.id.as_ref());
            write(digest, &entry.request);
        });
    }

    fn operation(&mut self, operation: &Operation) {
        match operation {
            Operation::CreateQueue {
                queue_name,
                attributes,
                tags,
            } => {
                self.optional_text(queue_name.as_ref());
                self.pairs(attributes);
                self.pairs(tags);
            }
            Operation::GetQueueUrl {
                queue_name,
                queue_owner_aws_account_id,
            } => {
                self.optional_text(queue_name.as_ref());
                self.optional_text(queue_owner_aws_account_id.as_ref());
            }
            Operation::ListQueues {
                queue_name_prefix: text,
                max_results,
                next_token,
            }
            | Operation::ListDeadLetterSourceQueues {
                queue_url: text,
                max_results,
                next_token,
            } => {
                self.optional_text(text.as_ref());
                self.optional_number(*max_results);
                self.optional_text(next_token.as_ref());
            }
            Operation::ListMessageMoveTasks {
                source_arn,
                max_results,
            } => {
                self.optional_text(source_arn.as_ref());
                self.optional_number(*max_results);
            }
            Operation::StartMessageMoveTask {
                source_arn,
                destination_arn,
                max_number_of_messages_per_second,
            } => {
                self.optional_text(source_arn.as_ref());
                self.optional_text(destination_arn.as_ref());
                self.optional_number(*max_number_of_messages_per_second);
            }
            Operation::CancelMessageMoveTask { task_handle } => self.optional_text(task_handle.as_ref()),
            Operation::OnQueue { queue_url, operation } => {
                self.optional_text(queue_url.as_ref());
                self.queue_operation(operation);
            }
        }
    }

    fn queue_operation(&mut self, operation: &QueueOperation) {
        match operation {
            QueueOperation::DeleteQueue | QueueOperation::PurgeQueue | QueueOperation::ListQueueTags => {}
            QueueOperation::GetQueueAttributes { attribute_names } => self.texts(attribute_names),
            QueueOperation::SetQueueAttributes { attributes: pairs }
            | QueueOperation::TagQueue { tags: pairs } => {
                self.optional(pairs.as_ref(), Self::pairs);
            }
            QueueOperation::AddPermission {
                label,
                aws_account_ids,
                actions,
            } => {
                self.optional_text(label.as_ref());
                self.texts(aws_account_ids);
                self.texts(actions);
            }
            QueueOperation::RemovePermission { label } => self.optional_text(label.as_ref()),
            QueueOperation::UntagQueue { tag_keys } => self.texts(tag_keys),
            QueueOperation::SendMessage(request) => self.message(request),
            QueueOperation::SendMessageBatch { entries } => self.entries(entries, Self::message),
            QueueOperation::ReceiveMessage {
                max_number_of_messages,
                visibility_timeout,
                wait_time_seconds,
                receive_request_attempt_id,
            } => {
                self.optional_number(*max_number_of_messages);
                self.optional_number(*visibility_timeout);
                self.optional_number(*wait_time_seconds);
                self.optional_text(receive_request_attempt_id.as_ref());
            }
            QueueOperation::DeleteMessage(request) => self.receipt(request),
            QueueOperation::DeleteMessageBatch { entries } => self.entries(entries, Self::receipt),
            QueueOperation::ChangeMessageVisibility(request) => self.visibility(request),
            QueueOperation::ChangeMessageVisibilityBatch { entries } => {
                self.entries(entries, Self::visibility);
            }
        }
    }

    fn message(&mut self, request: &MessageRequest) {
        self.optional_text(request.message_body.as_ref());
        self.optional_number(request.delay_seconds);
        self.optional(request.attributes.as_ref(), |digest, attributes| {
            digest.list(&attributes.user, |digest, attribute| {
                digest.text(&attribute.name);
                digest.text(&attribute.data_type);
                match &attribute.value {
                    AttributeValue::Text(text) => digest.text(text),
                    AttributeValue::Bytes(bytes) => digest.bytes(bytes),
                }
            });
            digest.optional_text(attributes.trace_header.as_ref());
        });
        self.optional_text(request.message_deduplication_id.as_ref());
        self.optional_text(request.message_group_id.as_ref());
    }

    fn receipt(&mut self, request: &ReceiptRequest) {
        self.optional_text(request.receipt_handle.as_ref());
    }

    fn visibility(&mut self, request: &VisibilityRequest) {
        self.optional_text(request.receipt_handle.as_ref());
        self.optional_number(request.visibility_timeout);
    }
}
