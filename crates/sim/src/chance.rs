//! Chance: every part and every direction of a link draws from its own streams, each made from the seed and
//! its own stable id alone, so that adding a part changes no other part's luck.
//!
//! Floating point appears in one place, the logarithm of an exponential draw, taken from `libm`, which gives the same
//! bits on every target, and is turned into whole nanoseconds at once.

use std::fmt;
use std::hash::Hasher;

use cloud::time::SimDuration;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use siphasher::sip::SipHasher13;

use crate::item::ItemId;
use crate::product::product;
use crate::sketch::{Chance, DurationLaw, LinkId, PartId};

/// Who draws, and for what. Each has a stream of its own: a change of how often something is lost does not change how
/// long the rest takes.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Arrivals(PartId),
    Backoff(PartId),
    Work(PartId),
    Failure(PartId),
    Crash(PartId),
    ForwardImpairment(LinkId),
    BackwardImpairment(LinkId),
    ForwardLatency(LinkId),
    ForwardLoss(LinkId),
    BackwardLatency(LinkId),
    BackwardLoss(LinkId),
    /// Which of its targets a producer sends to.
    Target(PartId),
    /// Which servers of a queue a short poll asks.
    Servers(PartId),
    /// Whether a delete misses a copy.
    Copies(PartId),
    /// For what is made up from a seed outside of a world.
    Fiction,
}

impl Purpose {
    /// A number for the purpose and the id. These numbers are part of what a seed means: they never change.
    fn key(self) -> (u64, u64) {
        match self {
            Self::Arrivals(part) => (1, part.0.into()),
            Self::Backoff(part) => (2, part.0.into()),
            Self::Work(part) => (3, part.0.into()),
            Self::Failure(part) => (4, part.0.into()),
            Self::ForwardLatency(link) => (5, link.0.into()),
            Self::ForwardLoss(link) => (6, link.0.into()),
            Self::BackwardLatency(link) => (7, link.0.into()),
            Self::BackwardLoss(link) => (8, link.0.into()),
            Self::Fiction => (9, 0),
            Self::Servers(part) => (30, part.0.into()),
            Self::Copies(part) => (31, part.0.into()),
            Self::Crash(part) => (20, part.0.into()),
            Self::ForwardImpairment(link) => (21, link.0.into()),
            Self::BackwardImpairment(link) => (22, link.0.into()),
            Self::Target(part) => (10, part.0.into()),
        }
    }
}

/// The purpose of [`number_of_item`], beside those of the streams.
const OF_ITEM: u64 = 11;

/// The `draw`-th number of an item, below `bound`, which is not zero: the same whenever it is asked for, so that every attempt
/// to send the item carries it.
pub(crate) fn number_of_item(seed: u64, item: ItemId, draw: u64, bound: u64) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(seed, OF_ITEM);
    hasher.write(&item.as_u64().to_le_bytes());
    hasher.write(&draw.to_le_bytes());
    below(hasher.finish(), bound)
}

/// `drawn`, anything equally likely, brought below `bound`.
fn below(drawn: u64, bound: u64) -> u64 {
    product(drawn, bound).1
}

/// One stream of chance: PCG-XSH-RR 64/32.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Luck(Pcg32);

/// Shows what would be drawn next: with this, the digest of a world's state covers its luck.
impl fmt::Debug for Luck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Luck({:016x})", self.0.clone().next_u64())
    }
}

impl Luck {
    pub(crate) fn new(seed: u64, purpose: Purpose) -> Self {
        let (tag, id) = purpose.key();
        let word = |half: u64| {
            let mut hasher = SipHasher13::new_with_keys(seed, tag);
            hasher.write(&id.to_le_bytes());
            hasher.write(&half.to_le_bytes());
            hasher.finish().to_le_bytes()
        };
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&word(0));
        bytes[8..].copy_from_slice(&word(1));
        Self(Pcg32::from_seed(bytes))
    }

    /// Whether it happens this time. Draws once unless the answer is certain.
    #[inline]
    pub(crate) fn strikes(&mut self, chance: Chance) -> bool {
        match chance {
            Chance(0) => false,
            Chance(parts) if parts >= Chance::ALWAYS.0 => true,
            Chance(parts) => self.below(Chance::ALWAYS.0.into()) < parts.into(),
        }
    }

    /// A number below `bound`, which is not zero; equally likely but for less than one part in 2³².
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        below(self.0.next_u64(), bound)
    }

    /// How long it takes this time.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn duration(&mut self, law: DurationLaw) -> SimDuration {
        match law {
            DurationLaw::Constant(duration) => duration,
            DurationLaw::Uniform { min, max } => min + self.up_to(max - min),
            DurationLaw::Exponential { mean } => self.exponential(mean),
        }
    }

    /// Anything from nothing to `most`, equally likely.
    pub(crate) fn up_to(&mut self, most: SimDuration) -> SimDuration {
        SimDuration::from_nanos(self.below(most.as_nanos().saturating_add(1)))
    }

    /// Memoryless, with this mean.
    #[inline(never)]
    pub(crate) fn exponential(&mut self, mean: SimDuration) -> SimDuration {
        const BITS: u32 = 53;
        // In (0, 1]: the logarithm of nought has no value.
        let uniform = ((self.0.next_u64() >> (u64::BITS - BITS)) + 1) as f64 / (1u64 << BITS) as f64;
        let nanos = -libm::log(uniform) * mean.as_nanos() as f64;
        SimDuration::from_nanos(nanos as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luck() -> Luck {
        Luck::new(7, Purpose::Work(PartId(1)))
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_id() {
        let purposes = [1, 2].map(|id| {
            let (part, link) = (PartId(id), LinkId(id));
            [
                Purpose::Arrivals(part),
                Purpose::Backoff(part),
                Purpose::Work(part),
                Purpose::Failure(part),
                Purpose::Servers(part),
                Purpose::Copies(part),
                Purpose::Crash(part),
                Purpose::Target(part),
                Purpose::ForwardLatency(link),
                Purpose::ForwardLoss(link),
                Purpose::BackwardLatency(link),
                Purpose::BackwardLoss(link),
                Purpose::ForwardImpairment(link),
                Purpose::BackwardImpairment(link),
            ]
        });
        let first = |seed| {
            purposes
                .as_flattened()
                .iter()
                .map(move |purpose| Luck::new(seed, *purpose).below(u64::MAX))
        };
        let draws: Vec<u64> = first(7).chain(first(8)).collect();
        for (index, draw) in draws.iter().enumerate() {
            assert!(!draws[..index].contains(draw), "two streams begin alike");
        }
        let of_one_seed = draws.len() / 2;
        assert!(first(7).eq(draws[..of_one_seed].iter().copied()));
    }

    #[test]
    fn a_chance_strikes_about_as_often_as_it_says() {
        let mut luck = luck();
        let struck = (0..10_000).filter(|_| luck.strikes(Chance::percent(30))).count();
        assert!((2_800..3_200).contains(&struck), "{struck} of 10,000 at 30 %");
        assert!(!luck.strikes(Chance::NEVER) && luck.strikes(Chance::ALWAYS));
    }

    #[test]
    fn what_is_certain_draws_nothing() {
        let mut drawn = luck();
        drawn.strikes(Chance::NEVER);
        drawn.strikes(Chance::ALWAYS);
        drawn.duration(DurationLaw::Constant(SimDuration::from_secs(1)));
        assert_eq!(drawn, luck());
    }

    #[test]
    fn durations_have_the_mean_of_their_law() {
        let mean_of = |law| {
            let mut luck = luck();
            let sum: u64 = (0..10_000).map(|_| luck.duration(law).as_nanos()).sum();
            SimDuration::from_nanos(sum / 10_000).as_millis()
        };
        let seconds = SimDuration::from_secs;
        let exponential = mean_of(DurationLaw::Exponential { mean: seconds(2) });
        assert!(
            (1_940..2_060).contains(&exponential),
            "{exponential} ms on average instead of 2 s"
        );
        let uniform = mean_of(DurationLaw::Uniform {
            min: seconds(1),
            max: seconds(3),
        });
        assert!(
            (1_970..2_030).contains(&uniform),
            "{uniform} ms on average instead of 2 s"
        );
    }
}
