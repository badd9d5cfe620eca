//! Amazon SQS on the wire: its tables, and what its members and answers are in [`cloud::sqs::api`].

mod answers;
mod attributes;
mod calls;
mod names;
mod selection;
mod shapes;
mod shown;

pub(crate) use answers::record;
pub(crate) use calls::bind;
pub use shapes::SQS;
pub(crate) use shown::Shown;
