//! Formats that leave the process: files, links, the clipboard, and the bytes that go to the worker and into the
//! browser's store. All of them carry a version, are converted by hand from types of their own (`v1`, `v2`), and are
//! decoded without panics under a size limit, every figure checked.

mod call;
#[cfg(feature = "clients")]
mod calls;
mod check;
mod decode;
mod encode;
pub mod file;
pub mod kept;
mod limits;
pub mod link;
mod list;
mod pattern;
mod problem;
mod time;
mod upgrade;
mod v1;
mod v2;
mod version;

pub(crate) use check::MAX_PARTS;
pub use decode::MAX_DECODED;
pub use limits::{MOST_EXPANSION, still_opens};
pub use problem::{Contradiction, DecodeProblem, Excess, Figure};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sim::Input;

use crate::project::{Moment, Project};

/// `project` in as few bytes as can be, for the worker and for keeping. Begins with the version of the format.
pub fn to_bytes(project: &Project) -> Vec<u8> {
    encode::with_version(&encode::project(project))
}

/// What [`to_bytes`] made. Bytes stay with the one who made them, so a project may be as costly to run as its maker
/// wants it; links and files come from anybody, so there it may not.
///
/// # Errors
/// Why these bytes are no project.
pub fn from_bytes(bytes: &[u8]) -> Result<Project, DecodeProblem> {
    decode::own_project(decode::with_version::<v1::Project, _>(bytes)?)
}

/// `moment` in as few bytes as can be.
pub fn moment_to_bytes(moment: &Moment) -> Vec<u8> {
    encode::with_version(&encode::moment(moment))
}

/// What [`moment_to_bytes`] made.
///
/// # Errors
/// Why these bytes are no moment.
pub fn moment_from_bytes(bytes: &[u8]) -> Result<Moment, DecodeProblem> {
    decode::own_moment(decode::with_version::<v1::Moment, _>(bytes)?)
}

/// An input alone, for the way between the page and its worker.
pub fn input_to_bytes(input: &Input) -> Vec<u8> {
    encode::with_version(&encode::single_input(input))
}

/// What [`input_to_bytes`] made.
///
/// # Errors
/// Why these bytes are no input.
pub fn input_from_bytes(bytes: &[u8]) -> Result<Input, DecodeProblem> {
    decode::single_input(decode::with_version::<v1::Input, _>(bytes)?)
}

/// An input alone, as a line of text.
pub fn input_to_line(input: &Input) -> String {
    STANDARD.encode(input_to_bytes(input))
}

/// What [`input_to_line`] made.
///
/// # Errors
/// Why this line is no input.
pub fn input_from_line(line: &str) -> Result<Input, DecodeProblem> {
    input_from_bytes(&STANDARD.decode(line).map_err(|_| DecodeProblem::Damaged)?)
}
