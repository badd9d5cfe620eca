//! Numbered places that are used again, each use with a generation of its own: a key of something that is gone finds
//! nothing, even when its place is taken again.

/// Names something in a [`Slab`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    index: u32,
    generation: u32,
}

impl Key {
    /// The number of its place. Places are numbered from 0, and used again.
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// As it travels through a service.
    pub(crate) fn as_u64(self) -> u64 {
        u64::from(self.generation) << u32::BITS | u64::from(self.index)
    }

    /// The key that has become this number.
    pub(crate) fn from_u64(number: u64) -> Self {
        Self {
            index: number as u32,
            generation: (number >> u32::BITS) as u32,
        }
    }
}

#[derive(Clone, Debug)]
struct Place<T> {
    generation: u32,
    content: Option<T>,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Slab<T> {
    places: Vec<Place<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Slab<T> {
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn insert(&mut self, content: T) -> Key {
        let index = self.free.pop().unwrap_or_else(|| {
            self.places.push(Place {
                generation: 0,
                content: None,
            });
            u32::try_from(self.places.len() - 1).expect("fewer than 2^32 things are under way at once")
        });
        let place = &mut self.places[index as usize];
        place.generation = place.generation.wrapping_add(1).max(1);
        // There was nothing, which compilers do not know: they would look for what is to be dropped.
        std::mem::forget(place.content.replace(content));
        Key {
            index,
            generation: place.generation,
        }
    }

    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn remove(&mut self, key: Key) -> Option<T> {
        self.get(key)?;
        self.free.push(key.index);
        // Moved once, as the last thing: what is kept here is large.
        self.places[key.index as usize].content.take()
    }

    /// Removes what is not needed any more.
    #[inline]
    pub(crate) fn forget(&mut self, key: Key) {
        if self.get(key).is_some() {
            self.free.push(key.index);
            self.places[key.index as usize].content = None;
        }
    }

    #[inline]
    pub(crate) fn get(&self, key: Key) -> Option<&T> {
        let place = self.places.get(key.index as usize)?;
        if place.generation == key.generation {
            place.content.as_ref()
        } else {
            None
        }
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.place_mut(key)?.content.as_mut()
    }

    #[inline]
    fn place_mut(&mut self, key: Key) -> Option<&mut Place<T>> {
        self.places
            .get_mut(key.index as usize)
            .filter(|place| place.generation == key.generation)
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// In the order of their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Key, &T)> {
        (0..).zip(&self.places).filter_map(|(index, place)| {
            let key = Key {
                index,
                generation: place.generation,
            };
            place.content.as_ref().map(|content| (key, content))
        })
    }

    /// The keys of those that satisfy a condition.
    pub(crate) fn keys_where(&self, wanted: impl Fn(&T) -> bool) -> Vec<Key> {
        self.iter()
            .filter(|(_, content)| wanted(content))
            .map(|(key, _)| key)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_outlives_what_it_named_without_naming_its_successor() {
        let mut slab = Slab::default();
        let first = slab.insert("first");
        assert_eq!(slab.remove(first), Some("first"));
        let second = slab.insert("second");
        assert_eq!(slab.get(first), None);
        assert_eq!(slab.remove(first), None);
        assert_eq!((slab.get(second), slab.len()), (Some(&"second"), 1));
    }
}
