//! What happens when you connect things.
//!
//! > world at time t = f(sketch, seed, inputs up to t)
//!
//! [`World`] is that function, one step at a time; [`Run`] is a world with a past: checkpoints, seeking, series for
//! charts, the feed and biographies. Nothing here knows a screen, JSON or AWS's wire formats, and looking
//! at a world changes nothing in it.

mod event;
mod guarantee;
mod input;
mod item;
mod sketch;
pub mod wiring;

pub use event::{CallFailure, CallId, Event, EventKind, Operation};
pub use guarantee::{Guarantee, Verdict, Violation};
pub use input::{Edit, Fault, Input, InputKind};
pub use item::ItemId;
pub use sketch::{
    AfterWork, CallPolicy, Chance, Direction, DurationLaw, Link, LinkId, Part, PartId, Pattern, Polling,
    Producer, Queue, Rate, Server, Sketch, UtcSeconds, Workers,
};
