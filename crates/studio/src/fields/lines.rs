//! Settings that are lists, a line for each entry: the steps of a schedule and the arrivals of a trace.
//!
//! A step is a time and a rate, `1 min: 100/s`. An arrival is a time from the beginning, `12.5` (seconds) or `2 min`, or the
//! instant at which it came, `2026-11-20T10:00:12.5Z`, counted from the earliest. Of a CSV the first column counts. Empty
//! lines, and lines that begin with `#`, are passed over.

use cloud::time::SimDuration;
use sim::{Rate, Schedule, Step, Trace};

use crate::amount::{Amount, Unit};
use crate::fields::set::{Expected, Trouble};
use crate::words::{Language, amount_short};

/// The most steps of a schedule.
pub const MAX_STEPS: usize = 256;
/// The most arrivals of a trace.
pub const MAX_ARRIVALS: usize = 100_000;
/// The latest step or arrival.
pub(super) const MAX_OFFSET: SimDuration = SimDuration::from_secs(30 * 86_400);
/// The highest rate of a step.
pub(super) const MAX_RATE: Rate = Rate::per_second(1_000_000);

const SECOND: u64 = 1_000_000_000;

/// A schedule as it stands in its field.
pub(super) fn schedule_text(language: Language, schedule: &Schedule) -> String {
    let line = |step: &Step| {
        let (from, rate) = (step.from.into(), step.rate.into());
        format!(
            "{}: {}",
            amount_short(language, from),
            amount_short(language, rate)
        )
    };
    schedule.steps().iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A trace as it stands in its field: seconds, as few digits as say it.
pub(super) fn trace_text(trace: &Trace) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    for at in trace.arrivals() {
        let (seconds, rest) = (at.as_nanos() / SECOND, at.as_nanos() % SECOND);
        let fraction = format!(".{rest:09}");
        let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
        writeln!(text, "{seconds}{fraction}").expect("a String takes everything");
    }
    text.truncate(text.trim_end().len());
    text
}

pub(super) fn read_schedule(typed: &str) -> Result<Schedule, Trouble> {
    let mut steps: Vec<Step> = Vec::new();
    for (number, line) in something(lines(typed, MAX_STEPS)?)? {
        let step = read_step(line).map_err(|trouble| on_line(number, trouble))?;
        if let Some(last) = steps.last()
            && last.from >= step.from
        {
            let before = last.from.into();
            let value = step.from.into();
            return Err(on_line(number, Trouble::NotAfter { value, before }));
        }
        steps.push(step);
    }
    Ok(Schedule::new(steps))
}

fn read_step(line: &str) -> Result<Step, Trouble> {
    let not_read = || Trouble::NotRead {
        typed: line.chars().take(40).collect(),
        expected: Expected::Step,
    };
    let (from, rate) = line.split_once(':').ok_or_else(not_read)?;
    let from = Unit::Nanos.parse(from).ok_or_else(not_read)?;
    let rate = Unit::Rate.parse(rate).ok_or_else(not_read)?;
    within(SimDuration::from_nanos(from).into(), MAX_OFFSET.into())?;
    within(Rate(rate).into(), MAX_RATE.into())?;
    Ok(Step {
        from: SimDuration::from_nanos(from),
        rate: Rate(rate),
    })
}

/// Nanoseconds from the beginning of the trace, or since 1970.
#[derive(Clone, Copy)]
enum Arrival {
    Offset(u64),
    Instant(u128),
}

pub(super) fn read_trace(typed: &str) -> Result<Trace, Trouble> {
    let mut arrivals = Vec::new();
    for (number, line) in something(lines(typed, MAX_ARRIVALS)?)? {
        let column = line.split(['\t', ';', ',']).next().unwrap_or_default().trim();
        let arrival = match instant(column) {
            Some(nanos) => Some(Arrival::Instant(nanos)),
            None => Unit::Nanos.parse(column).map(Arrival::Offset),
        };
        let kept = arrival.filter(|arrival| is_alike(arrivals.first().map(|(_, first)| first), *arrival));
        let not_read = || Trouble::NotRead {
            typed: column.chars().take(40).collect(),
            expected: match arrivals.first() {
                Some((_, Arrival::Instant(_))) => Expected::Instant,
                _ => Expected::Arrival,
            },
        };
        arrivals.push((number, kept.ok_or_else(|| on_line(number, not_read()))?));
    }
    let earliest = arrivals.iter().filter_map(|(_, arrival)| match arrival {
        Arrival::Instant(nanos) => Some(*nanos),
        Arrival::Offset(_) => None,
    });
    let earliest = earliest.min().unwrap_or(0);
    let offset = |(number, arrival)| {
        let nanos = match arrival {
            Arrival::Offset(nanos) => nanos,
            Arrival::Instant(nanos) => u64::try_from(nanos - earliest).unwrap_or(u64::MAX),
        };
        let at = SimDuration::from_nanos(nanos);
        within(at.into(), MAX_OFFSET.into()).map_err(|trouble| on_line(number, trouble))?;
        Ok(at)
    };
    let offsets: Result<Vec<SimDuration>, Trouble> = arrivals.into_iter().map(offset).collect();
    Ok(Trace::new(offsets?))
}

fn is_alike(first: Option<&Arrival>, arrival: Arrival) -> bool {
    first.is_none_or(|first| std::mem::discriminant(first) == std::mem::discriminant(&arrival))
}

/// The lines that say something, with their numbers from 1.
pub(super) fn lines(typed: &str, limit: usize) -> Result<Vec<(u64, &str)>, Trouble> {
    let lines = (1..).zip(typed.lines().map(str::trim));
    let lines: Vec<(u64, &str)> = lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .collect();
    match lines.len() {
        count if count > limit => Err(Trouble::TooManyLines {
            lines: count as u64,
            limit: limit as u64,
        }),
        _ => Ok(lines),
    }
}

fn something<T>(lines: Vec<T>) -> Result<Vec<T>, Trouble> {
    if lines.is_empty() {
        return Err(Trouble::Empty);
    }
    Ok(lines)
}

pub(super) fn on_line(line: u64, trouble: Trouble) -> Trouble {
    Trouble::OnLine {
        line,
        trouble: Box::new(trouble),
    }
}

fn within(value: Amount, limit: Amount) -> Result<(), Trouble> {
    if value.value > limit.value {
        return Err(Trouble::Over { value, limit });
    }
    Ok(())
}

/// Nanoseconds since 1970 of `2026-11-20T10:00:12.5Z`, of which fraction and `Z` may be missing, and the `T` may be a blank.
fn instant(text: &str) -> Option<u128> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, time) = text.split_once(['T', ' '])?;
    let mut date = date.splitn(3, '-').map(digits);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut clock = clock.splitn(3, ':').map(digits);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let fits = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !fits || hour > 23 || minute > 59 || second > 60 || !(1..=9).contains(&fraction.len()) {
        return None;
    }
    let nanos = digits(fraction)? * 10_u64.pow(9 - u32::try_from(fraction.len()).ok()?);
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    Some(u128::from(seconds) * u128::from(SECOND) + u128::from(nanos))
}

fn digits(text: &str) -> Option<u64> {
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// Days in the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms"): years begin in March, so that
/// the day that comes every four years is the last one.
const fn days_since_1970(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(typed: &str) -> Vec<u64> {
        let trace = read_trace(typed).expect(typed);
        trace.arrivals().iter().map(|at| at.as_millis()).collect()
    }

    #[test]
    fn arrivals_are_seconds_durations_or_instants() {
        assert_eq!(
            millis("0.5\n2\n# the rest is late\n\n1 min"),
            [500, 2_000, 60_000]
        );
        assert_eq!(
            millis("7;GET /\r\n3;POST /\r\n"),
            [3_000, 7_000],
            "in order, first column"
        );
        assert_eq!(
            millis("2024-02-28T23:59:59.250Z\n2024-02-29 00:00:01\n2024-03-01T00:00:00Z"),
            [0, 1_750, 86_400_750]
        );
    }

    #[test]
    fn lists_are_shown_as_they_are_typed() {
        let text = "0\n0.5\n12.000000001\n3600";
        assert_eq!(trace_text(&read_trace(text).expect("a trace")), text);
        let text = "0 s: 10/s\n1 min 30 s: 0/s\n2 d: 0.001/s";
        let schedule = read_schedule(text).expect("a schedule");
        assert_eq!(schedule_text(Language::English, &schedule), text);
    }

    #[test]
    fn days_follow_the_calendar() {
        for (date, days) in [
            ((1970, 1, 1), 0),
            ((2000, 2, 29), 11_016),
            ((2026, 11, 20), 20_777),
        ] {
            assert_eq!(days_since_1970(date.0, date.1, date.2), days);
        }
    }

    #[test]
    fn the_line_that_is_wrong_is_named() {
        let line = |trouble| match trouble {
            Trouble::OnLine { line, trouble } => (line, *trouble),
            trouble => panic!("{trouble:?}"),
        };
        let (number, trouble) = line(read_trace("1\n\n2\nsoon").expect_err("no time"));
        assert!(number == 4 && matches!(trouble, Trouble::NotRead { .. }));
        let (number, trouble) = line(read_trace("2026-11-20T10:00:00Z\n12").expect_err("two kinds"));
        let expected = Expected::Instant;
        assert!(number == 2 && matches!(trouble, Trouble::NotRead { expected: of, .. } if of == expected));
        let (number, trouble) = line(read_trace("1\n31 d").expect_err("too late"));
        assert!(number == 2 && matches!(trouble, Trouble::Over { .. }));
        let (number, trouble) = line(read_schedule("0 s: 1/s\n0 s: 2/s").expect_err("the same time"));
        assert!(number == 2 && matches!(trouble, Trouble::NotAfter { .. }));
        let (number, trouble) = line(read_schedule("0 s: 1/s\n5 s 2/s").expect_err("no colon"));
        assert!(number == 2 && matches!(trouble, Trouble::NotRead { .. }));
        let many = "1\n".repeat(MAX_ARRIVALS + 1);
        let (lines, limit) = (100_001, 100_000);
        assert_eq!(read_trace(&many), Err(Trouble::TooManyLines { lines, limit }));
        assert_eq!(read_trace("\n#\n"), Err(Trouble::Empty));
    }
}
