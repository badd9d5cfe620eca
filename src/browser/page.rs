//! The document and what it tells about itself.

use web_sys::Document;

/// The page's document.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Tells that the first frame is on the screen: static/boot.js and tests wait for it.
pub(crate) fn mark_ready() {
    if let Some(root) = document().and_then(|document| document.document_element())
        && !root.has_attribute("data-ready")
    {
        // Fails only for names that no attribute can have.
        let _ = root.set_attribute("data-ready", "");
    }
}
