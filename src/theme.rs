//! The light and the dark theme, remembered; and moving the focus.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, SvgElement};

use crate::browser::page::document;

const KEY: &str = "decouple:theme";

/// Which colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What was chosen before.
pub(crate) fn remembered() -> Theme {
    let key = storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .unwrap_or_default();
    Theme::ALL
        .into_iter()
        .find(|theme| theme.key() == key)
        .unwrap_or_default()
}

/// Uses a theme from now on.
pub(crate) fn choose(theme: Theme) {
    if let Some(storage) = storage() {
        // A browser that keeps nothing forgets it with the page.
        let _ = storage.set_item(KEY, theme.key());
    }
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            chosen => root.set_attribute("data-theme", chosen.key()),
        };
    }
}

/// From light to dark and back, whatever the system has.
pub(crate) fn toggle() {
    let dark = match remembered() {
        Theme::System => web_sys::window()
            .and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten())
            .is_some_and(|query| query.matches()),
        theme => theme == Theme::Dark,
    };
    choose(if dark { Theme::Light } else { Theme::Dark });
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Moves the focus to the first element that matches.
pub(crate) fn focus(selector: &str) {
    let found: Option<Element> =
        document().and_then(|document| document.query_selector(selector).ok().flatten());
    let Some(element) = found else { return };
    // An element that cannot have the focus leaves it where it is.
    let _ = match element.dyn_ref::<HtmlElement>() {
        Some(element) => element.focus(),
        None => element.dyn_ref::<SvgElement>().map_or(Ok(()), SvgElement::focus),
    };
}

/// The same once what was just changed is on the page.
pub(crate) fn focus_later(selector: &str) {
    let selector = selector.to_owned();
    let then = Closure::once_into_js(move || focus(&selector));
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), 0);
    }
}
