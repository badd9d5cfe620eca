//! Doubly linked lists through numbered elements: every step costs the same, however long the list is.

/// No element.
const NONE: u64 = u64::MAX;

/// An element's neighbours in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Links {
    previous: u64,
    next: u64,
}

impl Links {
    pub(super) const UNLINKED: Self = Self {
        previous: NONE,
        next: NONE,
    };
}

/// Where the elements are.
pub(super) trait Linked {
    fn links(&self, element: u64) -> &Links;
    fn links_mut(&mut self, element: u64) -> &mut Links;
}

/// A list. It must only be used with the elements that it was built of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List {
    head: u64,
    tail: u64,
}

impl Default for List {
    fn default() -> Self {
        Self {
            head: NONE,
            tail: NONE,
        }
    }
}

fn some(element: u64) -> Option<u64> {
    (element != NONE).then_some(element)
}

impl List {
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn first(&self) -> Option<u64> {
        some(self.head)
    }

    /// The element behind this one.
    pub(super) fn next(elements: &impl Linked, element: u64) -> Option<u64> {
        some(elements.links(element).next)
    }

    /// The neighbours of an element that comes next.
    pub(super) fn end(&self) -> Links {
        Links {
            previous: self.tail,
            next: NONE,
        }
    }

    /// Of one element, which has no neighbours.
    pub(super) fn of(element: u64) -> Self {
        Self {
            head: element,
            tail: element,
        }
    }

    #[inline]
    pub(super) fn push_back(&mut self, elements: &mut impl Linked, element: u64) {
        *elements.links_mut(element) = self.append(elements, element);
    }

    /// Adds an element that is not among the others yet, and returns its neighbours.
    #[inline]
    pub(super) fn append(&mut self, elements: &mut impl Linked, element: u64) -> Links {
        let links = self.end();
        match some(self.tail) {
            Some(tail) => elements.links_mut(tail).next = element,
            None => self.head = element,
        }
        self.tail = element;
        links
    }

    #[inline]
    pub(super) fn remove(&mut self, elements: &mut impl Linked, element: u64) {
        let links = *elements.links(element);
        self.unlink(elements, links);
    }

    /// Removes the element that has these neighbours.
    #[inline]
    pub(super) fn unlink(&mut self, elements: &mut impl Linked, links: Links) {
        let Links { previous, next } = links;
        match some(previous) {
            Some(previous) => elements.links_mut(previous).next = next,
            None => self.head = next,
        }
        match some(next) {
            Some(next) => elements.links_mut(next).previous = previous,
            None => self.tail = previous,
        }
    }

    /// The elements from the first to the last.
    pub(super) fn iter(self, elements: &impl Linked) -> impl Iterator<Item = u64> {
        std::iter::successors(self.first(), |&element| Self::next(elements, element))
    }
}
