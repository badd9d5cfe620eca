//! What is told to assistive technology, politely: one sentence at a time, at least two seconds apart, the newest wins.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Element;
use yew::prelude::*;

/// Nothing is said sooner after what was said last.
const GAP_MILLIS: i32 = 2_000;
/// The first sentence waits for the focus to have settled.
const SETTLE_MILLIS: i32 = 120;

/// See the module. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Announcer(Rc<Inner>);

#[derive(Default)]
struct Inner {
    region: NodeRef,
    waiting: RefCell<Option<String>>,
    speaking: Cell<bool>,
}

impl Announcer {
    /// The live region that the page must contain.
    pub(crate) fn region(&self) -> NodeRef {
        self.0.region.clone()
    }

    /// Says `sentence` as soon as it is polite. A sentence that still waits is not said any more.
    pub(crate) fn say(&self, sentence: impl Into<String>) {
        *self.0.waiting.borrow_mut() = Some(sentence.into());
        if !self.0.speaking.replace(true) {
            self.speak_in(SETTLE_MILLIS);
        }
    }

    fn speak_in(&self, millis: i32) {
        let announcer = self.clone();
        let speak = Closure::once_into_js(move || announcer.speak());
        let Some(window) = web_sys::window() else { return };
        // Without timers nothing is said, and nothing else is wrong.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(speak.unchecked_ref(), millis);
    }

    fn speak(&self) {
        match (
            self.0.waiting.borrow_mut().take(),
            self.0.region.cast::<Element>(),
        ) {
            (Some(sentence), Some(region)) => region.set_text_content(Some(&sentence)),
            _ => return self.0.speaking.set(false),
        }
        self.speak_in(GAP_MILLIS);
    }
}
