//! Draws what vanishes, and the small marks of the same forms beside the tallies.

use std::f64::consts::TAU;

use web_sys::CanvasRenderingContext2d as Context;

use super::ghosts::{self, Apparition};
use super::inks::Inks;
use super::picture::{RADIUS, Tally};
use crate::bridge::vanished::Vanishing;
use crate::geometry::Point;

/// From a mark to its number.
const NUMBER_OFFSET: f64 = 9.0;
/// The marks of tallies are this much smaller.
const TALLY_SCALE: f64 = 0.8;

/// Draws ghosts, each as pale as it is old. Restores the context's opacity.
pub(super) fn draw(context: &Context, apparitions: &[Apparition], inks: &Inks, radius: f64) {
    for ghost in apparitions {
        begin(context, ghost.kind, inks);
        // It fades late: the first half is there to be seen.
        context.set_global_alpha((2.0 - 2.0 * ghost.age).clamp(0.0, 1.0));
        if ghost.kind == Vanishing::Deleted {
            closing_ring(context, ghost.at, radius, ghost.age);
            continue;
        }
        backdrop(context, ghost.at, radius, inks);
        mark(context, ghost.kind, ghost.at, radius);
        if ghost.weight > 1 {
            let at = Point {
                x: ghost.at.x + radius + 4.0,
                y: ghost.at.y - radius,
            };
            number(context, &format!("×{}", ghost.weight), at);
        }
    }
    context.set_global_alpha(1.0);
}

/// Draws the counts of what has vanished so far, each behind its mark.
pub(super) fn tallies(context: &Context, tallies: &[Tally], inks: &Inks) {
    for tally in tallies {
        begin(context, tally.kind, inks);
        mark(context, tally.kind, tally.at, RADIUS * TALLY_SCALE);
        context.set_fill_style_str(inks.colour(super::picture::Ink::Muted));
        let at = Point {
            x: tally.at.x + NUMBER_OFFSET,
            y: tally.at.y,
        };
        number(context, &tally.text, at);
    }
}

fn begin(context: &Context, kind: Vanishing, inks: &Inks) {
    let colour = inks.colour(ghosts::ink(kind));
    context.set_fill_style_str(colour);
    context.set_stroke_style_str(colour);
    context.set_font(&inks.font);
    context.set_text_baseline("middle");
    context.set_text_align("left");
}

fn number(context: &Context, text: &str, at: Point) {
    // Fails only without a document.
    let _ = context.fill_text(text, at.x, at.y + 0.5);
}

/// A disc of paper, so that neither wires nor messages show through a mark.
fn backdrop(context: &Context, at: Point, radius: f64, inks: &Inks) {
    context.save();
    context.set_fill_style_str(&inks.paper);
    context.begin_path();
    let _ = context.arc(at.x, at.y, radius * 1.5, 0.0, TAU);
    context.fill();
    context.restore();
}

/// The ring of a message in flight, closing.
fn closing_ring(context: &Context, at: Point, radius: f64, age: f64) {
    context.set_line_width(2.0);
    context.begin_path();
    let _ = context.arc(at.x, at.y, (radius * 1.8 * (1.0 - age)).max(0.5), 0.0, TAU);
    context.stroke();
}

/// The form of a way to vanish.
fn mark(context: &Context, kind: Vanishing, at: Point, radius: f64) {
    context.set_line_width((radius * 0.36).max(1.4));
    context.begin_path();
    let stroke = |points: &[(f64, f64)]| {
        for (place, (x, y)) in points.iter().enumerate() {
            let (x, y) = (at.x + x * radius, at.y + y * radius);
            if place == 0 {
                context.move_to(x, y);
            } else {
                context.line_to(x, y);
            }
        }
    };
    match kind {
        // A cut: two slanted strokes across the wire.
        Vanishing::Lost => {
            stroke(&[(-0.7, 1.0), (0.1, -1.0)]);
            stroke(&[(-0.1, 1.0), (0.7, -1.0)]);
        }
        // Minus, in a circle: it is one less than was sent.
        Vanishing::Deduplicated => {
            let _ = context.arc(at.x, at.y, radius, 0.0, TAU);
            stroke(&[(-0.55, 0.0), (0.55, 0.0)]);
        }
        // An hourglass that has run out.
        Vanishing::Expired => {
            stroke(&[(-0.7, -1.0), (0.7, -1.0), (-0.7, 1.0), (0.7, 1.0), (-0.7, -1.0)]);
            context.fill();
        }
        // Pause: there was no room.
        Vanishing::TurnedAway => {
            stroke(&[(-0.4, -0.8), (-0.4, 0.8)]);
            stroke(&[(0.4, -0.8), (0.4, 0.8)]);
        }
        Vanishing::GivenUp => stroke(&[
            (0.0, -1.2),
            (1.2, 0.0),
            (0.0, 1.2),
            (-1.2, 0.0),
            (0.0, -1.2),
            (1.2, 0.0),
        ]),
        Vanishing::DeadLettered => context.rect(
            at.x - radius * 0.8,
            at.y - radius * 0.8,
            radius * 1.6,
            radius * 1.6,
        ),
        // Swept out together.
        Vanishing::Purged => {
            stroke(&[(-0.9, -0.8), (-0.1, 0.0), (-0.9, 0.8)]);
            stroke(&[(0.1, -0.8), (0.9, 0.0), (0.1, 0.8)]);
        }
        Vanishing::Deleted => {
            let _ = context.arc(at.x, at.y, radius, 0.0, TAU);
        }
    }
    context.stroke();
}
