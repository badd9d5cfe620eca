//! Where things are on the canvas: cards, ports, the curves of links, and what part of it is seen. Used to draw them,
//! to paint messages on them and to tell what the pointer is on. Canvas units are CSS pixels at 100 % zoom.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::order::Gather;
use sim::wiring::{self, LinkKind};
use sim::{LinkId, PartId, Sketch};
use studio::Place;
use studio::catalog::PartKind;

/// Ports sit on the level of a card's name, so that cards of any height in one row are joined by straight wires.
pub(crate) const PORT_LEVEL: f64 = 24.0;
/// A queue's card: the middle of the row of waiting messages, below the card's top.
pub(crate) const QUEUE_LINE: f64 = 62.0;
/// A queue's card: the middle of the bar visible | in flight | delayed.
pub(crate) const QUEUE_BAR: f64 = 84.0;
/// A queue's card: the base line of the figures.
pub(crate) const QUEUE_WORDS: f64 = 104.0;
/// A workers' card: the middle of the row of cells.
pub(crate) const WORKER_CELLS: f64 = 50.0;
/// A server's card: the middle of its bar of busy places.
pub(crate) const SERVER_BAR: f64 = 50.0;
/// Cards keep this distance from their left and right edge to what is drawn in them.
pub(crate) const CARD_INSET: f64 = 14.0;
/// How far the view zooms out and in.
pub(crate) const ZOOM_RANGE: std::ops::RangeInclusive<f64> = 0.1..=4.0;

/// A point of the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A rectangle of the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// A cubic Bézier curve from one port to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Curve {
    pub(crate) from: Point,
    pub(crate) from_handle: Point,
    pub(crate) to_handle: Point,
    pub(crate) to: Point,
}

impl Rect {
    /// A card of this kind with its top left corner at `place`.
    pub(crate) fn of_card(kind: PartKind, place: Place) -> Self {
        let size = kind.size();
        Self {
            x: f64::from(place.x),
            y: f64::from(place.y),
            width: f64::from(size.width),
            height: f64::from(size.height),
        }
    }

    /// Where links leave the card: its right side.
    pub(crate) fn out_port(self) -> Point {
        Point {
            x: self.x + self.width,
            y: self.y + PORT_LEVEL,
        }
    }

    /// Where links enter the card: its left side.
    pub(crate) fn in_port(self) -> Point {
        Point {
            x: self.x,
            y: self.y + PORT_LEVEL,
        }
    }

    /// Where a dead-letter link leaves: a quarter along the lower side.
    pub(crate) fn drop_port(self) -> Point {
        Point {
            x: self.x + self.width / 4.0,
            y: self.y + self.height,
        }
    }

    /// Where a dead-letter link enters: a quarter along the upper side.
    pub(crate) fn catch_port(self) -> Point {
        Point {
            x: self.x + self.width / 4.0,
            y: self.y,
        }
    }

    /// Whether `point` lies in or on the rectangle.
    pub(crate) fn contains(self, point: Point) -> bool {
        (self.x..=self.x + self.width).contains(&point.x)
            && (self.y..=self.y + self.height).contains(&point.y)
    }

    /// The middle.
    pub(crate) fn centre(self) -> Point {
        Point {
            x: self.x + self.width / 2.0,
            y: self.y + self.height / 2.0,
        }
    }

    /// The rectangle with these two opposite corners.
    pub(crate) fn between(a: Point, b: Point) -> Self {
        Self {
            x: a.x.min(b.x),
            y: a.y.min(b.y),
            width: (a.x - b.x).abs(),
            height: (a.y - b.y).abs(),
        }
    }

    /// Whether the two share a point.
    pub(crate) fn touches(self, other: Self) -> bool {
        self.x <= other.x + other.width
            && other.x <= self.x + self.width
            && self.y <= other.y + other.height
            && other.y <= self.y + self.height
    }

    /// The smallest rectangle around both.
    pub(crate) fn union(self, other: Self) -> Self {
        let left = self.x.min(other.x);
        let top = self.y.min(other.y);
        Self {
            x: left,
            y: top,
            width: (self.x + self.width).max(other.x + other.width) - left,
            height: (self.y + self.height).max(other.y + other.height) - top,
        }
    }

    /// The rectangle with `by` more room on every side.
    pub(crate) fn grown(self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }
}

impl Curve {
    /// From an out port to an in port: leaves and arrives level.
    pub(crate) fn level(from: Point, to: Point) -> Self {
        let reach = ((to.x - from.x).abs() / 2.0).clamp(24.0, 160.0);
        Self {
            from,
            from_handle: Point {
                x: from.x + reach,
                y: from.y,
            },
            to_handle: Point {
                x: to.x - reach,
                y: to.y,
            },
            to,
        }
    }

    /// From a drop port to a catch port: leaves and arrives upright.
    pub(crate) fn upright(from: Point, to: Point) -> Self {
        let reach = ((to.y - from.y).abs() / 2.0).clamp(4.0, 120.0);
        Self {
            from,
            from_handle: Point {
                x: from.x,
                y: from.y + reach,
            },
            to_handle: Point {
                x: to.x,
                y: to.y - reach,
            },
            to,
        }
    }

    /// About how long it is.
    pub(crate) fn length(self) -> f64 {
        const PIECES: u32 = 8;
        let points = (0..=PIECES).map(|piece| self.at(f64::from(piece) / f64::from(PIECES)));
        let points: Vec<Point> = points.collect();
        points
            .windows(2)
            .map(|pair| (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y))
            .sum()
    }

    /// The point at `fraction` (0 to 1) of the curve's parameter.
    pub(crate) fn at(self, fraction: f64) -> Point {
        let rest = 1.0 - fraction;
        let weights = [
            rest * rest * rest,
            3.0 * rest * rest * fraction,
            3.0 * rest * fraction * fraction,
            fraction * fraction * fraction,
        ];
        let points = [self.from, self.from_handle, self.to_handle, self.to];
        let sum = |pick: fn(&Point) -> f64| {
            points
                .iter()
                .zip(weights)
                .map(|(point, weight)| pick(point) * weight)
                .sum()
        };
        Point {
            x: sum(|point| point.x),
            y: sum(|point| point.y),
        }
    }
}

/// What part of the canvas is seen: the canvas point at the view's top left corner, and the CSS pixels to one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    pub(crate) origin: Point,
    pub(crate) zoom: f64,
}

impl View {
    /// The beginning of the canvas, at 100 %.
    pub(crate) const START: Self = Self {
        origin: Point { x: 0.0, y: 0.0 },
        zoom: 1.0,
    };

    /// Where a canvas point is in the view, in CSS pixels from its top left corner.
    pub(crate) fn to_screen(self, point: Point) -> Point {
        Point {
            x: (point.x - self.origin.x) * self.zoom,
            y: (point.y - self.origin.y) * self.zoom,
        }
    }

    /// The canvas point at a place of the view.
    pub(crate) fn to_canvas(self, screen: Point) -> Point {
        Point {
            x: self.origin.x + screen.x / self.zoom,
            y: self.origin.y + screen.y / self.zoom,
        }
    }

    /// The view moved by CSS pixels: positive is what a hand that drags the paper right and down does.
    pub(crate) fn dragged(self, right: f64, down: f64) -> Self {
        let origin = Point {
            x: self.origin.x - right / self.zoom,
            y: self.origin.y - down / self.zoom,
        };
        Self { origin, ..self }
    }

    /// The view at another zoom, with the canvas point under `screen` staying there.
    pub(crate) fn zoomed(self, zoom: f64, screen: Point) -> Self {
        let zoom = zoom.clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end());
        let fixed = self.to_canvas(screen);
        Self {
            origin: Point {
                x: fixed.x - screen.x / zoom,
                y: fixed.y - screen.y / zoom,
            },
            zoom,
        }
    }

    /// The view of `width` × `height` CSS pixels that has `content` in its middle, as large as fits, within `zooms`.
    /// Of what is too large it has the beginning.
    pub(crate) fn showing(
        content: Rect,
        width: f64,
        height: f64,
        zooms: std::ops::RangeInclusive<f64>,
    ) -> Self {
        let fitting = (width / content.width.max(1.0)).min(height / content.height.max(1.0));
        let zoom = fitting.clamp(*zooms.start(), *zooms.end());
        let spare = |room: f64, length: f64| (room / zoom - length).max(0.0) / 2.0;
        let origin = Point {
            x: content.x - spare(width, content.width),
            y: content.y - spare(height, content.height),
        };
        Self { origin, zoom }
    }
}

/// A card on the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Card {
    pub(crate) kind: PartKind,
    pub(crate) rect: Rect,
}

/// A wire on the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wire {
    pub(crate) from: PartId,
    pub(crate) to: PartId,
    /// Absent where the two parts cannot be linked: drawn, but nothing flows.
    pub(crate) kind: Option<LinkKind>,
    pub(crate) curve: Curve,
}

/// Where everything is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Layout {
    pub(crate) cards: BTreeMap<PartId, Card>,
    pub(crate) wires: BTreeMap<LinkId, Wire>,
}

impl Layout {
    /// The layout of `sketch` with its cards at `place`.
    pub(crate) fn of(sketch: &Sketch, place: impl Fn(PartId) -> Place) -> Self {
        let cards: BTreeMap<_, _> = sketch
            .parts
            .iter()
            .map(|(&id, part)| {
                let kind = PartKind::of(part);
                let rect = Rect::of_card(kind, place(id));
                (id, Card { kind, rect })
            })
            .gather();
        let wires = sketch.links.iter().filter_map(|(&id, link)| {
            let (from, to) = (cards.get(&link.from)?.rect, cards.get(&link.to)?.rect);
            let kind = wiring::kind_between(sketch.parts.get(&link.from)?, sketch.parts.get(&link.to)?).ok();
            let curve = match kind {
                Some(LinkKind::DeadLetter) => Curve::upright(from.drop_port(), to.catch_port()),
                _ => Curve::level(from.out_port(), to.in_port()),
            };
            Some((
                id,
                Wire {
                    from: link.from,
                    to: link.to,
                    kind,
                    curve,
                },
            ))
        });
        let wires = wires.gather();
        Self { cards, wires }
    }
}

/// What the canvas and the painter over it share. It changes with every move of the pointer, so it is no part of any
/// component's state: the painter reads it at each frame.
#[derive(Debug)]
pub(crate) struct Stage {
    /// What is seen.
    pub(crate) view: Cell<View>,
    /// Where everything is now, also in the middle of a drag.
    pub(crate) layout: RefCell<Rc<Layout>>,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            view: Cell::new(View::START),
            layout: RefCell::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let view = View {
            origin: Point { x: -40.0, y: 12.0 },
            zoom: 0.8,
        };
        let pointer = Point { x: 300.0, y: 200.0 };
        let before = view.to_canvas(pointer);
        let after = view.zoomed(2.5, pointer).to_canvas(pointer);
        assert!((before.x - after.x).abs() < 1e-9 && (before.y - after.y).abs() < 1e-9);
    }

    #[test]
    fn what_is_shown_is_in_the_middle_and_within_the_zoom_limits() {
        let content = Rect {
            x: 100.0,
            y: 50.0,
            width: 4_000.0,
            height: 100.0,
        };
        let view = View::showing(content, 800.0, 600.0, 0.6..=1.0);
        assert_eq!(view.zoom, 0.6);
        assert_eq!(
            view.to_screen(Point {
                x: content.x,
                y: content.centre().y
            }),
            Point { x: 0.0, y: 300.0 }
        );
    }
}
