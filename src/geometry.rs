//! Where things are on the canvas: cards, ports and the curves of links. Used to draw them, to paint messages on them
//! and to tell what the pointer is on. Canvas units are CSS pixels at 100 % zoom.

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
    /// Where links leave the card: the middle of its right side.
    pub(crate) fn out_port(self) -> Point {
        Point { x: self.x + self.width, y: self.y + self.height / 2.0 }
    }

    /// Where links enter the card: the middle of its left side.
    pub(crate) fn in_port(self) -> Point {
        Point { x: self.x, y: self.y + self.height / 2.0 }
    }

    /// Where a dead-letter link leaves: a quarter along the lower side.
    pub(crate) fn drop_port(self) -> Point {
        Point { x: self.x + self.width / 4.0, y: self.y + self.height }
    }

    /// Where a dead-letter link enters: a quarter along the upper side.
    pub(crate) fn catch_port(self) -> Point {
        Point { x: self.x + self.width / 4.0, y: self.y }
    }

    /// Whether `point` lies in or on the rectangle.
    pub(crate) fn contains(self, point: Point) -> bool {
        (self.x..=self.x + self.width).contains(&point.x) && (self.y..=self.y + self.height).contains(&point.y)
    }
}

impl Curve {
    /// From an out port to an in port: leaves and arrives level.
    pub(crate) fn level(from: Point, to: Point) -> Self {
        let reach = ((to.x - from.x).abs() / 2.0).clamp(24.0, 160.0);
        Self {
            from,
            from_handle: Point { x: from.x + reach, y: from.y },
            to_handle: Point { x: to.x - reach, y: to.y },
            to,
        }
    }

    /// From a drop port to a catch port: leaves and arrives upright.
    pub(crate) fn upright(from: Point, to: Point) -> Self {
        let reach = ((to.y - from.y).abs() / 2.0).clamp(4.0, 120.0);
        Self {
            from,
            from_handle: Point { x: from.x, y: from.y + reach },
            to_handle: Point { x: to.x, y: to.y - reach },
            to,
        }
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
        let sum = |pick: fn(&Point) -> f64| points.iter().zip(weights).map(|(point, weight)| pick(point) * weight).sum();
        Point { x: sum(|point| point.x), y: sum(|point| point.y) }
    }
}
