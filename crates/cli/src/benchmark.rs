//! `decouple bench`

use std::io::Write;
#[expect(
    clippy::disallowed_types,
    reason = "a benchmark is about the machine's time, not the world's"
)]
use std::time::Instant;

use bench::{Row, Scale, rows};

use crate::Outcome;

/// Measures, and writes each figure as soon as it is known: the whole takes minutes.
#[expect(clippy::disallowed_types, reason = "see above")]
pub(crate) fn run(full: bool) -> Outcome {
    let start = Instant::now();
    let mut clock = || u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let scale = if full { Scale::Full } else { Scale::Page };
    let mut out = std::io::stdout();
    rows(&mut clock, scale, &mut |row: Row| {
        // Nobody is there to read the rest when this fails; it ends by itself.
        let _ = writeln!(out, "{row}");
    });
    Outcome::good(String::new())
}
