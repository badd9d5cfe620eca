//! What happens when parts are connected, told as stories, and what holds whatever is connected.

mod producers;
#[allow(dead_code, reason = "stories of the other parts follow")]
mod story;
