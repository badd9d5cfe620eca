//! Files of the person: picked, dropped, saved.

use gloo_events::EventListener;
use js_sys::Array;
use js_sys::futures::{JsFuture, spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, DataTransfer, File, HtmlAnchorElement, HtmlInputElement, Url};

use super::page;

/// A larger file is no sketch.
const BYTES_MAX: f64 = 16.0 * 1024.0 * 1024.0;

/// Lets the person pick a file and hands over its text; nothing if the file cannot be read.
pub(crate) fn pick(accept: &str, picked: impl FnOnce(Option<String>) + 'static) {
    let input = page::document().and_then(|document| document.create_element("input").ok());
    let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    input.set_type("file");
    input.set_accept(accept);
    let chosen = input.clone();
    EventListener::once(&input, "change", move |_| {
        if let Some(file) = chosen.files().and_then(|files| files.get(0)) {
            read(file, picked);
        }
    })
    .forget();
    input.click();
}

/// The first file of a drop.
pub(crate) fn dropped(data: Option<DataTransfer>) -> Option<File> {
    data?.files()?.get(0)
}

/// Hands over the text of `file`; nothing if it is too large or cannot be read.
pub(crate) fn read(file: File, done: impl FnOnce(Option<String>) + 'static) {
    spawn_local(async move {
        let text = if file.size() > BYTES_MAX {
            None
        } else {
            JsFuture::from(file.text()).await.ok()
        };
        done(text.and_then(|text| text.as_string()));
    });
}

/// Gives the person a file of this name.
pub(crate) fn save(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = page::document().ok_or("no document")?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
