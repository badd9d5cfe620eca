//! The page beside the endpoint, which shows what happens in the world that is served: its files, and what it asks for.
//!
//! All files are read when the command starts. A request is looked up among them and never in the file system.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use hyper::{Method, Response, StatusCode};

use super::host::Host;
use super::room::{self, Room};
use crate::Failure;

/// Where the page is. No account is called so, so no queue's URL begins with it.
const ROOT: &str = "/watch/";
/// What the page asks for: the sketch, and the inputs from a number on.
const SKETCH: &str = "mirror/sketch";
const INPUTS: &str = "mirror/inputs";

/// What all answers carry.
const HEADERS: [(&str, &str); 3] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
];

/// The files of a built page, by their paths.
pub(crate) struct Page {
    files: BTreeMap<String, Bytes>,
}

impl Page {
    /// Reads the page that was built into a folder.
    ///
    /// # Errors
    /// If there is none.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(inner) = folders.pop() {
            let entries = std::fs::read_dir(folder.join(&inner)).map_err(|error| missing(folder, &error))?;
            for entry in entries {
                let entry = entry.map_err(|error| missing(folder, &error))?;
                let path = inner.join(entry.file_name());
                if folder.join(&path).is_dir() {
                    folders.push(path);
                } else if let Some(name) = path.to_str() {
                    let body = std::fs::read(folder.join(&path)).map_err(|error| missing(folder, &error))?;
                    files.insert(name.to_owned(), body.into());
                }
            }
        }
        if files.contains_key("index.html") {
            Ok(Self { files })
        } else {
            Err(missing(folder, &"it holds no index.html"))
        }
    }

    /// What a request is answered with, if it is for the page.
    pub(crate) fn answer(
        &self,
        method: &Method,
        target: &str,
        host: &mut Host,
        room: &Room,
    ) -> Option<Response<Full<Bytes>>> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if path == ROOT.trim_end_matches('/') {
            return Some(response(
                StatusCode::MOVED_PERMANENTLY,
                LOCATION,
                ROOT,
                Bytes::new(),
            ));
        }
        let path = path.strip_prefix(ROOT)?;
        if method != Method::GET {
            return Some(plain(
                StatusCode::METHOD_NOT_ALLOWED,
                "Only GET is answered here.\n",
            ));
        }
        let of_now = |kind, text: Option<String>| Some((kind, room.fill(text?.into_bytes())));
        let told = match path {
            SKETCH => of_now("application/json", host.sketch()),
            INPUTS => of_now("text/plain", host.inputs_from(first_of(query))),
            path => {
                let path = if path.is_empty() { "index.html" } else { path };
                let file = self.files.get(path).cloned();
                file.map(|file| (content_type(path), Ok(file)))
            }
        };
        Some(match told {
            Some((kind, Ok(body))) => response(StatusCode::OK, CONTENT_TYPE, kind, body),
            Some((_, Err(room::Full))) => {
                plain(StatusCode::SERVICE_UNAVAILABLE, "Too much is asked at once.\n")
            }
            None => plain(StatusCode::NOT_FOUND, "There is nothing at that address.\n"),
        })
    }
}

fn missing(folder: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::Input(format!(
        "There is no built page in {}: {why}. scripts/serve builds one, and --page says where it is.",
        folder.display()
    ))
}

/// `from=7`
fn first_of(query: &str) -> usize {
    let from = query.split('&').find_map(|pair| pair.strip_prefix("from="));
    from.and_then(|from| from.parse().ok()).unwrap_or(0)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    response(
        status,
        CONTENT_TYPE,
        "text/plain; charset=utf-8",
        Bytes::from(text),
    )
}

fn response(status: StatusCode, name: HeaderName, value: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(name, HeaderValue::from_static(value));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
