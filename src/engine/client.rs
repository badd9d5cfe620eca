//! The page's end of the wire to its worker, of which there are two: the page's own module, and one with clients.

use std::cell::Cell;

use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::bridge::protocol::{self, Command, Garbled, Reply};

/// What comes from the worker.
pub(crate) enum Arrival {
    Reply(Reply),
    /// The worker is gone, or says what cannot be understood.
    Lost {
        report: String,
    },
}

/// Which worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The module that the page has loaded anyway.
    #[default]
    Own,
    /// The one that knows programs from outside. It can do all that the page's own can.
    WithClients,
}

/// A running worker. Dropping it ends the worker.
pub(crate) struct Client {
    kind: Kind,
    /// Whether it has said anything yet.
    has_answered: Cell<bool>,
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Client {
    /// Starts a worker from the script that static/boot.js names.
    pub(crate) fn start(kind: Kind, arrived: impl Fn(Arrival) + Clone + 'static) -> Result<Self, JsValue> {
        let root = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element())
            .ok_or("no document")?;
        let name = match kind {
            Kind::Own => "data-worker",
            Kind::WithClients => "data-worker-with-clients",
        };
        let script = root.get_attribute(name).ok_or("no worker's script")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&script, &options)?;
        let on_message = {
            let arrived = arrived.clone();
            EventListener::new(&worker, "message", move |event| arrived(read(event)))
        };
        let on_error = EventListener::new(&worker, "error", move |event| {
            let report = event
                .dyn_ref::<ErrorEvent>()
                .map(ErrorEvent::message)
                .unwrap_or_default();
            arrived(Arrival::Lost { report });
        });
        Ok(Self {
            kind,
            has_answered: Cell::default(),
            worker,
            _listeners: [on_message, on_error],
        })
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn note_answer(&self) {
        self.has_answered.set(true);
    }

    pub(crate) fn has_answered(&self) -> bool {
        self.has_answered.get()
    }

    /// Sends a command. The bytes move over, they are not copied again.
    pub(crate) fn send(&self, command: &Command) -> Result<(), JsValue> {
        let bytes = Uint8Array::from(protocol::encode(command).as_slice()).buffer();
        self.worker
            .post_message_with_transfer(&bytes, &Array::of1(&bytes))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn read(event: &web_sys::Event) -> Arrival {
    let data = event.unchecked_ref::<MessageEvent>().data();
    let bytes = Uint8Array::new(&data).to_vec();
    match protocol::decode(&bytes) {
        Ok(reply) => Arrival::Reply(reply),
        Err(Garbled) => Arrival::Lost {
            report: "The worker's answer does not decode.".to_owned(),
        },
    }
}
