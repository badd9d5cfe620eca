//! What is said in words: the feed, the marks, the biographies. And the curve, which is told as seldom.

use std::rc::Rc;

use cloud::sqs::MessageState;
use sim::{Episode, Event, EventKind, Hit, ItemId, MarkKind, Metric, PartId, Run, World};
use studio::Project;
use studio::words::{self, Language, Names, Sentence};

use crate::bridge::frame::{FeedLine, Frame, Lane, Mark, Series};
use crate::bridge::protocol::{Biography, BiographyEntry, Tone};

/// The feed shows this many events.
const FEED_MAX: usize = 40;
/// A curve has no more points than this: more than that are not seen.
const POINTS_MAX: usize = 600;
/// Whoever is further back in a line has more to wait for than one message.
const LINE_SEARCHED: usize = 1_000;

/// Adds to `frame` what takes longer to make, with the curve of `queue`.
pub(super) fn tell(
    frame: &mut Frame,
    run: &Run,
    project: &Project,
    queue: Option<PartId>,
    language: Language,
) {
    let names = names(language, project, run);
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

/// The sentences for `episodes`, all that happened to `item`, and what it waits for now.
pub(super) fn biography(
    item: ItemId,
    episodes: &[Episode],
    run: &Run,
    project: &Project,
    language: Language,
) -> Biography {
    let names = names(language, project, run);
    let entry = |Episode { event, cause }: &Episode| BiographyEntry {
        at: event.at,
        text: words::biography_text(event, &names),
        why: cause.map(|cause| words::cause_text(&cause, &names)),
        tone: tone(&event.kind),
    };
    let waits = blocked(run.world(), item, &names).map(|sentence| BiographyEntry {
        at: run.now(),
        text: words::say(language, sentence).into_owned(),
        why: None,
        tone: Tone::Again,
    });
    Biography {
        item,
        name: names.item(item),
        entries: episodes.iter().map(entry).chain(waits).collect(),
    }
}

/// Why the run stands where it stands.
pub(super) fn stopped(hit: &Hit, run: &Run, project: &Project, language: Language) -> String {
    let names = names(language, project, run);
    let stopped = Sentence::StoppedBefore {
        what: words::predicate_text(hit.predicate, &names),
        next: hit.event.map(|event| words::event_text(&event, &names)),
    };
    words::say(language, stopped).into_owned()
}

/// Names of what is drawn, and of what programs have created.
fn names<'a>(language: Language, project: &'a Project, run: &'a Run) -> Names<'a> {
    Names::of(language, project).with_created(&run.world().sketch().names)
}

/// Who keeps an item from being received: an earlier message of its group is in flight.
fn blocked(world: &World, item: ItemId, names: &Names<'_>) -> Option<Sentence> {
    world.sketch().parts.keys().find_map(|&queue| {
        let waiting = world
            .queue_line(queue)
            .take(LINE_SEARCHED)
            .find(|waiting| waiting.item == item)?;
        let group = waiting.group?;
        if !matches!(waiting.state, MessageState::Blocked { .. }) {
            return None;
        }
        let by = world
            .in_flight(queue)
            .find(|flying| flying.group.as_ref() == Some(&group))?;
        Some(Sentence::Blocked {
            letter: Lane::of(&group).letter(),
            group: group.to_string(),
            by: names.item(by.item),
        })
    })
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
        EventKind::Returned { .. } | EventKind::CopyLeft { .. } | EventKind::Deduplicated { .. } => {
            Tone::Again
        }
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
    use cloud::time::SimTime;
    use studio::scenes::SCENES;

    use super::*;

    #[test]
    fn a_blocked_message_says_which_one_of_its_group_it_waits_for() {
        let scene = SCENES.iter().find(|scene| scene.id.contains("fifo")).unwrap();
        let project = (scene.project)();
        let mut run = project.run();
        run.seek_now(SimTime::from_secs(8));
        let world = run.world();
        let queues = world.sketch().parts.keys();
        let waiting = queues
            .flat_map(|&queue| world.queue_line(queue))
            .find(|waiting| matches!(waiting.state, MessageState::Blocked { .. }))
            .unwrap();
        let life = |item| biography(item, &[], &run, &project, Language::English);
        let entries = life(waiting.item).entries;
        let text = &entries[0].text;
        assert!(
            text.starts_with("waits: group ") && text.contains("is blocked by m-"),
            "{text}"
        );
    }

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
