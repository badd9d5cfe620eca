//! Doubly linked lists through the elements of a slab: every step costs the same, however long the list is.

use super::slab::{NONE, Slab};

/// An element's neighbours in one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Links {
    previous: u32,
    next: u32,
}

impl Links {
    pub(super) const UNLINKED: Self = Self {
        previous: NONE,
        next: NONE,
    };
}

/// An element that can be in several lists at once, one for each chain.
pub(super) trait Linked: Clone {
    fn links(&self, chain: usize) -> &Links;
    fn links_mut(&mut self, chain: usize) -> &mut Links;
}

/// A list along one chain. It must only be used with the slab that it was built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List<const CHAIN: usize> {
    head: u32,
    tail: u32,
}

impl<const CHAIN: usize> Default for List<CHAIN> {
    fn default() -> Self {
        Self {
            head: NONE,
            tail: NONE,
        }
    }
}

fn some(slot: u32) -> Option<u32> {
    (slot != NONE).then_some(slot)
}

impl<const CHAIN: usize> List<CHAIN> {
    pub(super) fn first(&self) -> Option<u32> {
        some(self.head)
    }

    pub(super) fn last(&self) -> Option<u32> {
        some(self.tail)
    }

    /// The element behind `slot`.
    pub(super) fn next<T: Linked>(slab: &Slab<T>, slot: u32) -> Option<u32> {
        some(slab[slot].links(CHAIN).next)
    }

    pub(super) fn push_back<T: Linked>(&mut self, slab: &mut Slab<T>, slot: u32) {
        *slab[slot].links_mut(CHAIN) = Links {
            previous: self.tail,
            next: NONE,
        };
        match some(self.tail) {
            Some(tail) => slab[tail].links_mut(CHAIN).next = slot,
            None => self.head = slot,
        }
        self.tail = slot;
    }

    pub(super) fn remove<T: Linked>(&mut self, slab: &mut Slab<T>, slot: u32) {
        let Links { previous, next } = std::mem::replace(slab[slot].links_mut(CHAIN), Links::UNLINKED);
        match some(previous) {
            Some(previous) => slab[previous].links_mut(CHAIN).next = next,
            None => self.head = next,
        }
        match some(next) {
            Some(next) => slab[next].links_mut(CHAIN).previous = previous,
            None => self.tail = previous,
        }
    }

    /// The slots from the first to the last.
    pub(super) fn iter<T: Linked>(self, slab: &Slab<T>) -> impl Iterator<Item = u32> {
        std::iter::successors(self.first(), |&slot| Self::next(slab, slot))
    }
}
