//! Formats that leave the process.

mod problem;

pub use problem::DecodeProblem;
