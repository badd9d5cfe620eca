//! A figure with its unit: as it is stored, typed and shown. The words are in [`crate::words`].

use cloud::time::SimDuration;
use sim::{Chance, Rate};

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Things.
    Count,
    /// Whole seconds, as AWS takes them.
    Seconds,
    /// Nanoseconds.
    Nanos,
    /// Bytes.
    Bytes,
    /// Parts per million, shown in percent.
    Chance,
    /// Percent.
    Percent,
    /// Items per 1,000 seconds, shown per second.
    Rate,
}

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Amount {
    /// How many of the unit.
    pub value: u64,
    /// Of what.
    pub unit: Unit,
}

impl Amount {
    /// `value` things.
    pub const fn count(value: u64) -> Self {
        Self {
            value,
            unit: Unit::Count,
        }
    }

    /// `value` whole seconds.
    pub const fn seconds(value: u64) -> Self {
        Self {
            value,
            unit: Unit::Seconds,
        }
    }
}

impl From<SimDuration> for Amount {
    fn from(duration: SimDuration) -> Self {
        Self {
            value: duration.as_nanos(),
            unit: Unit::Nanos,
        }
    }
}

impl From<Rate> for Amount {
    fn from(rate: Rate) -> Self {
        Self {
            value: rate.0,
            unit: Unit::Rate,
        }
    }
}

impl From<Chance> for Amount {
    fn from(chance: Chance) -> Self {
        Self {
            value: u64::from(chance.0),
            unit: Unit::Chance,
        }
    }
}

impl Unit {
    /// The smallest steps in one of what a bare number means when typed: seconds for durations, percent for chances.
    const fn per_plain(self) -> u64 {
        match self {
            Self::Count | Self::Seconds | Self::Bytes | Self::Percent => 1,
            Self::Nanos => 1_000_000_000,
            Self::Chance => 10_000,
            Self::Rate => 1_000,
        }
    }

    /// What a typed suffix multiplies by, in units of this unit as a fraction (times, over).
    fn factor(self, suffix: &str) -> Option<(u64, u64)> {
        let (times, over) = match (self, suffix) {
            (_, "") => return Some((self.per_plain(), 1)),
            (Self::Nanos | Self::Seconds, _) => (nanos_in(suffix)?, 1),
            (Self::Bytes, "b" | "byte" | "bytes") | (Self::Percent, "%" | "percent") => (1, 1),
            (Self::Bytes, "kb" | "kib" | "k") => (1 << 10, 1),
            (Self::Bytes, "mb" | "mib" | "m") => (1 << 20, 1),
            (Self::Chance, "%" | "percent") => (10_000, 1),
            (Self::Rate, "/s" | "per second" | "a second" | "per s") => (1_000, 1),
            (Self::Rate, "/min" | "/m" | "per minute" | "a minute" | "per min") => (1_000, 60),
            (Self::Rate, "/h" | "per hour" | "an hour") => (1_000, 3_600),
            _ => return None,
        };
        Some(if matches!(self, Self::Seconds) {
            (times, 1_000_000_000)
        } else {
            (times, over)
        })
    }

    /// Reads what a person typed: `30`, `30 s`, `2 min`, `4 d`, `200 ms`, `10/s`, `2.5 %`, `1,000`, and sums such as
    /// `1 min 30 s`. Rounds to the nearest step of the unit; more than fits becomes the most there is.
    pub fn parse(self, typed: &str) -> Option<u64> {
        let mut rest = typed.trim();
        let mut total = 0_u128;
        loop {
            let number_end = rest
                .find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '\u{202f}'))
                .unwrap_or(rest.len());
            let (number, after) = rest.split_at(number_end);
            let after = after.trim_start();
            let suffix_end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
            let (suffix, next) = after.split_at(suffix_end);
            let (times, over) = self.factor(&suffix.trim().to_ascii_lowercase().replace("/ ", "/"))?;
            let billionths = parse_decimal(number)?;
            let scale = u128::from(over) * DECIMAL_SCALE;
            let steps = billionths
                .saturating_mul(u128::from(times))
                .saturating_add(scale / 2)
                / scale;
            total = total.saturating_add(steps);
            if next.is_empty() {
                return Some(u64::try_from(total).unwrap_or(u64::MAX));
            }
            if suffix.trim().is_empty() {
                return None;
            }
            rest = next;
        }
    }
}

const DECIMAL_SCALE: u128 = 1_000_000_000;

/// A decimal number in billionths: no sign, at most nine places after the point, commas between thousands.
fn parse_decimal(number: &str) -> Option<u128> {
    let plain: String = number
        .chars()
        .filter(|c| !matches!(c, ',' | '\u{202f}'))
        .collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    if whole.len() + fraction.len() == 0 || whole.len() > 20 || fraction.contains('.') {
        return None;
    }
    let fraction: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
    let whole: u128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    Some(whole * DECIMAL_SCALE + fraction.parse::<u128>().ok()?)
}

/// Nanoseconds in one of the unit of time that is written so.
fn nanos_in(suffix: &str) -> Option<u64> {
    const SECOND: u64 = 1_000_000_000;
    Some(match suffix {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" | "millisecond" | "milliseconds" => 1_000_000,
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => 60 * SECOND,
        "h" | "hr" | "hour" | "hours" => 3_600 * SECOND,
        "d" | "day" | "days" => 86_400 * SECOND,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_type_them() {
        for (typed, nanos) in [
            ("30", Some(30_000_000_000)),
            ("30 s", Some(30_000_000_000)),
            ("2 min", Some(120_000_000_000)),
            ("4 d", Some(345_600_000_000_000)),
            ("200 ms", Some(200_000_000)),
            ("0.4s", Some(400_000_000)),
            ("1 min 30 s", Some(90_000_000_000)),
            ("1h30m", Some(5_400_000_000_000)),
            ("99999999999999999999 d", Some(u64::MAX)),
            ("99999999999999999999 d 99999999999999999999 d", Some(u64::MAX)),
            ("", None),
            ("s", None),
            ("-3", None),
            ("1 2", None),
            ("3 apples", None),
            ("1.2.3", None),
        ] {
            assert_eq!(Unit::Nanos.parse(typed), nanos, "{typed:?}");
        }
        assert_eq!(Unit::Seconds.parse("20 d"), Some(1_728_000));
        assert_eq!(Unit::Seconds.parse("1.4 s"), Some(1));
    }

    #[test]
    fn other_units_are_read_too() {
        assert_eq!(Unit::Rate.parse("10/s"), Some(10_000));
        assert_eq!(Unit::Rate.parse("0.5"), Some(500));
        assert_eq!(Unit::Rate.parse("30 / min"), Some(500));
        assert_eq!(Unit::Rate.parse("30/min"), Some(500));
        assert_eq!(Unit::Chance.parse("2.5 %"), Some(25_000));
        assert_eq!(Unit::Bytes.parse("256 KiB"), Some(262_144));
        assert_eq!(Unit::Count.parse("1,000"), Some(1_000));
        assert_eq!(Unit::Count.parse("99999999999999999999"), Some(u64::MAX));
    }
}
