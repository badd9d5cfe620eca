//! Animation frames, only while somebody wants them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

type Body = Box<dyn Fn(f64) -> Again>;
type Callback = Closure<dyn FnMut(f64)>;

/// What the body of a loop says at the end of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// Another frame, please.
    Yes,
    /// Not before somebody calls [`FrameLoop::wake`].
    No,
}

/// One loop of animation frames. It sleeps until it is woken, and again when its body says so.
#[derive(Clone)]
pub(crate) struct FrameLoop(Rc<Inner>);

struct Inner {
    body: Body,
    callback: RefCell<Option<Callback>>,
    requested: Cell<Option<i32>>,
}

impl FrameLoop {
    /// A sleeping loop. `body` is given the time in milliseconds.
    pub(crate) fn new(body: impl Fn(f64) -> Again + 'static) -> Self {
        let inner = Rc::new(Inner {
            body: Box::new(body),
            callback: RefCell::default(),
            requested: Cell::default(),
        });
        let weak = Rc::downgrade(&inner);
        let callback = Closure::new(move |millis| {
            if let Some(inner) = weak.upgrade() {
                inner.requested.set(None);
                if (inner.body)(millis) == Again::Yes {
                    inner.request();
                }
            }
        });
        *inner.callback.borrow_mut() = Some(callback);
        Self(inner)
    }

    /// Makes sure that a frame comes.
    pub(crate) fn wake(&self) {
        self.0.request();
    }
}

impl Inner {
    fn request(&self) {
        if self.requested.get().is_some() {
            return;
        }
        let callback = self.callback.borrow();
        let (Some(window), Some(callback)) = (web_sys::window(), callback.as_ref()) else {
            return;
        };
        self.requested.set(
            window
                .request_animation_frame(callback.as_ref().unchecked_ref())
                .ok(),
        );
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.requested.get(), web_sys::window()) {
            // A frame that has already come needs no cancelling.
            let _ = window.cancel_animation_frame(id);
        }
    }
}
