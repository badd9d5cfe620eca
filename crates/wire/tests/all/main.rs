//! Requests as clients send them, and the responses byte by byte.

mod answers;
mod callers;
mod calls;
mod errors;
mod host;
mod hostile;
mod life;
mod terminal;
mod transcripts;
