//! What is to be seen of a frame, in canvas units: messages on the wires, in the queues' lines and with their workers.

use sim::ItemId;

use crate::bridge::frame::{Dot, DotState, Fraction, Frame, KindFigures, Lane, LinkFigures};
use crate::bridge::vanished::Vanishing;
use crate::geometry::{Layout, Point, Rect, Wire};

/// Half the width of a message.
pub(crate) const RADIUS: f64 = 5.0;
/// How near to a message the pointer must be, in CSS pixels.
const HIT_PIXELS: f64 = 9.0;
/// Where the chevrons stand on a wire that carries something while nothing may move.
const CHEVRONS: [f64; 3] = [0.25, 0.5, 0.75];
/// The tally of a wire is so far below its middle: the rate is above it.
const WIRE_TALLY: f64 = 16.0;

/// The form of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Available, or carried.
    Disc,
    /// In flight: the arc is what is left of the visibility timeout.
    Ring { left: Fraction },
    /// Delayed.
    Dotted,
    /// Failed.
    Diamond,
    /// Dead-lettered.
    Square,
    /// Waits for an earlier message of its group.
    Blocked,
    /// A request or an answer without a message.
    Speck,
    /// Around the message that is followed.
    Halo,
    /// Says which way a wire carries something, without moving. The angle is clockwise from the right.
    Chevron { angle: f64 },
}

/// A colour, by what it means. What is drawn later covers what is drawn before: in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// The track under a bar.
    Track,
    Muted,
    /// The message colour, paler: what is in flight.
    Pale,
    Message,
    /// The hues of message groups, again from the first after the last.
    LaneOne,
    LaneTwo,
    LaneThree,
    LaneFour,
    Waiting,
    Failure,
    /// What is followed.
    Accent,
}

impl Ink {
    pub(crate) const ALL: [Self; 11] = [
        Self::Track,
        Self::Muted,
        Self::Pale,
        Self::Message,
        Self::LaneOne,
        Self::LaneTwo,
        Self::LaneThree,
        Self::LaneFour,
        Self::Waiting,
        Self::Failure,
        Self::Accent,
    ];
    const LANES: [Self; 4] = [Self::LaneOne, Self::LaneTwo, Self::LaneThree, Self::LaneFour];

    /// The hue of a message group.
    pub(crate) fn of_lane(lane: Lane) -> Self {
        Self::LANES[lane.0 as usize % Self::LANES.len()]
    }

    /// Whether it is the hue of a message group. Glyphs in it are larger: they have a letter in them.
    pub(crate) fn is_lane(self) -> bool {
        Self::LANES.contains(&self)
    }
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) at: Point,
    pub(crate) shape: Shape,
    pub(crate) ink: Ink,
    /// How often it came back.
    pub(crate) pips: u32,
    /// The letter of its message group.
    pub(crate) letter: Option<char>,
    /// It was worked off before: a second ring around it.
    pub(crate) again: bool,
    pub(crate) item: Option<ItemId>,
}

impl Glyph {
    /// A plain glyph.
    pub(crate) fn new(at: Point, shape: Shape, ink: Ink, item: Option<ItemId>) -> Self {
        Self {
            at,
            shape,
            ink,
            pips: 0,
            letter: None,
            again: false,
            item,
        }
    }
}

/// A piece of a bar or a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) rect: Rect,
    pub(crate) ink: Ink,
}

/// A few letters, starting at a point on their middle line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Label {
    pub(crate) at: Point,
    pub(crate) text: String,
}

/// How many have vanished in one way so far, behind the mark of that way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tally {
    /// The middle of the mark.
    pub(crate) at: Point,
    pub(crate) kind: Vanishing,
    pub(crate) text: String,
}

/// All there is to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Picture {
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) labels: Vec<Label>,
    pub(crate) tallies: Vec<Tally>,
}

/// What is to be seen of `frame`. On a `calm` page nothing moves along the wires.
pub(crate) fn picture(frame: &Frame, layout: &Layout, calm: bool) -> Picture {
    let mut picture = Picture::default();
    for part in &frame.parts {
        let Some(card) = layout.cards.get(&part.id) else {
            continue;
        };
        match &part.kind {
            KindFigures::Producer(_) => {}
            KindFigures::Queue(figures) => picture.queue(figures, card.rect),
            KindFigures::Workers(figures) => picture.workers(figures, card.rect),
            KindFigures::Server(figures) => picture.server(figures, card.rect),
        }
    }
    for link in &frame.links {
        if let Some(wire) = layout.wires.get(&link.id) {
            picture.wire_tally(link, wire);
            if calm && link.rate > 0 {
                picture.chevrons(wire);
            }
        }
    }
    if !calm {
        picture.dots(frame, layout);
    }
    picture
}

impl Picture {
    /// What is on its way.
    fn dots(&mut self, frame: &Frame, layout: &Layout) {
        self.glyphs.reserve(frame.dots.len());
        for dot in &frame.dots {
            let Some(wire) = layout.wires.get(&dot.link) else {
                continue;
            };
            let at = wire.curve.at(dot.along.as_f64());
            self.glyphs.push(dot_glyph(dot, at));
            // A batch travels as one; when dots stand for many anyway, numbers on them would only be noise.
            if frame.dot_scale == 1 && dot.weight > 1 {
                let at = Point {
                    x: at.x + RADIUS + 3.0,
                    y: at.y - RADIUS - 3.0,
                };
                let text = format!("×{}", dot.weight);
                self.labels.push(Label { at, text });
            }
        }
    }

    fn wire_tally(&mut self, link: &LinkFigures, wire: &Wire) {
        if link.lost > 0 {
            let middle = wire.curve.at(0.5);
            self.tallies.push(Tally {
                at: Point {
                    x: middle.x - WIRE_TALLY / 2.0,
                    y: middle.y + WIRE_TALLY,
                },
                kind: Vanishing::Lost,
                text: short_number(link.lost),
            });
        }
    }

    fn chevrons(&mut self, wire: &Wire) {
        for along in CHEVRONS {
            let (before, after) = (wire.curve.at(along - 0.01), wire.curve.at(along + 0.01));
            let angle = (after.y - before.y).atan2(after.x - before.x);
            let shape = Shape::Chevron { angle };
            let at = wire.curve.at(along);
            self.glyphs.push(Glyph::new(at, shape, Ink::Message, None));
        }
    }

    /// Where a message is, if it is one of those shown.
    pub(crate) fn place_of(&self, item: ItemId) -> Option<Point> {
        self.glyphs
            .iter()
            .find(|glyph| glyph.item == Some(item))
            .map(|glyph| glyph.at)
    }

    /// Puts a halo around a message.
    pub(crate) fn highlight(&mut self, item: ItemId) {
        if let Some(at) = self.place_of(item) {
            self.glyphs.push(Glyph::new(at, Shape::Halo, Ink::Accent, None));
        }
    }
}

/// The message at a point of the canvas, seen at `zoom`.
pub(crate) fn hit(frame: &Frame, layout: &Layout, calm: bool, point: Point, zoom: f64) -> Option<ItemId> {
    let reach = HIT_PIXELS / zoom;
    let distance = |glyph: &Glyph| (glyph.at.x - point.x).hypot(glyph.at.y - point.y);
    (picture(frame, layout, calm).glyphs.iter())
        .filter_map(|glyph| Some((distance(glyph), glyph.item?)))
        .filter(|(distance, _)| *distance <= reach)
        .min_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, item)| item)
}

fn dot_glyph(dot: &Dot, at: Point) -> Glyph {
    let (shape, ink) = match dot.state {
        DotState::Carried => (Shape::Disc, Ink::Message),
        DotState::Received => (
            Shape::Ring {
                left: Fraction(u16::MAX),
            },
            Ink::Message,
        ),
        DotState::Failed => (Shape::Diamond, Ink::Failure),
        DotState::Signal => (Shape::Speck, Ink::Muted),
    };
    Glyph::new(at, shape, ink, dot.item)
}

/// A number in the room of four digits: `999`, `12k`, `3M`. Exact figures stand in the words below.
pub(super) fn short_number(count: u64) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}
