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
    /// The first id, as a number.
    first: u32,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            first: 0,
        }
    }
}

impl<K: Id, V> Table<K, V> {
    /// Where the id is if no id before it is missing.
    #[cfg_attr(not(small), inline(always))]
    fn guess(&self, id: K) -> usize {
        id.number().wrapping_sub(self.first) as usize
    }

    #[cfg_attr(not(small), inline(always))]
    fn is_at(&self, place: usize, id: K) -> bool {
        self.entries.get(place).is_some_and(|(found, _)| *found == id)
    }

    /// Where the id is, or where it belongs.
    fn place(&self, id: K) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&id, |(id, _)| *id)
    }

    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn get(&self, id: &K) -> Option<&V> {
        match self.entries.get(self.guess(*id)) {
            Some((found, value)) if found == id => Some(value),
            _ => self.search(*id),
        }
    }

    #[cold]
    fn search(&self, id: K) -> Option<&V> {
        let place = self.place(id).ok()?;
        Some(&self.entries[place].1)
    }

    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn get_mut(&mut self, id: &K) -> Option<&mut V> {
        let guess = self.guess(*id);
        if self.is_at(guess, *id) {
            return Some(&mut self.entries[guess].1);
        }
        self.search_mut(*id)
    }

    #[cold]
    fn search_mut(&mut self, id: K) -> Option<&mut V> {
        let place = self.place(id).ok()?;
        Some(&mut self.entries[place].1)
    }

    fn note_first(&mut self) {
        self.first = self.entries.first().map_or(0, |(id, _)| id.number());
    }

    pub(crate) fn contains_key(&self, id: &K) -> bool {
        self.place(*id).is_ok()
    }

    pub(crate) fn insert(&mut self, id: K, value: V) {
        match self.place(id) {
            Ok(place) => self.entries[place].1 = value,
            Err(place) => self.entries.insert(place, (id, value)),
        }
        self.note_first();
    }

    pub(crate) fn remove(&mut self, id: &K) -> Option<V> {
        let place = self.place(*id).ok()?;
        let (_, value) = self.entries.remove(place);
        self.note_first();
        Some(value)
    }

    /// The value of an id, a new one if there is none.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn get_or_default(&mut self, id: K) -> &mut V
    where
        V: Default,
    {
        let guess = self.guess(id);
        let place = if self.is_at(guess, id) {
            guess
        } else {
            self.place_or_default(id)
        };
        &mut self.entries[place].1
    }

    #[cold]
    fn place_or_default(&mut self, id: K) -> usize
    where
        V: Default,
    {
        self.place(id).unwrap_or_else(|place| {
            self.entries.insert(place, (id, V::default()));
            self.note_first();
            place
        })
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
