//! Scenes are drawn with this: parts and links in the order in which they are named.

use std::rc::Rc;

use cloud::time::SimDuration;
use sim::{Direction, DurationLaw, Guarantee, Input, Link, LinkId, Part, PartId, UtcSeconds};

use crate::catalog::default_direction;
use crate::document::{Document, Note, Place};
use crate::project::Project;
use crate::words::{Language, SceneText, say};

/// 2026-11-20, ten o'clock.
const STARTS: UtcSeconds = UtcSeconds(1_795_168_800);

/// A project in the making.
pub(super) struct Draft {
    document: Document,
    log: Vec<Input>,
}

impl Draft {
    pub(super) fn new(title: SceneText, seed: u64) -> Self {
        let mut document = Document {
            title: text(title),
            seed,
            ..Document::default()
        };
        document.sketch.starts = STARTS;
        Self {
            document,
            log: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, x: i32, y: i32, heading: SceneText, line: SceneText) {
        self.document.notes.push(Note {
            place: Place { x, y },
            heading: text(heading),
            text: text(line),
        });
    }

    pub(super) fn part(&mut self, name: &str, x: i32, y: i32, part: Part) -> PartId {
        let id = PartId(u32::try_from(self.document.sketch.parts.len()).expect("a scene is small") + 1);
        self.document.sketch.parts.insert(id, part);
        self.document.names.insert(id, name.to_owned());
        self.document.places.insert(id, Place { x, y });
        id
    }

    pub(super) fn link(&mut self, from: PartId, to: PartId) -> LinkId {
        self.link_with(from, to, default_direction(), default_direction())
    }

    pub(super) fn link_with(
        &mut self,
        from: PartId,
        to: PartId,
        forward: Direction,
        backward: Direction,
    ) -> LinkId {
        let id = LinkId(u32::try_from(self.document.sketch.links.len()).expect("a scene is small") + 1);
        self.document.sketch.links.insert(
            id,
            Link {
                from,
                to,
                forward,
                backward,
            },
        );
        id
    }

    pub(super) fn watch(&mut self, guarantees: &[Guarantee]) {
        self.document.sketch.guarantees.extend_from_slice(guarantees);
    }

    pub(super) fn input(&mut self, input: Input) {
        self.log.push(input);
    }

    pub(super) fn done(self) -> Project {
        Project {
            document: Rc::new(self.document),
            log: Rc::new(self.log),
            branches: Rc::default(),
        }
    }
}

/// Scenes are drawn in English: a drawing is a person's text, not the page's.
fn text(text: SceneText) -> String {
    say(Language::English, text).into_owned()
}

pub(super) const fn seconds(seconds: u64) -> SimDuration {
    SimDuration::from_secs(seconds)
}

/// A latency of anything between `min` and `max` milliseconds.
pub(super) const fn between(min: u64, max: u64) -> DurationLaw {
    DurationLaw::Uniform {
        min: SimDuration::from_millis(min),
        max: SimDuration::from_millis(max),
    }
}
