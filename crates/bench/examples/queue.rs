//! Messages through one queue and nothing else, for profilers, which bring their own clock:
//!
//!     valgrind --tool=callgrind --toggle-collect='*lifecycles*' target/release/examples/queue standard 1000

use std::hint::black_box;

use bench::Scale;
use bench::floor::Floor;
use bench::queue::Bench;

const BODY: &str =
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";

fn main() {
    let mut arguments = std::env::args().skip(1);
    let kind = arguments.next().unwrap_or_default();
    let mut number = || arguments.next().and_then(|text| text.parse().ok());
    let (amount, count) = (number().unwrap_or(0), number().unwrap_or(20_000));
    if kind == "floor" {
        let mut floor = Floor::new(amount, count, BODY.as_bytes());
        floor.lifecycles(count, BODY.as_bytes());
        black_box(&floor);
    } else if kind == "fifo" {
        let mut bench = Bench::fifo(amount);
        bench.lifecycles(count, BODY);
        black_box(&bench);
    } else if kind == "standard" {
        let mut bench = Bench::standard(amount, BODY);
        bench.lifecycles(count, BODY);
        black_box(&bench);
    } else {
        // Everything once, so that what is measured is compiled as it is among everything else, and inlined no further.
        let mut ticks = 0;
        let mut clock = || {
            ticks += 1;
            ticks
        };
        bench::rows(&mut clock, Scale::Smoke, &mut |row| println!("{}", row.name));
    }
}
