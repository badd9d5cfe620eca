//! The benchmark in wasm: `scripts/bench` runs it in Node.

#![cfg(target_arch = "wasm32")]

use bench::{Row, Scale, rows};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

#[wasm_bindgen_test]
fn figures() {
    let mut clock = || (now() * 1e6) as u64;
    rows(&mut clock, Scale::Page, &mut |row: Row| console_log!("{row}"));
}
