//! What moves, on one canvas over the drawing.
//!
//! [`picture`] says what is to be seen, as plain data; [`brush`] draws it in a few batches, one path for each shape and
//! ink. Nothing here is announced or focused: the same is said in words by the cards.

mod batches;
mod brush;
mod inks;
mod painter;
mod picture;

pub(crate) use painter::Painter;
pub(crate) use picture::{hit, picture};
