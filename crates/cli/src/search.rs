//! `decouple search`

use std::fmt::Write;

use cloud::time::{SimDuration, SimTime};
use serde_json::json;
use sim::{Failure as Found, Finding, Guarantee, Predicate, Search, Searched, Wanted};
use studio::format::link;
use studio::words::{Language, Names, Sentence, event_text, guarantee_text, number, say};
use studio::{LAST_INSTANT, Moment, Project};

use crate::run::FIVE_MINUTES;
use crate::{Failure, Outcome, load};

const ENGLISH: Language = Language::English;
/// How many seeds are tried if nobody says.
const SEEDS: u64 = 1_000;
/// Between two looks at how far it has come: there is nobody to look here.
const STEPS: u64 = u64::MAX;

/// What to search for, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) source: String,
    pub(crate) guarantee: Guarantee,
    pub(crate) seed: Option<u64>,
    pub(crate) seeds: Option<u64>,
    pub(crate) until: Option<SimDuration>,
    pub(crate) json: bool,
}

/// Looks for a seed that breaks the guarantee, and makes that run small. All is well if there is none.
pub(crate) fn search(question: &Question) -> Result<Outcome, Failure> {
    let loaded = load::load(&question.source)?;
    let mut project = loaded.moment.project;
    if let Some(seed) = question.seed {
        project = studio::edit::set_seed(&project, seed);
    }
    let until = question.until.map(|until| SimTime::ZERO + until);
    let wanted = Wanted {
        predicate: Predicate::Broken(question.guarantee),
        until: until.or(loaded.until).unwrap_or(FIVE_MINUTES),
        seeds: question.seeds.unwrap_or(SEEDS),
    };
    let mut search = Search::new(project.case(), wanted);
    let found = loop {
        match search.go_on(STEPS) {
            Searched::MoreToDo(_) => {}
            Searched::Nothing => break None,
            Searched::Found(found) => break Some(found),
        }
    };
    let good = found.is_none();
    let text = match (found, question.json) {
        (None, true) => format!("{:#}\n", json!({ "found": null, "seeds": wanted.seeds })),
        (None, false) => format!(
            "No run with {} seeds from {} on breaks “{}”.\n",
            number(ENGLISH, wanted.seeds),
            project.document.seed,
            guarantee_text(ENGLISH, question.guarantee)
        ),
        (Some(found), true) => format!("{:#}\n", told_json(&project, &found)),
        (Some(found), false) => told(&project, &found, question.guarantee),
    };
    Ok(Outcome { text, good })
}

fn told(project: &Project, found: &Found, guarantee: Guarantee) -> String {
    let mut text = String::new();
    let mut line = |said: std::fmt::Arguments<'_>| writeln!(text, "{said}").expect("a text takes everything");
    line(format_args!(
        "Seed {} breaks “{}”.\n  {}",
        found.seed,
        guarantee_text(ENGLISH, guarantee),
        finding(project, &found.found)
    ));
    let (smallest, shown) = (project.with_case(&found.smallest), &found.shown);
    line(format_args!(
        "\n{}, with seed {}.\n  {}",
        say(
            ENGLISH,
            Sentence::SmallestRun {
                messages: shown.messages,
                inputs: smallest.log.len() as u64,
            }
        ),
        smallest.document.seed,
        finding(&smallest, shown)
    ));
    line(format_args!("\n{}", link_to(&smallest, shown)));
    text
}

fn told_json(project: &Project, found: &Found) -> serde_json::Value {
    let smallest = project.with_case(&found.smallest);
    json!({
        "found": {
            "seed": found.seed,
            "timeNanoseconds": found.found.at.as_nanos(),
            "text": finding(project, &found.found),
        },
        "smallest": {
            "seed": smallest.document.seed,
            "timeNanoseconds": found.shown.at.as_nanos(),
            "messages": found.shown.messages,
            "inputs": smallest.log.len(),
            "text": finding(&smallest, &found.shown),
            "link": link_to(&smallest, &found.shown),
        },
    })
}

fn finding(project: &Project, finding: &Finding) -> String {
    let names = Names::of(ENGLISH, project);
    let clock = names.clock(finding.at);
    match &finding.event {
        Some(event) => format!("{clock}  {}", event_text(event, &names)),
        None => clock,
    }
}

/// The fragment of a link that opens it at the moment of the failure, or what to do where no link can hold it.
fn link_to(project: &Project, shown: &Finding) -> String {
    let moment = Moment {
        project: project.clone(),
        at: shown.at.min(LAST_INSTANT),
        camera: None,
    };
    link::to_fragment(&moment).map_or_else(
        |_| "It is too large for a link.".to_owned(),
        |fragment| format!("#{fragment}"),
    )
}

/// A guarantee as it is typed: `at-most-once`, `oldest-under=30s`.
pub(crate) fn guarantee(typed: &str) -> Option<Guarantee> {
    if let Some(limit) = typed.strip_prefix("oldest-under=") {
        let limit = studio::amount::Unit::Nanos
            .parse(limit)
            .map(SimDuration::from_nanos)?;
        return Some(Guarantee::OldestUnder(limit));
    }
    let known = GUARANTEES.iter().find(|(name, _)| *name == typed);
    known.map(|(_, guarantee)| *guarantee)
}

/// What guarantees are called on the command line.
pub(crate) const GUARANTEES: [(&str, Guarantee); 5] = [
    ("nothing-lost", Guarantee::NothingLost),
    ("at-least-once", Guarantee::AtLeastOnce),
    ("at-most-once", Guarantee::AtMostOnce),
    ("in-order-per-group", Guarantee::InOrderPerGroup),
    ("dlq-empty", Guarantee::DeadLetterQueueEmpty),
];
