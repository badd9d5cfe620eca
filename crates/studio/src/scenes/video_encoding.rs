//! A few uploads become a thousand: the encoder that is called directly is overwhelmed, the one behind a queue is not.

use sim::{
    AfterWork, CallPolicy, Chance, Direction, DurationLaw, Guarantee, Part, PartId, Pattern, Producer, Queue,
    Rate, Run, Server, Workers,
};

use super::claim::{Claim, Measured, broken_by, producer, workers};
use super::draft::{Draft, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_server, default_workers};
use crate::project::Project;
use crate::words::SceneText;
use cloud::sqs::QueueKind;
use cloud::time::SimDuration;

pub(super) const SCENE: Scene = Scene {
    id: "video-encoding",
    facts: &[FactId::C2, FactId::C3],
    title: SceneText::VideoTitle,
    sentence: SceneText::VideoSentence,
    try_this: SceneText::VideoTry,
    project,
    until: seconds(240),
    speed: 1,
    is_long: false,
};

/// Videos that are encoded at once, on either side.
const AT_ONCE: u32 = 8;
const ENCODING: DurationLaw = DurationLaw::Constant(seconds(1));

/// The encoders are near their queue.
const NEAR: Direction = Direction {
    latency: DurationLaw::Constant(SimDuration::from_millis(200)),
    loss: Chance::NEVER,
};

/// The ids that the parts get in [`project`], in its order.
const UPLOADS: PartId = PartId(1);
const SAME_UPLOADS: PartId = PartId(3);
const ENCODERS: PartId = PartId(5);

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let (direct, queued) = (producer(run, UPLOADS), producer(run, SAME_UPLOADS));
    let processed = workers(run, ENCODERS).finished;
    let nothing_lost = !broken_by(run, Guarantee::NothingLost, SAME_UPLOADS);
    vec![
        Claim {
            fact: Some(FactId::C2),
            measured: Measured::GaveUp {
                gave_up: direct.gave_up,
                of: direct.produced,
            },
            holds: direct.gave_up * 2 > direct.produced,
        },
        Claim {
            fact: Some(FactId::C3),
            measured: Measured::Processed {
                processed,
                of: queued.produced,
                gave_up: queued.gave_up,
            },
            holds: nothing_lost && queued.produced == direct.produced && processed == queued.produced,
        },
    ]
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::VideoTitle, 7);
    draft.note(40, 40, SceneText::VideoDirectHeading, SceneText::VideoDirectNote);
    let uploads = draft.part("Video uploads", 64, 104, Part::Producer(uploads()));
    let server = Server {
        capacity: AT_ONCE,
        waiting_room: 40,
        service: ENCODING,
        ..default_server()
    };
    let encoder = draft.part("Encoder", 480, 104, Part::Server(server));
    draft.link(uploads, encoder);

    draft.note(40, 264, SceneText::VideoQueueHeading, SceneText::VideoQueueNote);
    let same_uploads = draft.part("The same uploads", 64, 352, Part::Producer(self::uploads()));
    let jobs = Queue {
        visibility_timeout: 30,
        ..default_queue(QueueKind::Standard)
    };
    let jobs = draft.part("encode-jobs", 360, 352, Part::Queue(jobs));
    let encoders = Workers {
        count: AT_ONCE,
        batch: 5,
        processing: ENCODING,
        after: AfterWork::Delete,
        ..default_workers()
    };
    let encoders = draft.part("Encoders", 760, 352, Part::Workers(encoders));
    let failed = draft.part(
        "encode-failed",
        360,
        524,
        Part::Queue(default_queue(QueueKind::Standard)),
    );
    draft.link(same_uploads, jobs);
    draft.link_with(jobs, encoders, NEAR, NEAR);
    draft.link(jobs, failed);
    draft.watch(&[
        Guarantee::NothingLost,
        Guarantee::AtLeastOnce,
        Guarantee::DeadLetterQueueEmpty,
    ]);
    draft.done()
}

/// Two a second at first, then a thousand within ten seconds, and no more.
fn uploads() -> Producer {
    Producer {
        pattern: Pattern::Burst {
            base: Rate::per_second(2),
            count: 1_000,
            over: seconds(10),
            first: seconds(10),
            every: seconds(0),
        },
        limit: Some(1_020),
        body: "video {n}".into(),
        calls: CallPolicy {
            timeout: seconds(10),
            attempts: 2,
            backoff: seconds(1),
        },
        ..default_producer()
    }
}
