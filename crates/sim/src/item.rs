//! What a producer means to hand over, whatever happens to it on the way.

use cloud::sqs::Mark;

use crate::sketch::PartId;

const NUMBER_BITS: u32 = 40;

/// The `number`-th item (from 1) of a producer. It keeps this name across retries, duplicates, redeliveries and
/// dead-letter queues, so that what was sent can be compared with what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(u64);

impl ItemId {
    /// The `number`-th item of `producer`.
    ///
    /// # Panics
    /// If `producer` is 2²⁴ or more, or `number` is 2⁴⁰ or more.
    pub fn new(producer: PartId, number: u64) -> Self {
        assert!(
            producer.0 < 1 << (64 - NUMBER_BITS) && number < 1 << NUMBER_BITS,
            "an item id holds 24 and 40 bits"
        );
        Self(u64::from(producer.0) << NUMBER_BITS | number)
    }

    /// Who made it.
    pub fn producer(self) -> PartId {
        PartId(u32::try_from(self.0 >> NUMBER_BITS).expect("24 bits fit"))
    }

    /// Its place among the items of its producer, from 1.
    pub fn number(self) -> u64 {
        self.0 & ((1 << NUMBER_BITS) - 1)
    }

    /// Both parts in one number, as it travels through services and frames.
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

impl From<u64> for ItemId {
    fn from(packed: u64) -> Self {
        Self(packed)
    }
}

impl From<Mark> for ItemId {
    fn from(mark: Mark) -> Self {
        Self(mark.0)
    }
}

impl From<ItemId> for Mark {
    fn from(item: ItemId) -> Self {
        Self(item.0)
    }
}
