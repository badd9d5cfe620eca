//! Values by id, in the order of the ids, in one piece of memory.

use cloud::sqs::QueueId;

use crate::sketch::{LinkId, PartId};

/// Ids that are given out in order.
pub(crate) trait Id: Copy + Ord {
    fn number(self) -> u32;
}

impl Id for PartId {
    fn number(self) -> u32 {
        self.0
    }
}

impl Id for LinkId {
    fn number(self) -> u32 {
        self.0
    }
}

impl Id for QueueId {
    fn number(self) -> u32 {
        self.0
    }
}

/// See the module's text. Most sketches have all ids from the first to the last, and then looking up is one comparison; otherwise
/// it is a binary search.
#[derive(Clone, Debug)]
pub(crate) struct Table<K, V> {
    entries: Vec<(K, V)>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<K: Id, V> Table<K, V> {
    /// Where the id is, or where it belongs.
    #[inline]
    fn place(&self, id: K) -> Result<usize, usize> {
        let first = self.entries.first().ok_or(0_usize)?.0;
        let guess = id.number().wrapping_sub(first.number()) as usize;
        match self.entries.get(guess) {
            Some((found, _)) if *found == id => Ok(guess),
            _ => self.entries.binary_search_by_key(&id, |(id, _)| *id),
        }
    }

    #[inline]
    pub(crate) fn get(&self, id: &K) -> Option<&V> {
        let place = self.place(*id).ok()?;
        Some(&self.entries[place].1)
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, id: &K) -> Option<&mut V> {
        let place = self.place(*id).ok()?;
        Some(&mut self.entries[place].1)
    }

    pub(crate) fn contains_key(&self, id: &K) -> bool {
        self.place(*id).is_ok()
    }

    pub(crate) fn insert(&mut self, id: K, value: V) {
        match self.place(id) {
            Ok(place) => self.entries[place].1 = value,
            Err(place) => self.entries.insert(place, (id, value)),
        }
    }

    pub(crate) fn remove(&mut self, id: &K) -> Option<V> {
        let place = self.place(*id).ok()?;
        Some(self.entries.remove(place).1)
    }

    /// The value of an id, a new one if there is none.
    #[inline]
    pub(crate) fn get_or_default(&mut self, id: K) -> &mut V
    where
        V: Default,
    {
        let place = match self.place(id) {
            Ok(place) => place,
            Err(place) => {
                self.entries.insert(place, (id, V::default()));
                place
            }
        };
        &mut self.entries[place].1
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.entries.iter().map(|(id, value)| (*id, value))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = K> {
        self.entries.iter().map(|(id, _)| *id)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }
}

impl<K: Id, V> FromIterator<(K, V)> for Table<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(values: I) -> Self {
        let mut table = Self::default();
        for (id, value) in values {
            table.insert(id, value);
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_table_holds_what_a_map_would() {
        let (mut table, mut map) = (Table::default(), BTreeMap::new());
        for number in 0..2_000_u32 {
            let id = PartId(number * 7_919 % 61 + 3);
            if number % 3 == 0 {
                assert_eq!(table.remove(&id), map.remove(&id));
            } else {
                table.insert(id, number);
                map.insert(id, number);
            }
            for id in (0..70).chain([u32::MAX]).map(PartId) {
                assert_eq!(table.get(&id), map.get(&id));
            }
            assert!(table.iter().eq(map.iter().map(|(&id, value)| (id, value))));
        }
        *table.get_or_default(PartId(500)) += 1;
        assert_eq!(table.get(&PartId(500)), Some(&1));
    }
}
