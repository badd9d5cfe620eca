//! What the pointer is doing on the canvas, and what it was put down on.

use std::collections::BTreeMap;
use std::rc::Rc;

use sim::wiring::{LinkKind, WiringProblem};
use sim::{LinkId, PartId};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use crate::geometry::Point;
use studio::edit::Selection;

use super::selection::Thing;

/// How far a mouse moves, in CSS pixels, before a press is a drag.
const MOUSE_SLACK: f64 = 4.0;
/// The same for fingers and pens, which tremble.
const TOUCH_SLACK: f64 = 10.0;

/// What the pointer is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Hand {
    #[default]
    Free,
    /// Down, and not moved far enough to be a drag.
    Pressed(Press),
    Panning {
        /// In CSS pixels of the view.
        last: Point,
    },
    Pinching(Pinch),
    Moving {
        things: Rc<Selection>,
        /// Where the pointer was put down, on the canvas.
        from: Point,
        /// How far they are moved, snapped.
        by: (i32, i32),
    },
    Marquee {
        /// Corners on the canvas.
        from: Point,
        to: Point,
    },
    Wiring(Wiring),
}

/// A pointer put down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Press {
    /// In CSS pixels of the view.
    pub(crate) at: Point,
    pub(crate) on: Target,
    /// Shift, Ctrl or ⌘ was held: add to the selection.
    pub(crate) adding: bool,
    pub(crate) shift: bool,
    pub(crate) touch: bool,
}

impl Press {
    /// Whether moving to `point` makes a drag of it.
    pub(crate) fn becomes_drag(&self, point: Point) -> bool {
        let slack = if self.touch { TOUCH_SLACK } else { MOUSE_SLACK };
        distance(self.at, point) > slack
    }
}

/// Two fingers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pinch {
    pub(crate) middle: Point,
    pub(crate) spread: f64,
}

impl Pinch {
    pub(crate) fn of(a: Point, b: Point) -> Self {
        Self {
            middle: Point {
                x: (a.x + b.x) / 2.0,
                y: (a.y + b.y) / 2.0,
            },
            spread: distance(a, b).max(1.0),
        }
    }
}

/// A wire being drawn or moved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wiring {
    pub(crate) loose: Loose,
    /// Where the loose end is, on the canvas.
    pub(crate) at: Point,
    /// What every part says to it.
    pub(crate) verdicts: Rc<BTreeMap<PartId, Result<LinkKind, WiringProblem>>>,
    /// The part that it would be let go on.
    pub(crate) over: Option<PartId>,
    /// It stays at the pointer without a button held: begun by a click or by the keyboard.
    pub(crate) sticky: bool,
}

impl Wiring {
    /// The part under the loose end and its verdict.
    pub(crate) fn aim(&self) -> Option<(PartId, Result<LinkKind, WiringProblem>)> {
        let id = self.over?;
        Some((id, *self.verdicts.get(&id)?))
    }

    /// Parts that would take the loose end.
    pub(crate) fn legal(&self) -> impl Iterator<Item = PartId> + '_ {
        self.verdicts
            .iter()
            .filter_map(|(&id, verdict)| verdict.is_ok().then_some(id))
    }
}

/// Which end is loose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loose {
    /// The head of a new wire that comes from here.
    Head { from: PartId },
    /// The tail of a new wire that leads here.
    Tail { to: PartId },
    /// The head of an existing wire.
    HeadOf { link: LinkId, from: PartId },
    /// The tail of an existing wire.
    TailOf { link: LinkId, to: PartId },
}

impl Loose {
    /// The part at the end that is not loose.
    pub(crate) const fn anchor(self) -> PartId {
        match self {
            Self::Head { from } | Self::HeadOf { from, .. } => from,
            Self::Tail { to } | Self::TailOf { to, .. } => to,
        }
    }

    /// Whether it is the head that is loose.
    pub(crate) const fn is_head(self) -> bool {
        matches!(self, Self::Head { .. } | Self::HeadOf { .. })
    }

    /// From and to, when the loose end is put on `part`.
    pub(crate) const fn ends(self, part: PartId) -> (PartId, PartId) {
        if self.is_head() {
            (self.anchor(), part)
        } else {
            (part, self.anchor())
        }
    }

    /// The wire that is being moved, if it is one.
    pub(crate) const fn moved(self) -> Option<LinkId> {
        match self {
            Self::HeadOf { link, .. } | Self::TailOf { link, .. } => Some(link),
            _ => None,
        }
    }
}

/// What the pointer was put down on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Ground,
    Thing(Thing),
    /// A port that wires leave (`true`) or enter.
    Port {
        part: PartId,
        out: bool,
    },
    /// An end of a selected wire: its head or its tail.
    WireEnd {
        link: LinkId,
        head: bool,
    },
}

impl Target {
    /// What the element of an event belongs to, by the marks that cards, wires and notes carry.
    pub(crate) fn of(target: Option<EventTarget>) -> Self {
        let Some(element) = target.and_then(|target| target.dyn_into::<Element>().ok()) else {
            return Self::Ground;
        };
        let marked = |name: &str| -> Option<String> {
            element
                .closest(&format!("[{name}]"))
                .ok()
                .flatten()?
                .get_attribute(name)
        };
        let number = |name: &str| marked(name).and_then(|text| text.parse::<u32>().ok());
        if let Some(part) = number("data-part").map(PartId) {
            return match marked("data-port").as_deref() {
                Some("in") => Self::Port { part, out: false },
                Some(_) => Self::Port { part, out: true },
                None => Self::Thing(Thing::Part(part)),
            };
        }
        if let Some(link) = number("data-link").map(LinkId) {
            return match marked("data-end").as_deref() {
                Some(end) => Self::WireEnd {
                    link,
                    head: end == "head",
                },
                None => Self::Thing(Thing::Link(link)),
            };
        }
        number("data-note").map_or(Self::Ground, |index| Self::Thing(Thing::Note(index as usize)))
    }
}

/// How far two points are apart.
pub(crate) fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// How far things at `place` are moved when the pointer has gone `by`: to the next grid point, or freely.
pub(crate) fn snapped(place: (i32, i32), by: (f64, f64), grid: i32) -> (i32, i32) {
    let along = |start: i32, by: f64| {
        let wanted = f64::from(start) + by;
        let grid = f64::from(grid.max(1));
        ((wanted / grid).round() * grid) as i32 - start
    };
    (along(place.0, by.0), along(place.1, by.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dragged_lands_on_the_grid() {
        assert_eq!(snapped((100, 96), (15.0, 2.0), 12), (20, 0));
        assert_eq!(snapped((96, 96), (15.0, -20.0), 12), (12, -24));
        assert_eq!(snapped((97, 96), (15.4, 2.0), 1), (15, 2));
    }

    #[test]
    fn a_finger_may_tremble_more_than_a_mouse() {
        let press = |touch| Press {
            at: Point { x: 0.0, y: 0.0 },
            on: Target::Ground,
            adding: false,
            shift: false,
            touch,
        };
        let moved = Point { x: 6.0, y: 0.0 };
        assert!(press(false).becomes_drag(moved));
        assert!(!press(true).becomes_drag(moved));
    }
}
