//! Finds numbered things by the hash of their text: those of similar hashes are a chain, and here is where each begins. The
//! rest of a chain is in the things themselves, each of which names the next, and so are the texts; whoever looks for one
//! compares them. So a clone copies nothing but these beginnings.

use std::hash::Hasher;
use std::rc::Rc;

use rustc_hash::FxHasher;

/// What is in a text, in short. No result may depend on it.
pub(super) type Hash = u32;

/// No thing.
pub(super) const NONE: u32 = u32::MAX;

/// The least number of chains, but for none.
const LEAST: usize = 16;
/// There are at most so many times as many chains as things, or so many times the least number.
const ROOMY: usize = 8;

/// Of a text. Unit tests make it poor, so that texts meet.
pub(super) fn hash(text: &str) -> Hash {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    let hash = hasher.finish() as Hash;
    if cfg!(test) { hash % 4 } else { hash }
}

/// Whether two texts are the same, which is quick to see where they are one.
#[cfg_attr(not(small), inline(always))]
pub(super) fn is_same(one: &Rc<str>, other: &Rc<str>) -> bool {
    Rc::ptr_eq(one, other) || one == other
}

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    /// None, or a power of two.
    heads: Vec<u32>,
}

impl Chains {
    /// The first thing of the chain for this hash, or [`NONE`].
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn head(&self, hash: Hash) -> u32 {
        let mask = self.heads.len().wrapping_sub(1);
        self.heads.get(hash as usize & mask).copied().unwrap_or(NONE)
    }

    /// Puts another thing first, and returns the one that was.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn replace_head(&mut self, hash: Hash, head: u32) -> u32 {
        let mask = self.heads.len().wrapping_sub(1);
        std::mem::replace(&mut self.heads[hash as usize & mask], head)
    }

    /// Whether there are too few chains, or far too many, for so many things and one more.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn fit_badly(&self, things: usize) -> bool {
        things >= self.heads.len() || self.heads.len() > ROOMY * (things + LEAST)
    }

    /// As many chains as so many things and one more need, all empty; returns where those before began.
    pub(super) fn renew(&mut self, things: usize) -> Vec<u32> {
        let chains = (2 * (things + 1)).next_power_of_two().max(LEAST);
        std::mem::replace(&mut self.heads, vec![NONE; chains])
    }

    /// What a clone copies, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.heads.len() * size_of::<u32>()
    }
}
