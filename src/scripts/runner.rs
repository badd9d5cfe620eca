//! `static/script/run.js`, as wasm sees it. The page loads it when the first script runs.

use js_sys::futures::JsFuture;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `static/boot.js` puts it there, in the page and not in a worker.
    #[wasm_bindgen(js_namespace = decouple, js_name = loadScripts, catch)]
    fn load_scripts() -> Result<js_sys::Promise, JsValue>;

    pub(super) type Module;

    /// What a part may begin with: one that sends to the queue, or one that works on its messages. The name may be empty.
    #[wasm_bindgen(method)]
    pub(super) fn example(this: &Module, sends: bool, queue: &str) -> String;

    #[wasm_bindgen(method)]
    fn start(
        this: &Module,
        source: &str,
        about: Vec<String>,
        queues: Vec<String>,
        clock: &JsValue,
        ask: &JsValue,
        changed: &JsValue,
    ) -> Handle;

    #[derive(Clone)]
    pub(super) type Handle;

    /// The answer to the request of this number; headers are names and values in turn.
    #[wasm_bindgen(method)]
    pub(super) fn answer(this: &Handle, id: u32, status: u16, headers: Vec<String>, body: &[u8]);

    /// Ends the script; `changed` hears the reason before this returns.
    #[wasm_bindgen(method)]
    pub(super) fn stop(this: &Handle, reason: &str);
}

/// Loads the module, or says nothing if it cannot be loaded.
pub(super) async fn load() -> Option<Module> {
    let module = JsFuture::from(load_scripts().ok()?).await.ok()?;
    Some(module.unchecked_into())
}

/// What a script is started with.
pub(super) struct Start<'a> {
    pub(super) source: &'a str,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) seed: String,
    /// Names and URLs.
    pub(super) queues: Vec<(String, String)>,
}

type Ask = dyn Fn(u32, String, String, Vec<String>, Vec<u8>);

/// What it asks of the page.
pub(super) struct Callbacks {
    /// The simulated time in Unix milliseconds, or NaN while there is none for a script.
    pub(super) clock: Closure<dyn Fn() -> f64>,
    /// A request: its number, method, target, headers (names and values in turn) and body.
    pub(super) ask: Closure<Ask>,
    /// How it stands: the reason of its end or "running", what to say of it, the line or 0, and the console's newest lines.
    pub(super) changed: Closure<dyn Fn(String, String, u32, String)>,
}

/// A script that was started. What it calls lives as long as this.
pub(super) struct Started {
    pub(super) handle: Handle,
    _callbacks: Callbacks,
}

impl Started {
    pub(super) fn new(module: &Module, start: Start<'_>, callbacks: Callbacks) -> Self {
        let about = vec![start.account, start.region, start.seed];
        let queues = start.queues.into_iter().flat_map(|(name, url)| [name, url]);
        let handle = module.start(
            start.source,
            about,
            queues.collect(),
            callbacks.clock.as_ref(),
            callbacks.ask.as_ref(),
            callbacks.changed.as_ref(),
        );
        Self {
            handle,
            _callbacks: callbacks,
        }
    }
}
