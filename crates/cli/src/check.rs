//! `decouple check`

use std::fmt::Write;

use cloud::time::SimTime;
use sim::wiring::kind_between;
use studio::words::{Language, Names, Sentence, number, say};
use studio::{Moment, Project};

use crate::{Failure, Outcome, load};

/// Tells what a sketch holds, and which of its links make no sense.
pub(crate) fn check(source: &str) -> Result<Outcome, Failure> {
    let Moment { project, .. } = load::load(source)?.moment;
    let sketch = &project.document.sketch;
    let mut text = format!(
        "{source} is good: {}, {}, {}.\n",
        counted(sketch.parts.len(), "part"),
        counted(sketch.links.len(), "link"),
        counted(project.log.len(), "input"),
    );
    for complaint in odd_links(&project) {
        writeln!(text, "{complaint}").expect("a text takes everything");
    }
    Ok(Outcome::good(text))
}

/// Links that carry nothing, each with the reason. They do no harm.
fn odd_links(project: &Project) -> Vec<String> {
    let (sketch, names) = (
        project.sketch_at(SimTime::ZERO),
        Names::of(Language::English, project),
    );
    let complaint = |link: &sim::Link| {
        let problem = match (sketch.parts.get(&link.from), sketch.parts.get(&link.to)) {
            (Some(from), Some(to)) => kind_between(from, to).err()?,
            _ => sim::wiring::WiringProblem::NoSuchPart,
        };
        let reason = say(Language::English, Sentence::Wiring(problem));
        Some(format!(
            "The link from {} to {} carries nothing. {reason}",
            names.part(link.from),
            names.part(link.to)
        ))
    };
    sketch.links.values().filter_map(complaint).collect()
}

fn counted(count: usize, thing: &str) -> String {
    let number = number(Language::English, count as u64);
    if count == 1 {
        format!("{number} {thing}")
    } else {
        format!("{number} {thing}s")
    }
}
