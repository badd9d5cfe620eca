//! Parameters as an operation's table wants them, or a report in botocore's words.

use std::rc::Rc;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::document::Document;
use super::failure::Failure;
use crate::shape::{Shape, Structure};
use crate::value::{Record, Value};

/// `--cli-binary-format`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum BinaryFormat {
    #[default]
    Base64,
    Raw,
}

/// The members of `parameters`, if they are all of their shapes.
pub(super) fn members(
    parameters: &Document,
    structure: &'static Structure,
    binary: BinaryFormat,
) -> Result<Record, Failure> {
    let shape = Shape::Structure(structure);
    let mut report = Vec::new();
    check(parameters, &shape, "", &mut report);
    if !report.is_empty() {
        let report = report.join("\n");
        return Err(Failure::Parameter(format!(
            "Parameter validation failed:\n{report}"
        )));
    }
    let value = value(parameters, &shape, binary)?;
    Ok(value.and_then(Value::into_record).unwrap_or_default())
}

/// Adds what is wrong with a value; `name` is where it stands: `.Entries[0].Id`.
fn check(value: &Document, shape: &Shape, name: &str, report: &mut Vec<String>) {
    match (value, shape) {
        (Document::Map(entries), Shape::Structure(structure)) => {
            check_members(entries, structure, name, report);
        }
        (Document::Map(entries), Shape::Map(of, ..)) => {
            for (key, value) in entries {
                check(value, of, &format!("{name}.{key}"), report);
            }
        }
        (Document::List(values), Shape::List(of, _)) => {
            for (place, value) in values.iter().enumerate() {
                check(value, of, &format!("{name}[{place}]"), report);
            }
        }
        (Document::Text(_), Shape::Text)
        | (Document::Integer(_), Shape::Integer | Shape::Long)
        | (Document::Boolean(_), Shape::Boolean)
        | (Document::Text(_) | Document::Bytes(_), Shape::Blob) => {}
        _ => report.push(format!(
            "Invalid type for parameter {}, value: {}, type: <class '{}'>, valid types: {}",
            told(name),
            value.plain(),
            value.python_type(),
            python_types(shape)
        )),
    }
}

fn check_members(
    entries: &[(Rc<str>, Document)],
    structure: &Structure,
    name: &str,
    report: &mut Vec<String>,
) {
    let is_there = |wanted: &str| entries.iter().any(|(key, _)| **key == *wanted);
    for member in structure.members {
        if member.required && !is_there(member.name) {
            report.push(format!(
                "Missing required parameter in {}: \"{}\"",
                told(name),
                member.name
            ));
        }
    }
    for (key, _) in entries {
        if structure.member(key).is_none() {
            let known: Vec<&str> = structure.members.iter().map(|member| member.name).collect();
            report.push(format!(
                "Unknown parameter in {}: \"{key}\", must be one of: {}",
                told(name),
                known.join(", ")
            ));
        }
    }
    for (key, value) in entries {
        if let Some(member) = structure.member(key) {
            check(value, &member.shape, &format!("{name}.{key}"), report);
        }
    }
}

fn told(name: &str) -> &str {
    match name.strip_prefix('.').unwrap_or(name) {
        "" => "input",
        name => name,
    }
}

fn python_types(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text => "<class 'str'>",
        Shape::Integer | Shape::Long => "<class 'int'>",
        Shape::Boolean => "<class 'bool'>",
        Shape::Blob => "<class 'bytes'>, <class 'bytearray'>, file-like object",
        Shape::List(..) => "<class 'list'>, <class 'tuple'>",
        Shape::Map(..) | Shape::Structure(_) => "<class 'dict'>",
    }
}

/// A checked value. None is only what [`check`] refuses.
fn value(document: &Document, shape: &Shape, binary: BinaryFormat) -> Result<Option<Value>, Failure> {
    Ok(match (document, shape) {
        (Document::Text(text), Shape::Blob) => Some(Value::Bytes(bytes(text, binary)?)),
        (Document::Text(text), _) => Some(Value::Text(text.clone())),
        (Document::Bytes(bytes), _) => Some(Value::Bytes(bytes.clone())),
        (Document::Integer(number), _) => Some(Value::Number(*number)),
        (Document::Boolean(value), _) => Some(Value::Boolean(*value)),
        (Document::List(values), Shape::List(of, _)) => {
            let values = values
                .iter()
                .filter_map(|item| value(item, of, binary).transpose());
            Some(Value::List(values.collect::<Result<_, Failure>>()?))
        }
        (Document::Map(entries), Shape::Map(of, ..)) => {
            let mut map = Vec::new();
            for (key, item) in entries {
                map.extend(value(item, of, binary)?.map(|value| (key.clone(), value)));
            }
            Some(Value::Map(map))
        }
        (Document::Map(entries), Shape::Structure(structure)) => {
            let mut record = Record::default();
            for (key, item) in entries {
                if let Some(member) = structure.member(key)
                    && let Some(value) = value(item, &member.shape, binary)?
                {
                    record.set(member.name, value);
                }
            }
            Some(Value::Record(record))
        }
        _ => None,
    })
}

/// Bits beyond the last byte are ignored, as Python ignores them; padding is checked before.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// As Python reads base64: what is no letter of it is passed over, but its padding must be there.
fn bytes(text: &str, binary: BinaryFormat) -> Result<Rc<[u8]>, Failure> {
    if binary == BinaryFormat::Raw {
        return Ok(text.as_bytes().into());
    }
    let is_digit = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/');
    let digits: String = text
        .chars()
        .take_while(|letter| *letter != '=')
        .filter(is_digit)
        .collect();
    let padding = text.chars().filter(|letter| *letter == '=').count();
    let is_padded = match digits.len() % 4 {
        0 => true,
        1 => false,
        over => padding + over >= 4,
    };
    let invalid = || Failure::Other(format!("Invalid base64: \"{text}\""));
    if !is_padded {
        return Err(invalid());
    }
    let bytes = BASE64.decode(digits).map_err(|_| invalid())?;
    Ok(bytes.into())
}
