//! Finds slots of a slab, or elements of a ring by the digits of their numbers, by the hash of what is there: open
//! addressing, with nothing but numbers in the table, for a clone copies it. The keys are there, too; whoever asks
//! compares them.

use super::slab::NONE;

/// What is in a slot, in short. No result may depend on it.
pub(super) type Hash = u32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    hash: Hash,
    /// [`NONE`] where the cell is empty.
    slot: u32,
}

const EMPTY: Cell = Cell { hash: 0, slot: NONE };
/// The least number of cells.
const LEAST: usize = 16;

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// None, or a power of two, of which at most three in four are taken. A slot is in the cell of its hash or in one
    /// of those behind it, with no empty one between.
    cells: Vec<Cell>,
    taken: usize,
}

impl Index {
    /// The slot of this hash that is the right one.
    #[inline]
    pub(super) fn find(&self, hash: Hash, mut is_right: impl FnMut(u32) -> bool) -> Option<u32> {
        let mask = self.cells.len().checked_sub(1)?;
        let mut place = hash as usize & mask;
        loop {
            let cell = self.cells[place];
            if cell.slot == NONE {
                return None;
            }
            if cell.hash == hash && is_right(cell.slot) {
                return Some(cell.slot);
            }
            place = (place + 1) & mask;
        }
    }

    /// Adds a slot that is not in the table.
    #[inline]
    pub(super) fn insert(&mut self, hash: Hash, slot: u32) {
        if 4 * (self.taken + 1) > 3 * self.cells.len() {
            self.resize((2 * self.cells.len()).max(LEAST));
        }
        self.put(Cell { hash, slot });
        self.taken += 1;
    }

    /// Takes out a slot that is in the table.
    #[inline]
    pub(super) fn remove(&mut self, hash: Hash, slot: u32) {
        let mask = self.cells.len() - 1;
        let mut gap = hash as usize & mask;
        while self.cells[gap].slot != slot {
            assert!(self.cells[gap].slot != NONE, "slot {slot} is not in the table");
            gap = (gap + 1) & mask;
        }
        let mut place = gap;
        loop {
            place = (place + 1) & mask;
            let cell = self.cells[place];
            if cell.slot == NONE {
                break;
            }
            // It may move to the gap if its own place is not behind it.
            let (from_home, from_gap) = (
                place.wrapping_sub(cell.hash as usize) & mask,
                place.wrapping_sub(gap) & mask,
            );
            if from_home >= from_gap {
                self.cells[gap] = cell;
                gap = place;
            }
        }
        self.cells[gap] = EMPTY;
        self.taken -= 1;
        if self.cells.len() > 64 * LEAST && self.taken < self.cells.len() / 8 {
            self.resize(self.cells.len() / 4);
        }
    }

    /// How many slots are in the table.
    pub(super) fn len(&self) -> usize {
        self.taken
    }

    /// What a clone copies, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.cells.len() * size_of::<Cell>()
    }

    fn put(&mut self, cell: Cell) {
        let mask = self.cells.len() - 1;
        let mut place = cell.hash as usize & mask;
        while self.cells[place].slot != NONE {
            place = (place + 1) & mask;
        }
        self.cells[place] = cell;
    }

    #[cold]
    #[inline(never)]
    fn resize(&mut self, cells: usize) {
        let old = std::mem::replace(&mut self.cells, vec![EMPTY; cells]);
        for cell in old.into_iter().filter(|cell| cell.slot != NONE) {
            self.put(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hash so poor that cells crowd, also around the end of the table.
    fn poor(slot: u32) -> Hash {
        (slot % 7).wrapping_sub(3)
    }

    #[test]
    fn slots_are_found_until_they_are_taken_out_whatever_comes_and_goes() {
        let mut index = Index::default();
        let mut present = std::collections::BTreeSet::new();
        let mut number = 1_u32;
        for step in 0..20_000 {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let slot = (number >> 16) % if step < 10_000 { 100 } else { 10 };
            let found = index.find(poor(slot), |other| other == slot).is_some();
            assert_eq!(found, present.contains(&slot), "{slot} at step {step}");
            if present.remove(&slot) {
                index.remove(poor(slot), slot);
            } else {
                present.insert(slot);
                index.insert(poor(slot), slot);
            }
            assert_eq!(index.len(), present.len());
        }
    }

    #[test]
    fn room_is_given_back_when_the_slots_are_gone() {
        let mut index = Index::default();
        for slot in 0..100_000 {
            index.insert(slot, slot);
        }
        let full = index.weight();
        for slot in 0..99_900 {
            index.remove(slot, slot);
        }
        assert!(index.weight() < full / 40, "{} of {full}", index.weight());
        assert!((99_900..100_000).all(|slot| index.find(slot, |other| other == slot) == Some(slot)));
    }
}
