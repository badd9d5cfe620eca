//! Messages through a world and nothing else, for profilers, which bring their own clock:
//!
//!     valgrind --tool=callgrind --toggle-collect='bench::world::go_on*' target/release/examples/world

use bench::world;
use sim::Rate;

/// To warm up, and to be looked at.
const MESSAGES: [u64; 2] = [10_000, 40_000];

fn main() {
    let mut run = world::run(Rate::per_second(10_000), 600);
    for messages in MESSAGES {
        let done = world::go_on(&mut run, messages);
        println!(
            "{done} messages, {} steps so far, hash {}",
            run.world().steps(),
            run.hash()
        );
    }
}
