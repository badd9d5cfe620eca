//! The page of Decouple, and its worker: one wasm module serves both.
#![allow(dead_code, reason = "the page is being put together")]

mod bridge;
mod geometry;

fn main() {}
