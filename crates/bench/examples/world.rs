//! Messages through a world and nothing else, for profilers, which bring their own clock:
//!
//!     valgrind --tool=callgrind --toggle-collect='bench::world::go_on*' target/release/examples/world
//!
//! An argument says how many messages it is to be, for a clock from outside.

use bench::world;
use sim::Rate;

/// To warm up.
const FIRST: u64 = 10_000;
/// To be looked at, unless it is said otherwise.
const THEN: u64 = 40_000;

fn main() {
    let mut run = world::run(Rate::per_second(10_000), 600);
    let then = std::env::args().nth(1).and_then(|messages| messages.parse().ok());
    for messages in [FIRST, then.unwrap_or(THEN)] {
        let done = world::go_on(&mut run, messages);
        println!(
            "{done} messages, {} steps so far, hash {}",
            run.world().steps(),
            run.hash()
        );
    }
}
