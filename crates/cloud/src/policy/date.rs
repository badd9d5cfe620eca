//! Dates in conditions: seconds since 1970, or as ISO 8601 writes them.

/// Seconds since 1970 of `2026-11-20`, `2026-11-20T05:16:00Z`, with or without a fraction, or of a number.
pub(super) fn read(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let mut date = date.splitn(3, '-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (time, offset) = split_zone(time)?;
    let time = time.split_once('.').map_or(time, |(whole, _)| whole);
    let mut time = time.splitn(3, ':').map(number);
    let (hour, minute) = (time.next()??, time.next()??);
    let second = time.next().unwrap_or(Some(0))?;
    let is_valid = (1..=9_999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    is_valid.then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset)
}

/// The time without its zone, and the zone in seconds east of Greenwich.
fn split_zone(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix('Z') {
        return Some((time, 0));
    }
    let place = time.rfind(['+', '-'])?;
    let (time, zone) = time.split_at(place);
    let (hours, minutes) = zone[1..].split_once(':')?;
    let seconds = number(hours)? * 3_600 + number(minutes)? * 60;
    Some((time, if zone.starts_with('-') { -seconds } else { seconds }))
}

/// Digits only, and few.
fn number(text: &str) -> Option<i64> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

/// Days since 1970 of a day of the Gregorian calendar. Years begin in March here, so that a leap day is the last of one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    const TO_1970: i64 = 719_468;
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - TO_1970
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_iso_8601_and_as_seconds() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29", 951_782_400),
            ("2026-11-20T05:16:00Z", 1_795_151_760),
            ("2026-11-20T05:16:00.123Z", 1_795_151_760),
            ("2026-11-20T06:16:00+01:00", 1_795_151_760),
            ("1795151760", 1_795_151_760),
        ] {
            assert_eq!(read(text), Some(seconds), "{text}");
        }
        for wrong in [
            "",
            "today",
            "2026-13-01",
            "2026-11-20T25:00:00Z",
            "2026-11-20T05:16:00",
            "2026-11--1",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
