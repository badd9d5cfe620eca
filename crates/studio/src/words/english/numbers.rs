//! English: figures and durations.

use crate::amount::{Amount, Unit};
use crate::cost::NanoDollars;

const NANOS: [(u64, &str, &str); 4] = [
    (86_400_000_000_000, "d", "day"),
    (3_600_000_000_000, "h", "hour"),
    (60_000_000_000, "min", "minute"),
    (1_000_000_000, "s", "second"),
];
const BELOW_A_SECOND: [(u64, &str, &str); 3] = [
    (1_000_000, "ms", "millisecond"),
    (1_000, "µs", "microsecond"),
    (1, "ns", "nanosecond"),
];

pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub(crate) fn metric(value: u64) -> String {
    for (one, sign) in [(1_000_000_000, 'G'), (1_000_000, 'M'), (1_000, 'k')] {
        if value >= 10 * one {
            return format!("{} {sign}", number(value / one));
        }
        if value >= one {
            return format!("{} {sign}", decimal(value / (one / 10), 10));
        }
    }
    value.to_string()
}

pub(crate) fn short(amount: Amount) -> String {
    match amount.unit {
        Unit::Count => number(amount.value),
        Unit::Seconds => time(amount.value.saturating_mul(1_000_000_000), false),
        Unit::Nanos => time(amount.value, false),
        Unit::Bytes => bytes(amount.value, false),
        Unit::Chance => format!("{} %", decimal(amount.value, 10_000)),
        Unit::Percent => format!("{} %", number(amount.value)),
        Unit::Rate => format!("{}/s", decimal(amount.value, 1_000)),
    }
}

pub(crate) fn long(amount: Amount) -> String {
    match amount.unit {
        Unit::Seconds => time(amount.value.saturating_mul(1_000_000_000), true),
        Unit::Nanos => time(amount.value, true),
        Unit::Bytes => bytes(amount.value, true),
        Unit::Rate => format!("{} a second", decimal(amount.value, 1_000)),
        Unit::Count | Unit::Chance | Unit::Percent => short(amount),
    }
}

pub(crate) fn range_and_default(min: Amount, max: Amount, default: Option<&str>) -> String {
    let least = if min.value == 0 {
        "0".to_owned()
    } else {
        short(min)
    };
    let range = format!("{least}–{}", short(max));
    default.map_or_else(|| range.clone(), |default| format!("{range} · default {default}"))
}

/// `$1,234.57` to the cent; below a cent, `$0.0000012`: two digits that count.
pub(crate) fn money(NanoDollars(nanos): NanoDollars) -> String {
    const CENT: u128 = 10_000_000;
    if nanos >= CENT {
        let cents = (nanos + CENT / 2) / CENT;
        let dollars = u64::try_from(cents / 100).unwrap_or(u64::MAX);
        return format!("${}.{:02}", number(dollars), cents % 100);
    }
    if nanos == 0 {
        return "$0".to_owned();
    }
    let mut scale = 1;
    while nanos / scale >= 100 {
        scale *= 10;
    }
    let rounded = (nanos + scale / 2) / scale * scale;
    let digits = format!("{rounded:09}");
    format!("$0.{}", digits.trim_end_matches('0'))
}

/// `value` as a decimal number in units of `one` (a power of ten), without trailing zeros.
fn decimal(value: u64, one: u64) -> String {
    let rest = value % one;
    if rest == 0 {
        return number(value / one);
    }
    let digits = (one + rest).to_string();
    format!("{}.{}", number(value / one), digits[1..].trim_end_matches('0'))
}

fn bytes(value: u64, long: bool) -> String {
    let (unit_short, unit_long, one) = if value >= 1 << 20 && value.is_multiple_of(1 << 20) {
        ("MiB", "MiB", 1 << 20)
    } else if value >= 1 << 10 && value.is_multiple_of(1 << 10) {
        ("KiB", "KiB", 1 << 10)
    } else {
        ("B", if value == 1 { "byte" } else { "bytes" }, 1)
    };
    format!(
        "{} {}",
        number(value / one),
        if long { unit_long } else { unit_short }
    )
}

/// A length of time in its largest units: whole days, hours and minutes, then seconds with decimals; below a second in
/// milliseconds or less.
fn time(nanos: u64, long: bool) -> String {
    if nanos > 0 && nanos < 1_000_000_000 {
        let (one, sign, word) = BELOW_A_SECOND
            .into_iter()
            .find(|(one, ..)| nanos >= *one)
            .expect("one ns is the least");
        return unit(&decimal(nanos, one), sign, word, long);
    }
    let mut parts = Vec::new();
    let mut rest = nanos;
    for (one, sign, word) in &NANOS[..3] {
        if rest >= *one {
            parts.push(unit(&number(rest / one), sign, word, long));
            rest %= one;
        }
    }
    if rest > 0 || parts.is_empty() {
        parts.push(unit(&decimal(rest, 1_000_000_000), "s", "second", long));
    }
    parts.join(" ")
}

fn unit(value: &str, sign: &str, word: &str, long: bool) -> String {
    match (long, value) {
        (false, _) => format!("{value} {sign}"),
        (true, "1") => format!("1 {word}"),
        (true, _) => format!("{value} {word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_in_fields_and_long_in_sentences() {
        for (value, unit, brief, full) in [
            (12_500_000, Unit::Count, "12,500,000", "12,500,000"),
            (345_600, Unit::Seconds, "4 d", "4 days"),
            (0, Unit::Seconds, "0 s", "0 seconds"),
            (90, Unit::Seconds, "1 min 30 s", "1 minute 30 seconds"),
            (400_000_000, Unit::Nanos, "400 ms", "400 milliseconds"),
            (1_500_000_000, Unit::Nanos, "1.5 s", "1.5 seconds"),
            (100_000, Unit::Nanos, "100 µs", "100 microseconds"),
            (1_048_576, Unit::Bytes, "1 MiB", "1 MiB"),
            (1_500, Unit::Bytes, "1,500 B", "1,500 bytes"),
            (25_000, Unit::Chance, "2.5 %", "2.5 %"),
            (500, Unit::Rate, "0.5/s", "0.5 a second"),
        ] {
            let amount = Amount { value, unit };
            assert_eq!((short(amount).as_str(), long(amount).as_str()), (brief, full));
            assert_eq!(
                unit.parse(&short(amount)),
                Some(value),
                "what is shown can be typed"
            );
        }
        assert_eq!(
            [metric(999), metric(1_250), metric(12_500), metric(3_000_000)],
            ["999", "1.2 k", "12 k", "3 M"]
        );
    }

    #[test]
    fn money_is_told_to_the_cent_or_to_two_digits() {
        for (nanos, told) in [
            (0, "$0"),
            (400, "$0.0000004"),
            (1_234, "$0.0000012"),
            (9_994_999, "$0.01"),
            (9_940_000, "$0.0099"),
            (10_000_000, "$0.01"),
            (800_000_000, "$0.80"),
            (1_234_565_000_000, "$1,234.57"),
        ] {
            assert_eq!(money(NanoDollars(nanos)), told);
        }
    }
}
