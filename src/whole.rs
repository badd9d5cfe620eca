//! The worker with clients, for sketches in which somebody calls services: the page's own worker and what programs from
//! outside need. The page loads it when it is used first.

#![expect(
    dead_code,
    reason = "half of what is said between page and worker is said by the page"
)]

mod bridge;
mod worker;

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

fn main() {
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        worker::run(scope);
    }
}
