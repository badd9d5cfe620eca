//! One bit for each number, in chunks that clones share until one of them writes: a checkpoint of a run with millions of items
//! costs a reference for every four thousand of them.

use std::rc::Rc;

const WORDS: usize = 64;
const CHUNK_BITS: u64 = 64 * WORDS as u64;

/// A set of numbers that are dense from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    chunks: Vec<Rc<[u64; WORDS]>>,
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
        self.chunks.len() * size_of::<[u64; WORDS]>()
    }

    pub(crate) fn has(&self, number: u64) -> bool {
        let (chunk, word, bit) = place(number);
        self.chunks.get(chunk).is_some_and(|chunk| chunk[word] & bit != 0)
    }

    /// Puts a number in, and tells whether it was in already.
    pub(crate) fn put(&mut self, number: u64) -> bool {
        let (chunk, word, bit) = place(number);
        if chunk >= self.chunks.len() {
            self.chunks.resize_with(chunk + 1, || Rc::new([0; WORDS]));
        }
        let word = &mut Rc::make_mut(&mut self.chunks[chunk])[word];
        let was_in = *word & bit != 0;
        *word |= bit;
        was_in
    }

    /// Takes a number out, if it is in.
    pub(crate) fn take_out(&mut self, number: u64) {
        let (chunk, word, bit) = place(number);
        if let Some(chunk) = self.chunks.get_mut(chunk) {
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
    fn a_clone_does_not_see_what_comes_later() {
        let mut bits = Bits::default();
        bits.put(1);
        let clone = bits.clone();
        bits.put(2);
        assert!(clone.has(1) && !clone.has(2));
    }
}
