//! What happens when parts are connected, told as stories, and what holds whatever is connected.

mod edits;
mod faults;
mod guarantees;
mod links;
mod producers;
mod properties;
mod queues;
mod servers;
mod story;
mod time_travel;
mod workers;
