//! Numbered slots, reused after removal, in pages that clones share until one of them writes.

use std::array;
use std::ops::{Index, IndexMut};
use std::rc::Rc;

/// No slot.
pub(super) const NONE: u32 = u32::MAX;

const PAGE: usize = 1 << PAGE_BITS;
const PAGE_BITS: u32 = 7;

#[derive(Clone, Debug)]
enum Slot<T> {
    Vacant { next: u32 },
    Occupied(T),
}

/// A growing array of slots with a list of the vacant ones.
#[derive(Clone, Debug)]
pub(super) struct Slab<T> {
    pages: Vec<Rc<[Slot<T>; PAGE]>>,
    /// The slot vacated last, first of the list of vacant ones.
    vacant: u32,
    /// How many slots were ever occupied; the rest of the last page is untouched.
    used: u32,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self {
            pages: Vec::new(),
            vacant: NONE,
            used: 0,
        }
    }
}

fn place(slot: u32) -> (usize, usize) {
    ((slot >> PAGE_BITS) as usize, slot as usize % PAGE)
}

impl<T: Clone> Slab<T> {
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn insert(&mut self, value: T) -> u32 {
        if self.vacant == NONE {
            self.extend();
        }
        let slot = self.vacant;
        let cell = self.cell(slot);
        let Slot::Vacant { next } = *cell else {
            panic!("slot {slot} in the list of vacant ones is occupied")
        };
        *cell = Slot::Occupied(value);
        self.vacant = next;
        slot
    }

    /// Makes a slot that was never used the vacant one.
    #[cold]
    #[inline(never)]
    fn extend(&mut self) {
        assert!(self.used < NONE, "a queue holds fewer than 2^32 messages");
        if self.used as usize == self.pages.len() * PAGE {
            self.pages
                .push(Rc::new(array::from_fn(|_| Slot::Vacant { next: NONE })));
        }
        self.vacant = self.used;
        self.used += 1;
    }

    /// Takes out the value.
    pub(super) fn take(&mut self, slot: u32) -> T {
        let next = self.vacant;
        let Slot::Occupied(value) = std::mem::replace(self.cell(slot), Slot::Vacant { next }) else {
            panic!("slot {slot} is vacant")
        };
        self.vacant = slot;
        value
    }

    /// Drops the value where it is.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn remove(&mut self, slot: u32) {
        let next = self.vacant;
        *self.cell(slot) = Slot::Vacant { next };
        self.vacant = slot;
    }

    /// The page is copied first if a clone shares it, which is seldom: that is kept out of the way of the rest.
    #[cfg_attr(not(small), inline(always))]
    fn cell(&mut self, slot: u32) -> &mut Slot<T> {
        let (page, index) = place(slot);
        let page = &mut self.pages[page];
        if Rc::get_mut(page).is_none() {
            unshare(page);
        }
        let page = Rc::get_mut(page).expect("a page has one owner now, and no weak ones ever");
        &mut page[index]
    }
}

#[cold]
#[inline(never)]
fn unshare<T: Clone>(page: &mut Rc<T>) {
    Rc::make_mut(page);
}

/// The value in a slot that the engine itself keeps account of; it is a broken invariant if it is not there.
impl<T: Clone> Index<u32> for Slab<T> {
    type Output = T;
    #[cfg_attr(not(small), inline(always))]
    fn index(&self, slot: u32) -> &T {
        let (page, index) = place(slot);
        match &self.pages[page][index] {
            Slot::Occupied(value) => value,
            Slot::Vacant { .. } => panic!("slot {slot} is vacant"),
        }
    }
}

impl<T: Clone> IndexMut<u32> for Slab<T> {
    #[cfg_attr(not(small), inline(always))]
    fn index_mut(&mut self, slot: u32) -> &mut T {
        match self.cell(slot) {
            Slot::Occupied(value) => value,
            Slot::Vacant { .. } => panic!("slot {slot} is vacant"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_reused_last_vacated_first() {
        let mut slab = Slab::default();
        let slots: Vec<u32> = (0..300).map(|n| slab.insert(n)).collect();
        assert_eq!(slots, (0..300).collect::<Vec<u32>>());
        assert_eq!((slab.take(7), slab.take(200)), (7, 200));
        assert_eq!(slab[8], 8);
        assert_eq!((slab.insert(1), slab.insert(2), slab.insert(3)), (200, 7, 300));
    }

    #[test]
    fn a_clone_is_not_changed_by_what_its_original_does() {
        let mut slab = Slab::default();
        let slot = slab.insert("before");
        let clone = slab.clone();
        slab[slot] = "after";
        assert_eq!((slab[slot], clone[slot]), ("after", "before"));
    }
}
