//! Against the formatters of the AWS CLI: `tests/clients/cli_output.py` wrote down what they print.

use super::super::document::Document;
use super::super::query::Query;
use super::{Format, Printer};

const EXPECTED: &str = include_str!("../../../tests/cli/output.json");

fn text(document: &Document) -> String {
    match document {
        Document::Text(text) => text.to_string(),
        other => panic!("no text: {other:?}"),
    }
}

fn printed(case: &Document, format: Format) -> Result<String, String> {
    let query = match &case.get("query") {
        Some(Document::Text(query)) => Some(Query::parse(query).map_err(|error| error.0)?),
        _ => None,
    };
    let printer = Printer {
        format,
        query,
        columns: 80,
    };
    let answer = case.get("answer").expect("an answer").clone();
    let title = text(case.get("title").expect("a title"));
    printer.print(&title, answer).map_err(|error| error.0)
}

#[test]
fn answers_are_printed_as_the_aws_cli_prints_them() {
    let cases: Document = serde_json::from_str(EXPECTED).expect("the file is JSON");
    let Document::List(cases) = cases else {
        panic!("a list of cases");
    };
    assert!(cases.len() > 150, "all cases are there");
    let mut wrong = Vec::new();
    for case in &cases {
        for (name, format) in [
            ("json", Format::Json),
            ("text", Format::Text),
            ("table", Format::Table),
        ] {
            let printed = printed(case, format);
            let query = case.get("query");
            match (case.get(name).expect("what is printed"), &printed) {
                (Document::Text(expected), Ok(printed)) if **expected == **printed => {}
                (Document::Text(expected), _) => {
                    let printed = printed.clone().unwrap_or_else(|error| error);
                    let mut lines = expected
                        .lines()
                        .zip(printed.lines())
                        .filter(|(one, other)| one != other);
                    wrong.push(format!("{query:?} as {name}: first {:?}", lines.next()));
                }
                // Where the AWS CLI gives up, something readable is printed, or the same words.
                (error, Err(printed))
                    if error.get("error").map(Document::plain).as_ref() != Some(printed) =>
                {
                    wrong.push(format!("{query:?} as {name}: {error:?}, not {printed}"));
                }
                _ => {}
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(8)].join("\n")
    );
}
