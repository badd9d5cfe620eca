//! Two places for the work, written in turn: whatever goes wrong while one is written, the other one is whole.

use crate::browser::storage::{NotKept, Shelf};
use cloud::order::by_number;

const SLOTS: [&str; 2] = ["decouple.work.a", "decouple.work.b"];
/// Where work goes that cannot be read, so that it is not written over.
const ASIDE: &str = "decouple.work.unreadable";

/// Where the next text goes, and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slots {
    next: usize,
    number: u64,
}

/// What the slots held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found<T> {
    /// The newest work that can be read.
    pub(crate) work: Option<T>,
    /// There was something that cannot be read; it has been put aside.
    pub(crate) unreadable: bool,
    /// How to go on.
    pub(crate) slots: Slots,
}

impl Slots {
    /// Looks for the newest work that `read` understands.
    pub(crate) fn find<T>(shelf: &impl Shelf, read: impl Fn(&str) -> Option<T>) -> Found<T> {
        let filled: Vec<(usize, Option<u64>, String)> = (SLOTS.iter().enumerate())
            .filter_map(|(slot, key)| shelf.get(key).map(|text| (slot, text)))
            .map(|(slot, text)| match split(&text) {
                Some((number, work)) => (slot, Some(number), work.to_owned()),
                None => (slot, None, text),
            })
            .collect();
        // The newest first; what has no number is the oldest.
        let filled = by_number(filled, |(_, number, _)| u64::MAX - number.unwrap_or(0));
        let number = filled.first().and_then(|(_, number, _)| *number).unwrap_or(0);

        let mut unreadable = false;
        for (slot, number_found, text) in &filled {
            let work = number_found.and_then(|_| read(text));
            if work.is_some() {
                let slots = Self {
                    next: 1 - slot,
                    number: number + 1,
                };
                return Found {
                    work,
                    unreadable,
                    slots,
                };
            }
            // The first one put aside is the newest. If there is no room for it, it stays where it is for now.
            if !unreadable {
                let _ = shelf.put(ASIDE, text);
            }
            unreadable = true;
        }
        Found {
            work: None,
            unreadable,
            slots: Self {
                next: 0,
                number: number + 1,
            },
        }
    }

    /// Keeps `work` in the place that does not hold the last one.
    pub(crate) fn keep(&mut self, shelf: &impl Shelf, work: &str) -> Result<(), NotKept> {
        shelf.put(SLOTS[self.next], &format!("{} {work}", self.number))?;
        self.next = 1 - self.next;
        self.number += 1;
        Ok(())
    }
}

/// The number in front of a slot's text, and the text.
fn split(text: &str) -> Option<(u64, &str)> {
    let (number, work) = text.split_once(' ')?;
    Some((number.parse().ok()?, work))
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Default)]
    struct Drawer {
        texts: RefCell<BTreeMap<String, String>>,
        full: Cell<bool>,
    }

    impl Shelf for Drawer {
        fn get(&self, key: &str) -> Option<String> {
            self.texts.borrow().get(key).cloned()
        }

        fn put(&self, key: &str, text: &str) -> Result<(), NotKept> {
            if self.full.get() {
                return Err(NotKept);
            }
            self.texts.borrow_mut().insert(key.to_owned(), text.to_owned());
            Ok(())
        }
    }

    /// Work is a text that starts with "work".
    fn read(text: &str) -> Option<String> {
        text.starts_with("work").then(|| text.to_owned())
    }

    fn find(drawer: &Drawer) -> Found<String> {
        Slots::find(drawer, read)
    }

    #[test]
    fn an_empty_browser_holds_nothing() {
        let found = find(&Drawer::default());
        assert_eq!((found.work, found.unreadable), (None, false));
    }

    #[test]
    fn the_newest_work_is_found_again() {
        let drawer = Drawer::default();
        let mut slots = find(&drawer).slots;
        for number in 1..=5 {
            slots.keep(&drawer, &format!("work {number}")).unwrap();
            assert_eq!(find(&drawer).work, Some(format!("work {number}")));
        }
        let mut slots = find(&drawer).slots;
        slots.keep(&drawer, "work 6").unwrap();
        assert_eq!(
            find(&drawer).work.as_deref(),
            Some("work 6"),
            "also after a reload in between"
        );
    }

    #[test]
    fn a_torn_write_loses_only_itself() {
        for torn in ["", "1", "3 wor", "three work 3", "\u{0}"] {
            let drawer = Drawer::default();
            let mut slots = find(&drawer).slots;
            slots.keep(&drawer, "work 1").unwrap();
            slots.keep(&drawer, "work 2").unwrap();
            drawer.put(SLOTS[slots.next], torn).unwrap();
            let found = find(&drawer);
            assert_eq!(found.work.as_deref(), Some("work 2"), "{torn:?}");
            let mut slots = found.slots;
            slots.keep(&drawer, "work 4").unwrap();
            assert_eq!(find(&drawer).work.as_deref(), Some("work 4"), "{torn:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_put_aside() {
        let drawer = Drawer::default();
        drawer.put(SLOTS[0], "1 old").unwrap();
        drawer.put(SLOTS[1], "2 newer").unwrap();
        let found = find(&drawer);
        assert_eq!((found.work, found.unreadable), (None, true));
        assert_eq!(drawer.get(ASIDE).as_deref(), Some("newer"));
    }

    #[test]
    fn a_full_browser_keeps_the_work_before() {
        let drawer = Drawer::default();
        let mut slots = find(&drawer).slots;
        slots.keep(&drawer, "work 1").unwrap();
        drawer.full.set(true);
        assert_eq!(slots.keep(&drawer, "work 2"), Err(NotKept));
        assert_eq!(find(&drawer).work.as_deref(), Some("work 1"));
        drawer.full.set(false);
        slots.keep(&drawer, "work 3").unwrap();
        assert_eq!(find(&drawer).work.as_deref(), Some("work 3"));
    }
}
