//! The biography of a message, as `decouple run --biography` prints it.

use serde_json::{Value, json};
use sim::{ItemId, Part, PartId, Run};
use studio::Project;
use studio::words::{Language, Names, biography_text, cause_text, clock, short_item};

use crate::Failure;

const ENGLISH: Language = Language::English;
/// No life is told in more lines than this.
const MOST_LINES: usize = 1_000;
/// An item's number has so many bits.
const MOST_NUMBER: u64 = (1 << 40) - 1;

/// One event of a life.
pub(crate) struct Line {
    clock: String,
    nanoseconds: u64,
    text: String,
    why: Option<String>,
}

impl Line {
    pub(crate) fn text(&self) -> String {
        let Self { clock, text, why, .. } = self;
        match why {
            Some(why) => format!("{clock}  {text} ({why})"),
            None => format!("{clock}  {text}"),
        }
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "clock": self.clock,
            "timeNanoseconds": self.nanoseconds,
            "text": self.text,
            "why": self.why,
        })
    }
}

/// All that has happened to an item.
pub(crate) fn lines(item: ItemId, run: &Run, project: &Project) -> Vec<Line> {
    let names = Names::of(ENGLISH, project);
    let life = run.biography(item, MOST_LINES);
    life.iter()
        .map(|episode| Line {
            clock: clock(names.starts(), episode.event.at),
            nanoseconds: episode.event.at.as_nanos(),
            text: biography_text(&episode.event, &names),
            why: episode.cause.map(|cause| cause_text(&cause, &names)),
        })
        .collect()
}

/// The item that is meant: a number, alone or as people see it, and the name of its producer where there are several.
pub(crate) fn item(project: &Project, typed: &str) -> Result<ItemId, Failure> {
    let (number, producer) = match typed.split_once(" of ") {
        Some((number, producer)) => (number, Some(producer)),
        None => (typed, None),
    };
    let digits = number.strip_prefix("m-").unwrap_or(number);
    let number = digits
        .parse()
        .ok()
        .filter(|number| (1..=MOST_NUMBER).contains(number));
    let number = number
        .ok_or_else(|| Failure::Usage(format!("“{typed}” is no message: write its number, or m-0012.")))?;
    let producers = producers(project);
    let mut meant = producers
        .iter()
        .filter(|(_, name)| producer.is_none_or(|producer| producer == name));
    match (meant.next(), meant.next()) {
        (Some((id, _)), None) => Ok(ItemId::new(*id, number)),
        _ => {
            let first = ItemId::new(PartId(0), number);
            let known = producers
                .iter()
                .map(|(_, name)| format!("“{} of {name}”", short_item(first)));
            let known: Vec<String> = known.collect();
            Err(Failure::Input(format!(
                "Which message is meant? There are {}.",
                known.join(", ")
            )))
        }
    }
}

/// The producers of the drawing, with their names.
fn producers(project: &Project) -> Vec<(PartId, String)> {
    let names = Names::of(ENGLISH, project);
    let parts = &project.document.sketch.parts;
    parts
        .iter()
        .filter(|(_, part)| matches!(part, Part::Producer(_)))
        .map(|(id, _)| (*id, names.part(*id).into_owned()))
        .collect()
}
