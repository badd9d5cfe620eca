//! Every field shows what it is, takes what it shows, and says in a sentence why it does not take something.

use cloud::sqs::QueueKind;
use studio::amount::Amount;
use studio::catalog::{PartKind, default_link, default_queue};
use studio::fields::{self, Context, Field, FieldId, FieldKind, FieldProblem, Law, Way};
use studio::words::{Language, Sentence, amount_short, say};

const ENGLISH: Language = Language::English;

/// Parts in every shape that has fields of its own.
fn shapes() -> Vec<sim::Part> {
    let mut shapes: Vec<sim::Part> = PartKind::ALL.into_iter().map(PartKind::part).collect();
    for (kind, field, key) in [
        (PartKind::Producer, FieldId::Pattern, "poisson"),
        (PartKind::Producer, FieldId::Pattern, "burst"),
        (PartKind::Producer, FieldId::Pattern, "clock-time"),
        (PartKind::Producer, FieldId::Pattern, "ramp"),
        (PartKind::Producer, FieldId::Pattern, "schedule"),
        (PartKind::Producer, FieldId::Pattern, "trace"),
        (PartKind::Producer, FieldId::Pattern, "by-hand"),
        (PartKind::Workers, FieldId::Polling, "short"),
        (PartKind::Workers, FieldId::Law(Law::Processing), "uniform"),
        (PartKind::Workers, FieldId::Law(Law::Processing), "exponential"),
        (PartKind::SqsFifo, FieldId::RedriveAllowPolicy, "byQueue"),
        (PartKind::WebServer, FieldId::Law(Law::Service), "uniform"),
        (PartKind::WebServer, FieldId::Law(Law::Service), "exponential"),
    ] {
        shapes.push(fields::set(&kind.part(), field, key).expect("a choice that is offered"));
    }
    shapes
}

fn fields_of(part: &sim::Part) -> Vec<Field> {
    fields::of_part(ENGLISH, part, Context::default())
}

fn sentence(problem: FieldProblem) -> String {
    say(ENGLISH, Sentence::Field(problem)).into_owned()
}

#[test]
fn every_field_takes_what_it_shows() {
    for part in shapes() {
        for field in fields_of(&part) {
            assert_eq!(
                fields::set(&part, field.id, &field.value).as_ref(),
                Ok(&part),
                "{:?}",
                field.id
            );
            if let Some(default) = field.default {
                assert!(fields::set(&part, field.id, &default).is_ok(), "{:?}", field.id);
            }
        }
    }
}

#[test]
fn every_figure_keeps_to_its_limits() {
    for part in shapes() {
        for field in fields_of(&part)
            .iter()
            .filter(|field| matches!(field.kind, FieldKind::Figure { .. }))
        {
            let limits = fields::limits(field.id).expect("a figure has limits");
            // The other end of a range may forbid an end of this one, and says so in the same words.
            let one_of_two = matches!(
                field.id,
                FieldId::TimeMin(_) | FieldId::TimeMax(_) | FieldId::ClockAt
            );
            for end in [limits.min, limits.max] {
                let typed = amount_short(ENGLISH, end);
                assert!(
                    one_of_two || fields::set(&part, field.id, &typed).is_ok(),
                    "{:?} {typed}",
                    field.id
                );
            }
            let over = Amount {
                value: limits.max.value + 1,
                ..limits.max
            };
            let problem =
                fields::set(&part, field.id, &amount_short(ENGLISH, over)).expect_err("over the limit");
            assert!(sentence(problem).contains("over the limit of"), "{:?}", field.id);
            for rubbish in ["-1", "abc", "1 parsec", "1e9", "∞"] {
                let problem = fields::set(&part, field.id, rubbish).expect_err("not a figure");
                assert!(sentence(problem).starts_with(&format!("“{rubbish}” is not understood here.")));
            }
        }
    }
}

#[test]
fn aws_parameters_have_aws_ranges_and_defaults() {
    let fields = fields_of(&PartKind::SqsStandard.part());
    let rows: Vec<String> = fields
        .iter()
        .map(|field| format!("{}: {}", field.name, field.help))
        .collect();
    expect_test::expect![[r#"
        VisibilityTimeout: 0–12 h · default 30 s
        MessageRetentionPeriod: 1 min–14 d · default 4 d
        DelaySeconds: 0–15 min · default 0 s
        ReceiveMessageWaitTimeSeconds: 0–20 s · default 0 s
        MaximumMessageSize: 1 KiB–1 MiB · default 1 MiB
        maxReceiveCount: 1–1,000 · default 3
        RedriveAllowPolicy: 
        Delete misses a copy: 0–100 % · default 0.0001 %
        Short poll skips a server: 0–100 % · default 20 %"#]]
    .assert_eq(&rows.join("\n"));
}

#[test]
fn problems_are_told_with_value_limit_and_what_is_kept() {
    let queue = PartKind::SqsStandard.part();
    let told = |field, typed: &str| sentence(fields::set(&queue, field, typed).expect_err("a problem"));
    assert_eq!(
        told(FieldId::MessageRetentionPeriod, "20 d"),
        "20 days is over the limit of 14 days. Kept: 4 days."
    );
    assert_eq!(
        told(FieldId::MessageRetentionPeriod, "30"),
        "30 seconds is under the minimum of 1 minute. Kept: 4 days."
    );
    assert_eq!(
        told(FieldId::VisibilityTimeout, ""),
        "This cannot be empty. Kept: 30 seconds."
    );
    assert_eq!(
        told(FieldId::VisibilityTimeout, "soon"),
        "“soon” is not understood here. Type it like 30 s or 4 d. Kept: 30 seconds."
    );
    assert_eq!(told(FieldId::Rate, "1"), "This part has no such setting.");
}

#[test]
fn durations_are_typed_as_people_write_them() {
    let queue = PartKind::SqsStandard.part();
    for (typed, shown) in [
        ("90", "1 min 30 s"),
        ("2 min", "2 min"),
        ("0.5 h", "30 min"),
        ("12 h", "12 h"),
    ] {
        let queue = fields::set(&queue, FieldId::VisibilityTimeout, typed).expect(typed);
        assert_eq!(fields_of(&queue)[0].value, shown);
    }
}

#[test]
fn what_cannot_go_together_is_refused() {
    let fifo = sim::Part::Queue(default_queue(QueueKind::Fifo));
    let problem =
        fields::set(&fifo, FieldId::FifoThroughputLimit, "perMessageGroupId").expect_err("needs the scope");
    assert_eq!(
        sentence(problem),
        "perMessageGroupId needs DeduplicationScope = messageGroup."
    );
    let fifo = fields::set(&fifo, FieldId::DeduplicationScope, "messageGroup").expect("a choice");
    let fifo = fields::set(&fifo, FieldId::FifoThroughputLimit, "perMessageGroupId").expect("now it may");
    assert!(fields::set(&fifo, FieldId::DeduplicationScope, "queue").is_err());
    let law = FieldId::Law(Law::Processing);
    let workers = fields::set(&PartKind::Workers.part(), law, "uniform").expect("a choice");
    let problem =
        fields::set(&workers, FieldId::TimeMin(Law::Processing), "2 min").expect_err("over the other end");
    assert_eq!(
        sentence(problem),
        "2 minutes is over the limit of 1.5 seconds. Kept: 500 milliseconds."
    );
}

#[test]
fn optional_fields_may_be_empty() {
    let workers = PartKind::Workers.part();
    let set = fields::set(&workers, FieldId::ReceiveVisibilityTimeout, "45 s").expect("in range");
    assert_ne!(set, workers);
    assert_eq!(
        fields::set(&set, FieldId::ReceiveVisibilityTimeout, " ").as_ref(),
        Ok(&workers)
    );
}

#[test]
fn max_receive_count_tells_when_it_is_idle() {
    let queue = PartKind::SqsStandard.part();
    let hint = |has_dead_letter_queue| {
        let fields = fields::of_part(
            ENGLISH,
            &queue,
            Context {
                has_dead_letter_queue,
                ..Context::default()
            },
        );
        fields
            .into_iter()
            .find(|field| field.id == FieldId::MaxReceiveCount)
            .expect("always shown")
            .hint
    };
    assert!(hint(false).is_some());
    assert!(hint(true).is_none());
}

#[test]
fn links_have_latency_and_loss_both_ways() {
    let link = default_link(sim::PartId(1), sim::PartId(2));
    let link = fields::set_link(&link, FieldId::Loss(Way::Backward), "2.5 %").expect("in range");
    let link =
        fields::set_link(&link, FieldId::Time(Law::Latency(Way::Forward)), "200 ms").expect("in range");
    assert_eq!(link.backward.loss, sim::Chance(25_000));
    let shown: Vec<String> = fields::of_link(ENGLISH, &link)
        .iter()
        .map(|field| format!("{} = {}", field.name, field.value))
        .collect();
    assert_eq!(
        shown,
        [
            "Latency is = constant",
            "Latency = 200 ms",
            "Lost = 0 %",
            "Latency is = constant",
            "Latency = 400 ms",
            "Lost = 2.5 %"
        ]
    );
    for field in fields::of_link(ENGLISH, &link) {
        assert_eq!(fields::set_link(&link, field.id, &field.value), Ok(link));
    }
}

#[test]
fn every_field_has_its_own_key() {
    let mut keys: Vec<String> = FieldId::all().into_iter().map(FieldId::key).collect();
    assert!(
        keys.iter()
            .all(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '-')),
        "{keys:?}"
    );
    let count = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), count);
}

#[test]
fn cards_say_what_a_part_is_set_to() {
    let mut lines: Vec<String> = shapes()
        .iter()
        .map(|part| studio::summary(ENGLISH, part))
        .collect();
    lines.extend(studio::scenes::SCENES.iter().flat_map(|scene| {
        let project = (scene.project)();
        project
            .document
            .sketch
            .parts
            .values()
            .map(|part| studio::summary(ENGLISH, part))
            .collect::<Vec<_>>()
    }));
    assert!(lines.iter().all(|line| line.chars().count() <= 40), "{lines:#?}");
    expect_test::expect![[r#"
        2/s steadily
        2 workers · long polls
        8 at once · 1 s each
        SQS standard · visibility 30 s
        SQS FIFO · visibility 30 s
        2/s at random
        burst 100 every 1 min
        burst 100 every hour
        0/s to 2/s in 1 min
        2 rates
        replays 10
        by hand
        2 workers · short polls
        2 workers · long polls
        2 workers · long polls
        SQS FIFO · visibility 30 s
        8 at once · 500 ms–1.5 s each
        8 at once · about 1 s each"#]]
    .assert_eq(&lines[..shapes().len()].join("\n"));
}

fn producer_of(pattern: &str) -> sim::Part {
    fields::set(&PartKind::Producer.part(), FieldId::Pattern, pattern).expect("a choice")
}

fn refusal(part: &sim::Part, field: FieldId, typed: &str) -> String {
    sentence(fields::set(part, field, typed).expect_err("a problem"))
}

#[test]
fn a_list_says_on_which_line_something_is_wrong() {
    let schedule = producer_of("schedule");
    assert_eq!(
        refusal(&schedule, FieldId::Schedule, "0 s: 10/s\n1 min 100/s"),
        "Line 2: “1 min 100/s” is not understood here. Type it like 1 min: 100/s."
    );
    assert_eq!(
        refusal(&schedule, FieldId::Schedule, "1 min: 10/s\n30 s: 5/s"),
        "Line 2: 30 seconds does not come after 1 minute."
    );
    assert_eq!(
        refusal(&schedule, FieldId::Schedule, "0 s: 2,000,000/s"),
        "Line 1: 2,000,000 a second is over the limit of 1,000,000 a second."
    );
    let trace = producer_of("trace");
    assert_eq!(
        refusal(&trace, FieldId::Trace, "0\n1.5\nlater"),
        "Line 3: “later” is not understood here. Type it like 12.5, 2 min or 2026-11-20T10:00:12.5Z."
    );
    assert_eq!(refusal(&trace, FieldId::Trace, ""), "This cannot be empty.");
    let many = "0 s: 1/s\n".repeat(257);
    assert_eq!(
        refusal(&schedule, FieldId::Schedule, &many),
        "257 lines are over the limit of 256."
    );
}

#[test]
fn a_clock_time_lies_within_its_period() {
    let hourly = producer_of("clock-time");
    assert_eq!(
        refusal(&hourly, FieldId::ClockAt, "2 h 30 min"),
        "2 hours 30 minutes is over the limit of 1 hour. Kept: 0 seconds."
    );
    let daily = fields::set(&hourly, FieldId::ClockPeriod, "day").expect("a choice");
    let daily = fields::set(&daily, FieldId::ClockAt, "2 h 30 min").expect("within a day");
    assert_eq!(studio::summary(ENGLISH, &daily), "burst 100 daily at 02:30");
}

#[test]
fn a_template_says_what_is_wrong_and_what_works() {
    let producer = PartKind::Producer.part();
    assert_eq!(
        refusal(&producer, FieldId::Group, "g{m}"),
        "“{m}” is not understood here. Type it like {n}, {n%10}, {n/2}, {n+1}, {random 1..5}, {producer} or {group}, \
         and a brace as {{}."
    );
    assert_eq!(
        refusal(&producer, FieldId::Body, "{n%0}"),
        "“{n%0}” divides by zero. Divide by 1 or more."
    );
    assert_eq!(
        refusal(&producer, FieldId::Group, "two words"),
        "“ ” cannot be in an id: AWS takes up to 128 letters, digits and punctuation marks, without spaces."
    );
    assert!(fields::set(&producer, FieldId::Group, "").is_ok());
    assert_eq!(refusal(&producer, FieldId::Body, ""), "This cannot be empty.");
}
