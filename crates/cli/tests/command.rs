//! The command as a person or a script uses it.

use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

fn decouple(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_decouple"))
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn with_input(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_decouple"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    child
        .stdin
        .take()
        .expect("it is piped")
        .write_all(input.as_bytes())
        .expect("it is read");
    child.wait_with_output().expect("the command ends")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("text")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("text")
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(stdout(output)).expect("JSON")
}

fn file_of(scene: &str) -> String {
    studio::format::file::project_to_text(&(studio::scenes::by_id(scene).expect("a scene").project)())
}

#[test]
fn scenes_are_listed_one_per_line() {
    let output = decouple(&["scenes"]);
    assert!(output.status.success());
    let first: Vec<String> = stdout(&output)
        .lines()
        .take(1)
        .flat_map(|line| line.splitn(2, ' ').map(|half| half.trim().to_owned()))
        .collect();
    assert_eq!(first, ["video-encoding", "Encode 1,000 videos"]);
    let listed = json(&decouple(&["scenes", "--json"]));
    assert_eq!(
        listed.as_array().map(Vec::len),
        Some(stdout(&output).lines().count())
    );
}

#[test]
fn a_run_tells_metrics_guarantees_and_hash() {
    let output = decouple(&["run", "visibility-too-short"]);
    assert!(output.status.success(), "{}", stderr(&output));
    for expected in [
        "NumberOfMessagesReceived",
        "at most once",
        "broken 10:00:",
        "Hash ",
    ] {
        assert!(
            stdout(&output).contains(expected),
            "{expected} in {}",
            stdout(&output)
        );
    }
}

#[test]
fn scene_file_link_and_input_give_the_same_hash() {
    let arguments = ["--seed", "7", "--until", "1m", "--json"];
    let hash = |output: &Output| json(output)["hash"].as_str().expect("a hash").to_owned();
    let scene = decouple(&[&["run", "consumer-down"], &arguments[..]].concat());
    let input = with_input(
        &[&["run", "-"], &arguments[..]].concat(),
        &file_of("consumer-down"),
    );
    let moment = studio::format::file::from_text(&file_of("consumer-down")).expect("a file");
    let link = format!(
        "https://example.org/#{}",
        studio::format::link::to_fragment(&moment).expect("a link")
    );
    let by_link = decouple(&[&["run", link.as_str()], &arguments[..]].concat());
    let piped_link = with_input(&[&["run", "-"], &arguments[..]].concat(), &link);
    assert_eq!(hash(&scene).len(), 16);
    for other in [input, by_link, piped_link] {
        assert_eq!(hash(&other), hash(&scene));
    }
    let other_seed = decouple(&["run", "fifo-beside-standard", "--seed", "8", "--json"]);
    assert_ne!(
        hash(&other_seed),
        hash(&decouple(&["run", "fifo-beside-standard", "--json"]))
    );
}

#[test]
fn json_has_what_scripts_need() {
    let run = json(&decouple(&["run", "video-encoding", "--until", "30s", "--json"]));
    for key in [
        "title",
        "seed",
        "time",
        "timeNanoseconds",
        "steps",
        "hash",
        "parts",
        "links",
        "guarantees",
    ] {
        assert!(!run[key].is_null(), "{key}");
    }
    assert_eq!(run["time"], "30s");
    let queue = &run["parts"][3];
    assert_eq!(
        (queue["name"].as_str(), queue["kind"].as_str()),
        (Some("encode-jobs"), Some("sqs-standard"))
    );
    assert!(queue["metrics"]["ApproximateNumberOfMessagesVisible"].as_u64() > Some(800));
}

#[test]
fn facts_are_all_shown() {
    let output = decouple(&["facts", "--json"]);
    assert!(output.status.success(), "{}", stdout(&output));
    let facts = json(&output);
    let facts = facts.as_array().expect("a list");
    assert!(facts.len() >= studio::scenes::FactId::ALL.len());
    assert!(facts.iter().all(|fact| fact["holds"] == true), "{facts:?}");
}

#[test]
fn check_tells_good_from_bad() {
    let good = with_input(&["check", "-"], &file_of("video-encoding"));
    assert!(good.status.success());
    assert_eq!(stdout(&good), "- is good: 6 parts, 4 links, 0 inputs.\n");
    let bad = with_input(
        &["check", "-"],
        &file_of("video-encoding").replace("\"capacity\": 8", "\"capacity\": 0"),
    );
    assert_eq!(bad.status.code(), Some(1));
    assert!(stderr(&bad).contains("Requests at once is 0"), "{}", stderr(&bad));
    let newer = with_input(&["check", "-"], "{\"decouple\": 99}");
    assert!(stderr(&newer).contains("newer version"), "{}", stderr(&newer));
    let missing = decouple(&["check", "no-such-file.json"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stdout(&missing).is_empty() && stderr(&missing).contains("cannot be opened"));
}

#[test]
fn links_that_carry_nothing_are_named() {
    let file = file_of("visibility-too-short").replacen("\"from\": 1", "\"from\": 3", 1);
    let output = with_input(&["check", "-"], &file);
    assert!(output.status.success());
    assert!(
        stdout(&output)
            .contains("The link from Invoicing to orders carries nothing. Workers send nothing on")
    );
}

#[test]
fn help_and_version_are_given_when_asked_for() {
    for arguments in [&["help"][..], &["--help"], &["-h"], &["run", "--help"]] {
        let output = decouple(arguments);
        assert!(
            output.status.success() && stdout(&output).contains("decouple run SKETCH"),
            "{arguments:?}"
        );
    }
    assert!(stdout(&decouple(&["help"])).lines().all(|line| line.len() <= 110));
    assert!(stdout(&decouple(&["--version"])).starts_with("decouple 0."));
}

#[test]
fn what_is_not_understood_ends_with_two_and_a_hint() {
    for (arguments, hint) in [
        (&["runn", "x"][..], "Did you mean run?"),
        (
            &["run", "video-encoding", "--untl", "3m"],
            "Did you mean --until?",
        ),
        (&["run", "video-encoding", "--until", "soon"], "write it like 90s"),
        (&["run", "video-encoding", "--seed", "-1"], "whole number"),
        (&[], "Say what to do"),
    ] {
        let output = decouple(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stdout(&output).is_empty());
        assert!(
            stderr(&output).contains(hint) && stderr(&output).contains("decouple help"),
            "{}",
            stderr(&output)
        );
    }
    assert!(stderr(&decouple(&["run", "video-encodin"])).contains("Did you mean the scene video-encoding?"));
}

#[test]
fn a_reader_who_has_had_enough_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_decouple"))
        .args(["run", "video-encoding", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let mut complaint = String::new();
    child
        .stderr
        .take()
        .expect("it is piped")
        .read_to_string(&mut complaint)
        .expect("text");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(complaint, "");
}

#[test]
fn a_biography_tells_what_happened_to_a_message_and_why() {
    let arguments = ["run", "visibility-too-short", "--until", "30s", "--biography"];
    let with = |name| decouple(&[&arguments[..], &[name]].concat());
    let output = with("m-0001");
    assert!(output.status.success(), "{}", stderr(&output));
    let line = stdout(&output)
        .lines()
        .find(|line| line.contains("is back in line"));
    let line = line.unwrap_or_else(|| panic!("{}", stdout(&output)));
    assert!(
        line.contains("its visibility timeout of 5 s ran out")
            && line.contains("before worker 1 of Invoicing would finish"),
        "{line}"
    );
    assert_eq!(stdout(&with("1")), stdout(&output));
    assert_eq!(stdout(&with("m-0001 of Orders")), stdout(&output));
    let json = json(&decouple(&[&arguments[..], &["1", "--json"]].concat()));
    assert!(json["biography"][0]["why"].is_string(), "{json}");
    for (name, complaint) in [("m-x", "no message"), ("1 of Nobody", "Orders")] {
        let output = with(name);
        assert!(!output.status.success());
        assert!(stderr(&output).contains(complaint), "{}", stderr(&output));
    }
}

#[test]
fn a_search_finds_the_visibility_timeout_that_is_too_short_and_shrinks_the_run() {
    let arguments = [
        "search",
        "visibility-too-short",
        "--guarantee",
        "at-most-once",
        "--seeds",
        "200",
    ];
    let output = decouple(&arguments);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let told = json(&decouple(&[&arguments[..], &["--json"]].concat()));
    let smallest = &told["smallest"];
    assert!(
        smallest["messages"]
            .as_u64()
            .is_some_and(|messages| messages <= 2),
        "{told}"
    );
    let link = smallest["link"].as_str().expect("a link");
    assert!(stdout(&output).contains(link));
    let run = decouple(&["run", link]);
    assert!(stdout(&run).contains("broken "), "{}", stdout(&run));
}

#[test]
fn a_search_that_finds_nothing_is_good() {
    let arguments = [
        "search",
        "visibility-too-short",
        "--guarantee",
        "nothing-lost",
        "--seeds",
        "2",
    ];
    let output = decouple(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        stdout(&output).starts_with("No run with 2 seeds from"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_branch_of_a_file_can_be_run() {
    let mut editor =
        studio::Editor::new((studio::scenes::by_id("consumer-down").expect("a scene").project)());
    let hash = |arguments: &[&str], input: &str| {
        let output = with_input(
            &[&["run", "-", "--until", "2m", "--json"], arguments].concat(),
            input,
        );
        output.status.success().then(|| json(&output)["hash"].to_string())
    };
    let before = hash(&[], &studio::format::file::project_to_text(editor.project()));
    let present = studio::branch::Present {
        at: cloud::time::SimTime::from_secs(20),
        furthest: cloud::time::SimTime::from_secs(90),
    };
    editor.at(present, |editor, now| editor.send(now, sim::PartId(1), 100));
    let file = studio::format::file::project_to_text(editor.project());
    assert!(before.is_some());
    assert_eq!(hash(&["--branch", "main"], &file), before);
    assert_ne!(hash(&[], &file), before);
    assert_eq!(hash(&["--branch", "Branch 1"], &file), hash(&[], &file));
    assert_eq!(hash(&["--branch", "other"], &file), None);
}

#[test]
fn a_run_can_go_on_to_the_next_event_of_one_part() {
    let arguments = ["run", "visibility-too-short", "--until", "3s", "--next"];
    let output = decouple(&[&arguments[..], &["Invoicing"]].concat());
    let line = stdout(&output).lines().find(|line| line.starts_with("Next: "));
    assert!(
        line.is_some_and(|line| line.contains("of Invoicing")),
        "{}",
        stdout(&output)
    );
    assert!(!decouple(&[&arguments[..], &["Nobody"]].concat()).status.success());
}
