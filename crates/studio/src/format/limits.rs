//! What is made here can be opened anywhere. Whoever changes a project asks first whether it still can.

use super::check::{self, Bounded};
use super::file::{MAX_FILE, project_to_text};
use super::{Figure, MAX_DECODED, encode, pattern};
use crate::LAST_INSTANT;
use crate::project::Project;

/// What a file or link says beside the project: the version, the instant and what is looked at. A few hundred bytes at most.
const BESIDE: usize = 1_024;

/// A file takes no more than so many times the bytes of a link that is not deflated.
pub const MOST_EXPANSION: usize = 64;

/// Whether what became of `before` keeps the limits of links and files, so that it can be kept and opened again.
///
/// # Errors
/// The first figure that is over its limit, unless `before` was beyond it as far already: work of earlier days may be, and
/// whoever opened that must be able to make it smaller.
pub fn still_opens(before: &Project, after: &Project) -> Bounded {
    let Err(excess) = opens(after) else { return Ok(()) };
    match opens(before) {
        Err(old) if old.what != excess.what || old.value >= excess.value => Ok(()),
        _ => Err(excess),
    }
}

fn opens(project: &Project) -> Bounded {
    if let Some(last) = project.log.last() {
        check::bounded(Figure::Time, last.at.as_nanos(), LAST_INSTANT.as_nanos())?;
    }
    let written = encode::project(project);
    check::counts(&written)?;
    pattern::bearable(&written.traces)?;
    check::cost(project)?;
    let bytes = encode::postcard(&written).len();
    check::bounded(Figure::Bytes, bytes, MAX_DECODED - BESIDE)?;
    if bytes <= MAX_FILE / MOST_EXPANSION {
        return Ok(());
    }
    check::bounded(Figure::Bytes, project_to_text(project).len(), MAX_FILE - BESIDE)
}
