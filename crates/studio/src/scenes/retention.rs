//! Nobody fetches the messages: after the time for which their queue keeps them they are gone.

use std::collections::BTreeMap;

use cloud::sqs::QueueKind;
use cloud::time::SimDuration;
use sim::{EventKind, Guarantee, Part, PartId, Pattern, Producer, Queue, Rate, Run};

use super::claim::{Claim, Measured, queue, replay};
use super::draft::{Draft, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "retention",
    facts: &[FactId::Q3],
    title: SceneText::RetentionTitle,
    sentence: SceneText::RetentionSentence,
    try_this: SceneText::RetentionTry,
    project,
    until: days(15),
    speed: 86_400,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const DEFAULT: PartId = PartId(2);
const LONGEST: PartId = PartId(4);
const REPORTS: u64 = 12;

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let kept = [DEFAULT, LONGEST].map(|id| kept(run, id));
    let all_gone = [DEFAULT, LONGEST].map(|id| queue(run, id).expired) == [REPORTS; 2];
    let [one, other] = kept.map(|ages| ages.last().copied().unwrap_or_default());
    let exactly = |ages: &[SimDuration], days: SimDuration| ages.iter().all(|&age| age == days);
    vec![Claim {
        fact: Some(FactId::Q3),
        measured: Measured::Kept {
            one,
            other,
            of: REPORTS,
        },
        holds: all_gone
            && exactly(&self::kept(run, DEFAULT), days(4))
            && exactly(&self::kept(run, LONGEST), days(14)),
    }]
}

/// How long each message was in a queue when it was gone.
fn kept(run: &mut Run, id: PartId) -> Vec<SimDuration> {
    let (mut sent, mut ages) = (BTreeMap::new(), Vec::new());
    replay(run, |event| match event.kind {
        EventKind::Sent { queue, message, .. } if queue == id => {
            sent.insert(message, event.at);
        }
        EventKind::Expired { queue, message, .. } if queue == id => {
            ages.extend(sent.get(&message).map(|&sent| event.at.since(sent)));
        }
        _ => {}
    });
    ages
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::RetentionTitle, 14);
    draft.note(
        40,
        40,
        SceneText::RetentionDefaultHeading,
        SceneText::RetentionDefaultNote,
    );
    row(
        &mut draft,
        104,
        ["Reports", "reports"],
        default_queue(QueueKind::Standard),
    );
    draft.note(
        40,
        264,
        SceneText::RetentionLongestHeading,
        SceneText::RetentionLongestNote,
    );
    let longest = Queue {
        message_retention_period: 1_209_600,
        ..default_queue(QueueKind::Standard)
    };
    row(
        &mut draft,
        328,
        ["The same reports", "reports-kept-longest"],
        longest,
    );
    draft.watch(&[Guarantee::NothingLost]);
    draft.done()
}

fn row(draft: &mut Draft, y: i32, names: [&str; 2], queue: Queue) {
    let reports = Producer {
        pattern: Pattern::Constant {
            rate: Rate::per_second(1),
        },
        limit: Some(REPORTS),
        body: "report {n}".into(),
        ..default_producer()
    };
    let reports = draft.part(names[0], 64, y, Part::Producer(reports));
    let queue = draft.part(names[1], 360, y, Part::Queue(queue));
    draft.link(reports, queue);
}

const fn days(days: u64) -> SimDuration {
    seconds(days * 86_400)
}
