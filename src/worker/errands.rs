//! Errands: a search or a comparison, in slices, beside the world that is shown.

use cloud::time::SimTime;
use sim::{Predicate, Progress, Run, Search, Searched, Stage, Verdict, Wanted};
use studio::words::{self, GuaranteeText, Language, Names, Sentence};
use studio::{Comparison, Project, format};

use crate::bridge::errand::{Errand, Found, Report, Row};

/// What is under way.
pub(super) enum Underway {
    Search {
        search: Box<Search>,
        project: Project,
    },
    Compare {
        runs: Box<[Run; 2]>,
        at: SimTime,
        project: Project,
    },
}

impl Underway {
    /// Sets out from `project`. Nothing if there is nothing to do.
    pub(super) fn of(errand: Errand, project: &Project) -> Option<Self> {
        match errand {
            Errand::Nothing => None,
            Errand::Search {
                promise,
                until,
                seeds,
            } => {
                let wanted = Wanted {
                    predicate: Predicate::Broken(promise.into()),
                    until,
                    seeds,
                };
                Some(Self::Search {
                    search: Box::new(Search::new(project.case(), wanted)),
                    project: project.clone(),
                })
            }
            Errand::Compare { project: other, at } => {
                let other = format::from_bytes(&other).ok()?;
                Some(Self::Compare {
                    runs: Box::new([project.run(), other.run()]),
                    at,
                    project: project.clone(),
                })
            }
        }
    }

    /// Goes on by about as many steps.
    pub(super) fn go_on(&mut self, steps: u64, language: Language) -> Report {
        match self {
            Self::Search { search, project } => match search.go_on(steps) {
                Searched::MoreToDo(Stage::Seeds { tried }) => Report::Tried { seeds: tried },
                Searched::MoreToDo(Stage::Shrinking { messages }) => Report::Shrinking { messages },
                Searched::Nothing => Report::NotFound,
                Searched::Found(failure) => {
                    let smallest = project.with_case(&failure.smallest);
                    Report::Found(Box::new(Found {
                        seed: failure.seed,
                        at: failure.found.at,
                        inputs: smallest.log.len() as u64,
                        smallest: format::to_bytes(&smallest),
                        shown: failure.shown.at,
                        messages: failure.shown.messages,
                    }))
                }
            },
            Self::Compare { runs, at, project } => {
                for run in runs.iter_mut() {
                    if run.advance(*at, steps) == Progress::MoreToDo {
                        return Report::Comparing;
                    }
                }
                let comparison = Comparison::of(runs[0].world(), runs[1].world());
                Report::Compared(rows(&comparison, &Names::of(language, project)))
            }
        }
    }
}

/// The guarantees, and then the figures that differ.
fn rows(comparison: &Comparison, names: &Names<'_>) -> Vec<Row> {
    let language = names.language();
    let verdict = |verdict: Verdict| match verdict {
        Verdict::Holds => words::say(language, GuaranteeText::Holding).into_owned(),
        Verdict::Broken(violation) => {
            let clock = names.clock(violation.at);
            words::say(language, Sentence::BrokenAt { clock }).into_owned()
        }
    };
    let guarantees = comparison
        .guarantees
        .iter()
        .map(|(guarantee, [here, there])| Row {
            what: words::guarantee_text(language, *guarantee).into_owned(),
            here: verdict(*here),
            there: verdict(*there),
        });
    let figures = comparison.figures.iter().map(|(part, metric, values)| {
        let [here, there] = values.map(|value| {
            value.map_or_else(
                || "–".to_owned(),
                |value| words::metric_value(language, *metric, value),
            )
        });
        Row {
            what: format!(
                "{} · {}",
                names.part(*part),
                words::metric_name(language, *metric)
            ),
            here,
            there,
        }
    });
    guarantees.chain(figures).collect()
}
