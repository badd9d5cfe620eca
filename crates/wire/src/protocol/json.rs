//! JSON (`application/x-amz-json-1.0`).

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Found, MOST_VALUES, Malformed, Wanted, read_blob, write_blob};
use crate::shape::{Shape, Structure};
use crate::value::{Record, Value};

/// Most answers are no longer than this many bytes.
const MOST_ANSWERS: usize = 512;

/// Reads the members of a body. Members that the table does not know and those that are null are passed over.
pub(crate) fn decode(structure: &'static Structure, body: &[u8]) -> Result<Record, Malformed> {
    let mistake = Cell::new(None);
    let reader = Reader {
        shape: &Shape::Structure(structure),
        left: &Cell::new(MOST_VALUES),
        mistake: &mistake,
    };
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = reader
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) => Ok(value.and_then(Value::into_record).unwrap_or_default()),
        Err(_) => Err(mistake.get().unwrap_or(Malformed::Syntax)),
    }
}

/// Reads a value of a shape; none, if it is null.
#[derive(Clone, Copy)]
struct Reader<'a> {
    shape: &'a Shape,
    /// How many more values there may be.
    left: &'a Cell<usize>,
    /// What is wrong, if it is not the syntax. An error of serde's would have it as a text only.
    mistake: &'a Cell<Option<Malformed>>,
}

impl<'a> Reader<'a> {
    fn of(self, shape: &'a Shape) -> Self {
        Self { shape, ..self }
    }

    fn refuse<T, E: Error>(self, mistake: Malformed) -> Result<T, E> {
        self.mistake.set(Some(mistake));
        Err(E::custom("not of the shape"))
    }

    fn unexpected<T, E: Error>(self, found: Found) -> Result<T, E> {
        let wanted = Wanted::from(self.shape);
        self.refuse(Malformed::Type { found, wanted })
    }

    /// `written` is how it stands in the body: where a text is wanted, a number is one.
    fn number<E: Error>(self, number: i64, written: impl fmt::Display) -> Result<Option<Value>, E> {
        match self.shape {
            Shape::Integer | Shape::Long => Ok(Some(Value::Number(number))),
            Shape::Text => Ok(Some(Value::Text(written.to_string().into()))),
            _ => self.unexpected(Found::Number),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Option<Value>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => return self.refuse(Malformed::TooMany),
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {:?}", Wanted::from(self.shape))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        match self.shape {
            Shape::Boolean => Ok(Some(Value::Boolean(value))),
            Shape::Text => Ok(Some(Value::Text(value.to_string().into()))),
            _ => self.unexpected(if value { Found::True } else { Found::False }),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        self.number(number, number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        self.number(i64::try_from(number).unwrap_or(i64::MAX), number)
    }

    /// AWS cuts a fraction off. (A cast of a float keeps within the integer's range.)
    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        self.number(number as i64, number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match self.shape {
            Shape::Text => Ok(Some(Value::Text(text.into()))),
            Shape::Blob => match read_blob(text) {
                Ok(bytes) => Ok(Some(Value::Bytes(bytes))),
                Err(mistake) => self.refuse(mistake),
            },
            _ => self.unexpected(Found::Text),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let Shape::List(shape, _) = self.shape else {
            return self.unexpected(Found::List);
        };
        let mut values = Vec::new();
        while let Some(value) = elements.next_element_seed(self.of(shape))? {
            values.extend(value);
        }
        Ok(Some(Value::List(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        match self.shape {
            Shape::Structure(structure) => {
                let mut record = Record::default();
                while let Some(name) = entries.next_key_seed(Name(structure))? {
                    let Some((name, shape)) = name else {
                        entries.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    if let Some(value) = entries.next_value_seed(self.of(shape))? {
                        record.set(name, value);
                    }
                }
                Ok(Some(Value::Record(record)))
            }
            Shape::Map(shape, ..) => {
                let mut pairs: Vec<(Rc<str>, Value)> = Vec::new();
                while let Some(key) = entries.next_key()? {
                    let key: Box<str> = key;
                    let value = entries.next_value_seed(self.of(shape))?;
                    pairs.extend(value.map(|value| (key.into(), value)));
                }
                Ok(Some(Value::Map(pairs)))
            }
            _ => self.unexpected(Found::Object),
        }
    }
}

/// Reads a member's name, which need not be copied.
struct Name(&'static Structure);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<(&'static str, &'static Shape)>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<(&'static str, &'static Shape)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.member(name).map(|member| (member.name, &member.shape)))
    }
}

/// Writes members, in the order in which they were set. The values know what they are; no table is needed.
pub(crate) fn encode(record: &Record) -> Vec<u8> {
    let mut body = Vec::with_capacity(MOST_ANSWERS);
    write_record(record, &mut body);
    body
}

fn write_record(record: &Record, body: &mut Vec<u8>) {
    write_entries(record.iter(), body);
}

fn write_entries<'v>(entries: impl Iterator<Item = (&'v str, &'v Value)>, body: &mut Vec<u8>) {
    body.push(b'{');
    for (place, (name, value)) in entries.enumerate() {
        if place > 0 {
            body.push(b',');
        }
        write_text(name, body);
        body.push(b':');
        write_value(value, body);
    }
    body.push(b'}');
}

pub(super) fn write_value(value: &Value, body: &mut Vec<u8>) {
    match value {
        Value::Text(text) => write_text(text, body),
        Value::Number(number) => body.extend_from_slice(number.to_string().as_bytes()),
        Value::Boolean(value) => body.extend_from_slice(if *value { b"true" } else { b"false" }),
        Value::Bytes(bytes) => write_text(&write_blob(bytes), body),
        Value::List(values) => {
            body.push(b'[');
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    body.push(b',');
                }
                write_value(value, body);
            }
            body.push(b']');
        }
        Value::Map(entries) => write_entries(entries.iter().map(|(name, value)| (&**name, value)), body),
        Value::Record(record) => write_record(record, body),
    }
}

/// A text, quoted.
pub(crate) fn write_text(text: &str, body: &mut Vec<u8>) {
    serde_json::to_writer(body, text).expect("a text is JSON, and memory takes what is written");
}
