//! What AWS does: the rules of each service, as state machines that are told the time.
//!
//! Invariants: nothing here reads a clock, draws chance, knows a screen or a sketch, or looks into another
//! service's insides. Every operation takes the time at which it happens; work that falls due by time
//! (a visibility timeout, a delay, a retention) is done when the caller says that the time has come.

pub mod account;
pub mod arn;
pub mod json;
pub mod lookup;
pub mod order;
pub mod policy;
pub mod sqs;
pub mod time;

/// What a pointer counts for where something is weighed, in bytes, on every target: a world has to be full at the same step
/// natively and in wasm.
pub const POINTER: usize = 8;
