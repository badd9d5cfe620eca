//! SQS from the outside: each rule as a small scenario, and random operations beside a simple model.

mod attempts;
mod conformance;
mod dead_letters;
mod fair;
mod fifo;
mod look_ahead;
mod message_attributes;
mod messages;
mod model;
mod random;
mod refusals;
mod rules;
mod scenario;
mod servers;
mod standard;
mod text;
mod throughput;
