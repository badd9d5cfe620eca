//! The control plane of Amazon SQS: what clients call, over the data plane [`Sqs`], which knows queues by number.
//!
//! [`Registry`] finds the queue that a call names, sees whether the caller may do what it asks for, checks what the data
//! plane does not know (names, texts of attributes, policies, tags, handles), and says everything in the words that AWS
//! uses. One registry holds the queues of all accounts and regions; queues that come to be in another way are
//! [adopted](Registry::adopt). It changes nothing by itself: move tasks go on when [`Registry::advance`] is called.
//!
//! The order of checks is: the parameter that names the queue, the queue, the caller's permission, the other parameters.

mod access;
mod address;
mod attributes;
mod batches;
mod create;
mod directory;
mod encryption;
mod messages;
mod move_calls;
mod moves;
mod names;
mod pages;
mod permissions;
mod policy_limits;
mod queues;
mod read_back;
mod redrive;
mod refusal;
mod senders;
mod tags;

use std::rc::Rc;

use self::address::Unread;
use super::api::{Answer, ApiError, Call, MessageRequest, Operation, QueueAddress, QueueOperation};
use super::error::SqsError;
use super::ids::Ids;
use super::message::{Mark, QueueId};
use super::request::PollId;
use super::servers::Servers;
use super::service::Sqs;
use crate::time::SimTime;
use access::Action;
use directory::{Directory, Entry};
use messages::Messages;
use moves::Tasks;
use senders::Senders;

/// The queues as clients know them.
#[derive(Clone, Debug)]
pub struct Registry {
    ids: Ids,
    /// What t = 0 is, in milliseconds since 1970.
    start_unix_millis: u64,
    directory: Directory,
    senders: Senders,
    tasks: Tasks,
    changes: Vec<Change>,
}

/// What a call needs beside what the client says.
pub struct Context<'a> {
    /// Under which a receive waits, if it does.
    pub poll: PollId,
    /// Who keeps the queues.
    pub host: &'a mut dyn Host,
}

/// Who keeps the queues: marks what is sent, and decides what the services leave to chance.
pub trait Host {
    /// The mark of a message that is about to be sent.
    fn mark(&mut self, message: &MessageRequest) -> Mark;

    /// A call is for this queue. Whether the queue takes it: if not, the call is refused as throttled.
    fn admits(&mut self, _queue: QueueId) -> bool {
        true
    }

    /// The servers that a short poll of this standard queue asks.
    fn servers(&mut self, _queue: QueueId) -> Servers {
        Servers::ALL
    }

    /// Whether a delete from this standard queue misses a copy of the message.
    fn misses_a_copy(&mut self, _queue: QueueId) -> bool {
        false
    }
}

/// The answer to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// What the client is told.
    Answered(Result<Answer, ApiError>),
    /// A long poll: the data plane says [`super::HappeningKind::PollEnded`] when it ends, and [`Registry::received`] what
    /// the client is told.
    Waiting,
}

/// What a call changed, so that others can follow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields that carry the name of their type")]
pub enum Change {
    /// There is a new queue.
    Created { queue: QueueId, address: QueueAddress },
    /// A queue is no more.
    Deleted { queue: QueueId },
    /// Attributes that the data plane knows have changed.
    Configured { queue: QueueId },
}

/// Why there is no answer yet.
enum Unanswered {
    Refused(ApiError),
    Waiting,
}

impl From<ApiError> for Unanswered {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl Registry {
    /// No queues. `seed` is for the ids that clients see; t = 0 is `start_unix_millis` after the start of 1970.
    pub fn new(seed: u64, start_unix_millis: u64) -> Self {
        Self {
            ids: Ids::new(seed),
            start_unix_millis,
            directory: Directory::default(),
            senders: Senders::default(),
            tasks: Tasks::default(),
            changes: Vec::new(),
        }
    }

    /// Makes the ids that clients see.
    pub fn ids(&self) -> Ids {
        self.ids
    }

    /// What a queue is called, or was called when it was there.
    pub fn address(&self, queue: QueueId) -> Option<&QueueAddress> {
        self.directory.address(queue)
    }

    /// The queue that is called so.
    pub fn queue(&self, address: &QueueAddress) -> Option<QueueId> {
        self.directory.at(address).map(|entry| entry.id)
    }

    /// Gives a queue of the data plane, which has none, a name. Fails if another queue has it, or queues of this kind
    /// cannot have it.
    pub fn adopt(
        &mut self,
        now: SimTime,
        sqs: &Sqs,
        queue: QueueId,
        address: QueueAddress,
    ) -> Result<(), NameRefused> {
        let kind = sqs.kind(queue).ok_or(NameRefused::NoQueue)?;
        if address::kind_of(&address.name) != Some(kind) {
            return Err(NameRefused::NotAName);
        }
        if self.directory.at(&address).is_some() || self.directory.entry(queue).is_some() {
            return Err(NameRefused::Taken);
        }
        self.directory.insert(Entry::new(now, queue, address));
        Ok(())
    }

    /// Gives a queue another name, which is [refused](Self::adopt) for the same reasons. The one that it had is free.
    pub fn rename(&mut self, now: SimTime, queue: QueueId, address: QueueAddress) -> Result<(), NameRefused> {
        let entry = self.directory.entry(queue).ok_or(NameRefused::NoQueue)?;
        if address::kind_of(&address.name) != address::kind_of(&entry.address.name) {
            return Err(NameRefused::NotAName);
        }
        match self.directory.at(&address) {
            Some(owner) if owner.id == queue => return Ok(()),
            Some(_) => return Err(NameRefused::Taken),
            None => {}
        }
        let entry = self.directory.take_out(queue).ok_or(NameRefused::NoQueue)?;
        self.directory.insert(Entry {
            arn: address.to_string().into(),
            address,
            modified: now,
            ..Entry::clone(&entry)
        });
        Ok(())
    }

    /// Forgets a queue that the data plane no longer has.
    pub fn release(&mut self, now: SimTime, queue: QueueId) {
        self.directory.remove(queue, now);
    }

    /// Somebody else changed the queue's attributes in the data plane.
    pub fn touch(&mut self, now: SimTime, queue: QueueId) {
        if let Some(entry) = self.directory.entry_mut(queue) {
            entry.modified = now;
        }
    }

    /// What calls changed since this was last asked, in order.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Does what a client asks for.
    pub fn call(&mut self, sqs: &mut Sqs, now: SimTime, call: &Call, context: Context<'_>) -> Reply {
        self.advance(sqs, now);
        match self.answer(sqs, now, call, context) {
            Ok(answer) => Reply::Answered(Ok(answer)),
            Err(Unanswered::Refused(error)) => Reply::Answered(Err(error)),
            Err(Unanswered::Waiting) => Reply::Waiting,
        }
    }

    fn answer(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        call: &Call,
        context: Context<'_>,
    ) -> Result<Answer, Unanswered> {
        let answer = match &call.operation {
            Operation::OnQueue { queue_url, operation } => {
                let url = queue_url.as_deref().ok_or_else(|| refusal::missing("QueueUrl"))?;
                batches::check(operation)?;
                let entry = self.locate(call, now, url, Action::of(operation))?;
                return self.on_queue(sqs, now, call, &entry, operation, context);
            }
            Operation::CreateQueue {
                queue_name,
                attributes,
                tags,
            } => self.create_queue(sqs, now, call, queue_name.as_ref(), attributes, tags),
            Operation::GetQueueUrl {
                queue_name,
                queue_owner_aws_account_id: owner,
            } => self.queue_url(call, now, queue_name.as_deref(), owner.as_deref()),
            Operation::ListQueues {
                queue_name_prefix,
                max_results,
                next_token,
            } => self.list_queues(
                call,
                queue_name_prefix.as_deref(),
                *max_results,
                next_token.as_deref(),
            ),
            Operation::ListDeadLetterSourceQueues {
                queue_url,
                max_results,
                next_token,
            } => {
                let url = queue_url.as_deref().ok_or_else(|| refusal::missing("QueueUrl"))?;
                let entry = self.locate(call, now, url, Action::ListDeadLetterSourceQueues)?;
                self.list_sources(sqs, &entry, *max_results, next_token.as_deref())
            }
            Operation::StartMessageMoveTask {
                source_arn,
                destination_arn,
                max_number_of_messages_per_second: rate,
            } => self.start_move(
                sqs,
                now,
                call,
                source_arn.as_deref(),
                destination_arn.as_deref(),
                *rate,
            ),
            Operation::CancelMessageMoveTask { task_handle } => {
                self.cancel_move(now, call, task_handle.as_deref())
            }
            Operation::ListMessageMoveTasks {
                source_arn,
                max_results,
            } => self.list_moves(now, call, source_arn.as_deref(), *max_results),
        };
        Ok(answer?)
    }

    /// The queue of a URL, if the caller may do this with it.
    fn locate(&self, call: &Call, now: SimTime, url: &str, action: Action) -> Result<Rc<Entry>, ApiError> {
        let (account, name) = address::read_url(url, call.caller.account).map_err(|unread| match unread {
            Unread::Nothing => refusal::no_address(url),
            Unread::NoQueue => refusal::no_queue(),
        })?;
        let entry = self.directory.find(&call.region, account, name);
        let entry = entry.ok_or_else(refusal::no_queue)?;
        access::check(call, entry, action, self.unix_seconds(now))?;
        Ok(entry.clone())
    }

    fn on_queue(
        &mut self,
        sqs: &mut Sqs,
        now: SimTime,
        call: &Call,
        entry: &Entry,
        operation: &QueueOperation,
        context: Context<'_>,
    ) -> Result<Answer, Unanswered> {
        if !context.host.admits(entry.id) {
            return Err(of_entry(entry, &SqsError::RequestThrottled).into());
        }
        let mut messages = Messages {
            ids: self.ids,
            senders: &mut self.senders,
            sqs: &mut *sqs,
            now,
            entry,
            caller: &call.caller,
            poll: context.poll,
            host: context.host,
        };
        let answer = match operation {
            QueueOperation::SendMessage(request) => messages.send(request),
            QueueOperation::SendMessageBatch { entries } => messages.send_batch(entries),
            QueueOperation::ReceiveMessage { .. } => {
                let deliveries = messages.receive(operation)?.ok_or(Unanswered::Waiting)?;
                Ok(self.received(entry.id, deliveries))
            }
            QueueOperation::DeleteMessage(request) => messages.delete(request),
            QueueOperation::DeleteMessageBatch { entries } => messages.delete_batch(entries),
            QueueOperation::ChangeMessageVisibility(request) => messages.change_visibility(request),
            QueueOperation::ChangeMessageVisibilityBatch { entries } => {
                messages.change_visibility_batch(entries)
            }
            QueueOperation::DeleteQueue => self.delete_queue(sqs, now, entry),
            QueueOperation::PurgeQueue => match sqs.purge(now, entry.id) {
                Ok(()) => Ok(Answer::Done),
                Err(error) => Err(of_entry(entry, &error)),
            },
            QueueOperation::GetQueueAttributes { attribute_names } => {
                self.read_attributes(sqs, entry, attribute_names)
            }
            QueueOperation::SetQueueAttributes { attributes } => {
                self.set_attributes(sqs, now, entry, attributes.as_ref())
            }
            QueueOperation::AddPermission {
                label,
                aws_account_ids,
                actions,
            } => self.add_permission(entry, now, label.as_deref(), aws_account_ids, actions),
            QueueOperation::RemovePermission { label } => {
                self.remove_permission(entry, now, label.as_deref())
            }
            QueueOperation::TagQueue { tags } => self.tag_queue(entry, tags.as_ref()),
            QueueOperation::UntagQueue { tag_keys } => self.untag_queue(entry, tag_keys),
            QueueOperation::ListQueueTags => Ok(tags::list(entry)),
        };
        Ok(answer?)
    }

    fn unix_seconds(&self, now: SimTime) -> i64 {
        unix_seconds(self.start_unix_millis, now) as i64
    }
}

/// Whatever would come after the end of time is at its end.
fn unix_seconds(start_unix_millis: u64, now: SimTime) -> u64 {
    start_unix_millis.saturating_add(now.as_millis()) / 1_000
}

/// Why a queue cannot be [adopted](Registry::adopt) under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRefused {
    /// The data plane has no such queue.
    NoQueue,
    /// It is not the name of a queue of this kind.
    NotAName,
    /// Another queue has it, or the queue has a name.
    Taken,
}

/// The data plane has every queue that the control plane knows.
fn of_entry(entry: &Entry, error: &SqsError) -> ApiError {
    refusal::of_queue(error, &entry.address, "")
}
