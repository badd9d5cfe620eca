//! Figures, durations and times of day as they are shown.

use cloud::time::{SimDuration, SimTime};
use sim::UtcSeconds;

use crate::amount::Amount;
use crate::words::{Language, english};

/// A number with its thousands set apart: `12,500`.
pub fn number(language: Language, value: u64) -> String {
    match language {
        Language::English => english::numbers::number(value),
    }
}

/// A large number in little room: `999`, `1.2 k`, `12 M`.
pub fn metric(language: Language, value: u64) -> String {
    match language {
        Language::English => english::numbers::metric(value),
    }
}

/// A figure with the sign of its unit, as it stands in a field: `30 s`, `4 d`, `1,048,576 B`, `2.5 %`, `10/s`.
pub fn amount_short(language: Language, amount: Amount) -> String {
    match language {
        Language::English => english::numbers::short(amount),
    }
}

/// A figure with its unit in words, as it stands in a sentence: `20 days`.
pub fn amount_long(language: Language, amount: Amount) -> String {
    match language {
        Language::English => english::numbers::long(amount),
    }
}

/// What stands under the name of a field: `0 s–12 h · default 30 s`.
pub fn range_and_default(language: Language, min: Amount, max: Amount, default: Option<&str>) -> String {
    match language {
        Language::English => english::numbers::range_and_default(min, max, default),
    }
}

/// A duration with the signs of its units: `1 min 30 s`, `400 ms`.
pub fn duration_short(language: Language, duration: SimDuration) -> String {
    amount_short(language, duration.into())
}

/// A duration in words: `1 minute 30 seconds`.
pub fn duration_long(language: Language, duration: SimDuration) -> String {
    amount_long(language, duration.into())
}

/// The time of day in UTC that `at` stands for, to the millisecond: `10:02:41.300`.
pub fn clock(starts: UtcSeconds, at: SimTime) -> String {
    let (hours, minutes, seconds) = time_of_day(starts, at);
    format!(
        "{hours:02}:{minutes:02}:{seconds:02}.{:03}",
        at.as_millis() % 1_000
    )
}

/// The same with the date before it from the second day on: `2026-11-21 10:02:41.300`.
pub fn clock_and_date(starts: UtcSeconds, at: SimTime) -> String {
    let (today, clock) = (date(starts, at), clock(starts, at));
    if today == date(starts, SimTime::ZERO) {
        clock
    } else {
        format!("{today} {clock}")
    }
}

/// The time of day in UTC that `at` stands for, to the second: `10:02:41`.
pub fn clock_seconds(starts: UtcSeconds, at: SimTime) -> String {
    let (hours, minutes, seconds) = time_of_day(starts, at);
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

/// The time of day in UTC that `at` stands for, to the minute: `10:02`.
pub fn clock_minutes(starts: UtcSeconds, at: SimTime) -> String {
    let (hours, minutes, _) = time_of_day(starts, at);
    format!("{hours:02}:{minutes:02}")
}

/// The date in UTC that `at` stands for: `2026-11-20`.
pub fn date(starts: UtcSeconds, at: SimTime) -> String {
    let (year, month, day) = civil_from_days(starts.0.saturating_add(at.as_secs()) / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}

fn time_of_day(starts: UtcSeconds, at: SimTime) -> (u64, u64, u64) {
    let seconds = starts.0.saturating_add(at.as_secs());
    (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
}

/// Year, month and day, `days` after 1970-01-01, by counting from 1 March of the year 0 in eras of 400 years.
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_starts_where_the_sketch_says() {
        let starts = UtcSeconds(1_795_168_800);
        assert_eq!(date(starts, SimTime::ZERO), "2026-11-20");
        assert_eq!(clock(starts, SimTime::from_millis(161_300)), "10:02:41.300");
        assert_eq!(clock_minutes(starts, SimTime::from_secs(86_400)), "10:00");
        assert_eq!(clock_and_date(starts, SimTime::from_secs(60)), "10:01:00.000");
        assert_eq!(
            clock_and_date(starts, SimTime::from_secs(86_400)),
            "2026-11-21 10:00:00.000"
        );
        assert_eq!(date(UtcSeconds(951_782_400), SimTime::ZERO), "2000-02-29");
        assert_eq!(date(UtcSeconds(0), SimTime::ZERO), "1970-01-01");
    }
}
