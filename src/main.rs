//! The page of Decouple, and its worker: one wasm module serves both.

mod app;
mod bridge;
mod browser;
mod components;
mod engine;
mod fit;
mod focus;
mod geometry;
mod keep;
mod live;
mod mirror;
mod paint;
mod scripts;
mod state;
mod theme;
mod worker;

// Unit tests for wasm are for what needs a page. Everything else is tested natively.
#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

fn main() {
    // The worker has no document.
    if let Some(host) = browser::page::document().and_then(|document| document.get_element_by_id("app")) {
        yew::Renderer::<app::App>::with_root(host).render();
    } else if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        worker::run(scope);
    }
}
