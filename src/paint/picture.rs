//! What is to be seen of a frame, in canvas units: messages on the wires, in the queues' lines and with their workers.

use sim::ItemId;

use crate::bridge::frame::{
    Cell, Dot, DotState, Fraction, Frame, KindFigures, QueueFigures, ServerFigures, WorkersFigures,
};
use crate::geometry::{CARD_INSET, Layout, Point, QUEUE_BAR, QUEUE_LINE, Rect, SERVER_BAR, WORKER_CELLS};

/// Half the width of a message.
pub(crate) const RADIUS: f64 = 5.0;
/// From one message of a line to the next.
const PITCH: f64 = 15.0;
/// The places of the line that "+685" takes.
const REST_PLACES: usize = 2;
/// Messages in flight and delayed ones that are shown in a line, at most.
const FLIGHT_MAX: usize = 5;
const LATE_MAX: usize = 3;
const BAR_HEIGHT: f64 = 6.0;
/// A share of a bar that is not nothing is at least this wide.
const SHARE_MIN: f64 = 4.0;
/// A worker's cell and the gap to the next.
const CELL: f64 = 13.0;
const CELL_GAP: f64 = 4.0;
/// How near to a message the pointer must be, in CSS pixels.
const HIT_PIXELS: f64 = 9.0;

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
}

/// A colour, by what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Message,
    /// The message colour, paler: what is in flight.
    Pale,
    Failure,
    Waiting,
    Muted,
    /// The track under a bar.
    Track,
    /// What is followed.
    Accent,
}

impl Ink {
    pub(crate) const ALL: [Self; 7] = [
        Self::Message,
        Self::Pale,
        Self::Failure,
        Self::Waiting,
        Self::Muted,
        Self::Track,
        Self::Accent,
    ];
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) at: Point,
    pub(crate) shape: Shape,
    pub(crate) ink: Ink,
    /// How often it came back.
    pub(crate) pips: u32,
    pub(crate) item: Option<ItemId>,
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

/// All there is to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Picture {
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) labels: Vec<Label>,
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
    if !calm {
        picture.glyphs.reserve(frame.dots.len());
        for dot in &frame.dots {
            if let Some(wire) = layout.wires.get(&dot.link) {
                let at = wire.curve.at(dot.along.as_f64());
                picture.glyphs.push(dot_glyph(dot, at));
                // A batch travels as one; when dots stand for many anyway, numbers on them would only be noise.
                if frame.dot_scale == 1 && dot.weight > 1 {
                    let at = Point {
                        x: at.x + RADIUS + 3.0,
                        y: at.y - RADIUS - 3.0,
                    };
                    picture.labels.push(Label {
                        at,
                        text: format!("×{}", dot.weight),
                    });
                }
            }
        }
    }
    picture
}

impl Picture {
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
            self.glyphs.push(Glyph {
                at,
                shape: Shape::Halo,
                ink: Ink::Accent,
                pips: 0,
                item: None,
            });
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
    Glyph {
        at,
        shape,
        ink,
        pips: 0,
        item: dot.item,
    }
}

impl Picture {
    /// The line: delayed at the entrance, then how many do not fit, then those that wait, the head at the exit, and
    /// those in flight beyond it. The bar below it shows the same three numbers as shares.
    fn queue(&mut self, figures: &QueueFigures, card: Rect) {
        let dead_letters = figures.is_dead_letter_queue;
        let y = card.y + QUEUE_LINE;
        let right = card.x + card.width - CARD_INSET - RADIUS;
        let left = card.x + CARD_INSET + RADIUS;
        let places = ((right - left) / PITCH) as usize + 1;
        let at = |place: usize| Point {
            x: right - place as f64 * PITCH,
            y,
        };

        let flight = figures.flight.iter().take(FLIGHT_MAX);
        let flown = flight.len();
        // The next to come back is nearest to the line.
        for (place, message) in flight.enumerate() {
            let shape = Shape::Ring { left: message.left };
            let pips = message.receive_count.saturating_sub(1);
            let at = at(flown - 1 - place);
            self.glyphs.push(Glyph {
                at,
                shape,
                ink: Ink::Message,
                pips,
                item: Some(message.item),
            });
        }
        let late = figures.late.iter().take(LATE_MAX);
        for (place, message) in late.clone().enumerate() {
            let at = Point {
                x: left + place as f64 * PITCH,
                y,
            };
            let item = Some(message.item);
            self.glyphs.push(Glyph {
                at,
                shape: Shape::Dotted,
                ink: Ink::Message,
                pips: 0,
                item,
            });
        }

        let room = places - flown - late.len();
        let fits = figures.visible <= room as u64;
        let shown = if fits { room } else { room - REST_PLACES };
        let line = figures.line.iter().take(shown);
        let rest = figures.visible.saturating_sub(line.len() as u64);
        if rest > 0 {
            let place = Point {
                x: left - RADIUS + late.len() as f64 * PITCH,
                y,
            };
            self.labels.push(Label {
                at: place,
                text: format!("+{}", short_number(rest)),
            });
        }
        for (place, message) in line.enumerate() {
            let (shape, ink) = match (dead_letters, message.blocked) {
                (true, _) => (Shape::Square, Ink::Failure),
                (false, true) => (Shape::Blocked, Ink::Message),
                (false, false) => (Shape::Disc, Ink::Message),
            };
            let pips = if dead_letters { 0 } else { message.receive_count };
            self.glyphs.push(Glyph {
                at: at(flown + place),
                shape,
                ink,
                pips,
                item: Some(message.item),
            });
        }

        let waiting = if dead_letters { Ink::Failure } else { Ink::Message };
        let shares = [
            (figures.visible, waiting),
            (figures.in_flight, Ink::Pale),
            (figures.delayed, Ink::Muted),
        ];
        self.bar(
            card,
            QUEUE_BAR,
            &shares,
            shares.iter().map(|(count, _)| count).sum(),
        );
    }

    fn workers(&mut self, figures: &WorkersFigures, card: Rect) {
        let (left, y) = (card.x + CARD_INSET, card.y + WORKER_CELLS - BAR_HEIGHT / 2.0);
        let places = ((card.width - 2.0 * CARD_INSET + CELL_GAP) / (CELL + CELL_GAP)) as usize;
        let fits = figures.count <= places as u64;
        let shown = if fits { places } else { places - REST_PLACES };
        let at = |place: usize| left + place as f64 * (CELL + CELL_GAP);
        let cells = figures.cells.iter().take(shown);
        let rest = figures.count.saturating_sub(cells.len() as u64);
        if rest > 0 {
            let at = Point {
                x: at(cells.len()),
                y: card.y + WORKER_CELLS,
            };
            self.labels.push(Label {
                at,
                text: format!("+{}", short_number(rest)),
            });
        }
        for (place, cell) in cells.enumerate() {
            let rect = Rect {
                x: at(place),
                y,
                width: CELL,
                height: BAR_HEIGHT,
            };
            match cell {
                Cell::Idle => self.blocks.push(Block {
                    rect,
                    ink: Ink::Track,
                }),
                Cell::Working { done, .. } => {
                    self.blocks.push(Block { rect, ink: Ink::Pale });
                    let width = CELL * done.as_f64();
                    self.blocks.push(Block {
                        rect: Rect { width, ..rect },
                        ink: Ink::Message,
                    });
                }
            }
        }
    }

    /// Busy places of all places: red when a further request has to wait or is turned away.
    fn server(&mut self, figures: &ServerFigures, card: Rect) {
        let ink = if figures.busy >= figures.capacity {
            Ink::Failure
        } else {
            Ink::Message
        };
        self.bar(card, SERVER_BAR, &[(figures.busy, ink)], figures.capacity);
    }

    /// A bar across the card: shares of `whole`, on a track.
    fn bar(&mut self, card: Rect, middle: f64, shares: &[(u64, Ink)], whole: u64) {
        let width = card.width - 2.0 * CARD_INSET;
        let mut x = card.x + CARD_INSET;
        let y = card.y + middle - BAR_HEIGHT / 2.0;
        self.blocks.push(Block {
            rect: Rect {
                x,
                y,
                width,
                height: BAR_HEIGHT,
            },
            ink: Ink::Track,
        });
        let few = shares.iter().filter(|(count, _)| *count > 0).count() as f64;
        for &(count, ink) in shares.iter().filter(|(count, _)| *count > 0) {
            let share = (width - few * SHARE_MIN) * Fraction::of(count, whole).as_f64() + SHARE_MIN;
            self.blocks.push(Block {
                rect: Rect {
                    x,
                    y,
                    width: share,
                    height: BAR_HEIGHT,
                },
                ink,
            });
            x += share;
        }
    }
}

/// A number in the room of four digits: `999`, `12k`, `3M`. Exact figures stand in the words below.
fn short_number(count: u64) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use sim::{LinkId, PartId};
    use studio::catalog::PartKind;

    use super::*;
    use crate::bridge::frame::{InFlight, PartFigures, Waiting};
    use crate::geometry::{Card, Curve, Wire};

    const CARD: Rect = Rect {
        x: 100.0,
        y: 50.0,
        width: 270.0,
        height: 116.0,
    };

    fn item(number: u64) -> ItemId {
        ItemId::new(PartId(1), number)
    }

    fn layout() -> Layout {
        let card = Card {
            kind: PartKind::SqsStandard,
            rect: CARD,
        };
        let curve = Curve::level(Point { x: 400.0, y: 0.0 }, Point { x: 600.0, y: 0.0 });
        let wire = Wire {
            from: PartId(2),
            to: PartId(3),
            kind: None,
            curve,
        };
        Layout {
            cards: BTreeMap::from([(PartId(2), card)]),
            wires: BTreeMap::from([(LinkId(1), wire)]),
        }
    }

    fn frame(visible: u64, in_flight: u64) -> Frame {
        let waiting = |number| Waiting {
            item: item(number),
            receive_count: 1,
            blocked: false,
        };
        let flying = |number| InFlight {
            item: item(1_000 + number),
            receive_count: 3,
            left: Fraction::of(1, 2),
        };
        let figures = QueueFigures {
            visible,
            in_flight,
            line: (1..=visible.min(16)).map(waiting).collect(),
            flight: (1..=in_flight.min(6)).map(flying).collect(),
            ..QueueFigures::default()
        };
        let kind = KindFigures::Queue(Box::new(figures));
        Frame {
            parts: vec![PartFigures {
                id: PartId(2),
                stopped: false,
                kind,
            }],
            ..Frame::default()
        }
    }

    #[test]
    fn the_head_of_the_line_is_at_the_exit_and_who_does_not_fit_is_counted() {
        let picture = picture(&frame(695, 2), &layout(), false);
        let head = picture.place_of(item(1)).unwrap();
        let second = picture.place_of(item(2)).unwrap();
        let flying = picture.place_of(item(1_001)).unwrap();
        assert!(second.x < head.x && head.x < flying.x);
        let shown = picture
            .glyphs
            .iter()
            .filter(|glyph| glyph.shape == Shape::Disc)
            .count() as u64;
        assert_eq!(picture.labels[0].text, format!("+{}", 695 - shown));
        assert!(picture.glyphs.iter().all(|glyph| CARD.contains(glyph.at)));
    }

    #[test]
    fn a_line_that_fits_is_shown_whole() {
        let picture = picture(&frame(9, 5), &layout(), false);
        assert!(picture.labels.is_empty());
        assert_eq!(picture.glyphs.len(), 14);
        let pips: Vec<u32> = picture.glyphs.iter().map(|glyph| glyph.pips).collect();
        assert_eq!(
            pips.iter().filter(|&&pips| pips == 2).count(),
            5,
            "received three times: it came back twice"
        );
    }

    #[test]
    fn the_shares_of_the_bar_fill_it() {
        for (visible, in_flight) in [(1, 0), (1, 100_000), (695, 16), (0, 3)] {
            let picture = picture(&frame(visible, in_flight), &layout(), false);
            let (track, shares) = picture.blocks.split_first().unwrap();
            let sum: f64 = shares.iter().map(|share| share.rect.width).sum();
            assert!(
                (sum - track.rect.width).abs() < 0.1,
                "{visible} and {in_flight}: {sum}"
            );
            assert!(shares.iter().all(|share| share.rect.width >= SHARE_MIN));
        }
    }

    #[test]
    fn a_message_is_found_where_it_is_drawn_and_nowhere_else() {
        let (frame, layout) = (frame(3, 1), layout());
        let at = picture(&frame, &layout, false).place_of(item(2)).unwrap();
        assert_eq!(hit(&frame, &layout, false, at, 1.0), Some(item(2)));
        let beside = Point {
            x: at.x,
            y: at.y + 30.0,
        };
        assert_eq!(hit(&frame, &layout, false, beside, 1.0), None);
    }

    #[test]
    fn with_reduced_motion_nothing_moves_along_the_wires() {
        let mut frame = frame(0, 0);
        frame.dots.push(Dot {
            link: LinkId(1),
            along: Fraction::of(1, 2),
            state: DotState::Carried,
            weight: 1,
            item: Some(item(5)),
        });
        let at = picture(&frame, &layout(), false).place_of(item(5)).unwrap();
        assert!((at.x - 500.0).abs() < 0.01, "half-way");
        assert_eq!(picture(&frame, &layout(), true).place_of(item(5)), None);
    }
}
