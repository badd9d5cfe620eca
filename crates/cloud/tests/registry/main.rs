//! SQS as clients call it: each rule of the control plane as a small scenario.

mod at_random;
mod attributes;
mod client;
mod drawn;
mod messages;
mod moves;
mod permissions;
mod queues;
mod scenario;
