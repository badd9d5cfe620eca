//! The wall clock, as the time of a world: the one place that reads it.

#![expect(
    clippy::disallowed_types,
    reason = "a served world follows the wall clock; what it came to is written into the log"
)]

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use cloud::time::{SimDuration, SimTime};

/// A speed, in thousandths: 1,000 is as fast as the wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Speed(pub(crate) u64);

impl Speed {
    /// As fast as the wall clock.
    pub(crate) const REAL: Self = Self(1_000);
}

/// A clock that began at an instant of a world and goes at a speed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    began: Instant,
    began_at: SimTime,
    speed: Speed,
}

/// The seconds since 1970 began, and what has passed of this one.
pub(crate) fn unix_time() -> (u64, SimDuration) {
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (
        time.as_secs(),
        SimDuration::from_nanos(time.subsec_nanos().into()),
    )
}

impl Clock {
    /// It is `now` in the world.
    pub(crate) fn start(now: SimTime, speed: Speed) -> Self {
        Self {
            began: Instant::now(),
            began_at: now,
            speed,
        }
    }

    /// What time it is in the world.
    pub(crate) fn now(&self) -> SimTime {
        let nanos = self.began.elapsed().as_nanos() * u128::from(self.speed.0) / 1_000;
        self.began_at + SimDuration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX / 2))
    }

    /// How long it is until then, on the wall.
    pub(crate) fn until(&self, at: SimTime) -> Duration {
        let left = at.as_nanos().saturating_sub(self.now().as_nanos());
        let nanos = u128::from(left) * 1_000 / u128::from(self.speed.0);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}
