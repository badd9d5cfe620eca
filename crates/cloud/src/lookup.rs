//! The one unordered map: look-up, insert and remove, and nothing that would show its order.

use std::hash::Hash;

#[expect(clippy::disallowed_types, reason = "this is the wrapper that hides the order")]
type Inner<K, V> = std::collections::HashMap<K, V, rustc_hash::FxBuildHasher>;

/// A hash map that cannot be iterated, so that no result can depend on hash order.
#[derive(Clone, Debug)]
pub struct Lookup<K, V>(Inner<K, V>);

impl<K, V> Default for Lookup<K, V> {
    fn default() -> Self {
        Self(Inner::default())
    }
}

impl<K: Eq + Hash, V> Lookup<K, V> {
    /// The value under `key`.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.0.get(key)
    }

    /// The value under `key`, to change.
    pub fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.0.get_mut(key)
    }

    /// Puts `value` under `key` and returns what was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.0.insert(key, value)
    }

    /// Takes out what is under `key`.
    pub fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.0.remove(key)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets every key.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
