//! One bit for each number, in chunks that clones share until one of them writes: a checkpoint of a run with millions of items
//! costs a reference for every four thousand of them. A chunk whose numbers are all in takes no more than that reference, so that a
//! run may go on for days.

use std::rc::Rc;

use cloud::POINTER;

const WORDS: usize = 64;
const CHUNK_BITS: u64 = 64 * WORDS as u64;

type Chunk = Rc<[u64; WORDS]>;

/// A set of numbers that are dense from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    /// None: all numbers of the chunk are in.
    chunks: Vec<Option<Chunk>>,
    /// How many chunks are kept.
    kept: usize,
}

fn place(number: u64) -> (usize, usize, u64) {
    let fits = |index: u64| usize::try_from(index).expect("numbers count what was made in this run");
    (
        fits(number / CHUNK_BITS),
        fits(number % CHUNK_BITS / 64),
        1 << (number % 64),
    )
}

impl Bits {
    pub(crate) fn weight(&self) -> usize {
        self.kept * size_of::<[u64; WORDS]>() + self.chunks.len() * POINTER
    }

    pub(crate) fn has(&self, number: u64) -> bool {
        let (chunk, word, bit) = place(number);
        match self.chunks.get(chunk) {
            Some(Some(chunk)) => chunk[word] & bit != 0,
            Some(None) => true,
            None => false,
        }
    }

    /// Puts a number in, and tells whether it was in already.
    pub(crate) fn put(&mut self, number: u64) -> bool {
        let (place, word, bit) = place(number);
        if place >= self.chunks.len() {
            self.kept += place + 1 - self.chunks.len();
            self.chunks.resize_with(place + 1, || Some(Rc::new([0; WORDS])));
        }
        let Some(chunk) = &mut self.chunks[place] else {
            return true;
        };
        let words = Rc::make_mut(chunk);
        let was_in = words[word] & bit != 0;
        words[word] |= bit;
        if words[word] == u64::MAX && words.iter().all(|word| *word == u64::MAX) {
            self.chunks[place] = None;
            self.kept -= 1;
        }
        was_in
    }

    /// Takes a number out, if it is in.
    pub(crate) fn take_out(&mut self, number: u64) {
        let (place, word, bit) = place(number);
        if let Some(chunk) = self.chunks.get_mut(place) {
            if chunk.is_none() {
                self.kept += 1;
            }
            let chunk = chunk.get_or_insert_with(|| Rc::new([u64::MAX; WORDS]));
            Rc::make_mut(chunk)[word] &= !bit;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_in_once_it_was_put_in() {
        let mut bits = Bits::default();
        for number in [0, 63, 64, 4_095, 4_096, 100_000] {
            assert!(!bits.has(number) && !bits.put(number), "{number} before");
            assert!(bits.has(number) && bits.put(number), "{number} after");
        }
        assert!(!bits.has(1) && !bits.has(4_097) && !bits.has(9_999_999));
        bits.take_out(63);
        bits.take_out(9_999_999);
        assert!(!bits.has(63) && bits.has(0) && bits.has(64));
    }

    #[test]
    fn a_chunk_whose_numbers_are_all_in_takes_next_to_nothing() {
        let mut bits = Bits::default();
        for number in (0..2 * CHUNK_BITS).rev() {
            assert!(!bits.put(number));
        }
        assert!(bits.weight() < 100 && bits.has(0) && bits.put(CHUNK_BITS - 1));
        assert!(!bits.has(2 * CHUNK_BITS));
        let full = bits.clone();
        bits.take_out(7);
        assert!(!bits.has(7) && bits.has(8) && full.has(7) && bits.weight() > 500);
        assert!(!bits.put(7));
        assert_eq!(bits, full);
    }

    #[test]
    fn a_clone_does_not_see_what_comes_later() {
        let mut bits = Bits::default();
        bits.put(1);
        let clone = bits.clone();
        bits.put(2);
        assert!(clone.has(1) && !clone.has(2));
    }
}
