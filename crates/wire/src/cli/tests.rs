//! Whole commands. `tests/clients/cli_grammar.py` wrote down what the AWS CLI makes of many lines.

use super::document::Document;
use super::help::kind;
use super::{Command, Files, Outcome, Printed, Terminal, complete, interpret, names, options, read};
use crate::Value;
use crate::protocol::json;

const EXPECTED: &str = include_str!("../../tests/cli/grammar.json");

fn expected() -> Document {
    serde_json::from_str(EXPECTED).expect("the file is JSON")
}

fn terminal() -> Terminal {
    Terminal {
        columns: 80,
        files: Files::default(),
    }
}

fn outcome(line: &str) -> Outcome {
    let commands = read(line).expect("a command");
    assert_eq!(commands.len(), 1, "one command: {line}");
    interpret(&commands[0], &terminal())
}

fn command(line: &str) -> Command {
    match outcome(line) {
        Outcome::Run(command) => *command,
        other => panic!("{line}: {other:?}"),
    }
}

fn printed(line: &str) -> Printed {
    match outcome(line) {
        Outcome::Print(printed) => printed,
        other => panic!("{line}: {other:?}"),
    }
}

fn list(document: &Document) -> &[Document] {
    match document {
        Document::List(values) => values,
        other => panic!("no list: {other:?}"),
    }
}

fn entries(document: &Document) -> &[(std::rc::Rc<str>, Document)] {
    match document {
        Document::Map(entries) => entries,
        other => panic!("no map: {other:?}"),
    }
}

/// What a line asks, or why not, as the file has it.
fn told(outcome: Outcome) -> Result<(String, serde_json::Value), String> {
    match outcome {
        Outcome::Run(command) => {
            let body = json::encode(command.input());
            let input = serde_json::from_slice(&body).expect("JSON");
            Ok((command.operation().name.to_owned(), input))
        }
        Outcome::Print(printed) => {
            assert_ne!(printed.status, 0);
            let told = printed.err.split("[ERROR]: ").nth(1).unwrap_or_default();
            let told = told
                .strip_prefix("An error occurred (ParamValidation): ")
                .unwrap_or(told);
            Err(told
                .split("\n\nusage:")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned())
        }
        Outcome::File(name) => Err(name),
    }
}

#[test]
fn lines_mean_what_they_mean_to_the_aws_cli() {
    let expected = expected();
    let commands = list(expected.get("commands").expect("commands"));
    assert!(commands.len() > 100, "all lines are there");
    let mut wrong = Vec::new();
    for case in commands {
        let line = case.get("line").expect("a line").plain();
        let words: Vec<String> = list(case.get("words").expect("words"))
            .iter()
            .map(Document::plain)
            .collect();
        assert_eq!(read(&line), Ok(vec![words.clone()]), "words of {line}");
        let told = told(interpret(&words, &terminal()));
        let right = match (&told, case.get("operation")) {
            (Ok((operation, input)), Some(expected)) => {
                let expected_input = case.get("input").expect("an input");
                let expected_input: serde_json::Value =
                    serde_json::from_str(&super::output::json::compact(expected_input)).expect("JSON");
                expected.plain() == *operation && expected_input == *input
            }
            (Err(told), None) => {
                let error = case.get("usage").or(case.get("error")).expect("an error");
                error.plain() == *told
            }
            _ => false,
        };
        if !right {
            wrong.push(format!("{case:?}\nis {told:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(8)].join("\n")
    );
}

#[test]
fn operations_and_options_are_those_of_the_aws_cli() {
    let expected = expected();
    let mut wrong = Vec::new();
    for (name, members) in entries(expected.get("operations").expect("operations")) {
        let (service, operation) = name.split_once(' ').expect("two words");
        let service = options::service(service).expect("a service");
        let Some(operation) = options::operation(service, operation) else {
            // The services' tables say elsewhere what is left out, and why.
            assert_eq!(service.name, "sts", "{name} is missing");
            continue;
        };
        let demanded: Vec<String> = operation
            .input
            .members
            .iter()
            .map(|member| format!("{} {}", options::name_of(member), member.required))
            .collect();
        let of_aws: Vec<String> = entries(members)
            .iter()
            .map(|(name, of)| format!("{name} {}", list(of)[1] == Document::Boolean(true)))
            .collect();
        if demanded != of_aws {
            wrong.push(format!("{name}: {demanded:?}, not {of_aws:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const USAGE: &str = "\
usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

#[test]
fn usage_errors_have_status_252_and_tell_the_usage() {
    for (line, told) in [
        ("aws", "the following arguments are required: command"),
        ("aws sqs", "the following arguments are required: operation"),
        (
            "aws sqs get-queue-url",
            "the following arguments are required: --queue-name",
        ),
        (
            "aws sqs purge",
            "argument operation: Found invalid choice 'purge'\n",
        ),
        (
            "aws sqs list-queues --output xml",
            "argument --output: Found invalid choice 'xml'\n",
        ),
        (
            "aws sqs list-queue",
            "argument operation: Found invalid choice 'list-queue'\n\nMaybe you meant:\n\n  * list-queues\n  * list-queue-tags",
        ),
    ] {
        let expected = format!("\naws: [ERROR]: An error occurred (ParamValidation): {told}\n\n{USAGE}");
        let printed = printed(line);
        assert_eq!(printed.err, expected, "{line}");
        assert_eq!((printed.out.as_str(), printed.status), ("", 252), "{line}");
    }
    let printed = printed("aws sqs list-queues --nothing x");
    let expected = format!("\n{USAGE}\n\naws: [ERROR]: Unknown options: --nothing, x\n");
    assert_eq!((printed.err, printed.status), (expected, 252));
}

#[test]
fn wrong_values_are_told_without_the_usage() {
    for (line, told, status) in [
        (
            "aws sqs list-queues --max-results many",
            "invalid literal for int() with base 10: 'many'",
            255,
        ),
        (
            "aws --endpoint-url localhost sqs list-queues",
            "An error occurred (ParamValidation): Bad value for --endpoint-url \"localhost\": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/",
            252,
        ),
        (
            "aws sqs list-queues --query 'a['",
            "An error occurred (ParamValidation): Bad value for --query a[: Invalid jmespath expression:\n\"a[\"\n   ^",
            252,
        ),
        (
            "aws sqs create-queue --cli-input-json '[1]'",
            "An error occurred (ParamValidation): Error parsing parameter '--cli-input-json': Invalid type: expecting map, received type: <class 'list'>",
            252,
        ),
        (
            "aws sqs send-message --queue-url q --message-body b --message-attributes a={DataType=Binary,BinaryValue=abc}",
            "Invalid base64: \"abc\"",
            255,
        ),
    ] {
        let printed = printed(line);
        assert_eq!(printed.err, format!("\naws: [ERROR]: {told}\n"), "{line}");
        assert_eq!(printed.status, status, "{line}");
    }
}

#[test]
fn errors_are_printed_in_the_format_asked_for() {
    let line = "aws sqs get-queue-url --cli-input-json {} --cli-error-format";
    let told = "Parameter validation failed:\nMissing required parameter in input: \"QueueName\"";
    let enhanced = format!("\naws: [ERROR]: An error occurred (ParamValidation): {told}\n");
    assert_eq!(printed(&format!("{line} enhanced")).err, enhanced);
    assert_eq!(
        printed(&format!("{line} legacy")).err,
        format!("\naws: [ERROR]: {told}\n")
    );
    assert_eq!(
        printed(&format!("{line} text")).err,
        format!("ParamValidation\t{told}\n")
    );
    assert_eq!(
        printed(&format!("{line} json")).err,
        "{\n    \"Code\": \"ParamValidation\",\n    \"Message\": \"Parameter validation failed:\\nMissing required parameter in input: \\\"QueueName\\\"\"\n}\n"
    );
}

#[test]
fn only_aws_and_help_are_commands() {
    let unknown = printed("ls -l");
    assert_eq!(
        (unknown.err.as_str(), unknown.status),
        ("ls: command not found\n", 127)
    );
    assert_eq!(printed("help"), printed("aws help"));
    assert_eq!(printed("aws --version").status, 0);
}

#[test]
fn help_tells_every_operation_and_option_of_the_tables() {
    let all = printed("aws help").out;
    for service in options::services() {
        assert!(all.contains(&format!("\n    {}\n", service.name)));
        let of_service = printed(&format!("aws {} help", service.name)).out;
        for operation in service.operations {
            let name = names::kebab(operation.name);
            assert!(of_service.contains(&format!(
                "\n    {name}\n        {}",
                &operation.help[..20.min(operation.help.len())]
            )));
            let of_operation = printed(&format!("aws {} {name} help", service.name)).out;
            for member in operation.input.members {
                let option = format!("    {} <{}>", options::name_of(member), kind(&member.shape));
                assert!(of_operation.contains(&option), "{option} in {of_operation}");
            }
            for line in of_operation.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }
}

#[test]
fn bytes_are_typed_in_base64_unless_they_are_typed_as_they_are() {
    let line = "aws sqs send-message --queue-url q --message-body b --message-attributes a={DataType=Binary,BinaryValue=YWJj}";
    let bytes = |line: &str| {
        let attributes = command(line).input().get("MessageAttributes").cloned();
        match attributes {
            Some(Value::Map(entries)) => match &entries[0].1 {
                Value::Record(record) => record.get("BinaryValue").cloned(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(bytes(line), Some(Value::Bytes(b"abc"[..].into())));
    let raw = format!("{line} --cli-binary-format raw-in-base64-out");
    assert_eq!(bytes(&raw), Some(Value::Bytes(b"YWJj"[..].into())));
}

#[test]
fn a_file_is_asked_for_by_the_name_that_was_typed() {
    for line in [
        "aws sqs send-message --queue-url q --message-body file://a.txt",
        "aws sqs send-message-batch --queue-url q --entries file://a.txt",
        "aws sqs send-message-batch --queue-url q --entries Id=a,MessageBody@=file://a.txt",
        "aws sqs create-queue --cli-input-json file://a.txt",
    ] {
        assert!(
            matches!(outcome(line), Outcome::File(name) if name == "file://a.txt"),
            "{line}"
        );
    }
    let body = command("aws sqs send-message-batch --queue-url q --entries Id=a,MessageBody=file://a.txt");
    assert!(
        body.input().get("Entries").is_some(),
        "within the shorthand only @= names a file"
    );
}

#[test]
fn a_skeleton_has_a_place_for_everything() {
    assert_eq!(
        printed("aws sqs delete-message-batch --generate-cli-skeleton").out,
        r#"{
    "QueueUrl": "",
    "Entries": [
        {
            "Id": "",
            "ReceiptHandle": ""
        }
    ]
}
"#
    );
    assert_eq!(
        printed("aws sqs get-queue-url --queue-name q --generate-cli-skeleton output").out,
        "{\n    \"QueueUrl\": \"QueueUrl\"\n}\n"
    );
    assert_eq!(
        printed("aws sqs get-queue-url --generate-cli-skeleton output").status,
        252
    );
}

fn candidates(text: &str) -> Vec<String> {
    let known = |wanted: &super::Wanted<'_>| match (wanted.option, wanted.given("--queue-url")) {
        ("--queue-url", _) => vec![
            "https://a/1/orders".to_owned(),
            "https://a/1/with space".to_owned(),
        ],
        ("--receipt-handle", Some(queue)) => vec![format!("of-{queue}")],
        _ => Vec::new(),
    };
    let completion = complete(text, &known);
    let all = completion.candidates.into_iter().map(|candidate| candidate.text);
    all.collect()
}

#[test]
fn a_word_becomes_what_the_tables_and_the_sketch_know() {
    for (text, expected) in [
        ("a", vec!["aws"]),
        ("aws s", vec!["sqs", "sts"]),
        ("aws --region eu-west-1 sq", vec!["sqs"]),
        ("aws sqs purge", vec!["purge-queue"]),
        ("aws sqs delete-q", vec!["delete-queue"]),
        ("aws sqs send-message --message-b", vec!["--message-body"]),
        ("aws sqs send-message --queue-url x --queue", vec![]),
        ("aws sqs list-queues --output t", vec!["text", "table"]),
        ("aws sqs list-queues --output=ta", vec!["--output=table"]),
        (
            "aws sqs get-queue-attributes --attribute-names All Visi",
            vec!["VisibilityTimeout"],
        ),
        (
            "aws sqs create-queue --attributes DelaySeconds=1,Fifo",
            vec!["DelaySeconds=1,FifoQueue=", "DelaySeconds=1,FifoThroughputLimit="],
        ),
        (
            "aws sqs delete-message --queue-url ",
            vec!["https://a/1/orders", "'https://a/1/with space'"],
        ),
        (
            "aws sqs delete-message --queue-url 'https://a/1/w",
            vec!["'https://a/1/with space'"],
        ),
        (
            "aws sqs delete-message --queue-url q --receipt-handle ",
            vec!["of-q"],
        ),
        ("aws sqs list-queues --generate-cli-skeleton ou", vec!["output"]),
        ("ls ", vec![]),
        ("aws sqs list-queues | a", vec![]),
        ("aws sqs # a", vec![]),
    ] {
        assert_eq!(candidates(text), expected, "{text}");
    }
    let options = candidates("aws sqs send-message ");
    assert_eq!(
        options[..2],
        ["--queue-url", "--message-body"],
        "those that are demanded come first"
    );
    assert!(options.contains(&"--query".to_owned()));
    assert_eq!(complete("aws sqs pur", &|_| Vec::new()).start, 8);
}
