//! Amazon SQS: standard and FIFO queues, as `reference/sqs.md` describes them.
//!
//! [`Sqs`] is the data plane: it holds queues and their messages, and knows both by number. Ask it for an operation at a time,
//! then take its [`Happening`]s; [`Sqs::next_deadline`] tells when [`Sqs::advance`] has work to do (a visibility timeout,
//! a delay, a retention or a long poll runs out). [`Registry`] is the control plane over it: what clients [call](api), with
//! names, URLs, policies, tags and texts, for any number of accounts and regions.
//!
//! From the outside in: `service` finds the queue, brings dead letters to theirs, and keeps the `agenda` of who has
//! work next. `queue` moves a message between its places; `send`, `receive`, `receipt` and `due` say when. A message is a
//! `record` in a `ring`, numbered in the order of arrival, and that order is most of what is known of it: the `ages` follow
//! it, and so does the `line` of a standard queue but for those that came back. Hidden messages are in a `schedule`, which
//! notes those that do not come back in that order, either. The `groups` of a FIFO queue are `list`s through its messages. So
//! no operation depends on how many messages there are, and a clone copies a page of a ring only when one of the two
//! writes to it. What is looked up by text (a group, a deduplication id) is found through `chains` of those of similar hashes.
//!
//! Rules that few queues need are beside that, each in a file that says what AWS documents and what is chosen: `servers`
//! and `fair` for standard queues, `look_ahead`, `throughput` and `attempts` for FIFO queues, `moves` for both. `docs/sqs-rules.md` lists
//! all rules with their scenarios.
//!
//! Nearly all messages are nothing but a body, received once and deleted in time, in a queue to which none of those rules
//! apply. For these, `send`, `receive` and `delete` begin with a few comparisons and a short way of their own, which is
//! inlined (but not in the page, which must be small: `cfg(small)`) and looks each thing up once; whatever differs goes by all the rules, in functions of their own, which are
//! not inlined. Both ways lead to the same: the random tests compare them with a model that knows the rules only.

mod agenda;
mod ages;
pub mod api;
mod attempts;
mod attributes;
mod batch;
mod chains;
mod control;
mod counts;
mod deduplication;
mod due;
mod elders;
mod error;
mod error_text;
mod fair;
mod groups;
mod happening;
pub mod ids;
mod invariants;
mod journal;
mod line;
mod list;
mod look_ahead;
mod message;
mod message_attributes;
mod moves;
mod polls;
mod queue;
mod quotas;
mod receipt;
mod receive;
mod record;
mod request;
mod ring;
mod schedule;
mod send;
mod servers;
mod service;
mod slab;
mod throughput;
mod validate;
mod view;

pub use attributes::{
    Attribute, DeduplicationScope, FifoThroughputLimit, MAX_REDRIVE_SOURCES, MAXIMUM_VISIBILITY_TIMEOUT,
    QueueAttributes, QueueKind, Redrive, RedriveAllowPolicy,
};
pub use control::{Change, Context, Host, NameRefused, Registry, Reply};
pub use counts::Counts;
pub use error::{BatchOperation, Number, Parameter, SqsError};
pub use fair::QuietGroups;
pub use happening::{Happening, HappeningKind};
pub use message::{Body, Delivery, Mark, MessageId, QueueId, ReceiptHandle, SequenceNumber};
pub use message_attributes::{
    AttributeFault, AttributeValue, BasicType, MAX_MESSAGE_ATTRIBUTES, MessageAttribute, MessageAttributes,
};
pub use moves::MoveRefused;
pub use quotas::Quotas;
pub use request::{
    BatchEntry, BatchFailure, BatchOutcome, ChangeVisibility, MAX_BATCH_BYTES, MAX_BATCH_ENTRIES, PollId,
    ReceiveMessage, ReceiveOutcome, SendMessage, Sent,
};
pub use servers::Servers;
pub use service::Sqs;
pub use view::{MessageState, MessageView};
