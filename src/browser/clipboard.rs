//! The system's clipboard.

use js_sys::futures::{JsFuture, spawn_local};
use wasm_bindgen::JsValue;

/// Puts `text` on the clipboard and tells whether that was allowed.
pub(crate) fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    let clipboard = web_sys::window().map(|window| window.navigator().clipboard());
    // Absent on a page that was not loaded securely.
    let clipboard = clipboard.filter(|clipboard| !JsValue::from(clipboard.clone()).is_undefined());
    spawn_local(async move {
        let copied = match clipboard {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
            None => false,
        };
        done(copied);
    });
}
