//! The page of Decouple, and its worker: one wasm module serves both.

fn main() {}
