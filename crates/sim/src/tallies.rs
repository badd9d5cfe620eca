//! What happened, counted: for each part and for each link.

use cloud::time::{SimDuration, SimTime};

use crate::event::EventKind;
use crate::figures::{LinkFigures, LinkRate};
use crate::sketch::{LinkId, PartId};
use crate::table::Table;

/// A rate looks back over this many periods of this length, the one under way included.
const PERIODS: usize = 8;
const PERIOD: SimDuration = SimDuration::from_millis(250);

/// The counts of a part; each kind of part uses its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PartTally {
    pub(crate) produced: u64,
    pub(crate) accepted: u64,
    pub(crate) gave_up: u64,
    pub(crate) retries: u64,
    pub(crate) taken: u64,
    pub(crate) finished: u64,
    pub(crate) skipped: u64,
    pub(crate) failed: u64,
    pub(crate) dropped: u64,
    pub(crate) turned_away: u64,
    /// Finished for a caller who no longer waited.
    pub(crate) late: u64,
}

#[derive(Clone, Debug, Default)]
struct LinkTally {
    figures: LinkFigures,
    recent: [Recent; PERIODS],
    /// The number of the period that was written last, and its end.
    period: u64,
    period_ends: SimTime,
}

#[derive(Clone, Copy, Debug, Default)]
struct Recent {
    requests: u64,
    items: u64,
    failed: u64,
}

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tallies {
    parts: Table<PartId, PartTally>,
    links: Table<LinkId, LinkTally>,
}

impl Tallies {
    pub(crate) fn part(&self, part: PartId) -> PartTally {
        self.parts.get(&part).copied().unwrap_or_default()
    }

    pub(crate) fn link(&self, link: LinkId) -> LinkFigures {
        self.links
            .get(&link)
            .map(|tally| tally.figures)
            .unwrap_or_default()
    }

    pub(crate) fn rate(&self, link: LinkId, now: SimTime) -> LinkRate {
        self.links
            .get(&link)
            .map(|tally| tally.rate(now))
            .unwrap_or_default()
    }

    /// So that the parts after one that never counts anything are found at once.
    pub(crate) fn keep_place(&mut self, part: PartId) {
        self.parts.get_or_default(part);
    }

    /// Something has crossed a link, with so many items along the arrow.
    pub(crate) fn carried(&mut self, link: LinkId, now: SimTime, items: u32) {
        if items > 0 {
            let tally = self.links.get_or_default(link);
            tally.figures.items += u64::from(items);
            tally.recent(now).items += u64::from(items);
        }
    }

    /// Workers have received messages.
    pub(crate) fn taken(&mut self, workers: PartId, messages: usize) {
        self.parts.get_or_default(workers).taken += messages as u64;
    }

    /// A part makes another attempt of a call with so many items.
    pub(crate) fn retried(&mut self, caller: PartId, items: u64) {
        self.parts.get_or_default(caller).retries += items;
    }

    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn apply(&mut self, at: SimTime, kind: &EventKind) {
        match *kind {
            EventKind::CallSent { link, .. }
            | EventKind::CallFailed { link, .. }
            | EventKind::RequestLost { link, .. }
            | EventKind::ResponseLost { link, .. } => self.links.get_or_default(link).apply(at, kind),
            EventKind::Produced { .. }
            | EventKind::Accepted { .. }
            | EventKind::GaveUp { .. }
            | EventKind::WorkFinished { .. }
            | EventKind::WorkSkipped { .. }
            | EventKind::WorkFailed { .. }
            | EventKind::WorkPoisoned { .. }
            | EventKind::WorkDropped { .. }
            | EventKind::ServiceFinished { .. }
            | EventKind::ServiceFailed { .. }
            | EventKind::ServiceDropped { .. }
            | EventKind::TurnedAway { .. } => {
                if let Some(part) = kind.part() {
                    self.parts.get_or_default(part).apply(kind);
                }
            }
            _ => {}
        }
    }
}

impl PartTally {
    #[cfg_attr(not(small), inline(always))]
    fn apply(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Produced { .. } => self.produced += 1,
            EventKind::Accepted { .. } => self.accepted += 1,
            EventKind::GaveUp { .. } => self.gave_up += 1,
            EventKind::WorkFinished { .. } | EventKind::ServiceFinished { answered: true, .. } => {
                self.finished += 1;
            }
            EventKind::ServiceFinished { answered: false, .. } => self.late += 1,
            EventKind::WorkSkipped { .. } => self.skipped += 1,
            EventKind::WorkFailed { .. }
            | EventKind::WorkPoisoned { .. }
            | EventKind::ServiceFailed { .. } => self.failed += 1,
            EventKind::WorkDropped { .. } | EventKind::ServiceDropped { .. } => self.dropped += 1,
            EventKind::TurnedAway { .. } => self.turned_away += 1,
            _ => {}
        }
    }
}

impl LinkTally {
    #[cfg_attr(not(small), inline(always))]
    fn apply(&mut self, at: SimTime, kind: &EventKind) {
        match *kind {
            EventKind::CallSent { operation, .. } => {
                let calls = u64::from(operation.is_first_entry());
                self.figures.requests += calls;
                self.recent(at).requests += calls;
            }
            EventKind::CallFailed { operation, .. } => {
                let calls = u64::from(operation.is_first_entry());
                self.figures.failed += calls;
                self.recent(at).failed += calls;
            }
            EventKind::RequestLost { operation, .. } => {
                self.figures.lost += u64::from(operation.is_first_entry());
                self.figures.items_lost += u64::from(operation.hands_over());
            }
            EventKind::ResponseLost { operation, items, .. } => {
                self.figures.lost += u64::from(operation.is_first_entry());
                self.figures.items_lost += u64::from(items);
            }
            _ => {}
        }
    }

    /// The counts of the period that `now` is in; those of periods that have passed in between are emptied.
    #[cfg_attr(not(small), inline(always))]
    fn recent(&mut self, now: SimTime) -> &mut Recent {
        if now >= self.period_ends {
            self.turn_to(now.as_nanos() / PERIOD.as_nanos());
        }
        &mut self.recent[slot(self.period)]
    }

    #[cold]
    fn turn_to(&mut self, period: u64) {
        let passed = (period - self.period).min(PERIODS as u64);
        for later in 1..=passed {
            self.recent[slot(self.period + later)] = Recent::default();
        }
        // After a long silence all are empty, and which is which no longer matters.
        self.period = period;
        self.period_ends = SimTime::ZERO + PERIOD * (period + 1);
    }

    fn rate(&self, now: SimTime) -> LinkRate {
        let period = now.as_nanos() / PERIOD.as_nanos();
        let first = (period + 1).saturating_sub(PERIODS as u64);
        let (mut requests, mut items, mut failed) = (0, 0, 0);
        let kept = self.period.saturating_sub(PERIODS as u64 - 1);
        for number in first.max(kept)..=self.period {
            let recent = self.recent[slot(number)];
            requests += recent.requests;
            items += recent.items;
            failed += recent.failed;
        }
        let covered = now
            .as_nanos()
            .saturating_sub(first * PERIOD.as_nanos())
            .max(PERIOD.as_nanos());
        let per_thousand_seconds = u128::from(items) * 1_000_000_000_000 / u128::from(covered);
        LinkRate {
            items: u64::try_from(per_thousand_seconds).unwrap_or(u64::MAX),
            failed_percent: percent(failed, requests),
        }
    }
}

fn slot(period: u64) -> usize {
    (period % PERIODS as u64) as usize
}

/// Attempts that set out earlier may fail now, so that more fail than set out.
fn percent(failed: u64, requests: u64) -> u32 {
    let percent = (failed * 100)
        .checked_div(requests)
        .unwrap_or(if failed > 0 { 100 } else { 0 });
    u32::try_from(percent.min(100)).expect("at most a hundred")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: LinkId = LinkId(1);

    #[test]
    fn a_rate_covers_the_last_two_seconds() {
        let mut tallies = Tallies::default();
        for millis in (0..10_000).step_by(100) {
            tallies.carried(LINK, SimTime::from_millis(millis), 1);
        }
        let rate = |millis| tallies.rate(LINK, SimTime::from_millis(millis)).items;
        assert!(
            (9_500..=10_500).contains(&rate(10_000)),
            "{} per 1,000 s instead of 10,000",
            rate(10_000)
        );
        assert!(
            (4_000..6_000).contains(&rate(11_000)),
            "{} per 1,000 s after a second of silence",
            rate(11_000)
        );
        assert_eq!(rate(12_000), 0);
    }

    #[test]
    fn a_long_silence_leaves_nothing_behind() {
        let mut tallies = Tallies::default();
        for second in [0, 1_000] {
            tallies.carried(LINK, SimTime::from_secs(second), 1);
        }
        assert_eq!(tallies.rate(LINK, SimTime::from_secs(1_000)).items, 571);
    }
}
