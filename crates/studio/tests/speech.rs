//! The words: none is missing, none is badly written, and events are told in plain sentences.

mod support;

use cloud::sqs::MessageId;
use cloud::time::{SimDuration, SimTime};
use sim::wiring::WiringProblem;
use sim::{
    CallFailure, CallId, Cause, Chance, Event, EventKind, Guarantee, Holder, ItemId, LinkId, Loss, Operation,
    PartId, Setback, WorkerName,
};
use studio::fields::FieldId;
use studio::scenes::by_id;
use studio::words::{
    Bar, Canvas, Choice, Dialog, FieldGroup, Gesture, GuaranteeText, Hint, Inspector, Language, Names, Page,
    Palette, SceneText, Script, Sentence, Text, Timeline, biography_text, cause_text, event_text, input_text,
    say,
};

const ENGLISH: Language = Language::English;

fn all<T: Copy + Into<Text>>(texts: &[T]) -> Vec<Text> {
    texts.iter().map(|text| (*text).into()).collect()
}

fn every_plain_text() -> Vec<Text> {
    let fields = FieldId::all()
        .into_iter()
        .flat_map(|field| [Text::Field(field), Text::SetField(field)]);
    [
        all(Bar::ALL),
        all(Canvas::ALL),
        all(Choice::ALL),
        all(Dialog::ALL),
        all(FieldGroup::ALL),
        all(Gesture::ALL),
        all(GuaranteeText::ALL),
        all(Hint::ALL),
        all(Inspector::ALL),
        all(Page::ALL),
        all(Palette::ALL),
        all(SceneText::ALL),
        all(Script::ALL),
        all(Timeline::ALL),
        fields.collect(),
    ]
    .concat()
}

/// Names that are written as their owners write them, inside a text.
const PROPER: [&str; 37] = [
    "Decouple",
    "SQS",
    "FIFO",
    "AWS",
    "DLQ",
    "Esc",
    "Enter",
    "Alt",
    "Tab",
    "VisibilityTimeout",
    "RedriveAllowPolicy",
    "MessageGroupId",
    "MessageDeduplicationId",
    "DelaySeconds",
    "WaitTimeSeconds",
    "MaxNumberOfMessages",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "Shift",
    "Encoders",
    "ReceiveMessageWaitTimeSeconds",
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "FifoThroughputLimit",
    "OK",
    "Nothing",
    "KiB",
    "Undo",
    "Stop",
    "JSON",
    "ChangeMessageVisibility",
    "Payment",
    "Shipping",
    "Scaling",
    "Availability",
    "Zone",
    "Zones",
];

#[test]
fn no_text_is_empty_and_all_are_in_sentence_case() {
    for text in every_plain_text() {
        // What is typed is no prose.
        let said = say(ENGLISH, &text).replace("{random 1..5}", "{n}");
        assert!(!said.trim().is_empty(), "{text:?}");
        assert_eq!(said.trim(), said, "{text:?}");
        assert!(
            !said.contains("  ") && !said.contains("..") && !said.contains('!'),
            "{said:?}"
        );
        let after_full_stop = |index: usize| said[..index].trim_end().ends_with(['.', ':', '?', '=']);
        let mut place = 0;
        for word in said.split(' ') {
            let start = place;
            place += word.len() + 1;
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let capital = bare.chars().next().is_some_and(char::is_uppercase);
            let proper = PROPER.contains(&bare) || bare.chars().skip(1).all(|c| !c.is_lowercase());
            assert!(
                start == 0 || !capital || proper || after_full_stop(start),
                "{said:?}: {word:?}"
            );
        }
    }
}

#[test]
fn hints_and_reasons_tell_what_to_do() {
    use cloud::sqs::QueueKind::{Fifo, Standard};
    for problem in [
        WiringProblem::NoSuchPart,
        WiringProblem::Itself,
        WiringProblem::AlreadyLinked,
        WiringProblem::IntoProducer,
        WiringProblem::OutOfWorkers,
        WiringProblem::ServerToWorkers,
        WiringProblem::CallCircle,
        WiringProblem::ProducerToWorkers,
        WiringProblem::QueueToServer,
        WiringProblem::SecondDeadLetterQueue,
        WiringProblem::DeadLetterKind {
            from: Standard,
            to: Fifo,
        },
        WiringProblem::DeadLetterCircle,
        WiringProblem::RedriveNotAllowed,
    ] {
        let said = say(ENGLISH, Sentence::Wiring(problem));
        assert!(said.ends_with('.') && said.len() > 20, "{said}");
    }
    assert_eq!(
        say(
            ENGLISH,
            Sentence::Wiring(WiringProblem::DeadLetterKind {
                from: Standard,
                to: Fifo
            })
        ),
        "The dead-letter queue of a standard queue must be standard too, not FIFO."
    );
}

fn event_kinds() -> Vec<EventKind> {
    let (queue, workers, server, item) = (PartId(4), PartId(5), PartId(2), ItemId::new(PartId(3), 412));
    let (message, call, link) = (MessageId(9), CallId(1), LinkId(2));
    let visible_at = SimTime::from_secs(144);
    let operation = Operation::SendMessage { item };
    vec![
        EventKind::InputApplied { index: 0 },
        EventKind::Produced { item },
        EventKind::Accepted { item },
        EventKind::GaveUp { item },
        EventKind::Poisoned { item },
        EventKind::CallSent {
            call,
            link,
            operation,
            attempt: 2,
        },
        EventKind::RequestLost {
            call,
            link,
            operation,
        },
        EventKind::ResponseLost {
            call,
            link,
            operation,
            items: 0,
        },
        EventKind::DeliveryLost { call, link, item },
        EventKind::CallFailed {
            call,
            link,
            operation,
            failure: CallFailure::TimedOut,
        },
        EventKind::Sent {
            queue,
            message,
            item,
            visible_at: SimTime::ZERO,
        },
        EventKind::Deduplicated {
            queue,
            original: message,
            item,
        },
        EventKind::Arrived { queue, message, item },
        EventKind::Received {
            queue,
            message,
            item,
            receive_count: 2,
            visible_at,
        },
        EventKind::Returned {
            queue,
            message,
            item,
            receive_count: 2,
        },
        EventKind::VisibilityChanged {
            queue,
            message,
            item,
            visible_at,
        },
        EventKind::DelayChanged {
            queue,
            message,
            item,
            visible_at,
        },
        EventKind::Deleted { queue, message, item },
        EventKind::Expired { queue, message, item },
        EventKind::Purged { queue, message, item },
        EventKind::DeadLettered {
            queue,
            message,
            item,
            to: PartId(6),
            receive_count: 3,
        },
        EventKind::Moved {
            queue,
            message,
            item,
            to: PartId(6),
            new: MessageId(7),
            visible_at,
        },
        EventKind::EmptyReceive { queue },
        EventKind::WorkStarted {
            workers,
            worker: 2,
            item,
            receive_count: 1,
        },
        EventKind::WorkFinished {
            workers,
            worker: 2,
            item,
        },
        EventKind::WorkFailed {
            workers,
            worker: 2,
            item,
        },
        EventKind::WorkDropped {
            workers,
            worker: 2,
            item,
        },
        EventKind::WorkPoisoned {
            workers,
            worker: 2,
            item,
        },
        EventKind::WorkSkipped {
            workers,
            worker: 2,
            item,
        },
        EventKind::WorkerCrashed { workers, worker: 2 },
        EventKind::WorkerStarted { workers, worker: 2 },
        EventKind::ScaledTo {
            workers,
            from: 1,
            to: 4,
            backlog: 1_040,
        },
        EventKind::Queued { server, item },
        EventKind::TurnedAway { server, item },
        EventKind::ServiceStarted { server, item },
        EventKind::ServiceFinished {
            server,
            item,
            answered: false,
        },
        EventKind::ServiceFailed { server, item },
        EventKind::ServiceDropped { server, item },
        EventKind::ServerCrashed { server },
        EventKind::ServerStarted { server },
    ]
}

#[test]
fn every_event_is_told_in_one_plain_sentence() {
    let project = (by_id("video-encoding").expect("it exists").project)();
    let names = Names::of(ENGLISH, &project);
    let told = |tell: fn(&Event, &Names<'_>) -> String| {
        let line = |kind| {
            tell(
                &Event {
                    at: SimTime::from_secs(114),
                    sequence: 0,
                    kind,
                },
                &names,
            )
        };
        event_kinds().into_iter().map(line).collect::<Vec<_>>().join("\n")
    };
    expect_test::expect_file!["snapshots/feed.txt"].assert_eq(&told(event_text));
    expect_test::expect_file!["snapshots/biography.txt"].assert_eq(&told(biography_text));
}

fn causes() -> Vec<Cause> {
    let by = WorkerName {
        workers: PartId(3),
        worker: 2,
    };
    let (by_one, after, chance) = (Some(by), SimDuration::from_micros(1_503_004), Chance::percent(5));
    let (time, waited) = (SimDuration::from_millis(8_000), SimDuration::from_millis(3_200));
    let holders = [
        Holder::AtWork {
            by,
            left: Some(waited),
        },
        Holder::AtWork { by, left: None },
        Holder::NotBegun,
        Holder::NotYetDeleted { by },
        Holder::Forgot { by },
        Holder::Failed { by },
        Holder::Dropped { by },
        Holder::AnswerLost,
        Holder::Nobody,
    ];
    let setbacks = [
        Setback::RequestLost,
        Setback::AnswerLost,
        Setback::TooSlow,
        Setback::TurnedAway,
        Setback::ServerFailed,
        Setback::ChainFailed,
        Setback::Throttled,
        Setback::Refused,
    ];
    let mut causes = vec![
        Cause::WorkloadDue,
        Cause::SentByHand,
        Cause::FirstAttempt,
        Cause::InBatch {
            messages: 10,
            waited: SimDuration::from_millis(200),
        },
        Cause::Again {
            after: Setback::AnswerLost,
            wait: SimDuration::from_millis(100),
        },
        Cause::Answered { after },
        Cause::AttemptsUsedUp {
            attempts: 1,
            last: Setback::TooSlow,
        },
        Cause::AttemptsUsedUp {
            attempts: 3,
            last: Setback::TurnedAway,
        },
        Cause::TakenAway,
        Cause::Stopped,
        Cause::Lost(Loss::Cut),
        Cause::Lost(Loss::Chance { chance }),
        Cause::Lost(Loss::NobodyThere),
        Cause::AnotherCopy {
            after: Setback::AnswerLost,
        },
        Cause::StoredBefore { ago: after },
        Cause::DelayOver { delay: time },
        Cause::FirstInLine { by: by_one, waited },
        Cause::FirstInLine { by: None, waited },
        Cause::FirstOfGroup { by: by_one, waited },
        Cause::CameUpon { by: by_one, waited },
        Cause::Heartbeat,
        Cause::QueueChanged,
        Cause::WorkedOff { by },
        Cause::RetentionOver {
            age: SimDuration::from_secs(4 * 86_400),
        },
        Cause::ReceivedTooOften {
            receives: 3,
            limit: 3,
        },
        Cause::HandedOver { after },
        Cause::Took { time },
        Cause::Poison,
        Cause::Remembered,
        Cause::Crashed,
        Cause::ZoneOut,
        Cause::NotPassedOn {
            last: Setback::TooSlow,
        },
        Cause::FailureChance { chance },
        Cause::AllPlacesTaken { capacity: 1 },
        Cause::WaitingRoomFull { places: 20 },
        Cause::PlaceFree {
            waited: SimDuration::ZERO,
        },
        Cause::PlaceFree { waited },
        Cause::CallerGone { time },
    ];
    causes.extend(setbacks.map(Cause::Failed));
    causes.extend(holders.map(|holder| Cause::VisibilityRanOut {
        timeout: SimDuration::from_secs(30),
        holder,
    }));
    causes
}

#[test]
fn every_cause_is_told_as_the_end_of_a_line() {
    let project = (by_id("video-encoding").expect("it exists").project)();
    let names = Names::of(ENGLISH, &project);
    let lines: Vec<String> = causes().iter().map(|cause| cause_text(cause, &names)).collect();
    expect_test::expect_file!["snapshots/causes.txt"].assert_eq(&lines.join("\n"));
}

#[test]
fn inputs_are_told_too() {
    let project = (by_id("consumer-down").expect("it exists").project)();
    let names = Names::of(ENGLISH, &project);
    let told: Vec<String> = project
        .log
        .iter()
        .map(|input| input_text(input, &names))
        .collect();
    assert_eq!(told, ["Back end stopped", "Back end started again"]);
    assert_eq!(
        names.item(ItemId::new(PartId(1), 7)),
        "m-0007",
        "with one producer the number is enough"
    );
}

#[test]
fn guarantees_are_told_with_their_break() {
    let broken = |guarantee| {
        let clock = "10:01:16".to_owned();
        say(ENGLISH, Sentence::GuaranteeBroken { guarantee, clock }).into_owned()
    };
    assert_eq!(
        broken(Guarantee::DeadLetterQueueEmpty),
        "DLQ empty · broken 10:01:16"
    );
    assert_eq!(
        broken(Guarantee::OldestUnder(SimDuration::from_secs(30))),
        "oldest under 30 s · broken 10:01:16"
    );
}

#[test]
fn announcements_are_short_sentences() {
    assert_eq!(
        say(ENGLISH, Sentence::Removed { parts: 1, links: 2 }),
        "1 part and 2 wires deleted"
    );
    assert_eq!(
        say(
            ENGLISH,
            Sentence::UndoOf {
                gesture: Box::new(Gesture::Move.into())
            }
        ),
        "Undo: Move"
    );
    assert_eq!(
        say(ENGLISH, Text::SetField(FieldId::VisibilityTimeout)),
        "Set VisibilityTimeout"
    );
}
