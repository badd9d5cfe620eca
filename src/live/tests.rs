//! Live texts in a real page: what they write, and that they stop.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;
use yew::platform::time::sleep;
use yew::prelude::*;

use super::{Beat, LiveText};
use crate::bridge::frame::Frame;
use crate::engine::Engine;

thread_local! {
    /// How often a text was asked for.
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

/// Says the steps of a frame in tens: it stays the same for many frames.
fn tens(frame: &Frame, unit: &'static str) -> String {
    ASKED.set(ASKED.get() + 1);
    format!("{} {unit}", frame.steps / 10)
}

#[derive(Properties)]
struct PageProps {
    engine: Engine,
}

impl PartialEq for PageProps {
    fn eq(&self, other: &Self) -> bool {
        self.engine == other.engine
    }
}

#[component]
fn Page(props: &PageProps) -> Html {
    html! {
        <ContextProvider<Engine> context={props.engine.clone()}>
            <LiveText<&'static str> of="tens" write={tens as super::Write<&'static str>} class="live" />
        </ContextProvider<Engine>>
    }
}

/// A page with one live text, and the engine that it follows. The engine has no worker.
async fn page() -> (yew::AppHandle<Page>, Engine, Element) {
    let document = crate::browser::page::document().expect("a document");
    let host = document.create_element("div").expect("an element");
    let body = document.body().expect("a body");
    body.append_child(&host).expect("a child");
    let engine = Engine::start();
    let props = PageProps {
        engine: engine.clone(),
    };
    let handle = yew::Renderer::<Page>::with_root_and_props(host.clone(), props).render();
    settled().await;
    (handle, engine, host)
}

/// Until everything is rendered and its effects have run.
async fn settled() {
    sleep(Duration::from_millis(30)).await;
}

fn show(engine: &Engine, steps: u64, beat: Beat) {
    engine.live().keep(Rc::new(Frame {
        steps,
        ..Frame::default()
    }));
    engine.live().tell(beat);
}

#[wasm_bindgen_test]
async fn a_live_text_writes_only_what_has_changed_and_stops_with_its_component() {
    let (handle, engine, host) = page().await;
    let text = host.query_selector(".live").ok().flatten().expect("the text");
    assert_eq!(text.text_content().as_deref(), Some("0 tens"));

    // Writing makes a new node: as long as it is the same one, nothing was written.
    let written = text.first_child().expect("what was written");
    show(&engine, 9, Beat::Figures);
    assert!(text.first_child().as_ref() == Some(&written), "still 0 tens");
    show(&engine, 10, Beat::Frame);
    assert_eq!(
        text.text_content().as_deref(),
        Some("0 tens"),
        "not at another beat"
    );
    show(&engine, 10, Beat::Figures);
    assert_eq!(text.text_content().as_deref(), Some("1 tens"));
    assert!(text.first_child().as_ref() != Some(&written));

    handle.destroy();
    settled().await;
    let asked = ASKED.get();
    show(&engine, 500, Beat::Figures);
    assert_eq!(ASKED.get(), asked, "nobody listens any more");
    assert_eq!(text.text_content().as_deref(), Some("1 tens"));
    host.remove();
}
