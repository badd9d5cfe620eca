//! What its maker keeps: in as little text as can be, and read as what its maker made.

use super::{DecodeProblem, decode, file, link};
use crate::project::Moment;

/// `moment` as a fragment or, where that would be too much for one, as a file.
pub fn to_text(moment: &Moment) -> String {
    link::fragment(moment).unwrap_or_else(|| file::to_text(moment))
}

/// What [`to_text`] made, on this day or an earlier one. It may be as long and as costly to run as its maker wants it; links and
/// files come from anybody, so there it may not.
///
/// # Errors
/// Why this text is no moment.
pub fn from_text(text: &str) -> Result<Moment, DecodeProblem> {
    decode::own_moment(if link::is_ours(text) {
        link::read(text)?
    } else {
        file::read_moment(text)?
    })
}
