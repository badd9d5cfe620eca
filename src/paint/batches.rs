//! A picture sorted into batches: everything of one shape and ink is one path.

use super::picture::{Block, Glyph, Ink, Picture, Shape};
use crate::bridge::frame::Fraction;
use crate::geometry::Point;

/// What is drawn with one ink.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch<'a> {
    pub(crate) discs: Vec<Point>,
    pub(crate) squares: Vec<Point>,
    pub(crate) diamonds: Vec<Point>,
    pub(crate) specks: Vec<Point>,
    pub(crate) dotted: Vec<Point>,
    pub(crate) blocked: Vec<Point>,
    pub(crate) halos: Vec<Point>,
    /// Messages that come a second time.
    pub(crate) doubles: Vec<Point>,
    /// Chevrons, with the way they point.
    pub(crate) chevrons: Vec<(Point, f64)>,
    /// Letters on what is filled, and on what is not.
    pub(crate) letters_on_ink: Vec<(Point, char)>,
    pub(crate) letters_on_paper: Vec<(Point, char)>,
    /// Rings, with what is left.
    pub(crate) rings: Vec<(Point, Fraction)>,
    pub(crate) blocks: Vec<&'a Block>,
}

/// All batches, and the pips, which have an ink of their own.
#[derive(Debug)]
pub(crate) struct Batches<'a> {
    pub(crate) inks: [Batch<'a>; Ink::ALL.len()],
    pub(crate) pips: Vec<(Point, u32)>,
}

impl<'a> Batches<'a> {
    /// Sorts `picture`.
    pub(crate) fn of(picture: &'a Picture) -> Self {
        let mut batches = Self {
            inks: Default::default(),
            pips: Vec::new(),
        };
        for block in &picture.blocks {
            batches.inks[block.ink as usize].blocks.push(block);
        }
        for glyph in &picture.glyphs {
            batches.inks[glyph.ink as usize].put(glyph);
            if glyph.pips > 0 {
                batches.pips.push((glyph.at, glyph.pips));
            }
        }
        batches
    }
}

impl Batch<'_> {
    fn put(&mut self, glyph: &Glyph) {
        match glyph.shape {
            Shape::Disc => self.discs.push(glyph.at),
            Shape::Square => self.squares.push(glyph.at),
            Shape::Diamond => self.diamonds.push(glyph.at),
            Shape::Speck => self.specks.push(glyph.at),
            Shape::Dotted => self.dotted.push(glyph.at),
            Shape::Blocked => self.blocked.push(glyph.at),
            Shape::Halo => self.halos.push(glyph.at),
            Shape::Ring { left } => self.rings.push((glyph.at, left)),
            Shape::Chevron { angle } => self.chevrons.push((glyph.at, angle)),
        }
        if glyph.again {
            self.doubles.push(glyph.at);
        }
        if let Some(letter) = glyph.letter {
            let letters = match glyph.shape {
                Shape::Disc => &mut self.letters_on_ink,
                _ => &mut self.letters_on_paper,
            };
            letters.push((glyph.at, letter));
        }
    }
}
