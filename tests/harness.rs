//! The harness of the browser tests: what `scripts/test browser` runs is in a real page.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn tests_run_in_a_page_that_is_seen() {
    let document = web_sys::window()
        .and_then(|window| window.document())
        .expect("a window with a document");
    assert!(document.body().is_some());
    assert_eq!(document.visibility_state(), web_sys::VisibilityState::Visible);
}
