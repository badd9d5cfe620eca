//! The one unordered map: look-up, insert and remove, and nothing that would show its order.

use std::fmt;
use std::hash::Hash;

#[expect(clippy::disallowed_types, reason = "this is the wrapper that hides the order")]
type Inner<K, V> = std::collections::HashMap<K, V, rustc_hash::FxBuildHasher>;

/// Room for so many keys is kept,
const ROOMY: usize = 1_024;
/// and otherwise no more than so many times as much as there are keys.
const ROOMY_FOR: usize = 8;

/// A hash map that cannot be iterated, so that no result can depend on hash order.
#[derive(Clone)]
pub struct Lookup<K, V>(Inner<K, V>);

impl<K, V> Default for Lookup<K, V> {
    fn default() -> Self {
        Self(Inner::default())
    }
}

/// Not what is in it: that would show the order.
impl<K, V> fmt::Debug for Lookup<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lookup of {}", self.0.len())
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

    /// Takes out what is under `key`. When few keys are left, the room of the others is given back: a clone copies it.
    pub fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
    {
        let value = self.0.remove(key);
        if self.0.capacity() > ROOMY && self.0.len() < self.0.capacity() / ROOMY_FOR {
            self.0.shrink_to(2 * self.0.len());
        }
        value
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_given_back_when_the_keys_are_gone() {
        let mut lookup = Lookup::default();
        for key in 0..100_000_u64 {
            lookup.insert(key, key);
        }
        let full = lookup.0.capacity();
        for key in 0..99_900 {
            assert_eq!(lookup.remove(&key), Some(key));
        }
        let left = lookup.0.capacity();
        assert!(left < full / 40, "{left} of {full}");
        assert!((99_900..100_000).all(|key| lookup.get(&key) == Some(&key)));
    }
}
