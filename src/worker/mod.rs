//! The worker: it owns the world, does what the page says, and answers with frames.
//!
//! [`host::Host`] is the worker without a browser; this file is the browser around it.

#[cfg(feature = "clients")]
mod asking;
#[cfg(feature = "clients")]
mod created;
#[cfg(feature = "clients")]
mod errands;
mod host;
#[cfg(feature = "clients")]
mod offers;
mod snapshot;
mod telling;
mod thinning;
mod vanishing;

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::bridge::protocol::{self, Answer, Reply, Ticket};
use host::Host;

/// Answers the page's commands from now on.
pub(crate) fn run(scope: DedicatedWorkerGlobalScope) {
    report_panics(scope.clone());
    let clock_scope = scope.clone();
    let clock = move || {
        clock_scope
            .performance()
            .map_or(0.0, |performance| performance.now())
    };
    let host = RefCell::new(Host::new(clock));
    let answering = scope.clone();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        post(&answering, &host.borrow_mut().answer(&bytes));
    });
    // It listens for as long as the worker lives.
    let listener = listener.into_js_value().unchecked_into();
    if scope
        .add_event_listener_with_callback("message", &listener)
        .is_err()
    {
        wasm_bindgen::throw_str("the worker cannot listen");
    }
}

/// A panic ends the module. Its words are posted first, so that the page knows at once and can say what it was.
fn report_panics(scope: DedicatedWorkerGlobalScope) {
    std::panic::set_hook(Box::new(move |panic| {
        let answer = Answer::Crashed {
            report: panic.to_string(),
        };
        post(
            &scope,
            &Reply {
                ticket: Ticket::NONE,
                answer,
            },
        );
    }));
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &Reply) {
    let bytes = Uint8Array::from(protocol::encode(reply).as_slice()).buffer();
    // Fails only for what cannot be handed over; the page would wait in vain, which a new worker would not mend.
    let _ = scope.post_message_with_transfer(&bytes, &Array::of1(&bytes));
}
