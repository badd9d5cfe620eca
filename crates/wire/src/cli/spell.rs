//! From an operation and its members to the command that does it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::document::Document;
use super::files::names_file;
use super::names::kebab;
use super::options::{self, INPUT_JSON};
use super::output::json;
use super::shell::quoted;
use crate::shape::{Operation, Service, Shape};
use crate::value::{Record, Value};

/// The command that does `operation` with `input`, as one line to be typed: [`super::read`] and [`super::interpret`]
/// make the same of it. Members that are not in the table are left out.
pub fn command_for(service: &Service, operation: &Operation, input: &Record) -> String {
    let mut words = vec!["aws".to_owned(), service.name.to_owned(), kebab(operation.name)];
    let mut typed = Vec::new();
    for member in operation.input.members {
        if let Some(value) = input.get(member.name) {
            match spelled(
                &options::name_of(member),
                &options::negative_name_of(member),
                value,
                &member.shape,
            ) {
                Some(option) => typed.extend(option),
                None => return with_json(words, operation, input),
            }
        }
    }
    words.extend(typed);
    line(&words)
}

fn line(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    words.join(" ")
}

/// Everything as JSON, where an option cannot say it: a text that would be taken for the name of a file.
fn with_json(mut words: Vec<String>, operation: &Operation, input: &Record) -> String {
    let document = Document::of_record(input, operation.input.members);
    words.extend([INPUT_JSON.to_owned(), json::compact(&document)]);
    line(&words)
}

/// The words of an option; none if it cannot be said so.
fn spelled(name: &str, negative: &str, value: &Value, shape: &Shape) -> Option<Vec<String>> {
    let name = name.to_owned();
    match value {
        Value::Boolean(true) => Some(vec![name]),
        Value::Boolean(false) => Some(vec![negative.to_owned()]),
        Value::List(values) => spelled_list(name, values, value, shape),
        Value::Map(_) | Value::Record(_) => {
            // What begins so would be read as an option, or as the name of a file.
            let plain = shorthand(value).filter(|text| !text.starts_with('-') && !names_file(text));
            let text = plain.unwrap_or_else(|| json::compact(&Document::of(value, shape)));
            Some(vec![name, text])
        }
        Value::Text(_) | Value::Number(_) | Value::Bytes(_) => {
            let text = scalar(value)?;
            if names_file(&text) {
                None
            } else if text.starts_with('-') {
                Some(vec![format!("{name}={text}")])
            } else {
                Some(vec![name, text])
            }
        }
    }
}

fn spelled_list(name: String, values: &[Value], value: &Value, shape: &Shape) -> Option<Vec<String>> {
    let is_complex = |value: &Value| matches!(value, Value::List(_) | Value::Map(_) | Value::Record(_));
    let words: Option<Vec<String>> = values
        .iter()
        .map(|value| {
            if is_complex(value) {
                shorthand(value)
            } else {
                scalar(value)
            }
        })
        .collect();
    // What begins so would be read as an option, as JSON, or as a file.
    let is_plain =
        |word: &String| !word.starts_with('-') && !word.trim().starts_with(['[', '{']) && !names_file(word);
    match words {
        Some(words) if !words.is_empty() && words.iter().all(is_plain) => Some([vec![name], words].concat()),
        _ => Some(vec![name, json::compact(&Document::of(value, shape))]),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Boolean(value) => Some(value.to_string()),
        Value::Bytes(bytes) => Some(BASE64.encode(bytes)),
        Value::List(_) | Value::Map(_) | Value::Record(_) => None,
    }
}

/// `key=value,key={key=value}`; none where JSON is plainer.
fn shorthand(value: &Value) -> Option<String> {
    let entries = entries(value)?;
    (!entries.is_empty()).then_some(())?;
    let entries: Option<Vec<String>> = entries
        .into_iter()
        .map(|(key, value)| entry(key, value))
        .collect();
    Some(entries?.join(","))
}

fn entries(value: &Value) -> Option<Vec<(&str, &Value)>> {
    match value {
        Value::Map(entries) => Some(entries.iter().map(|(key, value)| (&**key, value)).collect()),
        Value::Record(record) => Some(record.iter().collect()),
        _ => None,
    }
}

fn entry(key: &str, value: &Value) -> Option<String> {
    let is_key = |letter: char| letter.is_ascii_alphanumeric() || "-_.#/:".contains(letter);
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    let value = match value {
        Value::List(_) => return None,
        Value::Map(_) | Value::Record(_) => format!("{{{}}}", shorthand(value)?),
        scalar_value => {
            let text = scalar(scalar_value)?;
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:+*".contains(letter);
            if text.is_empty() || !text.chars().all(is_plain) {
                return None;
            }
            text
        }
    };
    Some(format!("{key}={value}"))
}
