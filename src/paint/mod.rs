//! What moves, on one canvas over the drawing.
//!
//! [`picture`](mod@picture) says what is to be seen, as plain data; [`brush`] draws it in a few batches, one path for each
//! shape and ink. [`ghosts`] keeps what has vanished for a moment longer, and [`fading`] draws it. Nothing here is announced
//! or focused: the same is said in words by the cards.

mod batches;
mod brush;
mod cards;
mod fading;
mod ghosts;
mod inks;
mod painter;
mod picture;
#[cfg(all(test, target_arch = "wasm32"))]
mod pixels;
#[cfg(test)]
mod tests;

pub(crate) use painter::Painter;
pub(crate) use picture::{hit, picture};
