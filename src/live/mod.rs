//! Live figures: what follows the frames without going through the virtual DOM.
//!
//! [`Live`] keeps the latest frame and tells those who listen, each at its own [`Beat`]. [`LiveText`] and
//! [`use_live_attribute`] write a text or an attribute of one element, and only when it changes.

mod element;
mod listeners;
mod tempo;
#[cfg(all(test, target_arch = "wasm32"))]
mod tests;

use std::cell::RefCell;
use std::rc::Rc;

pub(crate) use element::{LiveText, Write, use_live_attribute};
pub(crate) use listeners::{Listeners, Subscription};
pub(crate) use tempo::{Beat, Tempo};

use crate::bridge::frame::Frame;

/// The latest frame and who follows it.
#[derive(Default)]
pub(crate) struct Live {
    frame: RefCell<Rc<Frame>>,
    listeners: [Listeners<Frame>; Beat::ALL.len()],
}

impl Live {
    /// The latest frame.
    pub(crate) fn frame(&self) -> Rc<Frame> {
        Rc::clone(&self.frame.borrow())
    }

    /// Calls `listener` at every `beat` until the subscription is dropped.
    pub(crate) fn subscribe(&self, beat: Beat, listener: impl Fn(&Frame) + 'static) -> Subscription {
        self.listeners[beat as usize].subscribe(listener)
    }

    /// Keeps `frame`. Nobody is told before [`Live::tell`].
    pub(crate) fn keep(&self, frame: Rc<Frame>) {
        *self.frame.borrow_mut() = frame;
    }

    /// Tells those who follow this beat how the world stands.
    pub(crate) fn tell(&self, beat: Beat) {
        self.listeners[beat as usize].tell(&self.frame());
    }
}
