//! A queue by time for times that never go back: a radix heap (Ahuja, Mehlhorn, Orlin, Tarjan, 1990) whose digits are
//! bytes.
//!
//! What is later than the last time taken out differs from it in some highest digit. The place of that digit is its level, the
//! digit its slot: so every entry of a lower level comes before every entry of a higher one, and within a level the lowest slot
//! comes first. Putting in is a few instructions. When the first slot is opened, the rest of it is laid out anew on lower
//! levels; an entry goes down at most once per level, however many others there are. A slot that holds only a few is not laid
//! out but sorted, into the front: then most entries go down once or not at all.

use cloud::time::SimTime;

const SLOTS: usize = 1 << u8::BITS;
const LEVELS: usize = size_of::<u64>();
/// Bits that say which slots of a level are not empty.
const WORDS: usize = SLOTS / u64::BITS as usize;
/// No more entries than this are kept in the front.
const MOST_IN_FRONT: usize = 32;
/// No entry.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node<T> {
    at: SimTime,
    content: T,
    /// The next entry of the slot, or the next vacant place.
    next: u32,
}

/// Entries in the order in which they came; meaningless where the level says that the slot is empty.
#[derive(Clone, Copy, Debug)]
struct Slot {
    head: u32,
    tail: u32,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    /// One bit for each slot that is not empty.
    occupied: [u64; WORDS],
    slots: [Slot; SLOTS],
}

impl Level {
    fn has(&self, slot: u8) -> bool {
        let (word, bit) = bit(slot);
        self.occupied[word] & bit != 0
    }

    fn first(&self) -> Option<u8> {
        let word = self.occupied.iter().position(|&word| word != 0)?;
        let slot = word as u32 * u64::BITS + self.occupied[word].trailing_zeros();
        Some(slot as u8)
    }
}

/// When the slot of a level ends that `at` is in.
fn end_of_slot(level: u8, at: SimTime) -> SimTime {
    let last = at.as_nanos() | ((1 << (u32::from(level) * u8::BITS)) - 1);
    SimTime::from_nanos(last.saturating_add(1))
}

/// The word of a slot, and the bit in it.
fn bit(slot: u8) -> (usize, u64) {
    (usize::from(slot >> 6), 1 << (slot & 63))
}

#[derive(Clone, Copy, Debug)]
struct Place {
    /// Below [`LEVELS`].
    level: u8,
    slot: u8,
}

/// The nodes of the slot that was opened last and what was put in between, the latest first.
#[derive(Clone, Copy, Debug)]
struct Front {
    entries: [(SimTime, u32); MOST_IN_FRONT],
    length: usize,
    /// What is to be sorted, and of each how many of the others are later.
    unsorted: [(SimTime, u32, u32); MOST_IN_FRONT],
}

impl Default for Front {
    fn default() -> Self {
        Self {
            entries: [(SimTime::ZERO, NONE); MOST_IN_FRONT],
            length: 0,
            unsorted: [(SimTime::ZERO, NONE, 0); MOST_IN_FRONT],
        }
    }
}

// Remainders of places tell compilers that there are such places.
impl Front {
    /// Fills the front, which is empty. False, and it stays so, if this is too much.
    #[cfg_attr(not(small), inline(always))]
    fn fill(&mut self, nodes: impl Iterator<Item = (SimTime, u32)>) -> bool {
        let mut count = 0;
        for (at, node) in nodes {
            if count == MOST_IN_FRONT {
                return false;
            }
            // Compared with all without a branch: which way it would go is anybody's guess, and guessing wrong costs more.
            let mut later = 0;
            for (other, _, others_later) in &mut self.unsorted[..count] {
                let is_later = u32::from(*other > at);
                later += is_later;
                *others_later += 1 - is_later;
            }
            self.unsorted[count] = (at, node, later);
            count += 1;
        }
        for &(at, node, later) in &self.unsorted[..count] {
            self.entries[later as usize % MOST_IN_FRONT] = (at, node);
        }
        self.length = count;
        true
    }

    /// Puts a node behind all of the same time. False if there is no room.
    #[cfg_attr(not(small), inline(always))]
    fn insert(&mut self, at: SimTime, node: u32) -> bool {
        if self.length == MOST_IN_FRONT {
            return false;
        }
        let mut place = self.length;
        self.length += 1;
        while place > 0 && self.entries[(place - 1) % MOST_IN_FRONT].0 <= at {
            self.entries[place % MOST_IN_FRONT] = self.entries[(place - 1) % MOST_IN_FRONT];
            place -= 1;
        }
        self.entries[place % MOST_IN_FRONT] = (at, node);
        true
    }

    /// What is taken out next.
    #[cfg_attr(not(small), inline(always))]
    fn last(&self) -> Option<(SimTime, u32)> {
        let last = self.length.checked_sub(1)?;
        Some(self.entries[last % MOST_IN_FRONT])
    }

    #[cfg_attr(not(small), inline(always))]
    fn pop(&mut self) -> Option<(SimTime, u32)> {
        let last = self.last()?;
        self.length -= 1;
        Some(last)
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = (SimTime, u32)> {
        self.entries[..self.length].iter().copied()
    }
}

/// The first entry on the levels: looked for only where the front is empty.
#[derive(Clone, Copy, Debug)]
struct First {
    at: SimTime,
    node: u32,
    place: Place,
}

/// See the module's text. Entries of the same time come out in the order in which they were put in.
#[derive(Clone, Debug)]
pub(crate) struct RadixHeap<T> {
    nodes: Vec<Node<T>>,
    vacant: u32,
    length: usize,
    levels: Box<[Level; LEVELS]>,
    /// One bit for each level that is not empty.
    occupied: u8,
    /// The last time taken out: levels and slots are relative to this.
    last: SimTime,
    first: Option<First>,
    front: Front,
    /// All that is before this is in the front.
    front_end: SimTime,
}

impl<T> Default for RadixHeap<T> {
    fn default() -> Self {
        let empty = Slot {
            head: NONE,
            tail: NONE,
        };
        let level = Level {
            occupied: [0; WORDS],
            slots: [empty; SLOTS],
        };
        Self {
            nodes: Vec::new(),
            vacant: NONE,
            length: 0,
            levels: Box::new([level; LEVELS]),
            occupied: 0,
            last: SimTime::ZERO,
            first: None,
            front: Front::default(),
            front_end: SimTime::ZERO,
        }
    }
}

impl<T: Copy> RadixHeap<T> {
    /// Puts something in, not before the last time taken out.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn put(&mut self, at: SimTime, content: T) {
        debug_assert!(at >= self.last, "{at} is before {}", self.last);
        let node = self.new_node(at, content);
        if at >= self.front_end {
            self.put_on_level(at, node);
        } else if !self.front.insert(at, node) {
            self.lay_out_front();
            self.put_on_level(at, node);
        }
        self.length += 1;
    }

    #[cfg_attr(not(small), inline(always))]
    fn put_on_level(&mut self, at: SimTime, node: u32) {
        let place = self.link(at, node);
        if self.front.length == 0 && self.first.is_none_or(|first| at < first.at) {
            self.first = Some(First { at, node, place });
        }
    }

    /// Brings the front, which has become too long, back to the levels.
    #[cold]
    fn lay_out_front(&mut self) {
        self.front_end = SimTime::ZERO;
        let front = std::mem::take(&mut self.front);
        for (at, node) in front.iter().rev() {
            self.nodes[node as usize].next = NONE;
            self.put_on_level(at, node);
        }
    }

    /// When the next entry is taken out.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn first_at(&self) -> Option<SimTime> {
        match self.front.last() {
            Some((at, _)) => Some(at),
            None => self.first.map(|first| first.at),
        }
    }

    /// What is taken out next.
    #[inline]
    pub(crate) fn first(&self) -> Option<(SimTime, &T)> {
        let node = match self.front.last() {
            Some((_, node)) => node,
            None => self.first?.node,
        };
        let first = &self.nodes[node as usize];
        Some((first.at, &first.content))
    }

    #[inline]
    pub(crate) fn take(&mut self) -> Option<(SimTime, T)> {
        let node = match self.front.pop() {
            Some((_, node)) => node,
            None => self.take_from_level()?,
        };
        let Node { at, content, .. } = self.nodes[node as usize];
        self.last = at;
        self.nodes[node as usize].next = self.vacant;
        self.vacant = node;
        self.length -= 1;
        if self.front.length == 0 {
            self.open_first_slot();
        }
        Some((at, content))
    }

    fn take_from_level(&mut self) -> Option<u32> {
        let First { at, node, place } = self.first?;
        self.last = at;
        if place.level == 0 {
            self.unlink_head(place.slot, self.nodes[node as usize].next);
        } else {
            self.lay_out(node, place);
        }
        Some(node)
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Everything, level by level and slot by slot: not in the order of time.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (SimTime, T)> {
        let slots = self.levels.iter().flat_map(|level| {
            let occupied = (0..=u8::MAX).filter(|&slot| level.has(slot));
            occupied.map(|slot| level.slots[usize::from(slot)].head)
        });
        let front = self.front.iter().map(|(_, node)| node);
        slots.flat_map(|head| self.list(head)).chain(front).map(|node| {
            let Node { at, content, .. } = self.nodes[node as usize];
            (at, content)
        })
    }

    fn list(&self, head: u32) -> impl Iterator<Item = u32> {
        let some = |node: u32| (node != NONE).then_some(node);
        std::iter::successors(some(head), move |&node| some(self.nodes[node as usize].next))
    }

    #[cfg_attr(not(small), inline(always))]
    fn new_node(&mut self, at: SimTime, content: T) -> u32 {
        let node = Node {
            at,
            content,
            next: NONE,
        };
        if self.vacant == NONE {
            self.nodes.push(node);
            return u32::try_from(self.nodes.len() - 1).expect("fewer than 2^32 entries");
        }
        let place = self.vacant;
        self.vacant = std::mem::replace(&mut self.nodes[place as usize], node).next;
        place
    }

    #[inline]
    fn place_of(&self, at: SimTime) -> Place {
        let differs = (at.as_nanos() ^ self.last.as_nanos()) | 1;
        let level = (differs.ilog2() / u8::BITS) as u8;
        let slot = (at.as_nanos() >> (u32::from(level) * u8::BITS)) as u8;
        Place { level, slot }
    }

    /// Puts a node at the end of its slot.
    #[cfg_attr(not(small), inline(always))]
    fn link(&mut self, at: SimTime, node: u32) -> Place {
        let place = self.place_of(at);
        let level = &mut self.levels[usize::from(place.level) % LEVELS];
        let (word, bit) = bit(place.slot);
        let slot = &mut level.slots[usize::from(place.slot)];
        if level.occupied[word] & bit == 0 {
            slot.head = node;
            level.occupied[word] |= bit;
            self.occupied |= 1 << place.level;
        } else {
            self.nodes[slot.tail as usize].next = node;
        }
        slot.tail = node;
        place
    }

    /// The entries of a slot of the lowest level are of one time.
    fn unlink_head(&mut self, slot: u8, next: u32) {
        if next == NONE {
            self.vacate(Place { level: 0, slot });
        } else {
            self.levels[0].slots[usize::from(slot)].head = next;
        }
    }

    /// Lays out a slot anew, but for the node that is taken out.
    fn lay_out(&mut self, taken: u32, place: Place) {
        let mut node = self.levels[usize::from(place.level) % LEVELS].slots[usize::from(place.slot)].head;
        self.vacate(place);
        while node != NONE {
            let Node { at, next, .. } = self.nodes[node as usize];
            if node != taken {
                self.nodes[node as usize].next = NONE;
                self.link(at, node);
            }
            node = next;
        }
    }

    /// Brings the first slot to the front, which is empty, or finds its first entry if it holds too many for that.
    fn open_first_slot(&mut self) {
        self.first = None;
        let level = self.occupied.trailing_zeros() as u8;
        let Some(in_level) = self.levels.get(usize::from(level)) else {
            return;
        };
        let Some(slot) = in_level.first() else { return };
        let head = in_level.slots[usize::from(slot)].head;
        let place = Place { level, slot };
        if level > 0 && self.bring_to_front(head) {
            self.vacate(place);
            self.front_end = end_of_slot(level, self.nodes[head as usize].at);
        } else {
            let node = if level == 0 { head } else { self.earliest(head) };
            let at = self.nodes[node as usize].at;
            self.first = Some(First { at, node, place });
        }
    }

    /// Puts a list in the front. False, and the front stays empty, if it is too long for that.
    fn bring_to_front(&mut self, head: u32) -> bool {
        let nodes = &self.nodes;
        let list = std::iter::successors(Some(head), |&node| {
            let next = nodes[node as usize].next;
            (next != NONE).then_some(next)
        });
        self.front.fill(list.map(|node| (nodes[node as usize].at, node)))
    }

    fn vacate(&mut self, place: Place) {
        let level = &mut self.levels[usize::from(place.level) % LEVELS];
        let (word, bit) = bit(place.slot);
        level.occupied[word] &= !bit;
        if level.first().is_none() {
            self.occupied &= !(1 << place.level);
        }
    }

    /// The first of the earliest nodes of a list.
    fn earliest(&self, head: u32) -> u32 {
        let mut earliest = head;
        let mut node = self.nodes[head as usize].next;
        while node != NONE {
            let Node { at, next, .. } = self.nodes[node as usize];
            if at < self.nodes[earliest as usize].at {
                earliest = node;
            }
            node = next;
        }
        earliest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Luck, Purpose};
    use cloud::time::SimDuration;

    #[test]
    fn whatever_the_times_are_the_order_is_that_of_time_and_then_of_coming() {
        let mut luck = Luck::new(5, Purpose::Fiction);
        let mut heap = RadixHeap::default();
        let mut expected = std::collections::BTreeSet::new();
        let mut now = SimTime::ZERO;
        for number in 0..20_000_u64 {
            let most = 1 << luck.below(60);
            // Now and then more than the front holds.
            let times = if luck.below(50) == 0 { 80 } else { luck.below(4) };
            let (first, apart) = (luck.below(most), luck.below(most) / 64 * luck.below(2));
            for copy in 0..times {
                let at = now + SimDuration::from_nanos(first + copy * apart);
                heap.put(at, (number, copy));
                expected.insert((at, (number, copy)));
            }
            assert_eq!(heap.first(), expected.first().map(|(at, content)| (*at, content)));
            for _ in 0..luck.below(5) {
                let taken = heap.take();
                assert_eq!(taken, expected.pop_first());
                now = taken.map_or(now, |(at, _)| at.max(now));
            }
            assert_eq!(heap.len(), expected.len());
        }
        assert_eq!(heap.iter().collect::<std::collections::BTreeSet<_>>(), expected);
        assert!(std::iter::from_fn(|| heap.take()).eq(expected));
    }

    #[test]
    fn the_end_of_time_is_a_time_like_any_other() {
        let mut heap = RadixHeap::default();
        for at in [SimTime::MAX, SimTime::ZERO, SimTime::MAX] {
            heap.put(at, at);
        }
        let order: Vec<SimTime> = std::iter::from_fn(|| heap.take()).map(|(at, _)| at).collect();
        assert_eq!(order, [SimTime::ZERO, SimTime::MAX, SimTime::MAX]);
    }
}
