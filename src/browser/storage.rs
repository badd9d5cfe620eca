//! The texts that this browser keeps for the page.

use web_sys::Storage;

/// The text could not be kept: there is no room, or keeping is turned off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotKept;

/// A place for texts under keys.
pub(crate) trait Shelf {
    /// The text under `key`.
    fn get(&self, key: &str) -> Option<String>;
    /// Puts a text under `key`, all of it or nothing.
    fn put(&self, key: &str, text: &str) -> Result<(), NotKept>;
}

/// What the browser offers; without it (a private window, a strict setting) nothing is kept.
pub(crate) struct LocalStorage(Option<Storage>);

impl LocalStorage {
    /// The page's storage.
    pub(crate) fn open() -> Self {
        Self(web_sys::window().and_then(|window| window.local_storage().ok().flatten()))
    }
}

impl Shelf for LocalStorage {
    fn get(&self, key: &str) -> Option<String> {
        self.0.as_ref()?.get_item(key).ok().flatten()
    }

    fn put(&self, key: &str, text: &str) -> Result<(), NotKept> {
        self.0
            .as_ref()
            .ok_or(NotKept)?
            .set_item(key, text)
            .map_err(|_| NotKept)
    }
}
