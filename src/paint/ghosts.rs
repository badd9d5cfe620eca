//! What has vanished, for a moment longer: where it was decided, in a form that says how. It fades over a time of the
//! page, not of the world, so that it can be seen at any speed; after that nothing moves any more.

use std::rc::Rc;

use sim::wiring::LinkKind;

use super::picture::{Ink, RADIUS};
use crate::bridge::frame::Frame;
use crate::bridge::vanished::{Spot, Vanished, Vanishing};
use crate::geometry::{CARD_INSET, Layout, Point, QUEUE_LINE};

/// How long a ghost is seen.
pub(crate) const FADE_MILLIS: f64 = 600.0;
/// What vanishes alike within this time is one ghost: others right on top of it would not be seen.
const MERGE_MILLIS: f64 = 120.0;
/// There are no more ghosts than this at once. Beyond that the tallies alone tell.
const ALIVE_MAX: usize = 64;

/// Who vanished a moment ago.
#[derive(Debug, Default)]
pub(crate) struct Ghosts {
    alive: Vec<Ghost>,
    /// The frame whose vanishings are in already. Kept, so that no other frame takes its address.
    seen: Rc<Frame>,
}

#[derive(Clone, Copy, Debug)]
struct Ghost {
    vanished: Vanished,
    born: f64,
}

/// A ghost as it is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Apparition {
    pub(crate) kind: Vanishing,
    pub(crate) at: Point,
    pub(crate) weight: u64,
    /// From 0, just vanished, to 1, gone.
    pub(crate) age: f64,
}

impl Ghosts {
    /// Takes in what has vanished by `frame`, once for each frame, at `millis` of the page. A `calm` page has no ghosts; and
    /// where the world went back in time, nothing has vanished.
    pub(crate) fn see(&mut self, frame: &Rc<Frame>, millis: f64, calm: bool) {
        if calm || frame.now < self.seen.now {
            self.alive.clear();
        }
        self.alive.retain(|ghost| millis - ghost.born < FADE_MILLIS);
        if Rc::ptr_eq(&self.seen, frame) {
            return;
        }
        self.seen = Rc::clone(frame);
        if !calm {
            for &vanished in &frame.vanished {
                self.add(vanished, millis);
            }
        }
    }

    fn add(&mut self, vanished: Vanished, millis: f64) {
        let alike = self.alive.iter_mut().rev().find(|ghost| {
            (ghost.vanished.kind, ghost.vanished.spot) == (vanished.kind, vanished.spot)
                && millis - ghost.born < MERGE_MILLIS
        });
        if let Some(ghost) = alike {
            ghost.vanished.weight += vanished.weight;
        } else if self.alive.len() < ALIVE_MAX {
            let born = millis;
            self.alive.push(Ghost { vanished, born });
        }
    }

    /// Whether there is still something that fades.
    pub(crate) fn are_about(&self) -> bool {
        !self.alive.is_empty()
    }

    /// What there is to draw at `millis`.
    pub(crate) fn apparitions(&self, layout: &Layout, millis: f64) -> Vec<Apparition> {
        let appear = |ghost: &Ghost| {
            let age = ((millis - ghost.born) / FADE_MILLIS).clamp(0.0, 1.0);
            let Vanished {
                kind, spot, weight, ..
            } = ghost.vanished;
            let at = place(kind, spot, age, layout)?;
            Some(Apparition {
                kind,
                at,
                weight,
                age,
            })
        };
        self.alive.iter().filter_map(appear).collect()
    }
}

/// Where it was decided that something vanishes. Only what goes to a dead-letter queue moves: down to it.
fn place(kind: Vanishing, spot: Spot, age: f64, layout: &Layout) -> Option<Point> {
    let part = match spot {
        // The world loses things half-way.
        Spot::Link(link) => return Some(layout.wires.get(&link)?.curve.at(0.5)),
        Spot::Part(part) => part,
    };
    let card = layout.cards.get(&part)?.rect;
    let line = |x: f64| Point {
        x,
        y: card.y + QUEUE_LINE,
    };
    Some(match kind {
        Vanishing::GivenUp | Vanishing::Deleted => card.out_port(),
        Vanishing::TurnedAway | Vanishing::Deduplicated | Vanishing::Lost => card.in_port(),
        // The oldest is at the head of the line.
        Vanishing::Expired => line(card.x + card.width - CARD_INSET - RADIUS),
        Vanishing::Purged => line(card.centre().x),
        Vanishing::DeadLettered => {
            let drop = layout
                .wires
                .values()
                .find(|wire| wire.from == part && wire.kind == Some(LinkKind::DeadLetter));
            drop.map_or(card.drop_port(), |wire| wire.curve.at(age))
        }
    })
}

/// The ink for a way to vanish: red for what somebody will miss.
pub(crate) fn ink(kind: Vanishing) -> Ink {
    match kind {
        Vanishing::Lost
        | Vanishing::GivenUp
        | Vanishing::TurnedAway
        | Vanishing::Expired
        | Vanishing::DeadLettered => Ink::Failure,
        Vanishing::Purged | Vanishing::Deduplicated => Ink::Muted,
        Vanishing::Deleted => Ink::Message,
    }
}

#[cfg(test)]
mod tests {
    use cloud::time::SimTime;
    use sim::PartId;

    use super::*;

    fn frame(second: u64, weight: u64) -> Rc<Frame> {
        let one = Vanished {
            kind: Vanishing::Expired,
            spot: Spot::Part(PartId(1)),
            weight,
            item: None,
        };
        Rc::new(Frame {
            now: SimTime::from_secs(second),
            vanished: vec![one],
            ..Frame::default()
        })
    }

    #[test]
    fn a_ghost_fades_and_then_nothing_is_about() {
        let mut ghosts = Ghosts::default();
        let last = frame(1, 1);
        ghosts.see(&last, 1_000.0, false);
        assert!(ghosts.are_about());
        // The same frame is painted again and again while the world rests.
        for millis in [1_100.0, 1_300.0, 1_599.0] {
            ghosts.see(&last, millis, false);
            assert!(ghosts.are_about(), "at {millis}");
        }
        ghosts.see(&last, 1_000.0 + FADE_MILLIS, false);
        assert!(!ghosts.are_about());
    }

    #[test]
    fn what_vanishes_together_is_one_ghost_with_its_weight_and_there_are_not_many() {
        let mut ghosts = Ghosts::default();
        ghosts.see(&frame(1, 2), 0.0, false);
        ghosts.see(&frame(2, 3), 16.0, false);
        ghosts.see(&frame(3, 7), 300.0, false);
        let weights: Vec<u64> = ghosts.alive.iter().map(|ghost| ghost.vanished.weight).collect();
        assert_eq!(weights, [5, 7]);
        let crowd = (0..1_000).map(|part| Vanished {
            kind: Vanishing::Deleted,
            spot: Spot::Part(PartId(part)),
            weight: 1,
            item: None,
        });
        let crowd = Frame {
            now: SimTime::from_secs(4),
            vanished: crowd.collect(),
            ..Frame::default()
        };
        ghosts.see(&Rc::new(crowd), 400.0, false);
        assert_eq!(ghosts.alive.len(), ALIVE_MAX);
    }

    #[test]
    fn with_reduced_motion_and_back_in_time_there_are_none() {
        let mut ghosts = Ghosts::default();
        ghosts.see(&frame(5, 1), 0.0, true);
        assert!(!ghosts.are_about());
        ghosts.see(&frame(6, 1), 10.0, false);
        ghosts.see(&Rc::default(), 20.0, false);
        assert!(!ghosts.are_about());
    }
}
