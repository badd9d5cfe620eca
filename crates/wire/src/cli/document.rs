//! What is typed and printed: JSON whose members keep their order, as Python's dictionaries do.

use std::fmt;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::shape::Shape;
use crate::value::{Record, Value};

/// A tree of values without a shape.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Document {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(Rc<str>),
    /// Bytes; printed in base64.
    Bytes(Rc<[u8]>),
    /// Values.
    List(Vec<Self>),
    /// Values by name, in the order they came in; no name twice.
    Map(Vec<(Rc<str>, Self)>),
}

impl Document {
    /// What an answer says, with the members of structures in the order of their table.
    pub(super) fn of(value: &Value, shape: &Shape) -> Self {
        match (value, shape) {
            (Value::Text(text), _) => Self::Text(text.clone()),
            (Value::Number(number), _) => Self::Integer(*number),
            (Value::Boolean(value), _) => Self::Boolean(*value),
            (Value::Bytes(bytes), _) => Self::Bytes(bytes.clone()),
            (Value::List(values), Shape::List(of, _)) => {
                Self::List(values.iter().map(|value| Self::of(value, of)).collect())
            }
            (Value::Map(entries), Shape::Map(of, ..)) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| (key.clone(), Self::of(value, of)));
                Self::Map(entries.collect())
            }
            (Value::Record(record), Shape::Structure(structure)) => {
                Self::of_record(record, structure.members)
            }
            // The binding of the service gave something else than its table promises.
            (Value::List(_) | Value::Map(_) | Value::Record(_), _) => Self::Null,
        }
    }

    /// The same of the members of a structure.
    pub(super) fn of_record(record: &Record, members: &[crate::shape::Member]) -> Self {
        let there = members.iter().filter_map(|member| {
            let value = record.get(member.name)?;
            Some((member.name.into(), Self::of(value, &member.shape)))
        });
        Self::Map(there.collect())
    }

    /// The value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .find(|(known, _)| **known == *name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Neither a list nor a map.
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Map(_))
    }

    /// As Python's `str` writes it.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Bytes(bytes) => BASE64.encode(bytes),
            other => other.repr(),
        }
    }

    /// As Python's `repr` writes it.
    pub(super) fn repr(&self) -> String {
        match self {
            Self::Null => "None".to_owned(),
            Self::Boolean(true) => "True".to_owned(),
            Self::Boolean(false) => "False".to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Float(number) => repr_of_float(*number),
            Self::Text(text) => repr_of_text(text),
            Self::Bytes(bytes) => format!("b{}", repr_of_text(&BASE64.encode(bytes))),
            Self::List(values) => {
                let values: Vec<String> = values.iter().map(Self::repr).collect();
                format!("[{}]", values.join(", "))
            }
            Self::Map(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("{}: {}", repr_of_text(key), value.repr()))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    /// What Python calls its type.
    pub(super) fn python_type(&self) -> &'static str {
        match self {
            Self::Null => "NoneType",
            Self::Boolean(_) => "bool",
            Self::Integer(_) => "int",
            Self::Float(_) => "float",
            Self::Text(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "list",
            Self::Map(_) => "dict",
        }
    }
}

/// The same digits as Rust's, with a sign and two digits of exponent.
fn repr_of_float(number: f64) -> String {
    let text = format!("{number:?}");
    match text.split_once('e') {
        None => text,
        Some((digits, exponent)) => match exponent.strip_prefix('-') {
            Some(exponent) => format!("{digits}e-{exponent:0>2}"),
            None => format!("{digits}e+{exponent:0>2}"),
        },
    }
}

/// A text as Python's `repr` writes it.
pub(super) fn repr_of_text(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut written = String::from(quote);
    for letter in text.chars() {
        match letter {
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            letter if letter == quote => written.extend(['\\', letter]),
            letter if letter.is_ascii_control() => {
                written.push_str(&format!("\\x{:02x}", u32::from(letter)));
            }
            letter => written.push(letter),
        }
    }
    written.push(quote);
    written
}

impl From<&str> for Document {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Document, E> {
        Ok(Document::Boolean(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Document, E> {
        Ok(Document::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Document, E> {
        // Beyond 64 bits a number is no integer of any shape.
        Ok(i64::try_from(number).map_or(Document::Float(number as f64), Document::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Document, E> {
        Ok(Document::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Document, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Document, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = sequence.next_element()? {
            values.push(value);
        }
        Ok(Document::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Document>()? {
            put(&mut entries, key.into(), value);
        }
        Ok(Document::Map(entries))
    }
}

/// Sets a name as Python's dictionaries do: the last word counts, the first place stays.
pub(super) fn put(entries: &mut Vec<(Rc<str>, Document)>, key: Rc<str>, value: Document) {
    match entries.iter_mut().find(|(known, _)| *known == key) {
        Some((_, old)) => *old = value,
        None => entries.push((key, value)),
    }
}
