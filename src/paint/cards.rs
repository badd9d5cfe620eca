//! What is to be seen of the cards: a queue's line and its bar, a group's workers, a server's places.

use sim::ItemId;

use super::picture::{Block, Glyph, Ink, Label, Picture, RADIUS, Shape, Tally, short_number};
use crate::bridge::frame::{Cell, Fraction, Lane, QueueFigures, ServerFigures, WorkersFigures};
use crate::bridge::vanished::Vanishing;
use crate::geometry::{CARD_INSET, Point, QUEUE_BAR, QUEUE_LINE, Rect, SERVER_BAR, WORKER_CELLS};

/// From one message of a line to the next.
const PITCH: f64 = 15.0;
/// The places of the line that "+685" takes.
const REST_PLACES: usize = 2;
/// Messages in flight and delayed ones that are shown in a line, at most.
const FLIGHT_MAX: usize = 5;
const LATE_MAX: usize = 3;
const BAR_HEIGHT: f64 = 6.0;
/// A share of a bar that is not nothing is at least this wide.
pub(super) const SHARE_MIN: f64 = 4.0;
/// A worker's cell and the gap to the next.
const CELL: f64 = 13.0;
const CELL_GAP: f64 = 4.0;
/// The tallies of a card are so far below it, and so far from each other.
const TALLY_DROP: f64 = 12.0;
const TALLY_PITCH: f64 = 44.0;

impl Picture {
    /// The line: delayed at the entrance, then how many do not fit, then those that wait, the head at the exit, and
    /// those in flight beyond it. The bar below it shows the same three numbers as shares.
    pub(super) fn queue(&mut self, figures: &QueueFigures, card: Rect) {
        let row = Row::of(card);
        let flown = self.flight(figures, row);
        let late = self.late(figures, row);
        self.line(figures, row, flown, late);
        let waiting = if figures.is_dead_letter_queue {
            Ink::Failure
        } else {
            Ink::Message
        };
        let shares = [
            (figures.visible, waiting),
            (figures.in_flight, Ink::Pale),
            (figures.delayed, Ink::Muted),
        ];
        let whole = shares.iter().map(|(count, _)| count).sum();
        self.bar(card, QUEUE_BAR, &shares, whole);
        let gone = [
            (Vanishing::Expired, figures.expired),
            (Vanishing::Purged, figures.purged),
            (Vanishing::Deduplicated, figures.deduplicated),
        ];
        self.tallies(card, &gone);
    }

    /// Those in flight; the next to come back is nearest to the line. Returns how many are shown.
    fn flight(&mut self, figures: &QueueFigures, row: Row) -> usize {
        let flight = figures.flight.iter().take(FLIGHT_MAX);
        let flown = flight.len();
        for (place, message) in flight.enumerate() {
            let at = row.place_before_exit(flown - 1 - place);
            let shape = Shape::Ring { left: message.left };
            self.glyphs.push(Glyph {
                pips: message.receive_count.saturating_sub(1),
                again: message.again,
                ..in_lane(at, shape, message.lane, Some(message.item))
            });
        }
        flown
    }

    /// The delayed ones, at the entrance. Returns how many are shown.
    fn late(&mut self, figures: &QueueFigures, row: Row) -> usize {
        let late = figures.late.iter().take(LATE_MAX);
        let count = late.len();
        for (place, message) in late.enumerate() {
            let at = row.place_after_entrance(place);
            let glyph = in_lane(at, Shape::Dotted, message.lane, Some(message.item));
            self.glyphs.push(glyph);
        }
        count
    }

    /// Those that wait, after the places of those in flight, and how many do not fit.
    fn line(&mut self, figures: &QueueFigures, row: Row, flown: usize, late: usize) {
        let room = row.places - flown - late;
        let fits = figures.visible <= room as u64;
        let shown = if fits { room } else { room - REST_PLACES };
        let line = figures.line.iter().take(shown);
        let rest = figures.visible.saturating_sub(line.len() as u64);
        if rest > 0 {
            let first = row.place_after_entrance(late);
            let at = Point {
                x: first.x - RADIUS,
                ..first
            };
            let text = format!("+{}", short_number(rest));
            self.labels.push(Label { at, text });
        }
        for (place, message) in line.enumerate() {
            let (at, item) = (row.place_before_exit(flown + place), Some(message.item));
            self.glyphs.push(if figures.is_dead_letter_queue {
                Glyph::new(at, Shape::Square, Ink::Failure, item)
            } else {
                let shape = if message.blocked {
                    Shape::Blocked
                } else {
                    Shape::Disc
                };
                Glyph {
                    pips: message.receive_count,
                    again: message.again,
                    ..in_lane(at, shape, message.lane, item)
                }
            });
        }
    }

    /// What has gone from a card without being done with, below its right side. Ways in which nothing went are left out.
    fn tallies(&mut self, card: Rect, gone: &[(Vanishing, u64)]) {
        let mut x = card.x + card.width - TALLY_PITCH + CARD_INSET;
        let y = card.y + card.height + TALLY_DROP;
        for &(kind, count) in gone.iter().filter(|(_, count)| *count > 0) {
            self.tallies.push(Tally {
                at: Point { x, y },
                kind,
                text: short_number(count),
            });
            x -= TALLY_PITCH;
        }
    }

    pub(super) fn workers(&mut self, figures: &WorkersFigures, card: Rect) {
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
                Cell::Starting => self.blocks.push(Block { rect, ink: Ink::Pale }),
                Cell::Down => self.blocks.push(Block {
                    rect,
                    ink: Ink::Failure,
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

    /// Busy places of all places: red when a further request has to wait or is turned away, all of it while it has crashed.
    pub(super) fn server(&mut self, figures: &ServerFigures, card: Rect) {
        let (taken, ink) = if figures.down {
            (figures.capacity, Ink::Failure)
        } else if figures.busy >= figures.capacity {
            (figures.busy, Ink::Failure)
        } else {
            (figures.busy, Ink::Message)
        };
        self.bar(card, SERVER_BAR, &[(taken, ink)], figures.capacity);
        self.tallies(card, &[(Vanishing::TurnedAway, figures.turned_away)]);
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

/// The places of a queue's line.
#[derive(Clone, Copy)]
struct Row {
    left: f64,
    right: f64,
    y: f64,
    places: usize,
}

impl Row {
    fn of(card: Rect) -> Self {
        let (left, right) = (
            card.x + CARD_INSET + RADIUS,
            card.x + card.width - CARD_INSET - RADIUS,
        );
        Self {
            left,
            right,
            y: card.y + QUEUE_LINE,
            places: ((right - left) / PITCH) as usize + 1,
        }
    }

    fn place_before_exit(self, place: usize) -> Point {
        Point {
            x: self.right - place as f64 * PITCH,
            y: self.y,
        }
    }

    fn place_after_entrance(self, place: usize) -> Point {
        Point {
            x: self.left + place as f64 * PITCH,
            y: self.y,
        }
    }
}

/// A message with the hue and the letter of its group, if it has one.
fn in_lane(at: Point, shape: Shape, lane: Option<Lane>, item: Option<ItemId>) -> Glyph {
    Glyph {
        letter: lane.and_then(Lane::letter),
        ..Glyph::new(at, shape, lane.map_or(Ink::Message, Ink::of_lane), item)
    }
}
