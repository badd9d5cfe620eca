//! `--output json`, as Python's `json` writes it.

use super::super::document::Document;

/// What is printed of an answer.
pub(super) fn format(answer: &Document) -> String {
    // An empty object is what an operation without output answers.
    if *answer == Document::Map(Vec::new()) {
        return String::new();
    }
    pretty(answer) + "\n"
}

/// Over lines, indented by four.
pub(in super::super) fn pretty(document: &Document) -> String {
    let mut text = String::new();
    write(document, Some(0), &mut text);
    text
}

/// On one line, without a space.
pub(in super::super) fn compact(document: &Document) -> String {
    let mut text = String::new();
    write(document, None, &mut text);
    text
}

/// `level`: how deep it is indented, if it is.
fn write(document: &Document, level: Option<usize>, text: &mut String) {
    match document {
        Document::Null => text.push_str("null"),
        Document::Boolean(true) => text.push_str("true"),
        Document::Boolean(false) => text.push_str("false"),
        Document::Integer(_) | Document::Float(_) => text.push_str(&document.repr()),
        Document::Text(_) | Document::Bytes(_) => write_text(&document.plain(), text),
        Document::List(values) => {
            write_all(values, ["[", "]"], level, text, write);
        }
        Document::Map(entries) => {
            write_all(entries, ["{", "}"], level, text, |(key, value), inside, text| {
                write_text(key, text);
                text.push_str(if inside.is_some() { ": " } else { ":" });
                write(value, inside, text);
            });
        }
    }
}

fn write_all<T>(
    items: &[T],
    brackets: [&str; 2],
    level: Option<usize>,
    text: &mut String,
    write_item: impl Fn(&T, Option<usize>, &mut String),
) {
    let inside = level.map(|level| level + 1);
    text.push_str(brackets[0]);
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        new_line(inside, text);
        write_item(item, inside, text);
    }
    if !items.is_empty() {
        new_line(level, text);
    }
    text.push_str(brackets[1]);
}

fn new_line(level: Option<usize>, text: &mut String) {
    if let Some(level) = level {
        text.push('\n');
        text.push_str(&" ".repeat(4 * level));
    }
}

fn write_text(value: &str, text: &mut String) {
    text.push_str(&serde_json::to_string(value).expect("a text is JSON"));
}
