//! The document and what it tells about itself.

use sim::UtcSeconds;
use web_sys::{Document, Element};

/// The page's document.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The document's `<html>`.
pub(crate) fn root() -> Option<Element> {
    document()?.document_element()
}

/// The page's clock, in milliseconds: for what fades, never for the world.
pub(crate) fn millis() -> f64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0.0, |performance| performance.now())
}

/// Ten in the morning of today, UTC: when a new sketch begins. From then on it is part of the sketch, like its seed.
pub(crate) fn this_morning() -> UtcSeconds {
    const DAY: u64 = 86_400;
    let seconds = (js_sys::Date::now() / 1_000.0) as u64;
    UtcSeconds(seconds / DAY * DAY + 10 * 3_600)
}

/// Tells that the first frame is on the screen: tests wait for it.
pub(crate) fn mark_ready() {
    if let Some(root) = root()
        && !root.has_attribute("data-ready")
    {
        // Fails only for names that no attribute can have.
        let _ = root.set_attribute("data-ready", "");
    }
}

/// Tells static/mirror.js that the page is no mirror any more.
pub(crate) fn leave_mirror() {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Fails only for a name that is none.
        let _ = root.remove_attribute("data-mirror");
    }
}
