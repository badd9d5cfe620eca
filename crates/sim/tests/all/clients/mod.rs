//! Programs from outside: their calls are inputs, and the world answers.

mod attributes;
mod drawing;
mod guarantees;
mod messages;
pub(crate) mod program;
mod random;
mod replay;
