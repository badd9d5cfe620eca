//! Something done a little later.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Waits as long as it lives.
pub(crate) struct Timer {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `due` once, after `millis`.
    pub(crate) fn after(millis: i32, due: impl FnMut() + 'static) -> Self {
        let callback = Closure::new(due);
        let id = web_sys::window().and_then(|window| {
            let due = callback.as_ref().unchecked_ref();
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(due, millis)
                .ok()
        });
        Self {
            id: id.unwrap_or(0),
            _callback: callback,
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}
