//! `*.decouple.json`: the canonical file, and the same on the clipboard. Described in `docs/file-format.md`.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::time::Nanos;
use super::version::Version;
use super::{DecodeProblem, MAX_DECODED, decode, encode, v1, v2};
use crate::edit::Clip;
use crate::project::{Moment, Project};

/// How files are called.
pub const EXTENSION: &str = ".decouple.json";

/// The most bytes of a file: JSON takes more room than what it says.
pub const MAX_FILE: usize = 4 * MAX_DECODED;

pub use super::check::MAX_INPUTS;

/// A list that is not empty ends on a line of its own, which takes so many bytes.
pub const END_OF_A_LIST: usize = 8;

/// The key that marks a file and gives the version of its format. Everything else is read once that is known.
#[derive(Deserialize)]
struct Mark {
    decouple: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sketch<P> {
    decouple: u64,
    project: P,
    at: Nanos,
    camera: Option<v2::Camera>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clipping<C> {
    decouple: u64,
    clip: C,
}

/// `moment` as a file.
pub fn to_text(moment: &Moment) -> String {
    let v2::Moment { project, at, camera } = encode::moment(moment);
    written(&Sketch {
        decouple: Version::WRITTEN.into(),
        project,
        at,
        camera,
    })
}

/// `project` as a file that opens at the start.
pub fn project_to_text(project: &Project) -> String {
    to_text(&Moment {
        project: project.clone(),
        at: cloud::time::SimTime::ZERO,
        camera: None,
    })
}

/// How many inputs a file has room for if it is to hold this project, whose own are not counted: the log begins with what is said
/// about the drawing.
pub fn room_for_inputs(project: &Project) -> usize {
    MAX_INPUTS.saturating_sub(encode::before_the_log(&project.document).count())
}

/// How many bytes an input takes in a file, with the traces that it replays, as if they were not in it yet. The first of a list
/// takes up to [`END_OF_A_LIST`] more.
pub fn bytes_of_input(input: &sim::Input) -> usize {
    // In the file it stands in a list of a project, with a comma.
    const MARGIN: usize = 6;
    let bytes = |text: String| text.len() + MARGIN * text.lines().count() + 1;
    let v2::SingleInput { input, traces } = encode::single_input(input);
    let traces = traces.iter().map(|trace| bytes(written(trace)));
    bytes(written(&input)) + traces.sum::<usize>()
}

/// Reads what [`to_text`] wrote, or what somebody wrote by hand.
///
/// # Errors
/// Why this text is no file of ours.
pub fn from_text(text: &str) -> Result<Moment, DecodeProblem> {
    not_too_long(text)?;
    decode::moment(read_moment(text)?)
}

/// What a file of any length says, unchecked.
pub(super) fn read_moment(text: &str) -> Result<v2::Moment, DecodeProblem> {
    Ok(match version(text)? {
        Version::V1 => read::<Sketch<v1::Project>>(text)?.into(),
        Version::V2 => read::<Sketch<v2::Project>>(text)?.into(),
    })
}

/// `clip` as text for the clipboard.
pub fn clip_to_text(clip: &Clip) -> String {
    written(&Clipping {
        decouple: Version::WRITTEN.into(),
        clip: encode::clip(clip),
    })
}

/// Reads what [`clip_to_text`] wrote.
///
/// # Errors
/// Why this text is no clip of ours.
pub fn clip_from_text(text: &str) -> Result<Clip, DecodeProblem> {
    not_too_long(text)?;
    decode::clip(match version(text)? {
        Version::V1 => read::<Clipping<v1::Clip>>(text)?.clip.into(),
        Version::V2 => read::<Clipping<v2::Clip>>(text)?.clip,
    })
}

impl<P: Into<v2::Project>> From<Sketch<P>> for v2::Moment {
    fn from(sketch: Sketch<P>) -> Self {
        Self {
            project: sketch.project.into(),
            at: sketch.at,
            camera: sketch.camera,
        }
    }
}

fn written(value: &impl Serialize) -> String {
    let mut text =
        serde_json::to_string_pretty(value).expect("nothing in these types can fail to be written");
    text.push('\n');
    text
}

const fn not_too_long(text: &str) -> Result<(), DecodeProblem> {
    if text.len() > MAX_FILE {
        return Err(DecodeProblem::TooLarge);
    }
    Ok(())
}

/// The version that `text` says it is of.
fn version(text: &str) -> Result<Version, DecodeProblem> {
    if !text.trim_start().starts_with('{') {
        return Err(DecodeProblem::NotOurs);
    }
    let mark: Mark = serde_json::from_str(text).map_err(|error| {
        let ours = text.contains("\"decouple\"");
        if ours && error.classify() != serde_json::error::Category::Data {
            damaged(&error)
        } else {
            DecodeProblem::NotOurs
        }
    })?;
    Version::of(mark.decouple.ok_or(DecodeProblem::NotOurs)?)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, DecodeProblem> {
    serde_json::from_str(text).map_err(|error| damaged(&error))
}

fn damaged(error: &serde_json::Error) -> DecodeProblem {
    let text = error.to_string();
    let reason = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(reason, _)| reason);
    DecodeProblem::DamagedFile {
        line: error.line(),
        column: error.column(),
        reason: reason.chars().take(200).collect(),
    }
}
