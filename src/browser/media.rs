//! What the person's system asks for.

use gloo_events::EventListener;
use web_sys::MediaQueryList;

/// A media query that is watched.
pub(crate) struct Media {
    query: Option<MediaQueryList>,
    _listener: Option<EventListener>,
}

impl Media {
    /// Watches `query` and calls `changed` when its answer changes.
    pub(crate) fn watch(query: &str, changed: impl Fn() + 'static) -> Self {
        let query = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
        let listener = query
            .as_ref()
            .map(|query| EventListener::new(query, "change", move |_| changed()));
        Self {
            query,
            _listener: listener,
        }
    }

    /// Whether it holds now.
    pub(crate) fn matches(&self) -> bool {
        self.query.as_ref().is_some_and(MediaQueryList::matches)
    }
}
