//! What is left of a ring's first pages: elements by their numbers, closely packed.

use std::collections::BTreeMap;
use std::rc::Rc;

/// A pack has no more elements than this,
const FULL: usize = 128;
/// and if it has fewer than this, the next joins it where both have room in one.
const FEW: usize = FULL / 4;

/// Elements in the order of their numbers.
type Pack<T> = Vec<(u64, T)>;

/// By a number from which its elements begin. Clones share them until one of the two writes.
#[derive(Clone, Debug)]
pub(super) struct Elders<T>(BTreeMap<u64, Rc<Pack<T>>>);

impl<T> Default for Elders<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Clone> Elders<T> {
    /// Adds an element whose number is greater than all others.
    pub(super) fn push(&mut self, number: u64, element: T) {
        match self.0.last_entry() {
            Some(mut last) if last.get().len() < FULL => Rc::make_mut(last.get_mut()).push((number, element)),
            _ => {
                self.0.insert(number, Rc::new(vec![(number, element)]));
            }
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn get(&self, number: u64) -> Option<&T> {
        let (_, pack) = self.0.range(..=number).next_back()?;
        let place = find(pack, number).ok()?;
        Some(&pack[place].1)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let (_, pack) = self.0.range_mut(..=number).next_back()?;
        let place = find(pack, number).ok()?;
        Some(&mut Rc::make_mut(pack)[place].1)
    }

    /// Drops an element, which is here.
    #[cold]
    #[inline(never)]
    pub(super) fn remove(&mut self, number: u64) {
        let pack = self.0.range_mut(..=number).next_back();
        let Some((&start, pack)) = pack else {
            panic!("{number} is not here")
        };
        let Ok(place) = find(pack, number) else {
            panic!("{number} is not here")
        };
        let pack = Rc::make_mut(pack);
        pack.remove(place);
        let left = pack.len();
        if left == 0 {
            self.0.remove(&start);
        } else if left < FEW {
            self.join_next(start);
        }
    }

    fn join_next(&mut self, start: u64) {
        let Some((&next, pack)) = self.0.range(start + 1..).next() else {
            return;
        };
        if pack.len() > FULL - FEW {
            return;
        }
        let joining = self.0.remove(&next);
        if let (Some(pack), Some(joining)) = (self.0.get_mut(&start), joining) {
            Rc::make_mut(pack).extend(joining.iter().cloned());
        }
    }

    /// The first number from this one on that is here.
    pub(super) fn first_from(&self, number: u64) -> Option<u64> {
        let before = self.0.range(..=number).next_back();
        let behind = self.0.range(number..).next();
        let mut packs = before.into_iter().chain(behind).map(|(_, pack)| pack);
        packs.find_map(|pack| {
            let place = find(pack, number).unwrap_or_else(|place| place);
            pack.get(place).map(|&(number, _)| number)
        })
    }

    /// What a clone copies, in bytes, roughly.
    pub(super) fn weight(&self) -> usize {
        self.0.len() * 2 * size_of::<(u64, usize)>()
    }
}

fn find<T>(pack: &Pack<T>, number: u64) -> Result<usize, usize> {
    pack.binary_search_by_key(&number, |&(number, _)| number)
}
