//! The size of an element, whenever it changes.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

/// Watches as long as it lives.
pub(crate) struct Resize {
    observer: Option<ResizeObserver>,
    _callback: Closure<dyn FnMut(Array)>,
}

impl Resize {
    /// Calls `changed` with the width and height of `element` in CSS pixels, at first and after every change.
    pub(crate) fn observe(element: &Element, changed: impl Fn(f64, f64) + 'static) -> Self {
        let callback = Closure::new(move |entries: Array| {
            if let Some(entry) = entries.iter().last() {
                let size = entry.unchecked_ref::<ResizeObserverEntry>().content_rect();
                changed(size.width(), size.height());
            }
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self {
            observer,
            _callback: callback,
        }
    }
}

impl Drop for Resize {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
