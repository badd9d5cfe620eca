//! The answers of the Query protocol to those who accept `application/json`: the same tree, as AWS writes it for API
//! Gateway. Members stand in the order of their names, absent ones are null, and maps are lists of their entries.

use super::json;
use crate::shape::{Keys, Operation, Shape, Structure};
use crate::value::{Record, Value};

/// The answer of an operation.
pub(crate) fn encode(operation: &Operation, result: &Record, request_id: &str) -> Vec<u8> {
    let name = operation.name;
    let mut body = format!("{{\"{name}Response\":{{").into_bytes();
    if let Some(output) = &operation.output {
        body.extend_from_slice(format!("\"{name}Result\":").as_bytes());
        write_record(result, output, &mut body);
        body.push(b',');
    }
    body.extend_from_slice(format!("\"ResponseMetadata\":{{\"RequestId\":\"{request_id}\"}}}}}}").as_bytes());
    body
}

/// A refusal.
pub(crate) fn encode_error(kind: &str, code: &str, message: &str, request_id: &str) -> Vec<u8> {
    let mut body = b"{\"Error\":{\"Code\":".to_vec();
    json::write_text(code, &mut body);
    body.extend_from_slice(b",\"Message\":");
    json::write_text(message, &mut body);
    body.extend_from_slice(format!(",\"Type\":\"{kind}\"}},\"RequestId\":\"{request_id}\"}}").as_bytes());
    body
}

fn write_record(record: &Record, structure: &Structure, body: &mut Vec<u8>) {
    let mut members: Vec<_> = structure.members.iter().collect();
    members.sort_by_key(|member| member.tree_name);
    write_all(b"{}", members, body, |member, body| {
        json::write_text(member.tree_name, body);
        body.push(b':');
        match record.get(member.name) {
            Some(value) => write_value(&member.shape, value, body),
            None => body.extend_from_slice(b"null"),
        }
    });
}

fn write_value(shape: &Shape, value: &Value, body: &mut Vec<u8>) {
    match (shape, value) {
        (Shape::Structure(structure), Value::Record(record)) => write_record(record, structure, body),
        (Shape::List(shape, _), Value::List(values)) => {
            write_all(b"[]", values, body, |value, body| write_value(shape, value, body));
        }
        (Shape::Map(shape, Keys { key, value }, _), Value::Map(entries)) => {
            write_all(b"[]", entries, body, |(name, content), body| {
                body.extend_from_slice(format!("{{\"{key}\":").as_bytes());
                json::write_text(name, body);
                body.extend_from_slice(format!(",\"{value}\":").as_bytes());
                write_value(shape, content, body);
                body.push(b'}');
            });
        }
        (_, value) => json::write_value(value, body),
    }
}

fn write_all<T>(
    brackets: &[u8; 2],
    items: impl IntoIterator<Item = T>,
    body: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>),
) {
    body.push(brackets[0]);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            body.push(b',');
        }
        write(item, body);
    }
    body.push(brackets[1]);
}
