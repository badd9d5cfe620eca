//! Draws batches: one path, one fill or stroke for each shape and ink.

use std::f64::consts::{FRAC_PI_2, TAU};

use web_sys::CanvasRenderingContext2d as Context;

use super::batches::{Batch, Batches};
use super::inks::Inks;
use super::picture::{Ink, Label, Picture, RADIUS};
use crate::geometry::Point;

/// The width of a ring's line.
const LINE: f64 = 2.2;
/// The dots of a delayed message's ring.
const DOTS: u32 = 8;
/// No more pips than this stand under a message.
const PIPS_MAX: u32 = 5;

/// Draws `picture` on a context that is already in canvas units. `zoom` keeps messages from vanishing when far away.
pub(crate) fn draw(context: &Context, picture: &Picture, inks: &Inks, zoom: f64) {
    let batches = Batches::of(picture);
    let radius = RADIUS.max(2.5 / zoom);
    for ink in [
        Ink::Track,
        Ink::Muted,
        Ink::Pale,
        Ink::Message,
        Ink::Waiting,
        Ink::Failure,
    ] {
        let batch = &batches.inks[ink as usize];
        context.set_global_alpha(Inks::opacity(ink));
        context.set_fill_style_str(inks.colour(ink));
        context.set_stroke_style_str(inks.colour(ink));
        fill(context, batch, radius);
        rings(context, batch, radius, inks);
        halos(context, batch, radius);
    }
    context.set_global_alpha(1.0);
    context.set_fill_style_str(inks.colour(Ink::Waiting));
    pips(context, &batches.pips, radius);
    labels(context, &picture.labels, inks);
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
                x: at.x + angle.cos() * radius,
                y: at.y + angle.sin() * radius,
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
    context.set_line_width(1.2);
    context.begin_path();
    for &at in &batch.blocked {
        circle(context, at, inner);
        let reach = inner * 0.7;
        context.move_to(at.x - reach, at.y + reach);
        context.line_to(at.x + reach, at.y - reach);
    }
    context.stroke();
}

fn halos(context: &Context, batch: &Batch<'_>, radius: f64) {
    if !batch.halos.is_empty() {
        context.set_line_width(1.5);
        context.begin_path();
        for &at in &batch.halos {
            circle(context, at, radius + 4.0);
        }
        context.stroke();
    }
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
