//! What is written is read again as it was, and what was not written here is refused without a panic.

mod support;

use std::rc::Rc;

use cloud::time::{SimDuration, SimTime};
use proptest::prelude::*;
use serde_json::Value;
use sim::{Edit, Input, InputKind, Part, PartId, Pattern, Producer, Rate, Schedule, Step, Workers};
use studio::catalog;
use studio::fields::FieldId;
use studio::format::{self, Contradiction, DecodeProblem, Figure, file, link};
use studio::scenes::SCENES;
use studio::words::{Language, Sentence, say};
use studio::{Moment, Project};
use support::Dice;

fn moment_of(project: Project) -> Moment {
    Moment {
        project,
        at: SimTime::from_millis(12_345),
        camera: None,
    }
}

proptest! {
    #[test]
    fn every_project_comes_back_from_bytes_files_and_links(seed in any::<u64>()) {
        let moment = support::moment(&mut Dice::new(seed));
        prop_assert_eq!(&format::from_bytes(&format::to_bytes(&moment.project)).unwrap(), &moment.project);
        prop_assert_eq!(&format::moment_from_bytes(&format::moment_to_bytes(&moment)).unwrap(), &moment);
        prop_assert_eq!(&file::from_text(&file::to_text(&moment)).unwrap(), &moment);
        prop_assert_eq!(&link::from_fragment(&link::to_fragment(&moment).unwrap()).unwrap(), &moment);
    }

    #[test]
    fn a_file_has_one_form(seed in any::<u64>()) {
        let text = file::to_text(&support::moment(&mut Dice::new(seed)));
        prop_assert_eq!(file::to_text(&file::from_text(&text).unwrap()), text);
    }

    #[test]
    fn any_bytes_are_decoded_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = format::from_bytes(&bytes);
        for version in [1, 2] {
            let _ = format::moment_from_bytes(&[&[version], bytes.as_slice()].concat());
        }
        let text = String::from_utf8_lossy(&bytes);
        let _ = file::from_text(&text);
        let _ = link::from_fragment(&text);
        let _ = link::from_fragment(&format!("p1.d{text}"));
        let _ = link::from_fragment(&format!("p2.d{text}"));
    }

    #[test]
    fn damaged_links_and_bytes_are_decoded_without_a_panic(seed in any::<u64>(), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let moment = support::moment(&mut Dice::new(seed));
        let mut bytes = format::to_bytes(&moment.project);
        prop_assert!(format::from_bytes(&bytes[..at.index(bytes.len())]).is_err(), "cut short");
        let place = at.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let _ = format::from_bytes(&bytes);
        let mut fragment = link::to_fragment(&moment).unwrap().into_bytes();
        prop_assert!(link::from_fragment(std::str::from_utf8(&fragment[..at.index(fragment.len())]).unwrap()).is_err());
        let place = at.index(fragment.len());
        fragment[place] = b"A-_z09"[usize::from(bit) % 6];
        let _ = link::from_fragment(std::str::from_utf8(&fragment).unwrap());
    }

    #[test]
    fn damaged_files_are_decoded_without_a_panic(seed in any::<u64>(), at in any::<prop::sample::Index>(), letter in "[ -~]") {
        let mut text = file::to_text(&support::moment(&mut Dice::new(seed)));
        let place = text.floor_char_boundary(at.index(text.len()));
        prop_assert!(file::from_text(&text[..place]).is_err() || text[place..].trim().is_empty());
        let end = text.ceil_char_boundary(place + 1);
        text.replace_range(place..end, &letter);
        let _ = file::from_text(&text);
    }
}

/// A link that claims to be small and is not: a mebibyte of zeros takes a kilobyte when deflated.
#[test]
fn a_bomb_is_not_inflated() {
    use base64::Engine;
    let zeros = vec![0; 64 << 20];
    let deflated = miniz_oxide::deflate::compress_to_vec(&zeros, 9);
    let fragment = format!(
        "p1.d{}",
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(deflated)
    );
    assert!(fragment.len() < link::MAX_ENCODED);
    assert_eq!(link::from_fragment(&fragment), Err(DecodeProblem::TooLarge));
}

#[test]
fn what_is_too_long_is_not_even_decoded() {
    assert_eq!(
        link::from_fragment(&format!("p1.r{}", "A".repeat(link::MAX_ENCODED))),
        Err(DecodeProblem::TooLarge)
    );
    assert_eq!(
        file::from_text(&" ".repeat(file::MAX_FILE + 1)),
        Err(DecodeProblem::TooLarge)
    );
    assert_eq!(
        format::from_bytes(&vec![1; format::MAX_DECODED + 1]),
        Err(DecodeProblem::TooLarge)
    );
}

#[test]
fn newer_versions_are_told_apart_from_rubbish() {
    assert_eq!(
        link::from_fragment("#p3.dabc"),
        Err(DecodeProblem::Newer { version: 3 })
    );
    assert_eq!(
        link::from_fragment("https://example.org/#p17.x"),
        Err(DecodeProblem::Newer { version: 17 })
    );
    assert_eq!(
        file::from_text(r#"{"decouple": 3, "anything": []}"#),
        Err(DecodeProblem::Newer { version: 3 })
    );
    assert_eq!(
        format::from_bytes(&[9, 1, 2]),
        Err(DecodeProblem::Newer { version: 9 })
    );
    for rubbish in [
        "",
        "#",
        "#p",
        "#p1",
        "#d1.abc",
        "#p0.rabc",
        "#p1a.r",
        "#section-2",
        "p-1.r",
    ] {
        assert_eq!(
            link::from_fragment(rubbish),
            Err(DecodeProblem::NotOurs),
            "{rubbish:?}"
        );
    }
    for rubbish in ["", "hello", "[1]", "{}", r#"{"version": 1}"#] {
        assert_eq!(
            file::from_text(rubbish),
            Err(DecodeProblem::NotOurs),
            "{rubbish:?}"
        );
    }
}

/// Each line of the corpus is a link that was made to do harm, and what it must be refused with.
#[test]
fn the_corpus_of_hostile_links_is_refused() {
    for line in include_str!("corpus/hostile-links.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let (expected, fragment) = line.split_once(' ').expect("a problem and a link");
        let problem = link::from_fragment(fragment).expect_err(fragment);
        let name = format!("{problem:?}");
        assert!(
            name.starts_with(expected),
            "{fragment:.60}: {name} rather than {expected}"
        );
    }
}

/// Links that were given out are kept for good.
#[test]
fn links_that_were_given_out_still_open() {
    for line in include_str!("corpus/links-v1.txt").lines() {
        let (id, fragment) = line.split_once(' ').expect("a scene and a link");
        let moment = link::from_fragment(fragment).expect(id);
        assert!(!moment.project.document.sketch.parts.is_empty(), "{id}");
        let again = link::to_fragment(&moment).expect("it was a link before");
        assert_eq!(link::from_fragment(&again), Ok(moment), "{id}");
    }
}

/// All that version 1 can say, as links and as the files that say the same.
#[test]
fn everything_of_version_1_opens_and_is_kept() {
    opens_and_is_kept(include_str!("corpus/everything-v1.txt"));
}

/// What version 2 could say when sketches of it were first given out.
#[test]
fn what_was_said_in_version_2_before_it_grew_opens_and_is_kept() {
    opens_and_is_kept(include_str!("corpus/everything-v2.txt"));
}

fn opens_and_is_kept(corpus: &str) {
    let lines: Vec<&str> = corpus.lines().collect();
    for pair in lines.chunks_exact(2) {
        let (fragment, text) = (pair[0], pair[1]);
        let moment = file::from_text(text).expect(text);
        assert_eq!(link::from_fragment(fragment).as_ref(), Ok(&moment));
        let again = file::to_text(&moment);
        assert!(again.starts_with("{\n  \"decouple\": 2,\n"), "{again:.40}");
        assert_eq!(file::from_text(&again).as_ref(), Ok(&moment));
        // What was said is said again, word for word.
        let (old, new): (Value, Value) = (json(text), json(&again));
        assert_eq!(missing_from(&new, &old, ""), Vec::<String>::new());
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// Where `old` says something that `new` does not.
fn missing_from(new: &Value, old: &Value, path: &str) -> Vec<String> {
    match (new, old) {
        _ if path == "/decouple" => Vec::new(),
        // The number of groups has become the template of their ids.
        (Value::Null, Value::Number(_)) if path.ends_with("/producer/groups") => Vec::new(),
        (Value::Object(new), Value::Object(old)) => old
            .iter()
            .flat_map(|(key, value)| {
                missing_from(
                    new.get(key).unwrap_or(&Value::Null),
                    value,
                    &format!("{path}/{key}"),
                )
            })
            .collect(),
        (Value::Array(new), Value::Array(old)) if new.len() == old.len() => new
            .iter()
            .zip(old)
            .enumerate()
            .flat_map(|(index, (new, old))| missing_from(new, old, &format!("{path}/{index}")))
            .collect(),
        _ if new == old => Vec::new(),
        _ => vec![format!("{path}: {old} became {new}")],
    }
}

/// A producer as version 1 said it, in the middle of nothing.
fn producer_of_version_1(body: &str, groups: u32) -> Producer {
    let producer = serde_json::json!({"pattern": "byHand", "limit": null, "body": body, "groups": groups,
        "calls": {"timeout": "1s", "attempts": 1, "backoff": "0s"}});
    let parts = [serde_json::json!({"id": 1, "name": "P", "place": [0, 0], "part": {"producer": producer}})];
    let text = serde_json::json!({"decouple": 1, "clip": {"parts": parts, "links": [], "notes": []}});
    let clip = file::clip_from_text(&text.to_string()).expect("it opens");
    match &clip.parts[&PartId(1)].0 {
        Part::Producer(producer) => producer.clone(),
        part => panic!("{part:?}"),
    }
}

#[test]
fn the_groups_of_version_1_keep_their_names() {
    assert_eq!(&*producer_of_version_1("x", 0).group, "");
    assert_eq!(&*producer_of_version_1("x", 4).group, "g{n%4+1}");
}

#[test]
fn what_was_text_in_a_body_of_version_1_stays_text() {
    for (old, new) in [
        ("order {n} of {group}", "order {n} of {group}"),
        (
            "{n%10} {producer} {{} {random 5..1}",
            "{{}n%10} {{}producer} {{}{} {{}random 5..1}",
        ),
        (r#"{"n": {n}, {name}"#, r#"{"n": {n}, {name}"#),
    ] {
        assert_eq!(&*producer_of_version_1(old, 0).body, new);
    }
}

#[test]
fn a_clip_of_version_1_is_pasted() {
    let project = (SCENES[0].project)();
    let now = SimTime::ZERO;
    let clip = studio::edit::copy(&project, now, &studio::edit::Selection::all(&project, now));
    let lines: Vec<&str> = include_str!("corpus/everything-v1.txt").lines().collect();
    let parts = json(lines[1])["project"]["parts"].clone();
    let drawn: Vec<Value> = parts
        .as_array()
        .expect("parts")
        .iter()
        .filter(|part| !part["part"].is_null())
        .cloned()
        .collect();
    let text =
        serde_json::json!({"decouple": 1, "clip": {"parts": drawn, "links": [], "notes": []}}).to_string();
    assert_eq!(
        file::clip_from_text(&text).expect("it opens").parts.len(),
        drawn.len()
    );
    let newer = file::clip_to_text(&clip).replacen(": 2", ": 3", 1);
    assert_eq!(
        file::clip_from_text(&newer),
        Err(DecodeProblem::Newer { version: 3 })
    );
}

#[test]
fn a_scene_fits_into_a_link() {
    for scene in SCENES {
        let moment = moment_of((scene.project)());
        let length = link::to_fragment(&moment).expect("it fits").len();
        println!("{}: {length} characters", scene.id);
        assert!(length < 1_500, "{}: {length} characters", scene.id);
        assert_eq!(
            link::from_fragment(&link::to_fragment(&moment).expect("it fits")).expect("it opens"),
            moment
        );
    }
}

#[test]
fn figures_out_of_range_are_named_with_their_limit() {
    let text = file::project_to_text(&(SCENES[0].project)());
    let text = text.replacen("\"VisibilityTimeout\": 30", "\"VisibilityTimeout\": 43201", 1);
    let problem = file::from_text(&text).expect_err("over the limit");
    assert_eq!(
        say(Language::English, Sentence::Decode(problem)),
        "VisibilityTimeout is 43,201, beyond the limit of 43,200. It was not opened."
    );
}

#[test]
fn a_damaged_file_tells_where() {
    let text = file::project_to_text(&(SCENES[0].project)()).replacen("\"fifo\"", "\"fofo\"", 1);
    let Err(DecodeProblem::DamagedFile { line, reason, .. }) = file::from_text(&text) else {
        panic!("damaged")
    };
    assert!(line > 10, "{line}");
    assert!(reason.contains("fofo"), "{reason}");
}

/// What is too much in all, although each figure is in its range.
fn too_much(problem: Result<Moment, DecodeProblem>) -> Option<Figure> {
    match problem {
        Err(DecodeProblem::OutOfRange { what, .. }) => Some(what),
        _ => None,
    }
}

fn with_log(kinds: impl IntoIterator<Item = InputKind>) -> Result<Moment, DecodeProblem> {
    let mut project = (SCENES[0].project)();
    let inputs = kinds.into_iter().map(|kind| Input {
        at: SimTime::from_secs(1),
        kind,
    });
    project.log = Rc::new(inputs.collect());
    file::from_text(&file::project_to_text(&project))
}

fn put(id: u32, part: Part) -> InputKind {
    InputKind::Edit(Edit::PutPart { id: PartId(id), part })
}

#[test]
fn the_cost_of_a_world_is_bounded_at_every_instant() {
    let workers = |id| {
        let settings = Workers {
            count: 10_000,
            ..catalog::default_workers()
        };
        put(id, Part::Workers(settings))
    };
    assert!(with_log((100..119).map(workers)).is_ok());
    assert_eq!(too_much(with_log((100..120).map(workers))), Some(Figure::Workers));
    let burst = |over, every| {
        let settings = Producer {
            pattern: Pattern::Burst {
                base: Rate(0),
                count: 1_000_000,
                over,
                first: SimDuration::ZERO,
                every,
            },
            ..catalog::default_producer()
        };
        with_log([put(100, Part::Producer(settings))])
    };
    let (second, nanosecond) = (SimDuration::from_secs(1), SimDuration::from_nanos(1));
    assert!(burst(SimDuration::ZERO, SimDuration::ZERO).is_ok());
    assert!(burst(second, second).is_ok());
    for over in [SimDuration::ZERO, second * 3_600] {
        assert_eq!(too_much(burst(over, nanosecond)), Some(Figure::Rate));
    }
    let send = |_| InputKind::Send {
        producer: PartId(1),
        count: 10_000,
    };
    assert!(with_log((0..100).map(send)).is_ok());
    assert_eq!(too_much(with_log((0..101).map(send))), Some(Figure::Sends));
}

/// A log from elsewhere may have the end of a call that nobody made: who runs no calls must not run that either.
#[test]
fn the_end_of_a_call_that_nobody_made_is_of_a_program_from_outside() {
    let number = sim::CallNumber(7);
    let moment = with_log([InputKind::HangUp { number }]).expect("it opens");
    assert!(moment.project.is_called_from_outside());
    assert!(!with_log([]).expect("it opens").project.is_called_from_outside());
}

/// Three bytes are an input, which takes a great many once it is read.
#[test]
fn a_list_is_read_no_further_than_it_may_be_long() {
    let log = |length| {
        vec![
            InputKind::HangUp {
                number: sim::CallNumber(7)
            };
            length
        ]
    };
    assert!(with_log(log(file::MAX_INPUTS)).is_ok());
    assert_eq!(
        too_much(with_log(log(file::MAX_INPUTS + 1))),
        Some(Figure::Inputs)
    );
    let mut moment = moment_of((SCENES[0].project)());
    let inputs = log(600_000).into_iter().map(|kind| Input {
        at: SimTime::ZERO,
        kind,
    });
    moment.project.log = Rc::new(inputs.collect());
    let fragment = link::to_fragment(&moment).expect("it is small");
    assert!(fragment.len() < 10_000, "{}", fragment.len());
    assert_eq!(link::from_fragment(&fragment), Err(DecodeProblem::Damaged));
    moment.project.log = Rc::new(moment.project.log[..50_000].to_vec());
    let Err(DecodeProblem::DamagedFile { reason, .. }) = file::from_text(&file::to_text(&moment)) else {
        panic!("it is too long");
    };
    assert_eq!(
        reason,
        "invalid length 40001, expected a list of at most 40000 entries"
    );
}

/// A producer that replays `count` arrivals, a millisecond apart.
fn replaying(count: u64) -> Producer {
    let arrivals = (0..count).map(SimDuration::from_millis);
    Producer {
        pattern: Pattern::Trace {
            trace: sim::Trace::new(arrivals.collect()),
            every: SimDuration::from_secs(1_000),
        },
        ..catalog::default_producer()
    }
}

/// However often a producer that replays it is edited, a trace takes its room once.
#[test]
fn a_long_trace_is_written_once() {
    let mut project = (SCENES[0].project)();
    let edits = (0..50).map(|edit| Input {
        at: SimTime::from_secs(edit),
        kind: put(
            100,
            Part::Producer(Producer {
                pad_to: u32::try_from(edit).expect("small"),
                ..replaying(100_000)
            }),
        ),
    });
    project.log = Rc::new(edits.collect());
    let moment = moment_of(project);
    let text = link::to_fragment(&moment).expect("it fits into a link");
    assert_eq!(link::from_fragment(&text).as_ref(), Ok(&moment));
    assert_eq!(file::from_text(&file::to_text(&moment)).as_ref(), Ok(&moment));
    assert!(format::to_bytes(&moment.project).len() < format::MAX_DECODED / 2);
    assert_eq!(
        too_much(with_log([put(100, Part::Producer(replaying(100_001)))])),
        Some(Figure::Field(FieldId::Trace))
    );
}

#[test]
fn an_input_alone_brings_the_traces_that_it_replays() {
    let input = Input {
        at: SimTime::from_secs(7),
        kind: put(100, Part::Producer(replaying(1_000))),
    };
    let line = format::input_to_line(&input);
    assert_eq!(format::input_from_line(&line).as_ref(), Ok(&input));
    let mut project = (SCENES[0].project)();
    let before = file::project_to_text(&project).len();
    project.log = Rc::new(vec![input.clone()]);
    let takes = file::project_to_text(&project).len() - before;
    let said = file::bytes_of_input(&input);
    let most = said + 2 * file::END_OF_A_LIST;
    assert!((said..=most).contains(&takes), "{takes} bytes, {said} said");
}

#[test]
fn a_trace_that_is_not_there_and_steps_out_of_order_are_refused() {
    let text = |part| {
        let mut project = (SCENES[0].project)();
        project.log = Rc::new(vec![Input {
            at: SimTime::ZERO,
            kind: put(100, Part::Producer(part)),
        }]);
        file::project_to_text(&project)
    };
    let inconsistent = |text: &str| match file::from_text(text) {
        Err(DecodeProblem::Inconsistent { what }) => what,
        other => panic!("{other:?}"),
    };
    let traced = text(replaying(3)).replacen("\"trace\": 0", "\"trace\": 1", 1);
    assert_eq!(inconsistent(&traced), Contradiction::NoSuchTrace);
    let step = |from| Step {
        from: SimDuration::from_secs(from),
        rate: Rate(1),
    };
    let scheduled = Producer {
        pattern: Pattern::Schedule {
            schedule: Schedule::new(vec![step(11), step(12)]),
            every: SimDuration::ZERO,
        },
        ..catalog::default_producer()
    };
    let scheduled = text(scheduled).replacen("\"from\": \"11s\"", "\"from\": \"13s\"", 1);
    assert_eq!(inconsistent(&scheduled), Contradiction::StepsAreNotInOrder);
}

/// The document that is shown to people says what a file looks like; this keeps it true.
#[test]
fn the_documented_example_opens() {
    let document = include_str!("../../../docs/file-format.md");
    let example = document
        .split("```json\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("an example");
    let moment = file::from_text(example).expect("the example opens");
    assert_eq!(
        file::to_text(&moment).trim(),
        example.trim(),
        "the example is in the canonical form"
    );
}

#[test]
fn a_clip_comes_back_and_is_checked() {
    let project = (SCENES[0].project)();
    let now = cloud::time::SimTime::ZERO;
    let clip = studio::edit::copy(&project, now, &studio::edit::Selection::all(&project, now));
    let text = file::clip_to_text(&clip);
    assert_eq!(file::clip_from_text(&text).expect("it opens"), clip);
    assert_eq!(
        file::clip_from_text("some text that a person copied"),
        Err(DecodeProblem::NotOurs)
    );
    assert!(matches!(
        file::clip_from_text(&file::project_to_text(&project)),
        Err(DecodeProblem::DamagedFile { .. })
    ));
}
