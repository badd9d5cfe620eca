//! How long the messages of each queue have been there, for the guarantee of age.
//!
//! Messages are numbered in the order in which they are sent, so that a list in this order finds a message by halving. It is in
//! pages that clones share until one of them writes: a checkpoint of a backlog of a million costs a few thousand references.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use cloud::POINTER;
use cloud::sqs::MessageId;
use cloud::time::SimTime;

use crate::item::ItemId;
use crate::sketch::PartId;
use crate::table::Table;

/// Messages of a page.
const PAGE: usize = 128;

/// The messages in each queue in the order in which they were sent to it. Messages that were moved to a dead-letter queue are
/// not among them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ages {
    queues: Table<PartId, Arrivals>,
    pub(crate) dead_letter_queues: BTreeSet<PartId>,
}

/// What was sent to one queue. The first page holds a message that is still there, if any page does.
#[derive(Clone, Debug, Default)]
struct Arrivals {
    pages: VecDeque<Rc<Page>>,
}

#[derive(Clone, Debug, Default)]
struct Page {
    arrivals: Vec<Arrival>,
    /// How many are still there.
    present: usize,
    /// Before this place all have left.
    first: usize,
}

#[derive(Clone, Copy, Debug)]
struct Arrival {
    message: MessageId,
    came: SimTime,
    item: ItemId,
    is_present: bool,
}

impl Ages {
    /// What a clone copies.
    pub(crate) fn weight(&self) -> usize {
        self.pages() * POINTER
    }

    /// How many bytes clones share, roughly.
    pub(crate) fn shared_weight(&self) -> usize {
        self.pages() * PAGE * size_of::<Arrival>()
    }

    fn pages(&self) -> usize {
        self.queues.values().map(|arrivals| arrivals.pages.len()).sum()
    }

    pub(crate) fn is_dead_letter_queue(&self, queue: PartId) -> bool {
        self.dead_letter_queues.contains(&queue)
    }

    /// The queues that are not dead-letter queues, as far as anything was ever sent to them.
    pub(crate) fn watched_queues(&self) -> impl Iterator<Item = PartId> {
        self.queues
            .keys()
            .filter(|&queue| !self.is_dead_letter_queue(queue))
    }

    pub(crate) fn enter(&mut self, queue: PartId, came: SimTime, message: MessageId, item: ItemId) {
        let arrival = Arrival {
            message,
            came,
            item,
            is_present: true,
        };
        self.queues.get_or_default(queue).push(arrival);
    }

    pub(crate) fn leave(&mut self, queue: PartId, message: MessageId) {
        if let Some(arrivals) = self.queues.get_mut(&queue) {
            arrivals.remove(message);
        }
    }

    /// The message that came first of those still there, and when.
    pub(crate) fn oldest(&self, queue: PartId) -> Option<(SimTime, ItemId)> {
        let page = self.queues.get(&queue)?.pages.front()?;
        let oldest = page.arrivals.get(page.first)?;
        Some((oldest.came, oldest.item))
    }
}

impl Arrivals {
    fn push(&mut self, arrival: Arrival) {
        if self.pages.back().is_none_or(|page| page.arrivals.len() == PAGE) {
            self.pages.push_back(Rc::default());
        }
        if let Some(page) = self.pages.back_mut() {
            let page = Rc::make_mut(page);
            page.arrivals.push(arrival);
            page.present += 1;
        }
    }

    fn remove(&mut self, message: MessageId) {
        let after = self.pages.partition_point(|page| page.begins_by(message));
        let Some(index) = after.checked_sub(1) else { return };
        Page::remove(&mut self.pages[index], message);
        if let Some(last) = self.pages.back_mut().filter(|last| last.present == 0) {
            Rc::make_mut(last).clear();
        }
        while self.pages.len() > 1 && self.pages.front().is_some_and(|page| page.present == 0) {
            self.pages.pop_front();
        }
    }
}

impl Page {
    fn begins_by(&self, message: MessageId) -> bool {
        self.arrivals
            .first()
            .is_some_and(|first| first.message <= message)
    }

    fn clear(&mut self) {
        self.arrivals.clear();
        self.first = 0;
    }

    fn remove(page: &mut Rc<Self>, message: MessageId) {
        let found = page
            .arrivals
            .binary_search_by_key(&message, |arrival| arrival.message);
        // A message that was moved here is not in here.
        let Ok(place) = found else { return };
        let page = Rc::make_mut(page);
        if std::mem::take(&mut page.arrivals[place].is_present) {
            page.present -= 1;
        }
        let gone = page.arrivals[page.first..].iter();
        page.first += gone.take_while(|arrival| !arrival.is_present).count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const QUEUE: PartId = PartId(2);

    #[test]
    fn the_oldest_is_the_first_that_is_still_there() {
        let (mut ages, mut map) = (Ages::default(), BTreeMap::new());
        let mut gone = 0;
        for number in 0..5_000_u64 {
            let (message, at) = (MessageId(number * 3), SimTime::from_secs(number));
            let item = ItemId::new(PartId(1), number + 1);
            ages.enter(QUEUE, at, message, item);
            map.insert(message, (at, item));
            // Some leave at once, some in another order, and in between nearly all.
            for _ in 0..if number % 1_000 < 800 { number % 2 } else { 4 } {
                gone = (gone + 7_919) % (number + 1);
                map.remove(&MessageId(gone * 3));
                ages.leave(QUEUE, MessageId(gone * 3));
            }
            ages.leave(QUEUE, MessageId(number * 3 + 1));
            assert_eq!(ages.oldest(QUEUE), map.values().next().copied());
        }
        let clone = ages.clone();
        for &message in map.keys() {
            ages.leave(QUEUE, message);
        }
        assert_eq!(
            (ages.oldest(QUEUE), clone.oldest(QUEUE)),
            (None, map.values().next().copied())
        );
        assert!(ages.weight() <= size_of::<usize>());
    }
}
