//! What is said in words: the feed, the marks, the biographies. And the curve, which is told as seldom.

use std::rc::Rc;

use sim::{Event, EventKind, ItemId, MarkKind, Metric, PartId, Run};
use studio::Project;
use studio::words::{self, Language, Names};

use crate::bridge::frame::{FeedLine, Frame, Mark, Series};
use crate::bridge::protocol::{Biography, BiographyEntry, Tone};

/// The feed shows this many events.
const FEED_MAX: usize = 40;
/// A curve has no more points than this: more than that are not seen.
const POINTS_MAX: usize = 600;

/// Adds to `frame` what takes longer to make, with the curve of `queue`.
pub(super) fn tell(
    frame: &mut Frame,
    run: &Run,
    project: &Project,
    queue: Option<PartId>,
    language: Language,
) {
    let names = Names::of(language, project);
    frame.feed = Some(Rc::new(
        run.feed()
            .rev()
            .take(FEED_MAX)
            .map(|event| line(event, &names))
            .collect(),
    ));
    frame.marks = Some(Rc::new(run.marks().map(|mark| marked(&mark, &names)).collect()));
    frame.series = Some(Rc::new(series(run, queue, &names)));
}

/// The sentences for `events`, all that happened to `item`.
pub(super) fn biography(item: ItemId, events: &[Event], project: &Project, language: Language) -> Biography {
    let names = Names::of(language, project);
    let entry = |event: &Event| BiographyEntry {
        at: event.at,
        text: words::biography_text(event, &names),
        tone: tone(&event.kind),
    };
    Biography {
        item,
        name: names.item(item),
        entries: events.iter().map(entry).collect(),
    }
}

fn line(event: &Event, names: &Names<'_>) -> FeedLine {
    FeedLine {
        at: event.at,
        sequence: event.sequence,
        text: words::event_text(event, names),
        tone: tone(&event.kind),
        item: event.kind.item(),
        part: event.kind.part(),
    }
}

fn marked(mark: &sim::Mark, names: &Names<'_>) -> Mark {
    let tone = match mark.kind {
        MarkKind::Input { .. } | MarkKind::Emptied { .. } => Tone::Plain,
        MarkKind::Violation { .. } | MarkKind::FirstDeadLetter { .. } => Tone::Failure,
    };
    Mark {
        at: mark.at,
        text: words::mark_text(mark, names),
        tone,
    }
}

fn tone(kind: &EventKind) -> Tone {
    match kind {
        EventKind::Returned { .. } | EventKind::Deduplicated { .. } => Tone::Again,
        EventKind::Received { receive_count, .. } | EventKind::WorkStarted { receive_count, .. }
            if *receive_count > 1 =>
        {
            Tone::Again
        }
        EventKind::GaveUp { .. }
        | EventKind::RequestLost { .. }
        | EventKind::ResponseLost { .. }
        | EventKind::CallFailed { .. }
        | EventKind::Expired { .. }
        | EventKind::Purged { .. }
        | EventKind::DeadLettered { .. }
        | EventKind::WorkFailed { .. }
        | EventKind::WorkDropped { .. }
        | EventKind::TurnedAway { .. }
        | EventKind::ServiceFinished { answered: false, .. }
        | EventKind::ServiceDropped { .. } => Tone::Failure,
        _ => Tone::Plain,
    }
}

fn series(run: &Run, queue: Option<PartId>, names: &Names<'_>) -> Series {
    let Some(queue) = queue else {
        return Series::default();
    };
    let points: Vec<(u64, u64)> = run
        .series(queue, Metric::ApproximateNumberOfMessagesVisible)
        .map(|series| {
            series
                .points()
                .map(|(at, value)| (at.as_millis(), value))
                .collect()
        })
        .unwrap_or_default();
    Series {
        part: Some(queue),
        name: names.part(queue).into_owned(),
        points: peaks(&points, POINTS_MAX),
    }
}

/// Not more than `most` points, each the highest of its neighbourhood: no peak is lost.
fn peaks(points: &[(u64, u64)], most: usize) -> Vec<(u64, u64)> {
    let size = points.len().div_ceil(most).max(1);
    points
        .chunks(size)
        .filter_map(|chunk| chunk.iter().copied().max_by_key(|(_, value)| *value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_stay_as_they_are_and_many_keep_their_peaks() {
        let points: Vec<(u64, u64)> = (0..2_000)
            .map(|at| (at, if at == 1_234 { 9 } else { at % 3 }))
            .collect();
        assert_eq!(peaks(&points[..600], 600), points[..600]);
        let thinned = peaks(&points, 600);
        assert!(thinned.len() <= 600);
        assert!(thinned.contains(&(1_234, 9)));
        assert!(thinned.is_sorted_by_key(|(at, _)| *at));
        assert_eq!(peaks(&[], 600), []);
    }
}
