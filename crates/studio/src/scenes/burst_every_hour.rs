//! Every hour on the hour a burst comes in, is taken in at once, and is worked off through the hour.

use cloud::sqs::QueueKind;
use cloud::time::{SimDuration, SimTime};
use sim::{
    DurationLaw, EventKind, Guarantee, Part, PartId, Pattern, Period, Producer, Queue, Rate, Run, Workers,
};

use super::claim::{Claim, Measured, broken_by, producer, replay};
use super::draft::{Draft, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "burst-every-hour",
    facts: &[FactId::Q11],
    title: SceneText::BurstTitle,
    sentence: SceneText::BurstSentence,
    try_this: SceneText::BurstTry,
    project,
    until: seconds(HOURS * 3_600 - 1),
    speed: 60,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const TILLS: PartId = PartId(1);
const HOURS: u64 = 3;
const REPORTS: u32 = 3_000;
const HOUR: SimDuration = seconds(3_600);

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let hours = hours(run);
    let worst = |of: fn(&Hour) -> SimDuration| hours.iter().map(of).max().unwrap_or_default();
    let (taken_in, worked_off) = (worst(|hour| hour.taken_in), worst(|hour| hour.worked_off));
    let complete = hours.iter().all(|hour| hour.processed == u64::from(REPORTS));
    let nothing_lost = !broken_by(run, Guarantee::NothingLost, TILLS) && producer(run, TILLS).gave_up == 0;
    vec![Claim {
        fact: Some(FactId::Q11),
        measured: Measured::Burst {
            taken_in,
            worked_off,
            of: REPORTS.into(),
        },
        holds: nothing_lost
            && complete
            && taken_in < seconds(60)
            && worked_off > seconds(1_800)
            && worked_off < HOUR,
    }]
}

/// How long after the stroke of an hour the last report
#[derive(Clone, Copy, Default)]
struct Hour {
    /// was accepted,
    taken_in: SimDuration,
    /// and was processed.
    worked_off: SimDuration,
    processed: u64,
}

fn hours(run: &mut Run) -> [Hour; HOURS as usize] {
    let mut hours = [Hour::default(); HOURS as usize];
    let place = |at: SimTime| ((at.as_secs() / HOUR.as_secs()) as usize, at.since(SimTime::ZERO));
    replay(run, |event| {
        let (hour, since_start) = place(event.at);
        let Some(entry) = hours.get_mut(hour) else { return };
        let since_stroke = since_start - HOUR * hour as u64;
        match event.kind {
            EventKind::Accepted { .. } => entry.taken_in = since_stroke,
            EventKind::WorkFinished { .. } => {
                entry.worked_off = since_stroke;
                entry.processed += 1;
            }
            _ => {}
        }
    });
    hours
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::BurstTitle, 11);
    draft.note(40, 40, SceneText::BurstHeading, SceneText::BurstNote);
    let tills = Producer {
        pattern: Pattern::ClockTime {
            base: Rate(0),
            count: REPORTS,
            over: seconds(10),
            period: Period::Hour,
            at: SimDuration::ZERO,
        },
        body: "report {n}".into(),
        ..default_producer()
    };
    let tills = draft.part("Tills", 64, 128, Part::Producer(tills));
    let queue = Queue {
        visibility_timeout: 60,
        ..default_queue(QueueKind::Standard)
    };
    let queue = draft.part("reports", 360, 128, Part::Queue(queue));
    let workers = Workers {
        count: 4,
        processing: DurationLaw::Constant(SimDuration::from_millis(3_000)),
        ..default_workers()
    };
    let workers = draft.part("Bookkeeping", 760, 128, Part::Workers(workers));
    draft.link(tills, queue);
    draft.link(queue, workers);
    draft.watch(&[
        Guarantee::NothingLost,
        Guarantee::AtLeastOnce,
        Guarantee::OldestUnder(HOUR),
    ]);
    draft.done()
}
