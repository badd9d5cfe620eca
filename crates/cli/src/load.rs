//! Finding the sketch that is meant: a scene, a link, a file or the standard input.

use std::fs::File;
use std::io::Read;

use cloud::time::SimTime;
use studio::Moment;
use studio::format::{DecodeProblem, file, link};
use studio::scenes::{SCENES, by_id};
use studio::words::{Language, Sentence, say};

use crate::Failure;
use crate::guess::closest;

/// A sketch, and how far to run it if nobody says.
pub(crate) struct Loaded {
    pub(crate) moment: Moment,
    pub(crate) until: Option<SimTime>,
}

/// Opens what `source` names.
pub(crate) fn load(source: &str) -> Result<Loaded, Failure> {
    if let Some(scene) = by_id(source) {
        let moment = Moment {
            project: (scene.project)(),
            at: SimTime::ZERO,
            camera: None,
        };
        return Ok(Loaded {
            moment,
            until: Some(SimTime::ZERO + scene.until),
        });
    }
    let moment = if link::is_ours(source) {
        link::from_fragment(source).map_err(|problem| refused("The link", &problem))?
    } else if source == "-" {
        read_text("The standard input", std::io::stdin().lock())?
    } else {
        let file = File::open(source).map_err(|error| not_found(source, &error))?;
        read_text(source, file)?
    };
    let until = (moment.at > SimTime::ZERO).then_some(moment.at);
    Ok(Loaded { moment, until })
}

/// A file or a link, as text; no more of it than a sketch can have.
fn read_text(name: &str, source: impl Read) -> Result<Moment, Failure> {
    let mut bytes = Vec::new();
    let limit = file::MAX_FILE as u64 + 1;
    let read = source.take(limit).read_to_end(&mut bytes);
    read.map_err(|error| Failure::Input(format!("{name} cannot be read: {error}.")))?;
    let text = String::from_utf8(bytes).map_err(|_| refused(name, &DecodeProblem::NotOurs))?;
    let moment = if link::is_ours(&text) {
        link::from_fragment(&text)
    } else {
        file::from_text(&text)
    };
    moment.map_err(|problem| refused(name, &problem))
}

fn refused(name: &str, problem: &DecodeProblem) -> Failure {
    let reason = say(Language::English, Sentence::Decode(problem.clone()));
    Failure::Input(format!("{name}: {reason}"))
}

fn not_found(source: &str, error: &std::io::Error) -> Failure {
    let hint = closest(source, SCENES.iter().map(|scene| scene.id))
        .map_or_else(String::new, |id| format!(" Did you mean the scene {id}?"));
    Failure::Input(format!("{source} cannot be opened: {error}.{hint}"))
}
