//! Calls of programs from outside, as the log of version 2 has them: members by AWS's names, in types of their own.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cloud::account::{Caller, Principal};
use cloud::sqs::api::{self, MessageRequest, ReceiptRequest, VisibilityRequest};
use cloud::sqs::{AttributeValue, MessageAttribute, MessageAttributes};
use serde::{Deserialize, Serialize};

use super::DecodeProblem;

type Text = Option<String>;
type Pairs = Vec<(String, String)>;

/// `user` is absent where the account itself calls.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    number: u64,
    account: String,
    user: Text,
    region: String,
    operation: Operation,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum Operation {
    #[serde(rename_all = "PascalCase")]
    CreateQueue {
        queue_name: Text,
        attributes: Pairs,
        #[serde(rename = "tags")]
        tags: Pairs,
    },
    #[serde(rename_all = "PascalCase")]
    GetQueueUrl {
        queue_name: Text,
        #[serde(rename = "QueueOwnerAWSAccountId")]
        owner: Text,
    },
    #[serde(rename_all = "PascalCase")]
    ListQueues {
        queue_name_prefix: Text,
        max_results: Option<i64>,
        next_token: Text,
    },
    #[serde(rename_all = "PascalCase")]
    ListDeadLetterSourceQueues {
        queue_url: Text,
        max_results: Option<i64>,
        next_token: Text,
    },
    #[serde(rename_all = "PascalCase")]
    ListMessageMoveTasks {
        source_arn: Text,
        max_results: Option<i64>,
    },
    #[serde(rename_all = "PascalCase")]
    StartMessageMoveTask {
        source_arn: Text,
        destination_arn: Text,
        max_number_of_messages_per_second: Option<i64>,
    },
    #[serde(rename_all = "PascalCase")]
    CancelMessageMoveTask { task_handle: Text },
    #[serde(rename = "queue")]
    OnQueue {
        #[serde(rename = "QueueUrl")]
        queue_url: Text,
        operation: QueueOperation,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum QueueOperation {
    DeleteQueue,
    PurgeQueue,
    #[serde(rename_all = "PascalCase")]
    GetQueueAttributes {
        attribute_names: Vec<String>,
    },
    #[serde(rename_all = "PascalCase")]
    SetQueueAttributes {
        attributes: Option<Pairs>,
    },
    #[serde(rename_all = "PascalCase")]
    AddPermission {
        label: Text,
        #[serde(rename = "AWSAccountIds")]
        accounts: Vec<String>,
        actions: Vec<String>,
    },
    #[serde(rename_all = "PascalCase")]
    RemovePermission {
        label: Text,
    },
    #[serde(rename_all = "PascalCase")]
    TagQueue {
        tags: Option<Pairs>,
    },
    #[serde(rename_all = "PascalCase")]
    UntagQueue {
        tag_keys: Vec<String>,
    },
    ListQueueTags,
    SendMessage(Message),
    #[serde(rename_all = "PascalCase")]
    SendMessageBatch {
        entries: Vec<Entry<Message>>,
    },
    #[serde(rename_all = "PascalCase")]
    ReceiveMessage {
        max_number_of_messages: Option<i64>,
        visibility_timeout: Option<i64>,
        wait_time_seconds: Option<i64>,
        receive_request_attempt_id: Text,
    },
    DeleteMessage(Receipt),
    #[serde(rename_all = "PascalCase")]
    DeleteMessageBatch {
        entries: Vec<Entry<Receipt>>,
    },
    ChangeMessageVisibility(Visibility),
    #[serde(rename_all = "PascalCase")]
    ChangeMessageVisibilityBatch {
        entries: Vec<Entry<Visibility>>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Entry<T> {
    id: Text,
    #[serde(rename = "entry")]
    request: T,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Message {
    message_body: Text,
    delay_seconds: Option<i64>,
    message_attributes: Option<Attributes>,
    message_deduplication_id: Text,
    message_group_id: Text,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Attributes {
    user: Vec<Attribute>,
    #[serde(rename = "AWSTraceHeader")]
    trace_header: Text,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Attribute {
    name: String,
    data_type: String,
    value: Value,
}

/// Bytes are base64.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum Value {
    StringValue(String),
    BinaryValue(String),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Receipt {
    receipt_handle: Text,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Visibility {
    receipt_handle: Text,
    visibility_timeout: Option<i64>,
}

/// `call` as it is written.
pub(super) fn written(number: sim::CallNumber, call: &api::Call) -> Call {
    Call {
        number: number.0,
        account: call.caller.account.to_string(),
        user: match &call.caller.principal {
            Principal::Root => None,
            Principal::User(name) => Some(name.to_string()),
        },
        region: call.region.to_string(),
        operation: written_operation(&call.operation),
    }
}

fn string(text: Option<&Rc<str>>) -> Text {
    text.map(ToString::to_string)
}

fn strings(texts: &[Rc<str>]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

fn written_pairs(pairs: &api::Pairs) -> Pairs {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

fn written_operation(operation: &api::Operation) -> Operation {
    use api::Operation as Api;
    match operation {
        Api::CreateQueue {
            queue_name,
            attributes,
            tags,
        } => Operation::CreateQueue {
            queue_name: string(queue_name.as_ref()),
            attributes: written_pairs(attributes),
            tags: written_pairs(tags),
        },
        Api::GetQueueUrl {
            queue_name,
            queue_owner_aws_account_id,
        } => Operation::GetQueueUrl {
            queue_name: string(queue_name.as_ref()),
            owner: string(queue_owner_aws_account_id.as_ref()),
        },
        Api::ListQueues {
            queue_name_prefix,
            max_results,
            next_token,
        } => Operation::ListQueues {
            queue_name_prefix: string(queue_name_prefix.as_ref()),
            max_results: *max_results,
            next_token: string(next_token.as_ref()),
        },
        Api::ListDeadLetterSourceQueues {
            queue_url,
            max_results,
            next_token,
        } => Operation::ListDeadLetterSourceQueues {
            queue_url: string(queue_url.as_ref()),
            max_results: *max_results,
            next_token: string(next_token.as_ref()),
        },
        Api::ListMessageMoveTasks {
            source_arn,
            max_results,
        } => Operation::ListMessageMoveTasks {
            source_arn: string(source_arn.as_ref()),
            max_results: *max_results,
        },
        Api::StartMessageMoveTask {
            source_arn,
            destination_arn,
            max_number_of_messages_per_second,
        } => Operation::StartMessageMoveTask {
            source_arn: string(source_arn.as_ref()),
            destination_arn: string(destination_arn.as_ref()),
            max_number_of_messages_per_second: *max_number_of_messages_per_second,
        },
        Api::CancelMessageMoveTask { task_handle } => Operation::CancelMessageMoveTask {
            task_handle: string(task_handle.as_ref()),
        },
        Api::OnQueue { queue_url, operation } => Operation::OnQueue {
            queue_url: string(queue_url.as_ref()),
            operation: written_queue_operation(operation),
        },
    }
}

fn written_queue_operation(operation: &api::QueueOperation) -> QueueOperation {
    use api::QueueOperation as Api;
    match operation {
        Api::DeleteQueue => QueueOperation::DeleteQueue,
        Api::PurgeQueue => QueueOperation::PurgeQueue,
        Api::GetQueueAttributes { attribute_names } => QueueOperation::GetQueueAttributes {
            attribute_names: strings(attribute_names),
        },
        Api::SetQueueAttributes { attributes } => QueueOperation::SetQueueAttributes {
            attributes: attributes.as_ref().map(written_pairs),
        },
        Api::AddPermission {
            label,
            aws_account_ids,
            actions,
        } => QueueOperation::AddPermission {
            label: string(label.as_ref()),
            accounts: strings(aws_account_ids),
            actions: strings(actions),
        },
        Api::RemovePermission { label } => QueueOperation::RemovePermission {
            label: string(label.as_ref()),
        },
        Api::TagQueue { tags } => QueueOperation::TagQueue {
            tags: tags.as_ref().map(written_pairs),
        },
        Api::UntagQueue { tag_keys } => QueueOperation::UntagQueue {
            tag_keys: strings(tag_keys),
        },
        Api::ListQueueTags => QueueOperation::ListQueueTags,
        Api::SendMessage(request) => QueueOperation::SendMessage(written_message(request)),
        Api::SendMessageBatch { entries } => QueueOperation::SendMessageBatch {
            entries: written_entries(entries, written_message),
        },
        Api::ReceiveMessage {
            max_number_of_messages,
            visibility_timeout,
            wait_time_seconds,
            receive_request_attempt_id,
        } => QueueOperation::ReceiveMessage {
            max_number_of_messages: *max_number_of_messages,
            visibility_timeout: *visibility_timeout,
            wait_time_seconds: *wait_time_seconds,
            receive_request_attempt_id: string(receive_request_attempt_id.as_ref()),
        },
        Api::DeleteMessage(request) => QueueOperation::DeleteMessage(written_receipt(request)),
        Api::DeleteMessageBatch { entries } => QueueOperation::DeleteMessageBatch {
            entries: written_entries(entries, written_receipt),
        },
        Api::ChangeMessageVisibility(request) => {
            QueueOperation::ChangeMessageVisibility(written_visibility(request))
        }
        Api::ChangeMessageVisibilityBatch { entries } => QueueOperation::ChangeMessageVisibilityBatch {
            entries: written_entries(entries, written_visibility),
        },
    }
}

fn written_entries<T, W>(entries: &[api::Entry<T>], written: fn(&T) -> W) -> Vec<Entry<W>> {
    let entry = |entry: &api::Entry<T>| Entry {
        id: string(entry.id.as_ref()),
        request: written(&entry.request),
    };
    entries.iter().map(entry).collect()
}

fn written_message(request: &MessageRequest) -> Message {
    let attribute = |attribute: &MessageAttribute| Attribute {
        name: attribute.name.to_string(),
        data_type: attribute.data_type.to_string(),
        value: match &attribute.value {
            AttributeValue::Text(text) => Value::StringValue(text.to_string()),
            AttributeValue::Bytes(bytes) => Value::BinaryValue(STANDARD.encode(bytes)),
        },
    };
    Message {
        message_body: string(request.message_body.as_ref()),
        delay_seconds: request.delay_seconds,
        message_attributes: request.attributes.as_ref().map(|attributes| Attributes {
            user: attributes.user.iter().map(attribute).collect(),
            trace_header: string(attributes.trace_header.as_ref()),
        }),
        message_deduplication_id: string(request.message_deduplication_id.as_ref()),
        message_group_id: string(request.message_group_id.as_ref()),
    }
}

fn written_receipt(request: &ReceiptRequest) -> Receipt {
    Receipt {
        receipt_handle: string(request.receipt_handle.as_ref()),
    }
}

fn written_visibility(request: &VisibilityRequest) -> Visibility {
    Visibility {
        receipt_handle: string(request.receipt_handle.as_ref()),
        visibility_timeout: request.visibility_timeout,
    }
}

/// The call that was written.
pub(super) fn read(call: Call) -> Result<(sim::CallNumber, Rc<api::Call>), DecodeProblem> {
    let account = call.account.parse().map_err(|_| DecodeProblem::Damaged)?;
    let principal = match call.user {
        None => Principal::Root,
        Some(name) => Principal::user(&name).map_err(|_| DecodeProblem::Damaged)?,
    };
    let caller = Caller { account, principal };
    let read = api::Call {
        caller,
        region: call.region.parse().map_err(|_| DecodeProblem::Damaged)?,
        operation: read_operation(call.operation)?,
    };
    Ok((sim::CallNumber(call.number), Rc::new(read)))
}

fn shared(text: Text) -> Option<Rc<str>> {
    text.map(Into::into)
}

fn all_shared(texts: Vec<String>) -> Vec<Rc<str>> {
    texts.into_iter().map(Into::into).collect()
}

fn read_pairs(pairs: Pairs) -> api::Pairs {
    let pairs = pairs.into_iter();
    pairs.map(|(name, value)| (name.into(), value.into())).collect()
}

fn read_operation(operation: Operation) -> Result<api::Operation, DecodeProblem> {
    use api::Operation as Api;
    Ok(match operation {
        Operation::CreateQueue {
            queue_name,
            attributes,
            tags,
        } => Api::CreateQueue {
            queue_name: shared(queue_name),
            attributes: read_pairs(attributes),
            tags: read_pairs(tags),
        },
        Operation::GetQueueUrl { queue_name, owner } => Api::GetQueueUrl {
            queue_name: shared(queue_name),
            queue_owner_aws_account_id: shared(owner),
        },
        Operation::ListQueues {
            queue_name_prefix,
            max_results,
            next_token,
        } => Api::ListQueues {
            queue_name_prefix: shared(queue_name_prefix),
            max_results,
            next_token: shared(next_token),
        },
        Operation::ListDeadLetterSourceQueues {
            queue_url,
            max_results,
            next_token,
        } => Api::ListDeadLetterSourceQueues {
            queue_url: shared(queue_url),
            max_results,
            next_token: shared(next_token),
        },
        Operation::ListMessageMoveTasks {
            source_arn,
            max_results,
        } => Api::ListMessageMoveTasks {
            source_arn: shared(source_arn),
            max_results,
        },
        Operation::StartMessageMoveTask {
            source_arn,
            destination_arn,
            max_number_of_messages_per_second,
        } => Api::StartMessageMoveTask {
            source_arn: shared(source_arn),
            destination_arn: shared(destination_arn),
            max_number_of_messages_per_second,
        },
        Operation::CancelMessageMoveTask { task_handle } => Api::CancelMessageMoveTask {
            task_handle: shared(task_handle),
        },
        Operation::OnQueue { queue_url, operation } => Api::OnQueue {
            queue_url: shared(queue_url),
            operation: read_queue_operation(operation)?,
        },
    })
}

fn read_queue_operation(operation: QueueOperation) -> Result<api::QueueOperation, DecodeProblem> {
    use api::QueueOperation as Api;
    Ok(match operation {
        QueueOperation::DeleteQueue => Api::DeleteQueue,
        QueueOperation::PurgeQueue => Api::PurgeQueue,
        QueueOperation::GetQueueAttributes { attribute_names } => Api::GetQueueAttributes {
            attribute_names: all_shared(attribute_names),
        },
        QueueOperation::SetQueueAttributes { attributes } => Api::SetQueueAttributes {
            attributes: attributes.map(read_pairs),
        },
        QueueOperation::AddPermission {
            label,
            accounts,
            actions,
        } => Api::AddPermission {
            label: shared(label),
            aws_account_ids: all_shared(accounts),
            actions: all_shared(actions),
        },
        QueueOperation::RemovePermission { label } => Api::RemovePermission { label: shared(label) },
        QueueOperation::TagQueue { tags } => Api::TagQueue {
            tags: tags.map(read_pairs),
        },
        QueueOperation::UntagQueue { tag_keys } => Api::UntagQueue {
            tag_keys: all_shared(tag_keys),
        },
        QueueOperation::ListQueueTags => Api::ListQueueTags,
        QueueOperation::SendMessage(request) => Api::SendMessage(read_message(request)?),
        QueueOperation::SendMessageBatch { entries } => Api::SendMessageBatch {
            entries: read_entries(entries, read_message)?,
        },
        QueueOperation::ReceiveMessage {
            max_number_of_messages,
            visibility_timeout,
            wait_time_seconds,
            receive_request_attempt_id,
        } => Api::ReceiveMessage {
            max_number_of_messages,
            visibility_timeout,
            wait_time_seconds,
            receive_request_attempt_id: shared(receive_request_attempt_id),
        },
        QueueOperation::DeleteMessage(request) => Api::DeleteMessage(read_receipt(request)),
        QueueOperation::DeleteMessageBatch { entries } => Api::DeleteMessageBatch {
            entries: read_entries(entries, |request| Ok(read_receipt(request)))?,
        },
        QueueOperation::ChangeMessageVisibility(request) => {
            Api::ChangeMessageVisibility(read_visibility(request))
        }
        QueueOperation::ChangeMessageVisibilityBatch { entries } => Api::ChangeMessageVisibilityBatch {
            entries: read_entries(entries, |request| Ok(read_visibility(request)))?,
        },
    })
}

fn read_entries<W, T>(
    entries: Vec<Entry<W>>,
    read: fn(W) -> Result<T, DecodeProblem>,
) -> Result<Vec<api::Entry<T>>, DecodeProblem> {
    let entry = |entry: Entry<W>| {
        Ok(api::Entry {
            id: shared(entry.id),
            request: read(entry.request)?,
        })
    };
    entries.into_iter().map(entry).collect()
}

fn read_message(message: Message) -> Result<MessageRequest, DecodeProblem> {
    let attributes = message.message_attributes.map(read_attributes).transpose()?;
    Ok(MessageRequest {
        message_body: shared(message.message_body),
        delay_seconds: message.delay_seconds,
        attributes: attributes.map(Rc::new),
        message_deduplication_id: shared(message.message_deduplication_id),
        message_group_id: shared(message.message_group_id),
    })
}

fn read_attributes(attributes: Attributes) -> Result<MessageAttributes, DecodeProblem> {
    let attribute = |attribute: Attribute| -> Result<_, DecodeProblem> {
        Ok(MessageAttribute {
            name: attribute.name.into(),
            data_type: attribute.data_type.into(),
            value: match attribute.value {
                Value::StringValue(text) => AttributeValue::Text(text.into()),
                Value::BinaryValue(text) => {
                    let bytes = STANDARD.decode(text).map_err(|_| DecodeProblem::Damaged)?;
                    AttributeValue::Bytes(bytes.into())
                }
            },
        })
    };
    Ok(MessageAttributes {
        user: attributes
            .user
            .into_iter()
            .map(attribute)
            .collect::<Result<_, _>>()?,
        trace_header: shared(attributes.trace_header),
        // The service finds out who sends.
        sender: None,
    })
}

fn read_receipt(receipt: Receipt) -> ReceiptRequest {
    ReceiptRequest {
        receipt_handle: shared(receipt.receipt_handle),
    }
}

fn read_visibility(visibility: Visibility) -> VisibilityRequest {
    VisibilityRequest {
        receipt_handle: shared(visibility.receipt_handle),
        visibility_timeout: visibility.visibility_timeout,
    }
}
