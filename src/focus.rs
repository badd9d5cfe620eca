//! Moves the keyboard's focus.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, SvgElement};

use crate::browser::page::document;

/// Moves the focus to the first element that matches.
pub(crate) fn at(selector: &str) {
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
pub(crate) fn later(selector: &str) {
    let selector = selector.to_owned();
    let then = Closure::once_into_js(move || at(&selector));
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), 0);
    }
}

/// Whether something that matches has the focus, or something in it.
pub(crate) fn is_within(selector: &str) -> bool {
    let element = document().and_then(|document| document.active_element());
    element.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}
