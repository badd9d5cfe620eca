//! The queues that a `RedriveAllowPolicy` names, a line for each. A part knows them by their ids, and people by their names.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::sqs::MAX_REDRIVE_SOURCES;
use sim::{Part, PartId, Queue, RedriveAllow, Sketch};

use crate::fields::lines::{lines, on_line};
use crate::fields::set::Trouble;

/// The ids, as [`read_sources`] takes them.
pub(super) fn sources_text(sources: &[PartId]) -> String {
    let ids: Vec<String> = sources.iter().map(|source| source.0.to_string()).collect();
    ids.join("\n")
}

pub(super) fn read_sources(typed: &str) -> Result<Rc<[PartId]>, Trouble> {
    each_line(typed, |line| line.parse().ok().map(PartId))
}

/// What people see of the ids in `text`: the names, but for queues that nobody knows any more.
pub(super) fn named(names: &BTreeMap<PartId, String>, text: &str) -> String {
    let sources = read_sources(text).unwrap_or_default();
    let names = sources.iter().filter_map(|source| names.get(source));
    names.map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// What people typed for a queue that is `now` so, as ids. Of queues of one name, that counts which was named before.
pub(crate) fn of_names(
    names: &BTreeMap<PartId, String>,
    sketch: &Sketch,
    now: &Part,
    typed: &str,
) -> Result<String, Trouble> {
    let before = match now {
        Part::Queue(Queue {
            redrive_allow: RedriveAllow::ByQueue(sources),
            ..
        }) => &sources[..],
        _ => &[],
    };
    let is_queue = |id: &&PartId| matches!(sketch.parts.get(id), Some(Part::Queue(_)));
    let queues = || before.iter().chain(sketch.parts.keys().filter(is_queue));
    let find = |name: &str| {
        let is_called = |id: &&PartId| names.get(id).is_some_and(|of| of.trim() == name);
        queues().find(is_called).copied()
    };
    Ok(sources_text(&each_line(typed, find)?))
}

fn each_line(typed: &str, find: impl Fn(&str) -> Option<PartId>) -> Result<Rc<[PartId]>, Trouble> {
    let found = lines(typed, MAX_REDRIVE_SOURCES)?
        .into_iter()
        .map(|(number, line)| {
            find(line).ok_or_else(|| {
                let typed = line.chars().take(40).collect();
                on_line(number, Trouble::NoSuchQueue { typed })
            })
        });
    found.collect()
}
