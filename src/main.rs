//! The page of Decouple, and its worker: one wasm module serves both.
#![allow(dead_code, unused_imports, reason = "the page is being put together")]

mod bridge;
mod browser;
mod geometry;
mod keep;
mod live;

fn main() {}
