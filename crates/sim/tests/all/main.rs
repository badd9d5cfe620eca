//! What happens when parts are connected, told as stories, and what holds whatever is connected.

mod at_least_once;
mod batches;
mod bills;
mod breakpoints;
mod causes;
mod chains;
mod clients;
mod edits;
mod faults;
mod guarantees;
mod heartbeats;
mod idempotence;
mod links;
mod mutations;
mod processes;
mod producers;
mod properties;
mod queues;
mod scaling;
mod searches;
mod sending_batches;
mod servers;
mod story;
mod time_travel;
mod workers;
mod zones;
