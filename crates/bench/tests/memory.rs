//! What a waiting message costs, counted by the allocator.

#![cfg(not(target_arch = "wasm32"))]

use std::alloc::System;

use bench::queue::Bench;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const MESSAGES: usize = 1_000_000;
const BODY: &str =
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";
/// Indexes included, the body itself not.
const MOST_BYTES: usize = 96;

#[test]
fn a_waiting_message_costs_at_most_96_bytes_beside_its_body() {
    let region = Region::new(ALLOCATOR);
    let bench = Bench::standard(MESSAGES, BODY);
    let change = region.change();
    let bytes = change.bytes_allocated - change.bytes_deallocated;
    assert_eq!(bench.waiting(), MESSAGES as u64);
    let each = bytes / MESSAGES - BODY.len();
    assert!(each <= MOST_BYTES, "{each} bytes");
}
