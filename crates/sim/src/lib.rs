//! What happens when you connect things.
//!
//! > world at time t = f(sketch, seed, inputs up to t)
//!
//! [`World`] is that function, one step at a time; [`Run`] is a world with a past: checkpoints, seeking, series for
//! charts, the feed and biographies. Nothing here knows a screen, JSON or AWS's wire formats, and looking
//! at a world changes nothing in it.
//!
//! Start reading at `world.rs`, which says what a step is, and go on with the parts: `producer.rs`, `queues.rs`,
//! `workers.rs`, `server.rs`. They talk in calls (`attempts.rs`), which cross links (`network.rs`). Everything that happens is an
//! [`Event`]; `chronicle.rs` makes from events what is counted, watched and hashed. Then `run.rs`.

mod agenda;
mod ages;
mod attempts;
mod backlogs;
mod batches;
mod bill;
mod biography;
mod bits;
mod breakpoint;
mod calls;
mod cause;
mod chance;
mod checkpoints;
mod chronicle;
mod circuit;
mod client_event;
#[cfg(feature = "clients")]
mod clients;
mod configure;
mod conservation;
mod digest;
mod edits;
mod event;
mod feed;
mod figures;
mod guarantee;
mod input;
mod item;
mod items;
mod looks;
mod marks;
mod metrics;
mod network;
mod past;
mod pattern;
mod predicate;
mod producer;
mod product;
mod queues;
mod radix_heap;
#[cfg(feature = "clients")]
pub mod random_calls;
pub mod random_sketch;
mod rates;
mod recipe;
mod room;
mod run;
mod search;
mod series;
mod server;
mod shrink;
mod sketch;
mod slab;
mod stepping;
mod table;
mod tallies;
pub mod template;
mod throttle;
mod timeouts;
mod timetable;
mod trial;
mod watch;
pub mod wiring;
mod workers;
mod world;
mod zones;

pub use bill::{BILLED_BYTES, Bill, Billed};
pub use biography::Biographer;
pub use breakpoint::{Halt, Hit, Watched};
pub use cause::{Cause, Episode, Holder, Loss, Setback, WorkerName};
pub use client_event::{
    CLIENTS, CallNumber, ClientEvent, ClientOperation, ClientOutcome, created_number, created_part,
    is_created_by_a_call,
};
#[cfg(feature = "clients")]
pub use clients::{Told, queue_addresses};
pub use digest::RunHash;
pub use event::{CallFailure, CallId, Event, EventKind, Operation};
pub use figures::{
    Figures, GroupFigures, LinkFigures, LinkRate, ProducerFigures, QueueFigures, ServerFigures, WaitingItem,
    WorkersFigures,
};
pub use guarantee::{Guarantee, Verdict, Violation};
pub use input::{Edit, Fault, Input, InputKind, RecordedCall};
pub use item::ItemId;
pub use marks::{Mark, MarkKind};
pub use metrics::Metric;
pub use network::{Cargo, MIN_LATENCY, Transit, Way};
pub use predicate::{Occurrence, Predicate};
pub use room::MOST_BYTES;
pub use run::{Progress, Run, Selection};
pub use search::{Failure, Search, Searched, Stage, Wanted};
pub use series::Series;
pub use sketch::{
    AfterWork, Batching, CallPolicy, Chance, Concurrency, Direction, DurationLaw, Heartbeat, Home, Link,
    LinkId, Part, PartId, Pattern, Period, Polling, Producer, Queue, Rate, RedriveAllow, Scaling, Server,
    Sketch, Spread, UtcSeconds, Workers, ZONES,
};
pub use stepping::{Stepped, Stepping};
pub use timetable::{Schedule, Step, Trace};
pub use trial::{Case, Finding};
pub use workers::{WorkerState, WorkerView};
pub use world::World;
