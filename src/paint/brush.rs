//! Draws batches: one path, one fill or stroke for each shape and ink.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, TAU};

use js_sys::Math;
use web_sys::CanvasRenderingContext2d as Context;

use super::batches::{Batch, Batches};
use super::fading;
use super::ghosts::Apparition;
use super::inks::Inks;
use super::picture::{Ink, Label, Picture, RADIUS};
use crate::geometry::Point;

/// The width of a ring's line.
const LINE: f64 = 2.2;
/// The dots of a delayed message's ring.
const DOTS: u32 = 8;
/// No more pips than this stand under a message.
const PIPS_MAX: u32 = 5;

/// A message with the letter of its group is this much larger.
const LANE_SCALE: f64 = 1.3;
/// Letters can be read from this zoom on.
const LETTER_ZOOM: f64 = 0.6;
/// How far the lines of a hatch are from the middle, as shares of the radius.
const HATCH: [f64; 2] = [-0.4, 0.4];

/// Draws `picture` and then `ghosts` on a context that is already in canvas units. `zoom` keeps messages from vanishing
/// when far away.
pub(crate) fn draw(context: &Context, picture: &Picture, ghosts: &[Apparition], inks: &Inks, zoom: f64) {
    let batches = Batches::of(picture);
    let plain_radius = RADIUS.max(2.5 / zoom);
    for ink in Ink::ALL {
        let batch = &batches.inks[ink as usize];
        let radius = plain_radius * if ink.is_lane() { LANE_SCALE } else { 1.0 };
        context.set_global_alpha(Inks::opacity(ink));
        context.set_fill_style_str(inks.colour(ink));
        context.set_stroke_style_str(inks.colour(ink));
        fill(context, batch, radius);
        rings(context, batch, radius, inks);
        hatches(context, batch, radius);
        outlines(context, batch, radius);
        chevrons(context, batch, radius);
        if zoom >= LETTER_ZOOM {
            letters(context, batch, ink, inks);
        }
    }
    context.set_global_alpha(1.0);
    context.set_fill_style_str(inks.colour(Ink::Waiting));
    pips(context, &batches.pips, plain_radius);
    labels(context, &picture.labels, inks);
    fading::tallies(context, &picture.tallies, inks);
    fading::draw(context, ghosts, inks, plain_radius);
}

fn fill(context: &Context, batch: &Batch<'_>, radius: f64) {
    context.begin_path();
    for block in &batch.blocks {
        let rect = block.rect;
        // Rounded by hand where there is room: roundRect is younger than some browsers in use.
        context.rect(rect.x, rect.y, rect.width, rect.height);
    }
    for &at in &batch.discs {
        circle(context, at, radius);
    }
    for &at in &batch.specks {
        circle(context, at, radius * 0.4);
    }
    for at in &batch.squares {
        context.rect(
            at.x - radius * 0.9,
            at.y - radius * 0.9,
            radius * 1.8,
            radius * 1.8,
        );
    }
    for at in &batch.diamonds {
        let reach = radius * 1.3;
        context.move_to(at.x, at.y - reach);
        context.line_to(at.x + reach, at.y);
        context.line_to(at.x, at.y + reach);
        context.line_to(at.x - reach, at.y);
        context.close_path();
    }
    for at in &batch.dotted {
        for dot in 0..DOTS {
            let angle = f64::from(dot) / f64::from(DOTS) * TAU;
            let place = Point {
                x: at.x + Math::cos(angle) * radius,
                y: at.y + Math::sin(angle) * radius,
            };
            circle(context, place, radius * 0.22);
        }
    }
    context.fill();
}

/// Rings: the whole circle faintly, on paper so that the wire does not show through, and the arc that is left.
fn rings(context: &Context, batch: &Batch<'_>, radius: f64, inks: &Inks) {
    if batch.rings.is_empty() && batch.blocked.is_empty() {
        return;
    }
    let inner = radius - LINE / 2.0 + 0.4;
    let circles = |context: &Context| {
        context.begin_path();
        for &(at, _) in &batch.rings {
            circle(context, at, inner);
        }
        for &at in &batch.blocked {
            circle(context, at, inner);
        }
    };
    context.save();
    circles(context);
    context.set_fill_style_str(&inks.paper);
    context.fill();
    context.set_line_width(LINE);
    context.set_stroke_style_str(inks.colour(Ink::Track));
    context.stroke();
    context.restore();

    context.set_line_width(LINE);
    context.begin_path();
    for &(at, left) in &batch.rings {
        arc(context, at, inner, left.as_f64() * TAU - FRAC_PI_2);
    }
    context.stroke();
}

/// Who waits for another: a thin ring, hatched.
fn hatches(context: &Context, batch: &Batch<'_>, radius: f64) {
    if batch.blocked.is_empty() {
        return;
    }
    let inner = radius - LINE / 2.0 + 0.4;
    context.set_line_width(1.2);
    context.begin_path();
    for &at in &batch.blocked {
        circle(context, at, inner);
    }
    context.stroke();
    context.save();
    if !batch.letters_on_paper.is_empty() {
        // Behind a letter, so that the letter can be read.
        context.set_global_alpha(0.4);
    }
    context.begin_path();
    for &at in &batch.blocked {
        for offset in HATCH {
            let half = inner * (1.0 - offset * offset).sqrt() * FRAC_1_SQRT_2;
            let shift = offset * inner * FRAC_1_SQRT_2;
            context.move_to(at.x + shift - half, at.y + shift + half);
            context.line_to(at.x + shift + half, at.y + shift - half);
        }
    }
    context.stroke();
    context.restore();
}

/// What is around messages: the halo of the one that is followed, and the second ring of a second delivery.
fn outlines(context: &Context, batch: &Batch<'_>, radius: f64) {
    for (places, width, distance) in [(&batch.halos, 1.5, 4.0), (&batch.doubles, 1.1, 1.9)] {
        if !places.is_empty() {
            context.set_line_width(width);
            context.begin_path();
            for &at in places {
                circle(context, at, radius + distance);
            }
            context.stroke();
        }
    }
}

fn chevrons(context: &Context, batch: &Batch<'_>, radius: f64) {
    if batch.chevrons.is_empty() {
        return;
    }
    context.set_line_width(LINE);
    context.begin_path();
    for &(at, angle) in &batch.chevrons {
        let (sine, cosine) = (Math::sin(angle), Math::cos(angle));
        // From a place with the arrow to the right, turned.
        let turned = |x: f64, y: f64| {
            let (x, y) = (x * radius, y * radius);
            (at.x + x * cosine - y * sine, at.y + x * sine + y * cosine)
        };
        let (upper, tip, lower) = (turned(-0.5, -0.9), turned(0.5, 0.0), turned(-0.5, 0.9));
        context.move_to(upper.0, upper.1);
        context.line_to(tip.0, tip.1);
        context.line_to(lower.0, lower.1);
    }
    context.stroke();
}

/// The letters of message groups, within their messages.
fn letters(context: &Context, batch: &Batch<'_>, ink: Ink, inks: &Inks) {
    if batch.letters_on_ink.is_empty() && batch.letters_on_paper.is_empty() {
        return;
    }
    context.save();
    context.set_font(&inks.letter_font);
    context.set_text_align("center");
    context.set_text_baseline("middle");
    for (letters, colour) in [
        (&batch.letters_on_ink, inks.paper.as_str()),
        (&batch.letters_on_paper, inks.colour(ink)),
    ] {
        context.set_fill_style_str(colour);
        for (at, letter) in letters {
            // Fails only without a document.
            let _ = context.fill_text(letter.encode_utf8(&mut [0; 4]), at.x, at.y + 0.5);
        }
    }
    context.restore();
}

fn pips(context: &Context, pips: &[(Point, u32)], radius: f64) {
    context.begin_path();
    for &(at, count) in pips {
        let count = count.min(PIPS_MAX);
        let pitch = radius * 0.7;
        let first = at.x - pitch * f64::from(count - 1) / 2.0;
        for pip in 0..count {
            circle(
                context,
                Point {
                    x: first + pitch * f64::from(pip),
                    y: at.y + radius * 1.7,
                },
                radius * 0.28,
            );
        }
    }
    context.fill();
}

fn labels(context: &Context, labels: &[Label], inks: &Inks) {
    context.set_font(&inks.font);
    context.set_text_baseline("middle");
    context.set_fill_style_str(inks.colour(Ink::Muted));
    for label in labels {
        // Fails only without a document.
        let _ = context.fill_text(&label.text, label.at.x, label.at.y + 0.5);
    }
}

/// A circle as a part of the current path. An arc fails only for a negative radius.
fn circle(context: &Context, at: Point, radius: f64) {
    context.move_to(at.x + radius, at.y);
    let _ = context.arc(at.x, at.y, radius, 0.0, TAU);
}

/// Clockwise from the top to `end`.
fn arc(context: &Context, at: Point, radius: f64, end: f64) {
    context.move_to(at.x, at.y - radius);
    let _ = context.arc(at.x, at.y, radius, -FRAC_PI_2, end);
}
