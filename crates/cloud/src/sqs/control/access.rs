//! Who may do what (`reference/sqs.md` §7): the account that owns a queue everything that the queue's policy does not deny,
//! others what it allows. Accounts are taken to grant their users everything.

use super::super::api::{ApiError, Call, QueueOperation};
use super::directory::Entry;
use super::refusal::Code;
use crate::policy::{Decision, Request, Requester};

/// The actions that policies speak of. A batch is the action of its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    AddPermission,
    ChangeMessageVisibility,
    DeleteMessage,
    DeleteQueue,
    GetQueueAttributes,
    GetQueueUrl,
    ListDeadLetterSourceQueues,
    ListQueueTags,
    PurgeQueue,
    ReceiveMessage,
    RemovePermission,
    SendMessage,
    SetQueueAttributes,
    TagQueue,
    UntagQueue,
    CancelMessageMoveTask,
    ListMessageMoveTasks,
    StartMessageMoveTask,
}

impl Action {
    pub(super) fn of(operation: &QueueOperation) -> Self {
        match operation {
            QueueOperation::DeleteQueue => Self::DeleteQueue,
            QueueOperation::PurgeQueue => Self::PurgeQueue,
            QueueOperation::GetQueueAttributes { .. } => Self::GetQueueAttributes,
            QueueOperation::SetQueueAttributes { .. } => Self::SetQueueAttributes,
            QueueOperation::AddPermission { .. } => Self::AddPermission,
            QueueOperation::RemovePermission { .. } => Self::RemovePermission,
            QueueOperation::TagQueue { .. } => Self::TagQueue,
            QueueOperation::UntagQueue { .. } => Self::UntagQueue,
            QueueOperation::ListQueueTags => Self::ListQueueTags,
            QueueOperation::SendMessage(_) | QueueOperation::SendMessageBatch { .. } => Self::SendMessage,
            QueueOperation::ReceiveMessage { .. } => Self::ReceiveMessage,
            QueueOperation::DeleteMessage(_) | QueueOperation::DeleteMessageBatch { .. } => {
                Self::DeleteMessage
            }
            QueueOperation::ChangeMessageVisibility(_)
            | QueueOperation::ChangeMessageVisibilityBatch { .. } => Self::ChangeMessageVisibility,
        }
    }

    /// As policies write it.
    const fn name(self) -> &'static str {
        match self {
            Self::AddPermission => "sqs:AddPermission",
            Self::ChangeMessageVisibility => "sqs:ChangeMessageVisibility",
            Self::DeleteMessage => "sqs:DeleteMessage",
            Self::DeleteQueue => "sqs:DeleteQueue",
            Self::GetQueueAttributes => "sqs:GetQueueAttributes",
            Self::GetQueueUrl => "sqs:GetQueueUrl",
            Self::ListDeadLetterSourceQueues => "sqs:ListDeadLetterSourceQueues",
            Self::ListQueueTags => "sqs:ListQueueTags",
            Self::PurgeQueue => "sqs:PurgeQueue",
            Self::ReceiveMessage => "sqs:ReceiveMessage",
            Self::RemovePermission => "sqs:RemovePermission",
            Self::SendMessage => "sqs:SendMessage",
            Self::SetQueueAttributes => "sqs:SetQueueAttributes",
            Self::TagQueue => "sqs:TagQueue",
            Self::UntagQueue => "sqs:UntagQueue",
            Self::CancelMessageMoveTask => "sqs:CancelMessageMoveTask",
            Self::ListMessageMoveTasks => "sqs:ListMessageMoveTasks",
            Self::StartMessageMoveTask => "sqs:StartMessageMoveTask",
        }
    }

    /// Whether a policy can allow it to other accounts.
    const fn is_for_others(self) -> bool {
        matches!(
            self,
            Self::ChangeMessageVisibility
                | Self::DeleteMessage
                | Self::GetQueueAttributes
                | Self::GetQueueUrl
                | Self::ListDeadLetterSourceQueues
                | Self::PurgeQueue
                | Self::ReceiveMessage
                | Self::SendMessage
        )
    }
}

/// Whether the caller may do this with the queue. `now` is in seconds since 1970.
pub(super) fn check(call: &Call, entry: &Entry, action: Action, now: i64) -> Result<(), ApiError> {
    let is_owner = call.caller.account == entry.address.account;
    let Some(policy) = &entry.policy else {
        return if is_owner {
            Ok(())
        } else {
            Err(denied(call, entry, action, false))
        };
    };
    let request = Request {
        requester: Requester::Caller(&call.caller),
        action: action.name(),
        resource: &entry.arn,
        source: None,
        region: &call.region,
        now,
    };
    match policy.decide(&request) {
        Decision::Denied => Err(denied(call, entry, action, true)),
        Decision::Allowed if is_owner || action.is_for_others() => Ok(()),
        _ if is_owner => Ok(()),
        _ => Err(denied(call, entry, action, false)),
    }
}

/// The text is that of AWS, which writes the action in lower case.
fn denied(call: &Call, entry: &Entry, action: Action, is_explicit: bool) -> ApiError {
    let (caller, arn, action) = (&call.caller, &entry.arn, action.name().to_ascii_lowercase());
    let reason = if is_explicit {
        "with an explicit deny in a resource-based policy".to_owned()
    } else {
        format!("because no resource-based policy allows the {action} action")
    };
    Code::AccessDeniedException.because(format_args!(
        "User: {caller} is not authorized to perform: {action} on resource: {arn} {reason}"
    ))
}
