//! The answers of the Query protocol.

use super::write_blob;
use crate::shape::{Layout, Member, Operation, Service, Shape, Structure};
use crate::value::{Record, Value};

/// Most answers are no longer than this many bytes.
const MOST_ANSWERS: usize = 1_024;

const DECLARATION: &str = "<?xml version=\"1.0\"?>";

/// The answer of an operation.
pub(crate) fn encode(service: &Service, operation: &Operation, result: &Record, request_id: &str) -> Vec<u8> {
    let name = operation.name;
    let mut text = String::with_capacity(MOST_ANSWERS);
    text.push_str(&format!(
        "{DECLARATION}<{name}Response xmlns=\"{}\">",
        service.xml_namespace
    ));
    if let Some(output) = &operation.output {
        let start = text.len();
        text.push_str(&format!("<{name}Result>"));
        let empty = text.len();
        write_record(result, output, &mut text);
        if text.len() == empty {
            text.truncate(start);
            text.push_str(&format!("<{name}Result/>"));
        } else {
            text.push_str(&format!("</{name}Result>"));
        }
    }
    text.push_str(&format!(
        "<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{name}Response>"
    ));
    text.into_bytes()
}

/// A refusal. `Detail` is always empty, and only some services have it.
pub(crate) fn encode_error(
    service: &Service,
    kind: &str,
    code: &str,
    message: &str,
    request_id: &str,
) -> Vec<u8> {
    let mut text = format!(
        "{DECLARATION}<ErrorResponse xmlns=\"{}\"><Error><Type>{kind}</Type>",
        service.xml_namespace
    );
    write_element("Code", code, &mut text);
    write_element("Message", message, &mut text);
    if service.errors_have_detail {
        text.push_str("<Detail/>");
    }
    text.push_str(&format!(
        "</Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    ));
    text.into_bytes()
}

fn write_record(record: &Record, structure: &Structure, text: &mut String) {
    for member in structure.members {
        if let Some(value) = record.get(member.name) {
            write_member(member, value, text);
        }
    }
}

fn write_member(member: &Member, value: &Value, text: &mut String) {
    let name = member.query_name;
    match (&member.shape, value) {
        (Shape::List(shape, layout), Value::List(values)) => {
            let element = layout.open(name, text);
            for value in values {
                within(element, text, |text| write_value(shape, value, text));
            }
            layout.close(name, text);
        }
        (Shape::Map(shape, keys, layout), Value::Map(entries)) => {
            let element = layout.open(name, text);
            for (key, value) in entries {
                within(element, text, |text| {
                    write_element(keys.key, key, text);
                    within(keys.value, text, |text| write_value(shape, value, text));
                });
            }
            layout.close(name, text);
        }
        (shape, value) => within(name, text, |text| write_value(shape, value, text)),
    }
}

impl Layout {
    /// Opens the element of the list, if it has one; the name of what stands in it.
    fn open<'a>(&'a self, name: &'a str, text: &mut String) -> &'a str {
        match self {
            Self::Flattened => name,
            Self::Wrapped(element) => {
                text.push_str(&format!("<{name}>"));
                element
            }
        }
    }

    fn close(&self, name: &str, text: &mut String) {
        if let Self::Wrapped(_) = self {
            text.push_str(&format!("</{name}>"));
        }
    }
}

/// What stands within an element. (No service has lists of lists.)
fn write_value(shape: &Shape, value: &Value, text: &mut String) {
    match (shape, value) {
        (Shape::Structure(structure), Value::Record(record)) => write_record(record, structure, text),
        (_, Value::Text(value)) => write_text(value, text),
        (_, Value::Number(number)) => text.push_str(&number.to_string()),
        (_, Value::Boolean(value)) => text.push_str(if *value { "true" } else { "false" }),
        (_, Value::Bytes(bytes)) => text.push_str(&write_blob(bytes)),
        (_, Value::List(_) | Value::Map(_) | Value::Record(_)) => {
            debug_assert!(false, "{value:?} is no {shape:?}");
        }
    }
}

fn within(name: &str, text: &mut String, write: impl FnOnce(&mut String)) {
    text.push('<');
    text.push_str(name);
    text.push('>');
    write(text);
    text.push_str("</");
    text.push_str(name);
    text.push('>');
}

fn write_element(name: &str, value: &str, text: &mut String) {
    within(name, text, |text| write_text(value, text));
}

/// A text, with references where XML, or a reader of it, would take a character for something else. What XML cannot say
/// at all (it may stand in an error's message, which repeats what was sent) becomes U+FFFD.
fn write_text(value: &str, text: &mut String) {
    let mut rest = value;
    let next = |rest: &str| {
        rest.char_indices()
            .find_map(|(place, c)| Some((place, c, reference(c)?)))
    };
    while let Some((place, c, reference)) = next(rest) {
        text.push_str(&rest[..place]);
        text.push_str(reference);
        rest = &rest[place + c.len_utf8()..];
    }
    text.push_str(rest);
}

fn reference(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\r' => Some("&#xD;"),
        '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        _ => None,
    }
}
