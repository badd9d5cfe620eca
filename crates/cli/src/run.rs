//! `decouple run`

use std::borrow::Cow;
use std::fmt::Write;

use cloud::sqs::QueueKind;
use cloud::time::{SimDuration, SimTime};
use serde_json::{Map, Value, json};
use sim::{
    Event, Guarantee, ItemId, LinkId, Metric, PartId, Progress, Run, Selection, Verdict, is_created_by_a_call,
};
use studio::branch::{self, Label};
use studio::catalog::PartKind;
use studio::cost::Requests;
use studio::words::{
    Inspector, Language, Names, Sentence, branch_name, duration_short, event_text, metric_name, metric_value,
    number, say, short_item,
};
use studio::{Ending, Project};

use crate::biography::{self, Line};
use crate::{Failure, Outcome, load};

const ENGLISH: Language = Language::English;
/// How long to run what says nothing about it.
pub(crate) const FIVE_MINUTES: SimTime = SimTime::from_secs(300);

/// Every metric of a part.
type Values = Vec<(Metric, u64)>;

/// What to run, and what to tell.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) seed: Option<u64>,
    pub(crate) until: Option<SimDuration>,
    pub(crate) branch: Option<&'a str>,
    /// The part to whose next event to go on.
    pub(crate) next: Option<&'a str>,
    pub(crate) biography: Option<&'a str>,
}

/// Runs a sketch and tells how it stands at the end.
pub(crate) fn run(source: &str, wanted: Wanted<'_>, json: bool) -> Result<Outcome, Failure> {
    let loaded = load::load(source)?;
    let mut project = loaded.moment.project;
    if let Some(name) = wanted.branch {
        project = on_branch(&project, name)?;
    }
    if let Some(seed) = wanted.seed {
        project = studio::edit::set_seed(&project, seed);
    }
    let until = wanted
        .until
        .map(|until| SimTime::ZERO + until)
        .or(loaded.until)
        .unwrap_or(FIVE_MINUTES);
    let item = wanted
        .biography
        .map(|name| biography::item(&project, name))
        .transpose()?;
    let next = wanted.next.map(|name| part(&project, name)).transpose()?;
    let asked = Asked { until, next, item };
    Ok(report(&project, project.run(), asked, json))
}

/// How far to run, and what to tell of it besides the figures.
#[derive(Clone, Copy)]
struct Asked {
    until: SimTime,
    next: Option<PartId>,
    item: Option<ItemId>,
}

impl Asked {
    #[cfg(test)]
    const fn until(until: SimTime) -> Self {
        Self {
            until,
            next: None,
            item: None,
        }
    }
}

/// The part that is called so.
fn part(project: &Project, name: &str) -> Result<PartId, Failure> {
    let mut names = project.document.names.iter();
    let found = names.find(|(_, known)| known.as_str() == name).map(|(id, _)| *id);
    found.ok_or_else(|| Failure::Input(format!("There is no part “{name}”.")))
}

/// The project with the branch that is called so in front.
fn on_branch(project: &Project, name: &str) -> Result<Project, Failure> {
    let labels = project.branches.labels();
    let called = |label: &&&Label| branch_name(ENGLISH, label).eq_ignore_ascii_case(name);
    if let Some(label) = labels.iter().find(called) {
        return Ok(branch::switch(project, label.id, SimTime::ZERO));
    }
    let known = labels
        .iter()
        .map(|label| format!("“{}”", branch_name(ENGLISH, label)));
    let known: Vec<String> = known.collect();
    Err(Failure::Input(format!(
        "There is no branch “{name}”. There are {}.",
        known.join(", ")
    )))
}

/// How a run stands at `until`, or where it ends before.
fn report(project: &Project, mut run: Run, asked: Asked, json: bool) -> Outcome {
    let good = run.seek_now(asked.until) == Progress::Reached;
    let next = asked.next.filter(|_| good);
    let next = next.map(|part| run.step_forward(Some(Selection::Part(part))));
    let report = Report {
        names: Names::of(ENGLISH, project),
        project,
        run: &run,
        next,
        life: asked.item.map(|item| biography::lines(item, &run, project)),
        ending: Ending::of(&run).filter(|_| !good),
    };
    let text = if json {
        format!("{:#}\n", report.json())
    } else {
        report.text()
    };
    Outcome { text, good }
}

struct Report<'a> {
    project: &'a Project,
    names: Names<'a>,
    run: &'a Run,
    /// The event that was asked for, if one has come.
    next: Option<Option<Event>>,
    /// The biography that was asked for.
    life: Option<Vec<Line>>,
    /// Why it has not come to where it was to go.
    ending: Option<Ending>,
}

impl Report<'_> {
    fn parts(&self) -> Vec<(PartId, PartKind, Values)> {
        let world = self.run.world();
        let metrics = |id, part| {
            Metric::of(part)
                .iter()
                .filter_map(|metric| Some((*metric, world.metric(id, *metric)?)))
                .collect()
        };
        world
            .sketch()
            .parts
            .iter()
            .map(|(id, part)| (*id, PartKind::of(part), metrics(*id, part)))
            .collect()
    }

    fn json(&self) -> Value {
        let world = self.run.world();
        json!({
            "title": self.project.document.title,
            "seed": self.project.document.seed,
            "time": world.now().to_string(),
            "timeNanoseconds": world.now().as_nanos(),
            "steps": world.steps(),
            "hash": world.hash().to_string(),
            "parts": self.parts().into_iter().map(|(id, kind, metrics)| self.part_json(id, kind, &metrics)).collect::<Value>(),
            "cost": self.cost_json(),
            "links": world.sketch().links.iter().map(|(id, link)| self.link_json(*id, *link)).collect::<Value>(),
            "next": self.next.flatten().map(|event| event_text(&event, &self.names)),
            "biography": self.life.as_ref().map(|life| life.iter().map(Line::json).collect::<Value>()),
            "ended": self.ending.map(|ending| say(ENGLISH, Sentence::Ended(ending))),
            "guarantees": self.run.verdicts().map(|(guarantee, verdict)| self.verdict_json(guarantee, verdict)).collect::<Value>(),
        })
    }

    fn part_json(&self, id: PartId, kind: PartKind, metrics: &[(Metric, u64)]) -> Value {
        let metrics: Map<String, Value> = metrics
            .iter()
            .map(|(metric, value)| (key(*metric), value_json(*metric, *value)))
            .collect();
        json!({ "id": id.0, "name": self.name(id), "kind": kind.icon(), "metrics": metrics })
    }

    /// What is drawn has its name there, and what a program created the one that the program gave it.
    fn name(&self, id: PartId) -> Cow<'_, str> {
        match self.run.world().queue_address(id) {
            Some(address) if is_created_by_a_call(id) => Cow::Borrowed(&address.name),
            _ => self.names.part(id),
        }
    }

    fn requests(&self) -> Requests {
        let of = |kind| Requests::of(kind, &self.run.world().bill(kind));
        of(QueueKind::Standard).plus(of(QueueKind::Fifo))
    }

    /// As many requests in a month as at the rate of this run.
    fn a_month(&self) -> Option<Requests> {
        let ran = self.run.world().now().since(SimTime::ZERO);
        self.requests().a_month(ran)
    }

    fn cost_json(&self) -> Value {
        let one = |requests: Requests| {
            let cost = requests.cost();
            json!({
                "requests": { "standard": requests.standard, "fifo": requests.fifo, "fair": requests.fair },
                "listNanoDollars": cost.list.0.to_string(),
                "freeNanoDollars": cost.free.0.to_string(),
            })
        };
        json!({
            "prices": say(ENGLISH, Sentence::PriceNote),
            "soFar": one(self.requests()),
            "aMonth": self.a_month().map(one),
        })
    }

    fn write_cost(&self, text: &mut String) -> std::fmt::Result {
        let said = |requests: Requests| {
            let (requests, cost) = (requests.total(), requests.cost());
            say(ENGLISH, Sentence::Requests { requests, cost })
        };
        let name = |name: Inspector| say(ENGLISH, name);
        writeln!(text, "\n{}", name(Inspector::Cost))?;
        writeln!(text, "  {:22}{}", name(Inspector::SoFar), said(self.requests()))?;
        if let Some(monthly) = self.a_month() {
            let to_pay = say(ENGLISH, Sentence::Money(monthly.cost().to_pay()));
            writeln!(text, "  {:22}{}", name(Inspector::AMonth), said(monthly))?;
            writeln!(text, "  {:22}{to_pay}", name(Inspector::ToPay))?;
        }
        writeln!(text, "  {}", say(ENGLISH, Sentence::PriceNote))
    }

    fn link_json(&self, id: LinkId, link: sim::Link) -> Value {
        let figures = self.run.world().link_figures(id);
        json!({
            "id": id.0,
            "from": link.from.0,
            "to": link.to.0,
            "requests": figures.requests,
            "items": figures.items,
            "failed": figures.failed,
            "lost": figures.lost,
        })
    }

    fn verdict_json(&self, guarantee: Guarantee, verdict: Verdict) -> Value {
        let name = studio::words::guarantee_text(ENGLISH, guarantee);
        match verdict {
            Verdict::Holds => json!({ "guarantee": name, "holds": true }),
            Verdict::Broken(violation) => json!({
                "guarantee": name,
                "holds": false,
                "brokenAt": violation.at.to_string(),
                "item": short_item(violation.item),
                "producer": violation.item.producer().0,
            }),
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a text takes everything");
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let (world, document) = (self.run.world(), &self.project.document);
        let ran = duration_short(ENGLISH, world.now().since(SimTime::ZERO));
        writeln!(
            text,
            "{} with seed {}, after {ran}",
            document.title, document.seed
        )?;
        for (id, kind, metrics) in self.parts() {
            writeln!(text, "\n{} ({})", self.name(id), say(ENGLISH, kind))?;
            for (metric, value) in metrics {
                writeln!(
                    text,
                    "  {:38}{:>12}",
                    metric_name(ENGLISH, metric),
                    metric_value(ENGLISH, metric, value)
                )?;
            }
        }
        if self.requests().total() > 0 {
            self.write_cost(text)?;
        }
        let mut verdicts = self.run.verdicts().peekable();
        if verdicts.peek().is_some() {
            writeln!(text, "\nGuarantees")?;
        }
        for (guarantee, verdict) in verdicts {
            let stands = self.verdict(guarantee, verdict);
            writeln!(
                text,
                "  {:20}{stands}",
                studio::words::guarantee_text(ENGLISH, guarantee)
            )?;
        }
        for (place, line) in self.life.iter().flatten().enumerate() {
            let heading = if place == 0 { "\nBiography\n" } else { "" };
            writeln!(text, "{heading}  {}", line.text())?;
        }
        match self.next {
            Some(Some(event)) => {
                let clock = self.names.clock(event.at);
                writeln!(text, "\nNext: {clock}  {}", event_text(&event, &self.names))?;
            }
            Some(None) => writeln!(text, "\nNext: nothing")?,
            None => {}
        }
        writeln!(
            text,
            "\nHash {} after {} steps",
            world.hash(),
            number(ENGLISH, world.steps())
        )?;
        match self.ending {
            Some(ending) => writeln!(text, "\n{}", say(ENGLISH, Sentence::Ended(ending))),
            None => Ok(()),
        }
    }

    fn verdict(&self, guarantee: Guarantee, verdict: Verdict) -> String {
        let Verdict::Broken(violation) = verdict else {
            return "holds".to_owned();
        };
        let broken = Sentence::GuaranteeBrokenBy {
            guarantee,
            clock: self.names.clock(violation.at),
            item: self.names.item(violation.item),
            other: violation.other.map(|other| self.names.item(other)),
        };
        format!("broken {}", say(ENGLISH, broken))
    }
}

/// CloudWatch's name, or ours in the same style.
fn key(metric: Metric) -> String {
    format!("{metric:?}")
}

/// As CloudWatch has it: ages in seconds.
fn value_json(metric: Metric, value: u64) -> Value {
    match metric {
        Metric::ApproximateAgeOfOldestMessage | Metric::ApproximateAgeOfOldestMessageInQuietGroups => {
            json!(value / 1_000)
        }
        _ => json!(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_takes_too_much_memory_says_so_and_is_not_good() {
        let project = (studio::scenes::SCENES[0].project)();
        let whole = report(&project, project.run(), Asked::until(FIVE_MINUTES), false);
        assert!(whole.good && !whole.text.contains("goes no further"));
        for json in [false, true] {
            let small = report(
                &project,
                project.run().with_room_for(1),
                Asked::until(FIVE_MINUTES),
                json,
            );
            assert!(
                !small.good && small.text.contains("goes no further"),
                "{}",
                small.text
            );
        }
    }
}
