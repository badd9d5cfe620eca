//! The page of Decouple, and its worker: one wasm module serves both.
#![allow(dead_code, unused_imports, reason = "the page is being put together")]

mod app;
mod bridge;
mod browser;
mod components;
mod fit;
mod geometry;
mod keep;
mod live;
mod paint;
mod state;
mod theme;

fn main() {
    // The worker runs the same module, and has no window.
    let host = browser::page::document().and_then(|document| document.get_element_by_id("app"));
    if let Some(host) = host {
        yew::Renderer::<app::App>::with_root(host).render();
    }
}
