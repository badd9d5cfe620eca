//! SQS as clients call it: each rule of the control plane as a small scenario.

mod client;
mod messages;
mod moves;
mod queues;
mod scenario;
