//! The page's address, whose fragment may hold a moment. What is in a fragment is never sent anywhere.

use wasm_bindgen::JsValue;

/// The fragment of the page's address, without `#`.
pub(super) fn fragment() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    hash.strip_prefix('#')
        .filter(|fragment| !fragment.is_empty())
        .map(str::to_owned)
}

/// The page's address with another fragment.
pub(super) fn with_fragment(fragment: &str) -> String {
    format!("{}#{fragment}", bare())
}

/// Puts `address` into the address bar, without going there.
pub(super) fn show(address: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Fails only for another origin, or if done without end.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Takes the fragment out of the address bar: what is seen is no longer what it says.
pub(super) fn clear() {
    if fragment().is_some() {
        show(&bare());
    }
}

fn bare() -> String {
    let href = web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    href.split_once('#')
        .map_or(href.clone(), |(bare, _)| bare.to_owned())
}
