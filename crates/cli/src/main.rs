//! Decouple without a browser.

fn main() {}
