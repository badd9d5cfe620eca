//! Doubly linked lists through the elements of a slab: every step costs the same, however long the list is.

use super::slab::{NONE, Slab};

/// An element's neighbours in one list. What is before the first is not kept up to date: so taking from the front does
/// not touch the next.
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

    #[inline(always)]
    pub(super) fn push_back<T: Linked>(&mut self, slab: &mut Slab<T>, slot: u32) {
        *slab[slot].links_mut(CHAIN) = self.end();
        self.append(slab, slot);
    }

    pub(super) fn push_front<T: Linked>(&mut self, slab: &mut Slab<T>, slot: u32) {
        *slab[slot].links_mut(CHAIN) = Links {
            previous: NONE,
            next: self.head,
        };
        match some(self.head) {
            Some(head) => slab[head].links_mut(CHAIN).previous = slot,
            None => self.tail = slot,
        }
        self.head = slot;
    }

    /// The links of an element that comes next to the end.
    pub(super) fn end(&self) -> Links {
        Links {
            previous: self.tail,
            next: NONE,
        }
    }

    /// Puts an element to the end that already has the links of [`Self::end`].
    #[inline(always)]
    pub(super) fn append<T: Linked>(&mut self, slab: &mut Slab<T>, slot: u32) {
        match some(self.tail) {
            Some(tail) => slab[tail].links_mut(CHAIN).next = slot,
            None => self.head = slot,
        }
        self.tail = slot;
    }

    pub(super) fn remove<T: Linked>(&mut self, slab: &mut Slab<T>, slot: u32) {
        let links = *slab[slot].links(CHAIN);
        self.unlink(slab, slot, links);
    }

    /// Closes the gap that an element with these links leaves.
    #[inline(always)]
    pub(super) fn unlink<T: Linked>(&mut self, slab: &mut Slab<T>, slot: u32, links: Links) {
        let Links { previous, next } = links;
        if self.head == slot {
            self.head = next;
        } else {
            slab[previous].links_mut(CHAIN).next = next;
        }
        if self.tail == slot {
            self.tail = if self.head == NONE { NONE } else { previous };
        } else if self.head != next {
            slab[next].links_mut(CHAIN).previous = previous;
        }
    }

    /// The slots from the first to the last.
    pub(super) fn iter<T: Linked>(self, slab: &Slab<T>) -> impl Iterator<Item = u32> {
        std::iter::successors(self.first(), |&slot| Self::next(slab, slot))
    }
}
