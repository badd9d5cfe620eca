//! Amazon SQS on the wire: its tables, and what its operations and answers are in [`cloud::sqs::api`].

mod shapes;

pub use shapes::SQS;
