//! Throttling: a service takes so many requests a second and refuses the rest for now, as a token bucket that holds what
//! comes in one second.

use cloud::time::{SimDuration, SimTime};

use crate::sketch::{Part, PartId, Rate};
use crate::world::World;

/// The bucket holds what comes in this time, at least one request.
const BURST: SimDuration = SimDuration::from_secs(1);
/// A rate counts requests in this time.
const RATE_PERIOD: u64 = SimDuration::from_secs(1_000).as_nanos();

/// See the module's text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Throttle {
    rate: Rate,
    /// When the bucket is full again.
    full: SimTime,
}

impl Throttle {
    fn new(rate: Rate) -> Self {
        Self {
            rate,
            full: SimTime::ZERO,
        }
    }

    /// Whether a request is taken now.
    fn takes(&mut self, now: SimTime) -> bool {
        let token = SimDuration::from_nanos(RATE_PERIOD / self.rate.0.max(1));
        let from = self.full.max(now);
        let after = from + token;
        if after.since(now) > BURST.max(token) {
            return false;
        }
        self.full = after;
        true
    }
}

impl World {
    pub(crate) fn set_throttle(&mut self, part: PartId, rate: Option<Rate>) {
        let is_service = matches!(
            self.sketch.parts.get(&part),
            Some(Part::Queue(_) | Part::Server(_))
        );
        match rate {
            Some(rate) if is_service => {
                self.throttles.insert(part, Throttle::new(rate));
            }
            _ => {
                self.throttles.remove(&part);
            }
        }
    }

    /// Whether a request that has come to a service is one too many.
    pub(crate) fn is_throttled(&mut self, part: PartId) -> bool {
        if self.throttles.is_empty() {
            return false;
        }
        // A server that does not run does not even answer that.
        if self.servers.contains_key(&part) && !self.is_server_up(part) {
            return false;
        }
        let now = self.now;
        self.throttles
            .get_mut(&part)
            .is_some_and(|throttle| !throttle.takes(now))
    }

    /// How many requests a part takes, if it is throttled.
    pub fn throttle(&self, part: PartId) -> Option<Rate> {
        self.throttles.get(&part).map(|throttle| throttle.rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(rate: Rate, every: SimDuration, requests: u64) -> u64 {
        let mut throttle = Throttle::new(rate);
        let takes = |request: &u64| throttle.takes(SimTime::ZERO + every * *request);
        (0..requests).filter(takes).count() as u64
    }

    #[test]
    fn what_keeps_to_the_rate_is_taken() {
        let tenth = SimDuration::from_millis(100);
        assert_eq!(taken(Rate::per_second(10), tenth, 1_000), 1_000);
        assert_eq!(taken(Rate(500), SimDuration::from_secs(2), 50), 50);
    }

    #[test]
    fn of_more_the_rate_is_taken_and_what_one_second_brings_at_first() {
        let hundredth = SimDuration::from_millis(10);
        assert_eq!(taken(Rate::per_second(10), hundredth, 1_000), 10 + 99);
        assert_eq!(taken(Rate::per_second(10), SimDuration::ZERO, 1_000), 10);
    }
}
