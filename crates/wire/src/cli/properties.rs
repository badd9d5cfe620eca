//! Whatever is typed, nothing breaks; and what is spelled out is read as it was.

use std::rc::Rc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Files, Outcome, Terminal, command_for, complete, interpret, options, read};
use crate::shape::{Member, Operation, Service, Shape};
use crate::value::{Record, Value};

fn terminal() -> Terminal {
    let mut files = Files::default();
    files.paste("file://a", b"[{\"Id\": \"a\"}]");
    files.paste("fileb://b", &[0xff, 0]);
    Terminal { columns: 80, files }
}

/// Texts with everything that quoting, shorthand and JSON have an opinion on.
fn text() -> impl Strategy<Value = String> {
    let awkward = vec(
        prop::sample::select(vec![
            "a",
            "Z9",
            " ",
            "'",
            "\"",
            "\\",
            "\n",
            ",",
            "=",
            "{",
            "}",
            "[",
            "]",
            "-",
            "--x",
            "$(x)",
            "`",
            "|",
            "#",
            "file://",
            "fileb://x",
            "@",
            "ü",
            "🎈",
            "null",
            "12",
            "~",
            "\t",
            "\u{0}",
            "true",
            "help",
            "*",
        ]),
        0..6,
    );
    prop_oneof![any::<String>(), awkward.prop_map(|parts| parts.concat())]
}

fn value(shape: Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Text => text().prop_map(Value::from).boxed(),
        Shape::Integer | Shape::Long => any::<i64>().prop_map(Value::from).boxed(),
        Shape::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Shape::Blob => vec(any::<u8>(), 0..9)
            .prop_map(|bytes| Value::Bytes(bytes.into()))
            .boxed(),
        Shape::List(of, _) => vec(value(*of), 0..3).prop_map(Value::List).boxed(),
        Shape::Map(of, ..) => {
            let entries = prop::collection::btree_map(text(), value(*of), 0..3);
            entries
                .prop_map(|entries| {
                    let entries = entries.into_iter().map(|(key, value)| (Rc::from(key), value));
                    Value::Map(entries.collect())
                })
                .boxed()
        }
        Shape::Structure(structure) => record(structure.members).prop_map(Value::Record).boxed(),
    }
}

/// Members of a structure, among them all that are demanded.
fn record(members: &'static [Member]) -> BoxedStrategy<Record> {
    let mut all: BoxedStrategy<Record> = Just(Record::default()).boxed();
    for member in members {
        let value = match member.required {
            true => value(member.shape).prop_map(Some).boxed(),
            false => prop::option::of(value(member.shape)).boxed(),
        };
        all = (all, value)
            .prop_map(|(record, value)| record.with(member.name, value))
            .boxed();
    }
    all
}

fn asked() -> BoxedStrategy<(&'static Service, &'static Operation, Record)> {
    let mut every = Vec::new();
    for service in options::services() {
        for operation in service.operations {
            let record = record(operation.input.members);
            every.push(
                record
                    .prop_map(move |record| (service, operation, record))
                    .boxed(),
            );
        }
    }
    prop::strategy::Union::new(every).boxed()
}

/// Lines of the grammar's own words, right and wrong.
fn line() -> impl Strategy<Value = String> {
    let words = vec![
        "aws",
        "sqs",
        "sts",
        "help",
        "list-queues",
        "send-message",
        "send-message-batch",
        "create-queue",
        "receive-message",
        "get-caller-identity",
        "--queue-url",
        "--message-body",
        "--entries",
        "--attributes",
        "--tags",
        "--output",
        "text",
        "table",
        "--query",
        "--region",
        "--cli-input-json",
        "--generate-cli-skeleton",
        "output",
        "--max-items",
        "3",
        "-1",
        "--",
        "-",
        "file://a",
        "fileb://b",
        "file://c",
        "Id=a,MessageBody=b",
        "a={b=[c,d]}",
        "'{\"a\": 1}'",
        "'[1, null]'",
        "--message-attribute-names",
        "--no-paginate",
        "=",
        "a=b,c,d=",
        "Messages[].Body",
        "'sort_by(@, &a)'",
        "\\",
        "'",
        "\"",
        "#",
        "|",
        "\n",
        "--message-attributes",
        "a={DataType=Binary,BinaryValue=YQ==}",
        "a={BinaryValue=x}",
        "--delay-seconds",
        "--starting-token",
        "eyJOZXh0VG9rZW4iOiBudWxsfQ==",
        "--cli-error-format",
        "json",
        "--profile",
        "--version",
    ];
    let word = prop_oneof![4 => prop::sample::select(words).prop_map(str::to_owned), 1 => text()];
    let start = prop_oneof![
        Just("aws sqs "),
        Just("aws "),
        Just("aws sqs send-message-batch "),
        Just("")
    ];
    (start, vec(word, 0..9)).prop_map(|(start, words)| format!("{start}{}", words.join(" ")))
}

fn try_all(text: &str) {
    if let Ok(commands) = read(text) {
        for words in commands {
            if let Outcome::Print(printed) = interpret(&words, &terminal()) {
                assert_eq!(
                    printed.status == 0,
                    printed.err.is_empty(),
                    "{words:?}: {printed:?}"
                );
            }
        }
    }
    for (place, _) in text.char_indices().chain([(text.len(), ' ')]).step_by(7) {
        let completion = complete(&text[..place], &|wanted| vec![wanted.option.to_owned()]);
        assert!(text.is_char_boundary(completion.start), "{completion:?}");
    }
}

proptest! {
    #[test]
    fn a_command_that_is_spelled_out_asks_the_same((service, operation, input) in asked()) {
        let line = command_for(service, operation, &input);
        let commands = read(&line).expect("a command");
        prop_assert_eq!(commands.len(), 1, "{}", line);
        match interpret(&commands[0], &terminal()) {
            Outcome::Run(command) => {
                prop_assert_eq!(command.operation().name, operation.name);
                for member in operation.input.members {
                    let read = command.input().get(member.name);
                    prop_assert_eq!(read, input.get(member.name), "{}", line);
                }
            }
            other => prop_assert!(false, "{}: {:?}", line, other),
        }
    }

    #[test]
    fn no_line_breaks_anything(line in line()) {
        try_all(&line);
    }

    #[test]
    fn no_text_breaks_anything(text in any::<String>()) {
        try_all(&text);
        try_all(&format!("aws sqs list-queues --query {text}"));
        try_all(&format!("aws sqs send-message-batch --entries {text}"));
    }

    #[test]
    fn no_query_breaks_anything(query in r#"[a-cü🎈\\\[\]{}().,:*?&|!<>=@`'" 0-9-]{0,40}"#) {
        let words = ["aws", "sqs", "list-queues", "--query", &query].map(str::to_owned);
        if let Outcome::Run(command) = interpret(&words, &terminal()) {
            let answer = serde_json::from_str(r#"{"a": [{"b": 1, "c": "x"}, {"b": null}], "b": "y", "c": [[1, 2.5], []]}"#);
            let _printed = command.print(answer.expect("JSON"));
        }
    }
}
