//! Elements numbered in the order in which they came, in pages that clones share until one of them writes.
//!
//! A checkpoint clones the whole world: a queue of a million messages must then cost a few thousand reference counts, and
//! two checkpoints must share what did not change between them.
//!
//! A number is never given again. Elements mostly leave in the order in which they came, and a page that all have left is
//! dropped. Those that stay while many come and go after them would each keep a page: they move to the `elders`.

use std::ops::{Index, IndexMut};
use std::rc::Rc;

use super::elders::Elders;
use crate::POINTER;

pub(super) const PAGE: usize = 1 << PAGE_BITS;
const PAGE_BITS: u32 = 7;
/// Those that [`Ring::digits`] leaves of a number.
const DIGITS: u64 = u32::MAX as u64 >> 1;
/// The pages have room for no more than so many times as many elements as there are,
const ROOMY: u64 = 4;
/// and for so many.
const ROOM: u64 = 16 * PAGE as u64;

type Elements<T> = Rc<[Option<T>; PAGE]>;

#[derive(Clone, Debug)]
struct Page<T> {
    /// None when all have left.
    elements: Option<Elements<T>>,
    /// How many have left.
    left: u32,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(super) struct Ring<T> {
    pages: Vec<Page<T>>,
    /// Which page the first of them is, counted from 0.
    first_page: u64,
    /// How many of the first pages all elements have left.
    left: usize,
    /// The number of the next element.
    end: u64,
    /// How many elements have left the pages.
    gone: u64,
    /// Elements from the first pages that stayed for long.
    elders: Elders<T>,
    /// A page that all have left, for the next that is needed.
    spare: Option<Elements<T>>,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self {
            pages: Vec::new(),
            first_page: 0,
            left: 0,
            end: 0,
            gone: 0,
            elders: Elders::default(),
            spare: None,
        }
    }
}

impl<T: Clone> Ring<T> {
    /// The number of the next element.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Adds an element, and returns its number.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn push(&mut self, element: T) -> u64 {
        let number = self.end;
        if (number as usize).is_multiple_of(PAGE) {
            self.add_page();
        }
        let page = self.pages.last_mut();
        let Some(elements) = page.and_then(|page| page.elements.as_mut()) else {
            unreachable!("there is a page for the next element")
        };
        owned(elements)[number as usize % PAGE] = Some(element);
        self.end = number + 1;
        number
    }

    /// The element of this number, if it is here.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn get(&self, number: u64) -> Option<&T> {
        let page = self.page(number).and_then(|page| self.pages.get(page));
        match page.and_then(|page| page.elements.as_ref()) {
            Some(elements) => elements[number as usize % PAGE].as_ref(),
            None => self.elders.get(number),
        }
    }

    /// The element of this number, if it is here, to change.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let page = self.page(number).and_then(|page| self.pages.get_mut(page));
        match page.and_then(|page| page.elements.as_mut()) {
            Some(elements) => owned(elements)[number as usize % PAGE].as_mut(),
            None => self.elders.get_mut(number),
        }
    }

    /// Takes an element out.
    pub(super) fn take(&mut self, number: u64) -> T {
        let element = self[number].clone();
        self.remove(number);
        element
    }

    /// Drops an element, which is here, where it is.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn remove(&mut self, number: u64) {
        if self.remove_if(number, |_| Some(())).is_none() {
            panic!("{number} is not here")
        }
    }

    /// Looks at an element, if it is here, and drops it where it is if it is one of which something is wanted.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn remove_if<R>(&mut self, number: u64, look: impl FnOnce(&T) -> Option<R>) -> Option<R> {
        let page = self.page(number).and_then(|page| self.pages.get_mut(page));
        let Some(Page {
            elements: Some(elements),
            left,
        }) = page
        else {
            let wanted = look(self.elders.get(number)?)?;
            self.elders.remove(number);
            return Some(wanted);
        };
        let element = &mut owned(elements)[number as usize % PAGE];
        let wanted = look(element.as_ref()?)?;
        *element = None;
        *left += 1;
        self.gone += 1;
        if *left as usize == PAGE {
            self.drop_page(number);
        }
        Some(wanted)
    }

    /// Drops all elements of the page of a number, none of which has left before. A page that clones share is left to them.
    #[cold]
    #[inline(never)]
    pub(super) fn remove_page(&mut self, number: u64) {
        let page = self.page(number).and_then(|page| self.pages.get_mut(page));
        let Some(page) = page.filter(|page| page.elements.is_some() && page.left == 0) else {
            panic!("not all of the page of {number} is here")
        };
        match page.elements.as_mut().and_then(Rc::get_mut) {
            Some(elements) => elements.fill_with(|| None),
            None => page.elements = None,
        }
        self.gone += PAGE as u64;
        self.drop_page(number);
    }

    /// The first number from this one on that has an element; [`Self::end`] if there is none.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn first_from(&self, number: u64) -> u64 {
        if number == self.end || self.get(number).is_some() {
            number
        } else {
            self.search(number)
        }
    }

    #[inline(never)]
    fn search(&self, number: u64) -> u64 {
        let start = (self.first_page + self.left as u64) << PAGE_BITS;
        if number < start
            && let Some(elder) = self.elders.first_from(number)
        {
            return elder;
        }
        let mut number = number.max(start);
        while let Some(page) = self.page(number).and_then(|page| self.pages.get(page)) {
            if let Some(elements) = &page.elements {
                let mut rest = elements[number as usize % PAGE..].iter();
                if let Some(distance) = rest.position(Option::is_some) {
                    return number + distance as u64;
                }
            }
            number = ((number >> PAGE_BITS) + 1) << PAGE_BITS;
        }
        self.end
    }

    /// The numbers of the elements from this one on, in order.
    pub(super) fn iter_from(&self, number: u64) -> impl Iterator<Item = u64> {
        let is_here = |number: u64| (number < self.end).then_some(number);
        std::iter::successors(is_here(self.first_from(number)), move |&last| {
            is_here(self.first_from(last + 1))
        })
    }

    /// The numbers of all elements, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> {
        self.iter_from(0)
    }

    /// The lower digits of a number, with which it is found again by [`Self::widen`].
    pub(super) fn digits(number: u64) -> u32 {
        (number & DIGITS) as u32
    }

    /// The number that has these digits: of an element that is here, where all came among the last 2^31.
    pub(super) fn widen(&self, digits: u32) -> u64 {
        let last = self.end.wrapping_sub(1);
        last.wrapping_sub(last.wrapping_sub(digits.into()) & DIGITS)
    }

    /// What a clone copies, in bytes, roughly.
    pub(super) fn weight(&self) -> usize {
        self.pages.len() * 2 * POINTER + self.elders.weight()
    }

    /// How many elements the pages have.
    fn here(&self) -> u64 {
        self.end - self.gone
    }

    /// Where the page of a number is in the list of pages, if it is.
    #[cfg_attr(not(small), inline(always))]
    fn page(&self, number: u64) -> Option<usize> {
        usize::try_from((number >> PAGE_BITS).wrapping_sub(self.first_page)).ok()
    }

    #[cold]
    #[inline(never)]
    fn add_page(&mut self) {
        let spare = self.spare.take().filter(|spare| Rc::strong_count(spare) == 1);
        self.pages.push(Page {
            elements: Some(spare.unwrap_or_else(new_page)),
            left: 0,
        });
        while ((self.pages.len() - self.left) * PAGE) as u64 > ROOMY * self.here() + ROOM {
            self.age_first_page();
        }
    }

    /// Moves what is left of the first page to the elders.
    fn age_first_page(&mut self) {
        let page = &mut self.pages[self.left];
        self.gone += PAGE as u64 - u64::from(page.left);
        if let Some(mut elements) = page.elements.take() {
            let numbers = (self.first_page + self.left as u64) << PAGE_BITS..;
            for (number, element) in numbers.zip(owned(&mut elements)) {
                if let Some(element) = element.take() {
                    self.elders.push(number, element);
                }
            }
        }
        self.forget_left_pages();
    }

    /// Drops the page of a number, which all have left.
    #[cold]
    #[inline(never)]
    fn drop_page(&mut self, number: u64) {
        if let Some(page) = self.page(number) {
            self.spare = self.pages[page].elements.take();
        }
        self.forget_left_pages();
    }

    fn forget_left_pages(&mut self) {
        let has_left = |page: &Page<T>| page.elements.is_none();
        while self.pages.get(self.left).is_some_and(has_left) {
            self.left += 1;
        }
        if 2 * self.left > self.pages.len() {
            self.pages.drain(..self.left);
            self.first_page += self.left as u64;
            self.left = 0;
        }
    }
}

fn new_page<T>() -> Elements<T> {
    let elements: Rc<[Option<T>]> = (0..PAGE).map(|_| None).collect();
    let Ok(elements) = elements.try_into() else {
        unreachable!("there are as many as there should be")
    };
    elements
}

/// The elements are copied first if a clone shares them, which is seldom: that is kept out of the way of the rest.
#[cfg_attr(not(small), inline(always))]
fn owned<T: Clone>(elements: &mut Elements<T>) -> &mut [Option<T>; PAGE] {
    if Rc::get_mut(elements).is_none() {
        unshare(elements);
    }
    Rc::get_mut(elements).expect("a page has one owner now, and no weak ones ever")
}

#[cold]
#[inline(never)]
fn unshare<T: Clone>(elements: &mut Elements<T>) {
    Rc::make_mut(elements);
}

/// An element of which the engine itself keeps account; it is a broken invariant if it is not there.
impl<T: Clone> Index<u64> for Ring<T> {
    type Output = T;
    #[cfg_attr(not(small), inline(always))]
    fn index(&self, number: u64) -> &T {
        let Some(element) = self.get(number) else {
            panic!("{number} is not here")
        };
        element
    }
}

impl<T: Clone> IndexMut<u64> for Ring<T> {
    #[cfg_attr(not(small), inline(always))]
    fn index_mut(&mut self, number: u64) -> &mut T {
        let Some(element) = self.get_mut(number) else {
            panic!("{number} is not here")
        };
        element
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn whatever_leaves_in_whatever_order_the_others_stay() {
        let mut ring = Ring::default();
        let mut present = BTreeMap::new();
        let mut chance = 1_u32;
        let mut below = |limit: u32| {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (chance >> 8) % limit
        };
        for step in 0..60_000_u64 {
            let number = ring.push(step);
            present.insert(number, step);
            // One in a hundred stays for long.
            while present.len() > 700 && below(8) > 0 {
                let back = u64::from(below(3_000));
                let leaving = present.range(number.saturating_sub(back)..).next();
                let Some((&leaving, _)) =
                    leaving.filter(|(leaving, _)| *leaving % 100 > 0 || below(200) == 0)
                else {
                    continue;
                };
                assert_eq!(Some(ring.take(leaving)), present.remove(&leaving));
            }
            if step % 1_000 == 0 {
                assert!(ring.iter().eq(present.keys().copied()));
                assert!(
                    present
                        .iter()
                        .all(|(&number, step)| ring.get(number) == Some(step))
                );
                assert!((0..=number).all(|number| ring.get(number) == present.get(&number)));
                assert!(
                    present
                        .keys()
                        .all(|&number| ring.widen(Ring::<u64>::digits(number)) == number)
                );
                let room = ((ring.pages.len() - ring.left) * PAGE) as u64;
                assert!(
                    room <= ROOMY * ring.here() + 2 * ROOM,
                    "{room} for {}",
                    ring.here()
                );
            }
        }
        for (&number, step) in &present {
            assert_eq!(ring.take(number), *step);
        }
        assert_eq!((ring.first_from(0), ring.here()), (ring.end(), 0));
        assert!(ring.pages.len() <= 2);
    }

    #[test]
    fn a_clone_is_not_changed_by_what_its_original_does() {
        let mut ring = Ring::default();
        let number = ring.push("before");
        let clone = ring.clone();
        ring[number] = "after";
        assert_eq!((ring[number], clone[number]), ("after", "before"));
        ring.remove(number);
        assert_eq!((ring.get(number), clone.get(number)), (None, Some(&"before")));
    }

    #[test]
    fn a_page_is_dropped_at_once_and_left_to_clones() {
        const COUNT: u64 = 3 * PAGE as u64;
        let mut ring = Ring::default();
        (0..COUNT).for_each(|number| assert_eq!(ring.push(number), number));
        let clone = ring.clone();
        ring.remove_page(0);
        assert!(ring.iter().eq(PAGE as u64..COUNT) && clone.iter().eq(0..COUNT));
        drop(clone);
        ring.remove_page(PAGE as u64);
        // What is pushed next may come to lie where others were.
        (COUNT..2 * COUNT).for_each(|number| assert_eq!(ring.push(number), number));
        assert!(ring.iter().eq(2 * PAGE as u64..2 * COUNT));
        assert_eq!(ring.here(), 4 * PAGE as u64);
    }
}
