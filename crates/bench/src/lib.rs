//! How fast the engine is, beside the least work that could be done in the same moment on the same machine.
//!
//! [`floor`] is that least work. [`queue`] and [`world`] are the engine, and [`theory`] tells whether a world is right.
//! [`compare`] runs them in turn and makes a
//! [`Row`] of each; `decouple bench` prints the rows natively, `tests/wasm.rs` in Node. There is no clock in here: it
//! is handed in.

pub mod compare;
pub mod floor;
pub mod queue;
pub mod report;
pub mod theory;
pub mod world;

pub use compare::{Clock, Row, Scale, rows};
