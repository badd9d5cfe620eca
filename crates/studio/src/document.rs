//! What a person drew: the sketch, and the names and places that have no say in what happens.

use std::collections::BTreeMap;
use std::rc::Rc;

use sim::{Part, PartId, Sketch};

use crate::edit::within_canvas;

/// A drawing. Names and places survive the removal of a part while the log can still bring it back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Shown in the bar and as the file's name. At most 80 characters.
    pub title: String,
    /// What the world is made from.
    pub sketch: Sketch,
    /// The seed of the run.
    pub seed: u64,
    /// Each part's name, at most 40 characters.
    pub names: BTreeMap<PartId, String>,
    /// Each part's top left corner.
    pub places: BTreeMap<PartId, Place>,
    /// Texts on the canvas.
    pub notes: Vec<Note>,
    /// What producers and workers carry for people to run: JavaScript, never empty, at most [`crate::edit::MAX_SCRIPT`] bytes
    /// each and [`crate::edit::MAX_SCRIPTS`] together. A script has no say in what happens; its calls have, which are inputs. The states of
    /// the history share them.
    pub scripts: Rc<BTreeMap<PartId, String>>,
}

impl Document {
    /// Forgets the names and places of all parts but these.
    pub(crate) fn keep_names_of(&mut self, parts: &BTreeMap<PartId, Part>) {
        self.names.retain(|id, _| parts.contains_key(id));
        self.places.retain(|id, _| parts.contains_key(id));
    }
}

/// A point of the canvas, in CSS pixels at 100 %. Within ±100,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

/// A heading on the canvas with a line under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its top left corner.
    pub place: Place,
    /// The heading, at most 80 characters.
    pub heading: String,
    /// The line under it, at most 200 characters; may be empty.
    pub text: String,
}

/// What part of the canvas is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Camera {
    /// The canvas point in the middle of the view.
    pub centre: Place,
    /// Zoom in percent, 10 to 400.
    pub percent: u32,
}

impl Camera {
    /// What looks there or, from beyond the canvas, at its edge.
    pub fn at(centre: Place, percent: u32) -> Self {
        Self {
            centre: within_canvas(centre),
            percent: percent.clamp(10, 400),
        }
    }
}
